import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import policySchema from '../../../policy/organization-policy.schema.json' with { type: 'json' };
import type { MemberSchema } from '../../../src/schema/member-schema.ts';
import { schemaNodes } from '../../support/schema-nodes.ts';

const nodes = (): ReadonlyMap<string, MemberSchema> => schemaNodes(policySchema);

describe('the schema of the policy document, for editors', () => {
  it('knows every word of the language', () => {
    expect([...nodes().keys()]).toEqual(
      expect.arrayContaining([
        '/grants/[]/to/[]/groups',
        '/layers/[]/applies/request/*',
        '/layers/[]/applies/[]/unless',
        '/layers/[]/applies/[]/targets',
        '/layers/[]/errorFrom',
        '/layers/[]/defaults/imageTags',
        '/layers/[]/tagPolicies/[]/tags/*/tag_value/@@assign',
      ]),
    );
  });

  it.each([...nodes()])('explains %s, with an example', (_, { title, description, examples }) => {
    expect([title, description]).toEqual([expect.any(String), expect.any(String)]);
    expect(examples).not.toHaveLength(0);
    expect(examples).toBeDefined();
  });

  it.each([...nodes()])(
    'has an example that may stand at %s',
    (_, { $defs, examples, ...node }) => {
      const ajv = new Ajv2020({ strict: false });
      const accepts = ajv.compile({ ...node, $defs: policySchema.$defs });
      for (const example of examples ?? [])
        expect(accepts(example), JSON.stringify(example)).toBe(true);
    },
  );

  it('says the same of a set of matchers that stands alone and of one in a list', () => {
    const { Applies, AppliesSet, CallerSets, CallerSet } = policySchema.$defs;
    expect(AppliesSet.properties).toEqual(Applies.properties);
    expect(CallerSet.properties).toEqual(CallerSets.properties);
  });
});
