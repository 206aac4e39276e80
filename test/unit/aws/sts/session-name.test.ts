import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionNameOf } from '../../../../src/aws/sts/session-name.ts';

const roles = 'arn:aws:sts::111122223333:assumed-role';
const hashOf = (id: string): string =>
  createHash('sha256').update(id, 'utf8').digest('base64url').slice(0, 22);

describe('the name under which a caller acts', () => {
  it.each([
    [`${roles}/payments-dev/jane`, 'iam', 'payments-dev-jane'],
    [
      'arn:aws:iam::111122223333:user/teams/web/jane@example.com',
      'iam',
      'teams-web-jane@example.com',
    ],
    ['arn:aws:iam::111122223333:root', 'iam', 'root'],
    ['jwt:7d3f9c02-jane', 'jwt', '7d3f9c02-jane'],
    ['jwt:okta|ana', 'jwt', 'okta-ana'],
    ['jwt:Jané <script>', 'jwt', 'Jan-script-'],
    ['bot:payments', 'bot', 'payments'],
    ['bot:helpdesk/U024BE7LH', 'bot', 'helpdesk-U024BE7LH'],
  ])('of %s is %s, its hash and %s', (id, kind, readable) => {
    expect(sessionNameOf(id)).toBe(`${kind}-${hashOf(id)}-${readable}`);
  });

  it('ends with what is special about a long one, and has 64 characters', () => {
    const id = `${roles}/${'a'.repeat(64)}/jane@example.com`;
    expect(sessionNameOf(id)).toBe(`iam-${hashOf(id)}-${'a'.repeat(20)}-jane@example.com`);
    expect(sessionNameOf(id)).toHaveLength(64);
  });

  it('is the same for every anonymous caller', () => {
    expect(sessionNameOf(undefined)).toBe('anonymous');
  });

  it.each([
    [
      // One name where 55 readable characters and 32 bits of a hash were all there was.
      `${roles}/AWSReservedSSO_ImagePlatformAdmin_0123456789abcdef/jane.doe@example.com`,
      `${roles}/dev/qIPe5AAAAmagePlatformAdmin_0123456789abcdef-jane.doe@example.com`,
    ],
    ['jwt:payments-ci/build', 'jwt:payments-ci|build', `${roles}/payments-ci/build`],
    ['arn:aws:iam::111122223333:user/payments-ci-build', `${roles}/payments-ci-build`],
    [`${roles}/a-role/${'x'.repeat(64)}`, `${roles}/b-role/${'x'.repeat(64)}`],
    ['jwt:a\ud800', 'jwt:a\ud801', 'jwt:a\ufffd'],
    ['bot:a/b', 'bot:a-b', 'jwt:bot:a-b'],
  ])('is never that of another: %j', (...ids) => {
    expect(new Set(ids.map(sessionNameOf)).size).toBe(ids.length);
  });

  it('cannot begin as the caller chooses: its own words stand behind the hash', () => {
    const id = `${roles}/dev/payments-ci-build${'-'.repeat(47)}`;
    expect(sessionNameOf(id)).toMatch(/^iam-[\w-]{22}-+$/);
    for (const other of ['bot:payments', 'jwt:x', 'iam-x', 'anonymous', 'arn:']) {
      expect(sessionNameOf(`jwt:${other}`)).toMatch(/^jwt-/);
      expect(sessionNameOf(`${roles}/dev/${other}`)).toMatch(/^iam-/);
    }
  });

  it('is fit for STS, whatever the id holds, and never another caller’s', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `jwt:${text}`),
      fc.string().map((text) => `bot:${text}`),
    );
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(sessionNameOf(one)).toMatch(/^(?:iam|jwt|bot)-[\w-]{22}-[\w+=,.@-]{0,37}$/);
        expect(sessionNameOf(one).length).toBeLessThanOrEqual(64);
        expect(sessionNameOf(one) === sessionNameOf(other)).toBe(one === other);
      }),
    );
  });

  it('is found to be nobody else’s by a search through 200,000 callers', () => {
    // All that is readable is the same, so what is searched is the hash. Of 32 bits, several would meet.
    const names = new Set<string>();
    for (let index = 0; index < 200_000; index += 1) {
      names.add(sessionNameOf(`${roles}/role-${index}/${'x'.repeat(64)}`));
    }
    expect(names.size).toBe(200_000);
  });
});
