import {
  executionRoleSetting,
  externalIdSetting,
  targetAccountsSetting,
  targetRegionsSetting,
  targetSettingsFault,
  type TargetSettings,
} from './aws/sts/settings.ts';
import { ProxyMisconfigured } from './errors.ts';

/** Where the organization's policy comes from. */
export type PolicyOrigin =
  | { readonly kind: 'file'; readonly path: string }
  /** A parameter of Systems Manager Parameter Store. */
  | { readonly kind: 'ssm'; readonly name: string }
  /** A configuration of AWS AppConfig, each part by its name or its id. */
  | {
      readonly kind: 'appconfig';
      readonly application: string;
      readonly environment: string;
      readonly profile: string;
    };

/** The settings of the function, all of them checked. */
export interface Config extends TargetSettings {
  /** The function's own name, by which its metrics are told from another's. */
  readonly functionName?: string;
  readonly organizationPolicy: PolicyOrigin;
  /** How old a policy read over the network may be before it is read again, where a setting says. */
  readonly policyTtlSeconds?: number;
  /** Where a first, most general level of tag policies comes from, if anywhere. */
  readonly tagPolicySource?: 'organizations';
  /** The Region that the function runs in and calls Image Builder in. */
  readonly region: string;
  /** Whether the log shows each request as well, less the secrets in it. */
  readonly debug?: boolean;
  /** The function's own account, where its ARN does not tell: on a machine without AWS. */
  readonly accountId?: string;
}

interface Setting<T> {
  readonly name: string;
  readonly allowed: string;
  readonly isRequired?: true;
  readonly read: (text: string) => T | undefined;
}

const organizationPolicy: Setting<Config['organizationPolicy']> = {
  name: 'ORGANIZATION_POLICY',
  allowed:
    'file:PATH, ssm:/NAME or appconfig:APPLICATION/ENVIRONMENT/PROFILE, for example file:policy/organization-policy.json',
  read: (text) => {
    const [, kind, rest = ''] = /^(file|ssm|appconfig):(.+)$/s.exec(text) ?? [];
    if (kind === 'file') return { kind, path: rest };
    if (kind === 'ssm') return parameterName.test(rest) ? { kind, name: rest } : undefined;
    if (kind === 'appconfig') return configurationOf(rest);
    return undefined;
  },
};

/** A fully qualified name, as PutParameter takes it; the service itself looks at the rest of its rules. */
const parameterName = /^(?:\/[\w.-]+){1,15}$/;

/** Names of AppConfig may hold spaces, and are written as they are; one with a slash has an id. */
const configurationOf = (text: string): PolicyOrigin | undefined => {
  const [application = '', environment = '', profile = '', ...more] = text.split('/');
  const isName = (part: string): boolean => /^\S(?:.{0,126}\S)?$/.test(part);
  return more.length === 0 && [application, environment, profile].every(isName)
    ? { kind: 'appconfig', application, environment, profile }
    : undefined;
};

/** What `POLICY_TTL_SECONDS` may be: a second at least, a day at most. */
const ttlBounds = { least: 1, most: 86_400 };

const policyTtlSeconds: Setting<number> = {
  name: 'POLICY_TTL_SECONDS',
  allowed: `a whole number of seconds from ${ttlBounds.least} to ${ttlBounds.most}, for example 60`,
  read: (text) => {
    const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    return seconds >= ttlBounds.least && seconds <= ttlBounds.most ? seconds : undefined;
  },
};

const tagPolicySource: Setting<'organizations'> = {
  name: 'TAG_POLICY_SOURCE',
  allowed: '"organizations", or not be set',
  read: (text) => (text === 'organizations' ? text : undefined),
};

const logLevel: Setting<'info' | 'debug'> = {
  name: 'LOG_LEVEL',
  allowed: 'info or debug',
  read: (text) => (text === 'info' || text === 'debug' ? text : undefined),
};

const region: Setting<string> = {
  name: 'AWS_REGION',
  isRequired: true,
  allowed: 'the name of a Region, for example eu-west-1',
  read: (text) => (/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(text) ? text : undefined),
};

const accountId: Setting<string> = {
  name: 'AWS_ACCOUNT_ID',
  allowed: 'an account id of 12 digits, for example 123456789012',
  read: (text) => (/^\d{12}$/.test(text) ? text : undefined),
};

/**
 * Reads the settings from the environment; an empty variable counts as absent.
 *
 * @throws {@link ProxyMisconfigured} naming every bad variable at once, with what it may be.
 */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const mistakes: string[] = [];
  const take = <T>({ name, allowed, read, isRequired }: Setting<T>): T | undefined => {
    const text = env[name] ?? '';
    if (text === '') {
      if (isRequired === true) mistakes.push(`${name} must be set: ${allowed}`);
      return undefined;
    }
    const value = read(text);
    if (value === undefined) mistakes.push(`${name} must be ${allowed}`);
    return value;
  };
  const account = take(accountId);
  const ownRegion = take(region);
  const policy = take(organizationPolicy);
  const ttl = take(policyTtlSeconds);
  const tagPolicies = take(tagPolicySource);
  const debug = take(logLevel) === 'debug';
  const targets = withoutAbsent({
    executionRole: take(executionRoleSetting),
    targetAccounts: take(targetAccountsSetting),
    targetRegions: take(targetRegionsSetting),
    externalId: take(externalIdSetting),
  });
  const fault = targetSettingsFault(targets);
  if (fault !== undefined && mistakes.length === 0) mistakes.push(fault);
  if (mistakes.length > 0 || ownRegion === undefined)
    throw new ProxyMisconfigured(`${mistakes.join('; ')}.`);
  return {
    organizationPolicy: policy ?? { kind: 'file', path: 'policy/organization-policy.json' },
    region: ownRegion,
    ...(env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined && {
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    }),
    ...targets,
    ...(ttl !== undefined && { policyTtlSeconds: ttl }),
    ...(tagPolicies !== undefined && { tagPolicySource: tagPolicies }),
    ...(debug && { debug }),
    ...(account !== undefined && { accountId: account }),
  };
};

/** The members that are there: a setting that is absent is left out. */
const withoutAbsent = <T extends object>(settings: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  // Object.fromEntries forgets the names; what it drops is what the type says may be missing.
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
