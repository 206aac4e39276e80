import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/json/issue.ts';
import { fromPointer, toPointer } from '../../../src/json/pointer.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { explain, schemaCodes } from '../../../src/schema/explain.ts';
import { schemaDocument } from '../../../src/schema/member-schema.ts';
import { checkShape, explainShape } from '../../../src/schema/request-schema.ts';
import { fullRequest } from '../../support/model-values.ts';

const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const smallest = {
  name: 'web-server',
  infrastructureConfigurationArn: `${arn}:infrastructure-configuration/standard`,
  clientToken: 'token',
};

const issuesOf = (sent: JsonObject): readonly Issue[] => checkShape(sent).issues;

/** What a small request with these members is told, as `pointer: detail`. */
const told = (members: JsonObject): string[] =>
  issuesOf({ ...smallest, ...members }).map(({ pointer, detail }) => `${pointer}: ${detail}`);

const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;

const itsMembers =
  'Its members: name, description, imageRecipeArn, containerRecipeArn, infrastructureConfigurationArn, distributionConfigurationArn, imageTestsConfiguration, enhancedImageMetadataEnabled, schedule, status, tags, imageTags, clientToken, imageScanningConfiguration, workflows, executionRole, loggingConfiguration.';

describe('an unknown member', () => {
  it.each<[string, string, string, JsonObject]>([
    ['in another case', '/imageRecipeARN', 'imageRecipeArn', { imageRecipeARN: 'x' }],
    ['all in capitals', '/EXECUTIONROLE', 'executionRole', { EXECUTIONROLE: 'x' }],
    ['with a letter too few', '/descripton', 'description', { descripton: 'x' }],
    ['with a letter too many', '/workflowss', 'workflows', { workflowss: [] }],
    ['with a letter for another', '/statos', 'status', { statos: 'ENABLED' }],
    ['in the singular', '/tag', 'tags', { tag: {} }],
    [
      'with its words joined otherwise',
      '/image-tags',
      'imageTags',
      { 'image-tags': { CostCenter: '100' } },
    ],
    [
      'of an object, in another case',
      '/schedule/timeZone',
      'timezone',
      { schedule: { timeZone: 'Etc/UTC' } },
    ],
    [
      'of an object of an object, misspelled',
      '/schedule/autoDisablePolicy/failurecounts',
      'failureCount',
      { schedule: { autoDisablePolicy: { failureCount: 1, failurecounts: 3 } } },
    ],
    [
      'of an item of a list, misspelled',
      '/workflows/1/onFailiure',
      'onFailure',
      {
        workflows: [
          { workflowArn: `${arn}:workflow/test/a/1.0.0` },
          { workflowArn: `${arn}:workflow/test/b/1.0.0`, onFailiure: 'ABORT' },
        ],
      },
    ],
  ])('%s is told which member was meant', (_, pointer, meant, members) => {
    const [first = ''] = told(members);
    expect(first).toMatch(new RegExp(`^${pointer}: .* is not a member of `));
    expect(first).toContain(`Did you mean "${meant}"`);
    expect(told(members)).toHaveLength(1);
  });

  it.each<[string, string, string, JsonObject]>([
    ['a time zone at the root', '/timezone', 'schedule.timezone', { timezone: 'Etc/UTC' }],
    ['it in another case', '/timeZone', 'schedule.timezone', { timeZone: 'Etc/UTC' }],
    [
      'an expression at the root',
      '/scheduleExpression',
      'schedule.scheduleExpression',
      { scheduleExpression: 'cron(0 3 ? * SUN *)' },
    ],
    [
      'a failure count in the schedule',
      '/schedule/failureCount',
      'schedule.autoDisablePolicy.failureCount',
      { schedule: { failureCount: 3 } },
    ],
    [
      'a repository at the root',
      '/repositoryName',
      'imageScanningConfiguration.ecrConfiguration.repositoryName',
      { repositoryName: 'x' },
    ],
    ['a workflow at the root', '/workflowArn', 'workflows[].workflowArn', { workflowArn: 'x' }],
    [
      'a log group at the root',
      '/imageLogGroupName',
      'loggingConfiguration.imageLogGroupName',
      { imageLogGroupName: '/a' },
    ],
  ])('on the wrong level is told its place: %s', (_, pointer, place, members) => {
    expect(told(members)).toEqual([expect.stringMatching(`^${pointer}: `)]);
    expect(told(members)[0]).toContain(`Did you mean "${place}"?`);
  });

  it.each([
    ['status', { schedule: { status: 'ENABLED' } }],
    ['name', { schedule: { name: 'a' } }],
  ])('of the request itself that stands deeper is told to move: %s', (member, members) => {
    expect(told(members)).toEqual([
      `/schedule/${member}: "${member}" is not a member of "schedule". It is a member of CreateImagePipeline itself: move it there.`,
    ]);
  });

  it('without a name is not taken for the items of a list', () => {
    expect(told({ '': 1 })[0]).not.toContain('[]');
  });

  it('that stands beside the one it was meant for is told so', () => {
    expect(told({ Name: 'web-server' })).toEqual([
      '/Name: "Name" is not a member of CreateImagePipeline. Did you mean "name", which is there already?',
    ]);
  });

  it('that resembles none is told which members there are', () => {
    expect(told({ favouriteColour: 'green' })).toEqual([
      `/favouriteColour: "favouriteColour" is not a member of CreateImagePipeline. ${itsMembers}`,
    ]);
    expect(told({ imageTestsConfiguration: { colour: 'green' } })).toEqual([
      '/imageTestsConfiguration/colour: "colour" is not a member of "imageTestsConfiguration". Its members: imageTestsEnabled, timeoutMinutes.',
    ]);
  });

  it.each(['dryRun', 'DryRun', 'dryrun'])('%s is told how a dry run is asked for', (member) => {
    expect(told({ [member]: true })).toEqual([
      `/${member}: "${member}" is not a member of CreateImagePipeline. Over HTTP a dry run is asked for in the query: ?dryRun=true. A direct invocation takes "dryRun": true.`,
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'by the name of %s, which every object inherits, is as unknown as any other',
    (name) => {
      expect(told(parsed(`{ "${name}": 1 }`))).toEqual([
        `/${name}: "${name}" is not a member of CreateImagePipeline. ${itsMembers}`,
      ]);
      const [nested] = told(parsed(`{ "schedule": { "${name}": { "timezone": "x" } } }`));
      expect(nested).toBe(
        `/schedule/${name}: "${name}" is not a member of "schedule". Its members: scheduleExpression, timezone, pipelineExecutionStartCondition, autoDisablePolicy.`,
      );
    },
  );

  it('of thousands of characters is cut in the sentence and whole in the pointer', () => {
    const name = 'x'.repeat(5000);
    const [issue] = issuesOf({ ...smallest, [name]: 1 });
    expect(issue?.pointer).toBe(`/${name}`);
    expect(issue?.detail.length).toBeLessThan(600);
    expect(issue?.detail).toContain('x"… (');
  });
});

describe('a value that is not allowed', () => {
  it('that is null is told to be left out', () => {
    for (const member of Object.keys(fullRequest).filter((name) => !(name in smallest))) {
      const [line, ...more] = told({ [member]: null });
      expect(more).toEqual([]);
      expect(line).toMatch(
        new RegExp(
          `^/${member}: "${member}" must be .*; null is not allowed: leave the member out\\.$`,
        ),
      );
    }
  });

  it('that is an empty text is told that it is empty', () => {
    expect(told({ description: '' })).toEqual([
      '/description: "description" must be text of 1 to 1024 characters, for example "Nightly build of the web server image"; it is empty.',
    ]);
    expect(told({ executionRole: '' })[0]).toMatch(/; it is empty\.$/);
    expect(told({ status: '' })).toEqual([
      '/status: "status" must be "DISABLED" or "ENABLED"; it is empty.',
    ]);
  });

  it('that is a list in the place of an object is told what an object looks like', () => {
    expect(told({ schedule: [{ timezone: 'Etc/UTC' }] })).toEqual([
      '/schedule: "schedule" must be a schedule, for example {"scheduleExpression":"cron(0 3 ? * SUN *)","timezone":"Etc/UTC"}; got a list of 1.',
    ]);
    expect(told({ tags: [{ Key: 'CostCenter', Value: '100' }] })).toEqual([
      '/tags: "tags" must be a map of 1 to 50 tags, for example {"CostCenter":"100"}; got a list of 1.',
    ]);
  });

  it('that is an object in the place of a list is told what a list looks like', () => {
    expect(told({ workflows: { workflowArn: 'x' } })[0]).toMatch(
      /^\/workflows: "workflows" must be a list of workflow configurations, for example \[.*\]; got an object of 1\.$/,
    );
  });

  it.each<[string, JsonObject, string]>([
    ['a number', { description: 7 }, '; got 7.'],
    ['a flag', { description: true }, '; got true.'],
    ['a text for a flag', { enhancedImageMetadataEnabled: 'true' }, '; got "true".'],
    ['a number for a flag', { enhancedImageMetadataEnabled: 1 }, '; got 1.'],
    [
      'a number with a fraction',
      { imageTestsConfiguration: { timeoutMinutes: 90.5 } },
      '; got 90.5.',
    ],
    [
      'a text for a number',
      { imageTestsConfiguration: { timeoutMinutes: '90' } },
      'must be a whole number from 60 to 1440, for example 720; got "90".',
    ],
  ])('is shown as it was sent: %s', (_, members, ending) => {
    const [line = ''] = told(members);
    expect(line.endsWith(ending)).toBe(true);
  });

  it.each<[string, JsonObject, string]>([
    ['in small letters', { status: 'enabled' }, 'ENABLED'],
    ['misspelled', { status: 'DISABELD' }, 'DISABLED'],
    [
      'in small letters, deep down',
      { schedule: { pipelineExecutionStartCondition: 'expression_match_only' } },
      'EXPRESSION_MATCH_ONLY',
    ],
    [
      'with a letter too many, in an item',
      { workflows: [{ workflowArn: `${arn}:workflow/test/a/1.0.0`, onFailure: 'Aborts' }] },
      'ABORT',
    ],
  ])('of a known few is told which was meant: %s', (_, members, meant) => {
    expect(told(members)).toEqual([expect.stringContaining(`. Did you mean "${meant}"?`)]);
  });

  it('of a known few that resembles none is told them all', () => {
    expect(told({ status: 'PAUSED' })).toEqual([
      '/status: "status" must be "DISABLED" or "ENABLED"; got "PAUSED".',
    ]);
  });

  it.each([
    ['imageRecipeArn', 'container-recipe', 'containerRecipeArn'],
    ['containerRecipeArn', 'image-recipe', 'imageRecipeArn'],
    ['infrastructureConfigurationArn', 'image-recipe', 'imageRecipeArn'],
    ['distributionConfigurationArn', 'container-recipe', 'containerRecipeArn'],
  ])('in %s that is the ARN of a %s is told its member', (member, kind, meant) => {
    expect(told({ [member]: `${arn}:${kind}/web/1.0.0` })).toEqual([
      expect.stringContaining(`/1.0.0". Did you mean "${meant}"?`),
    ]);
  });

  it('that only looks like a recipe in its own member is not told to move', () => {
    expect(told({ imageRecipeArn: `${arn}:image-recipe/web/1.0` })[0]).not.toContain(
      'Did you mean',
    );
  });

  it('that is long is cut', () => {
    const [line = ''] = told({ description: 'x'.repeat(100_000) });
    expect(line.length).toBeLessThan(350);
    expect(line).toContain('xxx"… (');
  });

  it('with control characters shows them escaped', () => {
    const [line = ''] = told({ executionRole: 'a\u0000b\u001b[31mc\n"d"' });
    expect(line).toContain('"a\\u0000b\\u001b[31mc\\n\\"d\\"".');
  });
});

describe('a member that is missing', () => {
  it('is named with an example, at the place where it should stand', () => {
    expect(issuesOf({})).toEqual([
      {
        pointer: '/name',
        code: 'required',
        detail:
          '"name" is required: 3 to 128 letters, digits, hyphens, underscores or spaces, no space first or last, for example "web-server".',
      },
    ]);
  });

  it('is not named where a layer may supply it', () => {
    expect(issuesOf({ name: 'web-server', schedule: { autoDisablePolicy: {} }, tags: {} })).toEqual(
      [],
    );
  });

  it('of an item is named with the number of the item', () => {
    const workflowArn = `${arn}:workflow/test/a/1.0.0`;
    const workflows = [{ workflowArn }, { workflowArn, parameters: [{ name: 'a' }] }];
    expect(told({ workflows })).toEqual([
      '/workflows/1/parameters/0/value: "workflows.1.parameters.0.value" is required: a list of texts, for example ["true"].',
    ]);
  });
});

describe('tags', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'may have the key %s',
    (key) => {
      expect(told(parsed(`{ "tags": { "${key}": "x" } }`))).toEqual([]);
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('with the key %s hide no bad value', (key) => {
    expect(told(parsed(`{ "imageTags": { "${key}": 7 } }`))).toEqual([
      `/imageTags/${key}: "imageTags.${key}" must be text of up to 256 characters, for example "100"; got 7.`,
    ]);
  });

  it('whose key is not allowed are told what a key may be', () => {
    expect(issuesOf({ ...smallest, tags: { 'aws:owner': 'x', '': 'y' } })).toEqual([
      {
        pointer: '/tags/aws:owner',
        code: 'invalid-tag-key',
        detail:
          '"aws:owner" must be a tag key: 1 to 128 letters, digits, spaces or _ . : / = + - @, not beginning with aws:, for example "CostCenter".',
      },
      {
        pointer: '/tags/',
        code: 'invalid-tag-key',
        detail:
          '"" must be a tag key: 1 to 128 letters, digits, spaces or _ . : / = + - @, not beginning with aws:, for example "CostCenter".',
      },
    ]);
  });

  it('with a wrong key and a wrong value are one issue', () => {
    const issues = issuesOf({ ...smallest, tags: { 'aws:owner': null } });
    expect(issues.map(({ pointer }) => pointer)).toEqual(['/tags/aws:owner']);
  });
});

describe('a pointer', () => {
  it.each([
    ['a/b', '/a~1b'],
    ['a~b', '/a~0b'],
    ['~1', '/~01'],
    ['/', '/~1'],
    ['a"b\\c', '/a"b\\c'],
    ['a b', '/a b'],
    ['ключ', '/ключ'],
    ['0', '/0'],
  ])('to a member named %j is %s', (member, pointer) => {
    expect(issuesOf({ ...smallest, [member]: 1 }).map((found) => found.pointer)).toEqual([pointer]);
    expect(issuesOf({ ...smallest, tags: { [member]: 1 } }).map((f) => f.pointer)).toEqual([
      `/tags${pointer}`,
    ]);
  });

  it('is there once, however many constraints its member breaks', () => {
    // Too short and of the wrong form; too long and of the wrong form; too long a key with a wrong value.
    const issues = issuesOf({
      ...smallest,
      executionRole: '',
      loggingConfiguration: { imageLogGroupName: ' '.repeat(600) },
      schedule: { timezone: '-' },
      tags: { ['#'.repeat(200)]: 7 },
    });
    expect(issues.map(({ pointer, code }) => [pointer.slice(0, 42), code])).toEqual(
      expect.arrayContaining([
        ['/executionRole', 'too-short'],
        ['/loggingConfiguration/imageLogGroupName', 'too-long'],
        ['/schedule/timezone', 'too-short'],
        [`/tags/${'#'.repeat(36)}`, 'wrong-type'],
      ]),
    );
    expect(issues).toHaveLength(4);
  });

  it('is there once for any JSON at all, with a known code and a whole sentence', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (json, value) => {
        const request: JsonObject = { ...json, tags: value, schedule: json, workflows: [value] };
        const issues = issuesOf(request);
        const pointers = issues.map(({ pointer }) => pointer);
        expect(new Set(pointers).size).toBe(pointers.length);
        for (const { pointer, code, detail } of issues) {
          expect(toPointer(fromPointer(pointer))).toBe(pointer);
          expect(schemaCodes).toContain(code);
          expect(detail).toMatch(/^\P{Cc}+[.?]$/u);
          expect(detail).not.toContain('undefined');
          expect(detail).not.toContain('[object');
        }
      }),
    );
  });
});

