import { isAccountId, isRegionName } from './policy/arn.ts';
import { ProxyMisconfigured } from './errors.ts';

/** The alias of the function behind which every invocation is a direct one, of an anonymous caller. */
export const directAlias = 'direct';

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

/** The settings of the accounts and Regions in which pipelines are created. */
export interface TargetSettings {
  /** The pattern of the role to assume in another account; `{account}` stands for its id. */
  readonly executionRole?: string;
  /** The other accounts that are served. */
  readonly targetAccounts?: readonly string[];
  /** The Regions that are served; the function's own alone when left out. */
  readonly targetRegions?: readonly string[];
  /** What the roles' trust policies demand beside the function's role. */
  readonly externalId?: string;
}

/** The settings by which callers are told from each other. */
export interface IdentitySettings {
  /** The aliases of the function that are bots, by their names. */
  readonly bots?: readonly string[];
  /** The aliases whose bots name their users, each with the groups that it may name. */
  readonly relays?: ReadonlyMap<string, RelayGroups>;
  /** The alias that the API invokes; where it is set, the event of an API is taken behind it alone. */
  readonly httpAlias?: string;
  /** `words`: no group of the issuer has a space or a comma in its name. */
  readonly groupNames?: 'words';
  /** `none`: the authorizer takes the token from elsewhere than the `Authorization` header. */
  readonly tokenHeader?: 'none';
}

/** The groups that a relay may name. */
export type RelayGroups = readonly string[] | 'any';

/** The settings of the function, all of them checked. */
export interface Config extends TargetSettings, IdentitySettings {
  readonly organizationPolicy: PolicyOrigin;
  /** How old a policy read over the network may be before it is read again, where a setting says. */
  readonly policyTtlSeconds?: number;
  /** How old such a policy may be and still serve, where a setting says. */
  readonly policyMaxAgeSeconds?: number;
  /** Where a first, most general level of tag policies comes from, if anywhere. */
  readonly tagPolicySource?: 'organizations';
  /** The Region that the function runs in and calls Image Builder in. */
  readonly region: string;
  /** Whether the log shows each request as well, less the secrets in it. */
  readonly debug?: boolean;
  /** The function's own account, where its ARN does not tell: on a machine without AWS. */
  readonly accountId?: string;
  /** The function's own name, by which its metrics are told from another's. */
  readonly functionName?: string;
}

/** How a setting is read from its environment variable. */
export interface Setting<T> {
  readonly name: string;
  /** What it may be, as the end of a sentence. */
  readonly allowed: string;
  /** What a text stands for; undefined for one that does not fit. */
  readonly read: (text: string) => T | undefined;
}

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const listOf =
  (isItem: (item: string) => boolean) =>
  (text: string): readonly string[] | undefined => {
    const items = text.split(',').map((item) => item.trim());
    return items.every(isItem) ? [...new Set(items)] : undefined;
  };

const oneOf =
  <T extends string>(...words: readonly T[]) =>
  (text: string): T | undefined =>
    words.find((word) => word === text);

const readPolicyOrigin = (text: string): PolicyOrigin | undefined => {
  const [, kind, rest = ''] = /^(file|ssm|appconfig):(.+)$/s.exec(text) ?? [];
  if (kind === 'file') return { kind, path: rest };
  // A fully qualified name, as PutParameter takes it; the service itself looks at the rest of its rules.
  if (kind === 'ssm') return /^(?:\/[\w.-]+){1,15}$/.test(rest) ? { kind, name: rest } : undefined;
  if (kind !== 'appconfig') return undefined;
  // Names of AppConfig may hold spaces, and are written as they are; one with a slash has an id.
  const [application = '', environment = '', profile = '', ...more] = rest.split('/');
  const isName = (part: string): boolean => /^\S(?:.{0,126}\S)?$/.test(part);
  return more.length === 0 && [application, environment, profile].every(isName)
    ? { kind, application, environment, profile }
    : undefined;
};

/**
 * Tells the name of an alias that a bot or a relay may have. `direct` stands for no bot, and `live` is
 * the API's own.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
 */
const isBotName = (text: string): boolean => isAliasName(text) && text !== 'live';

const isAliasName = (text: string): boolean =>
  /^(?!\d+$)[\w-]{1,128}$/.test(text) && text !== directAlias;

