import { describe, expect, it } from 'vitest';
import { policyMaxAgeSecondsOf, readConfig, type RelayGroups } from '../../src/config.ts';

const read = (env: Readonly<Record<string, string>>) =>
  readConfig({ AWS_REGION: 'eu-west-1', ...env });

const mistake = (env: Readonly<Record<string, string>>): string => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof Error && error.name === 'ProxyMisconfigured') return error.message;
    throw error;
  }
  return '';
};

describe('the settings', () => {
  it('are the packaged policy and nothing else where only the Region is set', () => {
    const packaged = { kind: 'file', path: 'policy/organization-policy.json' };
    expect(read({})).toStrictEqual({ organizationPolicy: packaged, region: 'eu-west-1' });
  });

  it('count as absent where they are empty', () => {
    const empty = {
      ORGANIZATION_POLICY: '',
      POLICY_TTL_SECONDS: '',
      POLICY_MAX_AGE_SECONDS: '',
      TAG_POLICY_SOURCE: '',
      AWS_ACCOUNT_ID: '',
    };
    expect(read(empty)).toStrictEqual(read({}));
  });

  it('are read as they are meant', () => {
    const env = {
      ORGANIZATION_POLICY: 'ssm:/image-pipelines/policy',
      POLICY_TTL_SECONDS: '300',
      POLICY_MAX_AGE_SECONDS: '900',
      TAG_POLICY_SOURCE: 'organizations',
      AWS_ACCOUNT_ID: '123456789012',
    };
    expect(read(env)).toStrictEqual({
      organizationPolicy: { kind: 'ssm', name: '/image-pipelines/policy' },
      policyTtlSeconds: 300,
      policyMaxAgeSeconds: 900,
      tagPolicySource: 'organizations',
      accountId: '123456789012',
      region: 'eu-west-1',
    });
  });

  it('that are wrong are named all at once, each with what it may be', () => {
    const env = {
      AWS_REGION: 'Ireland',
      AWS_ACCOUNT_ID: '1234',
      ORGANIZATION_POLICY: 's3://bucket/policy.json',
      POLICY_TTL_SECONDS: '0',
      TAG_POLICY_SOURCE: 'Organizations',
    };
    expect(mistake(env)).toBe(
      [
        'AWS_ACCOUNT_ID must be an account id of 12 digits, for example 123456789012',
        'AWS_REGION must be the name of a Region, for example eu-west-1',
        'ORGANIZATION_POLICY must be file:PATH, ssm:/NAME or appconfig:APPLICATION/ENVIRONMENT/PROFILE, for example file:policy/organization-policy.json',
        'POLICY_TTL_SECONDS must be a whole number of seconds from 1 to 86400, for example 60',
        'TAG_POLICY_SOURCE must be "organizations", or not be set.',
      ].join('; '),
    );
  });

  it('name no Region where none is set', () => {
    expect(mistake({ AWS_REGION: '' })).toBe(
      'AWS_REGION must be set: the name of a Region, for example eu-west-1.',
    );
  });
});

describe('ORGANIZATION_POLICY', () => {
  it.each([
    ['file:policy.json', { kind: 'file', path: 'policy.json' }],
    ['file:/etc/policy: the first.json', { kind: 'file', path: '/etc/policy: the first.json' }],
    ['ssm:/policy', { kind: 'ssm', name: '/policy' }],
    ['ssm:/a.b/c-d/E_1', { kind: 'ssm', name: '/a.b/c-d/E_1' }],
    [
      'appconfig:abc1234/def5678/ghi9012',
      { kind: 'appconfig', application: 'abc1234', environment: 'def5678', profile: 'ghi9012' },
    ],
    [
      'appconfig:Image pipelines/Production (EU)/p',
      {
        kind: 'appconfig',
        application: 'Image pipelines',
        environment: 'Production (EU)',
        profile: 'p',
      },
    ],
  ])('%s is taken', (text, origin) => {
    expect(read({ ORGANIZATION_POLICY: text }).organizationPolicy).toStrictEqual(origin);
  });

  it.each([
    'file:',
    'policy.json',
    'FILE:policy.json',
    'ssm:',
    'ssm:/',
    'ssm:policy',
    'ssm://policy',
    'ssm:/policy/',
    'ssm:/with space',
    `ssm:${'/a'.repeat(16)}`,
    'appconfig:a/b',
    'appconfig:a/b/c/d',
    'appconfig:a//c',
    'appconfig: a/b/c',
    `appconfig:a/b/${'c'.repeat(129)}`,
  ])('%s is refused', (text) => {
    expect(mistake({ ORGANIZATION_POLICY: text })).toMatch(
      /^ORGANIZATION_POLICY must be file:PATH/,
    );
  });
});

