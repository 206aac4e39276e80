import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemForException } from '../../src/http/problem-table.ts';
import { policyMetricNames, requestMetricNames } from '../../src/observability/metrics.ts';
import { requestMetrics } from '../../src/observability/request-metrics.ts';
import { linksOf, readText, tableOf } from '../support/markdown.ts';
import { outcomeOf } from '../support/outcome.ts';
import { root } from '../support/packaged-proxy.ts';
import { isAllowed, rolePolicies } from '../support/template-iam.ts';
import {
  packagedTemplate,
  parameterArguments,
  resourcesOf,
  type Template,
} from '../support/template.ts';
import { templateErrors } from '../support/template-schema.ts';

interface Route {
  readonly RouteKey: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: { readonly Ref: string };
}

const routesOf = (template: Template): Route[] =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(
    ([, { Properties }]) => Properties as unknown as Route,
  );

/** The routes that somebody could call without being asked who it is. */
const unguarded = (template: Template): string[] =>
  routesOf(template)
    .filter(({ AuthorizationType, AuthorizerId }) =>
      AuthorizationType === 'JWT'
        ? template.Resources[AuthorizerId?.Ref ?? '']?.Type !== 'AWS::ApiGatewayV2::Authorizer'
        : AuthorizationType !== 'AWS_IAM',
    )
    .map(({ RouteKey }) => RouteKey);

/** The names of the aliases by their ids, all of them on the one version that there is. */
const aliasesOf = (template: Template): Record<string, unknown> => {
  const versions = resourcesOf(template, 'AWS::Lambda::Version').map(([id]) => id);
  expect(versions).toHaveLength(1);
  return Object.fromEntries(
    resourcesOf(template, 'AWS::Lambda::Alias').map(([id, { Properties }]) => {
      expect(Properties).toMatchObject({
        FunctionName: { Ref: 'CreateImagePipelineLambdaFunction' },
        FunctionVersion: { 'Fn::GetAtt': [versions[0], 'Version'] },
      });
      return [id, Properties['Name']];
    }),
  );
};

const own = ['POST /image-pipelines', 'GET /policy', 'GET /openapi.json'];
const portal = ['POST /portal/image-pipelines', 'GET /portal/policy', 'GET /portal/openapi.json'];

/** What every template promises, whatever is configured. */
const holdsAlways = (template: () => Template): void => {
  it('tries an asynchronous invocation once, by whatever name the function is invoked', () => {
    const configs = resourcesOf(template(), 'AWS::Lambda::EventInvokeConfig').map(
      ([, { Properties }]) => Properties,
    );
    const names = Object.values(aliasesOf(template()));
    expect(configs.map(({ Qualifier }) => Qualifier)).toEqual(['$LATEST', ...names]);
    for (const config of configs) {
      expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    }
  });

  it('makes the function when its role has all its rights', () => {
    const { DependsOn = [] } = template().Resources['CreateImagePipelineLambdaFunction'] ?? {};
    const rights = resourcesOf(template(), 'AWS::IAM::Policy').map(([id]) => id);
    expect(rights).not.toEqual([]);
    expect(DependsOn).toEqual(expect.arrayContaining(rights));
  });
};

