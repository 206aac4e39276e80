import type { Plugin } from 'esbuild';

/**
 * Takes Node's own modules by `process.getBuiltinModule` instead of by `import`.
 *
 * An import of `node:http` makes Node look at every export of the module, among them getters that load
 * undici for the sake of a WebSocket class that nobody asked for; `node:crypto` and `node:stream` have
 * such getters too. Taken this way, a getter runs when somebody uses it.
 *
 * Source: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export const builtinModulesPlugin: Plugin = {
  name: 'builtin-modules',
  setup: (build) => {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
