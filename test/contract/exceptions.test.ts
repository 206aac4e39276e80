import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemForException, problemTable } from '../../src/http/problem-table.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { arn } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

/**
 * The contract's table, restated: what Image Builder answers and what the caller is told. Each is sent
 * over HTTP by the embedded service and read by the real SDK.
 */
const table: [exception: string, status: number, code: string][] = [
  ['InvalidRequestException', 400, 'rejected-by-image-builder'],
  ['ClientException', 400, 'rejected-by-image-builder'],
  ['InvalidParameterException', 400, 'rejected-by-image-builder'],
  ['InvalidParameterValueException', 400, 'rejected-by-image-builder'],
  ['InvalidParameterCombinationException', 400, 'rejected-by-image-builder'],
  ['InvalidVersionNumberException', 400, 'rejected-by-image-builder'],
  ['IdempotentParameterMismatchException', 422, 'idempotency-key-reused'],
  ['ResourceAlreadyExistsException', 409, 'already-exists'],
  ['ResourceInUseException', 409, 'resource-in-use'],
  ['ResourceDependencyException', 409, 'dependency-not-ready'],
  ['ResourceNotFoundException', 422, 'referenced-resource-not-found'],
  ['ForbiddenException', 403, 'execution-role-forbidden'],
  ['AccessDeniedException', 403, 'execution-role-forbidden'],
  ['ServiceQuotaExceededException', 402, 'quota-exceeded'],
  ['CallRateLimitExceededException', 429, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['ServiceException', 502, 'image-builder-failed'],
  ['ServiceUnavailableException', 503, 'image-builder-unavailable'],
  // Exceptions of the service that no row names: they follow their status class.
  ['DryRunOperationException', 400, 'rejected-by-image-builder'],
  ['InvalidPaginationTokenException', 400, 'rejected-by-image-builder'],
];

/** What is not the service's to throw, but AWS's in front of it. */
const others: [exception: string, upstreamStatus: number, status: number, code: string][] = [
  ['ThrottlingException', 400, 429, 'throttled'],
  ['Throttling', 400, 429, 'throttled'],
  ['RequestLimitExceeded', 503, 429, 'throttled'],
  ['BrandNewException', 418, 400, 'rejected-by-image-builder'],
  ['BrandNewException', 429, 429, 'throttled'],
  ['BrandNewServerException', 599, 502, 'image-builder-failed'],
  ['ExpiredTokenException', 403, 500, 'proxy-misconfigured'],
  ['UnrecognizedClientException', 403, 500, 'proxy-misconfigured'],
  ['InvalidSignatureException', 403, 500, 'proxy-misconfigured'],
  ['MissingAuthenticationTokenException', 403, 500, 'proxy-misconfigured'],
];

describe('What Image Builder throws', () => {
  let proxy: Proxy;
  let named = 0;
  const send = async (query = '') => {
    named += 1;
    return proxy.send({
      body: { name: `exception-${named}`, imageRecipeArn: arn('image-recipe/web-server/1.0.0') },
      query,
    });
  };
  beforeAll(async () => {
    proxy = await openInProcessProxy({ maxAttempts: 1 });
  });
  afterAll(async () => {
    await proxy.close();
  });

  it.each(table)('%s is answered with %i %s', async (exception, status, code) => {
    proxy.imageBuilder.faults.add({ exception, message: 'Because of an example.' });
    const { status: answered, headers, document } = await send();
    expect([answered, document.status, document.code]).toEqual([status, status, code]);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(document['upstream']).toEqual({ exception, requestId: expect.any(String) as unknown });
    expect(document.detail).not.toBe('');
    expect(document.clientToken).toBe(document.instance);
  });

  it.each(table)('%s is answered the same to a dry run', async (exception, status, code) => {
    proxy.imageBuilder.faults.add({ exception, message: 'Because of an example.' });
    const { status: answered, document } = await send('dryRun=true');
    if (exception === 'DryRunOperationException') {
      // Image Builder's yes, which is no error.
      expect([answered, document['validatedBy']]).toEqual([200, 'image-builder']);
      return;
    }
    expect([answered, document.status, document.code]).toEqual([status, status, code]);
    expect(document.hint ?? '').not.toMatch(/^The image pipeline may exist/);
  });

  it.each(others)(
    '%s with %i is answered with %i %s',
    async (exception, upstream, status, code) => {
      proxy.imageBuilder.faults.add({ exception, status: upstream, message: 'An example.' });
      const { status: answered, document } = await send();
      expect([answered, document.code]).toEqual([status, code]);
    },
  );

  it.each([
    ['a dropped connection', { drop: 'before' }, 504, 'image-builder-timeout'],
    ['a connection dropped after it took effect', { drop: 'after' }, 504, 'image-builder-timeout'],
    ['half an answer', { partial: true }, 504, 'image-builder-timeout'],
    ['HTML with 200', { answer: { status: 200, body: '<html>' } }, 502, 'image-builder-failed'],
    ['HTML with 500', { answer: { status: 500, body: '<html>' } }, 502, 'image-builder-failed'],
    ['an empty 200', { answer: { status: 200, body: '' } }, 502, 'image-builder-failed'],
    [
      'JSON with 200 that names no pipeline',
      { answer: { status: 200, body: '{}' } },
      502,
      'image-builder-failed',
    ],
  ] as const)(
    '%s is answered with its row, and that the pipeline may exist',
    async (_, fault, status, code) => {
      proxy.imageBuilder.faults.add(fault);
      const { status: answered, document } = await send();
      expect([answered, document.code]).toEqual([status, code]);
      expect(document).toMatchObject({ retryable: true });
      expect(document.hint).toMatch(/may exist.*same clientToken/);
    },
  );

  it('a dry run that goes unanswered has created nothing, and says so', async () => {
    proxy.imageBuilder.faults.add({ drop: 'after' });
    const { status, document } = await send('dryRun=true');
    expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
    expect(document.hint).toMatch(/^This request created nothing/);
  });

  it('an answer that never comes is a 504 inside the time that the function has left', async () => {
    const hurried = await openInProcessProxy({ maxAttempts: 1, millisLeft: 900 });
    hurried.imageBuilder.faults.add({ hang: 'after' });
    const { status, document } = await hurried.send({
      body: { name: 'hanging', imageRecipeArn: arn('image-recipe/web-server/1.0.0') },
    });
    expect([status, document.code]).toEqual([504, 'image-builder-timeout']);
    await hurried.close();
  });

  it('an Image Builder that cannot be reached is a 503, and nothing was created', async () => {
    const alone = await openInProcessProxy({ maxAttempts: 1 });
    await alone.imageBuilder.close();
    const { status, headers, document } = await alone.send({
      body: { name: 'unreached', imageRecipeArn: arn('image-recipe/web-server/1.0.0') },
    });
    expect([status, document.code]).toEqual([503, 'image-builder-unavailable']);
    expect(headers['retry-after']).toBe('30');
    expect(document.hint).not.toMatch(/may exist/);
    await alone.close();
  });

  it('an earlier attempt that was lost makes a later refusal say that the pipeline may exist', async () => {
    const patient = await openInProcessProxy({ maxAttempts: 2 });
    patient.imageBuilder.faults.add([{ drop: 'after' }, { exception: 'TooManyRequestsException' }]);
    const { document } = await patient.send({
      body: { name: 'lost-first', imageRecipeArn: arn('image-recipe/web-server/1.0.0') },
    });
    expect(document.code).toBe('throttled');
    expect(document.hint).toMatch(/may exist.*same clientToken/);
    await patient.close();
  });

  it('throttling carries Image Builder’s own Retry-After, or else five seconds', async () => {
    proxy.imageBuilder.faults.add([
      { exception: 'TooManyRequestsException', headers: { 'retry-after': '17' } },
      { exception: 'TooManyRequestsException' },
    ]);
    expect((await send()).headers['retry-after']).toBe('17');
    expect((await send()).headers['retry-after']).toBe('5');
  });

  it('a missing permission is named, with whose it is, and without the role’s ARN', async () => {
    const role = 'arn:aws:sts::123456789012:assumed-role/image-pipeline-proxy/example';
    const recipe = arn('image-recipe/web-server/1.0.0');
    proxy.imageBuilder.faults.add({
      exception: 'AccessDeniedException',
      message: `User: ${role} is not authorized to perform: imagebuilder:GetImageRecipe on resource: ${recipe}`,
    });
    const { document } = await send();
    expect(document.hint).toContain('lacks imagebuilder:GetImageRecipe');
    expect(document.hint).toContain('not about your sign-in');
    expect(JSON.stringify(document)).not.toContain('assumed-role');
    expect(proxy.log().at(-1)).toContain(role);
  });

  it('a role of ours in any message stays in the log', async () => {
    proxy.imageBuilder.faults.add({
      exception: 'InvalidRequestException',
      message: 'Role arn:aws:iam::123456789012:role/secret-role cannot be used.',
    });
    const { document } = await send();
    expect(document.detail).toBe('Image Builder answered: Role the execution role cannot be used.');
    expect(proxy.log().at(-1)).toContain('secret-role');
  });

  it('every row of the problem table but the last has a name that leads to it, and no name leads to two', () => {
    const names = problemTable.flatMap((row) => row.names as readonly string[]);
    expect(new Set(names).size).toBe(names.length);
    for (const row of problemTable) {
      for (const name of row.names) expect(problemForException(name).code).toBe(row.code);
    }
    const unnamed = problemTable.filter(({ names: none }) => none.length === 0);
    expect(unnamed.map(({ code }) => code)).toEqual(['internal-error']);
  });
});
