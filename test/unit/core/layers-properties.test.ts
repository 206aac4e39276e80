import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type {
  AllowedValue,
  Applies,
  Caller,
  Compliance,
  Layer,
  OrganizationPolicy,
  ValuesByPath,
} from '../../../src/policy/document.ts';

const account = '111122223333';
const day = '2026-11-25';
const days = ['2026-11-24', day, '2026-11-26'] as const;
const exactly = { noNullPrototype: true } as const;
const optional = { requiredKeys: [], ...exactly };

const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 1 });

const configuration = (owner: string, region: string): string =>
  `arn:aws:imagebuilder:${region}:${owner}:infrastructure-configuration/a`;

// Few values for each path, so that lists meet what was sent.
const paths: Readonly<Record<string, readonly AllowedValue[]>> = {
  description: ['one', 'two', 'o*', '*'],
  status: ['ENABLED', 'DISABLED', '*ABLED', '*'],
  enhancedImageMetadataEnabled: [true, false, '*'],
  'tags.Stage': ['dev', 'prod', 'p*', '*'],
  'workflows[].workflowArn': ['*/test/a/*', '*/test/b/*', '*'],
};

const values: fc.Arbitrary<ValuesByPath> = fc
  .dictionary(fc.constantFrom(...Object.keys(paths)), fc.nat(), {
    minKeys: 1,
    maxKeys: 2,
    ...exactly,
  })
  .chain((chosen) =>
    fc.record(
      Object.fromEntries(Object.keys(chosen).map((path) => [path, some(...(paths[path] ?? []))])),
      exactly,
    ),
  );

const set = (unless: fc.Arbitrary<string[]>): fc.Arbitrary<Applies> =>
  fc
    .record(
      {
        callers: some('jwt:*', 'jwt:ana', 'anonymous', '*', 'arn:*'),
        groups: some('red', 'r*', 'blue'),
        accounts: some(account, '9*'),
        recipe: some<'image' | 'container'>('image', 'container'),
        targets: fc.record(
          { accounts: some(account, '2*'), regions: some('eu-*', 'us-east-1') },
          optional,
        ),
        request: values,
        unless,
        from: fc.constantFrom(...days),
        until: fc.constantFrom(...days),
      },
      optional,
    )
    .filter((matchers) => Object.keys(matchers).length > 0);

const layer = (index: number, isGeneral: boolean): fc.Arbitrary<Layer> => {
  const name = `layer ${index}`;
  const unless =
    index === 0
      ? fc.constant<string[]>([])
      : some(...Array.from({ length: index }, (_, i) => `layer ${i}`), 'l*');
  const sets = fc.oneof(set(unless), fc.array(set(unless), { minLength: 1, maxLength: 3 }));
  return fc.record(
    {
      name: fc.constant(name),
      ...(isGeneral ? {} : { applies: sets }),
      compliance: fc.constantFrom<Compliance>('error', 'warning'),
      errorFrom: fc.constantFrom(...days),
      allowed: values,
      required: values,
      forbidden: values,
      ...(isGeneral && {
        defaults: fc.record(
          {
            description: fc.constantFrom('one', 'two'),
            tags: fc.constantFrom({ Stage: 'dev' }, { Stage: 'prod' }),
            infrastructureConfigurationArn: fc.constantFrom(
              configuration(account, 'eu-west-1'),
              configuration('222222222222', 'us-east-1'),
            ),
          },
          optional,
        ),
      }),
    },
    { requiredKeys: ['name', ...(isGeneral ? [] : ['applies' as const])], ...exactly },
  );
};

const policies: fc.Arbitrary<OrganizationPolicy> = fc
  .record({ general: fc.nat({ max: 2 }), others: fc.nat({ max: 4 }) })
  .chain(({ general, others }) =>
    fc.tuple(
      ...Array.from({ length: general + others }, (_, index) => layer(index, index < general)),
    ),
  )
  .map((layers) => ({ layers }));

const callers: fc.Arbitrary<Caller> = fc.oneof(
  fc.constant({ groups: [] }),
  fc.subarray(['red', 'blue', 'green']).map((groups) => ({ id: 'jwt:ana', groups })),
  fc.constant({ id: `arn:aws:sts::${account}:assumed-role/ci/x`, account, groups: [] }),
);