describe('all that is wrong', () => {
  it('is said at once', () => {
    const issues = issuesOf({
      name: 'web server!',
      imageRecipeARN: `${arn}:image-recipe/web-server/1.0.0`,
      schedule: { timezone: 7, colour: 'green' },
      status: 'enabled',
      workflows: [{}, null],
      clientToken: '',
    });
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/clientToken too-short',
      '/imageRecipeARN unknown-member',
      '/name pattern-mismatch',
      '/schedule/colour unknown-member',
      '/schedule/timezone wrong-type',
      '/status not-in-enum',
      '/workflows/0/workflowArn required',
      '/workflows/1 wrong-type',
    ]);
  });
});

describe('an explanation', () => {
  const about = {
    ...schemaDocument({ properties: { a: { title: 'a letter' } } }),
    name: 'a thing',
  };

  it('is given even of a constraint that nobody has written words for', () => {
    const errors = [{ instancePath: '/a', keyword: 'multipleOf', params: {} }];
    expect(explain(about, errors, { a: 7 })).toEqual([
      { pointer: '/a', code: 'invalid', detail: '"a" must be a letter; got 7.' },
    ]);
  });

  it('prefers the most telling constraint, in whatever order they were found', () => {
    const error = (keyword: string) => ({ instancePath: '/a', keyword, params: {} });
    const codes = (...keywords: string[]) =>
      explain(about, keywords.map(error), { a: 'x' }).map(({ code }) => code);
    expect(codes('pattern', 'type')).toEqual(['wrong-type']);
    expect(codes('type', 'pattern')).toEqual(['wrong-type']);
    expect(codes('pattern', 'maxLength')).toEqual(['too-long']);
    expect(codes('enum', 'pattern')).toEqual(['not-in-enum']);
  });
});

