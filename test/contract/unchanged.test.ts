import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRequest } from '../support/arbitrary-request.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { upstreamTokenOf } from '../../src/http/client-token.ts';
import { caller } from '../support/http-api-event.ts';
import { account, region } from '../support/lambda-context.ts';
import { emptyPolicy, fixedPolicy } from '../support/policy.ts';

describe('A valid body, under a policy that says nothing', () => {
  it('reaches Image Builder as it was sent, member for member, but for its key', async () => {
    const proxy = await openInProcessProxy({ policy: fixedPolicy(emptyPolicy), maxAttempts: 1 });
    const { imageBuilder } = proxy;
    let number = 0;
    try {
      await fc.assert(
        fc.asyncProperty(arbitraryRequest({ account, region }), async (request) => {
          number += 1;
          // Names and tokens of their own, so that one request is not another one's repeat.
          const body = { ...request, name: `unchanged-${number}`, clientToken: `token-${number}` };
          // Middy's parser takes no such name, which the model allows: DECISIONS.md.
          fc.pre(!JSON.stringify(body).includes('"__proto__":'));
          // Some of these requests are longer than what is read of a body; they are another test's.
          fc.pre(Buffer.byteLength(JSON.stringify(body)) <= 256 * 1024);
          const { status, document } = await proxy.send({ body });
          expect(status, JSON.stringify(document)).toBe(201);
          const { clientToken, ...members } = body;
          expect(imageBuilder.requests.at(-1)?.body).toEqual({
            ...members,
            clientToken: upstreamTokenOf(caller, clientToken),
          });
          expect(document).toMatchObject({ clientToken, imagePipeline: members });
        }),
        { numRuns: 300 },
      );
    } finally {
      await proxy.close();
    }
  });
});
