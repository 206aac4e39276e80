import { afterEach, describe, expect, it } from 'vitest';
import { openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import { arn } from '../support/policy.ts';

const body = { name: 'tried', imageRecipeArn: arn('image-recipe/web-server/1.0.0') };

describe('A dry run at an endpoint that does not know them', () => {
  let proxy: ChaosProxy;
  afterEach(async () => {
    await proxy.close();
  });
  const lines = (): Record<string, unknown>[] =>
    proxy.log.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('is told honestly, and that target is asked for none again', async () => {
    proxy = await openChaosProxy({ knowsDryRuns: false });
    const first = await proxy.send({ body, query: 'dryRun=true' });
    expect(first.status).toBe(201);
    expect(first.document).toMatchObject({
      imagePipelineArn: expect.stringContaining(':image-pipeline/tried') as unknown,
      warnings: [{ pointer: '', code: 'dry-run-not-honoured' }],
    });
    expect(first.document).not.toHaveProperty('dryRun');
    expect(lines()[0]).toMatchObject({
      level: 'error',
      message: 'A dry run was not honoured: Image Builder created an image pipeline.',
      dryRun: true,
      status: 201,
      warnings: [{ code: 'dry-run-not-honoured' }],
    });
    const second = await proxy.send({ body: { ...body, name: 'other' }, query: 'dryRun=true' });
    expect(second.status).toBe(200);
    expect(second.document).toMatchObject({
      dryRun: true,
      validatedBy: 'proxy',
      warnings: [{ code: 'dry-run-not-asked' }],
    });
    expect(await proxy.pipelines()).toHaveLength(1);
    const real = await proxy.send({ body: { ...body, name: 'other' } });
    expect([real.status, real.document.warnings]).toEqual([201, []]);
  });

  it('says so in the line for a chat', async () => {
    proxy = await openChaosProxy({ knowsDryRuns: false });
    const answer = await proxy.invoke({ ...body, dryRun: true });
    expect(answer.message).toMatch(/^Created image pipeline "tried": arn:\S+ \(1 warning\)$/);
  });
});
