/** A fenced block of a page that a comment above it says what to do with. */
export interface MarkedBlock {
  readonly mark: string;
  /** What stands in the comment behind the mark. */
  readonly rest: string;
  readonly text: string;
  readonly line: number;
}

/** The marked blocks of a Markdown text, in order. */
export const markedBlocksOf = (markdown: string): MarkedBlock[] =>
  [...markdown.matchAll(/^<!-- ([\w-]+)(?: ([^\n]*?))? -->\n\n```\w*\n(.*?)^```$/gms)].map(
    ({ 1: mark = '', 2: rest = '', 3: text = '', index }) => ({
      mark,
      rest,
      text,
      line: markdown.slice(0, index).split('\n').length,
    }),
  );
