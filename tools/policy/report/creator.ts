import { toPointer, valueAt } from '../../../src/json/pointer.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import type { Caller, OrganizationPolicy } from '../../../src/policy/document.ts';
import { tagMembers } from '../../../src/policy/tag-keys.ts';
import { callerFrom, isCallerId } from '../caller.ts';
import type { ExistingPipeline } from './pipeline.ts';

/** Who created a pipeline, as far as its tags tell. */
export interface Creator {
  readonly caller: Caller;
  /** What is not known of it: nothing, its groups, or who it is at all. */
  readonly unknown: 'nothing' | 'groups' | 'caller';
}

/** The pointers of the tags that some policies enforce as the caller, and nothing else. */
export const callerTagsOf = (...policies: readonly OrganizationPolicy[]): readonly string[] => [
  ...new Set(
    policies
      .flatMap(({ layers }) => layers)
      .flatMap(({ enforced }) =>
        tagMembers.flatMap((member) => {
          const tags = enforced?.[member];
          return Object.entries(isJsonObject(tags) ? tags : {})
            .filter(([, value]) => value === '${caller}')
            .map(([key]) => toPointer([member, key]));
        }),
      ),
  ),
];

/** Who created a pipeline: what the first of some tags says that names a caller. */
export const creatorOf = (
  { members }: Pick<ExistingPipeline, 'members'>,
  callerTags: readonly string[],
): Creator => {
  const id = callerTags
    .map((pointer) => valueAt(members, pointer))
    .find((value) => typeof value === 'string' && isCallerId(value));
  if (typeof id !== 'string') return { caller: { groups: [] }, unknown: 'caller' };
  // A token, or a bot for its user, may have named groups; no tag has them.
  const mayHaveGroups = /^(?:jwt:|bot:[^/]*\/)/.test(id);
  return { caller: callerFrom(id), unknown: mayHaveGroups ? 'groups' : 'nothing' };
};
