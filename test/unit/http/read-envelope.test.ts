import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src/http/read-envelope.ts';
import type { ProxyRequest } from '../../../src/proxy-request.ts';
import { middyRequest } from '../../support/middy-request.ts';

const read = async (members: Partial<ProxyRequest>): Promise<ProxyRequest> => {
  const request = middyRequest(members);
  await readEnvelope().before?.(request);
  return request.event;
};

describe('The envelope of a request', () => {
  it('is told apart from the members of Image Builder', async () => {
    const body = { name: 'web-server', clientToken: 'token', dryRun: true };
    expect(await read({ body })).toMatchObject({
      sent: { name: 'web-server' },
      clientToken: 'token',
      dryRun: true,
      shapeIssues: [],
    });
    expect((await read({ body })).sent).toStrictEqual({ name: 'web-server' });
  });

  it('asks over HTTP for a dry run in the query alone', async () => {
    const body = { name: 'web-server', dryRun: true };
    const http = { eventSource: 'http', body } as const;
    expect(await read(http)).toMatchObject({ sent: body, dryRun: false });
    expect(await read({ ...http, query: [['dryRun', 'true']] })).toMatchObject({ dryRun: true });
    expect(await read({ ...http, query: [['dryRun', 'false']] })).toMatchObject({ dryRun: false });
  });

  it.each([['yes'], [1], [null], [[]]])(
    'with the dry run %j is a mistake, and creates nothing whatever else becomes of it',
    async (dryRun) => {
      const { shapeIssues, ...event } = await read({ body: { dryRun } });
      expect(shapeIssues).toMatchObject([{ pointer: '/dryRun', code: 'wrong-type' }]);
      expect(event.dryRun).toBe(true);
    },
  );

  it('has the request id for its token where it names none', async () => {
    expect(await read({ body: {}, requestId: 'id' })).toMatchObject({ clientToken: 'id' });
    const headers = { 'idempotency-key': 'key' };
    expect(await read({ body: {}, headers })).toMatchObject({ clientToken: 'key' });
  });

  it.each([[7], [''], ['x'.repeat(65)], ['\ud800']])(
    'leaves the token %j, which is no client token, to the validator',
    async (clientToken) => {
      const event = await read({ body: { clientToken } });
      expect(event.sent).toEqual({ clientToken });
      expect(event.clientToken).toBeUndefined();
    },
  );

  it.each([
    [undefined, 'empty'],
    [null, 'empty'],
    [[], 'a list'],
    ['text', 'a string'],
    [7, 'a number'],
    [true, 'a boolean'],
  ])('is not that of the body %j', async (body, kind) => {
    await expect(read({ body })).rejects.toMatchObject({
      name: 'MalformedRequest',
      message: expect.stringContaining(`this one is ${kind}.`) as unknown,
    });
  });
});