describe('The template', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });
  const properties = (id: string) => template.Resources[id]?.Properties;
  holdsAlways(() => template);

  it('is what CloudFormation’s own schemas of its resources allow', () => {
    const { errors, resources } = templateErrors(template);
    expect(errors).toEqual([]);
    expect(resources).toBeGreaterThan(10);
  });

  it.each([
    [
      'a type of resource that there is not',
      { Type: 'AWS::Lambda::Funktion', Properties: {} },
      /there is no/,
    ],
    [
      'a property that there is not',
      { Type: 'AWS::SNS::Topic', Properties: { Topic: 'a' } },
      /unknown/,
    ],
    [
      'a property of another type',
      { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: 'maybe' } },
      /no boolean/,
    ],
    [
      'a property that is missing',
      { Type: 'AWS::Lambda::Alias', Properties: { Name: 'a' } },
      /missing/,
    ],
  ])('would not be with %s', (_, resource, error) => {
    const doctored = { Resources: { ...template.Resources, Doctored: resource } };
    expect(templateErrors(doctored).errors.join()).toMatch(error);
  });

  it('serves its three routes, each behind IAM authorization', () => {
    expect(routesOf(template).map(({ RouteKey }) => RouteKey)).toEqual(own);
    for (const route of routesOf(template)) expect(route.AuthorizationType).toBe('AWS_IAM');
    expect(unguarded(template)).toEqual([]);
  });

  it('is found out where any route loses its authorizer', () => {
    for (const [id] of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
      const doctored = structuredClone(template);
      Reflect.deleteProperty(doctored.Resources[id]?.Properties ?? {}, 'AuthorizationType');
      expect(unguarded(doctored)).toHaveLength(1);
    }
  });

  it('creates nothing that is not configured', () => {
    for (const type of ['AWS::ApiGatewayV2::Authorizer', 'AWS::SNS::Topic', 'AWS::Lambda::Url']) {
      expect(resourcesOf(template, type)).toEqual([]);
    }
    expect(resourcesOf(template, 'AWS::IAM::Policy').map(([id]) => id)).toEqual(['SendTraces']);
    expect(properties('HttpApi')).not.toHaveProperty('CorsConfiguration');
    expect(properties('CreateImagePipelineLambdaFunction')).toMatchObject({
      MemorySize: 512,
      Timeout: 29,
      Environment: { Variables: { ORGANIZATION_POLICY: 'file:policy/organization-policy.json' } },
    });
    expect(properties('CreateImagePipelineLambdaFunction')).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    );
    for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });

  it('throttles every route', () => {
    expect(properties('HttpApiStage')).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    });
  });

  it('lets API Gateway alone invoke the function, through an alias of its own', () => {
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission');
    const [integration, ...more] = resourcesOf(template, 'AWS::ApiGatewayV2::Integration');
    const live = {
      'Fn::Join': [':', [{ 'Fn::GetAtt': ['CreateImagePipelineLambdaFunction', 'Arn'] }, 'live']],
    };
    expect([permissions.length, more]).toEqual([1, []]);
    expect(permissions[0]?.[1]).toMatchObject({
      DependsOn: 'LiveAlias',
      Properties: { Principal: 'apigateway.amazonaws.com', FunctionName: live },
    });
    expect(JSON.stringify(permissions[0])).toContain('{"Ref":"HttpApi"}');
    expect(integration?.[1]).toMatchObject({
      DependsOn: 'LiveAlias',
      Properties: { IntegrationUri: live },
    });
    expect(properties('CreateImagePipelineLambdaFunction')).toMatchObject({
      Environment: { Variables: { HTTP_ALIAS: 'live' } },
    });
    expect(properties('CreateImagePipelineLambdaFunction')).not.toHaveProperty(
      'Environment.Variables.BOTS',
    );
  });

  it('has one version, on which every alias stands', () => {
    expect(aliasesOf(template)).toEqual({ LiveAlias: 'live', DirectAlias: 'direct' });
    expect(template.Outputs).toHaveProperty('DirectInvocationArn.Value', { Ref: 'DirectAlias' });
    expect(template.Outputs).toHaveProperty('FunctionRoleArn');
  });

  it('keeps logs for a month, and nothing secret in them', () => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(2);
    for (const [, { Properties }] of groups) {
      expect(Properties).toMatchObject({ RetentionInDays: 30 });
      expect(Properties).not.toHaveProperty('KmsKeyId');
    }
    const { AccessLogSettings } = properties('HttpApiStage') as {
      AccessLogSettings: { Format: string };
    };
    const format = JSON.parse(AccessLogSettings.Format) as Record<string, string>;
    expect(Object.keys(format)).toEqual(
      expect.arrayContaining(['requestId', 'functionRequestId', 'routeKey', 'status', 'userArn']),
    );
    // Nothing that a caller words freely: API Gateway does not escape it.
    for (const variable of Object.values(format)) {
      expect(variable).toMatch(/^\$context\.[\w.]+$/);
      expect(variable).not.toMatch(
        /header|query|body|userAgent|path|claims|authorization|message/i,
      );
    }
  });

  it('watches failures, throttling and slowness, and takes silence for peace', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.map(([id]) => id)).toEqual([
      'ServerErrorsAlarm',
      'FailedRequestsAlarm',
      'FunctionErrorsAlarm',
      'FunctionThrottlesAlarm',
      'UpstreamThrottlingAlarm',
      'SlowAnswersAlarm',
      'ExecutionRoleAlarm',
      'QuotaAlarm',
      'DryRunNotHonouredAlarm',
    ]);
    for (const [, { Properties }] of alarms) {
      expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching' });
    }
  });

  it.each([
    ['ExecutionRoleAlarm', 'execution-role-forbidden', 'ForbiddenException'],
    ['QuotaAlarm', 'quota-exceeded', 'ServiceQuotaExceededException'],
  ])('%s watches what a request counts that ends in %s', (alarm, code, exception) => {
    const row = problemForException(exception);
    const counted = requestMetrics(outcomeOf({ status: row.status, code: row.code }), false, 0);
    expect(counted).toMatchObject({ Code: code, Problems: 1 });
    expect(properties(alarm)).toMatchObject({
      MetricName: 'Problems',
      Dimensions: [{ Name: 'FunctionName' }, { Name: 'Code', Value: code }],
      Statistic: 'Sum',
      Threshold: 1,
    });
  });

  it('lets a percentile of a few samples alarm nobody', () => {
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
      if (Properties['ExtendedStatistic'] === undefined) continue;
      expect(Properties, id).toMatchObject({ EvaluateLowSampleCountPercentile: 'ignore' });
    }
  });

  it('has alarms and a dashboard of metrics that exist', () => {
    const { DashboardBody } = properties('Dashboard') as { DashboardBody: { 'Fn::Sub': string } };
    const { widgets } = JSON.parse(DashboardBody['Fn::Sub']) as {
      widgets: { properties: { metrics: string[][] } }[];
    };
    const shown = widgets.flatMap(({ properties: { metrics } }) => metrics);
    const alarmed = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => [
      String(Properties['Namespace']),
      String(Properties['MetricName']),
    ]);
    // Source: the metrics of AWS/Lambda and of HTTP APIs in AWS/ApiGateway, in the services' guides.
    const known = new Set([
      ...[...requestMetricNames, ...policyMetricNames].map((name) => `ImagePipelineProxy ${name}`),
      ...['Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'].map(
        (name) => `AWS/Lambda ${name}`,
      ),
      ...['5xx', 'Latency'].map((name) => `AWS/ApiGateway ${name}`),
    ]);
    for (const [namespace, name] of [...shown, ...alarmed]) {
      expect([...known]).toContain(`${namespace ?? ''} ${name ?? ''}`);
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(template.Resources);
    const named = [
      ...[...text.matchAll(/"Ref":"([^"]+)"/g)].map(([, name = '']) => name),
      ...[...text.matchAll(/"Fn::GetAtt":\["([^"]+)"/g)].map(([, name = '']) => name),
      ...[...text.matchAll(/\$\{([A-Za-z:]+)\}/g)].map(([, name = '']) => name),
    ];
    for (const name of named.filter((reference) => !reference.startsWith('AWS::'))) {
      expect(Object.keys(template.Resources)).toContain(name);
    }
  });
});

