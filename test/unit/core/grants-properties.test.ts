import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/decide.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Caller, CallerMatchers, Grant, Layer } from '../../../src/policy/document.ts';

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const few = <T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const maybe = { requiredKeys: [], noNullPrototype: true as const };

const callers: fc.Arbitrary<Caller> = fc.oneof(
  fc
    .tuple(some('111111111111', '222222222222'), some('ci', 'dev'))
    .map(([account, role]) => ({
      id: `arn:aws:sts::${account}:assumed-role/${role}/s`,
      account,
      groups: [],
    })),
  fc
    .subarray(['web', 'payments', '*', 'web payments'])
    .map((groups) => ({ id: 'jwt:ana', groups })),
  fc.constant({ groups: [] }),
);

const callerSet: fc.Arbitrary<CallerMatchers> = fc
  .record(
    {
      callers: few('*', 'jwt:*', 'anonymous', '*:assumed-role/ci/*', 'anon*'),
      accounts: few('111111111111', '2*'),
      groups: few('web', 'pay*', '*'),
    },
    maybe,
  )
  .filter((set) => Object.keys(set).length > 0);

const grants: fc.Arbitrary<Grant[]> = fc
  .array(
    fc.record(
      {
        to: fc.oneof(callerSet, fc.array(callerSet, { minLength: 1, maxLength: 3 })),
        in: fc
          .record({ accounts: few('111111111111', '2*'), regions: few('eu-*', 'us-east-1') }, maybe)
          .filter((target) => Object.keys(target).length > 0),
        allowed: fc.record(
          {
            name: few('web-*', 'payments-*', 'web-a'),
            'tags.Team': few('web', 'p*'),
            'workflows[].workflowArn': few('*:workflow/test/*', '*'),
          },
          maybe,
        ),
        from: some('2026-11-25', '2026-11-26'),
        until: some('2026-11-25', '2026-11-26'),
      },
      { requiredKeys: ['to'], noNullPrototype: true },
    ),
    { maxLength: 4 },
  )
  .map((list) => list.map((grant, index) => ({ name: `g${index}`, ...grant })));

const layers: fc.Arbitrary<Layer[]> = fc
  .record(
    {
      defaults: fc.record({ tags: some({ Team: 'web' }, { Team: 'payments' }) }, maybe),
      enforced: fc.record({ tags: some({ Team: 'payments' }, { Other: 'x' }) }, maybe),
    },
    maybe,
  )
  .map((layer) => [{ name: 'organization', ...layer }]);

const requests = fc
  .tuple(
    some('web-a', 'web-b', 'payments-a', 'other'),
    some('111111111111', '222222222222'),
    some('eu-west-1', 'us-east-1'),
    fc.option(some('web', 'payments', 'x'), { nil: undefined }),
    // A pipeline has one build workflow at most.
    fc
      .array(some('test', 'build'), { maxLength: 2 })
      .filter((kinds) => kinds.join() !== 'build,build'),
  )
  .map(([name, account, region, team, workflows]) => {
    const arn = (resource: string) => `arn:aws:imagebuilder:${region}:${account}:${resource}`;
    return {
      name,
      imageRecipeArn: arn('image-recipe/web/1.0.0'),
      infrastructureConfigurationArn: arn('infrastructure-configuration/a'),
      ...(team !== undefined && { tags: { Team: team } }),
      ...(workflows.length > 0 && {
        executionRole: 'build',
        workflows: workflows.map((kind) => ({ workflowArn: arn(`workflow/${kind}/a/1.0.0`) })),
      }),
    };
  });

/*
 * The oracle: written from the words of docs/policy.md alone, with nothing of the product's code. A
 * pattern becomes a regular expression, which these short ones may.
 */
