import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors.ts';
import { problemAnswer } from '../../../src/http/problem-details.ts';
import { problemTable, type ProblemRow } from '../../../src/http/problem-table.ts';
import { readText, tableOf } from '../../support/markdown.ts';
import { proxyRequest } from '../../support/proxy-request.ts';

const documented = tableOf(readText('docs/when-it-fails.md'), 'problems').map((cells) =>
  cells.map((cell) => cell.trim().replaceAll('`', '')),
);

describe('docs/when-it-fails.md', () => {
  it('says what to do about every row of the problem table, in its order, and about no other', () => {
    expect(documented.map(([status, code]) => `${status ?? ''} ${code ?? ''}`)).toEqual(
      problemTable.map(({ status, code }) => `${status} ${code}`),
    );
  });

  it.each(problemTable.map((row): [string, ProblemRow] => [row.code, row]))(
    'says of %s what its answers say',
    (code, row) => {
      const [, , exists, again, advice = ''] = documented.find((cells) => cells[1] === code) ?? [];
      expect(again).toBe(row.retryable ? 'yes' : 'no');
      expect(advice).not.toBe('');
      expect(advice.includes('Retry-After')).toBe(row.retryAfterSeconds !== undefined);
      expect(exists).toBe(
        ['image-builder-failed', 'image-builder-unavailable', 'image-builder-timeout'].includes(
          code,
        )
          ? 'maybe'
          : 'no',
      );
      if (exists === 'maybe') {
        const failure = {
          exception: row.names[0] ?? '',
          httpStatus: 500,
          mayExist: true,
          attempts: 1,
        };
        const { document, message } = problemAnswer(new UpstreamError('', failure), proxyRequest());
        expect(document['code']).toBe(code);
        expect(document['hint']).toMatch(/may exist.*same clientToken/);
        expect(message).toMatch(/^May have been created/);
      }
    },
  );
});

describe('The problem table', () => {
  it('promises nothing of the image pipeline that another request could make untrue', () => {
    for (const row of problemTable) {
      const { hint = '', title }: ProblemRow = row;
      expect(`${title} ${hint}`).not.toMatch(/nothing was created|not created|does not exist yet/i);
    }
  });

  it('tells the seconds of Retry-After in each hint that goes with one', () => {
    for (const row of problemTable) {
      const { hint = '', retryAfterSeconds }: ProblemRow = row;
      expect(hint.includes('{seconds}')).toBe(retryAfterSeconds !== undefined);
    }
  });
});
