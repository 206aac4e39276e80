import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationPolicy } from '../../src/policy/document.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { arn, fixedPolicy, testPolicy } from '../support/policy.ts';
import type { ClientAnswer, Proxy } from '../support/proxy.ts';

const numbered = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
const tags = (count: number, key = (index: number) => `T${index}`) =>
  Object.fromEntries(numbered(count, (index) => [key(index), 'x']));
const parameters = 'workflows[].parameters[].value[]';
const workflow = (value: readonly unknown[]) => ({
  workflowArn: arn('workflow/test/x/1.0.0'),
  parameters: [{ name: 'p', value }],
});
/** The word in as many spellings, its letters in upper case where a bit of the number is set. */
const spelled = (word: string) => (index: number) =>
  Array.from(word, (letter, bit) =>
    (index >> bit) % 2 === 1 ? letter.toUpperCase() : letter,
  ).join('');
const layers = (count: number, allowed: readonly string[]) =>
  numbered(count, (index) => ({ name: `layer-${index}`, allowed: { [parameters]: allowed } }));

describe('The work for one body is bounded', () => {
  let proxy: Proxy;
  afterEach(() => proxy.close());
  const send = async (
    over: object,
    policy: Partial<OrganizationPolicy> = {},
  ): Promise<ClientAnswer> => {
    proxy = await openInProcessProxy({ policy: fixedPolicy({ ...testPolicy, ...policy }) });
    const smallest = {
      name: 'bounded',
      imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
      infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
    };
    return proxy.send({ body: { ...smallest, ...over } });
  };
  const errors = ({ document }: ClientAnswer): (readonly [string, string])[] =>
    (document.errors ?? []).map(({ pointer, code }) => [pointer, code] as const);
  const counts = (answer: ClientAnswer): Record<string, number> =>
    Object.fromEntries(
      Object.entries(Object.groupBy(errors(answer), ([, code]) => code)).map(([code, all]) => [
        code,
        all?.length ?? 0,
      ]),
    );
  const role = { executionRole: 'arn:aws:iam::123456789012:role/build' };

  it('with two thousand values in it, it is read; with one more, that alone is said', async () => {
    // The three ARNs and names of the request beside them: eight values in all.
    const workflows = (more: number) => [
      workflow(numbered(1_000, () => 'x')),
      workflow(numbered(992 + more, () => 'x')),
    ];
    const all = await send({ ...role, workflows: workflows(0) }, { layers: [{ name: 'a' }] });
    expect(all.status, all.document.detail).toBe(201);
    await proxy.close();
    const over = await send({ ...role, workflows: workflows(1), name: 7 });
    expect([over.status, over.document.code]).toEqual([400, 'validation-failed']);
    expect(over.document.errors).toEqual([
      {
        pointer: '',
        code: 'too-many-values',
        detail:
          'The body has more than 2000 values in it, texts, numbers and the like; no more are read.',
      },
    ]);
    expect(proxy.imageBuilder.requests).toEqual([]);
  });

  it('of 51 tags the policy looks at fifty', async () => {
    const enforced = { tags: { T49: 'fixed', T50: 'fixed' } };
    const answer = await send({ tags: tags(51) }, { layers: [{ name: 'a', enforced }] });
    expect(answer.status).toBe(400);
    expect(errors(answer)).toEqual([
      ['/tags', 'too-many-members'],
      ['/tags/T49', 'enforced'],
    ]);
  });

  it('a thousand spellings of one key under four thousand allowed values are one error and fifty', async () => {
    const documents = numbered(40, (document) => ({
      tags: {
        costcenter: {
          ...(document === 0 && { tag_key: { '@@assign': 'CostCenter' } }),
          tag_value: {
            [document === 0 ? '@@assign' : '@@append']: numbered(
              100,
              (index) => `project-number-${document * 100 + index}`,
            ),
          },
        },
      },
    }));
    const policy = {
      tagPolicyCompliance: 'error' as const,
      layers: numbered(4, (layer) => ({
        name: `layer-${layer}`,
        tagPolicies: documents.slice(layer * 10, layer * 10 + 10),
      })),
    };
    const answer = await send({ tags: tags(1_000, spelled('costcenter')) }, policy);
    expect(answer.status).toBe(400);
    expect(counts(answer)).toMatchObject({ 'too-many-members': 1, 'tag-key-variant': 49 });
    expect(counts(answer)['tag-value-not-allowed']).toBeLessThanOrEqual(50);
  });

  it.each([
    ['124,000 numbers where texts belong', 124, 0],
    ['50,000 texts that no list allows', 50, 'x'],
  ])('%s under twenty layers are counted, and nothing else', async (_, count, item) => {
    const value = numbered(1_000, () => item);
    const answer = await send(
      { workflows: numbered(count, () => ({ parameters: [{ value }] })) },
      { layers: layers(20, ['production', 'development', 'test', 'a*b']) },
    );
    expect(answer.status).toBe(400);
    expect(errors(answer)).toEqual([['', 'too-many-values']]);
  });

  it.each([
    ['items', numbered(1_001, () => 'x'), 'too-many-items'],
    ['members', tags(1_001), 'too-many-members'],
  ])('a thousand and one %s are not looked into', async (what, value, code) => {
    const answer = await send({ description: value });
    expect(answer.document.errors).toEqual([
      { pointer: '/description', code, detail: `This has 1001 ${what}; at most 1000 are read.` },
    ]);
  });

  it('the looking ends at a hundred errors, and the answer says that there may be more', async () => {
    const answer = await send(
      { ...role, workflows: [workflow(numbered(950, () => 'x'))] },
      { layers: layers(20, ['production']) },
    );
    expect([answer.status, counts(answer)]).toEqual([422, { 'not-allowed': 100 }]);
    expect(answer.document.detail).toMatch(/^At least 100 errors.* And at least 97 more\.$/);
  });

  it('a hundred mistakes of its own leave nothing to be said of the policy', async () => {
    const answer = await send(
      { ...role, workflows: [workflow([...numbered(100, () => 0), 'x'])] },
      { layers: layers(1, ['production']) },
    );
    expect([answer.status, counts(answer)]).toEqual([400, { 'wrong-type': 100 }]);
  });

  it('more patterns than can be compared with so much text are an error, and nothing is created', async () => {
    const patterns = [...numbered(99, (index) => `*a*b${index}*`), 'a*'];
    const text = 'a'.repeat(1_000);
    const few = await send(
      { ...role, workflows: [workflow([text])] },
      { layers: layers(20, patterns) },
    );
    expect(few.status, few.document.detail).toBe(201);
    await proxy.close();
    const many = await send(
      { ...role, workflows: [workflow(numbered(200, () => text))] },
      { layers: layers(20, patterns) },
    );
    expect([many.status, many.document.code]).toEqual([422, 'policy-violation']);
    expect(errors(many)).toEqual([['/workflows', 'too-much-to-compare']]);
    expect(proxy.imageBuilder.requests).toEqual([]);
  });

  it('stars that could match in many ways are matched in one reading', async () => {
    const allowed = {
      executionRole: [`${'a*'.repeat(32)}b`],
      description: [`${'*a'.repeat(9)}*b`],
    };
    const answer = await send(
      { executionRole: 'a'.repeat(2_000), description: 'a'.repeat(1_000) },
      { layers: numbered(20, (index) => ({ name: `layer-${index}`, allowed })) },
    );
    expect(counts(answer)['not-allowed']).toBeGreaterThanOrEqual(20);
  });

  it('a thousand unknown names that look like known ones are a hundred errors', async () => {
    const members = Object.fromEntries(
      numbered(900, (index) => [`infrastructureConfigurationArn${index}`, 1]),
    );
    const answer = await send(members);
    expect([answer.status, counts(answer)]).toEqual([400, { 'unknown-member': 100 }]);
    expect(answer.document.detail).toMatch(/^At least 900 errors, the first \d+ of which/);
  });
});
