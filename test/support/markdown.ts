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

/**
 * The cells of a Markdown table that comments name: `<!-- name -->` and `<!-- /name -->` around one
 * that is written by hand, `<!-- generated: name -->` and `<!-- end -->` around one that is generated.
 */
export const tableOf = (markdown: string, name: string): string[][] => {
  const [, body = ''] = markdown.split(new RegExp(`<!-- (?:generated: )?${name} -->`));
  const [table = ''] = body.split(new RegExp(`<!-- (?:end|/${name}) -->`));
  return table
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

/** The anchors of a Markdown text's headings, as GitHub makes them. */
export const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

/** The paths that a Markdown text links to, without those of the web. */
export const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);

/** The links of a Markdown text within the repository: path, which is empty for the text itself, and anchor. */
export const localLinksOf = (markdown: string): { path: string; anchor: string }[] =>
  [...markdown.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', anchor = '']) => ({ path, anchor }),
  );
