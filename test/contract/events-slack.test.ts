import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { escapeMrkdwn, readCommandText } from '../../examples/slack-command-text.ts';
import { isFromSlack, slackSignature } from '../../examples/slack-signature.ts';
import {
  createSlackHandler,
  type SlackJob,
  type SlackMessage,
} from '../../examples/slack-slash-command.ts';
import { functionUrl } from '../support/adapters-function-url.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { fixedPolicy, testPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const signingSecret = 'example-signing-secret';
const now = 1_795_341_600_000;
const recipe = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0';
const responseUrl = 'https://hooks.slack.com/commands/T0EXAMPLE/1/example';

/** The body of a slash command, with the fields that Slack sends. */
const commandBody = (text: string, fields: object = {}): string =>
  new URLSearchParams({
    token: 'example',
    team_id: 'T0EXAMPLE',
    team_domain: 'example',
    channel_id: 'C0EXAMPLE',
    channel_name: 'images',
    user_id: 'U0EXAMPLE',
    user_name: 'example',
    command: '/pipeline',
    text,
    api_app_id: 'A0EXAMPLE',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: '1.2.example',
    ...fields,
  }).toString();

/** A policy that lets two groups create, and says in a tag who did. */
const policy = {
  ...testPolicy,
  layers: [
    ...testPolicy.layers,
    { name: 'people', enforced: { tags: { CreatedBy: '${caller}' } } },
  ],
  grants: [{ name: 'teams', to: { groups: ['img-web', 'img-admins'] } }],
};
const groups = { 'img-web': ['U0EXAMPLE', 'U0OTHER'], 'img-admins': ['U0ADMIN'] };

const signedHeaders = (body: string, seconds = now / 1000): Record<string, string> => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-slack-request-timestamp': String(seconds),
  'x-slack-signature': slackSignature(String(seconds), body, signingSecret),
});

describe('Slack’s signature', () => {
  it('is the one that OpenSSL computes of "v0:TIME:BODY"', () => {
    // printf 'v0:1795341600:text=web-server' | openssl dgst -sha256 -hmac example-signing-secret
    expect(slackSignature('1795341600', 'text=web-server', signingSecret)).toBe(
      'v0=c9ae41e6f70ed1e137b70f80d73d213f9a296677f4d58712814c1dd730ac2ac3',
    );
  });

  const body = commandBody('web-server');
  const headers = signedHeaders(body);
  it.each<[string, object, string]>([
    ['another body', headers, `${body}&x=y`],
    ['no body', headers, ''],
    ['no headers', {}, body],
    ['no signature', { ...headers, 'x-slack-signature': undefined }, body],
    ['half a signature', { ...headers, 'x-slack-signature': 'v0=' }, body],
    ['another version', { ...headers, 'x-slack-signature': 'v1=0' }, body],
    ['no time', { ...headers, 'x-slack-request-timestamp': undefined }, body],
    ['no time at all', { ...headers, 'x-slack-request-timestamp': 'now' }, body],
    ['another time', { ...headers, 'x-slack-request-timestamp': String(now / 1000 - 1) }, body],
    ['an old request', signedHeaders(body, now / 1000 - 301), body],
    ['a request from the future', signedHeaders(body, now / 1000 + 301), body],
  ])('is not that of %s', (_, given, sent) => {
    expect(
      isFromSlack({ headers: given as Record<string, string>, body: sent }, signingSecret, now),
    ).toBe(false);
  });

  it('is not good where no secret is set', () => {
    const time = String(now / 1000);
    const forged = { ...headers, 'x-slack-signature': slackSignature(time, body, '') };
    expect(isFromSlack({ headers: forged, body }, '', now)).toBe(false);
  });

  it('is good for five minutes', () => {
    for (const seconds of [now / 1000 - 300, now / 1000, now / 1000 + 300]) {
      const request = { headers: signedHeaders(body, seconds), body };
      expect(isFromSlack(request, signingSecret, now)).toBe(true);
      expect(isFromSlack(request, 'another', now)).toBe(false);
    }
  });
});

