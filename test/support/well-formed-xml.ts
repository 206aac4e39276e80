/** What a well-formed XML document is made of: its elements with their attributes, and its text. */
export interface XmlContent {
  readonly elements: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly text: string;
}

// What a document may hold: https://www.w3.org/TR/xml/#charsets
const allowed = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
const token =
  /<\?xml version="1\.0" encoding="UTF-8"\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const decoded = (text: string): string =>
  text.replace(/&([^;]*;)?/g, (_, entity: string | undefined) => {
    const character = entities[entity?.slice(0, -1) ?? ''];
    if (character === undefined) throw new Error(`No entity: &${entity ?? ''}`);
    return character;
  });

/** Reads an XML document of elements, attributes and text. Throws where it is not well-formed. */
export const readXml = (document: string): XmlContent => {
  if (!allowed.test(document)) throw new Error('A character that XML does not have');
  const elements: XmlContent['elements'][number][] = [];
  const open: string[] = [];
  let text = '';
  let end = 0;
  for (const match of document.matchAll(token)) {
    const [whole, closes, name, attributes = '', isEmpty, plain] = match;
    end = match.index + whole.length;
    if (plain !== undefined) text += decoded(plain);
    if (name === undefined) continue;
    if (closes === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)];
    elements.push({
      name,
      attributes: Object.fromEntries(
        pairs.map(([, key = '', value = '']) => [key, decoded(value)]),
      ),
    });
    if (isEmpty !== '/') open.push(name);
  }
  if (end !== document.length || open.length > 0) throw new Error(`Not well-formed at ${end}`);
  return { elements, text };
};
