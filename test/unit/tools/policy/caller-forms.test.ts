import { describe, expect, it } from 'vitest';
import {
  accountOf,
  canHaveAccount,
  identityKindsOf,
  isAccountPattern,
  suggestCaller,
} from '../../../../tools/policy/check/caller-forms.ts';

describe('the callers that a pattern can match', () => {
  it.each([
    ['*', ['iam', 'jwt', 'bot', 'botUser']],
    ['arn:*', ['iam']],
    ['jwt:*', ['jwt']],
    ['jwt:ana', ['jwt']],
    ['*payments*', ['iam', 'jwt', 'bot', 'botUser']],
    ['bot:payments', ['bot']],
    ['bot:*', ['bot', 'botUser']],
    ['bot:slack/U024BE7LH', ['botUser']],
    ['bot:slack/*', ['botUser']],
    ['bot:', []],
    ['bot:a b', []],
    ['bot:slack/a/b', []],
    ['anonymous', ['anonymous']],
    ['anonymous*', []],
    ['Anonymous', []],
    ['arn:aws:sts::111122223333:assumed-role/payments-ci/build', ['iam']],
    ['arn:aws:sts::111122223333:assumed-role/payments-*/*', ['iam']],
    ['arn:aws:sts::111122223333:assumed-role/payments-*', ['iam']],
    ['arn:aws-us-gov:sts::*:assumed-role/*', ['iam']],
    ['arn:aws:sts::*:assumed-role/AWSReservedSSO_Admin_*/ana@example.com', ['iam']],
    ['arn:aws:sts::111122223333:federated-user/ana', ['iam']],
    ['arn:aws:iam::111122223333:user/division/ana', ['iam']],
    ['arn:aws:iam::111122223333:root', ['iam']],
    ['arn:aws:iam::111122223333:*', ['iam']],
    ['arn:aws:iam::111122223333:role/payments', []],
    ['arn:aws:iam::*:role/*', []],
    ['arn:aws:sts::111122223333:assumed-role/payments', []],
    ['arn:aws:sts::111122223333:assumed-role/path/payments/build', []],
    ['arn:aws:sts::1111:assumed-role/payments/build', []],
    ['arn:aws:sts:eu-west-1:111122223333:assumed-role/payments/*', []],
    ['payments', []],
    ['JWT:ana', []],
    ['111122223333', []],
  ])('%s: %j', (pattern, kinds) => {
    expect(identityKindsOf(pattern)).toEqual(kinds);
  });

  it.each([
    [
      'arn:aws:iam::111122223333:role/payments',
      'arn:aws:sts::111122223333:assumed-role/payments/*',
    ],
    ['arn:aws:iam::*:role/path/payments-*', 'arn:aws:sts::*:assumed-role/payments-*/*'],
    [
      'arn:aws:sts::111122223333:assumed-role/payments',
      'arn:aws:sts::111122223333:assumed-role/payments/*',
    ],
    ['payments', undefined],
    ['arn:aws:iam::111122223333:role/', undefined],
  ])('%s was most likely meant as %s', (pattern, meant) => {
    expect(suggestCaller(pattern)).toBe(meant);
  });
});

describe('the account of a caller', () => {
  it.each([
    ['arn:aws:sts::111122223333:assumed-role/*', '111122223333', true],
    ['arn:aws:sts::111122223333:assumed-role/*', '1111*', true],
    ['arn:aws:sts::111122223333:assumed-role/*', '444455556666', false],
    ['arn:aws:sts::1111*:assumed-role/*', '*3333', true],
    ['arn:aws:sts::1111*:assumed-role/*', '4444*', false],
    ['arn:aws:sts::*:assumed-role/444455556666/*', '111122223333', true],
    ['*', '111122223333', true],
    ['jwt:*', '111122223333', false],
  ])('%s can be one of %s: %s', (caller, account, expected) => {
    expect(canHaveAccount(caller, account)).toBe(expected);
  });

  it.each([
    ['arn:aws:sts::111122223333:assumed-role/*', '111122223333'],
    ['arn:aws:iam::111122223333:user/ana', '111122223333'],
    ['arn:*:sts::111122223333:assumed-role/*', undefined],
    ['arn:aws:sts::1111*:assumed-role/*', undefined],
    ['jwt:111122223333', undefined],
  ])('is spelled out by %s: %s', (caller, account) => {
    expect(accountOf(caller)).toBe(account);
  });

  it.each([
    ['111122223333', true],
    ['*', true],
    ['1111*3333', true],
    ['1111222233334*', false],
    ['12345678901*', true],
  ])('can match %s: %s', (pattern, expected) => {
    expect(isAccountPattern(pattern)).toBe(expected);
  });
});
