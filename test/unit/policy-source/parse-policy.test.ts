import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import { readText } from '../../support/markdown.ts';

const issuesOf = (document: unknown): string[] =>
  parsePolicy(JSON.stringify(document)).issues.map(({ code, pointer }) => `${code} ${pointer}`);
const layer = (rest: object) => ({ layers: [{ name: 'a', ...rest }] });
const patterns = (matcher: string, ...entries: unknown[]) =>
  layer({ applies: { [matcher]: entries } });

describe('a policy that loads', () => {
  it.each<[string, unknown]>([
    ['the smallest', { layers: [] }],
    ['with a schema for editors', { $schema: './x.json', layers: [] }],
    ['with a layer that says nothing', layer({})],
    [
      'with a layer of the longest name',
      { layers: [{ name: `${'a'.repeat(61)} ._`.slice(0, 64) }] },
    ],
    ['with the longest description', layer({ description: 'x'.repeat(1024) })],
    [
      'with every matcher',
      layer({
        applies: {
          callers: ['*'],
          accounts: ['1*'],
          groups: ['g'],
          recipe: ['image', 'container'],
        },
      }),
    ],
    ['with account patterns', patterns('accounts', '111122223333', '*', '1111*', '*3333', '11*33')],
    [
      'with ten tag policies',
      layer({ tagPolicies: Array.from({ length: 10 }, () => ({ tags: {} })) }),
    ],
    ['with allowed values of every type', layer({ allowed: { name: ['a', 1, true, ''] } })],
    ['with a tag by its key', layer({ allowed: { 'tags.a.b c': ['1'], 'imageTags.x': ['*'] } })],
  ])('%s', (_, document) => {
    const { policy, issues } = parsePolicy(JSON.stringify(document));
    expect(issues).toEqual([]);
    expect(policy).toEqual(document);
  });

  it('is frozen throughout', () => {
    const { policy } = parsePolicy(readText('policy/examples/platform-team.json'));
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(policy?.layers.length).toBeGreaterThan(0);
    expect(isFrozen(policy)).toBe(true);
  });

  it('keeps a tag named __proto__', () => {
    const text = '{"layers":[{"name":"a","defaults":{"tags":{"__proto__":"1"}}}]}';
    expect(JSON.stringify(parsePolicy(text).policy)).toBe(text);
  });
});

