import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The portal's folder. */
export const portalFolder = new URL('../../portal/', import.meta.url);

/** What a host serves beside the bundle, as it lies in the folder. */
export const portalFiles = ['index.html', 'portal.css', 'icon.svg', 'config.json', 'host.js'];

/**
 * Bundles the portal's modules, and what they share with the function, into the text of one:
 * `portal.js`. `host.js` stays a module of its own, since whoever hosts the portal may replace it.
 */
export const bundlePortal = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('portal.js', portalFolder))],
    bundle: true,
    format: 'esm',
    external: ['./host.js'],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
};