describe('The text of the command', () => {
  const containerRecipeArn = recipe.replace('image-recipe', 'container-recipe');
  it.each<[string, object | undefined]>([
    [`web-server ${recipe}`, { name: 'web-server', imageRecipeArn: recipe }],
    [
      `  web-server   ${recipe}  --dry-run `,
      { name: 'web-server', imageRecipeArn: recipe, dryRun: true },
    ],
    [`—dry-run web-server ${recipe}`, { name: 'web-server', imageRecipeArn: recipe, dryRun: true }],
    [`"Web App" ${recipe}`, { name: 'Web App', imageRecipeArn: recipe }],
    [`“Web App” ${recipe}`, { name: 'Web App', imageRecipeArn: recipe }],
    [`web ${containerRecipeArn}`, { name: 'web', containerRecipeArn }],
    ['', undefined],
    ['help', undefined],
    [`web-server ${recipe} more`, undefined],
    [`web-server ${recipe} --force`, undefined],
    ['web-server not-an-arn', undefined],
  ])('%j is %j', (text, document) => {
    expect(readCommandText(text)).toEqual(document);
  });

  it('is shown with what means something to Slack escaped', () => {
    expect(escapeMrkdwn('<!channel> & <https://example.com|x>')).toBe(
      '&lt;!channel&gt; &amp; &lt;https://example.com|x&gt;',
    );
  });
});