const readRelays = (text: string): ReadonlyMap<string, RelayGroups> | undefined => {
  const relays = new Map<string, RelayGroups>();
  for (const relay of text.split(',')) {
    const [name = '', groups] = /^([^:]*)(?::(.*))?$/s.exec(relay.trim())?.slice(1) ?? [];
    const names = groups?.split('|').map((group) => group.trim());
    // A pattern would name no group, since a relay's are compared as they are.
    const isList = names?.every((group) => group !== '' && !group.includes('*')) ?? true;
    if (!isBotName(name) || !isList || relays.has(name)) return undefined;
    relays.set(name, names ?? 'any');
  }
  return relays;
};

/** How old a remote policy may be before it is read again, where no setting says. */
export const defaultPolicyTtlSeconds = 60;

/** How old a remote policy may be and still serve, where no setting says. */
const defaultPolicyMaxAgeSeconds = 6 * 60 * 60;

/** The least greatest age: a policy is read again in its time, and once more where that fails. */
export const leastPolicyMaxAgeSeconds = (ttlSeconds = defaultPolicyTtlSeconds): number =>
  2 * ttlSeconds;

/** How old a remote policy may be and still serve. */
export const policyMaxAgeSecondsOf = ({
  policyMaxAgeSeconds,
  policyTtlSeconds,
}: {
  readonly policyMaxAgeSeconds?: number | undefined;
  readonly policyTtlSeconds?: number | undefined;
}): number =>
  policyMaxAgeSeconds ??
  Math.max(defaultPolicyMaxAgeSeconds, leastPolicyMaxAgeSeconds(policyTtlSeconds));

/** A setting in whole seconds, from one to a greatest number. */
const wholeSeconds = (name: string, most: number, example: number) => ({
  name,
  allowed: `a whole number of seconds from 1 to ${most}, for example ${example}`,
  read: (text: string): number | undefined => {
    const seconds = /^\d{1,7}$/.test(text) ? Number(text) : 0;
    return seconds >= 1 && seconds <= most ? seconds : undefined;
  },
});

