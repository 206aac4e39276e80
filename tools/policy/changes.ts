import { sameJson } from '../../src/json/json-value.ts';
import { fromPointer, valueAt } from '../../src/json/pointer.ts';
import { requestMemberNames } from '../../src/core/create-image-pipeline-request.ts';
import type { Members } from '../../src/policy/document.ts';
import { empty, merge } from '../../src/policy/merge.ts';

/** A value that two requests have differently; undefined where one of them has none. */
export interface Change {
  readonly pointer: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** Where two requests differ, value by value, in the order of AWS's documentation; a list is one value. */
export const changesBetween = (before: Members, after: Members): Change[] =>
  [...new Set([...leavesOf(before), ...leavesOf(after)])]
    .map((pointer) => ({ pointer, old: valueAt(before, pointer), new: valueAt(after, pointer) }))
    .filter((change) => !sameJson(change.old, change.new))
    .sort(
      (a, b) => memberRank(a.pointer) - memberRank(b.pointer) || (a.pointer < b.pointer ? -1 : 1),
    );

/** The place of the member that a pointer leads to, in the order in which AWS documents them. */
export const memberRank = (pointer: string): number => {
  const [member] = fromPointer(pointer);
  const index = requestMemberNames.findIndex((name) => name === member);
  return index < 0 ? requestMemberNames.length : index;
};

const leavesOf = (members: Members): string[] =>
  Object.keys(merge(empty, [{ members, sourceOf: () => '' }]).provenance);
