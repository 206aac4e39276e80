import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { arbitraryRequest } from '../../support/arbitrary-request.ts';
import { fullRequest } from '../../support/model-values.ts';
import { withMember } from '../../support/with-member.ts';
import { brokenRequest } from '../schema/broken-request.ts';

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const imageRecipeArn = `${arn}:image-recipe/web-server/1.0.0`;
const containerRecipeArn = `${arn}:container-recipe/web-server/1.0.0`;
const executionRole = 'arn:aws:iam::123456789012:role/imagebuilder/build';
const withoutRecipe = {
  name: 'web-server',
  infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
};
const smallest = { ...withoutRecipe, imageRecipeArn };
const workflowArn = `${arn}:workflow/test/smoke-test/1.0.0`;

const issuesOf = (members: JsonObject) => checkCrossFieldRules({ ...smallest, ...members }).issues;
const warningsOf = (members: JsonObject) =>
  checkCrossFieldRules({ ...smallest, ...members }).warnings;

describe('a request in order', () => {
  it('meets every rule', () => {
    expect(checkCrossFieldRules(smallest)).toEqual({ issues: [], warnings: [] });
  });
});

describe('recipes', () => {
  it.each([
    ['an image recipe', { imageRecipeArn }],
    ['a container recipe', { containerRecipeArn }],
    ['one that is malformed', { containerRecipeArn: undefined }],
  ])('of one kind are enough: %s', (_, members) => {
    expect(checkCrossFieldRules({ ...withoutRecipe, ...members }).issues).toEqual([]);
  });

  it('of neither kind are one too few', () => {
    expect(checkCrossFieldRules(withoutRecipe).issues).toEqual([
      {
        pointer: '/imageRecipeArn',
        code: 'exactly-one-recipe',
        detail:
          'Exactly one of "imageRecipeArn" and "containerRecipeArn" is needed; neither was given. For example "imageRecipeArn": "arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0".',
      },
    ]);
  });

  it('of both kinds are one too many', () => {
    expect(issuesOf({ containerRecipeArn })).toEqual([
      {
        pointer: '/containerRecipeArn',
        code: 'exactly-one-recipe',
        detail:
          'Exactly one of "imageRecipeArn" and "containerRecipeArn" is needed; both were given. Leave one out.',
      },
    ]);
  });
});

describe('a member that must be there', () => {
  it('is named with an example where nobody supplied it', () => {
    expect(checkCrossFieldRules({ imageRecipeArn }).issues).toEqual([
      {
        pointer: '/infrastructureConfigurationArn',
        code: 'required',
        detail:
          '"infrastructureConfigurationArn" is required: the ARN of an infrastructure configuration, for example "arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/standard".',
      },
    ]);
    expect(issuesOf({ schedule: { autoDisablePolicy: {} } })).toEqual([
      {
        pointer: '/schedule/autoDisablePolicy/failureCount',
        code: 'required',
        detail:
          '"schedule.autoDisablePolicy.failureCount" is required: a whole number from 1 to 10, for example 3.',
      },
    ]);
  });

  it('is there where its value is malformed, or what it stands in', () => {
    expect(issuesOf({ infrastructureConfigurationArn: undefined })).toEqual([]);
    expect(issuesOf({ schedule: { autoDisablePolicy: { failureCount: undefined } } })).toEqual([]);
    expect(issuesOf({ schedule: { autoDisablePolicy: undefined } })).toEqual([]);
    expect(issuesOf({ schedule: {} })).toEqual([]);
  });
});

describe('tags', () => {
  const count = (most: number) =>
    Object.fromEntries(Array.from({ length: most }, (_, index) => [`T${index}`, 'x']));

  it.each(['tags', 'imageTags'])('are 50 at most, in %s', (member) => {
    expect(issuesOf({ [member]: count(50) })).toEqual([]);
    expect(issuesOf({ [member]: count(51) })).toEqual([
      {
        pointer: `/${member}`,
        code: 'too-many-members',
        detail: `"${member}" must be a map of 1 to 50 tags; got 51.`,
      },
    ]);
  });
});

