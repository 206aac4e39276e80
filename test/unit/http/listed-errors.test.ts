import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedErrors, summarize } from '../../../src/http/listed-errors.ts';
import { mostIssues, type Issue } from '../../../src/json/issue.ts';

const issue = (index: number, detail = 'wrong'): Issue => ({
  pointer: `/${index}`,
  code: 'x',
  detail,
});

describe('The errors that an answer lists', () => {
  it('are the first hundred', () => {
    const all = Array.from({ length: 250 }, (_, index) => issue(index));
    expect(listedErrors(all)).toEqual(all.slice(0, mostIssues));
    expect(summarize(all)).toMatch(
      /^At least 250 errors, the first 100 of which are listed\. .* And at least 247 more\.$/,
    );
  });

  it('are counted, or said to be at least so many where the looking ended', () => {
    const all = Array.from({ length: 100 }, (_, index) => issue(index));
    expect(summarize(all)).toMatch(/^At least 100 errors\. .* And at least 97 more\.$/);
    expect(summarize(all, 140)).toMatch(/^At least 140 errors, the first 100 of which are listed/);
    expect(summarize(all.slice(1))).toMatch(/^99 errors\. .* And 96 more\.$/);
  });

  it('are all of a few, as they are', () => {
    const all = [issue(1), { ...issue(2), pointer: '' }];
    expect(listedErrors(all)).toEqual(all);
    expect(summarize(all)).toBe('2 errors. /1: wrong wrong');
  });

  it('name a member whose name is too long to be repeated', () => {
    const [listed] = listedErrors([{ ...issue(1), pointer: `/${'x'.repeat(100_000)}` }]);
    expect(listed?.pointer).toBe(`/${'x'.repeat(511)}…`);
  });

  it('never make an answer longer than it may be', () => {
    const long = fc.string({ unit: 'binary', maxLength: 3_000, size: 'max' });
    const any = fc.array(fc.record({ pointer: long, code: fc.constant('x'), detail: long }), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(any, (issues) => {
        const listed = listedErrors(issues);
        expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThan(50 * 1024);
        expect(summarize(issues).length).toBeLessThan(3_000);
        if (issues.length > 0) expect(listed.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });
});
