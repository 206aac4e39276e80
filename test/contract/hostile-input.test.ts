import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import type { ClientRequest } from '../support/http-api-event.ts';
import { arn } from '../support/policy.ts';
import type { ClientAnswer } from '../support/proxy.ts';

const kibi = 1024;
const recipe = arn('image-recipe/web-server/1.0.0');
const container = arn('container-recipe/web-server/1.0.0');

/** The text of an object with many members. */
const object = (count: number, member: (index: number) => string): string =>
  `{${Array.from({ length: count }, (_, index) => member(index)).join(',')}}`;
const nested = (open: string, inner: string, close: string, depth: number): string =>
  open.repeat(depth) + inner + close.repeat(depth);
/** A body whose one member is the given text of JSON. */
const withMember = (name: string, json: string): string =>
  `{"name":"hostile","imageRecipeArn":"${recipe}","${name}":${json}}`;

describe('Hostile input', () => {
  let proxy: ChaosProxy;
  let named = 0;
  beforeAll(async () => {
    proxy = await openChaosProxy();
  });
  afterAll(async () => {
    await proxy.close();
  });

  /** Sends something, and then a request of somebody else's, which must not have noticed. */
  const send = async (request: ClientRequest): Promise<ClientAnswer> => {
    const answer = await proxy.send(request);
    named += 1;
    const next = await proxy.send({ body: { name: `unharmed-${named}`, imageRecipeArn: recipe } });
    expect(next.status).toBe(201);
    return answer;
  };
  const isBounded = ({ document }: ClientAnswer): void => {
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(64 * kibi);
    expect(document.errors?.length ?? 0).toBeLessThanOrEqual(100);
    expect(
      proxy.log.findLast((line) => line.includes(String(document.instance)))?.length,
    ).toBeLessThan(32 * kibi);
  };

  describe('the size of the body', () => {
    const exactly = (bytes: number, filler = 'x'): string => {
      const [head, tail] = ['{"name":"', '"}'];
      return (
        head + filler.repeat((bytes - head.length - tail.length) / Buffer.byteLength(filler)) + tail
      );
    };
    const base64 = (text: string): ClientRequest => ({
      body: Buffer.from(text).toString('base64'),
      isBase64Encoded: true,
    });

    it.each([
      ['plain', (bytes: number) => ({ body: exactly(bytes) })],
      ['in base64', (bytes: number) => base64(exactly(bytes))],
    ])('is 256 KiB at most, %s', async (_, request) => {
      for (const bytes of [256 * kibi + 1, 256 * kibi + 2, 256 * kibi + 3]) {
        const over = await send(request(bytes));
        expect([over.status, over.document.code]).toEqual([413, 'payload-too-large']);
        expect(over.document.detail).toContain(`${bytes} bytes`);
      }
      const within = await send(request(256 * kibi));
      expect([within.status, within.document.code]).toEqual([400, 'validation-failed']);
    });

    it('counts bytes and not characters', async () => {
      const over = await send({ body: exactly(256 * kibi + 13, '€') });
      expect([over.status, over.document.code]).toEqual([413, 'payload-too-large']);
    });

    it('is looked at before the content type, and before anything is decoded', async () => {
      const body = '='.repeat(1024 * kibi);
      const { status } = await send({
        body,
        isBase64Encoded: true,
        headers: { 'content-type': 'text/plain' },
      });
      expect(status).toBe(413);
    });

    it('bounds the payload of a direct invocation', async () => {
      const document = await proxy.invoke({ name: 'x'.repeat(256 * kibi) });
      expect([document.status, document.code]).toEqual([413, 'payload-too-large']);
    });
  });

  it.each([
    ['base64 with other characters', 'eyJ$', /is declared as base64 and is not valid base64/],
    ['base64 with padding in it', 'ey==eyJ9', /is declared as base64 and is not valid base64/],
    ['one character of base64', 'e', /is declared as base64 and is not valid base64/],
    ['padding alone', '='.repeat(100_000) + 'x', /is declared as base64 and is not valid base64/],
    [
      'JSON in the place of base64',
      '{"name":"x"}',
      /is declared as base64 and is not valid base64/,
    ],
    [
      'bytes that are not UTF-8',
      Buffer.from([0x22, 0xff, 0x22]).toString('base64'),
      /is not UTF-8/,
    ],
    [
      'UTF-8 of a surrogate',
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]).toString('base64'),
      /is not UTF-8/,
    ],
    ['UTF-8 cut short', Buffer.from([0x22, 0xe2, 0x82]).toString('base64'), /is not UTF-8/],
    ['a byte order mark', Buffer.from('\ufeff{}').toString('base64'), /JSON/],
    ['an empty body', '', /no body/],
  ])('refuses %s with 400', async (_, body, detail) => {
    const answer = await send({ body, isBase64Encoded: true });
    expect([answer.status, answer.document.code]).toEqual([400, 'malformed-request']);
    expect(answer.document.detail).toMatch(detail);
  });

  it('takes base64 of any text, padded or not', async () => {
    for (const name of ['é', '🚀', 'aa', 'a']) {
      const text = JSON.stringify({ name: 'base64', imageRecipeArn: recipe, description: name });
      const { status } = await send({
        body: Buffer.from(text).toString('base64').replace(/=+$/, ''),
        query: 'dryRun=true',
        isBase64Encoded: true,
      });
      expect(status).toBe(200);
    }
  });

  it.each([
    ['256 KiB of opened lists', '['.repeat(256 * kibi)],
    ['128 Ki lists in each other', nested('[', '', ']', 128 * kibi)],
    ['opened objects', '{"a":'.repeat(52_000)],
    ['objects in each other', nested('{"a":', '1', '}', 43_000)],
    ['depth within a member', withMember('tags', nested('{"a":', '1', '}', 33))],
    [
      'depth behind text with quotes and brackets',
      `{"a":"\\"]]]]","b":${nested('[', '', ']', 40)}}`,
    ],
  ])('refuses %s without reading them', async (_, body) => {
    const answer = await send({ body });
    expect([answer.status, answer.document.code]).toEqual([400, 'malformed-request']);
    expect(answer.document.detail).toMatch(/nested more than 32 levels/);
  });

  it('refuses a direct invocation nested without end', async () => {
    for (const depth of [100, 100_000]) {
      let document: unknown = 1;
      for (let count = 0; count < depth; count += 1) document = { a: document };
      const { status, code } = await proxy.invoke(document);
      expect([status, code]).toEqual([400, 'malformed-request']);
    }
  });

  it('reads the deepest request that there is, and names what is wrong at its end', async () => {
    const body = withMember('workflows', '[{"parameters":[{"name":"a","value":[[]]}]}]');
    const { document } = await send({ body });
    expect(document.errors?.map(({ pointer }) => pointer)).toContain(
      '/workflows/0/parameters/0/value/0',
    );
  });

  it.each([
    ['__proto__ at the top', '{"__proto__":{"name":"x"}}'],
    ['__proto__ below', '{"tags":{"a":"b"},"schedule":{"__proto__":{"timezone":"x"}}}'],
    ['__proto__ with an escape', '{"\\u005f_proto__":1}'],
    ['a constructor with a prototype', '{"constructor":{"prototype":{"polluted":true}}}'],
  ])('refuses %s', async (_, body) => {
    const answer = await send({ body });
    expect([answer.status, answer.document.code]).toEqual([400, 'malformed-request']);
    expect(answer.document.detail).toMatch(/No member may be named "(?:__proto__|constructor)"/);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['constructor', 'prototype', 'hasOwnProperty', 'toString', '__defineGetter__'])(
    'takes %s for a name like any other',
    async (name) => {
      const unknown = await send({ body: withMember(name, '1') });
      expect(unknown.document.errors?.[0]).toMatchObject({
        pointer: `/${name}`,
        code: 'unknown-member',
      });
      const tag = await send({ body: withMember('tags', `{"${name}":"x"}`), query: 'dryRun=true' });
      expect(tag.status).toBe(200);
      expect(tag.document.imagePipeline?.['tags']).toMatchObject({ [name]: 'x' });
    },
  );

  it('refuses members that stand twice, with their pointers, however they are spelled', async () => {
    const { status, document } = await send({
      body: '{"name":"a","tags":{"x":"1","\\u0078":"2"},"name":"b","workflows":[{"a":1,"a":2}]}',
    });
    expect([status, document.code]).toEqual([400, 'malformed-request']);
    expect(document.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/tags/x', 'duplicate-member'],
      ['/name', 'duplicate-member'],
      ['/workflows/0/a', 'duplicate-member'],
    ]);
  });

  it.each([
    ['a description', '{"description":"\\ud800"}', '/description'],
    ['a tag value', '{"tags":{"a":"x\\udc00y"}}', '/tags/a'],
    ['a tag key', '{"tags":{"\\ud800":"a"}}', '/tags/\ud800'],
    ['a client token', '{"clientToken":"\\udfff"}', '/clientToken'],
    ['a name', '{"\\ud83d":1}', '/\ud83d'],
    [
      'a parameter',
      '{"workflows":[{"parameters":[{"name":"a","value":["\\udead"]}]}]}',
      '/workflows/0/parameters/0/value/0',
    ],
  ])('refuses half of a surrogate pair in %s, by its pointer', async (_, body, pointer) => {
    const before = proxy.imageBuilder.requests.length;
    const { status, document } = await proxy.send({ body });
    expect([status, document.code]).toEqual([400, 'validation-failed']);
    expect(document.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(document).not.toHaveProperty('clientToken', '\udfff');
    expect(proxy.imageBuilder.requests).toHaveLength(before);
  });

  it('takes whole surrogate pairs', async () => {
    const { status } = await send({
      body: withMember('description', '"\\ud83d\\ude80"'),
      headers: { 'idempotency-key': 'rocket' },
      query: 'dryRun=true',
    });
    expect(status).toBe(200);
  });

  it.each([
    'a\nb',
    'a\0',
    'é',
    '\u007f',
    '',
    ' '.repeat(65),
    'x'.repeat(100_000),
    '"a',
    '\u001b[2J',
  ])('refuses the Idempotency-Key %j or takes it as it is', async (key) => {
    const { status, document } = await send({
      body: { name: `key-${key.length}`, imageRecipeArn: recipe },
      headers: { 'idempotency-key': key },
    });
    if (key === '"a') expect([status, document.clientToken]).toEqual([201, '"a']);
    else expect([status, document.code]).toEqual([400, 'malformed-request']);
  });

  it.each(['text/plain\n{"level":"info"}', 'x'.repeat(100_000), 'json', '\u001b[31mjson'])(
    'refuses the content type %j, quoted and cut',
    async (type) => {
      const answer = await send({ body: '{}', headers: { 'content-type': type } });
      expect([answer.status, answer.document.code]).toEqual([415, 'unsupported-media-type']);
      expect(answer.document.detail?.length).toBeLessThan(200);
      expect(answer.document.detail).not.toMatch(/\p{Cc}/u);
    },
  );

  it.each([
    ['1e400', '/imageTestsConfiguration/timeoutMinutes'],
    ['-1e400', '/imageTestsConfiguration/timeoutMinutes'],
    ['1e308', '/imageTestsConfiguration/timeoutMinutes'],
    ['-0', '/imageTestsConfiguration/timeoutMinutes'],
    ['60.5', '/imageTestsConfiguration/timeoutMinutes'],
    ['59.999999999999999999999', undefined],
    ['60.0', undefined],
    ['1E2', undefined],
    ['1440', undefined],
  ])('takes the number %s for what it is', async (number, pointer) => {
    const body = withMember('imageTestsConfiguration', `{"timeoutMinutes":${number}}`);
    const { status, document } = await send({ body, query: 'dryRun=true' });
    expect(status).toBe(pointer === undefined ? 200 : 400);
    expect(document.errors?.map((error) => error.pointer)).toEqual(
      pointer === undefined ? undefined : [pointer],
    );
  });

  it('names a number that is too large to be read as such, unless its member is unknown', async () => {
    const { document } = await send({
      body: withMember('colour', '1e999').replace(
        '{',
        '{"imageTestsConfiguration":{"timeoutMinutes":1e400},',
      ),
    });
    expect(document.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/colour', 'unknown-member'],
      ['/imageTestsConfiguration/timeoutMinutes', 'number-out-of-range'],
    ]);
  });

  const bulky: [string, string][] = [
    ['28,000 unknown members', object(28_000, (index) => `"${index.toString(36)}":0`)],
    ['999 unknown members', object(999, (index) => `"imageRecip${index}":0`)],
    [
      '20,000 tags',
      withMember(
        'tags',
        object(20_000, (index) => `"t${index}":""`),
      ),
    ],
    [
      '1,000 invalid tags',
      withMember(
        'tags',
        object(1_000, (index) => `"\\u0000${index}":{}`),
      ),
    ],
    ['80,000 workflows', withMember('workflows', `[${Array(80_000).fill('{}').join(',')}]`)],
    [
      '1,000 workflows full of mistakes',
      withMember(
        'workflows',
        `[${Array(1_000)
          .fill(`{"parameters":[${Array(80).fill('1').join(',')}]}`)
          .join(',')}]`,
      ),
    ],
    ['a list of 120,000 numbers', `[${Array(120_000).fill('1').join(',')}]`],
    ['a name of 250,000 characters', `{"${'x'.repeat(250_000)}":1}`],
    ['a hundred long names', object(100, (index) => `"${String(index).repeat(1_200)}":1`)],
    ['a name of 80,000 slashes below', withMember('schedule', `{"${'/'.repeat(80_000)}":1}`)],
    ['a name of control characters', `{"${'\\u0001'.repeat(40_000)}":1}`],
    ['a text of 250,000 characters', withMember('description', `"${'x'.repeat(250_000)}"`)],
    ['a text of control characters', withMember('status', `"${'\\u0000'.repeat(40_000)}"`)],
    [
      'an ARN with a long partition',
      withMember(
        'distributionConfigurationArn',
        `"arn:${'x\\n'.repeat(60_000)}:imagebuilder:eu-west-1:123456789012:distribution-configuration/a"`,
      ),
    ],
    [
      'an ARN with a long Region',
      withMember(
        'distributionConfigurationArn',
        `"arn:aws:imagebuilder:${'x'.repeat(200_000)}:123456789012:distribution-configuration/a"`,
      ),
    ],
    [
      'a long schedule',
      withMember('schedule', `{"scheduleExpression":"cron(${' '.repeat(200_000)})"}`),
    ],
    ['a long time zone', withMember('schedule', `{"timezone":"${'a/'.repeat(100_000)}"}`)],
    ['a long client token', withMember('clientToken', `"${'x'.repeat(200_000)}"`)],
    [
      'two recipes and everything wrong',
      `{"name":7,"imageRecipeArn":[],"containerRecipeArn":"${container}","tags":[],"imageTags":3,"schedule":"x","workflows":{},"status":null}`,
    ],
  ];

  it.each(bulky)('answers %s with a 4xx of bounded size', async (_, body) => {
    const answer = await send({ body });
    expect(answer.status, answer.document.detail).toBe(400);
    expect(answer.document.detail).not.toBe('');
    isBounded(answer);
  });

  it('says how many errors there are beyond those it lists', async () => {
    const { document } = await send({ body: object(999, (index) => `"m${index}":0`) });
    expect(document.errors).toHaveLength(100);
    expect(document.detail).toMatch(
      /^At least 1000 errors, the first 100 of which are listed\. .* And at least 997 more\.$/,
    );
  });

  it('says how long a list or an object is that has too many entries, and no more', async () => {
    const { document } = await send({
      body: withMember(
        'tags',
        object(1_001, (index) => `"t${index}":""`),
      ),
    });
    expect(document.errors).toEqual([
      {
        pointer: '/tags',
        code: 'too-many-members',
        detail: 'This has 1001 members; at most 1000 are read.',
      },
    ]);
  });

  it.each([
    ['many parameters', 'dryRun=true&'.repeat(5_000)],
    ['many names', Array.from({ length: 2_000 }, (_, index) => `q${index}=1`).join('&')],
    ['a long value', `dryRun=${'x'.repeat(100_000)}`],
    ['broken escapes', 'dryRun=%ff%zz%'],
  ])('refuses a query with %s', async (_, query) => {
    const answer = await send({ body: '{}', query });
    expect([answer.status, answer.document.code]).toEqual([400, 'malformed-request']);
    expect(answer.document.detail?.length).toBeLessThan(400);
    isBounded(answer);
  });

  it('quotes a long path cut', async () => {
    const answer = await send({ method: 'GET', path: `/${'x'.repeat(100_000)}` });
    expect([answer.status, answer.document.code]).toEqual([404, 'no-such-route']);
    isBounded(answer);
  });

  it.each([undefined, null, true, 0, 1e308, '', 'name', [], [[]], {}, new Date(0)])(
    'answers an invocation with %j',
    async (event) => {
      const document = await proxy.invoke(event);
      expect(document.status).toBe(400);
      expect(document.message).toMatch(/^Not created/);
    },
  );
});
