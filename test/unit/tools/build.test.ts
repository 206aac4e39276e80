import { describe, expect, it } from 'vitest';
import { measureStartPath } from '../../../bench/start-path.ts';
import { inlineComputedKeys } from '../../../tools/sdk-schemas-plugin.ts';

describe('the bundle', () => {
  it('has at most 320 KiB on the path that every start loads', async () => {
    const { bytes, files } = await measureStartPath();
    expect(files).toContain('dist/lambda.mjs');
    expect(bytes / 1024).toBeLessThanOrEqual(320);
  });
});

describe('the computed keys of a schema', () => {
  it('become the constants they are, and nothing else changes', () => {
    const source = [
      'const _h = "http";',
      'const _q = "a\\"b";',
      'export var A$ = [9, n0, _A, { [_h]: ["GET", "/a", 200], [_q]: 1, [_other]: 2 }, _h];',
    ].join('\n');
    expect(inlineComputedKeys(source)).toBe(
      source.replace('[_h]:', '"http":').replace('[_q]:', '"a\\"b":'),
    );
  });
});
