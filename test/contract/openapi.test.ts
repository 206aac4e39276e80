import { createConfig, lintFromString } from '@redocly/openapi-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, examplePolicy } from '../../tools/openapi/examples.ts';
import { readIdempotencyKey } from '../../src/http/client-token.ts';
import { PolicyUnavailable } from '../../src/errors.ts';
import { problemTable, type ProblemCode } from '../../src/http/problem-table.ts';
import { schemaCodes } from '../../src/schema/explain.ts';
import { arbitraryBody } from '../support/arbitrary-request.ts';
import type { ClientRequest } from '../support/http-api-event.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { account, region } from '../support/lambda-context.ts';
import { root } from '../support/packaged-proxy.ts';
import { arn, emptyPolicy, fixedPolicy, testPolicy } from '../support/policy.ts';
import type { ClientAnswer, Proxy } from '../support/proxy.ts';
import { createImagePipelineContract } from './create-image-pipeline.ts';
import { mutated } from './mutated-body.ts';
import { memberAt, openApiGate, openApiText, throughOpenApi } from './openapi-gate.ts';

createImagePipelineContract('behind its OpenAPI document', async () =>
  throughOpenApi(await openInProcessProxy()),
);

describe('The OpenAPI document', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await throughOpenApi(await openInProcessProxy({ maxAttempts: 1 }));
  });
  afterAll(async () => {
    await proxy.close();
  });

  it('is served as the repository has it', async () => {
    const { status, headers, document } = await proxy.send({
      method: 'GET',
      path: '/openapi.json',
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(document).toEqual(JSON.parse(openApiText()));
  });

  it('is clean in the eyes of Redocly’s recommended rules', async () => {
    const problems = await lintFromString({
      source: openApiText(),
      absoluteRef: `${root}docs/openapi.json`,
      config: await createConfig({ extends: ['recommended'] }),
    });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('shows answers as they are', async () => {
    const exemplary = await throughOpenApi(
      await openInProcessProxy({ policy: fixedPolicy(examplePolicy) }),
    );
    const examples = (status: string): unknown =>
      memberAt(
        JSON.parse(openApiText()),
        ...['paths', '/image-pipelines', 'post', 'responses', status],
        ...['content', 'application/json', 'examples'],
      );
    const ids = { requestId: '…', clientToken: '…' };
    for (const name of ['smallest', 'container']) {
      const { document } = await exemplary.send({ body: event(name) });
      expect({ ...document, ...ids }).toEqual({
        ...memberAt(examples('201'), name, 'value'),
        ...ids,
      });
    }
    const { document } = await exemplary.send({ body: event('fullest'), query: 'dryRun=true' });
    expect(document).toEqual(memberAt(examples('200'), 'fullest', 'value'));
    const policy = await exemplary.send({ method: 'GET', path: '/policy' });
    expect(policy.document).toEqual(
      memberAt(
        JSON.parse(openApiText()),
        ...['paths', '/policy', 'get', 'responses', '200', 'content', 'application/json'],
        ...['examples', 'organization', 'value'],
      ),
    );
    await exemplary.close();
  });

  it('describes what GET /policy tells whom no grant is made to, and whose groups are unclear', async () => {
    const grants = [{ name: 'admins', to: { groups: ['admins'] } }];
    const other = await throughOpenApi(
      await openInProcessProxy({ policy: fixedPolicy({ ...testPolicy, grants }) }),
    );
    const ask = (groups: string) =>
      other.send({
        method: 'GET',
        path: '/policy',
        authorizer: { jwt: { claims: { sub: 'ana', groups }, scopes: null } },
      });
    expect((await ask('[web]')).document).toMatchObject({ grants: [], layers: [] });
    expect((await ask('[x admins]')).document.code).toBe('groups-unclear');
    await other.close();
  });

  describe('describes the problem', () => {
    let named = 0;
    const body = (members: object = {}): Record<string, unknown> => {
      named += 1;
      return {
        name: `problem-${named}`,
        imageRecipeArn: arn('image-recipe/web/1.0.0'),
        ...members,
      };
    };
    const answeredBy = async (exception: string): Promise<ClientAnswer> => {
      proxy.imageBuilder.faults.add({ exception, message: 'An example.' });
      return proxy.send({ body: body() });
    };
    const underDocument = async (
      document: unknown,
      request: Parameters<Proxy['send']>[0] = {},
    ): Promise<ClientAnswer> => {
      const other = await throughOpenApi(
        await openInProcessProxy({ policy: fixedPolicy(document) }),
      );
      try {
        return await other.send({ body: body(), ...request });
      } finally {
        await other.close();
      }
    };
    const underPolicy = async (error: Error): Promise<ClientAnswer> => {
      const other = await throughOpenApi(
        await openInProcessProxy({ policy: () => Promise.reject(error) }),
      );
      try {
        await other.send({ method: 'GET', path: '/policy' });
        return await other.send({ body: body() });
      } finally {
        await other.close();
      }
    };
    /** How each problem comes about; the compiler names one that is missing. */
    const requests: Readonly<Record<ProblemCode, () => Promise<ClientAnswer>>> = {
      'malformed-request': () => proxy.send({ body: '[]' }),
      'validation-failed': () => proxy.send({ body: event('five-mistakes') }),
      'no-such-route': () => proxy.send({ path: '/image-pipelines/x', body: body() }),
      'payload-too-large': () => proxy.send({ body: body({ description: 'x'.repeat(262_144) }) }),
      'unsupported-media-type': () =>
        proxy.send({ body: body(), headers: { 'content-type': 'text/plain' } }),
      'policy-violation': () =>
        proxy.send({ body: body({ executionRole: 'arn:aws:iam::123456789012:role/admin' }) }),
      'not-granted': () =>
        underDocument({
          ...testPolicy,
          grants: [{ name: 'payments', to: { callers: ['*'] }, allowed: { name: ['payments-*'] } }],
        }),
      'groups-unclear': () =>
        underDocument(
          { ...testPolicy, grants: [{ name: 'admins', to: { groups: ['admins'] } }] },
          { authorizer: { jwt: { claims: { sub: 's', groups: '[x admins]' }, scopes: null } } },
        ),
      'target-not-allowed': () => {
        const elsewhere = (resource: string): string => arn(resource).replace(region, 'us-east-1');
        return proxy.send({
          body: body({
            imageRecipeArn: elsewhere('image-recipe/web/1.0.0'),
            infrastructureConfigurationArn: elsewhere('infrastructure-configuration/standard'),
          }),
        });
      },
      'rejected-by-image-builder': () => answeredBy('InvalidParameterValueException'),
      'idempotency-key-reused': () => answeredBy('IdempotentParameterMismatchException'),
      'already-exists': () => answeredBy('ResourceAlreadyExistsException'),
      'resource-in-use': () => answeredBy('ResourceInUseException'),
      'dependency-not-ready': () => answeredBy('ResourceDependencyException'),
      'referenced-resource-not-found': () => answeredBy('ResourceNotFoundException'),
      'execution-role-forbidden': () => answeredBy('AccessDeniedException'),
      'quota-exceeded': () => answeredBy('ServiceQuotaExceededException'),
      throttled: () => answeredBy('TooManyRequestsException'),
      'image-builder-failed': () => answeredBy('ServiceException'),
      'image-builder-unavailable': () => answeredBy('ServiceUnavailableException'),
      'image-builder-timeout': () => {
        proxy.imageBuilder.faults.add({ drop: 'after' });
        return proxy.send({ body: body() });
      },
      'proxy-misconfigured': () => answeredBy('ExpiredTokenException'),
      'policy-unavailable': () => underPolicy(new PolicyUnavailable('An example.')),
      'internal-error': () => underPolicy(new TypeError('An example.')),
    };

    it.each(problemTable.map(({ code, status }) => [code, status] as const))(
      '%s, with an example that has the members of a real one',
      async (code, status) => {
        const { document } = await requests[code]();
        expect([document.code, document.status]).toEqual([code, status]);
        const example = memberAt(
          JSON.parse(openApiText()),
          ...['paths', '/image-pipelines', 'post', 'responses', String(status)],
          ...['content', 'application/problem+json', 'examples', code, 'value'],
        );
        const { type, title, retryable } = document;
        expect(example).toMatchObject({ type, title, retryable, code, status });
        // The refusal of an unknown path forms no token, and a lost answer has no id.
        expect(Object.keys(example).sort()).toEqual(Object.keys(document).sort());
      },
    );
  });

  it('takes a body’s shape exactly when the proxy has nothing against it', async () => {
    const gate = await openApiGate();
    const plain = await openInProcessProxy({ policy: fixedPolicy(emptyPolicy) });
    const ofResolution = new Set([
      'required /infrastructureConfigurationArn',
      'required /schedule/autoDisablePolicy/failureCount',
    ]);
    await fc.assert(
      fc.asyncProperty(mutated(arbitraryBody({ account, region })), async (body) => {
        const request: ClientRequest = { body, query: 'dryRun=true' };
        const { document } = await plain.send(request);
        // Neither a body's size nor a member named __proto__ is a matter of its shape.
        fc.pre(document.code !== 'payload-too-large' && document.code !== 'malformed-request');
        const shape = (document.errors ?? []).filter(
          ({ pointer, code }) =>
            schemaCodes.includes(code) && !ofResolution.has(`${code} ${pointer}`),
        );
        expect({ refused: gate.requestErrors(request).length > 0, shape }).toEqual({
          refused: shape.length > 0,
          shape,
        });
      }),
      { numRuns: 300 },
    );
    await plain.close();
  });

  it('takes an Idempotency-Key exactly when the proxy does', async () => {
    const gate = await openApiGate();
    const isTaken = (key: string): boolean => {
      try {
        return readIdempotencyKey(key) !== '';
      } catch {
        return false;
      }
    };
    const unit = fc.constantFrom('"', '\\', 'a', ' ', '~', 'é', '\t');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit, maxLength: 6 }),
          fc.string({ unit, maxLength: 70, size: 'max' }),
        ),
        (text) => {
          for (const key of [text, `"${text}"`]) {
            const headers = { 'idempotency-key': key };
            const errors = gate.requestErrors({ body: { name: 'web-server' }, headers });
            expect(errors.length === 0).toBe(isTaken(key));
          }
        },
      ),
    );
  });
});