describe('a text that is not a document', () => {
  it.each([
    ['', 'malformed-json '],
    ['{"layers": [}', 'malformed-json '],
    ['{"layers": []} x', 'malformed-json '],
    ['\ufeff{"layers": []}', 'malformed-json '],
    ['[]', 'wrong-type '],
    ['null', 'wrong-type '],
    ['"{}"', 'wrong-type '],
  ])('%j', (text, issue) => {
    const { policy, issues } = parsePolicy(text);
    expect(policy).toBeUndefined();
    expect(issues.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([issue]);
    expect(issues[0]?.detail).toMatch(/JSON/);
  });
});

describe('each bound of the schema', () => {
  it.each<[string, unknown, string[]]>([
    ['no layers', {}, ['required /layers']],
    ['layers that are not a list', { layers: {} }, ['wrong-type /layers']],
    ['an unknown member', { layers: [], layer: [] }, ['unknown-member /layer']],
    ['$schema that is not a string', { $schema: 1, layers: [] }, ['wrong-type /$schema']],
    [
      'another word',
      { tagPolicyCompliance: 'warn', layers: [] },
      ['not-in-enum /tagPolicyCompliance'],
    ],
    ['a layer that is not an object', { layers: ['a'] }, ['wrong-type /layers/0']],
    ['a layer without a name', { layers: [{}] }, ['required /layers/0/name']],
    ['an empty name', { layers: [{ name: '' }] }, ['pattern-mismatch /layers/0/name']],
    [
      'a name of 65 characters',
      { layers: [{ name: 'a'.repeat(65) }] },
      ['pattern-mismatch /layers/0/name'],
    ],
    [
      'a name with another character',
      { layers: [{ name: 'a/b' }] },
      ['pattern-mismatch /layers/0/name'],
    ],
    [
      'a name that begins with a space',
      { layers: [{ name: ' a' }] },
      ['pattern-mismatch /layers/0/name'],
    ],
    [
      'the name that stands for callers',
      { layers: [{ name: 'caller' }] },
      ['pattern-mismatch /layers/0/name'],
    ],
    ['an unknown section', layer({ default: {} }), ['unknown-member /layers/0/default']],
    [
      'a description of 1025 characters',
      layer({ description: 'x'.repeat(1025) }),
      ['too-long /layers/0/description'],
    ],
    ['empty conditions', layer({ applies: {} }), ['too-few-members /layers/0/applies']],
    [
      'an unknown matcher',
      layer({ applies: { caller: ['*'] } }),
      ['unknown-member /layers/0/applies/caller'],
    ],
    [
      'a matcher that is not a list',
      layer({ applies: { callers: '*' } }),
      ['wrong-type /layers/0/applies/callers'],
    ],
    ['an empty matcher', patterns('callers'), ['too-few-items /layers/0/applies/callers']],
    ['empty groups', patterns('groups'), ['too-few-items /layers/0/applies/groups']],
    ['empty accounts', patterns('accounts'), ['too-few-items /layers/0/applies/accounts']],
    ['an empty pattern', patterns('callers', ''), ['too-short /layers/0/applies/callers/0']],
    [
      'a pattern of 2049 characters',
      patterns('groups', 'x'.repeat(2049)),
      ['too-long /layers/0/applies/groups/0'],
    ],
    [
      'a pattern that is not a string',
      patterns('groups', 1),
      ['wrong-type /layers/0/applies/groups/0'],
    ],
    [
      'an account of 11 digits',
      patterns('accounts', '11112222333'),
      ['pattern-mismatch /layers/0/applies/accounts/0'],
    ],
    [
      'an account that is a number',
      patterns('accounts', 111122223333),
      ['wrong-type /layers/0/applies/accounts/0'],
    ],
    ['no kind of recipe', patterns('recipe'), ['too-few-items /layers/0/applies/recipe']],
    [
      'another kind of recipe',
      patterns('recipe', 'ami'),
      ['not-in-enum /layers/0/applies/recipe/0'],
    ],
    [
      'an allowed list that is not a list',
      layer({ allowed: { name: 'a' } }),
      ['wrong-type /layers/0/allowed/name'],
    ],
    [
      'an empty allowed list',
      layer({ allowed: { name: [] } }),
      ['too-few-items /layers/0/allowed/name'],
    ],
    [
      'an allowed value that is null',
      layer({ allowed: { name: [null] } }),
      ['wrong-type /layers/0/allowed/name/0'],
    ],
    [
      'eleven tag policies',
      layer({ tagPolicies: Array.from({ length: 11 }, () => ({ tags: {} })) }),
      ['too-many-items /layers/0/tagPolicies'],
    ],
    [
      'a tag policy that is not one',
      layer({ tagPolicies: ['x'] }),
      ['not-an-object /layers/0/tagPolicies/0'],
    ],
  ])('%s', (_, document, issues) => {
    expect(issuesOf(document)).toEqual(issues);
  });

  it('holds for the same kind of recipe twice', () => {
    expect(issuesOf(patterns('recipe', 'image', 'image'))).toEqual([
      'repeated-item /layers/0/applies/recipe',
    ]);
  });

  it('says what was meant', () => {
    const { issues } = parsePolicy(JSON.stringify({ layers: [{ name: 'a', defualts: {} }] }));
    expect(issues[0]?.detail).toBe(
      '"defualts" is not a member of "layers.0". Did you mean "defaults"?',
    );
  });
});

describe('values that Image Builder would refuse', () => {
  it.each<[object, string]>([
    [{ status: 'on' }, 'not-in-enum /status'],
    [{ name: 'web' }, 'unknown-member /name'],
    [{ clientToken: 'x' }, 'unknown-member /clientToken'],
    [{ imageRecipeArn: 'x' }, 'pattern-mismatch /imageRecipeArn'],
    [{ tags: {} }, 'too-few-members /tags'],
    [{ tags: { 'aws:x': '1' } }, 'invalid-tag-key /tags/aws:x'],
    [{ tags: { 'a/b': 1 } }, 'wrong-type /tags/a~1b'],
    [{ tags: { a: 'x'.repeat(257) } }, 'too-long /tags/a'],
    [{ schedule: { autoDisablePolicy: {} } }, 'required /schedule/autoDisablePolicy/failureCount'],
    [
      { schedule: { autoDisablePolicy: { failureCount: 11 } } },
      'too-large /schedule/autoDisablePolicy/failureCount',
    ],
    [
      { imageTestsConfiguration: { timeoutMinutes: 59 } },
      'too-small /imageTestsConfiguration/timeoutMinutes',
    ],
    [
      { imageScanningConfiguration: { ecrConfiguration: { containerTags: ['a', ''] } } },
      'too-short /imageScanningConfiguration/ecrConfiguration/containerTags/1',
    ],
    [
      {
        workflows: [
          {
            workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/a/x.x.x',
            parameters: [{ name: 'p', value: [''] }, { name: 'q' }],
          },
        ],
      },
      'required /workflows/0/parameters/1/value',
    ],
    [{ schedule: { timezone: 'Berlin' } }, 'unknown-time-zone /schedule/timezone'],
    [
      { schedule: { scheduleExpression: 'daily' } },
      'invalid-schedule-expression /schedule/scheduleExpression',
    ],
  ])('are found at any depth, by default and enforced: %j', (members, expected) => {
    const [code, pointer] = expected.split(' ');
    for (const kind of ['defaults', 'enforced']) {
      expect(issuesOf(layer({ [kind]: members }))).toEqual([`${code} /layers/0/${kind}${pointer}`]);
    }
  });
});

describe('names', () => {
  it('are each layer’s own, and every repetition is named', () => {
    const layers = ['a', 'b', 'a', 'A', 'a'].map((name) => ({ name }));
    expect(issuesOf({ layers })).toEqual([
      'layer-name-repeated /layers/2/name',
      'layer-name-repeated /layers/4/name',
    ]);
  });
});

describe('members given twice', () => {
  it('are named beside everything else, wherever they are', () => {
    const text = `{"layers": [{"name": "a", "name": "b", "tagPolicies": [{"tags": {"x": {}, "x": {}}}],
      "defaults": {"tags": {"A": "1", "\\u0041": "2"}, "status": "on"}}], "layers": [{"name": "a",
      "defaults": {"status": "on"}}]}`;
    const { policy, issues } = parsePolicy(text);
    expect(policy).toBeUndefined();
    expect(issues.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'duplicate-member /layers/0/name',
      'duplicate-member /layers/0/tagPolicies/0/tags/x',
      'duplicate-member /layers/0/defaults/tags/A',
      'duplicate-member /layers',
      'not-in-enum /layers/0/defaults/status',
    ]);
  });
});

