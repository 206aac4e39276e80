/**
 * Bundles the function into dist/, the way it is packaged: ESM for the Node.js that Lambda runs, with
 * the SDK's ES modules, from which esbuild can leave out what nobody calls.
 *
 * Only what changed is written, so a second build beside a running one disturbs nobody.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { builtinModulesPlugin } from './builtin-modules-plugin.ts';
import { sdkSchemasPlugin } from './sdk-schemas-plugin.ts';
import { digestOf } from '../src/policy-source/checked-at-build.ts';
import { parsePolicy } from '../src/policy-source/parse-policy.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = resolve(root, 'dist');

/** The size of each file of the bundle, by its path in dist/. */
export type BundleSizes = Readonly<Record<string, number>>;

/** Bundles the function into dist/ and tells how large each file became, in bytes. */
export const buildFunction = async (): Promise<BundleSizes> => {
  const checkedPolicy = await checkPackagedPolicy();
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { lambda: 'src/lambda.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // By default esbuild takes the SDK's CommonJS build on this platform, most of which is never called.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    plugins: [sdkSchemasPlugin, builtinModulesPlugin],
    // See src/aws/credentials.ts.
    alias: { '@aws-sdk/credential-provider-node': './src/aws/credentials.ts' },
    metafile: true,
    write: false,
    define: { CHECKED_POLICY_DIGEST: JSON.stringify(checkedPolicy) },
    logLevel: 'warning',
    // What is left of CommonJS in the SDK says `require`, which an ES module does not have.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
  files.set(resolve(dist, 'metafile.json'), Buffer.from(JSON.stringify(metafile)));
  await writeWhatChanged(files);
  return Object.fromEntries(
    outputFiles.map(({ path, contents }) => [relative(dist, path), contents.byteLength]),
  );
};

/** Checks the policy that is packaged, and gives the digest by which a start knows it again. */
const checkPackagedPolicy = async (): Promise<string> => {
  const text = await readFile(resolve(root, 'policy/organization-policy.json'), 'utf8');
  const { issues } = parsePolicy(text);
  if (issues.length > 0) {
    const lines = issues.map(({ pointer, detail }) => `  ${pointer}: ${detail}`).join('\n');
    throw new Error(`policy/organization-policy.json is invalid:\n${lines}`);
  }
  return digestOf(text);
};

const writeWhatChanged = async (files: ReadonlyMap<string, Buffer>): Promise<void> => {
  for (const [path, contents] of files) {
    const current = await readFile(path).catch(() => undefined);
    if (current?.equals(contents) === true) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = resolve(entry.parentPath, entry.name);
    // The portal beside it is built by itself.
    if (entry.name.endsWith('.mjs') && !files.has(path)) await rm(path, { force: true });
  }
};

if (import.meta.main) {
  for (const [file, bytes] of Object.entries(await buildFunction())) {
    console.log(`dist/${file}  ${(bytes / 1024).toFixed(1)} KiB`);
  }
}