const workflow = (name: string): JsonObject => ({
  workflowArn: `arn:aws:imagebuilder:eu-west-1:${account}:workflow/test/${name}/1.0.0`,
});

const requests: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      description: fc.constantFrom('one', 'two', 'three'),
      status: fc.constantFrom('ENABLED', 'DISABLED'),
      enhancedImageMetadataEnabled: fc.boolean(),
      tags: fc.constantFrom({ Stage: 'dev' }, { Stage: 'prod' }, { Other: 'x' }),
      workflows: fc.subarray(['a', 'b', 'c']).map((names) => names.map(workflow)),
      infrastructureConfigurationArn: fc.constantFrom(
        configuration(account, 'eu-west-1'),
        configuration('222222222222', 'us-east-1'),
      ),
    },
    optional,
  )
  .chain((members) =>
    fc
      .constantFrom('imageRecipeArn', 'containerRecipeArn')
      .map((recipe) => ({ name: 'web', [recipe]: 'arn:any', ...members })),
  );

const decided = (policy: OrganizationPolicy, caller: Caller, sent: JsonObject): Decision =>
  decide(
    compilePolicy(policy),
    // What is wrong in itself is of no interest here.
    { sent, shapeIssues: [], caller, requestTime: `${day}T12:00:00.000Z` },
    undefined,
  );

/** An obvious decision about layers, which knows nothing of the product's code. */
const reference = (
  { layers }: OrganizationPolicy,
  caller: Caller,
  sent: JsonObject,
): { readonly names: string[]; readonly errors: string[]; readonly warnings: string[] } => {
  const matches = (pattern: string, text: string): boolean =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    ).test(text);
  const any = (patterns: readonly string[] | undefined, texts: readonly string[]): boolean =>
    patterns === undefined || patterns.some((one) => texts.some((text) => matches(one, text)));
  const resolved: Record<string, unknown> = {};
  for (const { defaults = {}, applies } of layers) {
    if (applies !== undefined) continue;
    Object.assign(resolved, defaults);
  }
  Object.assign(resolved, sent, {
    tags: { ...(resolved['tags'] as object), ...(sent['tags'] as object) },
  });
  const at = (path: string): { pointer: string; value: unknown }[] => {
    if (path === 'tags.Stage') {
      const { Stage } = resolved['tags'] as { Stage?: string };
      return Stage === undefined ? [] : [{ pointer: '/tags/Stage', value: Stage }];
    }
    if (path.startsWith('workflows')) {
      return ((resolved['workflows'] ?? []) as { workflowArn: string }[]).map(
        ({ workflowArn }, index) => ({
          pointer: `/workflows/${index}/workflowArn`,
          value: workflowArn,
        }),
      );
    }
    return path in resolved ? [{ pointer: `/${path}`, value: resolved[path] }] : [];
  };
  const isOne = (value: unknown, list: readonly AllowedValue[], star: boolean): boolean =>
    list.some((entry) =>
      entry === '*' && star
        ? true
        : typeof entry === 'string' && typeof value === 'string'
          ? matches(entry, value)
          : entry === value,
    );
  const configured = resolved['infrastructureConfigurationArn'];
  const arn = (typeof configured === 'string' ? configured : '').split(':');
  const applying = new Set<string>();
  const applies = (one: Applies, above: readonly Layer[]): boolean =>
    (caller.id === undefined
      ? (one.callers?.includes('anonymous') ?? true)
      : any(one.callers, [caller.id])) &&
    any(one.accounts, caller.account === undefined ? [] : [caller.account]) &&
    any(one.groups, caller.groups) &&
    (one.recipe?.some((kind) => `${kind}RecipeArn` in sent) ?? true) &&
    any(one.targets?.regions, arn[3] === undefined ? [] : [arn[3]]) &&
    any(one.targets?.accounts, arn[4] === undefined ? [] : [arn[4]]) &&
    Object.entries(one.request ?? {}).every(([path, list]) =>
      at(path).some(({ value }) => isOne(value, list, true)),
    ) &&
    (one.from === undefined || one.from <= day) &&
    (one.until === undefined || day < one.until) &&
    !above.some(
      ({ name }) => applying.has(name) && (one.unless ?? []).some((word) => matches(word, name)),
    );
  for (const [index, { name, applies: sets }] of layers.entries()) {
    const list = sets === undefined ? undefined : [sets].flat();
    if (list?.some((one) => applies(one, layers.slice(0, index))) ?? true) applying.add(name);
  }
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const { name, compliance, errorFrom, allowed, required, forbidden } of layers) {
    if (!applying.has(name)) continue;
    const isWarning = compliance === 'warning' && !(errorFrom !== undefined && errorFrom <= day);
    const found = isWarning ? warnings : errors;
    for (const [path, list] of Object.entries(allowed ?? {})) {
      for (const { pointer, value } of at(path)) {
        if (!isOne(value, list, false)) found.push(`${name} ${pointer} not-allowed`);
      }
    }
    for (const [path, list] of Object.entries(required ?? {})) {
      if (!at(path).some(({ value }) => isOne(value, list, true))) {
        found.push(`${name} ${path.split(/[.[]/)[0] ?? ''} required-by-policy`);
      }
    }
    for (const [path, list] of Object.entries(forbidden ?? {})) {
      for (const { pointer, value } of at(path)) {
        if (isOne(value, list, true)) found.push(`${name} ${pointer} forbidden-by-policy`);
      }
    }
  }
  return { names: [...applying], errors: errors.sort(), warnings: warnings.sort() };
};

