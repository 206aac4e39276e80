import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../../src/core/time-zone.ts';

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
});
