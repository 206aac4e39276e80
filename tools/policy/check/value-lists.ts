import type { AllowedValue } from '../../../src/policy/document.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { overlap, stepsOfGlob } from './overlap.ts';

/** Tells the path of a tag, whose value may be any text, from those of the service's own members. */
export const isTagPath = (path: string): boolean => /^(?:tags|imageTags)\./s.test(path);

/** Whether some value at a path may be one of two lists. `false` is certain. */
export const listsMeet = (
  path: string,
  left: readonly AllowedValue[],
  right: readonly AllowedValue[],
): boolean => left.some((a) => right.some((b) => entriesMeet(path, a, b)));

const entriesMeet = (path: string, left: AllowedValue, right: AllowedValue): boolean => {
  // Whether `*` alone stands for numbers too, the kind of the list says; that it may is enough here.
  if (left === right || left === '*' || right === '*') return true;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  if (!left.includes('*')) return matchesGlob(right, left);
  return right.includes('*') ? patternsMeet(path, left, right) : matchesGlob(left, right);
};

const isFullArn = (pattern: string): boolean =>
  pattern.startsWith('arn:') && pattern.split(':').length === 6;

/** The ARNs of a request have five colons, so where two patterns have them too, no `*` takes one in. */
const patternsMeet = (path: string, left: string, right: string): boolean => {
  const areArns = isFullArn(left) && isFullArn(right) && !isTagPath(path);
  const star = areArns ? /[^:]/ : undefined;
  return overlap(stepsOfGlob(left, star), stepsOfGlob(right, star));
};

/** Whether every value that one list may be about is in another, in which `*` alone stands for anything. `true` is certain. */
export const isWithinList = (
  values: readonly AllowedValue[],
  wider: readonly AllowedValue[],
): boolean =>
  values.every((value) =>
    wider.some(
      (other) =>
        other === '*' ||
        other === value ||
        (typeof other === 'string' && typeof value === 'string' && matchesGlob(other, value)),
    ),
  );
