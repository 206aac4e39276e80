import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packaged-proxy.ts';

/** A block of code in a document: its language and its text. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The blocks of code of a document of the repository, in order. */
export const codeBlocks = (path: string): CodeBlock[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
    ([, language = '', text = '']) => ({ language, text }),
  );
