const kibi = 1024;
const members = (count: number, member: (index: number) => string): string =>
  `{${Array.from({ length: count }, (_, index) => member(index)).join(',')}}`;
const items = (count: number, item: string): string => `[${Array(count).fill(item).join(',')}]`;

/** Bodies that nobody sends by mistake, each by what is wrong with it. */
export const hostileBodies: Readonly<Record<string, string>> = {
  'opened lists': '['.repeat(256 * kibi),
  'opened objects': '{"a":'.repeat(52_000),
  'unknown members, 28,000': members(28_000, (index) => `"${index.toString(36)}":0`),
  'unknown members, 999 close to known ones': members(999, (index) => `"imageRecip${index}":0`),
  'tags, 1,000': `{"tags":${members(1_000, (index) => `"CostCentr${index}":"${'x'.repeat(200)}"`)}}`,
  'workflows, 80,000': `{"workflows":${items(80_000, '{}')}}`,
  'workflows, 1,000 with 80 mistakes each': `{"workflows":${items(1_000, `{"parameters":${items(80, '1')}}`)}}`,
  'one name of 250,000 characters': `{"${'x'.repeat(250_000)}":1}`,
  'an ARN of 250,000 characters': `{"executionRole":"arn:aws${'-a'.repeat(125_000)}"}`,
  'a schedule of 250,000 characters': `{"schedule":{"scheduleExpression":"cron(${' '.repeat(250_000)})"}}`,
  'a time zone of 250,000 characters': `{"schedule":{"timezone":"${'a/'.repeat(125_000)}"}}`,
};
