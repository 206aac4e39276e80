import { describe, expect, it } from 'vitest';
import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import type { AllowedValue, Members } from '../../../src/policy/document.ts';

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
