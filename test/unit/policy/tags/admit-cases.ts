import recorded from '../../../fixtures/tag-policies/admission.json' with { type: 'json' };

/** A document, and the issues it is refused for: code by pointer. None: it is admitted. */
export interface AdmissionCase {
  readonly name: string;
  readonly document: unknown;
  readonly issues: Readonly<Record<string, string>>;
}

const CONTROLS = '@@operators_allowed_for_child_policies';
/** What the AWS CLI prints of a tag policy. */
const answer = {
  Policy: {
    PolicySummary: { Id: 'p-example', Name: 'tags', Type: 'TAG_POLICY', AwsManaged: false },
    Content: '{"tags":{"team":{"tag_key":{"@@assign":"Team"}}}}',
  },
};
const inRule = (rule: unknown) => ({ tags: { key: rule } });
const inValue = (setting: unknown) => inRule({ tag_value: setting });
const inControls = (words: unknown) => inValue({ [CONTROLS]: words });
const required = (...types: unknown[]) =>
  inRule({ report_required_tag_for: { '@@assign': types } });

const admitted = (name: string, document: unknown): AdmissionCase => ({
  name,
  document,
  issues: {},
});
const refused = (
  name: string,
  document: unknown,
  issues: Readonly<Record<string, string>>,
): AdmissionCase => ({ name, document, issues });

/** What is wrong in a document that Organizations refused, which it does not say itself. */
const places: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'keys that differ only in case': { '/tags/key': 'policy-key-repeated' },
  'two wildcards': { '/tags/key/tag_value/@@assign/0': 'too-many-wildcards' },
  'another tag key': { '/tags/key/tag_key/@@assign': 'tag-key-mismatch' },
  '@@append on tag_key': { '/tags/key/tag_key/@@append': 'misplaced-operator' },
  'an unknown field': { '/tags/key/unknown': 'unknown-field' },
  'an empty policy key': { '/tags/': 'empty-policy-key' },
  'another root': { '': 'missing-tags', '/wrong': 'unknown-member' },
  'an unknown control word': { [`/tags/key/tag_key/${CONTROLS}/0`]: 'unknown-control-word' },
  'a repeated control word': { [`/tags/${CONTROLS}/1`]: 'repeated-control-word' },
  '@@assign under tags': { '/tags/@@assign': 'misplaced-operator' },
  '@@assign at the root': { '/@@assign': 'unknown-member' },
  '@@remove under tags': { '/tags/@@remove': 'misplaced-operator' },
};

const recordedCases = recorded.cases.map(({ name, document, admitted: isAdmitted }) =>
  isAdmitted ? admitted(name, document) : refused(name, document, places[name] ?? {}),
);

