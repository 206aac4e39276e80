import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { assumeRoles, type AssumeRoleOptions } from '../../../../src/aws/sts/assume-role.ts';
import { sessionNameOf } from '../../../../src/aws/sts/session-name.ts';
import type { AssumeRoleInput } from '../../../../src/aws/sts/client.ts';
import type { TemporaryCredentials } from '../../../../src/core/session.ts';

/** An STS whose answers the test gives, call by call, and a clock that it sets. */
const byHand = (options: Partial<AssumeRoleOptions> = {}) => {
  const time = { now: Date.UTC(2026, 7, 1) };
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  const calls: (AssumeRoleInput & {
    answer: (seconds?: number) => void;
    fail: (error: unknown) => void;
    signal: AbortSignal;
  })[] = [];
  const { credentialsFor, drop } = assumeRoles({
    executionRole: 'arn:aws:iam::{account}:role/image-pipeline-proxy',
    region: 'eu-west-1',
    open: () =>
      Promise.resolve((input, signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<TemporaryCredentials>();
        const answer = (seconds = 3600) => {
          resolve({
            accessKeyId: `ASIA${calls.length}`,
            secretAccessKey: 'example',
            sessionToken: 'example',
            expiration: new Date(time.now + seconds * 1000),
          });
        };
        calls.push({ ...input, answer, fail: reject, signal });
        return promise;
      }),
    clock: () => ({ now: time.now, monotonicNow: time.now }),
    later: (millis, act) => {
      const timer = { at: time.now + millis, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    ...options,
  });
  const pass = async (millis: number): Promise<void> => {
    time.now += millis;
    for (const timer of [...timers].filter(({ at }) => at <= time.now)) {
      timers.delete(timer);
      timer.act();
    }
    await setImmediate();
  };
  return { calls, credentialsFor, drop, pass, timers };
};

const minute = 60_000;
const one = '111122223333';
const other = '444455556666';
const refusal = Object.assign(new Error('User: … is not authorized to perform: sts:AssumeRole'), {
  name: 'AccessDenied',
  $metadata: { httpStatusCode: 403 },
});
const trouble = Object.assign(new Error('try later'), {
  name: 'InternalFailure',
  $metadata: { httpStatusCode: 500 },
});

describe('assuming roles', () => {
  let hand: ReturnType<typeof byHand>;
  beforeEach(() => {
    hand = byHand();
  });

  const settled = async (promise: Promise<unknown>): Promise<boolean> => {
    await setImmediate();
    await setImmediate();
    return Promise.race([promise.then(() => true).catch(() => true), setImmediate(false)]);
  };
  /** The credentials of a caller; of an anonymous one for `null`. */
  const held = async (account = one, id: string | null = 'jane'): Promise<TemporaryCredentials> => {
    const got = hand.credentialsFor(account, id ?? undefined, 10_000);
    await setImmediate();
    hand.calls.at(-1)?.answer();
    return got;
  };

  it('asks for the role of the account, as the caller, with the external id where there is one', async () => {
    await held();
    expect(hand.calls[0]).toMatchObject({
      roleArn: 'arn:aws:iam::111122223333:role/image-pipeline-proxy',
      sessionName: sessionNameOf('jane'),
    });
    expect(hand.calls[0]).not.toHaveProperty('externalId');
    hand = byHand({ externalId: 'example-id' });
    await held();
    expect(hand.calls[0]).toMatchObject({ externalId: 'example-id' });
  });

  it('keeps a session for its caller and account alone', async () => {
    const first = await held();
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(first);
    expect(await held(one, 'joe')).not.toBe(first);
    expect(await held(other, 'jane')).not.toBe(first);
    expect(hand.calls).toHaveLength(3);
  });

  it('keeps one for anonymous callers, which no id is the name of', async () => {
    const anonymous = await held(one, null);
    expect(await held(one, '')).not.toBe(anonymous);
    expect(await held(one, 'anonymous')).not.toBe(anonymous);
    expect(await hand.credentialsFor(one, undefined, 10_000)).toBe(anonymous);
  });

  it('keeps two that differ only in what a session name cannot hold', async () => {
    const first = await held(one, 'jwt:a/b');
    expect(await held(one, 'jwt:a|b')).not.toBe(first);
    expect(hand.calls[0]?.sessionName).not.toBe(hand.calls[1]?.sessionName);
  });

  it('drops the session that is refused and nobody else’s, nor the one that has followed it', async () => {
    const [jane, joe, there] = [await held(), await held(one, 'joe'), await held(other)];
    hand.drop(one, 'jane', jane);
    const next = await held();
    expect(next).not.toBe(jane);
    hand.drop(one, 'jane', jane);
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(next);
    expect(await hand.credentialsFor(one, 'joe', 10_000)).toBe(joe);
    expect(await hand.credentialsFor(other, 'jane', 10_000)).toBe(there);
    expect(hand.calls).toHaveLength(4);
  });

  it('asks once for requests that come together', async () => {
    const both = [1, 2].map(() => hand.credentialsFor(one, 'jane', 10_000));
    await setImmediate();
    expect(hand.calls).toHaveLength(1);
    hand.calls[0]?.answer();
    const [a, b] = await Promise.all(both);
    expect(a).toBe(b);
  });

  it('lets no request wait for the account of another', async () => {
    const slow = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    expect(await held(other, 'jane')).toBeDefined();
    expect(await held(one, 'joe')).toBeDefined();
    expect(await settled(slow)).toBe(false);
    hand.calls[0]?.answer();
    await slow;
  });

  it('renews credentials before they expire', async () => {
    const first = await held();
    await hand.pass(53 * minute);
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(first);
    await hand.pass(2 * minute);
    const next = await held();
    expect(next).not.toBe(first);
    expect(hand.calls).toHaveLength(2);
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(next);
  });

  it('goes on with credentials that cannot be renewed yet, until a minute before they expire', async () => {
    const first = await held();
    for (const after of [55, 3.5]) {
      await hand.pass(after * minute);
      const got = hand.credentialsFor(one, 'jane', 10_000);
      await setImmediate();
      hand.calls.at(-1)?.fail(trouble);
      expect(await got).toBe(first);
    }
    await hand.pass(minute);
    const late = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    hand.calls.at(-1)?.fail(trouble);
    await expect(late).rejects.toThrow('111122223333');
  });

  it('keeps a bounded number of sessions, and forgets the one unused for longest', async () => {
    hand = byHand({ mostSessions: 2 });
    const jane = await held(one, 'jane');
    await held(one, 'joe');
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(jane);
    await held(one, 'jim');
    expect(await hand.credentialsFor(one, 'jane', 10_000)).toBe(jane);
    expect(hand.calls).toHaveLength(3);
    await held(one, 'joe');
    expect(hand.calls).toHaveLength(4);
  });

  it('calls a refusal a misconfiguration that names account and session', async () => {
    const got = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    hand.calls[0]?.fail(refusal);
    await expect(got).rejects.toMatchObject({
      name: 'ProxyMisconfigured',
      message: expect.stringMatching(
        /account 111122223333.*as iam-[\w-]{22}-jane: AccessDenied: /,
      ) as string,
    });
  });

  it.each([
    ['an error of the server', trouble],
    ['a lost connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    [
      'throttling',
      Object.assign(new Error('Rate exceeded'), {
        name: 'Throttling',
        $metadata: { httpStatusCode: 400 },
      }),
    ],
  ])('calls %s unavailable: nothing was created, and it may pass', async (_, error) => {
    const got = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    hand.calls[0]?.fail(error);
    await expect(got).rejects.toMatchObject({
      name: 'UpstreamError',
      failure: { exception: 'ServiceUnavailableException', mayExist: false, attempts: 0 },
    });
    expect(await held()).toBeDefined();
  });

  it('does not wait longer than the request has time, and spares whoever comes next the wait', async () => {
    const got = hand.credentialsFor(one, 'jane', 3_000);
    const ended = expect(got).rejects.toMatchObject({ name: 'UpstreamError' });
    await hand.pass(3_000);
    await ended;
    const next = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    hand.calls[0]?.answer();
    expect(await next).toBeDefined();
    expect(hand.calls).toHaveLength(1);
  });

  it('ends a call that never answers, and asks again', async () => {
    const got = hand.credentialsFor(one, 'jane', 10_000);
    const ended = expect(got).rejects.toMatchObject({ name: 'UpstreamError' });
    await setImmediate();
    await hand.pass(7_000);
    await ended;
    expect(hand.calls[0]?.signal.aborted).toBe(true);
    expect(await held()).toBeDefined();
  });

  it('asks again at once where the environment slept over a call', async () => {
    const slept = hand.credentialsFor(one, 'jane', 10_000).catch((error: unknown) => error);
    await setImmediate();
    await hand.pass(0);
    const asleep = hand.calls.length;
    // The system clock went on while timers stood still.
    const timers = [...hand.timers];
    hand.timers.clear();
    await hand.pass(60 * minute);
    for (const timer of timers) hand.timers.add(timer);
    const next = hand.credentialsFor(one, 'jane', 10_000);
    await setImmediate();
    expect(hand.calls).toHaveLength(asleep + 1);
    hand.calls.at(-1)?.answer();
    expect(await next).toBeDefined();
    expect(await slept).toMatchObject({ name: 'UpstreamError' });
  });

  it('leaves no timer behind', async () => {
    await held();
    await setImmediate();
    expect(hand.timers.size).toBe(0);
  });
});
