import { readFile } from 'node:fs/promises';
import { buildFunction } from '../tools/build.ts';

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly imports: readonly {
          readonly path: string;
          readonly kind: string;
          readonly external?: boolean;
        }[];
      }
    >
  >;
}

/** The code that every start of the function loads: its entry, and what is imported statically from there. */
export interface StartPath {
  readonly bytes: number;
  readonly files: readonly string[];
}

/** Builds the function and follows its static imports. */
export const measureStartPath = async (): Promise<StartPath> => {
  await buildFunction();
  const path = new URL('../dist/metafile.json', import.meta.url);
  // What esbuild wrote a moment ago.
  const { outputs } = JSON.parse(await readFile(path, 'utf8')) as Metafile;
  const open = ['dist/lambda.mjs'];
  const files = new Set<string>();
  let bytes = 0;
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const output = outputs[file];
    if (output === undefined || files.has(file)) continue;
    files.add(file);
    bytes += output.bytes;
    for (const { path: imported, kind, external } of output.imports) {
      if (kind === 'import-statement' && external !== true) open.push(imported);
    }
  }
  return { bytes, files: [...files] };
};
