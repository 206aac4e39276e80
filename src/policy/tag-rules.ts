import { under, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import type { Members, TagPolicyCompliance } from './document.ts';
import { tagCompliance, type CompiledTagPolicy } from './tags/comply.ts';

/** The two maps of tags and the resource type that each is evaluated as. */
const evaluated = [
  { member: 'tags', type: 'imagebuilder:image-pipeline' },
  { member: 'imageTags', type: 'imagebuilder:image' },
] as const;

/** One of the maps, and what it is evaluated as. */
interface Evaluated {
  readonly member: (typeof evaluated)[number]['member'];
  readonly type: (typeof evaluated)[number]['type'];
}

/** The tag policy of some layers, and what it finds in the tags that they supply themselves. */
export interface TagRules {
  readonly policy: CompiledTagPolicy;
  readonly compliance: TagPolicyCompliance;
  /** The tags that layers supply by default, evaluated: a request to which its caller adds none has these very objects. */
  readonly supplied: readonly (Evaluated & {
    readonly tags: unknown;
    readonly issues: readonly Issue[];
  })[];
}

/** Prepares the evaluation of tags, with those that layers supply by default evaluated already. */
export const compileTagRules = (
  policy: CompiledTagPolicy,
  compliance: TagPolicyCompliance,
  defaults: Members,
): TagRules => {
  const supplied = evaluated.map(({ member, type }) => ({
    tags: defaults[member],
    issues: issuesOf(policy, defaults[member], member, type),
    member,
    type,
  }));
  return Object.freeze({ policy, compliance, supplied: Object.freeze(supplied) });
};

/**
 * Evaluates the tags of a resolved request against the effective tag policy. A breach is an issue or a
 * warning, as the policy's `tagPolicyCompliance` says; a value that may come to an allowed one when an
 * image is built is always a warning.
 */
export const checkTags = (
  { policy, compliance, supplied }: TagRules,
  request: Members,
): { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] } => {
  if (compliance === 'disabled') return { issues: [], warnings: [] };
  const found = supplied.flatMap(({ tags, issues, member, type }) =>
    request[member] === tags ? issues : issuesOf(policy, request[member], member, type),
  );
  const isBreach = ({ code }: Issue): boolean =>
    compliance === 'error' && code !== 'tag-value-unresolved';
  return { issues: found.filter(isBreach), warnings: found.filter((issue) => !isBreach(issue)) };
};

/** What is wrong with the member itself has an issue of its own. */
const issuesOf = (
  policy: CompiledTagPolicy,
  tags: unknown,
  member: Evaluated['member'],
  type: Evaluated['type'],
): readonly Issue[] =>
  tagCompliance(policy, isJsonObject(tags) ? tags : {}, type).map(under(`/${member}`));
