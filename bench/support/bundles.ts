import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildFunction } from '../../tools/build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the contenders lie. */
export interface Bundles {
  readonly folder: string;
  readonly empty: string;
  readonly bareSdk: string;
  readonly bareSdkAjv: string;
  readonly proxy: string;
}

/** Builds the packaged function and, with esbuild's defaults for Node.js, what it is compared with. */
export const buildBundles = async (): Promise<Bundles> => {
  const folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-bench-'));
  await build({
    absWorkingDir: root,
    entryPoints: [
      'bench/baseline/empty.ts',
      'bench/baseline/bare-sdk.ts',
      'bench/baseline/bare-sdk-ajv.ts',
    ],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
  });
  await buildFunction();
  return {
    folder,
    empty: join(folder, 'empty.cjs'),
    bareSdk: join(folder, 'bare-sdk.cjs'),
    bareSdkAjv: join(folder, 'bare-sdk-ajv.cjs'),
    proxy: join(root, 'dist/lambda.mjs'),
  };
};
