import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { valueAt } from '../../src/json/pointer.ts';
import { arn } from '../support/policy.ts';
import { until, type Proxy } from '../support/proxy.ts';

const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

/** What `POST /image-pipelines` and a direct invocation promise, whatever the function runs in. */
export const createImagePipelineContract = (where: string, open: () => Promise<Proxy>): void => {
  describe(`Creating an image pipeline ${where}`, () => {
    let proxy: Proxy;
    let named = 0;
    const recipe = arn('image-recipe/web-server/1.0.0');
    /** A body that creates a pipeline of a name of its own. */
    const body = (members: object = {}): Record<string, unknown> => {
      named += 1;
      return { name: `pipeline-${named}`, imageRecipeArn: recipe, ...members };
    };
    const sentRequests = (): number => proxy.imageBuilder.requests.length;

    beforeAll(async () => {
      proxy = await open();
    });
    afterEach(() => {
      proxy.imageBuilder.faults.clear();
    });
    afterAll(async () => {
      await proxy.close();
    });

    it('answers 201 with the service’s members, the request as sent and the source of each value', async () => {
      const request = body();
      const { status, headers, document } = await proxy.send({ body: request });
      expect(status).toBe(201);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(document).toMatchObject({
        imagePipelineArn: arn(`image-pipeline/${String(request['name'])}`),
        imagePipeline: {
          ...request,
          infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
          schedule: { timezone: 'Etc/UTC' },
          tags: { ManagedBy: 'image-pipeline-proxy' },
          imageScanningConfiguration: { imageScanningEnabled: true },
        },
        provenance: {
          '/name': 'caller',
          '/imageRecipeArn': 'caller',
          '/infrastructureConfigurationArn': 'organization',
          '/tags/ManagedBy': 'organization',
          '/imageScanningConfiguration/imageScanningEnabled': 'organization',
        },
        warnings: [],
      });
      expect(document['requestId']).toEqual(expect.any(String));
      expect(proxy.imageBuilder.requests.at(-1)?.body).toEqual({
        ...document.imagePipeline,
        clientToken: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      });
    });

    it.each(['smallest', 'fullest', 'container'])(
      'creates what events/%s.json asks for',
      async (name) => {
        const { status, document } = await proxy.send({ body: read(name) });
        expect(status, JSON.stringify(document)).toBe(201);
        expect(document.imagePipeline).toMatchObject(withoutToken(read(name)));
      },
    );

    it('creates from a direct invocation, answering with a status and a line for a chat', async () => {
      const { dryRun, ...members } = read('direct-invocation');
      expect(dryRun).toBe(false);
      const document = await proxy.invoke(read('direct-invocation'));
      expect(document).toMatchObject({ status: 201, imagePipeline: members });
      expect(document.message).toBe(
        `Created image pipeline "${String(members['name'])}": ${document.imagePipelineArn ?? ''}`,
      );
    });

    it('names all mistakes of events/five-mistakes.json at once', async () => {
      const before = sentRequests();
      const { status, headers, document } = await proxy.send({ body: read('five-mistakes') });
      expect(status).toBe(400);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(document).toMatchObject({ status: 400, code: 'validation-failed', retryable: false });
      expect(document.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
        ['/imageRecipeARN', 'unknown-member'],
        ['/name', 'pattern-mismatch'],
        ['/status', 'not-in-enum'],
        ['/schedule/timezone', 'unknown-time-zone'],
        ['/schedule/scheduleExpression', 'invalid-schedule-expression'],
      ]);
      expect(sentRequests()).toBe(before);
    });

    it('answers a direct invocation’s mistakes instead of throwing', async () => {
      const document = await proxy.invoke({ name: 'x', dryRun: 'yes' });
      expect(document).toMatchObject({ status: 400, code: 'validation-failed' });
      expect(document.errors?.map(({ pointer }) => pointer)).toEqual([
        '/name',
        '/dryRun',
        '/imageRecipeArn',
      ]);
      expect(document.message).toMatch(/^Not created \(validation-failed\): 3 errors\./);
    });

    it('refuses what the policy enforces otherwise or does not allow with 422, naming the layer and what is allowed', async () => {
      const { status, document } = await proxy.send({
        body: body({
          imageScanningConfiguration: { imageScanningEnabled: false },
          executionRole: 'arn:aws:iam::123456789012:role/admin',
        }),
      });
      expect(status).toBe(422);
      expect(document.code).toBe('policy-violation');
      expect(document.errors).toEqual([
        {
          pointer: '/imageScanningConfiguration/imageScanningEnabled',
          code: 'enforced',
          detail: expect.stringContaining('"organization"') as unknown,
          layer: 'organization',
        },
        {
          pointer: '/executionRole',
          code: 'not-allowed',
          detail: expect.stringContaining('"arn:aws:iam::*:role/imagebuilder/*"') as unknown,
          layer: 'organization',
        },
      ]);
    });

    it('names policy breaches beside mistakes, as a 400', async () => {
      const { status, document } = await proxy.send({
        body: body({ status: 'ON', imageScanningConfiguration: { imageScanningEnabled: false } }),
      });
      expect(status).toBe(400);
      expect(document.errors?.map(({ code }) => code)).toEqual(['not-in-enum', 'enforced']);
    });

    it('asks Image Builder itself for a dry run, by a token that nobody meets', async () => {
      const request = body();
      const key = 'my own key';
      const headers = { 'idempotency-key': key };
      const { status, document } = await proxy.send({
        body: request,
        query: 'dryRun=true',
        headers,
      });
      expect(status).toBe(200);
      expect(document).toMatchObject({
        dryRun: true,
        validatedBy: 'image-builder',
        clientToken: key,
        imagePipeline: request,
        warnings: [],
      });
      expect(document).not.toHaveProperty('requestId');
      expect(document).not.toHaveProperty('imagePipelineArn');
      const direct = await proxy.invoke({ ...request, dryRun: true });
      expect(direct).toMatchObject({ status: 200, dryRun: true, validatedBy: 'image-builder' });
      expect(direct.message).toMatch(/^Dry run: .* would be created\. Nothing was\./);
      const created = await proxy.send({ body: request, headers });
      expect(created.status).toBe(201);
      const sent = proxy.imageBuilder.requests.slice(-3);
      expect(sent.map((one) => valueAt(one.body, '/dryRun'))).toEqual([true, true, undefined]);
      expect(new Set(sent.map((one) => valueAt(one.body, '/clientToken'))).size).toBe(3);
    });

    it('says of a dry run what it would say of the call: of a name that is taken', async () => {
      const request = body();
      await proxy.send({ body: request });
      const dry = await proxy.send({ body: request, query: 'dryRun=true' });
      const real = await proxy.send({ body: request });
      for (const { status, document } of [dry, real]) {
        expect([status, document.code]).toEqual([409, 'already-exists']);
      }
    });

    it('asks the policy alone for dryRun=policy', async () => {
      const before = sentRequests();
      const request = body();
      const { status, document } = await proxy.send({ body: request, query: 'dryRun=policy' });
      expect(status).toBe(200);
      expect(document).toMatchObject({
        dryRun: true,
        validatedBy: 'proxy',
        imagePipeline: request,
        warnings: [],
      });
      const direct = await proxy.invoke({ ...request, dryRun: 'policy' });
      expect(direct).toMatchObject({ status: 200, dryRun: true, validatedBy: 'proxy' });
      expect(direct.message).toMatch(/^Dry run: .* which was not asked\. Nothing was\./);
      expect(sentRequests()).toBe(before);
    });

    it.each([
      'dryrun=true',
      'dryRun=TRUE',
      'dryRun=Policy',
      'dryRun=1',
      'dryRun=',
      'dryRun=true&dryRun=false',
      'dry_run=true',
    ])('refuses the query ?%s rather than guess whether to create', async (query) => {
      const before = sentRequests();
      const { status, document } = await proxy.send({ body: body(), query });
      expect([status, document.code]).toEqual([400, 'malformed-request']);
      expect(sentRequests()).toBe(before);
    });

    it('leaves out empty tags', async () => {
      const { status, document } = await proxy.send({ body: body({ imageTags: {} }) });
      expect(status).toBe(201);
      expect(document.imagePipeline).not.toHaveProperty('imageTags');
    });

    it('warns of what Image Builder ignores or advises against', async () => {
      const { document } = await proxy.send({
        body: body({
          imageTestsConfiguration: { timeoutMinutes: 90 },
          schedule: { scheduleExpression: 'cron(0 0 * * SUN *)' },
        }),
      });
      expect(document.warnings?.map(({ pointer, code }) => [pointer, code])).toEqual([
        ['/imageTestsConfiguration/timeoutMinutes', 'ignored-by-image-builder'],
        ['/schedule/scheduleExpression', 'cron-without-question-mark'],
      ]);
    });

    describe('the client token', () => {
      const header = 'idempotency-key';
      const token = (text: string): Record<string, string> => ({ [header]: text });

      it('is the Idempotency-Key, plain or quoted', async () => {
        const plain = await proxy.send({ body: body(), headers: token('key-1') });
        expect(plain.document.clientToken).toBe('key-1');
        const quoted = await proxy.send({ body: body(), headers: token('"key-2"') });
        expect(quoted.document.clientToken).toBe('key-2');
        expect(proxy.imageBuilder.requests.at(-1)?.body).not.toMatchObject({
          clientToken: 'key-2',
        });
      });

      it('is the member clientToken, where that alone is sent or both are the same', async () => {
        const alone = await proxy.send({ body: body({ clientToken: 'key-3' }) });
        expect(alone.document.clientToken).toBe('key-3');
        const both = await proxy.send({
          body: body({ clientToken: 'key-4' }),
          headers: token('key-4'),
        });
        expect(both.document.clientToken).toBe('key-4');
      });

      it('is else the request id, which is in a problem too', async () => {
        const { document } = await proxy.send({ body: body({ name: '' }) });
        expect(document.clientToken).toBe(document.instance);
      });

      it('cannot be two', async () => {
        const { status, document } = await proxy.send({
          body: body({ clientToken: 'key-5' }),
          headers: token('key-6'),
        });
        expect([status, document.code]).toEqual([400, 'malformed-request']);
        expect(document.errors?.[0]).toMatchObject({ pointer: '/clientToken' });
      });

      it.each(['"', '""', 'x'.repeat(65)])('cannot be the Idempotency-Key %s', async (text) => {
        const { status, document } = await proxy.send({ body: body(), headers: token(text) });
        expect([status, document.code]).toEqual(
          text === '"' ? [201, undefined] : [400, 'malformed-request'],
        );
      });

      it('of another type or length is named with everything else', async () => {
        const { status, document } = await proxy.send({
          body: body({ clientToken: 7, status: 'x' }),
        });
        expect(status).toBe(400);
        expect(document.errors?.map(({ pointer }) => pointer).sort()).toEqual([
          '/clientToken',
          '/status',
        ]);
        const long = await proxy.send({ body: body({ clientToken: 'x'.repeat(65) }) });
        expect(long.document.errors?.[0]).toMatchObject({
          pointer: '/clientToken',
          code: 'too-long',
        });
      });

      it('replays the first answer when the same request is sent twice, and creates once', async () => {
        const request = body({ clientToken: 'double-click' });
        const first = await proxy.send({ body: request });
        const second = await proxy.send({ body: request });
        expect(second.status).toBe(201);
        expect(second.document.imagePipelineArn).toBe(first.document.imagePipelineArn);
      });

      it('is refused for another request with 422', async () => {
        await proxy.send({ body: body({ clientToken: 'reused' }) });
        const { status, document } = await proxy.send({ body: body({ clientToken: 'reused' }) });
        expect([status, document.code]).toEqual([422, 'idempotency-key-reused']);
      });
    });

    it('says that a name is taken, in whatever spelling, with 409', async () => {
      await proxy.send({ body: body({ name: 'Web App' }) });
      const { status, document } = await proxy.send({ body: body({ name: 'web_app' }) });
      expect([status, document.code]).toEqual([409, 'already-exists']);
      expect(document.detail).toContain(arn('image-pipeline/web-app'));
      expect(document['upstream']).toEqual({
        exception: 'ResourceAlreadyExistsException',
        requestId: expect.any(String) as unknown,
      });
    });

    it('refuses a body that is not declared as JSON with 415', async () => {
      const { status, document } = await proxy.send({
        body: '{}',
        headers: { 'content-type': 'text/plain' },
      });
      expect([status, document.code]).toEqual([415, 'unsupported-media-type']);
      expect(document.detail).toContain('text/plain');
    });

    it('takes JSON by its other names', async () => {
      const headers = { 'content-type': 'application/vnd.example+json; charset=utf-8' };
      const { status } = await proxy.send({ body: JSON.stringify(body()), headers });
      expect(status).toBe(201);
    });

    it.each([
      ['malformed JSON', '{"name": '],
      ['a list', '[]'],
      ['a text', '"web-server"'],
      ['null', 'null'],
      ['a member named __proto__', '{"name": "web-server", "__proto__": {}}'],
    ])('refuses %s as malformed', async (_, text) => {
      const { status, document } = await proxy.send({ body: text });
      expect([status, document.code]).toEqual([400, 'malformed-request']);
      expect(document.detail).not.toBe('');
    });

    it('refuses a body over 256 KiB with 413 and reads one below', async () => {
      const padding = (bytes: number): string =>
        JSON.stringify(body({ description: 'x'.repeat(bytes) }));
      const over = await proxy.send({ body: padding(262_144) });
      expect([over.status, over.document.code]).toEqual([413, 'payload-too-large']);
      const below = await proxy.send({ body: padding(250_000) });
      expect([below.status, below.document.code]).toEqual([400, 'validation-failed']);
    });

    it('refuses another account or Region than its own with 403', async () => {
      for (const place of ['eu-west-1:999999999999', 'us-east-1:123456789012']) {
        const infrastructureConfigurationArn = `arn:aws:imagebuilder:${place}:infrastructure-configuration/standard`;
        const imageRecipeArn = `arn:aws:imagebuilder:${place}:image-recipe/web-server/1.0.0`;
        const { status, document } = await proxy.send({
          body: body({ infrastructureConfigurationArn, imageRecipeArn }),
        });
        expect([status, document.code]).toEqual([403, 'target-not-allowed']);
        expect(document.errors?.[0]?.pointer).toBe('/infrastructureConfigurationArn');
      }
    });

    it('tells after a lost answer that the pipeline may exist, and the same token then finds it', async () => {
      const request = body({ clientToken: 'lost-answer' });
      proxy.imageBuilder.faults.add({ drop: 'after', times: 9 });
      const lost = await proxy.send({ body: request });
      expect([lost.status, lost.document.code]).toEqual([504, 'image-builder-timeout']);
      expect(lost.document).toMatchObject({ retryable: true, clientToken: 'lost-answer' });
      expect(lost.document.hint).toMatch(/may exist.*same clientToken/);
      proxy.imageBuilder.faults.clear();
      const found = await proxy.send({ body: request });
      expect(found.status).toBe(201);
    });

    it('tells the policy that holds for the caller', async () => {
      const { status, document } = await proxy.send({ method: 'GET', path: '/policy' });
      expect(status).toBe(200);
      expect(document).toMatchObject({
        layers: ['organization'],
        defaults: { schedule: { timezone: 'Etc/UTC' } },
        enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
        allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
        tagPolicy: {},
        tagPolicyCompliance: 'error',
      });
    });

    it('writes one line of JSON a request to the log, with no line break of the caller’s in it', async () => {
      const { document } = await proxy.send({ body: body({ name: 'a\n{"level":"info"}' }) });
      // A packaged function's log arrives by another way than its answer, and not always before it.
      const ofThisRequest = (): string[] =>
        proxy.log().filter((line) => line.includes(document.instance ?? 'none'));
      await until(() => ofThisRequest().length > 0);
      const lines = ofThisRequest();
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        level: 'warn',
        status: 400,
        eventSource: 'http',
      });
    });
  });
};

const withoutToken = ({ clientToken, ...members }: Record<string, unknown>): object => members;
