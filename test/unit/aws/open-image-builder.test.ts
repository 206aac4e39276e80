import { setTimeout as delay } from 'node:timers/promises';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openImageBuilder } from '../../../src/aws/open-image-builder.ts';
import { openSessions } from '../../../src/aws/open-sessions.ts';
import { tunedClient } from '../../../src/aws/image-builder/tuning.ts';
import { UpstreamError } from '../../../src/errors.ts';
import { pipelineInput, startedImageBuilder } from '../../support/image-builder.ts';

const ownAccount = '123456789012';
const other = '444455556666';
const region = 'eu-west-1';

type Create = ReturnType<typeof openImageBuilder>;

/** The cast: the input is a whole one. */
const request = { ...pipelineInput(), clientToken: 'token' } as Parameters<Create>[0];

/** Image Builder in the own account and another, whose role takes so many milliseconds to assume. */
const opened = async (millisToAssume = 0) => {
  const imageBuilder = await startedImageBuilder();
  const clients: ImagebuilderClient[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
  });
  const sessionFor = openSessions({
    settings: { region, executionRole: 'arn:aws:iam::{account}:role/image-pipeline-proxy' },
    open: () =>
      Promise.resolve(async () => {
        await delay(millisToAssume);
        return {
          accessKeyId: other,
          secretAccessKey: 'example',
          sessionToken: 'example',
          expiration: new Date(Date.now() + 3_600_000),
        };
      }),
  });
  const create = openImageBuilder({
    sessionFor,
    ownClient: (where) => {
      const client = tunedClient({
        region: where,
        endpoint: imageBuilder.url,
        credentials: { accessKeyId: ownAccount, secretAccessKey: 'example' },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
  });
  const outcome = (account: string, millis: number) =>
    create(request, {
      target: { account, region },
      ownAccount,
      caller: { id: 'jwt:jane', groups: [] },
      deadline: performance.now() + millis,
    }).then(
      ({ attempts }) => ({ attempts }),
      (error: unknown) => (error instanceof UpstreamError ? error.failure : error),
    );
  return { imageBuilder, outcome };
};

describe('Image Builder in every target', () => {
  it('is called in the account of the target', async () => {
    const { imageBuilder, outcome } = await opened();
    await outcome(ownAccount, 10_000);
    expect(imageBuilder.requests[0]?.headers.authorization).toContain(`Credential=${ownAccount}/`);
    await outcome(other, 10_000);
    expect(imageBuilder.requests[1]?.headers.authorization).toContain(`Credential=${other}/`);
  });

  it('is not called past the deadline', async () => {
    const { imageBuilder, outcome } = await opened();
    expect(await outcome(ownAccount, 100)).toMatchObject({ attempts: 0, mayExist: false });
    expect(imageBuilder.requests).toEqual([]);
  });

  it('is not called where assuming the role has spent the time', async () => {
    const { imageBuilder, outcome } = await opened(300);
    expect(await outcome(other, 500)).toMatchObject({
      exception: 'TimeoutError',
      attempts: 0,
      mayExist: false,
    });
    expect(imageBuilder.requests).toEqual([]);
  });

  it('does not wait for a role longer than the request has time', async () => {
    const { imageBuilder, outcome } = await opened(5_000);
    const startedAt = performance.now();
    expect(await outcome(other, 400)).toMatchObject({
      exception: 'ServiceUnavailableException',
      attempts: 0,
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(imageBuilder.requests).toEqual([]);
  });
});
