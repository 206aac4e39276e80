import { schemaDocument, type MemberSchema } from '../../src/schema/member-schema.ts';

/** What a cursor of an editor can stand on: every schema that a document leads to, once, by its place. */
export const schemaNodes = (document: MemberSchema): ReadonlyMap<string, MemberSchema> => {
  const { root, resolved } = schemaDocument(document);
  const found = new Map<string, MemberSchema>();
  const entered = new Set<string>();
  const visit = (reference: MemberSchema, place: string): void => {
    const schema = resolved(reference);
    found.set(place, schema);
    if (reference.$ref !== undefined) {
      if (entered.has(reference.$ref)) return;
      entered.add(reference.$ref);
    }
    const { properties = {}, items, additionalProperties, propertyNames } = schema;
    for (const [name, member] of Object.entries(properties)) visit(member, `${place}/${name}`);
    if (items !== undefined) visit(items, `${place}/[]`);
    if (typeof additionalProperties === 'object') visit(additionalProperties, `${place}/*`);
    if (propertyNames !== undefined) visit(propertyNames, `${place}/name of *`);
  };
  visit(root, '');
  return found;
};