describe('POLICY_TTL_SECONDS', () => {
  it.each([1, 60, 86_400])('may be %d', (seconds) => {
    expect(read({ POLICY_TTL_SECONDS: String(seconds) }).policyTtlSeconds).toBe(seconds);
  });

  it.each(['0', '86401', '-1', '1.5', '1e3', ' 60', 'a minute', '0x10'])(
    'may not be %j',
    (text) => {
      expect(mistake({ POLICY_TTL_SECONDS: text })).toContain('from 1 to 86400');
    },
  );
});

describe('POLICY_MAX_AGE_SECONDS', () => {
  it.each([
    [{ POLICY_MAX_AGE_SECONDS: '2', POLICY_TTL_SECONDS: '1' }, 2],
    [{ POLICY_MAX_AGE_SECONDS: '120' }, 120],
    [{ POLICY_MAX_AGE_SECONDS: '172800', POLICY_TTL_SECONDS: '86400' }, 172_800],
    [{ POLICY_MAX_AGE_SECONDS: '2592000' }, 2_592_000],
    [{}, 21_600],
    [{ POLICY_TTL_SECONDS: '10800' }, 21_600],
    // Longer than six hours where twice the time to live is.
    [{ POLICY_TTL_SECONDS: '86400' }, 172_800],
  ])('with %j is %d seconds', (env, seconds) => {
    expect(policyMaxAgeSecondsOf(read(env))).toBe(seconds);
  });

  it.each([
    [{ POLICY_MAX_AGE_SECONDS: '119' }, 120, 60],
    [{ POLICY_MAX_AGE_SECONDS: '1', POLICY_TTL_SECONDS: '1' }, 2, 1],
    [{ POLICY_MAX_AGE_SECONDS: '599', POLICY_TTL_SECONDS: '300' }, 600, 300],
  ])('with %j is less than twice the time to live', (env, least, ttl) => {
    expect(mistake(env)).toBe(
      `POLICY_MAX_AGE_SECONDS must be at least ${least}, twice POLICY_TTL_SECONDS (${ttl}).`,
    );
  });

  it('is not compared with a time to live that cannot be read', () => {
    expect(mistake({ POLICY_MAX_AGE_SECONDS: '2', POLICY_TTL_SECONDS: '0' })).not.toContain(
      'twice',
    );
  });

  it.each(['0', '2592001', '-1', '1.5', ' 600', 'six hours'])('may not be %j', (text) => {
    expect(mistake({ POLICY_MAX_AGE_SECONDS: text })).toBe(
      'POLICY_MAX_AGE_SECONDS must be a whole number of seconds from 1 to 2592000, for example 21600.',
    );
  });
});

describe('EXECUTION_ROLE, TARGET_ACCOUNTS, TARGET_REGIONS and EXTERNAL_ID', () => {
  const EXECUTION_ROLE = 'arn:aws:iam::{account}:role/image-pipeline-proxy';

  it('are read as they are meant, each entry of a list once', () => {
    const env = {
      EXECUTION_ROLE,
      TARGET_ACCOUNTS: '111122223333, 444455556666,111122223333',
      TARGET_REGIONS: 'eu-west-1,us-gov-west-1 ,eu-west-1',
      EXTERNAL_ID: 'a:b/c-1',
    };
    expect(read(env)).toStrictEqual({
      ...read({}),
      executionRole: EXECUTION_ROLE,
      targetAccounts: ['111122223333', '444455556666'],
      targetRegions: ['eu-west-1', 'us-gov-west-1'],
      externalId: 'a:b/c-1',
    });
  });

  it.each([
    ['EXECUTION_ROLE', 'arn:aws-cn:iam::{account}:role/a/b/c'],
    ['EXTERNAL_ID', 'ab'],
    ['EXTERNAL_ID', 'x'.repeat(1_224)],
  ])('%s may be %s', (name, text) => {
    expect(Object.values(read({ [name]: text }))).toContain(text);
  });

  it.each([
    ['TARGET_ACCOUNTS', '11112222333'],
    ['TARGET_ACCOUNTS', '111122223333,'],
    ['TARGET_ACCOUNTS', '111122223333;444455556666'],
    ['TARGET_ACCOUNTS', '*'],
    ['TARGET_REGIONS', 'eu-west'],
    ['TARGET_REGIONS', 'eu-west-1;eu-west-2'],
    ['TARGET_REGIONS', 'eu-west-1,,eu-west-2'],
    ['EXECUTION_ROLE', 'arn:aws:iam::111122223333:role/image-pipeline-proxy'],
    ['EXECUTION_ROLE', 'arn:aws:iam::{account}:role/*'],
    ['EXECUTION_ROLE', 'arn:aws:iam::{account}:role/{account}'],
    ['EXECUTION_ROLE', 'arn:aws:iam::{account}:role/'],
    ['EXECUTION_ROLE', 'arn:aws:iam::{account}:user/a'],
    ['EXECUTION_ROLE', ` ${EXECUTION_ROLE}`],
    ['EXTERNAL_ID', 'a'],
    ['EXTERNAL_ID', 'a b'],
    ['EXTERNAL_ID', 'x'.repeat(1_225)],
  ])('%s may not be %j', (name, text) => {
    expect(mistake({ EXECUTION_ROLE, [name]: text })).toMatch(new RegExp(`^${name} must be `));
  });

  it('go together: other accounts need a role to assume there', () => {
    const TARGET_ACCOUNTS = '111122223333';
    expect(mistake({ TARGET_ACCOUNTS })).toMatch(
      /^EXECUTION_ROLE must be set where TARGET_ACCOUNTS is: the ARN of a role with \{account\}/,
    );
    expect(read({ TARGET_ACCOUNTS, EXECUTION_ROLE }).targetAccounts).toEqual([TARGET_ACCOUNTS]);
    expect(read({ EXECUTION_ROLE }).targetAccounts).toBeUndefined();
    // A role that is set and wrong is not missing as well.
    const both = mistake({ TARGET_ACCOUNTS, EXECUTION_ROLE: 'a-role' });
    expect(both).toMatch(/^EXECUTION_ROLE must be the ARN[^;]*$/);
  });
});