describe('With everything configured, the template', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/abc';
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate([
      '--stage',
      'prod',
      ...parameterArguments({
        authorizer: 'both',
        jwtIssuer: 'https://id.example.com',
        jwtAudience: 'portal,portal-test',
        allowedOrigins: 'https://portal.example.com',
        groupNames: 'words',
        tokenHeader: 'none',
        bots: 'payments,help-desk,helpXdesk',
        relays: 'slack:img-web|img-payments,help-desk',
        invokers: 'payments=222222222222,web-shop=333333333333',
        memorySize: '1024',
        reservedConcurrency: '0',
        throttlingRate: '50',
        throttlingBurst: '100',
        logRetentionDays: '365',
        logKeyArn: key,
        tracing: 'false',
        alarmTopicArn: topic,
        organizationPolicy: 'ssm:/image-pipelines/policy',
        policyTtlSeconds: '30',
        policyMaxAgeSeconds: '600',
        tagPolicySource: 'organizations',
        targetAccounts: '444455556666',
        targetRole: 'platform/pipelines',
        externalId: 'example-id',
        targetRegions: 'eu-west-1,us-east-1',
      }),
    ]);
  });
  const properties = (id: string) => template.Resources[id]?.Properties;
  holdsAlways(() => template);

  it('is what CloudFormation’s own schemas of its resources allow', () => {
    expect(templateErrors(template).errors).toEqual([]);
  });

  it('has the portal’s own routes behind the authorizer of its tokens', () => {
    expect(routesOf(template).map(({ RouteKey }) => RouteKey)).toEqual([...own, ...portal]);
    expect(unguarded(template)).toEqual([]);
    for (const { RouteKey, AuthorizationType } of routesOf(template)) {
      expect(AuthorizationType).toBe(portal.includes(RouteKey) ? 'JWT' : 'AWS_IAM');
    }
    expect(resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer')[0]?.[1].Properties).toMatchObject(
      {
        AuthorizerType: 'JWT',
        JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['portal', 'portal-test'] },
      },
    );
  });

  it('lets browsers call from the portal’s origin alone', () => {
    expect(properties('HttpApi')).toMatchObject({
      CorsConfiguration: {
        AllowOrigins: ['https://portal.example.com'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      },
    });
    expect(properties('HttpApi')).not.toHaveProperty('CorsConfiguration.AllowCredentials');
  });

  it('gives the function its settings and its limits', () => {
    expect(properties('CreateImagePipelineLambdaFunction')).toMatchObject({
      MemorySize: 1024,
      ReservedConcurrentExecutions: 0,
      Environment: {
        Variables: {
          ORGANIZATION_POLICY: 'ssm:/image-pipelines/policy',
          POLICY_TTL_SECONDS: '30',
          POLICY_MAX_AGE_SECONDS: '600',
          TAG_POLICY_SOURCE: 'organizations',
          TARGET_ACCOUNTS: '444455556666',
          TARGET_REGIONS: 'eu-west-1,us-east-1',
          EXTERNAL_ID: 'example-id',
          HTTP_ALIAS: 'live',
          BOTS: 'payments,help-desk,helpXdesk',
          RELAYS: 'slack:img-web|img-payments,help-desk',
          GROUP_NAMES: 'words',
          TOKEN_HEADER: 'none',
          EXECUTION_ROLE: {
            'Fn::Sub': 'arn:${AWS::Partition}:iam::{account}:role/platform/pipelines',
          },
        },
      },
    });
    expect(properties('CreateImagePipelineLambdaFunction')).not.toHaveProperty('TracingConfig');
    expect(properties('HttpApiStage')).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('has a role for each team of another account, which may call the routes and nothing else', async () => {
    const place = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
    for (const [id, name, account] of [
      ['InvokerRolepayments', 'image-pipeline-proxy-payments', '222222222222'],
      ['InvokerRolewebX2dshop', 'image-pipeline-proxy-web-shop', '333333333333'],
    ] as const) {
      expect(properties(id)).toMatchObject({ RoleName: name });
      expect(template.Outputs).toHaveProperty(`${id}Arn.Value`, { 'Fn::GetAtt': [id, 'Arn'] });
      const { identity, trust } = rolePolicies(template, id, place);
      expect(trust).toMatchObject({
        Statement: [
          { Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
        ],
      });
      const own = identity.filter((policy) => policy.name === 'call-the-api');
      const session = `arn:aws:sts::123456789012:assumed-role/${name}/build`;
      const mayCall = (route: string, api = 'HttpApi.Ref'): Promise<boolean> =>
        isAllowed(own, session, {
          action: 'execute-api:Invoke',
          resource: `arn:aws:execute-api:eu-west-1:123456789012:${api}/$default/${route}`,
        });
      for (const route of ['POST/image-pipelines', 'GET/policy', 'GET/openapi.json']) {
        expect(await mayCall(route), route).toBe(true);
      }
      expect(await mayCall('DELETE/image-pipelines')).toBe(false);
      expect(await mayCall('POST/portal/image-pipelines')).toBe(false);
      expect(await mayCall('GET/policy', 'other')).toBe(false);
    }
  });

  it('has an alias for each bot and each relay, which nothing of the API invokes', () => {
    const bots = {
      BotAliaspayments: 'payments',
      BotAliashelpX2ddesk: 'help-desk',
      BotAliashelpX58desk: 'helpXdesk',
      BotAliasslack: 'slack',
    };
    expect(aliasesOf(template)).toEqual({ LiveAlias: 'live', DirectAlias: 'direct', ...bots });
    for (const id of Object.keys(bots)) {
      expect(template.Outputs).toHaveProperty(`${id}Arn.Value`, { Ref: id });
    }
    expect(resourcesOf(template, 'AWS::Lambda::Permission')).toHaveLength(1);
    expect(JSON.stringify(resourcesOf(template, 'AWS::ApiGatewayV2::Integration'))).not.toMatch(
      /BotAlias|payments/,
    );
  });

  it('encrypts its logs and keeps them as long as it is told', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Logs::LogGroup')) {
      expect(Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: key });
    }
  });

  it('sends every alarm to the topic, the policy’s included', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
    expect(alarms.map(([id]) => id)).toEqual(
      expect.arrayContaining(['StalePolicyAlarm', 'UnreadablePolicyAlarm']),
    );
    // One read an hour is enough for either to be seen.
    for (const name of ['StalePolicyAlarm', 'UnreadablePolicyAlarm']) {
      expect(properties(name)).toMatchObject({ Period: 3_600, EvaluationPeriods: 1 });
    }
    for (const [, { Properties }] of alarms) {
      expect(Properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    }
  });

  it('has every alarm explained, and what to do', () => {
    const explained = tableOf(readText('docs/operating.md'), 'alarms').map(([name = '']) => name);
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => `\`${id}\``);
    expect(explained).toEqual(alarms);
  });

  it.each(['SECURITY.md', 'docs/operating.md', 'docs/scaling.md', 'docs/configuration.md'])(
    'is described in %s, whose links lead somewhere',
    (file) => {
      for (const link of linksOf(readText(file))) {
        expect(existsSync(new URL(link, new URL(file, `file://${root}`))), link).toBe(true);
      }
    },
  );
});
