import { describe, expect, it } from 'vitest';
import { checkWorkflows } from '../../../src/core/workflow-rules.ts';

const arn = (resource: string) =>
  `arn:aws:imagebuilder:eu-west-1:123456789012:workflow/${resource}`;
const build = { workflowArn: arn('build/web/1.0.0') };
const test = { workflowArn: arn('test/smoke/1.0.0') };
const distribution = { workflowArn: arn('distribution/everywhere/1.0.0') };
const managed = { workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x' };
const tests = (count: number) => Array.from({ length: count }, () => test);
const nothing = { issues: [], warnings: [] };

describe('A pipeline has at most', () => {
  it.each<[string, readonly unknown[]]>([
    ['ten workflows, of each type', [build, ...tests(8), distribution]],
    ['ten workflows, tests alone', tests(10)],
    ['none', []],
    ['one whose ARN is malformed', [build, { workflowArn: undefined }]],
    ['one that is malformed', [undefined, build]],
  ])('so many: %s', (_, workflows) => {
    expect(checkWorkflows({ workflows })).toEqual(nothing);
  });

  it('ten workflows in all', () => {
    expect(checkWorkflows({ workflows: [build, ...tests(9), distribution] }).issues).toEqual([
      {
        pointer: '/workflows',
        code: 'too-many-workflows',
        detail: 'A pipeline has at most 10 workflows; got 11.',
      },
    ]);
  });

  it.each([
    ['build', [build, test, managed], '/workflows/2/workflowArn', 2, '/workflows/0'],
    [
      'distribution',
      [test, distribution, distribution, distribution],
      '/workflows/2/workflowArn',
      3,
      '/workflows/1',
    ],
  ])('one %s workflow', (type, workflows, pointer, count, first) => {
    expect(checkWorkflows({ workflows }).issues).toEqual([
      {
        pointer,
        code: 'too-many-workflows',
        detail: `A pipeline has at most one ${type} workflow; got ${count}, the first of them ${first}.`,
      },
    ]);
  });

  it('hears of all of it at once', () => {
    const { issues } = checkWorkflows({
      workflows: [build, managed, distribution, distribution, ...tests(8)],
    });
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '/workflows',
      '/workflows/1/workflowArn',
      '/workflows/3/workflowArn',
    ]);
  });
});

describe('A parallel group', () => {
  it('belongs to a test workflow', () => {
    expect(checkWorkflows({ workflows: [build, { ...test, parallelGroup: 'g' }] })).toEqual(
      nothing,
    );
  });

  it.each([
    ['build', build],
    ['build', managed],
    ['distribution', distribution],
  ])('of a %s workflow is refused', (type, workflow) => {
    const workflows = [
      { ...test, parallelGroup: 'g' },
      { ...workflow, parallelGroup: 'g' },
    ];
    expect(checkWorkflows({ workflows })).toEqual({
      issues: [
        {
          pointer: '/workflows/1/parallelGroup',
          code: 'test-workflows-only',
          detail: `"parallelGroup" belongs to test workflows, and this is a ${type} workflow: leave it out.`,
        },
      ],
      warnings: [],
    });
  });

  it('of a workflow whose type is not known is not judged', () => {
    const workflows = [{ workflowArn: undefined, parallelGroup: 'g' }, { parallelGroup: 'g' }];
    expect(checkWorkflows({ workflows })).toEqual(nothing);
  });
});

describe('What to do on failure', () => {
  it('is said of test workflows, and of another with a warning', () => {
    const workflows = [
      { ...build, onFailure: 'ABORT' },
      { ...test, onFailure: 'CONTINUE' },
      { ...distribution, onFailure: 'CONTINUE' },
    ];
    const warning = (index: number, type: string) => ({
      pointer: `/workflows/${index}/onFailure`,
      code: 'on-failure-outside-tests',
      detail: `Image Builder's guide has "onFailure" for test workflows only, and this is a ${type} workflow. It was left as it is.`,
    });
    expect(checkWorkflows({ workflows })).toEqual({
      issues: [],
      warnings: [warning(0, 'build'), warning(2, 'distribution')],
    });
  });

  it('is passed over where its own value is malformed', () => {
    expect(checkWorkflows({ workflows: [{ ...build, onFailure: undefined }] })).toEqual(nothing);
  });
});

it('A request without workflows, or with malformed ones, breaks no rule of theirs', () => {
  expect(checkWorkflows({})).toEqual(nothing);
  expect(checkWorkflows({ workflows: undefined })).toEqual(nothing);
  expect(checkWorkflows({ workflows: 'x' })).toEqual(nothing);
});
