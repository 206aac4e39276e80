import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import type { Issue } from '../json/issue.ts';
import type { Layer, Members, OrganizationPolicy } from './document.ts';
import { remember } from './remember.ts';
import { tagCompliance } from './tags/compliance.ts';
import { effectiveTagPolicy } from './tags/effective.ts';
import type { TagFinding } from './tags/finding.ts';
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
): EffectiveTagPolicy => {
  const last = lastEffective(layers);
  if (last.effective === undefined || last.inherited !== inherited) {
    last.inherited = inherited;
    last.effective = effectiveTagPolicy(
      layers.map(({ tagPolicies }) => tagPolicies ?? []),
      inherited,
    );
  }
  return last.effective;
};

/** Inheritance is the same for every request of a kind, so it is worked out once. */
const lastEffective = remember<readonly Layer[], LastEffective>(() => ({}));

interface LastEffective {
  inherited?: InheritedTagPolicy | undefined;
  effective?: EffectiveTagPolicy;
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
  const effective = tagPolicyOf(layers, inherited);
  const breaches = tagPolicyCompliance === 'error' ? issues : warnings;
  for (const { member, type } of evaluated) {
    for (const finding of findingsOf(effective, request[member], type)) {
      const { key, kind, code, detail } = finding;
      const target = kind === 'unresolved' ? warnings : breaches;
      target.push({ pointer: toPointer([member, key]), code, detail });
    }
  }
  return { issues, warnings };
};

/** Evaluates some tags, once for those that are the same as before: the policy's own, to which no caller added any. */
const findingsOf = (
  effective: EffectiveTagPolicy,
  tags: unknown,
  type: ResourceType,
): readonly TagFinding[] => {
  if (!isJsonObject(tags)) return tagCompliance(effective, {}, type);
  const last = lastFindings(tags);
  if (last.effective !== effective || last.type !== type) {
    last.findings = tagCompliance(effective, textsOf(tags), type);
    last.effective = effective;
    last.type = type;
  }
  return last.findings;
};

/** By the tags themselves: those of a resolved request are frozen. */
const lastFindings = remember<JsonObject, LastFindings>(() => ({ findings: [] }));

interface LastFindings {
  effective?: EffectiveTagPolicy;
  type?: ResourceType;
  findings: readonly TagFinding[];
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
