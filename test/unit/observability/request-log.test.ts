import { describe, expect, it } from 'vitest';
import { PolicyUnavailable } from '../../../src/errors.ts';
import { logLine } from '../../../src/observability/request-log.ts';
import type { Answer } from '../../../src/proxy-request.ts';
import { proxyRequest } from '../../support/proxy-request.ts';

const request = proxyRequest();
const answer: Answer = { status: 503, message: 'An example.', document: {} };
const parsed = (line: string): Record<string, unknown> =>
  JSON.parse(line) as Record<string, unknown>;

describe('A line of the log', () => {
  it.each(['\u007f', '\u0085', '\u00ad', '\u200b', '\u2028', '\ufeff', '\u{e0001}', '\n'])(
    'shows %j by its escapes, and reads as what it was',
    (character) => {
      const line = logLine({ ...request, requestId: `a${character}b` }, answer);
      expect(line).not.toContain(character);
      expect(JSON.parse(line)).toMatchObject({ requestId: `a${character}b` });
    },
  );

  it('leaves everything else as it is', () => {
    const text = 'Zürich, 東京, 🚀 ~ "quoted"';
    const line = logLine({ ...request, requestId: text }, answer);
    expect(line).toContain(JSON.stringify(text));
  });

  it('leaves a request out that would make it too long', () => {
    const large = Array.from({ length: 100 }, () => Array<string>(100).fill('x'.repeat(256)));
    const line = logLine({ ...request, body: large }, answer, undefined, { debug: true });
    expect(line.length).toBeLessThan(2_000);
    expect(parsed(line)['request']).toBe('too long to be shown');
  });

  it('names the first issues of a policy, and its cause', () => {
    const issues = Array.from({ length: 300 }, (_, index) => ({
      pointer: `/layers/${index}`,
      code: 'x',
      detail: 'y'.repeat(5_000),
    }));
    const cause = new Error('AccessDenied for AKIAIOSFODNN7EXAMPLE');
    const line = logLine(request, answer, new PolicyUnavailable('Invalid.', issues, { cause }));
    const { error } = parsed(line) as { error: { issues: string[]; cause: string } };
    expect(error.issues).toHaveLength(21);
    expect(error.issues.at(-1)).toBe('and 280 more');
    expect(error.cause).toBe('AccessDenied for [redacted]');
    expect(line.length).toBeLessThan(16 * 1024);
  });

  it.each(['a text', undefined, { a: 1 }])('can say of anything that was thrown: %j', (thrown) => {
    expect(parsed(logLine(request, answer, thrown))['error']).toHaveProperty('message');
  });

  it('can be written of an event that holds no request', () => {
    const none = Object.defineProperty({ ...request }, 'body', {
      get: () => {
        throw new Error('There is none.');
      },
    });
    expect(parsed(logLine(none, answer, undefined, { debug: true }))).toHaveProperty('request');
  });
});
