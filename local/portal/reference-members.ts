import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { valueAt } from '../../src/json/pointer.ts';
import { html, prose, type Markup } from './html.ts';

/** A row for each member of a schema, at every depth, by its path. */
export const memberRows = (document: unknown, schema: unknown): Markup[] => {
  const resolved = (one: unknown): JsonObject => {
    if (!isJsonObject(one)) return {};
    const { $ref, ...own } = one;
    return typeof $ref === 'string'
      ? { ...resolved(valueAt(document, $ref.slice(1))), ...own }
      : own;
  };
  const rows = (one: unknown, prefix: string): Markup[] => {
    const { properties, required } = resolved(one);
    return Object.entries(isJsonObject(properties) ? properties : {}).flatMap(
      ([name, reference]) => {
        const member = resolved(reference);
        const isRequired = Array.isArray(required) && required.includes(name);
        const row = html`<div>
          <dt><code>${prefix}${name}</code></dt>
          <dd>
            ${prose(text(member['description']))}
            <p class="note">${formOf(member)}</p>
          </dd>
          <dd class="source">${isRequired ? 'required' : ''}</dd>
        </div>`;
        const isList = member['items'] !== undefined;
        const path = `${prefix}${name}${isList ? '[]' : ''}.`;
        return [row, ...rows(isList ? member['items'] : member, path)];
      },
    );
  };
  return rows(schema, '');
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The form of a value in the schema's words, with an example. */
const formOf = (member: JsonObject): string => {
  const { title, type, examples } = member;
  const values = member['enum'];
  const form = Array.isArray(values) ? values.map(String).join(' or ') : text(title) || text(type);
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  const shown = typeof example === 'string' ? example : JSON.stringify(example);
  return example === undefined || Array.isArray(values) ? form : `${form}, for example ${shown}`;
};