/** Every setting that a text is read for, in the order in which mistakes are named. */
export const settings = {
  accountId: {
    name: 'AWS_ACCOUNT_ID',
    allowed: 'an account id of 12 digits, for example 123456789012',
    read: (text: string) => (isAccountId(text) ? text : undefined),
  },
  region: {
    name: 'AWS_REGION',
    allowed: 'the name of a Region, for example eu-west-1',
    read: (text: string) => (isRegionName(text) ? text : undefined),
  },
  organizationPolicy: {
    name: 'ORGANIZATION_POLICY',
    allowed:
      'file:PATH, ssm:/NAME or appconfig:APPLICATION/ENVIRONMENT/PROFILE, for example file:policy/organization-policy.json',
    read: readPolicyOrigin,
  },
  policyTtlSeconds: wholeSeconds('POLICY_TTL_SECONDS', 86_400, 60),
  /** At least twice the time to live: a refresh that fails once leaves time for another. */
  policyMaxAgeSeconds: wholeSeconds('POLICY_MAX_AGE_SECONDS', 2_592_000, 21_600),
  tagPolicySource: {
    name: 'TAG_POLICY_SOURCE',
    allowed: '"organizations", or not be set',
    read: oneOf('organizations'),
  },
  logLevel: { name: 'LOG_LEVEL', allowed: 'info or debug', read: oneOf('info', 'debug') },
  /** Without the account's place in it, one role would be assumed for every account. */
  executionRole: {
    name: 'EXECUTION_ROLE',
    allowed:
      'the ARN of a role with {account} in the place of the account, for example arn:aws:iam::{account}:role/image-pipeline-proxy',
    read: matching(/^arn:aws[a-z-]*:iam::\{account\}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/),
  },
  targetAccounts: {
    name: 'TARGET_ACCOUNTS',
    allowed:
      'account ids of 12 digits with commas between them, for example 111122223333,444455556666',
    read: listOf(isAccountId),
  },
  targetRegions: {
    name: 'TARGET_REGIONS',
    allowed: 'names of Regions with commas between them, for example eu-west-1,eu-central-1',
    read: listOf(isRegionName),
  },
  /** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  externalId: {
    name: 'EXTERNAL_ID',
    allowed: '2 to 1224 letters, digits and characters of _+=,.@:/-',
    read: matching(/^[\w+=,.@:/-]{2,1224}$/),
  },
  bots: {
    name: 'BOTS',
    allowed:
      'names of aliases with commas between them, other than direct and live and not of digits alone, for example payments,helpdesk',
    read: listOf(isBotName),
  },
  relays: {
    name: 'RELAYS',
    allowed:
      'names of aliases as in BOTS, each once, with the groups that it may name behind a colon, vertical bars between them, for example slack:img-web,helpdesk',
    read: readRelays,
  },
  httpAlias: {
    name: 'HTTP_ALIAS',
    allowed: 'the name of an alias other than direct and not of digits alone, for example live',
    read: (text: string) => (isAliasName(text) ? text : undefined),
  },
  groupNames: { name: 'GROUP_NAMES', allowed: '"words", or not be set', read: oneOf('words') },
  tokenHeader: { name: 'TOKEN_HEADER', allowed: '"none", or not be set', read: oneOf('none') },
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

/**
 * Reads the settings from the environment; an empty variable counts as absent.
 *
 * @throws {@link ProxyMisconfigured} naming every bad variable at once, with what it may be.
 */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const mistakes: string[] = [];
  const take = <T>({ name, allowed, read }: Setting<T>): T | undefined => {
    const text = env[name] ?? '';
    const value = text === '' ? undefined : read(text);
    if (text !== '' && value === undefined) mistakes.push(`${name} must be ${allowed}`);
    if (text === '' && name === settings.region.name) {
      mistakes.push(`${name} must be set: ${allowed}`);
    }
    return value;
  };
  const accountId = take(settings.accountId);
  const region = take(settings.region);
  const organizationPolicy = take(settings.organizationPolicy);
  const config = {
    organizationPolicy: organizationPolicy ?? {
      kind: 'file' as const,
      path: 'policy/organization-policy.json',
    },
    ...withoutAbsent({
      accountId,
      policyTtlSeconds: take(settings.policyTtlSeconds),
      policyMaxAgeSeconds: take(settings.policyMaxAgeSeconds),
      tagPolicySource: take(settings.tagPolicySource),
      debug: take(settings.logLevel) === 'debug' ? true : undefined,
      executionRole: take(settings.executionRole),
      targetAccounts: take(settings.targetAccounts),
      targetRegions: take(settings.targetRegions),
      externalId: take(settings.externalId),
      bots: take(settings.bots),
      relays: take(settings.relays),
      httpAlias: take(settings.httpAlias),
      groupNames: take(settings.groupNames),
      tokenHeader: take(settings.tokenHeader),
      functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    }),
  };
  const { targetAccounts = [], executionRole, bots = [], relays, httpAlias = '' } = config;
  for (const [setting, isBot] of [
    [settings.bots, bots.includes(httpAlias)],
    [settings.relays, relays?.has(httpAlias) === true],
  ] as const) {
    if (isBot)
      mistakes.push(`${setting.name} must not name the alias of ${settings.httpAlias.name}`);
  }
  if (targetAccounts.length > 0 && executionRole === undefined && mistakes.length === 0) {
    mistakes.push(
      `${settings.executionRole.name} must be set where ${settings.targetAccounts.name} is: ${settings.executionRole.allowed}`,
    );
  }
  const { policyMaxAgeSeconds, policyTtlSeconds = defaultPolicyTtlSeconds } = config;
  const leastMaxAge = leastPolicyMaxAgeSeconds(policyTtlSeconds);
  if (
    policyMaxAgeSeconds !== undefined &&
    policyMaxAgeSeconds < leastMaxAge &&
    !mistakes.some((mistake) => mistake.startsWith(settings.policyTtlSeconds.name))
  ) {
    mistakes.push(
      `${settings.policyMaxAgeSeconds.name} must be at least ${leastMaxAge}, twice ${settings.policyTtlSeconds.name} (${policyTtlSeconds})`,
    );
  }
  if (mistakes.length > 0 || region === undefined) {
    throw new ProxyMisconfigured(`${mistakes.join('; ')}.`);
  }
  return { ...config, region };
};

/** The members that are there: a setting that is absent is left out. */
const withoutAbsent = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  // Object.fromEntries forgets the names; what it drops is what the type says may be missing.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