describe('The slash command', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await openInProcessProxy({
      policy: fixedPolicy(policy),
      identity: { relays: new Map([['slack', ['img-web', 'img-payments']]]) },
      qualifier: 'slack',
    });
  });
  afterAll(async () => {
    await proxy.close();
  });

  const open = (invokeProxy = (document: object) => proxy.invoke(document)) => {
    const jobs: SlackJob[] = [];
    const posts: [url: string, message: SlackMessage][] = [];
    const slack = createSlackHandler({
      signingSecret,
      team: 'T0EXAMPLE',
      groups,
      invokeProxy,
      startJob: (job) => Promise.resolve(jobs.push(structuredClone(job))),
      post: (...post) => Promise.resolve(posts.push(post)),
      now: () => now,
    });
    const send = async (body: string, headers = signedHeaders(body), inBase64 = false) => {
      const event = functionUrl.event({
        path: '/',
        headers,
        body: inBase64 ? Buffer.from(body).toString('base64') : body,
        isBase64Encoded: inBase64,
        authorizer: {},
      });
      const given = (await slack(event as never)) as { statusCode: number; body: string };
      return { status: given.statusCode, message: JSON.parse(given.body) as Partial<SlackMessage> };
    };
    return { slack, send, jobs, posts };
  };

  it.each([false, true])(
    'acknowledges, asks the proxy, and posts its line (body in base64: %s)',
    async (inBase64) => {
      const { slack, send, jobs, posts } = open();
      const body = commandBody(`slack-${String(inBase64)} ${recipe}`, {
        trigger_id: String(inBase64),
      });
      const { status, message } = await send(body, signedHeaders(body), inBase64);
      expect([status, message.response_type]).toEqual([200, 'ephemeral']);
      expect(message.text).toBe(`Asking for the image pipeline "slack-${String(inBase64)}" …`);
      expect([jobs.length, posts.length]).toEqual([1, 0]);
      for (const job of jobs) await slack(job);
      expect(posts).toEqual([
        [
          responseUrl,
          {
            response_type: 'ephemeral',
            text: `Created image pipeline "slack-${String(inBase64)}": arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/slack-${String(inBase64)}`,
          },
        ],
      ]);
    },
  );

  it('asks in the name of whoever gave the command, and for the groups of its configuration', async () => {
    const { slack, send, jobs } = open();
    await send(commandBody(`slack-named ${recipe}`, { user_id: 'U0OTHER', trigger_id: 'named' }));
    expect(jobs[0]?.slackJob.document.onBehalfOf).toEqual({ user: 'U0OTHER', groups: ['img-web'] });
    for (const job of jobs) await slack(job);
    expect(proxy.imageBuilder.requests.at(-1)?.body).toMatchObject({
      tags: { CreatedBy: 'bot:slack/U0OTHER' },
    });
  });

  it.each(['U0STRANGER', 'U0ADMIN'])(
    'creates nothing for %s, who is in no group that the relay may name',
    async (user_id) => {
      const { slack, send, jobs, posts } = open();
      const before = proxy.imageBuilder.requests.length;
      await send(commandBody(`slack-${user_id} ${recipe}`, { user_id }));
      for (const job of jobs) await slack(job);
      expect(posts[0]?.[1].text).toMatch(/^Not created \(not-granted\)/);
      expect(proxy.imageBuilder.requests).toHaveLength(before);
    },
  );

  it('starts nothing for another workspace, or for nobody', async () => {
    const { send, jobs } = open();
    for (const fields of [{ team_id: 'T0OTHER' }, { user_id: '' }]) {
      const { message } = await send(commandBody(`web-server ${recipe}`, fields));
      expect(message.text).toBe('This command is not for your workspace.');
    }
    expect(jobs).toEqual([]);
  });

  it('creates once when the command comes twice', async () => {
    const { slack, send, jobs, posts } = open();
    const body = commandBody(`slack-twice ${recipe}`);
    await send(body);
    await send(body);
    expect(jobs[0]).toEqual(jobs[1]);
    expect(jobs[0]?.slackJob.document.clientToken).toMatch(/^[\da-f]{64}$/);
    for (const job of jobs) await slack(job);
    expect(posts[1]).toEqual(posts[0]);
    expect(posts[0]?.[1].text).toMatch(/^Created/);
  });

  it('posts what the proxy refuses, escaped', async () => {
    const { slack, send, jobs, posts } = open();
    await send(commandBody(`<!channel> ${recipe} --dry-run`));
    for (const job of jobs) await slack(job);
    expect(posts[0]?.[1].text).toMatch(/^Not created \(validation-failed\): .*&lt;!channel&gt;/);
    expect(posts[0]?.[1].text).not.toMatch(/[<>]/);
  });

  it('posts that there is no answer when there is none', async () => {
    for (const invoke of [
      () => Promise.reject(new Error('no')),
      () => Promise.resolve({ errorMessage: 'Task timed out' }),
    ]) {
      const { slack, send, jobs, posts } = open(invoke);
      await send(commandBody(`web-server ${recipe}`));
      for (const job of jobs) await slack(job);
      expect(posts[0]?.[1].text).toMatch(/^No answer about "web-server"\. It may exist/);
    }
  });

  it('shows its usage, and starts nothing, when it is not understood', async () => {
    const { send, jobs } = open();
    const { status, message } = await send(commandBody('help'));
    expect([status, message.text?.slice(0, 6), jobs.length]).toEqual([200, 'Usage:', 0]);
    const elsewhere = { response_url: 'https://hooks.slack.com.example.com/' };
    await send(commandBody(`web-server ${recipe}`, elsewhere));
    expect(jobs).toEqual([]);
  });

  it('refuses what Slack did not sign, and neither does nor tells anything', async () => {
    const written = vi.spyOn(process.stdout, 'write');
    const { send, jobs, posts } = open();
    const body = commandBody(`web-server ${recipe}`);
    for (const headers of [{}, signedHeaders(`${body}x`), signedHeaders(body, now / 1000 - 400)]) {
      const { status, message } = await send(body, headers);
      expect([status, message]).toEqual([401, { error: 'The signature is not Slack’s.' }]);
    }
    expect([jobs, posts]).toEqual([[], []]);
    expect(JSON.stringify(written.mock.calls)).not.toContain(signingSecret);
    written.mockRestore();
  });
});
