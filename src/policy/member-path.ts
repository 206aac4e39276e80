import { toPointer } from '../json/pointer.ts';
import { isJsonObject } from '../json/json-value.ts';
import type { Members } from './document.ts';

/** A value of a request and where it stands. */
export interface Found {
  readonly pointer: string;
  readonly value: unknown;
}

/** Members whose own members have names of the caller's choosing, so the rest of a path is one name. */
const maps: ReadonlySet<string> = new Set(['tags', 'imageTags']);

/** The steps of a path such as `workflows[].workflowArn`; `*` stands for every item of a list. */
export const stepsOf = (path: string): readonly string[] => {
  const [head = '', ...tail] = path.split('.');
  if (maps.has(head)) return tail.length === 0 ? [head] : [head, tail.join('.')];
  return path
    .split('.')
    .flatMap((part) => (part.endsWith('[]') ? [part.slice(0, -2), '*'] : [part]));
};

/**
 * The values that a path of an `allowed` list leads to: members with dots between them, `[]` behind a
 * list for each of its items, and `tags.` followed by a tag's key.
 */
export const valuesAt = (members: Members, path: string): Found[] =>
  valuesAlong(members, memberPath(path));

/** A path taken apart. */
export interface MemberPath {
  readonly steps: readonly string[];
  /** Whether it leads into members with names of the caller's choosing, where a step is a name and nothing else. */
  readonly isMap: boolean;
}

/** Takes a path apart, to follow it more than once. */
export const memberPath = (path: string): MemberPath => ({
  steps: stepsOf(path),
  isMap: maps.has(path.split('.')[0] ?? ''),
});

/** As {@link valuesAt}, for members that are asked about the same paths over and over. */
export const valuesByPath = (members: Members): ((path: string) => readonly Found[]) => {
  const known = new Map<string, readonly Found[]>();
  return (path) => {
    const found = known.get(path) ?? valuesAt(members, path);
    known.set(path, found);
    return found;
  };
};

/** The pointer to where a path leads, as far as it is one place: to the first list on its way. */
export const pointerOf = ({ steps, isMap }: MemberPath): string => {
  const list = isMap ? -1 : steps.indexOf('*');
  return toPointer(list < 0 ? steps : steps.slice(0, list));
};

/** As {@link valuesAt}, given the path taken apart. */
export const valuesAlong = (members: Members, { steps, isMap }: MemberPath): Found[] => {
  if (!Object.hasOwn(members, steps[0] ?? '')) return [];
  let found: { segments: readonly (string | number)[]; value: unknown }[] = [
    { segments: [], value: members },
  ];
  for (const step of steps) {
    found = found.flatMap(({ segments, value }) => {
      if (step === '*' && !isMap) {
        return (Array.isArray(value) ? value : []).map((item: unknown, index) => ({
          segments: [...segments, index],
          value: item,
        }));
      }
      return isJsonObject(value) && Object.hasOwn(value, step)
        ? [{ segments: [...segments, step], value: value[step] }]
        : [];
    });
  }
  return found.map(({ segments, value }) => ({ pointer: toPointer(segments), value }));
};
