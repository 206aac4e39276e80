import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks } from '../support/adapters-markdown.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { fixedPolicy, testPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const blocks = codeBlocks('examples/amazon-q-developer.md');
/** Each command with the block that follows it. */
const conversations = blocks.flatMap(({ language, text }, index): [string, string][] =>
  language === 'text' ? [[text, blocks[index + 1]?.text ?? '']] : [],
);
const functionName = 'image-pipeline-proxy-dev-createImagePipeline:payments';

describe('examples/amazon-q-developer.md', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await openInProcessProxy({
      policy: fixedPolicy({
        ...testPolicy,
        grants: [{ name: 'payments', to: { callers: ['bot:payments'] } }],
      }),
      identity: { bots: ['payments'] },
      qualifier: 'payments',
    });
  });
  afterAll(async () => {
    await proxy.close();
  });

  it('shows three conversations', () => {
    expect(conversations).toHaveLength(3);
  });

  it.each(conversations)('%s', async (command, recorded) => {
    const [, name, payload = ''] =
      /^@Amazon Q lambda invoke .*--function-name (\S+) --payload (.*)$/m.exec(command) ?? [];
    expect(name).toBe(functionName);
    expect(await proxy.invoke(JSON.parse(payload))).toMatchObject(JSON.parse(recorded) as object);
  });

  it('asks for one action on one alias', () => {
    expect(JSON.parse(blocks.at(-1)?.text ?? '')).toMatchObject({
      Statement: [
        {
          Action: 'lambda:InvokeFunction',
          Resource: expect.stringMatching(`:${functionName}$`) as string,
        },
      ],
    });
  });
});
