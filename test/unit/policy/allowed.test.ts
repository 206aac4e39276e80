import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkAllowed,
  compileAllowed,
  isAllowed,
  listAllowed,
  restrictionsOf,
} from '../../../src/policy/allowed.ts';
import { memberPath, stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import { effortOfRequest } from '../../../src/policy/patterns.ts';
import type { AllowedValue, Layer, Members } from '../../../src/policy/document.ts';

const request: Members = {
  name: 'web-server',
  status: 'ENABLED',
  enhancedImageMetadataEnabled: true,
  schedule: { timezone: 'Europe/Berlin', autoDisablePolicy: { failureCount: 3 } },
  workflows: [
    { workflowArn: 'arn:a', parameters: [{ name: 'p', value: ['1', '2'] }] },
    { workflowArn: 'arn:b' },
    'no object',
  ],
  tags: { 'Key.with.dots': 'x', 'list[]': 'y', '*': 'z', Team: 'web' },
};

describe('the path of an allowed list', () => {
  it.each([
    ['executionRole', ['executionRole']],
    ['schedule.autoDisablePolicy.failureCount', ['schedule', 'autoDisablePolicy', 'failureCount']],
    ['workflows[].workflowArn', ['workflows', '*', 'workflowArn']],
    ['workflows[].parameters[].value[]', ['workflows', '*', 'parameters', '*', 'value', '*']],
    ['tags.Key.with.dots', ['tags', 'Key.with.dots']],
    ['imageTags.a[]', ['imageTags', 'a[]']],
    ['tags', ['tags']],
  ])('%s is taken apart', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });

  it.each<[string, [string, unknown][]]>([
    ['name', [['/name', 'web-server']]],
    ['executionRole', []],
    ['schedule.timezone', [['/schedule/timezone', 'Europe/Berlin']]],
    ['schedule.autoDisablePolicy.failureCount', [['/schedule/autoDisablePolicy/failureCount', 3]]],
    ['schedule.scheduleExpression', []],
    [
      'workflows[].workflowArn',
      [
        ['/workflows/0/workflowArn', 'arn:a'],
        ['/workflows/1/workflowArn', 'arn:b'],
      ],
    ],
    [
      'workflows[].parameters[].value[]',
      [
        ['/workflows/0/parameters/0/value/0', '1'],
        ['/workflows/0/parameters/0/value/1', '2'],
      ],
    ],
    ['tags.Key.with.dots', [['/tags/Key.with.dots', 'x']]],
    ['tags.list[]', [['/tags/list[]', 'y']]],
    ['tags.*', [['/tags/*', 'z']]],
    ['tags.team', []],
    ['name.length', []],
    ['tags.toString', []],
    ['schedule.__proto__', []],
  ])('%s leads to its values', (path, found) => {
    expect(valuesAt(request, path).map(({ pointer, value }) => [pointer, value])).toEqual(found);
  });
});

describe('an allowed value', () => {
  it.each<[unknown, AllowedValue[], boolean]>([
    ['a', ['a'], true],
    ['a', ['b', 'a'], true],
    ['ab', ['a*'], true],
    ['a', ['A'], false],
    [3, [3], true],
    [3, ['3', '*'], false],
    ['3', [3], false],
    [true, [true], true],
    [true, ['true', '*'], false],
    [false, [true], false],
    [['a'], ['a'], false],
    ['', ['*'], true],
  ])('%j for %j: %s', (value, allowed, expected) => {
    expect(isAllowed(value, allowed)).toBe(expected);
  });

  it('is listed with others up to ten', () => {
    expect(listAllowed(['a', 3, true])).toBe('"a", 3, true');
    expect(listAllowed(Array.from({ length: 12 }, (_, index) => index))).toBe(
      '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more',
    );
  });
});

