import type { MiddlewareObj } from '@middy/core';
import { describe, expect, it } from 'vitest';
import { collectShapeIssues } from '../../../src/http/collect-shape-issues.ts';
import type { Answer, ProxyRequest } from '../../../src/proxy-request.ts';
import { middyRequest } from '../../support/middy-request.ts';

/** What `@middy/validator` throws, with what AJV wrote. */
const validationError = (data: unknown, name = '@middy/validator'): Error =>
  Object.assign(new Error('Event object failed validation', { cause: { package: name, data } }), {
    name: 'BadRequestError',
  });

const throwing = (error: unknown): MiddlewareObj<ProxyRequest, Answer> => ({
  before: () => {
    throw error;
  },
});

const collected = async (
  error: unknown,
  members: Partial<ProxyRequest> = {},
): Promise<ProxyRequest> => {
  const request = middyRequest({ sent: {}, ...members });
  const validator = error === undefined ? {} : throwing(error);
  await collectShapeIssues(validator).before?.(request);
  return request.event;
};

const unknown = (name: string) => ({
  instancePath: '/sent',
  keyword: 'additionalProperties',
  params: { additionalProperty: name },
});

describe('What the validator finds', () => {
  it('ends no request: it is put into words beside it', async () => {
    const { shapeIssues, unlistedIssues } = await collected(validationError([unknown('colour')]), {
      sent: { colour: 'red' },
    });
    expect(shapeIssues).toMatchObject([{ pointer: '/colour', code: 'unknown-member' }]);
    expect(unlistedIssues).toBe(0);
  });

  it('is nothing of a request that is well-formed', async () => {
    const event = await collected(undefined, { sent: { name: 'web-server' } });
    expect(event).not.toHaveProperty('shapeIssues');
    expect(event).not.toHaveProperty('unlistedIssues');
  });

  it('stands before what is known already', async () => {
    const known = { pointer: '/dryRun', code: 'wrong-type', detail: 'An example.' };
    const { shapeIssues } = await collected(validationError([unknown('a')]), {
      sent: { a: 1 },
      shapeIssues: [known],
    });
    expect(shapeIssues?.map(({ pointer }) => pointer)).toEqual(['/a', '/dryRun']);
    const { shapeIssues: alone } = await collected(undefined, { shapeIssues: [known] });
    expect(alone).toEqual([known]);
  });

  it('is put into words for as many members as an answer names, and counted beyond', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `m${index}`);
    const sent = Object.fromEntries(names.map((name) => [name, 1]));
    const event = await collected(validationError(names.map(unknown)), { sent });
    expect([event.shapeIssues?.length, event.unlistedIssues]).toEqual([100, 200]);
  });

  it('counts a member once, however much is wrong with it', async () => {
    const at = { instancePath: '/sent/name', params: {} };
    const errors = [
      { ...at, keyword: 'pattern' },
      { ...at, keyword: 'minLength' },
    ];
    const event = await collected(validationError(errors), { sent: { name: '' } });
    expect(event.shapeIssues?.map(({ code }) => code)).toEqual(['too-short']);
    expect(event.unlistedIssues).toBe(0);
  });

  it('misses no value that JSON cannot send again, though the validator lets it through', async () => {
    const { shapeIssues } = await collected(undefined, { sent: { description: '\ud800' } });
    expect(shapeIssues).toMatchObject([{ pointer: '/description' }]);
  });

  it.each([undefined, null, 'text', {}])('is nothing where it wrote %j', async (data) => {
    expect(await collected(validationError(data))).not.toHaveProperty('shapeIssues');
  });
});

describe('What another middleware or a mistake throws in its place', () => {
  it.each([
    ['an error of another package of Middy’s', validationError([], '@middy/http-json-body-parser')],
    ['an error without a cause', new TypeError('undefined is not a function')],
    ['an error that only looks alike', validationError([unknown('a')], 'validator')],
    ['no error at all', 'text'],
  ])('ends the request: %s', async (_, error) => {
    await expect(collected(error)).rejects.toBe(error);
  });
});
