import { arn, ownRegion, type Sub } from './arns.ts';
import type { DeployParameters } from './parameters.ts';

/** One statement of a policy. */
interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: Sub | readonly Sub[] | string;
  readonly Condition?: unknown;
}

const policy = (name: string, statements: readonly Statement[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: name,
    Roles: [{ Ref: 'CreateImagePipelineRole' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
    },
  },
});

/**
 * The rights that the function needs for what is configured, each a policy of its own: where nothing
 * is configured, there is none.
 */
export const optionalPolicies = (parameters: DeployParameters): Record<string, unknown> => {
  const { targetAccounts, tracing, tagPolicySource } = parameters;
  const source = sourceStatements(parameters);
  return {
    ...(source.length > 0 && { ReadPolicy: policy('read-organization-policy', source) }),
    ...(tagPolicySource !== undefined && {
      ReadTagPolicy: policy('read-effective-tag-policy', [effectiveTagPolicy]),
    }),
    ...(targetAccounts !== undefined && {
      AssumeExecutionRoles: policy('assume-execution-roles', [
        {
          Sid: 'ActInTargetAccounts',
          // The caller goes along as source identity.
          Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          Resource: targetAccounts.map((account) =>
            arn('iam', '', `role/${parameters.targetRole}`, account),
          ),
        },
      ]),
    }),
    ...(tracing === 'true' && {
      SendTraces: policy('send-traces', [
        {
          Sid: 'SendTraces',
          Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          // X-Ray has no resource to name here.
          Resource: '*',
        },
      ]),
    }),
  };
};

/**
 * An account may ask for its own effective policy. Its ARN begins with the organization, which is not known here.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
const effectiveTagPolicy: Statement = {
  Sid: 'ReadEffectiveTagPolicy',
  Action: 'organizations:DescribeEffectivePolicy',
  Resource: arn('organizations', '', 'account/o-*/${AWS::AccountId}', '*'),
  Condition: { StringEquals: { 'organizations:PolicyType': 'TAG_POLICY' } },
};

const sourceStatements = ({ organizationPolicy, policyKeyArn }: DeployParameters): Statement[] => {
  const [, kind, name = ''] = /^(\w+):(.*)$/s.exec(organizationPolicy) ?? [];
  if (kind === 'ssm') {
    const read: Statement = {
      Sid: 'ReadPolicyParameter',
      Action: 'ssm:GetParameter',
      Resource: arn('ssm', ownRegion, `parameter${name}`),
    };
    return policyKeyArn === undefined
      ? [read]
      : [
          read,
          {
            Sid: 'DecryptPolicyParameter',
            Action: 'kms:Decrypt',
            Resource: policyKeyArn,
            Condition: {
              StringEquals: {
                'kms:ViaService': { 'Fn::Sub': 'ssm.${AWS::Region}.${AWS::URLSuffix}' },
              },
            },
          },
        ];
  }
  if (kind === 'appconfig') {
    const [application = '', environment = '', profile = ''] = name.split('/');
    const path = `application/${application}/environment/${environment}/configuration/${profile}`;
    return [
      {
        Sid: 'ReadPolicyConfiguration',
        Action: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
        Resource: arn('appconfig', ownRegion, path),
      },
    ];
  }
  return [];
};