describe('an execution role', () => {
  const workflows = [{ workflowArn }];
  const needed = 'for example "arn:aws:iam::123456789012:role/imagebuilder/build"';

  it('is needed by workflows', () => {
    expect(issuesOf({ workflows })).toEqual([
      {
        pointer: '/executionRole',
        code: 'execution-role-required',
        detail: `"workflows" needs an "executionRole", ${needed}.`,
      },
    ]);
  });

  it('is not needed by an empty list of workflows', () => {
    expect(issuesOf({ workflows: [] })).toEqual([]);
  });

  it.each([
    ['imageLogGroupName', '/example/web-server'],
    ['pipelineLogGroupName', '/example/web-server'],
    ['imageLogGroupName', '/aws/imagebuilder'],
    ['imageLogGroupName', 'aws/imagebuilder/web-server'],
    ['pipelineLogGroupName', '/AWS/ImageBuilder/web-server'],
    ['pipelineLogGroupName', '/aws/imagebuilder-other/web-server'],
    ['pipelineLogGroupName', '/my/aws/imagebuilder/web-server'],
  ])('is needed by a log group outside /aws/imagebuilder/: %s %s', (member, group) => {
    expect(issuesOf({ loggingConfiguration: { [member]: group } })).toEqual([
      {
        pointer: `/loggingConfiguration/${member}`,
        code: 'execution-role-required',
        detail: `A log group outside /aws/imagebuilder/ needs an "executionRole", ${needed}; or choose one such as "/aws/imagebuilder/web-server".`,
      },
    ]);
  });

  it('is not needed by a log group in /aws/imagebuilder/', () => {
    const group = '/aws/imagebuilder/web-server';
    const loggingConfiguration = { imageLogGroupName: group, pipelineLogGroupName: group };
    expect(issuesOf({ loggingConfiguration })).toEqual([]);
  });

  it.each(['build', executionRole])('settles the need of all of them: %s', (role) => {
    const loggingConfiguration = { imageLogGroupName: '/a', pipelineLogGroupName: '/b' };
    expect(issuesOf({ workflows, loggingConfiguration, executionRole: role })).toEqual([]);
  });

  it('is asked for at each place that needs it', () => {
    const loggingConfiguration = { imageLogGroupName: '/a', pipelineLogGroupName: '/b' };
    const issues = issuesOf({ workflows, loggingConfiguration });
    expect(issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/executionRole', 'execution-role-required'],
      ['/loggingConfiguration/imageLogGroupName', 'execution-role-required'],
      ['/loggingConfiguration/pipelineLogGroupName', 'execution-role-required'],
    ]);
  });
});

