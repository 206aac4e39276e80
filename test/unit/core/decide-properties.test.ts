import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { childPointer, valueAt } from '../../../src/json/pointer.ts';
import { resolve, statementsOf } from '../../../src/core/decide.ts';
import { checkAllowed } from '../../../src/policy/allowed.ts';
import { layersThatApply } from '../../../src/policy/match.ts';
import { layOver, type Sourced, type Statement } from '../../../src/policy/merge.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import {
  arbitraryFacts,
  arbitraryPolicy,
  arbitrarySent,
  arbitrarySpecificLayer,
} from '../../support/arbitrary-policy.ts';
import { deepFrozen } from './tags/arbitraries.ts';

/** The pointers of all leaves: whatever is no object with members. */
const leavesOf = (value: unknown, pointer = ''): string[] =>
  isJsonObject(value) && (pointer === '' || Object.keys(value).length > 0)
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, childPointer(pointer, name)))
    : [pointer];

const isEmptyObject = (value: unknown): boolean =>
  isJsonObject(value) && Object.keys(value).length === 0;

const text = (value: unknown): string => JSON.stringify(value);

describe('any policy', () => {
  it('that is made here loads', () => {
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        expect(parsePolicy(text(policy)).issues).toEqual([]);
      }),
    );
  });

  it('and what was sent are never written to, and the answer is the same again', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const before = text([policy, facts, sent]);
        const first = resolve(deepFrozen(policy), deepFrozen(facts), deepFrozen(sent));
        expect(text([policy, facts, sent])).toBe(before);
        expect(text(resolve(policy, facts, sent))).toBe(text(first));
      }),
    );
  });

  it('gives every leaf of the resolved request exactly one origin', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const { request, provenance, layers } = resolve(policy, facts, sent);
        expect(Object.keys(provenance).toSorted()).toEqual(leavesOf(request).toSorted());
        for (const origin of Object.values(provenance))
          expect([...layers, 'caller']).toContain(origin);
      }),
    );
  });

  it('says "caller" of exactly the caller’s own values', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const { request, provenance, issues } = resolve(policy, facts, sent);
        for (const [pointer, origin] of Object.entries(provenance)) {
          if (origin === 'caller')
            expect(valueAt(request, pointer)).toEqual(valueAt(sent, pointer));
        }
        fc.pre(issues.length === 0);
        for (const pointer of leavesOf(sent)) {
          const value = valueAt(sent, pointer);
          if (!isEmptyObject(value)) expect(valueAt(request, pointer)).toEqual(value);
        }
      }),
    );
  });
});

describe('what layers enforce', () => {
  it('is in every request that is not refused, the general layer’s word before the specific one’s', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const { request, provenance, issues } = resolve(policy, facts, sent);
        fc.pre(!issues.some(({ code }) => code === 'enforced'));
        const seen = new Set<string>();
        const recipes = ['/imageRecipeArn', '/containerRecipeArn'];
        for (const statement of statementsOf(
          layersThatApply(policy.layers, facts.caller, sent),
          'enforced',
          facts,
        )) {
          for (const pointer of leavesOf(statement.members)) {
            const value = valueAt(statement.members, pointer);
            const places = recipes.includes(pointer) ? recipes : [pointer];
            if (places.some((place) => seen.has(place)) || isEmptyObject(value)) continue;
            places.forEach((place) => seen.add(place));
            expect(valueAt(request, pointer)).toEqual(value);
            expect(provenance[pointer]).toBe(statement.origin);
          }
        }
      }),
    );
  });

  it('refuses whoever says otherwise, at the place where it is said', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const layers = layersThatApply(policy.layers, facts.caller, sent);
        const held = layOver(statementsOf(layers, 'enforced', facts), 'first');
        const refused = resolve(policy, facts, sent).issues.map(({ pointer }) => pointer);
        for (const pointer of Object.keys(held.provenance)) {
          const value = valueAt(held.members, pointer);
          const said = valueAt(sent, pointer);
          if (said === undefined || isEmptyObject(value) || text(said) === text(value)) continue;
          expect(refused).toContain(pointer);
        }
      }),
    );
  });
});

describe('a more specific layer', () => {
  it('takes back nothing that is enforced, and lets nothing through that a list does not allow', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy,
        arbitrarySpecificLayer,
        arbitraryFacts,
        arbitrarySent,
        (policy, specific, facts, sent) => {
          const before = resolve(policy, facts, sent);
          const after = resolve({ ...policy, layers: [...policy.layers, specific] }, facts, sent);
          const refusals = before.issues.filter(({ code }) => code === 'enforced');
          expect(after.issues).toEqual(expect.arrayContaining(refusals));

          const general = layersThatApply(policy.layers, facts.caller, sent);
          const held = layOver(statementsOf(general, 'enforced', facts), 'first');
          const refused = after.issues.map(({ pointer }) => pointer);
          for (const pointer of Object.keys(held.provenance)) {
            if (refusals.length > 0 || isEmptyObject(valueAt(held.members, pointer))) continue;
            expect(valueAt(after.request, pointer)).toEqual(valueAt(held.members, pointer));
          }
          for (const { pointer } of checkAllowed(after.request, general)) {
            expect(refused).toContain(pointer);
          }
        },
      ),
    );
  });
});

describe('a request that the policy lets through', () => {
  it('is let through again as it was resolved, and resolves to itself', () => {
    let compliant = 0;
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const first = resolve(policy, facts, sent);
        if (first.issues.length > 0) return;
        compliant += 1;
        const second = resolve(policy, facts, first.request);
        expect(second.issues).toEqual([]);
        expect(second.request).toEqual(first.request);
        expect(second.layers).toEqual(first.layers);
      }),
      { numRuns: 500 },
    );
    expect(compliant).toBeGreaterThan(50);
  });
});

describe('statements of layers', () => {
  const statements = arbitraryPolicy.chain(({ layers }) =>
    arbitraryFacts.map((facts) => ({
      defaults: statementsOf(layers, 'defaults', facts),
      enforced: statementsOf(layers, 'enforced', facts),
    })),
  );
  /** What was laid over each other once, as statements again, one for each leaf. */
  const leafStatements = ({ members, provenance }: Sourced): Statement[] =>
    Object.entries(provenance).map(([pointer, origin]) => ({
      members: pointer
        .slice(1)
        .split('/')
        .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduceRight<unknown>(
          (inner, member) => ({ [member]: inner }),
          valueAt(members, pointer),
        ) as JsonObject,
      origin,
    }));

  it('may be laid over each other in any grouping: members and origins are the same', () => {
    fc.assert(
      fc.property(statements, fc.nat({ max: 5 }), ({ defaults, enforced }, cut) => {
        for (const [all, lastWord] of [
          [defaults, 'last'],
          [enforced, 'first'],
        ] as const) {
          const whole = layOver(all, lastWord);
          const first = layOver(all.slice(0, cut), lastWord);
          const grouped = layOver([...leafStatements(first), ...all.slice(cut)], lastWord);
          expect(grouped).toEqual(whole);
          const asOne = [{ members: first.members, origin: 'grouped' }, ...all.slice(cut)];
          expect(layOver(asOne, lastWord).members).toEqual(whole.members);
        }
      }),
    );
  });

  it('are never written to', () => {
    fc.assert(
      fc.property(statements, ({ defaults, enforced }) => {
        const before = text([defaults, enforced]);
        layOver(deepFrozen(defaults), 'last');
        layOver(deepFrozen(enforced), 'first');
        expect(text([defaults, enforced])).toBe(before);
      }),
    );
  });
});
