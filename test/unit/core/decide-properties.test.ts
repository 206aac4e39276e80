import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/decide.ts';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { isEmptyObject, isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { childPointer, valueAt } from '../../../src/json/pointer.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import { checkDemands } from '../../../src/policy/demands.ts';
import { effortOfRequest } from '../../../src/policy/patterns.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { withVariables, type RequestFacts } from '../../../src/policy/variables.ts';
import requestSchema from '../../../src/schema/create-image-pipeline-request.schema.json' with { type: 'json' };
import { checkShape } from '../../../src/schema/request-schema.ts';
import {
  arbitraryFacts,
  arbitraryPlainPolicy,
  arbitraryPolicy,
  arbitrarySent,
  arbitrarySpecificLayer,
} from '../../support/arbitrary-policy.ts';
import { brokenRequest } from '../schema/broken-request.ts';

/** The pointers of all leaves: whatever is not an object with members. */
const leavesOf = (value: unknown, pointer = ''): string[] =>
  isJsonObject(value) && (pointer === '' || Object.keys(value).length > 0)
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, childPointer(pointer, name)))
    : [pointer];

const text = (value: unknown): string => JSON.stringify(value);

const decided = (policy: OrganizationPolicy, facts: RequestFacts, sent: JsonObject): Decision =>
  decide(compilePolicy(policy), { ...facts, sent, shapeIssues: checkShape(sent).issues });

const issuesOf = (decision: Decision): readonly Issue[] =>
  decision.refusal === undefined ? [] : decision.issues;

/** What the layers that apply enforce, filled in. */
const enforcedOn = (policy: OrganizationPolicy, facts: RequestFacts, sent: JsonObject) =>
  withVariables(compilePolicy(policy).layersFor(facts, sent).enforced, facts);

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
/** Supplies what every request needs, so that many a request is accepted. */
const supplier: Layer = {
  name: 'supplier',
  defaults: {
    infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
    imageRecipeArn: `${arn}:image-recipe/web/1.0.0`,
    executionRole: 'build',
    schedule: { autoDisablePolicy: { failureCount: 2 } },
  },
};
const completed = (policy: OrganizationPolicy): OrganizationPolicy => ({
  ...policy,
  layers: [supplier, ...policy.layers],
});
const completingPolicy = arbitraryPolicy.map(completed);
const plainPolicy = arbitraryPlainPolicy.map(completed);

const mistakes: fc.Arbitrary<JsonObject> = fc.record(
  {
    name: fc.constantFrom('x', '\ud800-text'),
    clientToken: fc.constantFrom('', 5),
    status: fc.constantFrom('enabled', null),
    schedule: fc.constantFrom('daily', { timezone: 7 }, { timezone: 'Mars', colour: 1 }, null),
    tags: fc.constantFrom({ CostCenter: 300 }, { 'aws:x': '1', Team: '2' }, [], 'x'),
    imageRecipeArn: fc.constant(7),
    workflows: fc.constantFrom([{}], [{ workflowArn: 1 }], 'x'),
    imageTestsConfiguration: fc.constantFrom({ timeoutMinutes: Infinity }, { timeoutMinutes: 90 }),
    unknown: fc.constant(1),
  },
  { requiredKeys: [], noNullPrototype: true },
);
/** What callers send who make mistakes. */
const anySent: fc.Arbitrary<JsonObject> = fc.oneof(
  arbitrarySent,
  fc.tuple(arbitrarySent, mistakes).map(([sent, wrong]) => ({ ...sent, ...wrong })),
);

describe('any policy', () => {
  it('that is made here loads', () => {
    fc.assert(
      fc.property(completingPolicy, (policy) => {
        expect(parsePolicy(text(policy)).issues).toEqual([]);
      }),
    );
  });

  it('and what was sent are never written to, and the answer is the same again', () => {
    fc.assert(
      fc.property(completingPolicy, arbitraryFacts, anySent, (policy, facts, sent) => {
        const before = text([policy, facts, sent]);
        const compiled = compilePolicy(deepFreeze(policy));
        const shapeIssues = deepFreeze(checkShape(sent).issues);
        const received = deepFreeze({ ...facts, sent, shapeIssues });
        const first = text(decide(compiled, received));
        expect(text(decide(compiled, received))).toBe(first);
        expect(text(decided(policy, facts, sent))).toBe(first);
        expect(text([policy, facts, sent])).toBe(before);
      }),
    );
  });

  it('gives every leaf of the resolved request exactly one source', () => {
    fc.assert(
      fc.property(completingPolicy, arbitraryFacts, anySent, (policy, facts, sent) => {
        const { request, provenance, layers } = decided(policy, facts, sent);
        expect(Object.keys(provenance).toSorted()).toEqual(leavesOf(request).toSorted());
        for (const source of Object.values(provenance))
          expect([...layers, 'caller']).toContain(source);
      }),
      { numRuns: 300 },
    );
  });

  it('says "caller" of exactly the caller’s own values', () => {
    fc.assert(
      fc.property(completingPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const { request, provenance, refusal } = decided(policy, facts, sent);
        for (const [pointer, source] of Object.entries(provenance)) {
          if (source === 'caller')
            expect(valueAt(request, pointer)).toEqual(valueAt(sent, pointer));
        }
        fc.pre(refusal === undefined);
        for (const pointer of leavesOf(sent)) {
          const value = valueAt(sent, pointer);
          if (!isEmptyObject(value)) expect(valueAt(request, pointer)).toEqual(value);
        }
      }),
    );
  });

  it('names every mistake of shape, each place once for one reason, and refuses for no reason that is not named', () => {
    fc.assert(
      fc.property(completingPolicy, arbitraryFacts, anySent, (policy, facts, sent) => {
        const shape = checkShape(sent).issues;
        const decision = decided(policy, facts, sent);
        const issues = issuesOf(decision);
        expect(issues.slice(0, shape.length)).toEqual(shape);
        expect(decision.refusal === undefined).toBe(issues.length === 0);
        const lines = issues.map(({ pointer, code, detail }) => `${pointer} ${code} ${detail}`);
        expect(new Set(lines).size).toBe(lines.length);
        const malformed = shape.map(({ pointer }) => pointer);
        for (const { pointer } of issues.slice(shape.length))
          expect(malformed).not.toContain(pointer);
        if (shape.length > 0) expect(decision.refusal).toBe('validation-failed');
      }),
      { numRuns: 300 },
    );
  });
});