describe('a value that cannot be sent on', () => {
  it('is a number that is too large, in its own words and no others', () => {
    const sent = parsed(
      '{"name": "web-server", "imageTestsConfiguration": {"timeoutMinutes": 1e999}}',
    );
    expect(issuesOf(sent)).toEqual([
      {
        pointer: '/imageTestsConfiguration/timeoutMinutes',
        code: 'number-out-of-range',
        detail: 'This number is too large to be read; the largest is about 1.8e308.',
      },
    ]);
    expect(issuesOf({ ...smallest, description: -Infinity }).map(({ code }) => code)).toEqual([
      'number-out-of-range',
    ]);
    expect(issuesOf({ ...smallest, noSuchMember: [Infinity] }).map(({ code }) => code)).toEqual([
      'unknown-member',
      'number-out-of-range',
    ]);
  });

  it('is text with half of a surrogate pair, which the schema would let through', () => {
    expect(issuesOf({ ...smallest, description: 'a\ud83d', tags: { A: '\ude80' } })).toEqual([
      {
        pointer: '/description',
        code: 'unpaired-surrogate',
        detail:
          'The text "a\\ud83d" holds half of a surrogate pair, which cannot be written as UTF-8: send both halves, as in "\\ud83d\\ude80", or leave it out.',
      },
      {
        pointer: '/tags/A',
        code: 'unpaired-surrogate',
        detail: expect.stringContaining('The text "\\ude80" holds half') as string,
      },
    ]);
    expect(issuesOf({ ...smallest, description: '\u{1F680}' })).toEqual([]);
  });

  it('is named once where the schema has more to say of it', () => {
    const issues = issuesOf({ ...smallest, executionRole: '\ud83d', '\ud83d': 1 });
    expect(issues.map(({ code }) => code).sort()).toEqual(['pattern-mismatch', 'unknown-member']);
  });
});