const ofDemands = new Set(['not-allowed', 'required-by-policy', 'forbidden-by-policy']);

const lines = (issues: readonly { code: string; pointer: string; layer?: string }[]): string[] =>
  issues
    .filter(({ code }) => ofDemands.has(code))
    .map(({ code, pointer, layer: name }) => {
      const place = code === 'required-by-policy' ? (pointer.split('/')[1] ?? '') : pointer;
      return `${String(name)} ${place} ${code}`;
    })
    .sort();

const errorsOf = (decision: Decision) => (decision.refusal === undefined ? [] : decision.issues);

describe('layers', () => {
  it('apply and demand what an obvious reference says', () => {
    fc.assert(
      fc.property(policies, callers, requests, (policy, caller, sent) => {
        const decision = decided(policy, caller, sent);
        const expected = reference(policy, caller, sent);
        expect(decision.layers.toSorted()).toEqual(expected.names.sort());
        expect(lines(errorsOf(decision))).toEqual(expected.errors);
        expect(lines(decision.warnings)).toEqual(expected.warnings);
      }),
      { numRuns: 5_000 },
    );
  });

  it('that only demand, and that nothing excepts from, never create what was refused', () => {
    fc.assert(
      fc.property(policies, layer(9, true), callers, requests, (policy, more, caller, sent) => {
        const { defaults, ...demanding } = more;
        const before = lines(errorsOf(decided(policy, caller, sent)));
        const narrower = { ...policy, layers: [...policy.layers, demanding] };
        const after = lines(errorsOf(decided(narrower, caller, sent)));
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 1_000 },
    );
  });

  it('that only warn refuse nothing before their day', () => {
    fc.assert(
      fc.property(policies, layer(9, true), callers, requests, (policy, more, caller, sent) => {
        const { defaults, errorFrom, ...demanding } = more;
        const warning = { ...demanding, compliance: 'warning' as const };
        const before = lines(errorsOf(decided(policy, caller, sent)));
        const errorsFrom = (date?: string) =>
          lines(
            errorsOf(
              decided(
                {
                  layers: [
                    ...policy.layers,
                    { ...warning, ...(date !== undefined && { errorFrom: date }) },
                  ],
                },
                caller,
                sent,
              ),
            ),
          );
        expect(errorsFrom()).toEqual(before);
        expect(errorsFrom('2026-11-26')).toEqual(before);
        const { compliance, ...refusing } = warning;
        const refused = decided({ layers: [...policy.layers, refusing] }, caller, sent);
        expect(errorsFrom(day)).toEqual(lines(errorsOf(refused)));
      }),
      { numRuns: 500 },
    );
  });
});
