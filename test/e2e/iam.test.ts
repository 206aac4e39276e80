import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { optionalPolicies } from '../../deploy/optional-policies.ts';
import { readParameters } from '../../deploy/read-parameters.ts';
import { root } from '../support/packaged-proxy.ts';
import {
  packagedTemplate,
  parameterArguments,
  readYaml,
  type Template,
} from '../support/template.ts';
import { isAllowed, rolePolicies, type Call, type RolePolicies } from '../support/template-iam.ts';

const own = '111122223333';
const target = '444455556666';
const stranger = '777788889999';
const region = 'eu-west-1';
const functionRole = `arn:aws:iam::${own}:role/CreateImagePipelineRole`;
const functionSession = `arn:aws:sts::${own}:assumed-role/CreateImagePipelineRole/image-pipeline-proxy-dev`;
const executionRole = `arn:aws:iam::${target}:role/image-pipeline-proxy`;

const imagebuilder = (resource: string, account = own, where = region): string =>
  `arn:aws:imagebuilder:${where}:${account}:${resource}`;
const pass = (role: string, service = 'imagebuilder.amazonaws.com'): Call => ({
  action: 'iam:PassRole',
  resource: role,
  context: { 'iam:PassedToService': service },
});
const linked = (service: string, role: string): Call => ({
  action: 'iam:CreateServiceLinkedRole',
  resource: `arn:aws:iam::${own}:role/aws-service-role/${service}/${role}`,
  context: { 'iam:AWSServiceName': service },
});
const effective = (type: string, account = own, asking = own): Call => ({
  action: 'organizations:DescribeEffectivePolicy',
  resource: `arn:aws:organizations::${stranger}:account/o-example0001/${account}`,
  account: asking,
  context: { 'organizations:PolicyType': type },
});
/** A resource policy that leaves it to the account's own policies, as the default policy of a key does. */
const trustingAccount = (action: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${own}:root` },
      Action: action,
      Resource: '*',
    },
  ],
});
/** A trust policy names no resource: it is the role's own. */
const withoutResource = ({ Statement, ...policy }: ReturnType<typeof trustingAccount>) => ({
  ...policy,
  Statement: Statement.map(({ Resource, ...statement }) => statement),
});
const assume = (role: string): Call => ({
  action: 'sts:AssumeRole',
  resource: role,
  trust: withoutResource(trustingAccount(['sts:AssumeRole', 'sts:SetSourceIdentity'])),
});
const decrypt = (key: string, context: Record<string, string> = {}): Call => ({
  action: 'kms:Decrypt',
  resource: key,
  context,
  trust: trustingAccount('kms:*'),
});
const log = `arn:aws:logs:${region}:${own}:log-group:/aws/lambda/image-pipeline-proxy-dev-createImagePipeline:log-stream:a`;
const build = `arn:aws:iam::${own}:role/imagebuilder/build`;
const configuration = (profile: string): string =>
  `arn:aws:appconfig:${region}:${own}:application/abc1234/environment/def5678/configuration/${profile}`;

/** The calls of the normal path, in the function's own account and Region. */
const allowed: readonly Call[] = [
  { action: 'imagebuilder:CreateImagePipeline', resource: imagebuilder('image-pipeline/web') },
  {
    action: 'imagebuilder:CreateImagePipeline',
    resource: imagebuilder('image-pipeline/web'),
    context: { 'aws:RequestTag/CostCenter': '100', 'aws:TagKeys': ['CostCenter'] },
  },
  { action: 'imagebuilder:TagResource', resource: imagebuilder('image-pipeline/web') },
  { action: 'imagebuilder:GetImageRecipe', resource: imagebuilder('image-recipe/web/1.0.0') },
  { action: 'imagebuilder:GetContainerRecipe', resource: imagebuilder('container-recipe/w/1.0.0') },
  {
    action: 'imagebuilder:GetInfrastructureConfiguration',
    resource: imagebuilder('infrastructure-configuration/standard'),
  },
  {
    action: 'imagebuilder:GetDistributionConfiguration',
    resource: imagebuilder('distribution-configuration/standard'),
  },
  { action: 'imagebuilder:GetWorkflow', resource: imagebuilder('workflow/build/own/1.0.0/1') },
  {
    action: 'imagebuilder:GetWorkflow',
    resource: imagebuilder('workflow/build/a/1.0.0/1', 'aws'),
    // No account owns it that could have a say.
    account: own,
  },
  { action: 'ecr:DescribeRepositories', resource: `arn:aws:ecr:${region}:${own}:repository/web` },
  {
    action: 'ecr:BatchGetRepositoryScanningConfiguration',
    resource: `arn:aws:ecr:${region}:${own}:repository/web`,
  },
  { action: 'inspector2:BatchGetAccountStatus', resource: '*' },
  pass(build),
  linked('imagebuilder.amazonaws.com', 'AWSServiceRoleForImageBuilder'),
  { action: 'logs:CreateLogStream', resource: log },
  { action: 'logs:PutLogEvents', resource: log },
  { action: 'xray:PutTraceSegments', resource: '*' },
];

/** Their neighbours, and what a thief of the function's credentials would try. */
const denied: readonly Call[] = [
  { action: 'imagebuilder:UpdateImagePipeline', resource: imagebuilder('image-pipeline/web') },
  { action: 'imagebuilder:DeleteImagePipeline', resource: imagebuilder('image-pipeline/web') },
  { action: 'imagebuilder:GetImagePipeline', resource: imagebuilder('image-pipeline/web') },
  {
    action: 'imagebuilder:StartImagePipelineExecution',
    resource: imagebuilder('image-pipeline/web'),
  },
  { action: 'imagebuilder:UntagResource', resource: imagebuilder('image-pipeline/web') },
  { action: 'imagebuilder:TagResource', resource: imagebuilder('image-recipe/web/1.0.0') },
  { action: 'imagebuilder:CreateImageRecipe', resource: imagebuilder('image-recipe/web/1.0.0') },
  { action: 'imagebuilder:GetComponent', resource: imagebuilder('component/web/1.0.0/1') },
  {
    action: 'imagebuilder:CreateImagePipeline',
    resource: imagebuilder('image-pipeline/w', stranger),
  },
  {
    action: 'imagebuilder:CreateImagePipeline',
    resource: imagebuilder('image-pipeline/web', own, 'us-east-1'),
  },
  {
    action: 'imagebuilder:GetImageRecipe',
    resource: imagebuilder('image-recipe/w/1.0.0', stranger),
  },
  {
    action: 'imagebuilder:GetImageRecipe',
    resource: imagebuilder('image-recipe/web/1.0.0', own, 'us-east-1'),
  },
  { action: 'ecr:GetAuthorizationToken', resource: '*' },
  { action: 'ecr:PutImage', resource: `arn:aws:ecr:${region}:${own}:repository/web` },
  { action: 'inspector2:Disable', resource: '*' },
  pass(`arn:aws:iam::${own}:role/administrator`),
  pass(`arn:aws:iam::${own}:role/imagebuilder-admin`),
  pass(`arn:aws:iam::${stranger}:role/imagebuilder/build`),
  pass(build, 'ec2.amazonaws.com'),
  pass(build, 'lambda.amazonaws.com'),
  linked('autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'),
  { action: 'iam:CreateRole', resource: `arn:aws:iam::${own}:role/imagebuilder/new` },
  { action: 'iam:AttachRolePolicy', resource: build },
  { action: 'iam:PutRolePolicy', resource: functionRole },
  { action: 'iam:GetRole', resource: build },
  assume(executionRole),
  assume(build),
  { action: 'ssm:GetParameter', resource: `arn:aws:ssm:${region}:${own}:parameter/image/policy` },
  { action: 'appconfig:StartConfigurationSession', resource: configuration('ghi9012') },
  effective('TAG_POLICY'),
  { action: 's3:GetObject', resource: 'arn:aws:s3:::example/key', account: own },
  { action: 's3:ListAllMyBuckets', resource: '*' },
  {
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:aws:secretsmanager:${region}:${own}:secret:a`,
  },
  decrypt(`arn:aws:kms:${region}:${own}:key/abc`),
  { action: 'lambda:UpdateFunctionCode', resource: `arn:aws:lambda:${region}:${own}:function:a` },
  { action: 'ec2:RunInstances', resource: `arn:aws:ec2:${region}:${own}:instance/*` },
  { action: 'logs:DeleteLogGroup', resource: log.replace(/:log-stream:a$/, '') },
  { action: 'logs:PutLogEvents', resource: log.replace('createImagePipeline', 'other') },
];

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** What is allowed of the calls that must not be, and refused of those that must: nothing, if all is well. */
const wrong = async (
  { identity }: RolePolicies,
  principal: string,
  yes: readonly Call[],
  no: readonly Call[],
): Promise<string[]> => {
  const outcomes = await Promise.all(
    [
      ...yes.map((call) => ({ call, must: true })),
      ...no.map((call) => ({ call, must: false })),
    ].map(async ({ call, must }) =>
      (await isAllowed(identity, principal, call)) === must
        ? []
        : [
            `${must ? 'refused' : 'allowed'}: ${call.action} on ${call.resource} ${JSON.stringify(call.context ?? {})}`,
          ],
    ),
  );
  return outcomes.flat();
};