describe('a document with many issues', () => {
  it('names them all at once', () => {
    const document = {
      tagPolicyCompliance: 'errors',
      layers: [
        {
          name: 'a',
          defaults: { status: 'on', schedule: { timezone: 'Berln' }, tags: { By: '${calller}' } },
          allowed: { executionRol: ['x'] },
          tagPolicies: [{ tags: {} }, { tags: { a: { tag_key: { '@@assing': 'a' } } } }],
        },
        { name: 'a', applies: {}, enforced: { tags: { 'aws:x': '1' } } },
      ],
    };
    expect(issuesOf(document).toSorted()).toEqual([
      'invalid-tag-key /layers/1/enforced/tags/aws:x',
      'layer-name-repeated /layers/1/name',
      'not-in-enum /layers/0/defaults/status',
      'not-in-enum /tagPolicyCompliance',
      'too-few-members /layers/1/applies',
      'unknown-operator /layers/0/tagPolicies/1/tags/a/tag_key/@@assing',
      'unknown-path /layers/0/allowed/executionRol',
      'unknown-time-zone /layers/0/defaults/schedule/timezone',
      'unknown-variable /layers/0/defaults/tags/By',
    ]);
  });

  it('is read however deep it is nested', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const text = `{"layers": [{"name": "a", "tagPolicies": [${deep}], "defaults": {"status": ${deep}}}]}`;
    expect(parsePolicy(text).issues.length).toBeGreaterThan(0);
  });
});
