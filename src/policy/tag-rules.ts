import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { type Issue, under } from '../json/issue.ts';
import type { Layer, Members, OrganizationPolicy } from './document.ts';
import { remember } from './remember.ts';
import { type CompiledTagPolicy, compileTagPolicy, tagCompliance } from './tags/comply.ts';
import { effectiveTagPolicy } from './tags/effective.ts';
import type { ResourceType } from './tags/resource-type.ts';
import type { EffectiveTagPolicy, ReportedTagPolicy } from './tags/tag-policy.ts';

/** The effective tag policy that AWS Organizations itself reports: the first and most general level. */
export type InheritedTagPolicy = ReportedTagPolicy;

/** The two maps of tags and the resource type that each is evaluated as. */
const evaluated = [
  { member: 'tags', type: 'imagebuilder:image-pipeline' },
  { member: 'imageTags', type: 'imagebuilder:image' },
] as const;

/** The tag policy that holds where some layers apply: each layer is one level of AWS Organizations. */
export const tagPolicyOf = (
  layers: readonly Layer[],
  inherited?: InheritedTagPolicy,
): EffectiveTagPolicy => compiledFor(layers, inherited).effective;

const compiledFor = (
  layers: readonly Layer[],
  inherited: InheritedTagPolicy | undefined,
): CompiledTagPolicy => {
  const last = lastCompiled(layers);
  if (last.compiled === undefined || last.inherited !== inherited) {
    last.inherited = inherited;
    last.compiled = compileTagPolicy(
      effectiveTagPolicy(
        layers.map(({ tagPolicies }) => tagPolicies ?? []),
        inherited,
      ),
    );
  }
  return last.compiled;
};

/** Inheritance is the same for every request of a kind, so it is worked out once. */
const lastCompiled = remember<readonly Layer[], LastCompiled>(() => ({}));

interface LastCompiled {
  inherited?: InheritedTagPolicy | undefined;
  compiled?: CompiledTagPolicy;
}

/**
 * Evaluates the tags of a resolved request against the effective tag policy. A breach is a issue
 * or a warning, as the policy's `tagPolicyCompliance` says; a value that is only known when an image
 * is built is always a warning.
 */
export const checkTags = (
  policy: OrganizationPolicy,
  layers: readonly Layer[],
  request: Members,
  inherited?: InheritedTagPolicy,
): { issues: Issue[]; warnings: Issue[] } => {
  const { tagPolicyCompliance = 'error' } = policy;
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  if (tagPolicyCompliance === 'disabled') return { issues, warnings };
  const tagPolicy = compiledFor(layers, inherited);
  const breaches = tagPolicyCompliance === 'error' ? issues : warnings;
  for (const { member, type } of evaluated) {
    for (const issue of issuesOf(tagPolicy, request[member], type).map(under(`/${member}`))) {
      const target = issue.code === 'tag-value-unresolved' ? warnings : breaches;
      target.push(issue);
    }
  }
  return { issues, warnings };
};

/** Evaluates some tags, once for those that are the same as before: the policy's own, to which no caller added any. */
const issuesOf = (
  tagPolicy: CompiledTagPolicy,
  tags: unknown,
  type: ResourceType,
): readonly Issue[] => {
  if (!isJsonObject(tags)) return tagCompliance(tagPolicy, {}, type);
  const last = lastIssues(tags);
  if (last.tagPolicy !== tagPolicy || last.type !== type) {
    last.issues = tagCompliance(tagPolicy, textsOf(tags), type);
    last.tagPolicy = tagPolicy;
    last.type = type;
  }
  return last.issues;
};

/** By the tags themselves: those of a resolved request are frozen. */
const lastIssues = remember<JsonObject, LastIssues>(() => ({ issues: [] }));

interface LastIssues {
  tagPolicy?: CompiledTagPolicy;
  type?: ResourceType;
  issues: readonly Issue[];
}

const areTexts = (tags: JsonObject): tags is Readonly<Record<string, string>> =>
  Object.values(tags).every((value) => typeof value === 'string');

/** The tags that are text; the schema names the others. */
const textsOf = (tags: JsonObject): Readonly<Record<string, string>> =>
  areTexts(tags)
    ? tags
    : Object.fromEntries(
        Object.entries(tags).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      );
