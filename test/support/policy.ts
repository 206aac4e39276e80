import { revisionOf } from '../../src/policy-source/checked-at-build.ts';
import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import { compilePolicy, type CompiledPolicy, type PolicySource } from '../../src/policy/compile.ts';
import type { OrganizationPolicy } from '../../src/policy/document.ts';
import { account, region } from './lambda-context.ts';

/** The ARN of a resource of Image Builder in the tests' account and Region. */
export const arn = (resource: string): string =>
  `arn:aws:imagebuilder:${region}:${account}:${resource}`;

/** A policy with a default, an enforced value and a list of allowed values. */
export const testPolicy = {
  layers: [
    {
      name: 'organization',
      defaults: {
        infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
        schedule: { timezone: 'Etc/UTC' },
        tags: { ManagedBy: 'image-pipeline-proxy' },
      },
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
    },
  ],
};

/** A policy that says nothing, so that a request stays as it was sent. */
export const emptyPolicy = { layers: [] };

/** Reads a policy as the function does; a issue is the test's own mistake. */
export const policyOf = (document: unknown): OrganizationPolicy => {
  const { policy, issues } = parsePolicy(JSON.stringify(document));
  if (policy === undefined) throw new Error(JSON.stringify(issues));
  return policy;
};

/** Reads and compiles a policy as the function does. */
export const compiledPolicyOf = (document: unknown): CompiledPolicy =>
  compilePolicy(policyOf(document), revisionOf(JSON.stringify(document)));

/** A source whose policy never changes. */
export const fixedPolicy = (document: unknown): PolicySource => {
  const policy = compiledPolicyOf(document);
  return () => Promise.resolve(policy);
};

/** A policy whose tags do not hold the time of the request, which is the function's own. */
export const timeless = (policy: OrganizationPolicy): OrganizationPolicy =>
  JSON.parse(JSON.stringify(policy).replaceAll('${requestTime}', 'then')) as OrganizationPolicy;
