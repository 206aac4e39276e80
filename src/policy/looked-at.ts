import { isJsonObject } from '../json/json-value.ts';
import type { Members } from './document.ts';
import { valuesAlong, type MemberPath } from './member-path.ts';
import { otherRecipe } from './merge.ts';

/**
 * The values at a path of what members come to together, an earlier source before a later one: what
 * the caller sent, what is enforced, what is supplied by default. They are not merged for it.
 *
 * A value that is malformed is there as `undefined`, and nothing later takes its place.
 */
export const valuesOfFirst = (
  sources: readonly Members[],
  path: MemberPath,
): readonly unknown[] => {
  const [head = ''] = path.steps;
  const displacing = otherRecipe[head];
  for (const source of sources) {
    if (says(source, path)) return valuesAlong(source, path).map(({ value }) => value);
    // A recipe of one kind stands in the place of one of the other.
    if (displacing !== undefined && Object.hasOwn(source, displacing)) return [];
  }
  return [];
};

/** Whether members have a value at a path, or one on the way to it that is not an object. */
const says = (members: Members, { steps }: MemberPath): boolean => {
  let value: unknown = members;
  for (const step of steps) {
    if (!isJsonObject(value)) return true;
    if (!Object.hasOwn(value, step)) return false;
    value = value[step];
  }
  return true;
};
