import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Template } from './template.ts';
import { resolveIntrinsics, type Place } from './template-intrinsics.ts';

/** A policy with its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: object;
}

/** What a role may do, and who may assume it. */
export interface RolePolicies {
  readonly identity: readonly NamedPolicy[];
  readonly trust: object;
}

/** One call to an AWS service. */
export interface Call {
  readonly action: string;
  /** The ARN of what it is for; `*` where the action knows none. */
  readonly resource: string;
  /** The account of the resource; that of its ARN when left out. */
  readonly account?: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** The trust policy of a role that is assumed. */
  readonly trust?: object;
}

/** The policies of a role in a template, those that are attached from outside included. */
export const rolePolicies = (template: Template, roleId: string, place: Place): RolePolicies => {
  const resolved = (value: unknown): unknown => resolveIntrinsics(value, template, place);
  const role = template.Resources[roleId]?.Properties ?? {};
  const attached = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .map(({ Properties }) => Properties);
  const inline = (role['Policies'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const others = [role['ManagedPolicyArns'], role['PermissionsBoundary']].filter(Boolean);
  if (others.length > 0) throw new Error('The simulation knows inline policies alone.');
  return {
    identity: [...inline, ...attached].map(({ PolicyName, PolicyDocument }) => ({
      name: String(PolicyName),
      policy: resolved(PolicyDocument) as object,
    })),
    trust: resolved(role['AssumeRolePolicyDocument']) as object,
  };
};

/**
 * What IAM would say of a call.
 *
 * @param principal - The ARN of the session that makes the call.
 * @returns Whether it is allowed.
 * @throws Error where the call itself makes no sense to IAM: a test's own mistake.
 */
export const isAllowed = async (
  identityPolicies: readonly NamedPolicy[],
  principal: string,
  { action, resource, account, context = {}, trust }: Call,
): Promise<boolean> => {
  const [, , , , ownAccount = ''] = principal.split(':');
  const [, , , , namedAccount = ''] = resource.split(':');
  const accountId = account ?? (namedAccount === '' ? ownAccount : namedAccount);
  const simulation: Simulation = {
    identityPolicies: [...identityPolicies],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    request: {
      action,
      principal,
      resource: { resource, accountId },
      contextVariables: { ...context },
    },
    ...(trust !== undefined && { resourcePolicy: trust }),
  };
  const outcome = await runSimulation(simulation, {});
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors));
  return outcome.overallResult === 'Allowed';
};
