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

/** How one setting is read: undefined for a text that does not fit. */
export interface TargetSetting<T> {
  readonly name: string;
  readonly allowed: string;
  readonly read: (text: string) => T | undefined;
}

const listOf =
  (isItem: (item: string) => boolean) =>
  (text: string): readonly string[] | undefined => {
    const items = text.split(',').map((item) => item.trim());
    return items.every(isItem) ? [...new Set(items)] : undefined;
  };

/** Whether a text is the id of an account. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);

/** Whether a text may be the name of a Region. */
export const isRegionName = (text: string): boolean => /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(text);

/** `EXECUTION_ROLE`: without the account's place in it, one role would be assumed for every account. */
export const executionRoleSetting: TargetSetting<string> = {
  name: 'EXECUTION_ROLE',
  allowed:
    'the ARN of a role with {account} in the place of the account, for example arn:aws:iam::{account}:role/image-pipeline-proxy',
  read: (text) =>
    /^arn:aws[a-z-]*:iam::\{account\}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(text)
      ? text
      : undefined,
};

/** `TARGET_ACCOUNTS` */
export const targetAccountsSetting: TargetSetting<readonly string[]> = {
  name: 'TARGET_ACCOUNTS',
  allowed:
    'account ids of 12 digits with commas between them, for example 111122223333,444455556666',
  read: listOf(isAccountId),
};

/** `TARGET_REGIONS` */
export const targetRegionsSetting: TargetSetting<readonly string[]> = {
  name: 'TARGET_REGIONS',
  allowed: 'names of Regions with commas between them, for example eu-west-1,eu-central-1',
  read: listOf(isRegionName),
};

/**
 * `EXTERNAL_ID`
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const externalIdSetting: TargetSetting<string> = {
  name: 'EXTERNAL_ID',
  allowed: '2 to 1224 letters, digits and characters of _+=,.@:/-',
  read: (text) => (/^[\w+=,.@:/-]{2,1224}$/.test(text) ? text : undefined),
};

/** What is wrong with settings that are right one by one; undefined where nothing is. */
export const targetSettingsFault = ({
  targetAccounts = [],
  executionRole,
}: TargetSettings): string | undefined =>
  targetAccounts.length > 0 && executionRole === undefined
    ? `${executionRoleSetting.name} must be set where ${targetAccountsSetting.name} is: ${executionRoleSetting.allowed}`
    : undefined;
