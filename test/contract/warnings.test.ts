import { afterEach, describe, expect, it } from 'vitest';
import { openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import { arn, fixedPolicy, testPolicy } from '../support/policy.ts';

const paperwork = {
  name: 'paperwork',
  contact: '#change',
  compliance: 'warning' as const,
  enforced: { enhancedImageMetadataEnabled: true },
  required: { description: ['*CHG-*'] },
};
const policy = { ...testPolicy, layers: [...testPolicy.layers, paperwork] };
const body = {
  name: 'warned',
  imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
  enhancedImageMetadataEnabled: false,
};

describe('What a layer only warns of', () => {
  let proxy: ChaosProxy;
  const open = async (): Promise<void> => {
    proxy = await openChaosProxy({ policy: fixedPolicy(policy) });
  };
  afterEach(async () => {
    await proxy.close();
  });

  it('is created, with warnings that name the layer and whom to ask', async () => {
    await open();
    const { status, document } = await proxy.send({ body });
    expect(status).toBe(201);
    expect(document).toMatchObject({
      imagePipeline: { enhancedImageMetadataEnabled: false },
      provenance: { '/enhancedImageMetadataEnabled': 'caller' },
      warnings: [
        {
          pointer: '/enhancedImageMetadataEnabled',
          code: 'enforced',
          layer: 'paperwork',
          contact: '#change',
        },
        {
          pointer: '/description',
          code: 'required-by-policy',
          layer: 'paperwork',
          contact: '#change',
        },
      ],
    });
  });

  it('leaves a trace in the log, by layer, code and pointer, and no value of the request', async () => {
    await open();
    await proxy.send({ body: { ...body, description: 'my own words' } });
    const line = JSON.parse(proxy.log[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({
      status: 201,
      warningCount: 2,
      warnings: [
        { code: 'enforced', pointer: '/enhancedImageMetadataEnabled', layer: 'paperwork' },
        { code: 'required-by-policy', pointer: '/description', layer: 'paperwork' },
      ],
    });
    expect(proxy.log.join('')).not.toContain('my own words');
  });

  it('is counted in the line for a chat', async () => {
    await open();
    const message = async (members: object): Promise<unknown> =>
      ((await proxy.invoke({ ...body, ...members })) as { message?: unknown }).message;
    expect(await message({})).toMatch(/^Created image pipeline "warned": arn:\S+ \(2 warnings\)$/);
    expect(await message({ name: 'other', description: 'CHG-1' })).toMatch(/ \(1 warning\)$/);
    expect(await message({ name: 'tried', dryRun: true })).toMatch(/Nothing was\. \(2 warnings\)$/);
    const quiet = { name: 'third', description: 'CHG-1', enhancedImageMetadataEnabled: true };
    expect(await message(quiet)).not.toContain('warning');
  });
});
