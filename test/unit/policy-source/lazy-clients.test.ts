import { readFile } from 'node:fs/promises';
import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { buildFunction } from '../../../tools/build.ts';

const entry = 'dist/lambda.mjs';
const clients = ['client-ssm', 'client-appconfigdata', 'client-organizations'];

/** The files of the bundle that are loaded with one of them, whatever is configured. */
const loadedWith = ({ outputs }: Metafile, file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { kind, path, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true)
      loadedWith({ inputs: {}, outputs }, path, seen);
  }
  return seen;
};

const inputsOf = ({ outputs }: Metafile, files: Iterable<string>): string[] =>
  [...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));

const built = async (): Promise<Metafile> => {
  await buildFunction();
  const text = await readFile(new URL('../../../dist/metafile.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Metafile; // Written by esbuild a moment ago.
};

describe('the bundle', () => {
  it('loads no client of a remote source until that source is configured', async () => {
    const metafile = await built();
    const start = inputsOf(metafile, loadedWith(metafile, entry));
    expect(start).toContain('src/policy-source/parameter-store.ts');
    expect(start.some((path) => path.includes('/@aws-sdk/client-imagebuilder/'))).toBe(true);
    for (const client of clients) {
      expect(start.filter((path) => path.includes(`/@aws-sdk/${client}/`))).toStrictEqual([]);
    }
  });

  it.each([
    ['parameter-store-client', 'client-ssm'],
    ['app-config-client', 'client-appconfigdata'],
    ['organizations-client', 'client-organizations'],
  ])('has %s in a chunk of its own, with %s and no other', async (module, client) => {
    const metafile = await built();
    const chunks = Object.entries(metafile.outputs)
      .filter(([, { entryPoint }]) => entryPoint === `src/policy-source/${module}.ts`)
      .map(([file]) => file);
    expect(chunks).toHaveLength(1);
    const inputs = inputsOf(metafile, loadedWith(metafile, chunks[0] ?? ''));
    const loaded = clients.filter((name) =>
      inputs.some((path) => path.includes(`/@aws-sdk/${name}/`)),
    );
    expect(loaded).toStrictEqual([client]);
  });
});
