import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import type { SessionFor } from '../../../src/core/session.ts';
import { ProxyMisconfigured } from '../../../src/errors.ts';
import {
  credentialsIn,
  openedInherited,
  openedSource,
  ownAccount,
  parsedLines,
  policyNamed,
  startedSources,
} from './opened-source.ts';

const payments = '444455556666';
const shop = '777788889999';
const tagPolicy = (value: string) => ({ tags: { team: { tag_key: 'Team', tag_value: [value] } } });
const text = (value: string): string => JSON.stringify(tagPolicy(value));
/** Of everything that is read over the network in a test, the account that asked. */
const askedBy = ({ requests }: Awaited<ReturnType<typeof startedSources>>) =>
  requests.map(({ headers }) => /Credential=(\w+)/.exec(String(headers.authorization))?.[1]);
const refusal = (account: string, why: string) => ({
  name: 'PolicyUnavailable',
  message: expect.stringContaining(`organizations:${account} cannot be read: ${why}`) as string,
});

describe('The tag policy that AWS Organizations hands down', () => {
  it('is each account’s own, asked for under the credentials that create there', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('platform'));
    sources.setEffectiveTagPolicy(text('payments'), payments);
    const { of, events } = openedInherited();
    expect(await of(ownAccount)).toEqual(tagPolicy('platform'));
    expect(await of(payments)).toEqual(tagPolicy('payments'));
    expect(await of(shop)).toEqual({});
    expect(askedBy(sources)).toEqual(['EXAMPLE', payments, shop]);
    for (const { operation, rawBody } of sources.requests) {
      expect(operation).toBe('DescribeEffectivePolicy');
      // Without a target it is the one of the account that asks, which every account may ask for.
      expect(JSON.parse(rawBody)).toStrictEqual({ PolicyType: 'TAG_POLICY' });
    }
    expect(events).toStrictEqual(
      [ownAccount, payments, shop].map((account) => ({
        source: `organizations:${account}`,
        outcome: 'loaded',
        ageSeconds: 0,
      })),
    );
  });

  it('is not asked for unless TAG_POLICY_SOURCE says so, nor before a request needs it', async () => {
    const sources = await startedSources();
    expect(openedInherited({ TAG_POLICY_SOURCE: '' }).inherited).toBeUndefined();
    expect(openedInherited().inherited).toBeDefined();
    openedSource({ ORGANIZATION_POLICY: 'file:policy.example.json' });
    expect(sources.requests).toStrictEqual([]);
  });

  it('is read once for all callers, and again after its time to live, beside the request', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const { of, time, heard } = openedInherited();
    const [jane, joe] = await Promise.all([of(payments, 'jwt:jane'), of(payments, 'jwt:joe')]);
    expect(joe).toBe(jane);
    await time.pass(60_000);
    expect(await of(payments)).toBe(jane);
    expect(sources.requests).toHaveLength(1);
    sources.setEffectiveTagPolicy(text('second'), payments);
    await time.pass(1);
    expect(await of(payments)).toBe(jane);
    await heard(2);
    expect(await of(payments, 'jwt:joe')).toEqual(tagPolicy('second'));
  });

  it('is the same object while it says the same, so that it is compiled once', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const { of, time, heard } = openedInherited();
    const first = await of(payments);
    await time.pass(60_001);
    await of(payments);
    await heard(2);
    expect(await of(payments)).toBe(first);
  });

  it('cannot be changed by whoever reads it', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const { tags } = await openedInherited().of(payments);
    expect(Object.isFrozen(tags?.['team']?.tag_value)).toBe(true);
  });

  it('is kept for 64 accounts', async () => {
    const sources = await startedSources();
    const { of } = openedInherited();
    const account = (index: number): string => String(100_000_000_000 + index);
    for (let index = 0; index < 64; index += 1) await of(account(index));
    await of(account(0));
    expect(sources.requests).toHaveLength(64);
    await of(account(64));
    await of(account(1));
    await of(account(0));
    expect(askedBy(sources).slice(64)).toEqual([account(64), account(1)]);
  });

  it.each([
    ['AccessDeniedException', 400],
    ['AWSOrganizationsNotInUseException', 400],
    ['ServiceException', 500],
  ])(
    'refuses the requests for an account while it answers %s, and for no other',
    async (exception, status) => {
      const sources = await startedSources();
      const { of, time } = openedInherited();
      await of(shop);
      sources.faults.add({ exception, status, times: 'always' });
      await expect(of(payments)).rejects.toMatchObject(refusal(payments, exception));
      await time.pass(1_000);
      await expect(of(payments)).rejects.toMatchObject(refusal(payments, exception));
      expect(await of(shop)).toEqual({});
    },
  );

  it('says in the log which right is missing, and in which account', async () => {
    const sources = await startedSources();
    const message = "You don't have permissions to access this resource.";
    sources.faults.add({ exception: 'AccessDeniedException', message, status: 400 });
    const { of, lines } = openedInherited();
    await expect(of(payments)).rejects.toBeDefined();
    expect(parsedLines(lines)).toMatchObject([
      {
        level: 'warn',
        source: `organizations:${payments}`,
        outcome: 'failed',
        message: `The policy organizations:${payments} cannot be read: AccessDeniedException: You don't have permissions to access this resource. The role that creates there needs organizations:DescribeEffectivePolicy. Nothing is created until it can be.`,
      },
    ]);
  });

  it.each([
    { what: 'not JSON', content: '{', pointer: '', code: 'malformed-json' },
    { what: 'no policy', content: '[]', pointer: '', code: 'not-an-effective-policy' },
    {
      what: 'a policy in place of its effect',
      content: '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}',
      pointer: '/tags/a/tag_key',
      code: 'not-an-effective-policy',
    },
  ])('refuses the request where it is $what', async ({ content, pointer, code }) => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(content, payments);
    await expect(openedInherited().of(payments)).rejects.toMatchObject({
      message: `The policy organizations:${payments} is invalid.`,
      issues: [{ pointer, code }],
    });
  });

  it('goes on serving while it cannot be read again, and no longer than its greatest age', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const { of, time, heard, lines } = openedInherited({ POLICY_MAX_AGE_SECONDS: '120' });
    const first = await of(payments);
    sources.faults.add({ exception: 'AccessDeniedException', times: 'always' });
    await time.pass(60_001);
    expect(await of(payments)).toBe(first);
    await heard(2);
    expect(await of(payments)).toBe(first);
    expect(parsedLines(lines)).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        source: `organizations:${payments}`,
        ageSeconds: 60,
      }),
    );
    await time.pass(60_000);
    await expect(of(payments)).rejects.toMatchObject({ name: 'PolicyUnavailable' });
  });

  it('grows old alone: the policy beside it serves on', async () => {
    const sources = await startedSources();
    sources.setParameter('/policy', JSON.stringify(policyNamed('first')));
    const { source, time } = openedSource({ ORGANIZATION_POLICY: 'ssm:/policy' });
    const { of } = openedInherited();
    sources.faults.add({
      operation: 'DescribeEffectivePolicy',
      exception: 'AccessDeniedException',
      times: 'always',
    });
    await expect(of(payments)).rejects.toBeDefined();
    await time.pass(60_001);
    expect((await source()).policy).toStrictEqual(policyNamed('first'));
  });
});

