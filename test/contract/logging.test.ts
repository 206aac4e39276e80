import { afterEach, describe, expect, it } from 'vitest';
import { upstreamTokenOf } from '../../src/http/client-token.ts';
import { openChaosProxy, type ChaosOptions, type ChaosProxy } from '../support/chaos-proxy.ts';
import { caller, type ClientRequest } from '../support/http-api-event.ts';
import { arn, fixedPolicy } from '../support/policy.ts';

const recipe = arn('image-recipe/web-server/1.0.0');
const body = (members: object = {}): object => ({
  name: 'logged',
  imageRecipeArn: recipe,
  ...members,
});

let proxy: ChaosProxy;
const open = async (options?: ChaosOptions): Promise<ChaosProxy> => {
  proxy = await openChaosProxy(options);
  return proxy;
};
afterEach(async () => {
  await proxy.close();
});
const lines = (): Record<string, unknown>[] =>
  proxy.log.map((line) => JSON.parse(line) as Record<string, unknown>);

/** Secrets as they stand in headers, queries and bodies; none of them may reach a log. */
const secrets = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260801/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  cookie: 'session=c0ffee-cookie',
  'x-amz-security-token': 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
  'x-api-key': 'api-key-of-somebody',
  'x-forwarded-authorization': 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl',
  referer:
    'https://example.com/?X-Amz-Signature=presigned-signature&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F2026&X-Amz-Security-Token=presigned-token',
};
const words = [
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  '5d672d79c15b',
  'c0ffee-cookie',
  'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
  'api-key-of-somebody',
  'eyJhbGciOiJIUzI1NiJ9',
  'presigned-signature',
  'presigned-token',
  'hunter2',
];

const secret = 'hunter2-S3cr3t-Value';
const parameter = (value: unknown): object => ({
  executionRole: 'arn:aws:iam::123456789012:role/imagebuilder/exec',
  workflows: [{ workflowArn: arn('workflow/build/x/1.0.0'), parameters: [{ name: 'db', value }] }],
});
const foreign = (name: string): string =>
  `arn:aws:imagebuilder:eu-west-1:999988887777:infrastructure-configuration/${name.toLowerCase()}`;

