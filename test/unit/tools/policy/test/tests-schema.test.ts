import { Ajv2020 } from 'ajv/dist/2020.js';
import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import testsSchema from '../../../../../policy/policy-tests.schema.json' with { type: 'json' };
import { callerPattern, isCallerId } from '../../../../../tools/policy/caller.ts';
import { readText } from '../../../../support/markdown.ts';
import { root } from '../../../../support/packaged-proxy.ts';
import { schemaNodes } from '../../../../support/schema-nodes.ts';

const nodes = [...schemaNodes(testsSchema)];

describe('the schema of test files, for editors', () => {
  it('is a valid schema of JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
    expect(() => ajv.compile(testsSchema)).not.toThrow();
  });

  it.each(nodes)('explains %s, with an example', (_, { title, description, examples }) => {
    expect([title, description]).toEqual([expect.any(String), expect.any(String)]);
    expect(examples).toBeDefined();
    expect(examples).not.toHaveLength(0);
  });

  it.each(nodes)('has an example that may stand at %s', (_, { $defs, examples, ...node }) => {
    const accepts = new Ajv2020({ strict: false }).compile({ ...node, $defs: testsSchema.$defs });
    for (const example of examples ?? [])
      expect(accepts(example), JSON.stringify(example)).toBe(true);
  });

  it('lets no object have a member that it does not know, but a request', () => {
    const open = nodes.filter(
      ([, { type, additionalProperties }]) =>
        type === 'object' && additionalProperties === undefined,
    );
    expect(open.map(([place]) => place)).toEqual(['/tests/[]/request']);
  });

  it('takes the callers that explain takes', () => {
    const { pattern } = testsSchema.$defs.Test.properties.caller;
    expect(pattern).toBe(`^(?:${callerPattern}|anonymous)$`);
    for (const caller of testsSchema.$defs.Test.properties.caller.examples) {
      expect(isCallerId(caller)).toBe(true);
    }
  });

  it.each(globSync('policy/examples/*.tests.json', { cwd: root }))('is named by %s', (file) => {
    const { $schema } = JSON.parse(readText(file)) as { $schema?: string };
    expect($schema).toBe('../policy-tests.schema.json');
  });
});