describe('the ARNs of one request', () => {
  const elsewhere = (partition: string, region: string, rest: string) =>
    `arn:${partition}:imagebuilder:${region}:123456789012:${rest}`;
  const withWorkflow = (member: string) => ({
    executionRole,
    workflows: [{ workflowArn }, { workflowArn: member }],
  });

  it.each<[string, JsonObject]>([
    [
      '/imageRecipeArn',
      { imageRecipeArn: elsewhere('aws', 'us-east-1', 'image-recipe/web-server/1.0.0') },
    ],
    [
      '/containerRecipeArn',
      { containerRecipeArn: elsewhere('aws', 'us-east-1', 'container-recipe/web-server/1.0.0') },
    ],
    [
      '/distributionConfigurationArn',
      {
        distributionConfigurationArn: elsewhere('aws', 'us-east-1', 'distribution-configuration/a'),
      },
    ],
    [
      '/workflows/1/workflowArn',
      withWorkflow(elsewhere('aws', 'us-east-1', 'workflow/test/a/1.0.0')),
    ],
  ])('are all in one Region: %s', (pointer, members) => {
    const { issues } = checkCrossFieldRules({
      ...(pointer === '/containerRecipeArn' ? withoutRecipe : smallest),
      ...members,
    });
    expect(issues).toEqual([
      {
        pointer,
        code: 'different-region',
        detail:
          'All ARNs of one request must be in one Region: this one is in "us-east-1", /infrastructureConfigurationArn in "eu-west-1".',
      },
    ]);
  });

  it.each<[string, JsonObject]>([
    [
      '/imageRecipeArn',
      { imageRecipeArn: elsewhere('aws-cn', 'cn-north-1', 'image-recipe/web-server/1.0.0') },
    ],
    [
      '/distributionConfigurationArn',
      {
        distributionConfigurationArn: elsewhere(
          'aws-cn',
          'eu-west-1',
          'distribution-configuration/a',
        ),
      },
    ],
    [
      '/workflows/1/workflowArn',
      withWorkflow(elsewhere('aws-cn', 'cn-north-1', 'workflow/test/a/1.0.0')),
    ],
    ['/executionRole', { executionRole: 'arn:aws-cn:iam::123456789012:role/build' }],
  ])('are all in one partition: %s', (pointer, members) => {
    expect(issuesOf(members)).toEqual([
      {
        pointer,
        code: 'different-partition',
        detail:
          'All ARNs of one request must be in one partition: this one is in "aws-cn", /infrastructureConfigurationArn in "aws".',
      },
    ]);
  });

  it('are compared with the first there is when the infrastructure configuration is missing', () => {
    const issues = checkCrossFieldRules({
      imageRecipeArn,
      distributionConfigurationArn: elsewhere('aws', 'us-east-1', 'distribution-configuration/a'),
    }).issues;
    expect(issues.filter(({ code }) => code !== 'required')).toEqual([
      {
        pointer: '/distributionConfigurationArn',
        code: 'different-region',
        detail:
          'All ARNs of one request must be in one Region: this one is in "us-east-1", /imageRecipeArn in "eu-west-1".',
      },
    ]);
  });

  it.each<[string, JsonObject]>([
    ['the role of an IAM that has no Region', { executionRole }],
    ['the name of a role', { executionRole: 'build' }],
    [
      'what AWS owns',
      { imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:aws:image-recipe/web-server/1.0.0' },
    ],
    [
      'what another account owns',
      { imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:210987654321:image-recipe/web/1.0.0' },
    ],
  ])('may name %s', (_, members) => {
    expect(issuesOf(members)).toEqual([]);
  });
});

describe('a time zone', () => {
  const zone = (timezone: string) => issuesOf({ schedule: { timezone } });

  it.each(['Europe/Berlin', 'Etc/UTC', 'UTC', 'US/Eastern'])('is real: %s', (timezone) => {
    expect(zone(timezone)).toEqual([]);
  });

  it.each(['Berlin', 'europe/berlin', 'GMT+2', 'Middle-earth/Shire'])(
    'that is not real is answered with some that are: %s',
    (timezone) => {
      expect(zone(timezone)).toEqual([
        {
          pointer: '/schedule/timezone',
          code: 'unknown-time-zone',
          detail: `"${timezone}" is not a time zone of the IANA database, such as "Europe/Berlin" or "Etc/UTC".`,
        },
      ]);
    },
  );

  it('of another partition is shown cut and escaped too', () => {
    const partition = `aws\u0000\n${'x'.repeat(300)}`;
    const { issues } = checkCrossFieldRules({
      infrastructureConfigurationArn:
        'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/a',
      imageRecipeArn: `arn:${partition}:imagebuilder:eu-west-1:123456789012:image-recipe/a/1.0.0`,
    });
    const [issue] = issues.filter(({ code }) => code === 'different-partition');
    expect(issue?.detail).toContain('"aws\\u0000\\nxxx');
    expect(issue?.detail.length).toBeLessThan(350);
  });

  it('that is long or full of control characters is shown cut and escaped', () => {
    const [issue] = zone(`\n${'x'.repeat(5000)}`);
    expect(issue?.detail).toMatch(/^"\\nx+"… /);
    expect(issue?.detail.length).toBeLessThan(250);
  });
});

describe('a schedule expression', () => {
  const schedule = (scheduleExpression: string) => ({ schedule: { scheduleExpression } });

  it.each([
    [
      'cron(0 3 * * SUN)',
      'A cron expression has six fields (minute hour day-of-month month day-of-week year); this one has 5.',
    ],
    ['cron(0 99 ? * SUN *)', 'The hour field is "99"; it takes 0-23 and , - * /.'],
    [
      'rate(0 days)',
      'A rate is a whole number above 0, one space, and minutes, hours or days, such as "rate(7 days)".',
    ],
    ['every day', 'It must be cron(…) or rate(…).'],
  ])('that cannot be read is answered with one that works: %s', (expression, mistake) => {
    expect(issuesOf(schedule(expression))).toEqual([
      {
        pointer: '/schedule/scheduleExpression',
        code: 'invalid-schedule-expression',
        detail: `"${expression}" is not a schedule expression. ${mistake} A working example: "cron(0 3 ? * SUN *)" (Sundays at 03:00).`,
      },
    ]);
    expect(warningsOf(schedule(expression))).toEqual([]);
  });

  it('without a question mark is accepted with a warning', () => {
    expect(checkCrossFieldRules({ ...smallest, ...schedule('cron(0 0 * * SUN *)') })).toEqual({
      issues: [],
      warnings: [
        {
          pointer: '/schedule/scheduleExpression',
          code: 'cron-without-question-mark',
          detail:
            'Image Builder\'s guide says that one of day-of-month and day-of-week must be "?"; this expression has neither. It was left as it is. The advised form: "cron(0 0 ? * SUN *)".',
        },
      ],
    });
  });

  it.each(['cron(0 3 ? * SUN *)', 'rate(7 days)'])('in order is left alone: %s', (expression) => {
    expect(checkCrossFieldRules({ ...smallest, ...schedule(expression) })).toEqual({
      issues: [],
      warnings: [],
    });
  });
});

describe('what Image Builder does not use', () => {
  it('is said of a timeout of tests', () => {
    expect(
      checkCrossFieldRules({ ...smallest, imageTestsConfiguration: { timeoutMinutes: 90 } }),
    ).toEqual({
      issues: [],
      warnings: [
        {
          pointer: '/imageTestsConfiguration/timeoutMinutes',
          code: 'ignored-by-image-builder',
          detail: 'Image Builder does not use "timeoutMinutes" at present: the value is ignored.',
        },
      ],
    });
    expect(warningsOf({ imageTestsConfiguration: { imageTestsEnabled: true } })).toEqual([]);
  });
});

describe('a workflow that AWS manages', () => {
  it.each(['1.0.0', '1.x.x', '1.0.0/1'])('is refused in the version %s', (version) => {
    const managed = `arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/${version}`;
    const workflows = [{ workflowArn }, { workflowArn: managed }];
    expect(checkCrossFieldRules({ ...smallest, executionRole, workflows })).toEqual({
      issues: [
        {
          pointer: '/workflows/1/workflowArn',
          code: 'managed-workflow-version',
          detail:
            'Image Builder takes a workflow that AWS manages in the version x.x.x only: "arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x".',
        },
      ],
      warnings: [],
    });
  });

  it('is refused so in every partition', () => {
    const managed = 'arn:aws-cn:imagebuilder:cn-north-1:aws-cn:workflow/test/a/1.0.0';
    const issues = issuesOf({ executionRole, workflows: [{ workflowArn: managed }] });
    expect(issues.map(({ code }) => code)).toContain('managed-workflow-version');
  });

  it('is accepted in the version x.x.x, and a workflow of your own in any', () => {
    const managed = 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x';
    const own = ['1.0.0', '1.0.0/1', '1.x.x', 'x.x.x'].map((version) => ({
      workflowArn: `${arn}:workflow/test/smoke-test/${version}`,
    }));
    const workflows = [...own, { workflowArn: managed }];
    expect(checkCrossFieldRules({ ...smallest, executionRole, workflows })).toEqual({
      issues: [],
      warnings: [],
    });
  });
});

describe('all that is wrong', () => {
  it('is said at once, in the order of the rules', () => {
    const { issues, warnings } = checkCrossFieldRules({
      infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
      distributionConfigurationArn:
        'arn:aws:imagebuilder:us-east-1:123456789012:distribution-configuration/a',
      workflows: [{ workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/1.0.0' }],
      loggingConfiguration: { imageLogGroupName: '/a' },
      schedule: { timezone: 'Berlin', scheduleExpression: 'daily' },
      imageTestsConfiguration: { timeoutMinutes: 90 },
    });
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/imageRecipeArn exactly-one-recipe',
      '/executionRole execution-role-required',
      '/loggingConfiguration/imageLogGroupName execution-role-required',
      '/distributionConfigurationArn different-region',
      '/schedule/timezone unknown-time-zone',
      '/schedule/scheduleExpression invalid-schedule-expression',
      '/workflows/0/workflowArn managed-workflow-version',
    ]);
    expect(warnings.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/imageTestsConfiguration/timeoutMinutes ignored-by-image-builder',
    ]);
  });
});

describe('a malformed request', () => {
  const places: readonly (readonly string[])[] = [
    ...Object.keys(fullRequest).map((member) => [member]),
    ['schedule', 'timezone'],
    ['schedule', 'scheduleExpression'],
    ['imageTestsConfiguration', 'timeoutMinutes'],
    ['loggingConfiguration', 'imageLogGroupName'],
    ['loggingConfiguration', 'pipelineLogGroupName'],
    ['workflows', '0'],
    ['workflows', '0', 'workflowArn'],
  ];
  const anyJson = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue({ noUnicodeString: false }),
    fc.constantFrom(null, '', [], {}, 0, -0, 1e300, true, '\ud800', 'arn:', 'cron()', 'rate()'),
    fc.mixedCase(fc.constantFrom('arn:aws:imagebuilder:eu-west-1:aws:workflow/', ':::::::')),
  );

  it('never makes a check throw, whatever JSON stands in the place of a member', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), anyJson, (path, value) => {
        const request = withMember(fullRequest, path, value);
        if (!isJsonObject(request)) throw new TypeError('A request is an object.');
        const { issues, warnings } = checkCrossFieldRules(request);
        for (const { pointer, code, detail } of [
          ...issues,
          ...warnings,
          ...checkShape(request).issues,
        ]) {
          expect(pointer).toMatch(/^(?:\/|$)/);
          expect(code).toMatch(/^[a-z-]+$/);
          expect(detail).not.toContain('undefined');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never makes a check throw, whatever JSON object it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (request) => {
        expect(checkCrossFieldRules(request).issues.length).toBeGreaterThan(0);
        expect(checkShape(request).issues.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never makes a check throw for one member broken of an otherwise valid one', () => {
    fc.assert(
      fc.property(brokenRequest(), ({ request }) => {
        const { issues, warnings } = checkCrossFieldRules(request);
        expect([issues, warnings]).toEqual([expect.any(Array), expect.any(Array)]);
      }),
    );
  });

  it('is passed over where its own issue is named: an unknown value breaks no rule and asks for nothing', () => {
    const unknown = {
      ...Object.fromEntries(Object.keys(fullRequest).map((member) => [member, undefined])),
      containerRecipeArn,
      imageRecipeArn: undefined,
    };
    expect(checkCrossFieldRules(unknown).warnings).toEqual([]);
    expect(checkCrossFieldRules(unknown).issues.map(({ code }) => code)).toEqual([
      'exactly-one-recipe',
    ]);
    const deeper = {
      schedule: { timezone: undefined, scheduleExpression: undefined },
      imageTestsConfiguration: { timeoutMinutes: undefined },
      loggingConfiguration: { imageLogGroupName: undefined },
      workflows: [{ workflowArn: undefined }, undefined],
      executionRole: undefined,
    };
    expect(checkCrossFieldRules({ ...smallest, ...deeper })).toEqual({ issues: [], warnings: [] });
  });

  it.each<[string, JsonObject]>([
    ['a list for the schedule', { schedule: ['cron'] }],
    ['a number for the time zone', { schedule: { timezone: 7, scheduleExpression: null } }],
    ['a text for the workflows', { workflows: 'x' }],
    ['items of workflows that are not workflows', { executionRole, workflows: [null, 7, [], {}] }],
    ['an ARN that is a number', { distributionConfigurationArn: 7 }],
    ['an ARN that is not one', { distributionConfigurationArn: 'standard' }],
    ['a list for the logging', { loggingConfiguration: ['/a'] }],
    ['a log group that is a number', { loggingConfiguration: { imageLogGroupName: 7 } }],
    ['null for the tests', { imageTestsConfiguration: null }],
  ])('is left to the schema: %s', (_, members) => {
    expect(checkCrossFieldRules({ ...smallest, ...members })).toEqual({ issues: [], warnings: [] });
    expect(checkShape({ ...smallest, ...members }).issues).not.toEqual([]);
  });

  it('is not written to', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const before = JSON.stringify(request);
        checkCrossFieldRules({ ...request });
        checkShape({ ...request });
        expect(JSON.stringify(request)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });
});
