import { describe, expect, it } from 'vitest';
import {
  MalformedRequest,
  PolicyUnavailable,
  ProxyMisconfigured,
  UpstreamError,
} from '../../../src/errors.ts';
import { problemAnswer } from '../../../src/http/problem-details.ts';
import { getPolicyRoute, type ProxyRequest } from '../../../src/proxy-request.ts';
import { proxyRequest } from '../../support/proxy-request.ts';

const lost = new UpstreamError('', { exception: 'ECONNRESET', mayExist: true, attempts: 1 });

describe('What a line for a chat claims of the image pipeline', () => {
  it.each<[string, Error, Partial<ProxyRequest>, string]>([
    ['a request that cannot be read', new MalformedRequest('No.'), {}, 'Not created'],
    ['a lost answer', lost, {}, 'May have been created'],
    [
      'a policy that cannot be read',
      new PolicyUnavailable('No.'),
      {},
      'This request created nothing',
    ],
    ['a missing setting', new ProxyMisconfigured('No.'), {}, 'This request created nothing'],
    ['a mistake of ours', new Error('No.'), {}, 'This request created nothing'],
    [
      'a mistake of ours afterwards',
      new Error('No.'),
      { upstream: { attempts: 1, durationMs: 5 } },
      'Created, but not answered',
    ],
    [
      'a policy that was asked for',
      new PolicyUnavailable('No.'),
      { route: getPolicyRoute },
      'Failed',
    ],
    [
      'a question that cannot be read',
      new MalformedRequest('No.'),
      { route: getPolicyRoute },
      'Refused',
    ],
  ])('after %s is that', (_, error, members, outcome) => {
    const { message, document } = problemAnswer(error, proxyRequest(members));
    expect(message.split(' (')[0]).toBe(outcome);
    expect(message).toContain(`(${String(document['code'])})`);
  });

  it.each([undefined, null, 'text', { message: 'text' }])(
    'survives that %j is thrown',
    (thrown) => {
      expect(problemAnswer(thrown, proxyRequest())).toMatchObject({
        status: 500,
        document: { code: 'internal-error', detail: 'The proxy failed.' },
      });
    },
  );
});
