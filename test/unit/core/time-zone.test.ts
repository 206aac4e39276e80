import { describe, expect, it } from 'vitest';
import { isTimeZone, suggestTimeZone } from '../../../src/core/time-zone.ts';

describe('a time zone', () => {
  it.each([
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
    'Etc/UTC',
    'Etc/GMT+12',
    'Etc/GMT-14',
    'UTC',
    'GMT',
    'EST5EDT',
    'US/Eastern',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'Europe/Kiev',
    'Europe/Kyiv',
    'America/Coyhaique',
    'NZ-CHAT',
    'W-SU',
  ])('is %s, a zone or a link of the IANA database', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it('is every one that the runtime knows', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it.each([
    '',
    'Berlin',
    'europe/berlin',
    'EUROPE/BERLIN',
    'Europe/Berlin ',
    ' Europe/Berlin',
    'Europe\\Berlin',
    'Europe/Berlin\n',
    'Europe',
    'Europe/',
    'CEST',
    'PDT',
    'UTC+2',
    'GMT+2',
    '+02:00',
    'Etc/GMT+15',
    'Factory',
    'localtime',
    'posixrules',
    'America/Atlantis',
    'constructor',
    '__proto__',
  ])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['New_York', 'America/New_York'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['europe/berlin', 'Europe/Berlin'],
    ['EUROPE/BERLIN', 'Europe/Berlin'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['Europe/Berlin ', 'Europe/Berlin'],
    ['Amerika/New_York', 'America/New_York'],
    ['utc', 'UTC'],
    ['GMT+2', 'Etc/GMT+2'],
  ])('is suggested to who wrote %j: %s', (name, meant) => {
    expect(suggestTimeZone(name)).toBe(meant);
  });

  it.each(['NZT', 'GBR', 'PST', 'IST', 'x '.repeat(131_072)])(
    'is not suggested for an abbreviation, nor for what is not a name at all: %s',
    (name) => {
      expect(suggestTimeZone(name)).toBeUndefined();
    },
  );

  it('is suggested for a city in any case', () => {
    expect(suggestTimeZone('berlin')).toBe('Europe/Berlin');
    expect(suggestTimeZone('new york')).toBe('America/New_York');
  });

  it('that is suggested is one that exists', () => {
    const asked = ['Berlin', 'utc', 'Europe/Berln', 'US/Easter', 'Asia/Tokio', 'Etc/UTCC'];
    const suggested = asked.map(suggestTimeZone).filter((name) => name !== undefined);
    expect(suggested).toHaveLength(asked.length);
    expect(suggested.filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it.each(['', 'Atlantis', 'Middle-earth/Shire', 'x'.repeat(5000)])(
    'is not suggested where none is near: %j',
    (name) => {
      expect(suggestTimeZone(name)).toBeUndefined();
    },
  );
});