/** What follows from the grammar. */
const derived: readonly AdmissionCase[] = [
  refused(
    'a key in lower case and again in capitals',
    { tags: { key: {}, KEY: {}, other: {} } },
    { '/tags/KEY': 'policy-key-repeated' },
  ),
  refused('nothing', null, { '': 'not-an-object' }),
  refused('a list', [], { '': 'not-an-object' }),
  refused('a text', 'red', { '': 'not-an-object' }),
  refused('an empty document', {}, { '': 'missing-tags' }),
  refused(
    'another spelling of tags',
    { Tags: {} },
    { '': 'missing-tags', '/Tags': 'unknown-member' },
  ),
  refused('a list of tags', { tags: [] }, { '/tags': 'not-an-object' }),
  refused('no tags', { tags: null }, { '/tags': 'not-an-object' }),
  refused(
    'a control list at the root',
    { tags: {}, [CONTROLS]: ['@@all'] },
    { [`/${CONTROLS}`]: 'unknown-member' },
  ),
  refused(
    'an operator beside tags that are not empty',
    { tags: { key: {} }, '@@assign': 'value' },
    { '/@@assign': 'unknown-member' },
  ),
  refused(
    'an operator beside a list of tags',
    { tags: [], '@@assign': 'value' },
    { '/tags': 'not-an-object', '/@@assign': 'unknown-member' },
  ),
  refused(
    'another operator beside an empty tags',
    { tags: {}, '@@replace': 'value' },
    { '/@@replace': 'unknown-member' },
  ),
  refused('the text of a policy', JSON.stringify(inRule({})), { '': 'not-a-tag-policy' }),
  refused('the answer of DescribePolicy', answer, { '': 'not-a-tag-policy' }),
  refused('the policy of that answer', answer.Policy, { '': 'not-a-tag-policy' }),
  refused(
    'that answer around what is no policy',
    { Policy: { Content: 'x' } },
    { '': 'not-a-tag-policy' },
  ),
  refused(
    'the answer of DescribeEffectivePolicy',
    {
      EffectivePolicy: {
        PolicyType: 'TAG_POLICY',
        PolicyContent: '{"tags":{"key":{"tag_key":"key","tag_value":["*"]}}}',
      },
    },
    { '': 'not-a-tag-policy' },
  ),
  refused(
    'a member that only looks like an answer',
    { Policy: {}, tags: {} },
    { '/Policy': 'unknown-member' },
  ),
  refused(
    'a raw value beside operators',
    inRule({ tag_key: { '@@assign': 'key' }, tag_value: ['red'] }),
    { '/tags/key/tag_value': 'raw-value' },
  ),
  refused('a rule that is a text', inRule('red'), { '/tags/key': 'not-an-object' }),
  refused('a rule that is a list', inRule([]), { '/tags/key': 'not-an-object' }),
  refused('an operator under the policy key', inRule({ '@@assign': ['red'] }), {
    '/tags/key/@@assign': 'misplaced-operator',
  }),
  refused('a field in capitals', inRule({ TAG_VALUE: { '@@assign': ['red'] } }), {
    '/tags/key/TAG_VALUE': 'unknown-field',
  }),
  refused('an operator in another case', inValue({ '@@Assign': ['red'] }), {
    '/tags/key/tag_value/@@Assign': 'unknown-operator',
  }),
  refused('an unknown operator', inValue({ '@@replace': ['red'] }), {
    '/tags/key/tag_value/@@replace': 'unknown-operator',
  }),
  refused('@@remove on tag_key', inRule({ tag_key: { '@@remove': ['key'] } }), {
    '/tags/key/tag_key/@@remove': 'misplaced-operator',
  }),
  refused(
    'a field inside a field',
    inValue({ '@@remove': ['a'], enforced_for: { '@@remove': ['ec2:instance'] } }),
    { '/tags/key/tag_value/enforced_for': 'unknown-operator' },
  ),
  refused(
    'an effective policy',
    {
      tags: {
        costcenter: {
          tag_value: ['100'],
          tag_key: 'CostCenter',
          enforced_for: ['ec2:instance'],
          report_required_tag_for: ['ec2:instance'],
        },
      },
    },
    {
      '': 'not-a-tag-policy',
      '/tags/costcenter/tag_value': 'raw-value',
      '/tags/costcenter/tag_key': 'raw-value',
      '/tags/costcenter/enforced_for': 'raw-value',
      '/tags/costcenter/report_required_tag_for': 'raw-value',
    },
  ),
  admitted('empty settings', inRule({ tag_key: {}, tag_value: {}, enforced_for: {} })),
  admitted('an empty list of values', inValue({ '@@assign': [] })),
  admitted('one wildcard anywhere', inValue({ '@@assign': ['*', 'a*', '*b', 'a*b', '', 'c'] })),
  admitted('every scalar', inValue({ '@@append': [0, -1.5, true, false, null, 'x'] })),
  refused('two wildcards in @@append', inValue({ '@@append': ['a', '**'] }), {
    '/tags/key/tag_value/@@append/1': 'too-many-wildcards',
  }),
  refused('two wildcards in @@remove', inValue({ '@@remove': ['*a*'] }), {
    '/tags/key/tag_value/@@remove/0': 'too-many-wildcards',
  }),
  refused('objects and lists as values', inValue({ '@@assign': [{ a: 1 }, 'b', ['c']] }), {
    '/tags/key/tag_value/@@assign/0': 'not-a-scalar',
    '/tags/key/tag_value/@@assign/2': 'not-a-scalar',
  }),
  refused('a text in place of a list', inValue({ '@@assign': 'red' }), {
    '/tags/key/tag_value/@@assign': 'not-a-list',
  }),
  refused('a list in place of a text', inRule({ tag_key: { '@@assign': ['key'] } }), {
    '/tags/key/tag_key/@@assign': 'not-a-text',
  }),
  refused(
    'a number as a tag key',
    { tags: { 12: { tag_key: { '@@assign': 12 } } } },
    { '/tags/12/tag_key/@@assign': 'not-a-text' },
  ),
  admitted('the tag key in any capitalization', {
    tags: { costCENTER: { tag_key: { '@@assign': 'CostCenter' } } },
  }),
  admitted(
    'every form of a resource type',
    required(
      'ec2:instance',
      'ec2:ALL_SUPPORTED',
      'ec2:*',
      'imagebuilder:image-pipeline',
      'elasticloadbalancing:loadbalancer/app',
      'iotwireless:FuotaTask',
      'made-up:thing',
    ),
  ),
  ...[
    'ec2',
    'ec2:',
    ':instance',
    'ec2:inst*',
    'ec2:all_supported',
    'EC2:instance',
    'ec2:instance:x',
    'ec2: instance',
    '*',
    '*:*',
    'All Services',
    '',
    'ALL_SUPPORTED',
    12,
    null,
    {},
  ].map((type) =>
    refused(`${JSON.stringify(type)} as a resource type`, required(type), {
      '/tags/key/report_required_tag_for/@@assign/0': 'malformed-resource-type',
    }),
  ),
  ...['@@all', '@@none', '@@assign', '@@append', '@@remove', '@@None'].map((word) =>
    admitted(`${word} alone in a control list`, inControls([word])),
  ),
  refused('@@none beside another word', inControls(['@@assign', '@@none']), {
    [`/tags/key/tag_value/${CONTROLS}/1`]: 'none-not-alone',
  }),
  refused('@@none beside @@all', inControls(['@@none', '@@all']), {
    [`/tags/key/tag_value/${CONTROLS}/0`]: 'none-not-alone',
  }),
  refused('an empty control list', inControls([]), {
    [`/tags/key/tag_value/${CONTROLS}`]: 'empty-control-list',
  }),
  refused('a control word without its list', inControls('@@none'), {
    [`/tags/key/tag_value/${CONTROLS}`]: 'not-a-list',
  }),
  refused('a control word that is not a string', inControls([null]), {
    [`/tags/key/tag_value/${CONTROLS}/0`]: 'unknown-control-word',
  }),
  refused('names that every object has as fields', inRule({ toString: {}, constructor: {} }), {
    '/tags/key/toString': 'unknown-field',
    '/tags/key/constructor': 'unknown-field',
  }),
  refused('__proto__ as a field', JSON.parse('{"tags":{"key":{"__proto__":{}}}}'), {
    '/tags/key/__proto__': 'unknown-field',
  }),
  admitted('__proto__ as a policy key', JSON.parse('{"tags":{"__proto__":{}}}')),
  refused(
    'a key to be escaped',
    { tags: { 'a/b~c': { tag_key: 'a/b~c' } } },
    { '/tags/a~1b~0c/tag_key': 'raw-value' },
  ),
  refused(
    'issues in several places',
    { tags: { a: { tag_value: ['x'] }, b: { nope: {}, tag_key: { '@@assign': 'c' } } }, more: 1 },
    {
      '/tags/a/tag_value': 'raw-value',
      '/tags/b/nope': 'unknown-field',
      '/tags/b/tag_key/@@assign': 'tag-key-mismatch',
      '/more': 'unknown-member',
    },
  ),
];

export const admissionCases: readonly AdmissionCase[] = [...recordedCases, ...derived];