describe('an accepted request', () => {
  const accepts = new Ajv2020({ strict: false }).compile(requestSchema);

  it('satisfies the whole model of the service, and is accepted again as it is', () => {
    let accepted = 0;
    fc.assert(
      fc.property(completingPolicy, arbitraryFacts, anySent, (policy, facts, sent) => {
        const first = decided(policy, facts, sent);
        if (first.refusal !== undefined) return;
        accepted += 1;
        const complete = JSON.parse(text({ clientToken: 'token', ...first.request })) as JsonObject;
        expect(accepts(complete), text(accepts.errors)).toBe(true);
        const second = decided(policy, facts, { ...first.request });
        expect(issuesOf(second)).toEqual([]);
        expect(second.request).toEqual(first.request);
        expect(second.layers).toEqual(first.layers);
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('does not break the model, whoever supplies the rest', () => {
    fc.assert(
      fc.property(
        completingPolicy,
        arbitraryFacts,
        brokenRequest(),
        (policy, facts, { request }) => {
          const decision = decided(policy, facts, request);
          if (decision.refusal !== undefined) return;
          // What was missing has been supplied.
          expect(accepts({ clientToken: 'token', ...decision.request }), text(accepts.errors)).toBe(
            true,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what layers enforce', () => {
  it('is in every request that is not refused, with its layer as the source', () => {
    fc.assert(
      fc.property(plainPolicy, arbitraryFacts, anySent, (policy, facts, sent) => {
        const { request, provenance, ...rest } = decided(policy, facts, sent);
        const issues = 'issues' in rest ? rest.issues : [];
        fc.pre(!issues.some(({ code }) => code === 'enforced' || code === 'wrong-type'));
        const { members, provenance: sources } = enforcedOn(policy, facts, sent);
        for (const [pointer, source] of Object.entries(sources)) {
          if (isEmptyObject(valueAt(members, pointer))) continue;
          expect(valueAt(request, pointer)).toEqual(valueAt(members, pointer));
          expect(provenance[pointer]).toBe(source);
        }
      }),
    );
  });

  it('refuses whoever says otherwise, at the place where it is said', () => {
    fc.assert(
      fc.property(plainPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const { members, provenance } = enforcedOn(policy, facts, sent);
        const refused = issuesOf(decided(policy, facts, sent)).filter(
          ({ code }) => code === 'enforced',
        );
        const expected = Object.keys(provenance).filter((pointer) => {
          const [value, said] = [valueAt(members, pointer), valueAt(sent, pointer)];
          return said !== undefined && !isEmptyObject(value) && text(said) !== text(value);
        });
        const recipes = ['/imageRecipeArn', '/containerRecipeArn'];
        expect(refused.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(expected));
        for (const { pointer } of refused) expect([...expected, ...recipes]).toContain(pointer);
      }),
    );
  });
});

describe('a more specific layer', () => {
  it('takes back nothing that is enforced, and lets nothing through that a list does not allow', () => {
    fc.assert(
      fc.property(
        arbitraryPlainPolicy,
        arbitrarySpecificLayer,
        arbitraryFacts,
        arbitrarySent,
        (policy, specific, facts, sent) => {
          const before = decided(policy, facts, sent);
          const after = decided({ ...policy, layers: [...policy.layers, specific] }, facts, sent);
          const refusals = issuesOf(before).filter(({ code }) => code === 'enforced');
          expect(issuesOf(after)).toEqual(expect.arrayContaining(refusals));

          const { members, provenance } = enforcedOn(policy, facts, sent);
          for (const pointer of Object.keys(provenance)) {
            if (refusals.length > 0 || isEmptyObject(valueAt(members, pointer))) continue;
            expect(valueAt(after.request, pointer)).toEqual(valueAt(members, pointer));
          }
          const refused = issuesOf(after).map(({ pointer }) => pointer);
          const { demands } = compilePolicy(policy).layersFor(facts, sent);
          const found = checkDemands({ ...after.request }, demands, effortOfRequest());
          for (const { pointer } of found.issues) {
            expect(refused).toContain(pointer);
          }
        },
      ),
    );
  });
});
