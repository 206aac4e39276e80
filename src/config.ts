import { ProxyMisconfigured } from './http/errors.ts';

/** The settings of the function, all of them checked. */
export interface Config {
  /** Where the organization's policy comes from: `file:PATH`. */
  readonly organizationPolicy: { readonly kind: 'file'; readonly path: string };
  /** The Region that the function runs in and calls Image Builder in. */
  readonly region: string;
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
  allowed: 'file:PATH, for example file:policy/organization-policy.json',
  read: (text) => {
    const path = /^file:(.+)$/s.exec(text)?.[1];
    return path === undefined ? undefined : { kind: 'file', path };
  },
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
  if (mistakes.length > 0 || ownRegion === undefined)
    throw new ProxyMisconfigured(`${mistakes.join('; ')}.`);
  return {
    organizationPolicy: policy ?? { kind: 'file', path: 'policy/organization-policy.json' },
    region: ownRegion,
    ...(account !== undefined && { accountId: account }),
  };
};