/** A template in which something was changed by mistake. */
const doctored = (template: Template, change: (text: string) => string): Template => {
  const text = JSON.stringify(template);
  const changed = change(text);
  expect(changed).not.toBe(text);
  return JSON.parse(changed) as Template;
};

describe('The function’s own role', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });
  const policies = (of: Template = template): RolePolicies =>
    rolePolicies(of, 'CreateImagePipelineRole', { account: own, region });

  it('may do what creating a pipeline needs, and nothing beside it', async () => {
    expect(allowed.length + denied.length).toBeGreaterThanOrEqual(30);
    expect(await wrong(policies(), functionSession, allowed, denied)).toEqual([]);
  });

  it('is held to that in every partition', async () => {
    const china = { account: own, region: 'cn-north-1', partition: 'aws-cn' };
    const { identity } = rolePolicies(template, 'CreateImagePipelineRole', china);
    const session = functionSession.replace('arn:aws:', 'arn:aws-cn:');
    const create = (partition: string) =>
      isAllowed(identity, session, {
        action: 'imagebuilder:CreateImagePipeline',
        resource: `arn:${partition}:imagebuilder:cn-north-1:${own}:image-pipeline/web`,
      });
    expect(await create('aws-cn')).toBe(true);
  });

  /** What is wrong with the words of statements, whatever a simulation says: stars where none belong. */
  const stars = ({ identity }: RolePolicies): string[] =>
    identity
      .flatMap(({ policy }) => (policy as { Statement: Statement[] }).Statement)
      .flatMap(({ Action, Resource }) => [
        ...[Action].flat().filter((action) => action.includes('*')),
        ...[Resource].flat().filter((resource) => resource.split(':')[4]?.includes('*') === true),
        ...[Resource].flat().filter((resource) => resource === '*' && !isWildcardOnly(Action)),
      ]);
  const isWildcardOnly = (actions: string | readonly string[]): boolean =>
    [actions].flat().every((action) => /^(?:inspector2:Batch|xray:Put)/.test(action));

  it('names every action, and the account of everything that has one', () => {
    expect(stars(policies())).toEqual([]);
    const wider = doctored(template, (text) =>
      text.replace('${AWS::AccountId}:image-pipeline/*', '*:image-pipeline/*'),
    );
    expect(stars(policies(wider))).toHaveLength(1);
  });

  it.each<[string, (text: string) => string]>([
    ['an action', (text) => text.replace('"imagebuilder:TagResource"', '"imagebuilder:*"')],
    ['the passed roles', (text) => text.replace(/role\/imagebuilder\/\*/, 'role/*')],
    [
      'the service that roles are passed to',
      (text) => text.replace(/,"Condition":\{"StringEquals":\{"iam:PassedToService":[^}]*\}\}/, ''),
    ],
    [
      'the service of the linked role',
      (text) =>
        text
          .replace(/aws-service-role\/imagebuilder[^"]*"/, 'aws-service-role/*"')
          .replace(/,"Condition":\{"StringEquals":\{"iam:AWSServiceName":[^}]*\}\}/, ''),
    ],
    [
      'the Region of recipes',
      (text) =>
        text.replace(
          '${AWS::Region}:${AWS::AccountId}:image-recipe/',
          '*:${AWS::AccountId}:image-recipe/',
        ),
    ],
    ['the log', (text) => text.replace('dev-createImagePipeline:*', '*')],
    ['the traces', (text) => text.replace('"xray:PutTraceSegments"', '"s3:*"')],
  ])('is found out where %s is widened', async (_, change) => {
    const found = await wrong(policies(doctored(template, change)), functionSession, [], denied);
    expect(found).not.toEqual([]);
  });

  it('may pass exactly the roles that the packaged policy allows', () => {
    const { layers } = JSON.parse(
      readFileSync(`${root}policy/organization-policy.json`, 'utf8'),
    ) as { layers: { allowed?: { executionRole?: string[] } }[] };
    const stated = layers.flatMap((layer) => layer.allowed?.executionRole ?? []);
    expect(stated).toEqual(['arn:aws*:iam::*:role/imagebuilder/*', 'imagebuilder/*']);
    expect(JSON.stringify(policies().identity)).toContain(
      `arn:aws:iam::${own}:role/imagebuilder/*"`,
    );
  });
});