describe('more than anybody mends by one answer', () => {
  const many = (count: number): JsonObject => ({
    ...smallest,
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`no${index}`, 1])),
  });

  it('is named for the first hundred members, and counted beyond', () => {
    expect(checkShape(many(100))).toMatchObject({ issues: { length: 100 }, unlisted: 0 });
    expect(checkShape(many(101))).toMatchObject({ issues: { length: 100 }, unlisted: 1 });
    const { issues, unlisted } = checkShape(many(300));
    expect(issues.map(({ pointer }) => pointer)).toEqual(
      Array.from({ length: 100 }, (_, index) => `/no${index}`),
    );
    expect(unlisted).toBe(200);
    expect(checkShape({ ...smallest })).toEqual({ issues: [], unlisted: 0 });
  });

  it('counts a member once, however much is wrong with it', () => {
    const { issues: all, unlisted: more } = checkShape({ ...many(99), tags: { 'aws:x': 7 } });
    expect([all.length, more]).toEqual([100, 0]);
    const tags = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`${'#'.repeat(130)}${index}`, 7]),
    );
    // Of one tag: its key is too long and of the wrong form, its value of the wrong type; and all of them are too many.
    expect(checkShape({ ...smallest, tags })).toMatchObject({
      issues: { length: 100 },
      unlisted: 51,
    });
  });

  it('is found in the errors of a validator of events, whose pointers begin with /sent', () => {
    const error = (keyword: string) => ({ instancePath: '/sent/name', keyword, params: {} });
    const { issues, unlisted } = explainShape([error('pattern'), error('minLength')], { name: '' });
    expect([issues.map(({ pointer, code }) => [pointer, code]), unlisted]).toEqual([
      [['/name', 'too-short']],
      0,
    ]);
    expect(explainShape([], { name: 'web' })).toEqual({ issues: [], unlisted: 0 });
    expect(explainShape([], { name: '\ud800' }).issues).toHaveLength(1);
  });
});
