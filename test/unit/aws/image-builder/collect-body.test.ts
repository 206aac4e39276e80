import { once } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { collectBody } from '../../../../src/aws/image-builder/collect-body.ts';

describe('The body of an answer', () => {
  it.each([[[]], [['{}']], [['{"a"', ':', '"ä"}']]])('is read to its end: %j', async (parts) => {
    const body = Readable.from(parts.map((part) => Buffer.from(part)));
    expect(Buffer.from(await collectBody(body)).toString()).toBe(parts.join(''));
  });

  it('fails with the error of its stream', async () => {
    const body = new Readable({ read: () => undefined });
    const collected = collectBody(body);
    body.push('{');
    body.destroy(new Error('reset'));
    await expect(collected).rejects.toThrow('reset');
  });

  it('fails where its stream is gone already', async () => {
    const body = new Readable({ read: () => undefined });
    body.destroy();
    await once(body, 'close');
    await expect(collectBody(body)).rejects.toThrow('ended before its end');
  });

  it('is never taken for whole where it just ends', async () => {
    const body = new Readable({ read: () => undefined });
    const collected = collectBody(body);
    body.push('{}');
    body.destroy();
    await expect(collected).rejects.toThrow('ended before its end');
  });
});
