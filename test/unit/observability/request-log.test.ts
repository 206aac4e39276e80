import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../src/adapters/event-source.ts';
import { PolicyUnavailable, UpstreamError, ValidationFailed } from '../../../src/errors.ts';
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
    const line = logLine(outcomeOf({ request: { body: { large } } }), { debug: true });
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

  it('says no more of what a caller did wrong than where and by which rule', () => {
    const issues = Array.from({ length: 30 }, (_, index) => ({
      pointer: `/tags/${'x'.repeat(index * 20)}`,
      code: 'too-long',
      detail: 'hunter2',
    }));
    const error = new ValidationFailed('hunter2', issues, { unlisted: 7 });
    const document = { title: 'A title', errors: issues, detail: 'hunter2' };
    const answer = { message: 'hunter2', document };
    const line = logLine(outcomeOf({ status: 400, answer, error }));
    expect(line).not.toContain('hunter2');
    const { message, errorCount, errors, ...rest } = parsed(line);
    expect([message, errorCount]).toEqual(['A title.', 37]);
    expect(rest).not.toHaveProperty('error');
    expect(errors).toHaveLength(20);
    expect((errors as unknown[])[0]).toEqual({ code: 'too-long', pointer: '/tags/' });
    expect((errors as { pointer: string }[])[19]?.pointer).toBe(`/tags/${'x'.repeat(250)}…`);
  });

  it('names the layer and the grant of what was refused, where the answer does', () => {
    const refused = { pointer: '/name', code: 'not-granted', grant: 'payments', layer: 'x' };
    const error = new ValidationFailed('No.', [{ ...refused, detail: 'No.' }]);
    const answer = { document: { title: 'A title', errors: [{ ...refused, detail: 'No.' }] } };
    expect(parsed(logLine(outcomeOf({ status: 403, answer, error })))['errors']).toEqual([refused]);
  });

  it.each([
    [201, {}, 'Created an image pipeline.'],
    [200, { dryRun: true }, 'Dry run: nothing was created.'],
    [200, {}, 'Answered.'],
  ])('of a %i with %j says no word of the answer’s own', (status, document, message) => {
    const answer = { message: 'hunter2', document };
    expect(parsed(logLine(outcomeOf({ status, answer })))['message']).toBe(message);
  });

  it('quotes Image Builder, and our own mistakes, without a value of the request', () => {
    const sent = { description: 'hunter2' };
    for (const error of [
      new UpstreamError('Bad: hunter2.', { exception: 'X', mayExist: false, attempts: 1 }),
      new TypeError('Bad: hunter2.'),
    ]) {
      const line = logLine(outcomeOf({ status: 500, error, request: { sent } }));
      expect(line).not.toContain('hunter2');
      expect(parsed(line)['error']).toMatchObject({ message: 'Bad: {/description}.' });
    }
  });

  it.each(['{"password":"hunter2",}', 'hunter2', ['hunter2'], undefined])(
    'shows nothing of a body that was not parsed to an object: %j',
    (body) => {
      const line = logLine(outcomeOf({ status: 400, request: { body } }), { debug: true });
      expect(line).not.toContain('hunter2');
      expect(parsed(line)['request']).toEqual({ headers: {}, query: [] });
    },
  );
});
