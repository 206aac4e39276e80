import { randomUUID } from 'node:crypto';
import { httpApiEvent, type ClientRequest } from '../../test/support/http-api-event.ts';
import { hostilePolicies, type HostilePolicy } from './hostile-policies.ts';
import { arn, requestNamed } from './policy-of-size.ts';

/** A body that nobody sends by mistake, and the policy under which it costs most. */
export interface HostileBody {
  readonly name: string;
  readonly policy: object;
  /** The event that the function receives, as JSON. */
  readonly event: string;
  /** The alias that is invoked with it; the function itself when left out. */
  readonly alias?: string;
}

const kibi = 1024;
const limit = 256 * kibi;
const times = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
const members = (count: number, member: (index: number) => string): string =>
  `{${times(count, member).join(',')}}`;
const items = (count: number, item: string): string => `[${Array(count).fill(item).join(',')}]`;
const overHttp = (request: ClientRequest): string => JSON.stringify(httpApiEvent(request));
const nested = (depth: number, inner: string): string =>
  '['.repeat(depth) + inner + ']'.repeat(depth);

/** The smallest request with members over it. */
const requestWith = (over: object): object => ({
  // Each has a name of its own, so that a right one can be created.
  ...requestNamed(`hostile-${randomUUID()}`),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
  ...over,
});

/** A request whose workflows hold values for parameters. */
const valued = (workflows: number, values: number, value: (index: number) => unknown): object =>
  requestWith({
    executionRole: 'arn:aws:iam::123456789012:role/imagebuilder/exec',
    workflows: times(workflows, (workflow) => ({
      workflowArn: arn('workflow/test/x/1.0.0'),
      parameters: [
        { name: 'p', value: times(values, (index) => value(workflow * values + index)) },
      ],
    })),
  });

/** Ways to write one word: its letters in upper case where a bit of the number is set. */
const spellings = (word: string, count: number, value: (index: number) => unknown): object =>
  Object.fromEntries(
    times(count, (index) => [
      Array.from(word, (letter, bit) =>
        (index >> bit) % 2 === 1 ? letter.toUpperCase() : letter,
      ).join(''),
      value(index),
    ]),
  );

const bothTags = (tags: object): object => requestWith({ tags, imageTags: tags });
const letters = (count: number, letter = 'a'): string => letter.repeat(count);

const project = (index: number): string =>
  `eng-platform-department-and-project-name-number-${index + 5_000}`;
const nearKeys = (count: number): object =>
  Object.fromEntries(
    times(count, (index) => [`RequiredKeyNumber${index}q${letters(39, 'y')}`, 'v']),
  );

const withZeros = (workflows: number, values: number): object =>
  requestWith({
    workflows: times(workflows, () => ({ parameters: [{ value: times(values, () => 0) }] })),
  });

