import type { Sub } from './arns.ts';
import type { DeployParameters } from './parameters.ts';
import { routes } from './routes.ts';

/** A team of another account that may call the API: it assumes a role of its own in the API's account. */
interface Invoker {
  readonly team: string;
  readonly account: string;
}

/** The teams by the parameter's text, such as `payments=222222222222`. */
const invokersOf = ({ invokers = [] }: DeployParameters): readonly Invoker[] =>
  invokers.map((text) => {
    const [team = '', account = ''] = text.split('=');
    return { team, account };
  });

/** Letters and digits alone: the names of teams have hyphens beside them. */
const logicalId = ({ team }: Invoker): string => `InvokerRole${team.replaceAll('-', 'X2d')}`;

const routeArn = ({ method, path }: (typeof routes)[number]): Sub => ({
  'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${HttpApi}/*/${method}${path}`,
});

/**
 * A role for each team: an HTTP API has no resource policy and lets in no caller of another account. It
 * trusts the team's account, which says who there may assume it, and may call the routes and nothing else.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export const invokerTemplate = (parameters: DeployParameters) => {
  const teams = invokersOf(parameters);
  return {
    Resources: Object.fromEntries(
      teams.map((invoker) => [
        logicalId(invoker),
        {
          Type: 'AWS::IAM::Role',
          Properties: {
            // Grants and layers of the policy name it.
            RoleName: `image-pipeline-proxy-${invoker.team}`,
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: {
                    AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${invoker.account}:root` },
                  },
                  Action: 'sts:AssumeRole',
                },
              ],
            },
            Policies: [
              {
                PolicyName: 'call-the-api',
                PolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [
                    {
                      Sid: 'CallTheApi',
                      Effect: 'Allow',
                      Action: 'execute-api:Invoke',
                      Resource: routes.map(routeArn),
                    },
                  ],
                },
              },
            ],
          },
        },
      ]),
    ),
    Outputs: Object.fromEntries(
      teams.map((invoker) => [
        `${logicalId(invoker)}Arn`,
        {
          Description: `What the team ${invoker.team} assumes to call the API.`,
          Value: { 'Fn::GetAtt': [logicalId(invoker), 'Arn'] },
        },
      ]),
    ),
  };
};
