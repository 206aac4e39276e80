const region = 'eu-west-1';
const account = '123456789012';

/** The ARN of a resource in the benchmark's account. */
export const arn = (resource: string): string =>
  `arn:aws:imagebuilder:${region}:${account}:${resource}`;

// One request holds 50 tags, and one tag policy 10,000 characters.
const mostTags = 50;
const keysOfDocument = 80;

const tagKey = (index: number): string => `Tag${index}`;

const tagPolicyFor = (keys: readonly string[]) => ({
  tags: Object.fromEntries(
    keys.map((key) => [
      key.toLowerCase(),
      { tag_key: { '@@assign': key }, tag_value: { '@@assign': ['value-*', 'other'] } },
    ]),
  ),
});

const inDocuments = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / keysOfDocument) }, (_, index) =>
    keys.slice(index * keysOfDocument, (index + 1) * keysOfDocument),
  );

/**
 * A policy of so many layers whose tag policies together name so many tag keys; each of the first
 * fifty is a default tag as well, which is what one request can hold. All grants are made to everybody,
 * and the last one covers the request.
 */
export const policyOfSize = (layers: number, tagKeys: number, grants: number) => ({
  grants: Array.from({ length: grants }, (_, grant) => ({
    name: `grant-${grant}`,
    to: [{ groups: [`group-${grant}`] }, { callers: ['*'] }],
    in: { accounts: [account], regions: ['eu-*'] },
    ...(grant < grants - 1 && { allowed: { name: [`team-${grant}-*`] } }),
  })),
  layers: Array.from({ length: layers }, (_, layer) => {
    const indexes = Array.from({ length: tagKeys }, (_unused, index) => index).filter(
      (index) => index % layers === layer,
    );
    const tags = indexes.filter((index) => index < mostTags).map(tagKey);
    return {
      name: `layer-${layer}`,
      defaults: {
        ...(layer === 0 && {
          infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
          schedule: { timezone: 'Etc/UTC' },
        }),
        ...(tags.length > 0 && { tags: Object.fromEntries(tags.map((key) => [key, 'value-1'])) }),
      },
      ...(layer === 0 && {
        enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
      }),
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
      tagPolicies: inDocuments(indexes.map(tagKey)).map(tagPolicyFor),
    };
  }),
});

/** The smallest request, of a name of its own. */
export const requestNamed = (name: string) => ({
  name,
  imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
});
