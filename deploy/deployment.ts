import { alarms } from './alarms.ts';
import { aliasNames } from './aliases.ts';
import { roleResources } from './arns.ts';
import { dashboard } from './dashboard.ts';
import { functionEnvironment } from './function-environment.ts';
import { invokerTemplate } from './invokers.ts';
import { optionalPolicies } from './optional-policies.ts';
import type { DeployParameters } from './parameters.ts';
import { policyFileOf } from './read-parameters.ts';
import { crossOrigin, routeEvents, tokenAuthorizers } from './routes.ts';

/** What serverless.yml takes from the parameters, by the names under which it does: `${deployment:NAME}`. */
export const deploymentOf = (parameters: DeployParameters) => ({
  parameters,
  aliases: aliasNames(parameters),
  environment: functionEnvironment(parameters),
  // The pattern of a policy that is read over the network adds nothing to the package.
  policyFile: policyFileOf(parameters.organizationPolicy) ?? '!policy/**',
  authorizers: tokenAuthorizers(parameters),
  cors: crossOrigin(parameters),
  routes: routeEvents(parameters),
  role: roleResources(parameters),
  memorySize: parameters.memorySize,
  reservedConcurrency: parameters.reservedConcurrency ?? null,
  tracing: parameters.tracing === 'true',
  logRetentionDays: parameters.logRetentionDays,
  logKeyArn: parameters.logKeyArn ?? null,
  // Lambda looks at a role's rights when it makes the function: tracing needs them there.
  rights: Object.keys(optionalPolicies(parameters)),
  throttling: {
    DetailedMetricsEnabled: false,
    ThrottlingRateLimit: parameters.throttlingRate,
    ThrottlingBurstLimit: parameters.throttlingBurst,
  },
  resources: {
    Resources: {
      ...optionalPolicies(parameters),
      ...alarms(parameters),
      ...dashboard(parameters),
      ...invokerTemplate(parameters).Resources,
    },
    Outputs: invokerTemplate(parameters).Outputs,
  },
});
