import { readFileSync } from 'node:fs';
import { root } from './packaged-proxy.ts';

/** A fenced block of a Markdown file. */
export interface Fence {
  readonly language: string;
  readonly text: string;
}

/** The text of a file of the repository. */
export const readText = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** The fenced blocks of a Markdown text, in order. */
export const fencesOf = (markdown: string): Fence[] =>
  [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text: text.trimEnd(),
  }));

/** The cells of the Markdown table between two comments, `<!-- name -->` and `<!-- /name -->`. */
export const tableOf = (markdown: string, name: string): string[][] => {
  const [, body = ''] = markdown.split(new RegExp(`<!-- /?${name} -->`));
  return body
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
};

/** The paths that a Markdown text links to, without those of the web. */
export const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
