import { describe, expect, it } from 'vitest';
import { redacted } from '../../../src/json/redact.ts';
import { redactValue } from '../../../src/observability/redact-value.ts';

describe('Values', () => {
  it('are shown without what secret names keep, and with an end in every direction', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 20; depth += 1) deep = [deep];
    expect(
      redactValue({
        name: 'shown',
        password: 'p',
        tags: { DbPassword: 'p', Stage: 'dev' },
        list: Array(500).fill(1),
        deep,
      }),
    ).toEqual({
      name: 'shown',
      password: redacted,
      tags: { DbPassword: redacted, Stage: 'dev' },
      list: Array(100).fill(1),
      deep: [[[[[[['[…]']]]]]]],
    });
  });

  it.each([
    [[{ name: 'db', value: 'p' }], [{ name: 'db', value: redacted }]],
    [[{ name: 'db', value: ['p'] }], [{ name: 'db', value: redacted }]],
    [
      [{ name: { p: 'p' }, value: { p: 'p' }, other: 'p' }],
      [{ name: redacted, value: redacted, other: redacted }],
    ],
    [
      ['db=p', ['db', 'p']],
      [redacted, redacted],
    ],
    [{ db: 'p' }, redacted],
    ['db=p', redacted],
  ])('of parameters are never shown, whatever their shape: %j', (parameters, shown) => {
    expect(redactValue({ workflows: [{ parameters }] })).toEqual({
      workflows: [{ parameters: shown }],
    });
  });
});
