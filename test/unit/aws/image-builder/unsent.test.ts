import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { watchRequest } from '../../../../src/aws/image-builder/unsent.ts';

const headers = { 'amz-sdk-invocation-id': 'example' };

describe('A request that is watched', () => {
  it('counts as sent where nothing is told of it', () => {
    const watch = watchRequest(headers);
    expect(watch.isUnsent()).toBe(false);
    watch.close();
  });

  it('is unsent from the moment that it is made, and is not taken for another', () => {
    const [mine, other] = [watchRequest(headers), watchRequest({ 'amz-sdk-invocation-id': 'b' })];
    const made = request({ host: '127.0.0.1', port: 9, headers });
    made.on('error', () => undefined);
    expect([mine.isUnsent(), other.isUnsent()]).toEqual([true, false]);
    made.destroy();
    mine.close();
    other.close();
  });
});
