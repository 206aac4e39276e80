/** A text that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | undefined | readonly Part[];

const written = (part: Part): string => {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
};

/** Markup with values in it, each escaped unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: strings.map((text, index) => text + written(parts[index])).join(''),
});

/**
 * The little Markdown that descriptions are written in: paragraphs, lists, `code` and links.
 */
export const prose = (markdown: string): Markup[] =>
  markdown.split(/\n\n+/).map((block) =>
    block.startsWith('- ')
      ? html`<ul>
          ${block
            .split(/\n?^- /m)
            .filter(Boolean)
            .map((item) => html`<li>${inline(item)}</li>`)}
        </ul>`
      : html`<p>${inline(block)}</p>`,
  );

const inline = (text: string): Part[] =>
  text.split(/(`[^`]+`|\[[^\]]+\]\(https:\/\/[^)\s]+\))/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    const [, label, url] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? [];
    return url === undefined ? part : html`<a href="${url}">${label}</a>`;
  });
