import type { DeployParameters } from './parameters.ts';

/** A value that CloudFormation fills in. */
export interface Sub {
  readonly 'Fn::Sub': string;
}

/** An ARN of this partition and account. */
export const arn = (
  service: string,
  region: string,
  resource: string,
  account = '${AWS::AccountId}',
): Sub => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${service}:${region}:${account}:${resource}` });

/** The Region that the function is deployed to. */
export const ownRegion = '${AWS::Region}';

/** The Regions in which pipelines are created. */
const regionsOf = ({ targetRegions = [ownRegion] }: DeployParameters): readonly string[] =>
  targetRegions;

/** What the function's role may be used on, in each Region that is served; see `Statement` in serverless.yml. */
export const roleResources = (parameters: DeployParameters) => {
  const each = (make: (region: string) => readonly Sub[]): readonly Sub[] =>
    regionsOf(parameters).flatMap(make);
  return {
    pipelines: each((region) => [arn('imagebuilder', region, 'image-pipeline/*')]),
    namedByPipelines: each((region) => [
      ...[
        'image-recipe/*',
        'container-recipe/*',
        'infrastructure-configuration/*',
        'distribution-configuration/*',
        'workflow/*',
      ].map((resource) => arn('imagebuilder', region, resource)),
      // The workflows that AWS itself manages.
      arn('imagebuilder', region, 'workflow/*', 'aws'),
    ]),
    repositories: each((region) => [arn('ecr', region, 'repository/*')]),
    buildRoles: arn('iam', '', `role/${parameters.buildRoles}`),
  };
};
