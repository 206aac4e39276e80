import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../../src/core/time-zone.ts';
import { timeZoneAdvice } from '../../../src/core/time-zone-advice.ts';

const meantBy = (name: string): string | undefined =>
  /Did you mean "([^"]*)"\?/.exec(timeZoneAdvice(name))?.[1];

const zones = Intl.supportedValuesOf('timeZone');

describe('A time zone is suggested', () => {
  it.each([
    ['in another case', 'europe/berlin', 'Europe/Berlin'],
    ['in capitals', 'EUROPE/BERLIN', 'Europe/Berlin'],
    ['an abbreviation in another case', 'utc', 'UTC'],
    ['a name with a sign, in another case', 'etc/gmt+5', 'Etc/GMT+5'],
    ['a blank for an underscore', 'America/New York', 'America/New_York'],
    ['a hyphen for an underscore', 'america/new-york', 'America/New_York'],
    ['a blank for a hyphen', 'America/Port au Prince', 'America/Port-au-Prince'],
    ['a backslash', 'America\\New_York', 'America/New_York'],
    ['a blank behind it', 'Europe/Berlin ', 'Europe/Berlin'],
    ['a city alone', 'Berlin', 'Europe/Berlin'],
    ['a city of two words', 'New York', 'America/New_York'],
    ['a city under two names of one area', 'Buenos Aires', 'America/Buenos_Aires'],
    ['a city without the country between', 'America/Salta', 'America/Argentina/Salta'],
    ['an area in another language', 'Amerika/New_York', 'America/New_York'],
    ['an area that is misspelled', 'Eurpoe/Berlin', 'Europe/Berlin'],
    ['a letter too few', 'Europe/Berln', 'Europe/Berlin'],
    ['a letter too many', 'Asia/Kolkatta', 'Asia/Kolkata'],
    ['another letter', 'Asia/Tokio', 'Asia/Tokyo'],
    ['a blank and a letter too few', 'America/Los Angles', 'America/Los_Angeles'],
  ])('for %s: %s, %s', (_, name, meant) => {
    expect(isTimeZone(name)).toBe(false);
    expect(timeZoneAdvice(name)).toBe(` Did you mean "${meant}"?`);
  });

  it.each([
    ['GMT+2', 'Etc/GMT-2', '2 hours ahead of'],
    ['UTC+2', 'Etc/GMT-2', '2 hours ahead of'],
    ['utc +1', 'Etc/GMT-1', '1 hour ahead of'],
    ['+02:00', 'Etc/GMT-2', '2 hours ahead of'],
    ['GMT+0200', 'Etc/GMT-2', '2 hours ahead of'],
    ['GMT-5', 'Etc/GMT+5', '5 hours behind'],
    ['UTC-03:00', 'Etc/GMT+3', '3 hours behind'],
    ['UTC\u22125', 'Etc/GMT+5', '5 hours behind'],
    ['UTC+14', 'Etc/GMT-14', '14 hours ahead of'],
  ])(
    'for the offset %s, whose sign is the other way round in its name: %s',
    (name, meant, where) => {
      expect(timeZoneAdvice(name)).toBe(
        ` Did you mean "${meant}"? The sign is the other way round in such names: "${meant}" is ${where} UTC.`,
      );
    },
  );

  it('for no offset at all', () => {
    expect(timeZoneAdvice('UTC+0')).toBe(' Did you mean "Etc/UTC"?');
    expect(timeZoneAdvice('GMT-00:00')).toBe(' Did you mean "Etc/UTC"?');
  });
});

describe('No time zone is suggested', () => {
  it.each([
    ['a city that has no zone, however near another', 'Asia/Bangalore'],
    ['a city that has no zone, two letters from another', 'Asia/Mumbai'],
    ['a city that has no zone, in the right area', 'Asia/Beijing'],
    ['a city one letter away from another far off', 'Europe/Kiel'],
    ['a city of that name in another area', 'Europe/Lagos'],
    ['one that several are equally near to', 'Etc/GMT+15'],
    ['a name of the database without its sign', 'Etc/GMT 5'],
    ['an offset in its form and its own with minutes', 'Etc/GMT+02:00'],
    ['an offset of half an hour', 'UTC+5:30'],
    ['an offset that nobody has', 'GMT+15'],
    ['another number', 'EST6EDT'],
    ['a name that two areas have', 'Eastern'],
    ['a name that two countries have', 'West'],
    ['an abbreviation', 'PST'],
    ['an abbreviation of two zones', 'IST'],
    ['a name of Windows', 'Pacific Standard Time'],
    ['no place on earth', 'Middle-earth/Shire'],
    ['nothing', ''],
    ['a text that is longer than the service takes', `Europe/Berlin${' '.repeat(100)}`],
    ['a very long text', 'x '.repeat(131_072)],
  ])('for %s: %s', (_, name) => {
    expect(isTimeZone(name)).toBe(false);
    expect(timeZoneAdvice(name)).toBe('');
  });
});

describe('Whatever time zone is suggested', () => {
  it('is one that exists', () => {
    const changed = fc
      .tuple(
        fc.constantFrom(...zones),
        fc.nat(30),
        fc.constantFrom('x', ' ', '+', '1', ''),
        fc.nat(2),
      )
      .map(([name, at, put, taken]) => `${name.slice(0, at)}${put}${name.slice(at + taken)}`);
    fc.assert(
      fc.property(fc.oneof(changed, fc.string()), (name) => {
        const meant = meantBy(name);
        expect(meant === undefined || isTimeZone(meant)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is the zone itself for its name in any case, with blanks for underscores', () => {
    fc.assert(
      fc.property(fc.mixedCase(fc.constantFrom(...zones)), (name) => {
        const meant = meantBy(name.replaceAll('_', ' '));
        expect(meant?.toLowerCase()).toBe(name.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });

  it('for an offset has that offset', () => {
    const date = new Date('2026-11-25T00:00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: -12, max: 14 }),
        fc.constantFrom('UTC', 'GMT', ''),
        (hours, prefix) => {
          const name = `${prefix}${hours < 0 ? '-' : '+'}${Math.abs(hours)}`;
          // Some such names stand in the database.
          fc.pre(!isTimeZone(name));
          const clock = new Intl.DateTimeFormat('en-GB', {
            timeZone: meantBy(name) ?? '',
            ...{ dateStyle: 'short', timeStyle: 'short' },
          }).format(date);
          const shifted = new Date(date.getTime() + hours * 3_600_000);
          const expected = new Intl.DateTimeFormat('en-GB', {
            timeZone: 'UTC',
            ...{ dateStyle: 'short', timeStyle: 'short' },
          }).format(shifted);
          expect(clock).toBe(expected);
        },
      ),
    );
  });
});
