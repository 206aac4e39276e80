import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const constant = /^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const computedKey = /\[(_\w+)\]:/g;

/**
 * Writes the computed keys of an SDK client's schemas as what they are, constants of the same file.
 *
 * esbuild keeps an object with computed keys even where nobody uses it, since the making of a key
 * might do something; with it stay the schemas of every operation of the service, and this function
 * calls one.
 *
 * @returns The same module in other words.
 */
export const inlineComputedKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(constant)].map(([, name = '', text = '']) => [name, text]),
  );
  return source.replace(computedKey, (key, name: string) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}:`;
  });
};

const versionIn = (manifest: string): string =>
  (JSON.parse(manifest) as { readonly version: string }).version; // npm installs none without one.

/** Lets esbuild leave out the schemas of the operations that nobody calls, and what else of a client nobody reads. */
export const sdkSchemasPlugin: Plugin = {
  name: 'sdk-schemas',
  setup: (build) => {
    // The SDK's index of protocols ties those of other services to this one's in one chunk.
    build.onResolve(
      { filter: /^@aws-sdk\/core\/protocols$/ },
      async ({ path, resolveDir, importer }) => {
        if (!importer.includes('client-imagebuilder')) return undefined;
        const index = await build.resolve(path, {
          resolveDir,
          kind: 'import-statement',
          importer: '',
        });
        return {
          path: join(dirname(index.path), 'json/AwsRestJsonProtocol.js'),
          sideEffects: false,
        };
      },
    );
    // A client names its own version, and has its whole package.json bundled for it.
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ },
      async ({ path }) => ({
        contents: JSON.stringify({ version: versionIn(await readFile(path, 'utf8')) }),
        loader: 'json',
      }),
    );
    build.onLoad({ filter: /[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: inlineComputedKeys(await readFile(path, 'utf8')),
    }));
  },
};
