import { existsSync } from 'node:fs';
import { suggest } from '../src/json/suggest.ts';
import { quote } from '../src/json/issue.ts';
import { leastPolicyMaxAgeSeconds } from '../src/config.ts';
import type { Parameter } from './parameter.ts';
import { parameters, type DeployParameters } from './parameters.ts';

/** Everything that is wrong with the parameters of a deployment. */
export class BadDeployParameters extends Error {
  override readonly name = 'BadDeployParameters';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`Nothing is deployed:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
    // osls prints the stack of whatever a plugin throws; a person wants the mistakes.
    this.stack = this.message;
  }
}

const known: Readonly<Record<string, Parameter<unknown>>> = parameters;

/**
 * Reads the parameters of a deployment.
 *
 * @param given - What is set, the more important source last: a value of a file, or the text of a
 * command line. `null` and empty text count as not set.
 * @throws {@link BadDeployParameters} with everything that is wrong, at once.
 */
export const readParameters = (
  ...given: readonly Readonly<Record<string, unknown>>[]
): DeployParameters => {
  const set = Object.fromEntries(given.flatMap((source) => Object.entries(source)));
  const mistakes: string[] = [];
  for (const name of Object.keys(set)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = suggest(name, Object.keys(known));
    mistakes.push(
      `"${name}" is not a deploy parameter.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    );
  }
  const values = Object.entries(known).map(([name, { allowed, read }]): [string, unknown] => {
    const value = Object.hasOwn(set, name) ? set[name] : undefined;
    const text = asText(value);
    const reading = text === null ? undefined : read(text);
    if (reading === undefined) mistakes.push(`${name} must be ${allowed}; ${quote(value)} is not.`);
    return [name, reading?.value];
  });
  // What was not read is in the mistakes, and then these are not looked at by anybody else.
  const read = Object.fromEntries(values) as DeployParameters;
  mistakes.push(...combinationMistakes(read, set));
  if (mistakes.length > 0) throw new BadDeployParameters(mistakes);
  return read;
};

/** A value as it would be written on the command line; undefined where it is not set, null where it cannot be. */
const asText = (value: unknown): string | undefined | null => {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.map(asText);
    return items.some((item) => typeof item !== 'string' || item.includes(','))
      ? null
      : items.join(',') || undefined;
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
};

const root = new URL('../', import.meta.url);

/** The path of a policy that is packaged with the function; undefined where it is read over the network. */
export const policyFileOf = (organizationPolicy: string): string | undefined =>
  /^file:(.+)$/s.exec(organizationPolicy)?.[1];

/** Parameters that are right one by one and make no sense together. */
const combinationMistakes = (
  read: Partial<DeployParameters>,
  set: Readonly<Record<string, unknown>>,
): string[] => {
  const isSet = (name: keyof DeployParameters): boolean => typeof asText(set[name]) === 'string';
  const hasTokens = read.authorizer === 'jwt' || read.authorizer === 'both';
  const mistakes: string[] = [];
  const demand = (name: keyof DeployParameters, why: string): void => {
    if (!isSet(name)) mistakes.push(`${name} must be set ${why}: ${parameters[name].allowed}.`);
  };
  const refuse = (name: keyof DeployParameters, why: string): void => {
    if (isSet(name)) mistakes.push(`${name} has no effect ${why}.`);
  };
  for (const name of ['jwtIssuer', 'jwtAudience'] as const) {
    if (hasTokens) demand(name, `where authorizer is "${read.authorizer}"`);
    else refuse(name, 'unless authorizer is "jwt" or "both"');
  }
  if (!hasTokens) refuse('allowedOrigins', 'unless authorizer is "jwt" or "both"');
  if (read.authorizer === 'jwt') refuse('invokers', 'where authorizer is "jwt"');
  const teams = (read.invokers ?? []).map((invoker) => invoker.split('=')[0] ?? '');
  const repeated = teams.find((team, index) => teams.indexOf(team) !== index);
  if (repeated !== undefined) {
    mistakes.push(`invokers must name each team once; ${quote(repeated)} is there twice.`);
  }
  if (read.targetAccounts === undefined) {
    refuse('targetRole', 'without targetAccounts');
    refuse('externalId', 'without targetAccounts');
  }
  const policy = read.organizationPolicy ?? '';
  if (!policy.startsWith('ssm:')) refuse('policyKeyArn', 'unless organizationPolicy is "ssm:…"');
  if (policy.startsWith('file:') && read.tagPolicySource === undefined) {
    refuse('policyTtlSeconds', 'where no policy is read over the network');
    refuse('policyMaxAgeSeconds', 'where no policy is read over the network');
  }
  const { policyMaxAgeSeconds: maxAge, policyTtlSeconds: ttl } = read;
  const leastMaxAge = leastPolicyMaxAgeSeconds(ttl);
  if (maxAge !== undefined && maxAge < leastMaxAge) {
    mistakes.push(
      `policyMaxAgeSeconds must be at least ${leastMaxAge}, twice policyTtlSeconds (${leastMaxAge / 2}).`,
    );
  }
  const file = policyFileOf(policy);
  if (file !== undefined && (/^\/|\.\./.test(file) || !existsSync(new URL(file, root)))) {
    mistakes.push(
      `organizationPolicy must name a file of this folder, which is packaged; ${quote(policy)} does not.`,
    );
  }
  if (
    policy.startsWith('appconfig:') &&
    !/^appconfig:(?:[a-z0-9]{4,7}\/){2}[a-z0-9-]+$/.test(policy)
  ) {
    mistakes.push(
      'organizationPolicy must name AppConfig’s application, environment and profile by their ids, such as appconfig:abc1234/def5678/ghi9012: only by these the role can be held to them.',
    );
  }
  return mistakes;
};
