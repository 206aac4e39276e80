import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createImagePipeline, NotCreated } from '../../examples/service-client.ts';
import { run, runNode } from '../support/adapters-command.ts';
import { codeBlocks } from '../support/adapters-markdown.ts';
import { signer, startSignedFront, type SignedFront } from '../support/adapters-signed-front.ts';
import { startEverything, type Started } from '../support/packaged-proxy.ts';

const recipe = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0';

describe('The examples against the running function, behind a front that checks signatures', () => {
  let started: Started;
  let front: SignedFront;
  beforeAll(async () => {
    started = await startEverything({});
    front = await startSignedFront(started.httpUrl);
  });
  afterAll(async () => {
    await front.close();
    await started.stop();
  });
  beforeEach(() => {
    front.seen.length = 0;
    front.answers.length = 0;
  });

  const waits: number[] = [];
  const options = () => {
    waits.length = 0;
    return {
      url: front.url,
      env: signer,
      wait: (millis: number) => Promise.resolve(waits.push(millis)),
    };
  };
  const keysSent = (): (string | undefined)[] =>
    front.seen.map(({ headers }) => headers['idempotency-key']);

  describe('service-client.ts', () => {
    it('signs, and creates a pipeline', async () => {
      const created = await createImagePipeline(
        { name: 'service-signed', imageRecipeArn: recipe },
        options(),
      );
      expect(created.imagePipelineArn).toMatch(/:image-pipeline\/service-signed$/);
      expect(front.seen.map(({ isSigned }) => isSigned)).toEqual([true]);
      expect(created.clientToken).toBe(keysSent()[0]);
    });

    it('takes the client token of a request for its key', async () => {
      const clientToken = 'service-token';
      const request = { name: 'service-token', imageRecipeArn: recipe, clientToken };
      const created = await createImagePipeline(request, options());
      expect([created.clientToken, ...keysSent()]).toEqual([clientToken, clientToken]);
    });

    it('repeats what is retryable with one key, waiting as long as the answer says', async () => {
      const retry = { code: 'throttled', status: 429, detail: 'Wait.', retryable: true };
      front.answers.push(
        { status: 429, headers: { 'retry-after': '7' }, body: JSON.stringify(retry) },
        { status: 503, body: '{"message":"Service Unavailable"}' },
        'drop',
      );
      const created = await createImagePipeline(
        { name: 'service-retried', imageRecipeArn: recipe },
        options(),
      );
      expect(created.imagePipelineArn).toMatch(/service-retried$/);
      expect(front.seen.map(({ isSigned }) => isSigned)).toEqual([true, true, true, true]);
      expect(new Set(keysSent())).toEqual(new Set([created.clientToken]));
      expect(waits).toEqual([7000, 1000, 2000]);
    });

    it('gives up after the last attempt, with the key to go on with', async () => {
      front.answers.push('drop', 'drop');
      const outcome = createImagePipeline({}, { ...options(), attempts: 2 });
      const error: unknown = await outcome.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NotCreated);
      expect(error).toMatchObject({ idempotencyKey: keysSent()[1], problem: { retryable: true } });
      expect(waits).toHaveLength(1);
    });

    it('gives a refusal as it is, without a second attempt', async () => {
      const outcome = createImagePipeline({ name: '' }, options());
      await expect(outcome).rejects.toMatchObject({
        problem: { code: 'validation-failed', errors: expect.any(Array) as unknown },
      });
      expect(front.seen).toHaveLength(1);
    });

    it('gives what API Gateway itself refuses', async () => {
      const env = { ...signer, AWS_SECRET_ACCESS_KEY: 'another' };
      const outcome = createImagePipeline({}, { ...options(), env });
      await expect(outcome).rejects.toThrow('403: Forbidden');
      await expect(createImagePipeline({}, { ...options(), env: {} })).rejects.toThrow(
        'AWS_ACCESS_KEY_ID',
      );
    });

    it('is a program too', async () => {
      const env = { ...signer, IMAGE_PIPELINE_PROXY_URL: front.url };
      const program = ['examples/service-client.ts', 'events/container.json'];
      const { code, stdout } = await runNode(program, env);
      expect([code, stdout.trim()]).toEqual([
        0,
        'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-server-container',
      ]);
      const mistaken = await runNode(
        ['examples/service-client.ts', 'events/five-mistakes.json'],
        env,
      );
      expect(mistaken.code).toBe(1);
      expect(mistaken.stderr).toMatch(/^validation-failed: 5 errors\./);
    });
  });

  describe('curl-sigv4.sh', () => {
    const curl = (...args: string[]) =>
      run('examples/curl-sigv4.sh', args, { ...signer, IMAGE_PIPELINE_PROXY_URL: front.url });

    it('signs a query', async () => {
      const { code, stdout } = await curl('events/smallest.json', '?dryRun=true');
      expect(code, stdout).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, validatedBy: 'image-builder' });
      expect(front.seen).toMatchObject([{ isSigned: true, path: '/image-pipelines?dryRun=true' }]);
    });

    it('signs, and creates a pipeline', async () => {
      const { code, stdout, stderr } = await curl('events/smallest.json');
      expect([code, stderr], stdout).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({
        imagePipelineArn: expect.stringMatching(/:image-pipeline\/web-server$/) as string,
        clientToken: keysSent()[0],
      });
      expect(front.seen.map(({ isSigned }) => isSigned)).toEqual([true]);
    });

    it('shows a problem, and ends with 22', async () => {
      const { code, stdout } = await curl('events/five-mistakes.json');
      expect(code).toBe(22);
      expect(JSON.parse(stdout)).toMatchObject({ code: 'validation-failed' });
    });
  });

  describe('docs/callers.md', () => {
    // Of its own: what its pages create is created once.
    let local: Started;
    beforeAll(async () => {
      local = await startEverything({});
    });
    afterAll(() => local.stop());
    const commands = codeBlocks('docs/callers.md').filter(({ language }) => language === 'sh');

    it('has commands', () => {
      expect(commands.length).toBeGreaterThan(5);
    });

    it.each(commands.map(({ text }) => text))('%s', async (text) => {
      // The same program without npm in front of it, and the address of this run.
      const script = text
        .replaceAll('npm run invoke --', 'node tools/invoke.ts')
        .replaceAll('npx node ', 'node ')
        .replaceAll('http://localhost:3000', local.httpUrl);
      const env = { LAMBDA_PORT: new URL(local.lambdaUrl).port };
      const { code, stdout, stderr } = await run('sh', ['-euc', script], env);
      expect([code, stderr], stdout).toEqual([0, '']);
      expect(stdout).not.toBe('');
      expect(stdout.includes('ended with 1')).toBe(text.includes('five-mistakes'));
    });
  });
});
