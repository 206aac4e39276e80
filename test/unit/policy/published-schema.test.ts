import { globSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { schemaDocument } from '../../../src/schema/member-schema.ts';
import { requestMemberNames } from '../../../src/core/create-image-pipeline-request.ts';
import { readText } from '../../support/markdown.ts';
import { root } from '../../support/packaged-proxy.ts';

const parsed = (path: string): JsonObject => JSON.parse(readText(path)) as JsonObject;
const schema = parsed('policy/organization-policy.schema.json');
const documents = [
  'policy/organization-policy.json',
  ...globSync(['policy/examples/*.json', 'policy/cookbook/*.json'], { cwd: root })
    .filter((path) => !path.endsWith('.tests.json'))
    .sort(),
];

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const validate = ajv.compile(schema);

describe('the published schema of a policy', () => {
  it('is a valid schema of JSON Schema 2020-12', () => {
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it.each(documents)('validates %s, which names it for editors', (path) => {
    const document = parsed(path);
    expect(validate(document)).toBe(true);
    const target = new URL(String(document['$schema']), `file:///${path}`).pathname;
    expect(target).toBe('/policy/organization-policy.schema.json');
  });

  it('refuses what the proxy refuses to load', () => {
    expect(validate({ layers: [{ name: 'a', defaults: { statu: 'ENABLED' } }] })).toBe(false);
    expect(validate({ layers: [{ name: 'caller' }] })).toBe(false);
  });

  it.each(['defaults', 'enforced'])('completes the 15 members that can be in %s', (section) => {
    const { properties } = schemaDocument(schema).schemaAt(['layers', '0', section]) ?? {};
    const members = requestMemberNames.filter((name) => name !== 'name' && name !== 'clientToken');
    expect(members).toHaveLength(15);
    expect(Object.keys(properties ?? {})).toEqual(members);
  });

  it('has every definition that it refers to', () => {
    const definitions = isJsonObject(schema['$defs']) ? Object.keys(schema['$defs']) : [];
    const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(30);
    for (const [, name] of references) expect(definitions).toContain(name);
  });
});