describe('The log', () => {
  it('has one line a request, with all that an operator asks for first', async () => {
    await open();
    const { document } = await proxy.send({ body: body(), headers: { 'idempotency-key': 'k' } });
    expect(proxy.log).toHaveLength(1);
    expect(lines()[0]).toEqual({
      level: 'info',
      message: 'Created an image pipeline.',
      requestId: expect.any(String) as unknown,
      route: 'POST /image-pipelines',
      eventSource: 'http',
      caller,
      clientToken: 'k',
      upstreamToken: upstreamTokenOf(caller, 'k'),
      dryRun: false,
      layers: ['organization'],
      policyRevision: document['policyRevision'],
      status: 201,
      imagePipelineArn: document.imagePipelineArn,
      durationMs: expect.any(Number) as unknown,
      upstream: {
        requestId: document['requestId'],
        attempts: 1,
        durationMs: expect.any(Number) as unknown,
      },
    });
  });

  it('says of a failed call what Image Builder said, and how often it was asked', async () => {
    await open({ client: { maxAttempts: 1 } });
    proxy.imageBuilder.faults.add({ exception: 'ResourceInUseException', message: 'Busy.' });
    const { document } = await proxy.send({ body: body() });
    expect(lines()[0]).toMatchObject({
      level: 'warn',
      status: 409,
      code: 'resource-in-use',
      clientToken: document.clientToken,
      upstream: {
        exception: 'ResourceInUseException',
        httpStatus: 400,
        attempts: 1,
        mayExist: false,
        requestId: (document['upstream'] as { requestId: string }).requestId,
      },
      error: { message: 'Busy.' },
    });
  });

  it('holds no body, no header and no credential', async () => {
    await open();
    await proxy.send({
      body: body({ description: 'hunter2', imageTags: { password: 'hunter2' } }),
      headers: secrets,
      query: 'dryRun=true',
    });
    const [line = ''] = proxy.log;
    for (const word of words) expect(line).not.toContain(word);
    expect(line).not.toMatch(/authorization|headers|SignedHeaders/i);
  });

  it('holds none of what AWS repeats of a request whose signature does not match', async () => {
    await open({ client: { maxAttempts: 1 } });
    proxy.imageBuilder.faults.add({
      exception: 'InvalidSignatureException',
      message: `The Canonical String for this request should have been\n'PUT\n/CreateImagePipeline\n\nx-amz-security-token:${secrets['x-amz-security-token']}\n\nhost'\n${secrets.authorization}`,
    });
    const { document } = await proxy.send({ body: body() });
    const everything = JSON.stringify(document) + proxy.log.join('');
    for (const word of words) expect(everything).not.toContain(word);
    expect(lines()[0]).toMatchObject({ code: 'proxy-misconfigured', level: 'error' });
  });

  it.each([
    ['a text in the place of a list', parameter(secret)],
    ['a parameter under another name', { workflows: [{ parameters: [{ key: secret }] }] }],
    ['a parameter in another shape', { workflows: [{ parameters: secret }] }],
    ['a tag that is too long', { tags: { Stage: secret.repeat(20) } }],
    ['a value of the wrong type', { status: [secret] }],
    ['a value of no list', { schedule: { pipelineExecutionStartCondition: secret } }],
    ['a value against a pattern', { name: `!${secret}!` }],
    ['no ARN', { imageRecipeArn: secret }],
    ['no time zone', { schedule: { timezone: `${secret}/${secret}` } }],
    ['no schedule', { schedule: { scheduleExpression: `cron(${secret})` } }],
    ['an unknown member', { password: secret }],
    [
      'a value against an enforced one',
      { imageScanningConfiguration: { imageScanningEnabled: secret } },
    ],
    ['a value that is not allowed', { executionRole: `arn:aws:iam::123456789012:role/${secret}` }],
    ['a target that is not served', { infrastructureConfigurationArn: foreign(secret) }],
    ['half of a surrogate pair', { description: `${secret}\ud800` }],
    ['two client tokens', { description: secret, clientToken: 'b' }, 'a'],
  ])('holds no value of a request that is refused for %s', async (_, members, key = '') => {
    await open();
    const headers = { 'idempotency-key': key };
    const { status } = await proxy.send({ body: body(members), ...(key !== '' && { headers }) });
    expect(status).toBeGreaterThanOrEqual(400);
    await proxy.invoke(body(members));
    expect(proxy.log).toHaveLength(2);
    expect(proxy.log.join('')).not.toContain('hunter2');
    expect(lines()[0]).toMatchObject({ errorCount: expect.any(Number) as unknown });
    expect(lines()[0]?.['errors']).toContainEqual(
      expect.objectContaining({
        code: expect.any(String) as unknown,
        pointer: expect.stringMatching(/^\//) as unknown,
      }),
    );
  });

  const unreadable: [string, ClientRequest][] = [
    ['is not JSON', { body: `{"name":"x","password":"${secret}",}` }],
    ['is cut off', { body: `{"name":"x","password":"${secret}` }],
    ['is a text', { body: `"${secret}"` }],
    ['is a list', { body: `["${secret}"]` }],
    [
      'is no JSON by its type',
      { body: `{"a":"${secret}"}`, headers: { 'content-type': 'text/plain' } },
    ],
    ['is too large', { body: `{"name":"${secret}","description":"${'x'.repeat(300_000)}"}` }],
    ['is base64 of another kind', { body: `${secret}!`, isBase64Encoded: true }],
  ];
  it.each([false, true])(
    'holds nothing of a body that cannot be read, with debug %j',
    async (debug) => {
      await open({ debug });
      for (const [why, request] of unreadable) {
        const { status } = await proxy.send(request);
        expect(status, why).toBeGreaterThanOrEqual(400);
      }
      expect(proxy.log).toHaveLength(unreadable.length);
      expect(proxy.log.join('')).not.toContain('hunter2');
    },
  );

  it('holds neither of a member that is sent twice, nor of a query', async () => {
    await open();
    await proxy.send({ body: `{"name":"${secret}","name":"${secret}"}` });
    await proxy.send({ body: body(), query: `dryRun=${secret}` });
    expect(proxy.log.join('')).not.toContain('hunter2');
  });

  it('quotes Image Builder without what it repeats of the request; the answer repeats it', async () => {
    await open({ client: { maxAttempts: 1 } });
    const message = `The value ${secret} of description is bad; secretAccessKey=AbCdEf0123456789`;
    proxy.imageBuilder.faults.add({ exception: 'InvalidRequestException', message });
    const { document } = await proxy.send({ body: body({ description: secret }) });
    expect(document.detail).toBe(
      `Image Builder answered: The value ${secret} of description is bad; secretAccessKey=[redacted]`,
    );
    expect(lines()[0]).toMatchObject({
      error: {
        message: 'The value {/description} of description is bad; secretAccessKey=[redacted]',
      },
    });
    expect(proxy.log.join('')).not.toMatch(/hunter2|AbCdEf/);
  });

  it('shows the request where that is asked for, less the secrets in it', async () => {
    await open({ debug: true });
    await proxy.send({
      body: body({
        description: 'shown',
        workflows: [{ parameters: [{ name: 'admin_password', value: ['hunter2'] }] }],
        imageTags: { password: 'hunter2', api_key: 'hunter2', note: 'Bearer hunter2-hunter2' },
      }),
      headers: secrets,
      query: 'dryRun=true&X-Amz-Signature=presigned-signature&token=hunter2',
    });
    const [line = ''] = proxy.log;
    for (const word of words) expect(line).not.toContain(word);
    expect(lines()[0]).toMatchObject({
      request: {
        headers: {
          authorization: '[redacted]',
          cookie: '[redacted]',
          host: expect.any(String) as unknown,
        },
        query: [
          ['dryRun', 'true'],
          ['X-Amz-Signature', '[redacted]'],
          ['token', '[redacted]'],
        ],
        body: expect.anything() as unknown,
      },
    });
    await proxy.send({ body: body({ description: 'shown' }), query: 'dryRun=true' });
    expect(proxy.log.at(-1)).toContain('"description":"shown"');
  });

  it('is bounded, whatever is sent and whatever is asked for', async () => {
    const layers = Array.from({ length: 500 }, (_, index) => ({
      name: `layer-${index}-${'x'.repeat(40)}`,
      defaults: { infrastructureConfigurationArn: arn('infrastructure-configuration/standard') },
    }));
    await open({ debug: true, policy: fixedPolicy({ layers }) });
    const long = '\u001b'.repeat(10_000);
    await proxy.send({
      body: body({ description: long, status: long }),
      headers: { 'x-long': long },
    });
    await proxy.send({
      body: body({ workflows: Array(900).fill({ parameters: Array(20).fill({ a: 1 }) }) }),
    });
    await proxy.send({ method: 'GET', path: `/${long}`, query: long });
    await proxy.send({ body: body(), authorizer: { jwt: { claims: { sub: long.repeat(10) } } } });
    expect(proxy.log).toHaveLength(4);
    for (const line of proxy.log) expect(line.length).toBeLessThan(36 * 1024);
    expect(lines()[0]?.['layers']).toHaveLength(21);
  });

  it.each([
    ['a line break', 'a\n{"level":"info","status":201}'],
    ['a carriage return', 'a\r\nlevel=info'],
    ['the end of the JSON', '","status":201,"x":"'],
    ['the colours of a terminal', '\u001b[2J\u001b[31mfine'],
    ['a C1 control', '\u009b31mfine'],
    ['a line separator', 'a\u2028{"level":"info"}\u2029'],
    ['right-to-left text', '\u202egnp.exe\u2066'],
    ['a byte order mark', '\ufeff{'],
    ['a tag character', '\u{e0041}'],
    ['half of a surrogate pair', '\ud800'],
  ])('stays one line of printable text with %s in a value', async (_, text) => {
    await open();
    await proxy.send({
      body: body({ status: text, clientToken: text, [text]: 1 }),
      authorizer: { jwt: { claims: { sub: text } } },
    });
    await proxy.send({ method: 'GET', path: `/${text}` });
    expect(proxy.log).toHaveLength(2);
    for (const line of proxy.log) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(JSON.parse(line)).toMatchObject({ level: 'warn' });
    }
    expect(lines()[0]).toMatchObject({ status: 400, caller: `jwt:${text}` });
  });

  it('tells the cause of what the answer keeps to itself', async () => {
    await open({ policy: () => Promise.reject(new TypeError('Something is undefined.')) });
    const { status, document } = await proxy.send({ body: body() });
    expect([status, document.code]).toEqual([500, 'internal-error']);
    expect(JSON.stringify(document)).not.toContain('undefined');
    expect(lines()[0]).toMatchObject({
      level: 'error',
      error: {
        name: 'TypeError',
        message: 'Something is undefined.',
        stack: expect.any(String) as unknown,
      },
    });
  });
});