describe('The session that a tag policy is read under', () => {
  const session = (account: string, dropped: string[] = []) => ({
    credentials: credentialsIn(account),
    drop: () => void dropped.push(account),
  });

  it('is its caller’s alone to lack: others read under theirs, at once', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const untrusted = Promise.withResolvers<never>();
    const sessionFor: SessionFor = ({ caller, target }) =>
      caller.id === 'jwt:eve' ? untrusted.promise : Promise.resolve(session(target.account));
    const { of, events } = openedInherited({}, sessionFor);
    const eve = of(payments, 'jwt:eve');
    // He waits for what she began.
    const joe = of(payments, 'jwt:joe');
    untrusted.reject(new ProxyMisconfigured('No.'));
    await expect(eve).rejects.toMatchObject(refusal(payments, 'ProxyMisconfigured: No'));
    expect(await joe).toEqual(tagPolicy('first'));
    // Nothing failed of the account's own.
    expect(events).toMatchObject([{ outcome: 'loaded' }]);
    // Nor is she refused what others have read.
    expect(await of(payments, 'jwt:eve')).toEqual(tagPolicy('first'));
  });

  it('cannot keep a refresh from others', async () => {
    const sources = await startedSources();
    sources.setEffectiveTagPolicy(text('first'), payments);
    const sessionFor: SessionFor = ({ caller, target }) =>
      caller.id === 'jwt:eve'
        ? Promise.reject(new ProxyMisconfigured('No.'))
        : Promise.resolve(session(target.account));
    const { of, time, heard } = openedInherited({}, sessionFor);
    await of(payments, 'jwt:joe');
    sources.setEffectiveTagPolicy(text('second'), payments);
    await time.pass(60_001);
    expect(await of(payments, 'jwt:eve')).toEqual(tagPolicy('first'));
    await time.pass(0);
    expect(await of(payments, 'jwt:joe')).toEqual(tagPolicy('first'));
    await heard(2);
    expect(await of(payments, 'jwt:eve')).toEqual(tagPolicy('second'));
  });

  it('is dropped where a read under it failed: it may have been revoked', async () => {
    const sources = await startedSources();
    const dropped: string[] = [];
    const { of } = openedInherited({}, () => Promise.resolve(session(payments, dropped)));
    sources.faults.add({ exception: 'ExpiredTokenException', status: 400 });
    await expect(of(payments)).rejects.toMatchObject(refusal(payments, 'ExpiredTokenException'));
    expect(dropped).toEqual([payments]);
  });
});

describe('AWS Organizations', () => {
  it.each([
    ['eu-west-1', 'https://organizations.us-east-1.amazonaws.com/', 'us-east-1'],
    ['cn-north-1', 'https://organizations.cn-northwest-1.amazonaws.com.cn/', 'cn-northwest-1'],
    ['us-gov-east-1', 'https://organizations.us-gov-west-1.amazonaws.com/', 'us-gov-west-1'],
  ])('is asked, from %s, at %s', (region, url, signingRegion) => {
    // The rules are the SDK's own; that they lead to the partition's one Region is what is relied on.
    const { config } = new OrganizationsClient({ region });
    const endpoint = config.endpointProvider({
      Region: region,
      UseFIPS: false,
      UseDualStack: false,
    });
    expect(endpoint.url.href).toBe(url);
    expect(endpoint.properties?.authSchemes).toMatchObject([{ signingRegion }]);
  });
});
