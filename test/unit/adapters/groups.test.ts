import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../src/adapters/groups.ts';

const token = (claims: unknown): string =>
  `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describe('The groups of a claim', () => {
  it.each<[string, unknown, string[]]>([
    ['a list', ['payments', 'Web Admins'], ['payments', 'Web Admins']],
    ['a list with something else in it', ['payments', 7, null, ''], ['payments']],
    ['an HTTP API’s text of a list', '[payments web]', ['payments', 'web']],
    ['an HTTP API’s text of a list of one', '[payments]', ['payments']],
    ['an HTTP API’s text of no list', '[]', []],
    ['a name with a comma in such a text', '[payments,web ops]', ['payments,web', 'ops']],
    ['a REST API’s text of a list', 'payments,web', ['payments', 'web']],
    ['commas with spaces', 'payments, web ,', ['payments', 'web']],
    ['one name', 'payments', ['payments']],
    ['one name with a space', 'Web Admins', ['Web Admins']],
    ['an empty text', '', []],
    ['a number', 7, []],
    ['an object', { payments: true }, []],
    ['null', null, []],
  ])('of %s', (_, claim, groups) => {
    expect(groupsOf(claim, 'groups', undefined)).toEqual(groups);
  });

  it.each([
    ['an HTTP API’s text', '[web admins payments]'],
    ['a REST API’s text', 'web admins,payments'],
  ])('of %s are told apart by the token that was checked', (_, claim) => {
    const groups = ['web admins', 'payments'];
    expect(groupsOf(claim, 'groups', token({ groups }))).toEqual(groups);
    expect(groupsOf(claim, 'groups', token({ groups }).slice('Bearer '.length))).toEqual(groups);
  });

  it('are never those of a token that the claim does not agree with', () => {
    const forged = token({ groups: ['administrators'] });
    expect(groupsOf('[payments]', 'groups', forged)).toEqual(['payments']);
    expect(groupsOf('payments', 'groups', forged)).toEqual(['payments']);
    expect(groupsOf(['payments'], 'groups', forged)).toEqual(['payments']);
    expect(groupsOf(undefined, 'groups', forged)).toEqual([]);
  });

  it.each(['', 'Bearer', 'Bearer a.b.c', 'Bearer e30.W10.x', 'AWS4-HMAC-SHA256 x', 'a.%%.c'])(
    'do not depend on the header %j, which holds no list',
    (authorization) => {
      expect(groupsOf('[payments web]', 'groups', authorization)).toEqual(['payments', 'web']);
    },
  );

  it('whatever the names and whatever the token, hold no word that the claim does not hold', () => {
    const names = fc.array(fc.string(), { maxLength: 5 });
    fc.assert(
      fc.property(names, names, fc.boolean(), (held, forged, inBrackets) => {
        const claim = inBrackets ? `[${held.join(' ')}]` : held.join(',');
        for (const group of groupsOf(claim, 'groups', token({ groups: forged }))) {
          expect(claim).toContain(group);
        }
      }),
    );
  });

  it('whatever their names, are those of the checked token', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), fc.boolean(), (groups, inBrackets) => {
        const claim = inBrackets ? `[${groups.join(' ')}]` : groups.join(',');
        expect(groupsOf(claim, 'groups', token({ groups }))).toEqual(groups);
      }),
    );
  });
});