/** What is looked at before any policy. */
const ofShape: Readonly<Record<string, string | object>> = {
  'opened lists': '['.repeat(limit),
  'opened objects': '{"a":'.repeat(52_000),
  'nested twenty thousand deep': `{"name":"abc","tags":${nested(20_000, '')}}`,
  'a hundred members twice, twenty thousand deep': `${'{"a":'.repeat(20_000)}${members(200, (index) => `"m${index >> 1}":0`)}${'}'.repeat(20_000)}`,
  'unknown members, 28,000': members(28_000, (index) => `"${index.toString(36)}":0`),
  'unknown members, 28,000 twice each': members(
    28_000,
    (index) => `"${(index >> 1).toString(36)}":0`,
  ),
  'unknown members, 999 close to known ones': members(999, (index) => `"imageRecip${index}":0`),
  'unknown members, 1,000 long ones close to a known one': requestWith(
    Object.fromEntries(
      times(950, (index) => [`infrastructureConfigurationArnn${index}${letters(200, 'n')}`, 1]),
    ),
  ),
  'unknown members, 250 at the length that is compared': members(
    250,
    (index) => `"${`infrastructureconfigurationArn${index}`.repeat(8).slice(0, 256)}":0`,
  ),
  'workflows, 80,000': `{"workflows":${items(80_000, '{}')}}`,
  'workflows, 1,000 with 80 mistakes each': `{"workflows":${items(1_000, `{"parameters":${items(80, '1')}}`)}}`,
  'workflows, 1,900 empty': `{"workflows":${items(950, '{"parameters":[{},{}]}')}}`,
  'workflows that are lists of equal items': requestWith({
    workflows: times(100, () => times(1_000, () => 0)),
  }),
  'lists at the 32nd level, 2,000': `{"workflows":${items(60, items(60, nested(27, '')))}}`,
  'lists at the 32nd level, as many as there is room for': `{"workflows":${items(999, items(4, nested(28, '0')))}}`,
  'maps of maps': `{"tags":${members(500, (index) => `"${index}":${members(50, (inner) => `"${inner}":0`)}`)}}`,
  'empty lists, 120,000': `{"workflows":[${items(300, items(400, '[]'))}]}`,
  'zeros, 120,000': `{"workflows":[${items(120, items(999, '0'))}]}`,
  'tags, 1,000': `{"tags":${members(1_000, (index) => `"CostCentr${index}":"${letters(200, 'x')}"`)}}`,
  'tags, 1,000 with keys that cannot be': `{"tags":${members(1_000, (index) => `"aws:${index}${letters(200, '$')}":""`)}}`,
  'one name of 250,000 characters': `{"${letters(250_000, 'x')}":1}`,
  'names of 250,000 characters, escaped': `{"${'\\u0061'.repeat(42_000)}":1}`,
  'an ARN of 250,000 characters': `{"executionRole":"arn:aws${'-a'.repeat(125_000)}"}`,
  'workflow ARNs that nearly match': `{"workflows":[${times(12, () => `{"workflowArn":"arn:aws${'-a'.repeat(10_000)}:"}`).join(',')}]}`,
  'a schedule of 250,000 characters': `{"schedule":{"scheduleExpression":"cron(${' '.repeat(250_000)})"}}`,
  'a schedule of 1,024 characters': requestWith({
    schedule: { scheduleExpression: `cron(${`${'1,'.repeat(160)}1 `.repeat(3)}` },
  }),
  'a time zone of 250,000 characters': `{"schedule":{"timezone":"${'a/'.repeat(125_000)}"}}`,
  'a time zone of 100 characters': requestWith({ schedule: { timezone: 'America/'.repeat(12) } }),
  'surrogates by halves': `{"workflows":[${items(120, `"${'\\ud83d'.repeat(300)}"`)}]}`,
  'surrogates by halves, 1,990': `{"workflows":[${items(199, items(10, `"${'\\ud83d'.repeat(15)}"`))}]}`,
  'numbers beyond range, 1,990': `{"workflows":[${items(199, items(10, '1e999'))}]}`,
  'names with half of a pair, 1,000': `{${times(999, (index) => `"\\ud83d${index}${letters(200, 'x')}":0`).join(',')}}`,
  'characters that are escaped, 40,000': `{"name":"${'\\u202e'.repeat(40_000)}"}`,
  'objects at the 32nd level': `{"workflows":${items(400, '{"a":'.repeat(29) + '0' + '}'.repeat(29))}}`,
  'backslashes and quotes': `{"name":"${'\\\\\\"'.repeat(64_000)}"}`,
  'backslashes alone': `{"name":"${letters(250_000, '\\')}"}`,
  'a list of 1,000 twice': requestWith({
    imageScanningConfiguration: {
      ecrConfiguration: { containerTags: times(1_000, () => letters(128)) },
    },
  }),
};

