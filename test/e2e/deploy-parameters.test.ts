import { describe, expect, it } from 'vitest';
import DeploymentPlugin from '../../deploy/plugin.ts';
import { parameters } from '../../deploy/parameters.ts';
import { BadDeployParameters, readParameters } from '../../deploy/read-parameters.ts';
import { productionLicences } from '../../tools/licences.ts';
import { simulateLoad } from '../../tools/simulate-load.ts';
import { readText, tableOf } from '../support/markdown.ts';
import {
  packagedTemplate,
  parameterArguments,
  readYaml,
  resourcesOf,
  runOsls,
} from '../support/template.ts';

/** Everything that is wrong with parameters, one sentence each. */
const mistakesOf = (given: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    readParameters(given);
    return [];
  } catch (error) {
    if (error instanceof BadDeployParameters) return error.mistakes;
    throw error;
  }
};

const portal = { authorizer: 'jwt', jwtIssuer: 'https://id.example.com', jwtAudience: 'portal' };

/** Bad values, each with the parameter that its mistake begins with. */
const bad: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['authorizer', { authorizer: 'none' }],
  ['jwtIssuer', { ...portal, jwtIssuer: 'http://id.example.com' }],
  ['jwtIssuer', { ...portal, jwtIssuer: null }],
  ['jwtAudience', { ...portal, jwtAudience: [] }],
  ['jwtAudience', { ...portal, jwtAudience: 'two words' }],
  ['invokers', { invokers: 'payments' }],
  ['invokers', { invokers: 'payments=2222' }],
  ['invokers', { invokers: 'payments=222222222222,payments=333333333333' }],
  ['invokers', { ...portal, authorizer: 'jwt', invokers: 'payments=222222222222' }],
  ['allowedOrigins', { ...portal, allowedOrigins: '*' }],
  ['allowedOrigins', { ...portal, allowedOrigins: 'https://portal.example.com/' }],
  ['allowedOrigins', { ...portal, allowedOrigins: 'http://portal.example.com' }],
  ['allowedOrigins', { allowedOrigins: 'https://portal.example.com' }],
  ['jwtIssuer', { jwtIssuer: 'https://id.example.com' }],
  ['groupNames', { groupNames: 'names' }],
  ['tokenHeader', { tokenHeader: 'Authorization' }],
  ['bots', { bots: 'live' }],
  ['bots', { bots: ['payments', 'direct'] }],
  ['bots', { bots: 42 }],
  ['relays', { relays: 'live:img-web' }],
  ['relays', { relays: ['slack', 'slack:img-web'] }],
  ['memorySize', { memorySize: 64 }],
  ['memorySize', { memorySize: '512MB' }],
  ['reservedConcurrency', { reservedConcurrency: -1 }],
  ['throttlingRate', { throttlingRate: 0 }],
  ['throttlingBurst', { throttlingBurst: 1e9 }],
  ['logRetentionDays', { logRetentionDays: 31 }],
  ['logKeyArn', { logKeyArn: 'alias/logs' }],
  ['tracing', { tracing: 'yes' }],
  ['alarmTopicArn', { alarmTopicArn: 'arn:aws:sqs:eu-west-1:111122223333:alarms' }],
  ['organizationPolicy', { organizationPolicy: 'policy.json' }],
  ['organizationPolicy', { organizationPolicy: 'file:/etc/policy.json' }],
  ['organizationPolicy', { organizationPolicy: 'file:../policy.json' }],
  ['organizationPolicy', { organizationPolicy: 'file:policy/none.json' }],
  ['organizationPolicy', { organizationPolicy: 'appconfig:Platform/prod/policy' }],
  ['policyKeyArn', { policyKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/abc' }],
  ['policyTtlSeconds', { organizationPolicy: 'ssm:/policy', policyTtlSeconds: 0 }],
  ['policyTtlSeconds', { policyTtlSeconds: 60 }],
  ['policyMaxAgeSeconds', { organizationPolicy: 'ssm:/policy', policyMaxAgeSeconds: 0 }],
  ['policyMaxAgeSeconds', { organizationPolicy: 'ssm:/policy', policyMaxAgeSeconds: 119 }],
  [
    'policyMaxAgeSeconds',
    { organizationPolicy: 'ssm:/policy', policyTtlSeconds: 300, policyMaxAgeSeconds: 599 },
  ],
  ['policyMaxAgeSeconds', { policyMaxAgeSeconds: 3600 }],
  ['tagPolicySource', { tagPolicySource: 'aws' }],
  ['buildRoles', { buildRoles: '*' }],
  ['buildRoles', { buildRoles: 'image*builder/*' }],
  ['targetAccounts', { targetAccounts: [111122223333, 'example'] }],
  ['targetRole', { targetAccounts: '111122223333', targetRole: 'a b' }],
  ['targetRole', { targetRole: 'other' }],
  ['externalId', { targetAccounts: '111122223333', externalId: 'a' }],
  ['externalId', { externalId: 'example-id' }],
  ['targetRegions', { targetRegions: 'europe' }],
  ['memorySize', { memorySize: { Ref: 'Memory' } }],
];

describe('A deploy parameter', () => {
  it.each(bad)('%s is refused: %j', (name, given) => {
    const mistakes = mistakesOf(given);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name} (?:must|has no effect)`));
  });

  it('that nobody knows is refused, with what was probably meant', () => {
    expect(mistakesOf({ memorysize: 512, foo: 1 })).toEqual([
      '"memorysize" is not a deploy parameter. Did you mean "memorySize"?',
      '"foo" is not a deploy parameter.',
    ]);
  });

  it('may be a list, a number or a text, and has its default where it is not set', () => {
    const defaults = readParameters();
    expect(readParameters({ authorizer: null, jwtIssuer: '' })).toEqual(defaults);
    expect(defaults).toMatchObject({ authorizer: 'iam', memorySize: 512, throttlingRate: 10 });
    const list = { targetAccounts: ['111122223333', '444455556666'], memorySize: 1024 };
    const text = { targetAccounts: '111122223333, 444455556666', memorySize: '1024' };
    expect(readParameters(list)).toEqual(readParameters(text));
  });

  it('of the command line is heard before that of the stage’s file', () => {
    expect(readParameters({ memorySize: 256 }, { memorySize: '1024' }).memorySize).toBe(1024);
  });

  it('is written down, with its default and what it may be', () => {
    expect(tableOf(readText('docs/configuration.md'), 'deploy-parameters')).toEqual(
      Object.entries(parameters).map(([name, { about, allowed, ...rest }]) => [
        `\`${name}\``,
        'fallback' in rest ? `\`${rest.fallback}\`` : 'none',
        about,
        allowed,
      ]),
    );
  });
});