const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[^\w]/g, '\\$&'))
      .join('.*')}$`,
    's',
  ).test(text);
const anyLike = (patterns: readonly unknown[], text: string): boolean =>
  patterns.some((pattern) => like(String(pattern), text));

interface Sent {
  readonly name: string;
  readonly infrastructureConfigurationArn: string;
  readonly tags?: { readonly Team?: string };
  readonly workflows?: readonly { readonly workflowArn: string }[];
}

const isMadeTo = (to: Grant['to'], caller: Caller): boolean =>
  [to].flat().some((set) => {
    if (set.callers !== undefined) {
      const { id } = caller;
      const isOne = id === undefined ? set.callers.includes('anonymous') : anyLike(set.callers, id);
      if (!isOne) return false;
    }
    const { accounts, groups } = set;
    if (accounts !== undefined && !anyLike(accounts, caller.account ?? '')) return false;
    return groups === undefined || caller.groups.some((group) => anyLike(groups, group));
  });

const isCoveredBy = (grant: Grant, caller: Caller, request: Sent, day: string): boolean => {
  if (!isMadeTo(grant.to, caller)) return false;
  const [, , , region = '', account = ''] = request.infrastructureConfigurationArn.split(':');
  if (grant.in?.accounts !== undefined && !anyLike(grant.in.accounts, account)) return false;
  if (grant.in?.regions !== undefined && !anyLike(grant.in.regions, region)) return false;
  const values: Readonly<Record<string, readonly string[]>> = {
    name: [request.name],
    'tags.Team': request.tags?.Team === undefined ? [] : [request.tags.Team],
    'workflows[].workflowArn': (request.workflows ?? []).map(({ workflowArn }) => workflowArn),
  };
  for (const [path, patterns] of Object.entries(grant.allowed ?? {})) {
    const there = values[path] ?? [];
    if (there.length === 0 || !there.every((value) => anyLike(patterns, value))) return false;
  }
  return (
    !(grant.from !== undefined && day < grant.from) &&
    !(grant.until !== undefined && day >= grant.until)
  );
};

const day = '2026-11-25';

describe('Under any grants', () => {
  // Fifty thousand together, none of which takes as long as a test may.
  const parts = [1, 2, 3, 4];
  it.each(parts)(
    'nothing is created that no grant covers, and what one covers is not refused for lack of one (%i)',
    (part) => {
      let created = 0;
      let refused = 0;
      fc.assert(
        fc.property(grants, layers, callers, requests, (list, policyLayers, caller, sent) => {
          const policy = compilePolicy({ grants: list, layers: policyLayers });
          const requestTime = `${day}T12:00:00.000Z`;
          const decision = decide(policy, { caller, requestTime, sent, shapeIssues: [] });
          // What the policy makes of the request is another test's; here it is taken as it came out.
          const open = compilePolicy({ layers: policyLayers });
          const { request } = decide(open, { caller, requestTime, sent, shapeIssues: [] });
          const covering = list.find((grant) =>
            isCoveredBy(grant, caller, request as unknown as Sent, day),
          );
          if (decision.refusal === undefined) {
            created += 1;
            expect(decision.grant).toBe(covering?.name);
            expect(covering).toBeDefined();
          } else {
            refused += 1;
            const codes = decision.issues.map(({ code }) => code);
            expect(codes.includes('not-granted')).toBe(covering === undefined);
            // Nothing of a grant that is made to somebody else.
            const named = decision.issues.flatMap(({ grant }) => grant ?? []);
            expect(
              named.filter(
                (name) => !list.some((grant) => grant.name === name && isMadeTo(grant.to, caller)),
              ),
            ).toEqual([]);
          }
        }),
        // Each part looks at other cases, and the same ones each time.
        {
          numRuns: 50_000 / parts.length,
          seed: (fc.readConfigureGlobal().seed ?? Date.now()) + part,
        },
      );
      expect(created).toBeGreaterThan(100);
      expect(refused).toBeGreaterThan(100);
    },
  );

  it('one more grant, or one more group, never refuses what was created', () => {
    fc.assert(
      fc.property(grants, grants, callers, requests, (list, more, caller, sent) => {
        const requestTime = `${day}T12:00:00.000Z`;
        const outcome = (given: readonly Grant[], groups: readonly string[]) =>
          decide(compilePolicy({ grants: given, layers: [] }), {
            caller: { ...caller, groups },
            requestTime,
            sent,
            shapeIssues: [],
          }).refusal;
        if (outcome(list, caller.groups) !== undefined) return;
        expect(outcome([...list, ...more], caller.groups)).toBeUndefined();
        if (caller.id?.startsWith('jwt:') === true) {
          expect(outcome(list, [...caller.groups, 'more'])).toBeUndefined();
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
