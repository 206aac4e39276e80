import { quote, type Issue } from '../json/issue.ts';

/** The largest number that a version may have in each of its three places. */
const largest = 2 ** 30 - 1;

const versioned =
  /:(?:(?:image|container)-recipe|workflow)\/.*\/([\dx]+)\.([\dx]+)\.([\dx]+)(?:\/\d+)?$/;

/**
 * Versions that the guide rules out and the service's model lets through: a number to the right of an
 * `x`, and one above 2^30-1.
 *
 * Source: EC2 Image Builder user guide, "Semantic versioning in Image Builder".
 *
 * @param arns - ARNs with their pointers; those without a version are passed over.
 */
export const doubtfulVersions = (
  arns: readonly (readonly [pointer: string, arn: string])[],
): Issue[] =>
  arns.flatMap(([pointer, arn]) => {
    const [, ...numbers] = versioned.exec(arn) ?? [];
    const reason = doubt(numbers);
    if (reason === undefined) return [];
    const detail = `${reason} Image Builder may refuse the version ${quote(numbers.join('.'))}. It was left as it is.`;
    return [{ pointer, code: 'doubtful-version', detail }];
  });

const doubt = (numbers: readonly string[]): string | undefined => {
  const wildcard = numbers.indexOf('x');
  if (wildcard >= 0 && numbers.slice(wildcard).some((number) => number !== 'x')) {
    const meant = numbers.map((number, index) => (index < wildcard ? number : 'x')).join('.');
    return `Image Builder's guide says that everything to the right of an "x" is "x", as in "${meant}".`;
  }
  return numbers.some((number) => Number(number) > largest)
    ? `Image Builder's guide says that each number of a version is at most ${largest}.`
    : undefined;
};
