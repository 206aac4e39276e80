import { under, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import type { Members, TagPolicyCompliance } from './document.ts';
import { tagCompliance, type CompiledTagPolicy } from './tags/comply.ts';
import type { ResourceType } from './tags/resource-type.ts';

/** The two maps of tags and the resource type that each is evaluated as. */
const evaluated = [
  { member: 'tags', type: 'imagebuilder:image-pipeline' },
  { member: 'imageTags', type: 'imagebuilder:image' },
] as const;

type EvaluatedMember = (typeof evaluated)[number]['member'];

/** The tag policy of some layers, and what it finds in the tags that they supply themselves. */
export interface TagRules {
  readonly policy: CompiledTagPolicy;
  readonly compliance: TagPolicyCompliance;
  /** The tags that layers supply by default, evaluated: a request to which its caller adds none has these very objects. */
  readonly supplied: Readonly<
    Record<EvaluatedMember, { readonly tags: unknown; readonly issues: readonly Issue[] }>
  >;
}

/** Prepares the evaluation of tags, with those that layers supply by default evaluated already. */
export const compileTagRules = (
  policy: CompiledTagPolicy,
  compliance: TagPolicyCompliance,
  defaults: Members,
): TagRules => {
  const suppliedAs = (index: 0 | 1) => {
    const { member, type } = evaluated[index];
    return Object.freeze({
      tags: defaults[member],
      issues: issuesOf(policy, defaults[member], member, type),
    });
  };
  return Object.freeze({
    policy,
    compliance,
    supplied: { tags: suppliedAs(0), imageTags: suppliedAs(1) },
  });
};

/**
 * Evaluates the tags of a resolved request against the effective tag policy. A breach is an issue or a
 * warning, as the policy's `tagPolicyCompliance` says; a value that is only known when an image is
 * built is always a warning.
 */
export const checkTags = (
  { policy, compliance, supplied }: TagRules,
  request: Members,
): { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] } => {
  if (compliance === 'disabled') return { issues: [], warnings: [] };
  const found = evaluated.flatMap(({ member, type }) => {
    const tags = request[member];
    const { tags: known, issues } = supplied[member];
    return tags === known ? issues : issuesOf(policy, tags, member, type);
  });
  const isBreach = ({ code }: Issue): boolean =>
    compliance === 'error' && code !== 'tag-value-unresolved';
  return { issues: found.filter(isBreach), warnings: found.filter((issue) => !isBreach(issue)) };
};

/** What is wrong with the member itself has an issue of its own. */
const issuesOf = (
  policy: CompiledTagPolicy,
  tags: unknown,
  member: EvaluatedMember,
  type: ResourceType,
): readonly Issue[] =>
  tagCompliance(policy, isJsonObject(tags) ? tags : {}, type).map(under(`/${member}`));
