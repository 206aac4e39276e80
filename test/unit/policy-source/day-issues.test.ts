import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';

const everybody = { callers: ['*'] };

/** Everything that has days of its own, and where they stand. */
const holders: readonly [string, string, (days: JsonObject) => object][] = [
  [
    'a grant',
    '/grants/0',
    (days) => ({ grants: [{ name: 'g', to: everybody, ...days }], layers: [] }),
  ],
  [
    'a set of matchers',
    '/layers/0/applies',
    (days) => ({ layers: [{ name: 'a', applies: days }] }),
  ],
  [
    'a set in a list',
    '/layers/0/applies/1',
    (days) => ({ layers: [{ name: 'a', applies: [everybody, days] }] }),
  ],
];

const issuesOf = (document: object): readonly string[] =>
  parsePolicy(JSON.stringify(document)).issues.map(({ pointer, code }) => `${pointer} ${code}`);

describe.each(holders)('the days of %s', (_, place, documentWith) => {
  it.each<[JsonObject, string[]]>([
    [{ from: '2027-01-15' }, []],
    [{ until: '2028-02-29' }, []],
    [{ from: '2027-01-15', until: '2027-01-16' }, []],
    [{ from: '2026-12-31', until: '2027-01-01' }, []],
    [{ from: '2027-01-15', until: '2027-01-15' }, ['/until until-not-after-from']],
    [{ from: '2027-01-15', until: '2026-12-31' }, ['/until until-not-after-from']],
    [{ from: '2027-02-29' }, ['/from no-such-day']],
    [{ until: '2027-04-31' }, ['/until no-such-day']],
    [{ from: '2027-13-01', until: '2027-00-10' }, ['/from no-such-day', '/until no-such-day']],
    [{ from: '2027-02-30', until: '2026-01-01' }, ['/from no-such-day']],
    [{ from: '2027-1-5' }, ['/from pattern-mismatch']],
    [{ until: 'next spring' }, ['/until pattern-mismatch']],
    [{ until: '2027-01-15T00:00:00Z' }, ['/until pattern-mismatch']],
    [{ from: 20270115 }, ['/from wrong-type']],
  ])('%j: %j', (days, issues) => {
    expect(issuesOf(documentWith(days))).toEqual(issues.map((issue) => `${place}${issue}`));
  });
});

describe('the day from which a layer refuses', () => {
  it.each([
    ['2027-01-15', []],
    ['2027-02-30', ['/layers/0/errorFrom no-such-day']],
    ['soon', ['/layers/0/errorFrom pattern-mismatch']],
    [20270115, ['/layers/0/errorFrom wrong-type']],
  ])('%j: %j', (errorFrom, issues) => {
    expect(issuesOf({ layers: [{ name: 'a', compliance: 'warning', errorFrom }] })).toEqual(issues);
  });
});
