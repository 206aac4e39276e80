import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/json/issue.ts';
import { compileAllowed } from '../../../src/policy/allowed.ts';
import { checkDemands, demandsOf } from '../../../src/policy/demands.ts';
import type { Layer, Members } from '../../../src/policy/document.ts';
import { memberPath } from '../../../src/policy/member-path.ts';
import { effortOfRequest } from '../../../src/policy/patterns.ts';
import { active } from '../../support/policy-facts.ts';

const request: Members = {
  name: 'web-server',
  status: 'ENABLED',
  enhancedImageMetadataEnabled: true,
  schedule: { timezone: 'Europe/Berlin', autoDisablePolicy: { failureCount: 3 } },
  workflows: [
    { workflowArn: 'arn:a', parameters: [{ name: 'p', value: ['1', '2'] }] },
    { workflowArn: 'arn:b' },
  ],
  tags: { 'Key.with.dots': 'x', '*': 'z', Team: 'web' },
};

describe('the allowed lists of the layers that apply', () => {
  const check = (members: Members, layers: readonly Layer[]) =>
    checkDemands(members, demandsOf(active(layers)), effortOfRequest()).issues;

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
        layer: 'team',
        detail:
          'The policy layer "team" does not allow "Europe/Berlin" for "schedule.timezone"; allowed: "Etc/UTC".',
      },
      {
        pointer: '/workflows/1/workflowArn',
        code: 'not-allowed',
        layer: 'team',
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
    const layers: readonly Layer[] = [
      { name: 'a', allowed: { status: ['ENABLED'], name: ['*'] } },
      { name: 'b' },
      { name: 'c', allowed: { status: ['DISABLED'] } },
    ];
    expect(
      demandsOf(active(layers)).map(({ path, demands }) => [
        path,
        demands.map(({ source }) => source.layer.name),
      ]),
    ).toEqual([
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
    const holds = () => {
      asked += 1;
      return false;
    };
    const path = 'workflows[].parameters[].value[]';
    const listed = (name: string, isError: boolean) => ({
      ...{ kind: 'allowed' as const, allowed: [], holds },
      source: { layer: { name }, isError },
    });
    const demands = [listed('a', false), listed('b', false), listed('c', true), listed('d', true)];
    const found = checkDemands(
      members,
      [{ path, along: memberPath(path), demands }],
      effortOfRequest(),
    );
    const layersOf = (issues: readonly Issue[]) => new Set(issues.map(({ layer }) => layer));
    // So many warnings never keep an error from being seen.
    expect([found.warnings.length, found.issues.length, asked]).toEqual([100, 100, 200]);
    expect([layersOf(found.warnings), layersOf(found.issues)]).toEqual([
      new Set(['a']),
      new Set(['c']),
    ]);
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
      '/workflows too-much-to-compare',
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

  it('show no more of a long value than a sentence can hold, and nothing that a terminal would act on', () => {
    const [issue] = check({ status: `\u202e${'x'.repeat(500)}` }, [
      { name: 'a', allowed: { status: ['ENABLED'] } },
    ]);
    expect(issue?.detail).toContain('"\\u202exxx');
    expect(issue?.detail.length).toBeLessThan(250);
  });
});

describe('what a layer requires and forbids', () => {
  const outcome = (layer: Partial<Layer>, members: Members = request): readonly string[] => {
    const { issues, warnings } = checkDemands(
      members,
      demandsOf([{ layer: { name: 'a', ...layer }, isError: layer.compliance !== 'warning' }]),
      effortOfRequest(),
    );
    const line =
      (word: string) =>
      ({ pointer, code }: Issue): string =>
        `${word}${pointer} ${code}`;
    return [...issues.map(line('')), ...warnings.map(line('warning '))];
  };

  it.each<[string, Layer['required'], Members, readonly string[]]>([
    ['one of several', { 'workflows[].workflowArn': ['arn:b'] }, request, []],
    ['none of several', { 'workflows[].workflowArn': ['arn:c'] }, request, ['/workflows']],
    ['none at all', { 'workflows[].workflowArn': ['*'] }, {}, ['/workflows']],
    ['an empty list', { 'workflows[].workflowArn': ['*'] }, { workflows: [] }, ['/workflows']],
    ['anything, a text', { name: ['*'] }, request, []],
    ['anything, a number', { 'schedule.autoDisablePolicy.failureCount': ['*'] }, request, []],
    ['anything, true', { enhancedImageMetadataEnabled: ['*'] }, request, []],
    [
      'a number by a pattern that is more',
      { 'schedule.autoDisablePolicy.failureCount': ['3*'] },
      request,
      ['/schedule/autoDisablePolicy/failureCount'],
    ],
    ['nothing there', { description: ['*CHG-*'] }, request, ['/description']],
    ['a tag', { 'tags.Key.with.dots': ['x'] }, request, []],
    ['a tag with another value', { 'tags.Team': ['data'] }, request, ['/tags/Team']],
    ['a tag that is not there', { 'tags.Owner': ['*'] }, request, ['/tags/Owner']],
    ['a malformed value, that may be it', { status: ['x'] }, { status: undefined }, []],
    [
      'a malformed one of several',
      { 'workflows[].workflowArn': ['x'] },
      { workflows: [{ workflowArn: 'y' }, { workflowArn: undefined }] },
      [],
    ],
  ])('required: %s', (_, required, members, pointers) => {
    expect(outcome({ required: required ?? {} }, members)).toEqual(
      pointers.map((pointer) => `${pointer} required-by-policy`),
    );
  });

  it.each<[string, Layer['forbidden'], readonly string[]]>([
    ['one of several', { 'workflows[].workflowArn': ['arn:b', 'x'] }, ['/workflows/1/workflowArn']],
    [
      'each of several',
      { 'workflows[].workflowArn': ['arn:*'] },
      ['/workflows/0/workflowArn', '/workflows/1/workflowArn'],
    ],
    [
      'anything',
      { 'tags.Team': ['*'], enhancedImageMetadataEnabled: ['*'] },
      ['/tags/Team', '/enhancedImageMetadataEnabled'],
    ],
    [
      'a number',
      { 'schedule.autoDisablePolicy.failureCount': [3] },
      ['/schedule/autoDisablePolicy/failureCount'],
    ],
    ['what is not there', { description: ['*'], 'tags.Password': ['*'] }, []],
    ['another value', { status: ['DISABLED'] }, []],
  ])('forbidden: %s', (_, forbidden, pointers) => {
    expect(outcome({ forbidden: forbidden ?? {} })).toEqual(
      pointers.map((pointer) => `${pointer} forbidden-by-policy`),
    );
  });

  it('forbids nothing that is malformed', () => {
    expect(outcome({ forbidden: { status: ['*'] } }, { status: undefined })).toEqual([]);
  });

  it('is a warning where the layer only warns', () => {
    const demands = { required: { description: ['*'] }, forbidden: { name: ['web-*'] } };
    expect(outcome({ ...demands, compliance: 'warning' })).toEqual([
      'warning /description required-by-policy',
      'warning /name forbidden-by-policy',
    ]);
  });

  it('is said with the layer, what is there, what it takes, and at the end whom to ask', () => {
    const { issues } = checkDemands(
      request,
      demandsOf(
        active([
          {
            name: 'paperwork',
            contact: '#change',
            required: { description: ['*CHG-*'], 'workflows[].workflowArn': ['*'], status: ['X'] },
            forbidden: { name: ['web-*'], 'tags.Team': ['*'] },
          },
        ]),
      ),
      effortOfRequest(),
    );
    expect(issues.map(({ layer, contact }) => [layer, contact])).toEqual(
      issues.map(() => ['paperwork', '#change']),
    );
    expect(issues.map(({ detail }) => detail)).toEqual([
      'The policy layer "paperwork" requires one of "*CHG-*" for "description"; nothing is there. Ask #change',
      'The policy layer "paperwork" requires one of "X" for "status"; got "ENABLED". Ask #change',
      'The policy layer "paperwork" forbids "web-server" for "name"; forbidden: "web-*". Ask #change',
      'The policy layer "paperwork" forbids "web" for "tags.Team"; forbidden: any value. Ask #change',
    ]);
  });
});
