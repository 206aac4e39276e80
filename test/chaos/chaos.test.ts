import { ListImagePipelinesCommand, ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { impatient, openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import { arbitraryEpisode, type Episode } from '../support/chaos-episode.ts';
import { forecast, type ChaosFault } from '../support/chaos-faults.ts';
import { arn } from '../support/policy.ts';
import type { ProxyDocument } from '../support/proxy.ts';

/** Each lane has a proxy and an Image Builder of its own, so that a wait in one is work in another. */
const lanes = 4;
const episodesPerLane = 200;
const maxAttempts = 3;
/** An attempt that hangs takes all of the shorter time, which is too short to be shared. */
const millisLeft = (isEndless: boolean): number => (isEndless ? 2_000 : 29_000);

describe('Chaos', () => {
  let requests = 0;
  let proxies: ChaosProxy[] = [];
  beforeAll(async () => {
    proxies = await Promise.all(
      Array.from({ length: lanes }, () => openChaosProxy({ client: impatient(maxAttempts) })),
    );
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  it('every answer is true, no pipeline exists twice, and whoever follows the advice gets there', async () => {
    const played = await Promise.allSettled(
      proxies.map(async (proxy, lane) => {
        const observer = new ImagebuilderClient({
          region: 'eu-west-1',
          endpoint: proxy.imageBuilder.url,
          credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
        });
        let count = 0;
        // A failure prints the seed and the path that repeat it.
        await fc.assert(
          fc.asyncProperty(arbitraryEpisode, async (episode) => {
            count += 1;
            const name = `lane-${lane}-${count}`;
            const sent = await play(proxy, observer, name, episode);
            requests += sent;
          }),
          { numRuns: episodesPerLane, endOnFailure: true },
        );
        observer.destroy();
        const arns = (await proxy.pipelines()).map((pipeline) => pipeline.arn);
        expect(new Set(arns).size).toBe(arns.length);
      }),
    );
    for (const lane of played) if (lane.status === 'rejected') throw lane.reason;
    expect(requests).toBeGreaterThan(2_500);
  }, 120_000);
});

/** How many pipelines of a name the service really has. */
const countOf = async (observer: ImagebuilderClient, name: string): Promise<number> => {
  const filters = [{ name: 'name', values: [name] }];
  const page = await observer.send(new ListImagePipelinesCommand({ filters }));
  return page.imagePipelineList?.length ?? 0;
};

/** Plays one story to its end and holds every answer against what the service did. */
const play = async (
  proxy: ChaosProxy,
  observer: ImagebuilderClient,
  name: string,
  episode: Episode,
): Promise<number> => {
  const { faults } = proxy.imageBuilder;
  let token = episode.token === 'none' ? undefined : `token-of-${name}`;
  let waiting: readonly ChaosFault[] = episode.faults;
  let requests = 0;
  let before = 0;

  const send = async (dryRun = false): Promise<ProxyDocument> => {
    requests += 1;
    const invocation = { millisLeft: millisLeft(waiting[0]?.isEndless === true) };
    const header = episode.token === 'header' && token !== undefined;
    const body = {
      ...episode.members,
      name,
      ...(!header && token !== undefined && { clientToken: token }),
    };
    if (episode.eventSource === 'direct') {
      return proxy.invoke({ ...body, ...(dryRun && { dryRun }) }, invocation);
    }
    const headers: Record<string, string> = header ? { 'idempotency-key': token ?? '' } : {};
    const query = dryRun ? 'dryRun=true' : '';
    const answer = await proxy.send({ body, headers, query }, invocation);
    return { status: answer.status, ...answer.document, retryAfter: answer.headers['retry-after'] };
  };

  const meet = (met: readonly ChaosFault[]): void => {
    faults.clear();
    faults.add(met.map(({ fault }) => fault));
  };
  // A dry run with the same key comes first, where all is well and where things go wrong as for the call.
  for (const met of episode.faults.some(({ isEndless }) => isEndless)
    ? [[]]
    : [[], episode.faults]) {
    meet(met);
    const answer = await send(true);
    if (answer.status !== 200) wellFormed(answer, episode, token);
    expect(await countOf(observer, name), 'a dry run has created').toBe(0);
    if (episode.isInvalid) expect([400, 403, 422]).toContain(answer.status);
    else {
      const { told } = forecast(met, maxAttempts);
      expect([answer.status, answer.code]).toEqual(told ?? [200, undefined]);
      expect(answer['validatedBy']).toBe(told === undefined ? 'image-builder' : undefined);
    }
  }
  meet(episode.faults);

  for (let turn = 0; turn < 12; turn += 1) {
    const queued = faults.list().length;
    const together = turn === 0 ? episode.senders : 1;
    const answers = await Promise.all(Array.from({ length: together }, () => send()));
    const after = await countOf(observer, name);
    const taken = queued - faults.list().length;
    for (const answer of answers) wellFormed(answer, episode, token);
    const [answer] = answers;
    if (answer === undefined) throw new Error('Nothing was sent.');

    expect(after, 'a pipeline exists twice').toBeLessThanOrEqual(1);
    if (episode.isInvalid) {
      expect([400, 403, 422]).toContain(answer.status);
      expect([after, taken], 'something was sent').toEqual([0, 0]);
      return requests;
    }
    if (waiting[0]?.isEndless === true && taken === 0) {
      // On a busy machine the shorter time may be over before anything is sent, and the answer says so.
      tellsTheTruth(answer, { before, after, isUnknown: false });
      continue;
    }
    const expected = forecast(waiting, maxAttempts);
    waiting = waiting.slice(taken);
    expect([answer.status, answer.code]).toEqual(expected.told ?? [201, undefined]);
    tellsTheTruth(answer, { before, after, isUnknown: expected.isUnknown });
    expect(after).toBe(before === 1 || expected.takesEffect || expected.told === undefined ? 1 : 0);
    if (answer.status === 201) {
      for (const each of answers) expect(each.imagePipelineArn).toBe(arn(`image-pipeline/${name}`));
      return requests;
    }
    token = answer.clientToken;
    before = after;
  }
  throw new Error('The advice led nowhere.');
};

interface Truth {
  readonly before: number;
  readonly after: number;
  /** Whether the proxy cannot know. */
  readonly isUnknown: boolean;
}

/** What is said of the pipeline is so, and what cannot be known is said to be unknown. */
const tellsTheTruth = (answer: ProxyDocument, { before, after, isUnknown }: Truth): void => {
  const { status, hint = '', message = '' } = answer;
  if (status === 201) {
    expect(after, 'reported created and is not').toBe(1);
    return;
  }
  const saysOpen = /may exist.*same clientToken/.test(hint);
  expect(saysOpen).toBe(isUnknown);
  if (!isUnknown) expect(after, 'created, and claimed not to be').toBe(before);
  expect(message).not.toMatch(/^Not created/);
  if (message !== '') {
    expect(message.startsWith('May have been created')).toBe(isUnknown);
    expect(message.startsWith('This request created nothing')).toBe(!isUnknown);
  }
};

/** What every answer is, whatever it says. */
const wellFormed = (answer: ProxyDocument, episode: Episode, token: string | undefined): void => {
  expect(JSON.stringify(answer).length).toBeLessThan(600_000);
  if (answer.status === 201) {
    expect(answer).toMatchObject({
      requestId: expect.any(String) as unknown,
      clientToken: token ?? (expect.any(String) as unknown),
      imagePipeline: expect.any(Object) as unknown,
    });
    return;
  }
  expect(answer).toMatchObject({
    type: `urn:problem-type:image-pipeline-proxy:${answer.code ?? ''}`,
    title: expect.stringMatching(/\S/) as unknown,
    detail: expect.stringMatching(/\S/) as unknown,
    instance: expect.any(String) as unknown,
    retryable: expect.any(Boolean) as unknown,
    clientToken: token ?? answer.instance,
  });
  expect(JSON.stringify(answer)).not.toMatch(/\{seconds\}|undefined|\[object/);
  if (episode.eventSource === 'direct') {
    expect(answer.message).not.toMatch(/\p{Cc}/u);
  } else if (answer.status === 429 || answer.status === 503) {
    expect(answer['retryAfter']).toMatch(/^[1-9]\d{0,2}$/);
  }
};
