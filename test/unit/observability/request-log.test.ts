import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../src/adapters/event-source.ts';
import { MalformedRequest, PolicyUnavailable, UpstreamError } from '../../../src/errors.ts';
import { logLine } from '../../../src/observability/request-log.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { outcomeOf } from '../../support/outcome.ts';

const parsed = (line: string): Record<string, unknown> =>
  JSON.parse(line) as Record<string, unknown>;

describe('A line of the log', () => {
  it.each(['\u007f', '\u0085', '\u00ad', '\u200b', '\u2028', '\ufeff', '\u{e0001}', '\n'])(
    'shows %j by its escapes, and reads as what it was',
    (character) => {
      const line = logLine(outcomeOf({ request: { requestId: `a${character}b` } }));
      expect(line).not.toContain(character);
      expect(JSON.parse(line)).toMatchObject({ requestId: `a${character}b` });
    },
  );

  it('leaves everything else as it is', () => {
    const text = 'Zürich, 東京, 🚀 ~ "quoted"';
    const line = logLine(outcomeOf({ request: { requestId: text } }));
    expect(line).toContain(JSON.stringify(text));
  });

  it('leaves a request out that would make it too long', () => {
    const large = Array.from({ length: 100 }, () => Array<string>(100).fill('x'.repeat(256)));
    const line = logLine(outcomeOf({ request: { body: large } }), { debug: true });
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
    const error = new PolicyUnavailable('Invalid.', issues, { cause });
    const line = logLine(outcomeOf({ status: 503, error }));
    const { error: shown } = parsed(line) as { error: { issues: string[]; cause: string } };
    expect(shown.issues).toHaveLength(21);
    expect(shown.issues.at(-1)).toBe('and 280 more');
    expect(shown.cause).toBe('AccessDenied for [redacted]');
    expect(line.length).toBeLessThan(16 * 1024);
  });

  it.each(['a text', undefined, { a: 1 }])('can say of anything that was thrown: %j', (thrown) => {
    expect(parsed(logLine(outcomeOf({ status: 500, error: thrown })))['error']).toHaveProperty(
      'message',
    );
  });

  it('can be written of an event that holds no request', () => {
    const request = parseEvent({ Records: [] }, lambdaContext());
    const line = parsed(logLine(outcomeOf({ status: 400, request }), { debug: true }));
    expect(line).toMatchObject({ level: 'warn', request: { headers: {}, query: [] } });
  });

  it.each([
    [200, 'info'],
    [201, 'info'],
    [400, 'warn'],
    [429, 'warn'],
    [500, 'error'],
    [504, 'error'],
  ])('of a %i is of level %s', (status, level) => {
    expect(parsed(logLine(outcomeOf({ status })))['level']).toBe(level);
  });

  it('names the layers that applied, of a request that was refused, too', () => {
    const decision = {
      refusal: 'policy-violation',
      layers: ['organization', 'payments'],
      issues: [],
      request: {},
      provenance: {},
      warnings: [],
    } as const;
    const line = logLine(outcomeOf({ status: 422, request: { decision } }));
    expect(parsed(line)['layers']).toEqual(['organization', 'payments']);
    expect(parsed(logLine(outcomeOf({})))).not.toHaveProperty('layers');
  });

  it('tells of a failed call to Image Builder what is known of it, and what it said', () => {
    const failure = { exception: 'ResourceInUseException', mayExist: false, attempts: 2 };
    const error = new UpstreamError('Busy.', { ...failure, durationMs: 1.234 });
    expect(parsed(logLine(outcomeOf({ status: 409, error })))).toMatchObject({
      upstream: { ...failure, durationMs: 1.2 },
      error: { name: 'UpstreamError', message: 'Busy.' },
    });
  });

  it('says no more of what a caller did wrong than the answer does', () => {
    const error = new MalformedRequest('No.');
    expect(parsed(logLine(outcomeOf({ status: 400, error })))).not.toHaveProperty('error');
  });
});