describe('The plugin', () => {
  const environmentOf = async (command: string): Promise<unknown> => {
    const { deployment } = DeploymentPlugin({
      processedInput: { commands: [command] },
      service: {
        functions: { createImagePipeline: {} },
        provider: { compiledCloudFormationTemplate: { Resources: {}, Outputs: {} } },
      },
    }).configurationVariablesSources;
    const { value } = await deployment.resolve({
      address: 'environment',
      options: {},
      resolveVariable: () => Promise.resolve(null),
      resolveConfigurationProperty: () => Promise.resolve('dev'),
    });
    return value;
  };

  it('takes settings from the environment on one machine, where nothing is packaged, and there alone', async () => {
    const before = { ...process.env };
    const settings = { ORGANIZATION_POLICY: 'file:/tmp/policy.json', TARGET_REGIONS: 'eu-west-1' };
    Object.assign(process.env, settings);
    try {
      expect(await environmentOf('offline')).toEqual(settings);
      await expect(environmentOf('deploy')).rejects.toThrow('organizationPolicy must name a file');
    } finally {
      process.env = before;
    }
  });
});

describe('osls', () => {
  it('names every bad parameter at once, and packages nothing', async () => {
    const many = {
      authorizer: 'none',
      memorySize: '1',
      reservedConcurrency: 'many',
      throttlingRate: '0',
      throttlingBurst: '0',
      logRetentionDays: '31',
      logKeyArn: 'key',
      alarmTopicArn: 'topic',
      organizationPolicy: 'none',
      targetAccounts: '1',
      externalId: '!',
      stge: 'prod',
    };
    const ran = await runOsls(['package', '--package', '/none', ...parameterArguments(many)]);
    expect(ran.code).toBe(1);
    const said = ran.stdout + ran.stderr;
    for (const name of Object.keys(many)) expect(said).toMatch(new RegExp(`- "?${name}"? `));
    expect(said.match(/Nothing is deployed/g)).toHaveLength(1);
    expect(said).not.toContain('.ts:');
  });

  it('reads the file of the stage', async () => {
    const template = await packagedTemplate(['--stage', 'example']);
    expect(resourcesOf(template, 'AWS::ApiGatewayV2::Route')).toHaveLength(6);
    const file = await readYaml('deploy/parameters.example.yml');
    expect(file).toMatchObject({ authorizer: 'both' });
    expect(JSON.stringify(template.Resources['AssumeExecutionRoles'])).toContain('444455556666');
  });

  it('refuses a stage whose name would not fit', async () => {
    const ran = await runOsls(['package', '--package', '/none', '--stage', 'Production-Europe-1']);
    expect(ran.code).toBe(1);
    expect(ran.stdout + ran.stderr).toContain('stage must be up to 16 lower-case letters');
  });
});

describe('The licences', () => {
  it('of everything that the function is built of are on the list', () => {
    const dependencies = productionLicences(readText('package-lock.json'));
    expect(dependencies.map(({ name }) => name)).toContain('@aws-sdk/client-imagebuilder');
    expect(dependencies.map(({ name }) => name)).not.toContain('vitest');
    expect(dependencies.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR AGPL-3.0)', true],
    ['MIT AND AGPL-3.0', false],
    ['AGPL-3.0-or-later', false],
    ['UNLICENSED', false],
    [undefined, false],
  ])('%s is allowed: %s', (license, isAllowed) => {
    const lockfile = JSON.stringify({
      packages: { '': {}, 'node_modules/a': { version: '1', license } },
    });
    expect(productionLicences(lockfile)).toMatchObject([{ name: 'a', isAllowed }]);
  });
});

describe('Simulated load', () => {
  const gently = { rate: 50, seconds: 0.2, millisLeft: 10_000 };

  it('is all created while the throttle lets it through', async () => {
    const outcome = await simulateLoad({ ...gently, throttleRate: 0, throttleBurst: 10 });
    expect(outcome).toMatchObject({ sent: 10, created: 10, problems: {}, attempts: 1 });
  });

  it('is throttled after three attempts where it does not', async () => {
    const outcome = await simulateLoad({ ...gently, throttleRate: 0, throttleBurst: 0 });
    expect(outcome).toMatchObject({
      sent: 10,
      created: 0,
      problems: { throttled: 10 },
      attempts: 3,
    });
  });
});
