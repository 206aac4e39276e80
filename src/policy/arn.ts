/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/**
 * Takes an ARN apart, or gives `undefined` for any other text.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const parseArn = (text: string): Arn | undefined => {
  const [prefix, partition, service, region, account, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || resource.length === 0) return undefined;
  return {
    partition,
    service,
    region: region ?? '',
    account: account ?? '',
    resource: resource.join(':'),
  };
};

/** Whether a text is the id of an account: 12 digits. */
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);

/** Whether a text may be the name of a Region, such as `eu-west-1`. */
export const isRegionName = (text: string): boolean => /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(text);
