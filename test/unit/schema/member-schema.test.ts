import { describe, expect, it } from 'vitest';
import { schemaDocument, type MemberSchema } from '../../../src/schema/member-schema.ts';
import { requestMembers } from '../../../src/schema/request-schema.ts';
import { requestMemberNames } from '../../../src/core/create-image-pipeline-request.ts';
import { inputShape, modelPlaces, shapeOf } from '../../support/service-model.ts';

const root: MemberSchema = {
  properties: {
    plain: { $ref: '#/$defs/Text', examples: ['its own'] },
    list: { items: { items: { $ref: '#/$defs/Text' } } },
    map: { propertyNames: { title: 'a key' }, additionalProperties: { $ref: '#/$defs/Text' } },
    closed: { properties: { inner: { title: 'inner' } }, additionalProperties: false },
  },
  $defs: { Text: { title: 'text', type: 'string', examples: ['a general one'] } },
};
const { schemaAt } = schemaDocument(root);

describe('the schema of a member', () => {
  it('is the whole schema for the whole document', () => {
    expect(schemaAt([])).toBe(root);
  });

  it('is what its reference leads to, with what stands beside the reference before it', () => {
    expect(schemaAt(['plain'])).toEqual({ title: 'text', type: 'string', examples: ['its own'] });
  });

  it('is found through lists and maps', () => {
    expect(schemaAt(['list', '3', '0'])?.title).toBe('text');
    expect(schemaAt(['map', 'any key'])?.title).toBe('text');
    expect(schemaAt(['closed', 'inner'])?.title).toBe('inner');
  });

  it("is, asked for a key, what holds for a map's names", () => {
    expect(schemaAt(['map', 'any key'], 'key')?.title).toBe('a key');
    expect(schemaAt(['plain'], 'key')).toBeUndefined();
  });

  it.each([[['nothing']], [['closed', 'other']], [['plain', 'inner']], [['nothing', 'at', 'all']]])(
    'is undefined for a member that is not known: %j',
    (path) => {
      expect(schemaAt(path)).toBeUndefined();
    },
  );

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is undefined for %s, which only every object inherits',
    (name) => {
      expect(schemaAt([name])).toBeUndefined();
      expect(schemaAt(['closed', name])).toBeUndefined();
      expect(schemaAt(['map', name])?.title).toBe('text');
    },
  );
});

describe('the members of the request', () => {
  it("are the service's, in the order of its model", () => {
    expect(requestMemberNames).toEqual(Object.keys(shapeOf(inputShape).members ?? {}));
  });

  it('have a path at every depth, in that order, each with its own type', () => {
    const places = modelPlaces.filter(({ kind }) => kind === 'member' || kind === 'item');
    expect(requestMembers.map(({ path }) => path)).toEqual(places.map(({ path }) => path));
    for (const { path, member, schema } of requestMembers) {
      expect(path.endsWith('[]') ? '' : path.split('.').at(-1)).toBe(member);
      expect(schema.type).toEqual(expect.any(String));
    }
  });
});