describe('AWS_LAMBDA_FUNCTION_NAME', () => {
  it('is the name by which metrics are told apart', () => {
    expect(read({ AWS_LAMBDA_FUNCTION_NAME: 'proxy' }).functionName).toBe('proxy');
    expect(read({})).not.toHaveProperty('functionName');
  });
});

describe('LOG_LEVEL', () => {
  it('shows requests in the log only when it says debug', () => {
    expect(read({ LOG_LEVEL: 'debug' }).debug).toBe(true);
    expect(read({ LOG_LEVEL: 'info' }).debug).toBeUndefined();
    expect(read({}).debug).toBeUndefined();
    expect(mistake({ LOG_LEVEL: 'verbose' })).toContain('LOG_LEVEL must be info or debug');
  });
});

describe('BOTS, RELAYS and HTTP_ALIAS', () => {
  it('are read as they are meant', () => {
    const env = {
      BOTS: 'payments, help_desk-2,payments',
      RELAYS: 'slack:img-web| img payments, help_desk-2 ,teams:a:b',
      HTTP_ALIAS: 'live',
      GROUP_NAMES: 'words',
      TOKEN_HEADER: 'none',
    };
    expect(read(env)).toStrictEqual({
      ...read({}),
      bots: ['payments', 'help_desk-2'],
      relays: new Map<string, RelayGroups>([
        ['slack', ['img-web', 'img payments']],
        ['help_desk-2', 'any'],
        ['teams', ['a:b']],
      ]),
      httpAlias: 'live',
      groupNames: 'words',
      tokenHeader: 'none',
    });
  });

  it.each([
    ['BOTS', 'direct'],
    ['BOTS', 'live'],
    ['BOTS', '42'],
    ['BOTS', 'payments,'],
    ['BOTS', 'pay/ments'],
    ['BOTS', '$LATEST'],
    ['BOTS', 'payments:img-web'],
    ['BOTS', 'p'.repeat(129)],
    ['RELAYS', 'direct'],
    ['RELAYS', 'live:img-web'],
    ['RELAYS', '42:img-web'],
    ['RELAYS', ':img-web'],
    ['RELAYS', 'slack:'],
    ['RELAYS', 'slack:img-web|'],
    ['RELAYS', 'slack:img-*'],
    ['RELAYS', 'slack:img-web,slack'],
    ['RELAYS', 'slack,'],
    ['HTTP_ALIAS', 'direct'],
    ['HTTP_ALIAS', '42'],
    ['HTTP_ALIAS', 'live,prod'],
    ['GROUP_NAMES', 'Words'],
    ['TOKEN_HEADER', 'authorization'],
  ])('%s may not be %j', (name, text) => {
    expect(mistake({ [name]: text })).toMatch(new RegExp(`^${name} must be [^;]*\\.$`));
  });

  it('name different aliases', () => {
    expect(mistake({ BOTS: 'a,b', RELAYS: 'c,b', HTTP_ALIAS: 'b' })).toBe(
      'BOTS must not name the alias of HTTP_ALIAS; RELAYS must not name the alias of HTTP_ALIAS.',
    );
    expect(mistake({ BOTS: 'a', RELAYS: 'a', HTTP_ALIAS: 'b' })).toBe('');
  });
});