/** What the policy looks at. */
const ofPolicy: readonly (readonly [HostilePolicy, string, object])[] = [
  ['few words', 'numbers where texts are expected, 124,000', withZeros(124, 1_000)],
  ['few words', 'numbers where texts are expected, 1,900', withZeros(2, 950)],
  ['few words', 'texts that no list allows, 50,000', valued(50, 1_000, () => 'x')],
  ['few words', 'texts that no list allows, 1,900', valued(2, 950, () => letters(128, 'x'))],
  ['few words', 'one text of 250,000 characters', valued(1, 1, () => letters(250_000, 'x'))],
  ['few words', 'emoji that no list allows, 100', valued(1, 100, () => '😀'.repeat(600))],
  [
    'stars of a role',
    'many stars and 240,000 letters',
    requestWith({ executionRole: letters(120_000), description: letters(120_000) }),
  ],
  [
    'stars of a role',
    'many stars and as many letters as are taken',
    requestWith({ executionRole: letters(2_048), description: letters(1_024) }),
  ],
  ...(
    ['prefixes', 'within', 'many stars', 'long patterns', 'long patterns of many stars'] as const
  ).flatMap((policy): [HostilePolicy, string, object][] => [
    [policy, 'right texts, 1,900', valued(2, 950, (index) => `${letters(110)}${index}`)],
    [policy, 'one right text over and over', valued(2, 950, () => letters(120))],
    [
      policy,
      'right texts, 110 of 2,048 characters',
      valued(1, 110, (index) => `${letters(2_040)}${index}`),
    ],
    [policy, 'a right text of 250,000 characters', valued(1, 1, () => letters(250_000))],
    [policy, 'wrong texts, 1,900', valued(2, 950, (index) => `b${letters(110)}${index}`)],
    [policy, 'a wrong text of 250,000 characters', valued(1, 1, () => `b${letters(250_000)}`)],
  ]),
  [
    'within',
    'right texts that nearly match, 1,900',
    valued(2, 950, (index) => `${'ab'.repeat(55)}${index}`),
  ],
  ['many stars of a tag', 'a tag of 256 characters', bothTags({ Team: letters(256) })],
  [
    'tag values, 4,000',
    'a key in 1,000 spellings',
    bothTags(spellings('costcenter', 1_000, project)),
  ],
  ['tag values, 4,000', 'a key in 50 spellings', bothTags(spellings('costcenter', 50, project))],
  [
    'tag values, 4,000 alike',
    'a key in 50 spellings',
    bothTags(spellings('costcenter', 50, (index) => `${letters(150, 'x')}-${index}-`)),
  ],
  [
    'tag values, 4,000 alike',
    'a key in 50 spellings, in capitals',
    bothTags(spellings('costcenter', 50, (index) => `${letters(150, 'X')}${index}00000`)),
  ],
  [
    'tag patterns, 4,000',
    'a key in 50 spellings',
    bothTags(spellings('costcenter', 50, (index) => `${letters(120, 'x')}-${index}`)),
  ],
  [
    'tag values, 4,000',
    'fifty values of variables',
    bothTags(
      spellings('costcenter', 50, (index) => `${'{{imagebuilder:buildDate}}-'.repeat(9)}${index}`),
    ),
  ],
  [
    'tag values, 4,000 of one letter',
    'fifty values of variables',
    bothTags(
      spellings(
        'costcenter',
        50,
        (index) => `{{imagebuilder:buildDate}}${'x'.repeat(220)}${index}`,
      ),
    ),
  ],
  [
    'tag values, 4,000 of one letter',
    'a key in 50 spellings',
    bothTags(spellings('costcenter', 50, (index) => `${letters(250, 'x')}${index}`)),
  ],
  ['grants, 200', 'right texts, 1,900', valued(2, 950, (index) => `x${letters(100)}${index}`)],
  ['grants, 200', 'wrong texts, 1,900', valued(2, 950, (index) => `b${letters(100)}${index}`)],
  [
    'grants, 200',
    'one wrong text behind right ones, and a tag',
    { ...valued(2, 950, (index) => (index === 1_899 ? 'b' : 'x')), tags: { Team: 'team' } },
  ],
  ['required keys, 40', 'a thousand keys that look like them', bothTags(nearKeys(1_000))],
  ['required keys, 40', 'fifty keys that look like them', bothTags(nearKeys(50))],
  ['required keys, 2,000', 'a thousand keys that look like them', bothTags(nearKeys(1_000))],
  ['required keys, 2,000', 'fifty keys that look like them', bothTags(nearKeys(50))],
];

/** Every hostile body; whatever costs more than the rest is added here. */
export const hostileBodies = (): readonly HostileBody[] => [
  ...Object.entries(ofShape).map(([name, body]) => ({
    name,
    policy: hostilePolicies.none,
    event: overHttp({ body }),
  })),
  {
    name: 'a body that is not valid base64',
    policy: hostilePolicies.none,
    event: overHttp({ body: `${letters(340_000)}=x`, isBase64Encoded: true }),
  },
  {
    name: 'base64 of zeros',
    policy: hostilePolicies.none,
    event: overHttp({
      body: Buffer.from(`{"workflows":[${items(120, items(999, '0'))}]}`).toString('base64'),
      isBase64Encoded: true,
    }),
  },
  {
    name: 'a caller of 500 groups (grants, 200 for groups)',
    policy: hostilePolicies['grants, 200 for groups'],
    event: overHttp({
      body: requestWith({}),
      authorizer: {
        jwt: {
          claims: { sub: 'x', groups: `[${times(500, (index) => `a-${index}-b-`).join(' ')}]` },
          scopes: null,
        },
      },
    }),
  },
  ...[200, 1_000].map((count) => ({
    name: `a relay's user of ${count} groups (grants, 200 for groups)`,
    policy: hostilePolicies['grants, 200 for groups'],
    event: JSON.stringify(
      requestWith({
        onBehalfOf: {
          user: letters(128),
          groups: times(count, (index) => `a-${index}-${'b-'.repeat(80)}`),
        },
      }),
    ),
    alias: 'relay',
  })),
  {
    name: 'a direct invocation, nested 5,000 deep',
    policy: hostilePolicies.none,
    event: JSON.stringify(requestWith({ tags: {} })).replace('{}', nested(5_000, '')),
  },
  ...ofPolicy.map(([policy, name, body]) => ({
    name: `${name} (${policy})`,
    policy: hostilePolicies[policy],
    event: overHttp({ body }),
  })),
];
