import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/core/decide.ts';
import { fromPointer } from '../../../../src/json/pointer.ts';
import { compilePolicy } from '../../../../src/policy/compile.ts';
import type { Caller, CallerMatchers, Grant } from '../../../../src/policy/document.ts';
import { matchesCaller } from '../../../../src/policy/match.ts';
import { checkPolicy } from '../../../../tools/policy/check/check-policy.ts';

// Few words for each, so that grants often take each other in.
const exactly = { noNullPrototype: true } as const;
const optional = { requiredKeys: [], ...exactly };
const some = <T>(...values: T[]): fc.Arbitrary<T[]> => fc.subarray(values, { minLength: 1 });

const set: fc.Arbitrary<CallerMatchers> = fc
  .record(
    {
      callers: some('*', 'anonymous', 'jwt:*', 'jwt:ana', 'arn:*', 'bot:*', 'bot:ci', 'bot:ci/*'),
      accounts: some('*', '111122223333'),
      groups: some('*', 'web', 'pay*'),
    },
    optional,
  )
  .filter((matchers) => Object.keys(matchers).length > 0);
const day = fc.constantFrom('2026-01-01', '2026-06-01', '2026-08-01', '2027-01-01');

const grants: fc.Arbitrary<Grant[]> = fc
  .array(
    fc.record(
      {
        to: fc.oneof(set, fc.array(set, { minLength: 1, maxLength: 3 })),
        in: fc
          .record({ accounts: some('*', '2*', '222222222222'), regions: some('eu-*') }, optional)
          .filter((matchers) => Object.keys(matchers).length > 0),
        allowed: fc.record(
          { name: some('*', 'web-*', 'web-shop'), status: fc.constant(['ENABLED']) },
          optional,
        ),
        from: day,
        until: day,
      },
      { requiredKeys: ['to'], ...exactly },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.map((grant, index) => ({ name: `grant-${index}`, ...grant })));

const callers: fc.Arbitrary<Caller> = fc.oneof(
  fc.constant({ groups: [] }),
  fc.constant({
    id: 'arn:aws:sts::111122223333:assumed-role/ci/build',
    account: '111122223333',
    groups: [],
  }),
  fc.constant({ id: 'bot:ci', groups: [] }),
  fc
    .tuple(fc.constantFrom('jwt:ana', 'bot:ci/ana'), fc.subarray(['web', 'payments']))
    .map(([id, groups]) => ({ id, groups })),
);

const arn = (account: string, resource: string): string =>
  `arn:aws:imagebuilder:eu-west-1:${account}:${resource}`;
const requests = fc
  .tuple(
    fc.constantFrom('222222222222', '333333333333'),
    fc.constantFrom('web-shop', 'web-api', 'other'),
    fc.boolean(),
  )
  .map(([account, name, isEnabled]) => ({
    name,
    imageRecipeArn: arn(account, 'image-recipe/web/1.0.0'),
    infrastructureConfigurationArn: arn(account, 'infrastructure-configuration/standard'),
    ...(isEnabled && { status: 'ENABLED' }),
  }));

const isCreated = (list: readonly Grant[], caller: Caller, sent: Record<string, string>): boolean =>
  decide(compilePolicy({ grants: list, layers: [] }), {
    caller,
    requestTime: '2026-08-01T12:00:00.000Z',
    sent,
    shapeIssues: [],
  }).refusal === undefined;

describe('what is found in any grants', () => {
  it('is true: without those that have no effect, the same is created', () => {
    let looked = 0;
    fc.assert(
      fc.property(grants, callers, requests, (list, caller, sent) => {
        const needless = checkPolicy({ grants: list, layers: [] })
          .filter(({ code }) => code === 'grant-without-effect')
          .map(({ pointer }) => Number(fromPointer(pointer)[1]));
        looked += needless.length;
        const others = list.filter((_, index) => !needless.includes(index));
        expect(isCreated(others, caller, sent)).toBe(isCreated(list, caller, sent));
      }),
      { numRuns: 1_000 },
    );
    expect(looked).toBeGreaterThan(0);
  });

  it('is true: those that are made to nobody match no caller', () => {
    fc.assert(
      fc.property(grants, callers, (list, caller) => {
        for (const { code, pointer } of checkPolicy({ grants: list, layers: [] })) {
          if (code !== 'never-applies' && code !== 'entry-never-matches') continue;
          const [, index, , at, matcher, entry] = fromPointer(pointer);
          const sets = [list[Number(index)]?.to ?? []].flat();
          const isOfOneSet = Array.isArray(list[Number(index)]?.to);
          const matched = (isOfOneSet && at !== undefined ? [sets[Number(at)]] : sets)
            .flatMap((one): CallerMatchers[] => {
              const [member, place] = isOfOneSet ? [matcher, entry] : [at, matcher];
              if (one === undefined) return [];
              if (member !== 'callers' && member !== 'accounts') return [one];
              return [{ ...one, [member]: [one[member]?.[Number(place)] ?? ''] }];
            })
            .some((one) => matchesCaller(one, caller));
          expect(matched).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
