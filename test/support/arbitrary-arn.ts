import fc from 'fast-check';
import { digits, letters, lowerCase, textFrom } from './arbitrary-text.ts';
import { shapeOf } from './service-model.ts';

/** The account and Region that a request's ARNs stand in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

const regions = [
  'eu-west-1',
  'us-east-1',
  'ap-southeast-4',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-gov-east-1',
];

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** Any account in any Region, of every partition. */
export const anyPlace: fc.Arbitrary<Place> = fc.record(
  { account: textFrom(digits, 12, 12), region: fc.constantFrom(...regions) },
  { noNullPrototype: true },
);

const arnName = textFrom(`${lowerCase}${digits}-_`, 1, 126);

const number = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2 ** 30 - 1 })).map(String);
const wildcard = fc.constant('x');
const wildcardVersion = fc
  .oneof(
    fc.tuple(wildcard, wildcard, wildcard),
    fc.tuple(number, wildcard, wildcard),
    fc.tuple(number, number, wildcard),
  )
  .map((parts) => parts.join('.'));
const exactVersion = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const version = fc.oneof(exactVersion, wildcardVersion);

/** ARNs of recipes, of any version. */
export const recipeArn = (place: Place, kind: string): fc.Arbitrary<string> =>
  imageBuilderArn(
    place,
    kind,
    version.map((chosen) => `/${chosen}`),
  );

/** ARNs of Image Builder in one place, of the account's own resources and of AWS's. */
export const imageBuilderArn = (
  { account, region }: Place,
  kind: string,
  tail: fc.Arbitrary<string> = fc.constant(''),
): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(account, 'aws'), arnName, tail)
    .map(
      ([owner, name, end]) =>
        `arn:${partitionOf(region)}:imagebuilder:${region}:${owner}:${kind}/${name}${end}`,
    );

/** ARNs of workflows, of the account's own and of AWS's. */
export const workflowArn = (place: Place): fc.Arbitrary<string> => {
  const prefix = `arn:${partitionOf(place.region)}:imagebuilder:${place.region}`;
  const kind = fc.constantFrom('build', 'test', 'distribution');
  const owned = fc.oneof(
    version,
    fc.tuple(exactVersion, number).map(([released, build]) => `${released}/${build}`),
  );
  return fc.oneof(
    // Image Builder asks for the version x.x.x of a workflow that AWS manages.
    fc.tuple(kind, arnName).map(([type, name]) => `${prefix}:aws:workflow/${type}/${name}/x.x.x`),
    fc
      .tuple(kind, arnName, owned)
      .map(([type, name, end]) => `${prefix}:${place.account}:workflow/${type}/${name}/${end}`),
  );
};

const roleCharacters = `${letters}${digits}_+=,.@-`;
const { max: roleLength = 0 } = shapeOf('RoleNameOrArn');

/** The ARN of a role below a path such as `imagebuilder/`, up to the model's length. */
export const roleArn = ({ account, region }: Place, path = ''): fc.Arbitrary<string> => {
  const prefix = `arn:${partitionOf(region)}:iam::${account}:role/${path}`;
  return textFrom(`${roleCharacters}/`, 1, roleLength - prefix.length).map(
    (name) => `${prefix}${name}`,
  );
};

/** The name or the ARN of a role. */
export const anyRole = (place: Place): fc.Arbitrary<string> =>
  fc.oneof(textFrom(roleCharacters, 1, roleLength), roleArn(place));