describe('With everything configured, the function’s own role', () => {
  const parameters = {
    organizationPolicy: 'ssm:/image-pipelines/policy',
    policyKeyArn: `arn:aws:kms:${region}:${own}:key/policy`,
    tagPolicySource: 'organizations',
    targetAccounts: target,
    targetRegions: 'eu-west-1,us-east-1',
    buildRoles: 'build/*',
    tracing: 'false',
  };
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate(parameterArguments(parameters));
  });

  const viaSsm = { 'kms:ViaService': `ssm.${region}.amazonaws.com` };
  const key = `arn:aws:kms:${region}:${own}:key/policy`;
  const parameter = (name: string): string => `arn:aws:ssm:${region}:${own}:parameter${name}`;
  const alsoAllowed: readonly Call[] = [
    { action: 'ssm:GetParameter', resource: parameter('/image-pipelines/policy') },
    decrypt(key, viaSsm),
    effective('TAG_POLICY'),
    assume(executionRole),
    {
      action: 'imagebuilder:CreateImagePipeline',
      resource: imagebuilder('image-pipeline/web', own, 'us-east-1'),
    },
    pass(`arn:aws:iam::${own}:role/build/a`),
  ];
  const stillDenied: readonly Call[] = [
    { action: 'ssm:GetParameter', resource: parameter('/image-pipelines/policy2') },
    { action: 'ssm:GetParameter', resource: parameter('/database/password') },
    { action: 'ssm:PutParameter', resource: parameter('/image-pipelines/policy') },
    decrypt(key),
    decrypt(`arn:aws:kms:${region}:${own}:key/b`, viaSsm),
    { ...decrypt(key, viaSsm), action: 'kms:Encrypt' },
    effective('BACKUP_POLICY'),
    effective('TAG_POLICY', stranger),
    { action: 'organizations:ListAccounts', resource: '*' },
    assume(`arn:aws:iam::${stranger}:role/image-pipeline-proxy`),
    assume(`arn:aws:iam::${target}:role/administrator`),
    assume(`arn:aws:iam::${target}:role/other/image-pipeline-proxy`),
    {
      action: 'imagebuilder:CreateImagePipeline',
      resource: imagebuilder('image-pipeline/web', own, 'us-west-2'),
    },
    {
      action: 'imagebuilder:CreateImagePipeline',
      resource: imagebuilder('image-pipeline/w', target),
    },
    { action: 'xray:PutTraceSegments', resource: '*' },
    pass(build),
  ];

  it('may do that as well, and nothing beside it', async () => {
    const role = rolePolicies(template, 'CreateImagePipelineRole', { account: own, region });
    expect(await wrong(role, functionSession, alsoAllowed, stillDenied)).toEqual([]);
  });

  it('is found out where the assumed roles are widened', async () => {
    const wide = doctored(template, (text) =>
      text.replace(`iam::${target}:role/image-pipeline-proxy`, 'iam::*:role/image-pipeline-proxy'),
    );
    const role = rolePolicies(wide, 'CreateImagePipelineRole', { account: own, region });
    expect(await wrong(role, functionSession, [], stillDenied)).toHaveLength(1);
  });
});

