import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directSessionName, sessionNameOf } from '../../../../src/aws/sts/session-name.ts';

describe('the name under which a caller acts in another account', () => {
  it.each([
    ['arn:aws:sts::111122223333:assumed-role/payments-dev/jane', 'payments-dev-jane'],
    ['arn:aws:iam::111122223333:user/teams/web/jane@example.com', 'teams-web-jane@example.com'],
    ['arn:aws:iam::111122223333:root', 'root'],
    ['jwt:7d3f9c02-jane', '7d3f9c02-jane'],
    ['jwt:Jané <script>', 'Jan-script-'],
  ])('of %s begins with %s', (id, readable) => {
    expect(sessionNameOf(id)).toMatch(new RegExp(`^${readable}-[0-9a-f]{8}$`));
  });

  it('ends with what is special about a long one', () => {
    const id = `arn:aws:sts::111122223333:assumed-role/${'a'.repeat(64)}/jane@example.com`;
    expect(sessionNameOf(id)).toMatch(/^a{38}-jane@example\.com-[0-9a-f]{8}$/);
  });

  it('is the same for every direct invocation', () => {
    expect(sessionNameOf(undefined)).toBe(directSessionName);
  });

  it('is fit for STS, whatever the id holds, and never another caller’s', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `jwt:${text}`),
    );
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(sessionNameOf(one)).toMatch(/^[\w+=,.@-]{2,64}$/);
        expect(sessionNameOf(one)).not.toMatch(/^aws:/);
        expect(sessionNameOf(one) === sessionNameOf(other)).toBe(one === other);
        expect(sessionNameOf(one)).not.toBe(directSessionName);
      }),
    );
  });
});