describe('the allowed lists of the layers that apply', () => {
  const check = (members: Members, layers: readonly Layer[]) =>
    checkAllowed(members, restrictionsOf(layers), effortOfRequest());

  it('must all be satisfied, and each breach names its layer, its path and what is allowed', () => {
    const layers = [
      { name: 'organization', allowed: { 'schedule.timezone': ['Europe/*'], status: ['ENABLED'] } },
      {
        name: 'team',
        allowed: { 'schedule.timezone': ['Etc/UTC'], 'workflows[].workflowArn': ['arn:a'] },
      },
    ];
    expect(check(request, layers)).toEqual([
      {
        pointer: '/schedule/timezone',
        code: 'not-allowed',
        detail:
          'The policy layer "team" does not allow "Europe/Berlin" for "schedule.timezone"; allowed: "Etc/UTC".',
      },
      {
        pointer: '/workflows/1/workflowArn',
        code: 'not-allowed',
        detail:
          'The policy layer "team" does not allow "arn:b" for "workflows[].workflowArn"; allowed: "arn:a".',
      },
    ]);
  });

  it('are not broken by a member that is absent', () => {
    expect(check({}, [{ name: 'a', allowed: { executionRole: ['x'] } }])).toEqual([]);
    expect(
      check({ workflows: [] }, [{ name: 'a', allowed: { 'workflows[].workflowArn': ['x'] } }]),
    ).toEqual([]);
  });

  it('are grouped by path, in the order of the layers', () => {
    const restrictions = restrictionsOf([
      { name: 'a', allowed: { status: ['ENABLED'], name: ['*'] } },
      { name: 'b' },
      { name: 'c', allowed: { status: ['DISABLED'] } },
    ]);
    expect(restrictions.map(({ path, lists }) => [path, lists.map(({ layer }) => layer)])).toEqual([
      ['status', ['a', 'c']],
      ['name', ['a']],
    ]);
    expect(
      check({ status: 'x' }, [
        { name: 'a', allowed: { status: ['ENABLED'] } },
        { name: 'c', allowed: { status: ['DISABLED'] } },
      ]).map(({ detail }) => detail),
    ).toEqual([
      'The policy layer "a" does not allow "x" for "status"; allowed: "ENABLED".',
      'The policy layer "c" does not allow "x" for "status"; allowed: "DISABLED".',
    ]);
  });

  it('are not broken by a value that is unknown', () => {
    const layers: Layer[] = [
      { name: 'a', allowed: { status: ['x'], 'workflows[].workflowArn': ['x'], 'tags.A': ['x'] } },
    ];
    const members = {
      status: undefined,
      workflows: [undefined, { workflowArn: undefined }],
      tags: { A: undefined },
    };
    expect(check(members, layers)).toEqual([]);
    expect(check({ tags: undefined, workflows: undefined }, layers)).toEqual([]);
  });

  it('are looked at until there are as many breaches as an answer names, and no further', () => {
    const value = Array.from({ length: 1_000 }, () => 'x');
    const members = { workflows: [{ parameters: [{ name: 'p', value }] }] };
    let asked = 0;
    const list = {
      layer: 'a',
      allowed: [],
      holds: () => {
        asked += 1;
        return false;
      },
    };
    const path = 'workflows[].parameters[].value[]';
    const restriction = { path, along: memberPath(path), lists: [list] };
    expect(checkAllowed(members, [restriction, restriction], effortOfRequest())).toHaveLength(100);
    expect(asked).toBe(100);
  });

  it('refuse what would take too long to compare, and compare no further', () => {
    const patterns = Array.from({ length: 100 }, (_, index) => `*b${index}*`);
    const layers = Array.from({ length: 20 }, (_, index) => ({
      name: `l${index}`,
      allowed: { 'workflows[].workflowArn': [...patterns, '*'] },
    }));
    const workflows = (count: number) => ({
      workflows: Array.from({ length: count }, () => ({ workflowArn: 'a'.repeat(1_000) })),
    });
    expect(check(workflows(2), layers)).toEqual([]);
    const issues = check(workflows(900), layers);
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/workflows/2/workflowArn too-much-to-compare',
    ]);
  });

  it('find a literal without comparing anything, however many there are', () => {
    const list = compileAllowed([
      ...Array.from({ length: 1_000 }, (_, index) => index),
      'x',
      '*b*',
    ]);
    const effort = { left: 0 };
    expect([list.holds('x', effort), list.holds(999, effort)]).toEqual([true, true]);
    expect(effort.left).toBe(0);
  });

  it('are what each of them says by itself, whatever they and the values are', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 4 });
    const list = fc.array(fc.oneof(word, fc.nat({ max: 2 }), fc.boolean()), {
      minLength: 1,
      maxLength: 5,
    });
    const value = fc.oneof(word, fc.nat({ max: 2 }), fc.boolean(), fc.constant(undefined));
    const path = 'workflows[].parameters[].value[]';
    const matches = (entry: AllowedValue, of: unknown): boolean =>
      typeof entry === 'string' && typeof of === 'string'
        ? new RegExp(`^${entry.replaceAll('.', '[.]').replaceAll('*', '.*')}$`).test(of)
        : entry === of;
    fc.assert(
      fc.property(fc.array(list, { maxLength: 3 }), fc.array(value), (lists, values) => {
        const layers = lists.map((allowed, index) => ({
          name: `l${index}`,
          allowed: { [path]: allowed },
        }));
        const members = { workflows: [{ parameters: [{ name: 'p', value: values }] }] };
        const expected = values.flatMap((each, index) =>
          lists
            .filter((all) => each !== undefined && !all.some((entry) => matches(entry, each)))
            .map(() => `/workflows/0/parameters/0/value/${index}`),
        );
        expect(check(members, layers).map(({ pointer }) => pointer)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('show no more of a long value than a sentence can hold, and nothing that a terminal would act on', () => {
    const [issue] = check({ status: `\u202e${'x'.repeat(500)}` }, [
      { name: 'a', allowed: { status: ['ENABLED'] } },
    ]);
    expect(issue?.detail).toContain('"\\u202exxx');
    expect(issue?.detail.length).toBeLessThan(250);
  });
});