describe('With AppConfig, the function’s own role', () => {
  it('may read its own configuration alone', async () => {
    const parameters = readParameters({ organizationPolicy: 'appconfig:abc1234/def5678/ghi9012' });
    const Resources = optionalPolicies(parameters) as Template['Resources'];
    const role = rolePolicies({ Resources }, 'None', { account: own, region });
    const read = (action: string, profile = 'ghi9012'): Call => ({
      action: `appconfig:${action}`,
      resource: configuration(profile),
    });
    const yes = [read('StartConfigurationSession'), read('GetLatestConfiguration')];
    const profile = `arn:aws:appconfig:${region}:${own}:application/abc1234/configurationprofile/ghi9012`;
    const no = [
      read('GetLatestConfiguration', 'ghi9013'),
      { action: 'appconfig:DeleteConfigurationProfile', resource: profile },
    ];
    expect(await wrong(role, functionSession, yes, no)).toEqual([]);
  });
});

describe('The execution role of another account', () => {
  let template: Template;
  beforeAll(async () => {
    template = (await readYaml('deploy/execution-role.yml')) as Template;
  });
  const place = (parameters: Record<string, unknown> = {}) => ({
    account: target,
    region,
    parameters: { ProxyRoleArn: functionRole, Regions: ['eu-west-1', 'us-east-1'], ...parameters },
  });
  const role = (parameters?: Record<string, unknown>): RolePolicies =>
    rolePolicies(template, 'ExecutionRole', place(parameters));

  const may = (
    parameters: Record<string, unknown>,
    context: Record<string, string>,
    { action = 'sts:AssumeRole', principal = functionSession } = {},
  ): Promise<boolean> => {
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: executionRole }],
    };
    return isAllowed([{ name: 'everything', policy: everything }], principal, {
      action,
      resource: executionRole,
      context,
      trust: role(parameters).trust,
    });
  };
  const jane = { 'sts:SourceIdentity': 'jane-0a1b2c3d' };

  it('is assumed by the function’s role alone, and only under its caller’s name', async () => {
    expect(await may({}, jane)).toBe(true);
    expect(await may({}, jane, { action: 'sts:SetSourceIdentity' })).toBe(true);
    expect(await may({}, {})).toBe(false);
    const others = [
      `arn:aws:sts::${own}:assumed-role/administrator/joe`,
      `arn:aws:sts::${stranger}:assumed-role/CreateImagePipelineRole/image-pipeline-proxy-dev`,
      `arn:aws:iam::${target}:user/joe`,
    ];
    for (const principal of others) expect(await may({}, jane, { principal })).toBe(false);
  });

  it('is assumed with the external id alone, where it has one', async () => {
    const withId = { ExternalId: 'example-id' };
    expect(await may(withId, jane)).toBe(false);
    expect(await may(withId, { ...jane, 'sts:ExternalId': 'other' })).toBe(false);
    expect(await may(withId, { ...jane, 'sts:ExternalId': 'example-id' })).toBe(true);
  });

  it('may do in its account what the function may do in its own, in the Regions that are served', async () => {
    const session = `arn:aws:sts::${target}:assumed-role/image-pipeline-proxy/jane-0a1b2c3d`;
    const isOwnBusiness = ({ action }: Call): boolean =>
      !/^(?:logs|xray|organizations):/.test(action);
    const there = (calls: readonly Call[]): Call[] =>
      calls.filter(isOwnBusiness).map((call) => {
        // The account of the function is a stranger here, and the other way round.
        const swapped = call.resource.replace(own, '_').replace(target, own).replace('_', target);
        const where = swapped.split(':')[3] ?? '';
        const requested = where === '' ? region : where;
        const context = { ...call.context, 'aws:RequestedRegion': requested };
        const [, , , , named = ''] = swapped.split(':');
        const account = /^\d{12}$/.test(named) ? named : target;
        return { ...call, resource: swapped, context, account };
      });
    const elsewhere = (where: string): Call => ({
      action: 'imagebuilder:CreateImagePipeline',
      resource: imagebuilder('image-pipeline/web', target, where),
      context: { 'aws:RequestedRegion': where },
    });
    const no = there(denied).filter(({ resource }) => !resource.includes('us-east-1'));
    const yes = [...there(allowed), elsewhere('us-east-1')];
    expect(await wrong(role(), session, yes, [...no, elsewhere('us-west-2')])).toEqual([]);
  });

  it('may read the tag policy that AWS Organizations hands down to its account, and no other', async () => {
    const session = `arn:aws:sts::${target}:assumed-role/image-pipeline-proxy/jane-0a1b2c3d`;
    const yes = [effective('TAG_POLICY', target, target)];
    const no = [
      effective('BACKUP_POLICY', target, target),
      effective('TAG_POLICY', own, target),
      { action: 'organizations:ListAccounts', resource: '*' },
    ];
    expect(await wrong(role(), session, yes, no)).toEqual([]);
  });
});
