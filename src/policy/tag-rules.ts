import { under, type Issue } from '../json/issue.ts';
import { isJsonObject } from '../json/json-value.ts';
import { fromPointer } from '../json/pointer.ts';
import type { Members, TagPolicyCompliance } from './document.ts';
import {
  noSupplier,
  suppliedBy,
  withSource,
  type ActiveLayer,
  type Breaches,
  type SupplierOf,
} from './issue-source.ts';
import type { Merged } from './merge.ts';
import { compileTagPolicy, tagCompliance, type CompiledTagPolicy } from './tags/comply.ts';
import { sourcedTagPolicy, type RuleSources } from './tags/effective.ts';
import { foldedKey, type ReportedTagPolicy, type RuleField } from './tags/tag-policy.ts';

/** The source, in an issue, of the tag policy that AWS Organizations reports. */
const organizationsSource = 'AWS Organizations';

/** The two maps of tags and the resource type that each is evaluated as. */
const evaluated = [
  { member: 'tags', type: 'imagebuilder:image-pipeline' },
  { member: 'imageTags', type: 'imagebuilder:image' },
] as const;

/** An issue, and what becomes of it: nothing where nobody who demands it looks. */
interface JudgedIssue {
  readonly issue: Issue;
  readonly compliance: TagPolicyCompliance;
}

/** One of the maps, and what its tags are evaluated to. */
interface EvaluatedTags {
  readonly member: (typeof evaluated)[number]['member'];
  readonly evaluate: (tags: unknown, supplierOf?: SupplierOf) => readonly JudgedIssue[];
  /** The tags that layers supply by default, evaluated: a request to which its caller adds none has these very objects. */
  readonly supplied: unknown;
  readonly suppliedIssues: readonly JudgedIssue[];
}

/** The tag policy of some layers. */
export interface TagRules {
  readonly policy: CompiledTagPolicy;
  readonly maps: readonly EvaluatedTags[];
}

/**
 * Prepares the evaluation of tags under the tag policies of some layers.
 *
 * @param compliance - What holds for the tag policies of layers that say nothing themselves.
 * @param defaults - What the layers supply by default.
 * @param inherited - What AWS Organizations reports: the first, most general level.
 */
export const compileTagRules = (
  layers: readonly ActiveLayer[],
  compliance: TagPolicyCompliance,
  defaults: Merged,
  inherited?: ReportedTagPolicy,
): TagRules => {
  const { effective, sources } = sourcedTagPolicy(
    layers.map(({ layer }) => layer.tagPolicies ?? []),
    inherited,
  );
  const policy = compileTagPolicy(effective);
  const judge = judgeOf(layers, compliance, sources);
  const supplierOfDefault: SupplierOf = (pointer) => defaults.provenance[pointer];
  const maps = evaluated.map(({ member, type }): EvaluatedTags => {
    // What is wrong with the member itself has an issue of its own.
    const evaluate = (tags: unknown, supplierOf = noSupplier): readonly JudgedIssue[] =>
      tagCompliance(policy, isJsonObject(tags) ? tags : {}, type)
        .map(under(`/${member}`))
        .map((issue) =>
          judge({ ...issue, detail: `${issue.detail}${suppliedBy(supplierOf(issue.pointer))}` }),
        );
    const supplied = defaults.members[member];
    const suppliedIssues = evaluate(supplied, supplierOfDefault);
    return Object.freeze({ member, evaluate, supplied, suppliedIssues });
  });
  return Object.freeze({ policy, maps: Object.freeze(maps) });
};

/** The settings that the issues of each code come from. */
const fieldOf: Readonly<Record<string, RuleField>> = {
  'tag-key-capitalization': 'tag_key',
  'tag-value-not-allowed': 'tag_value',
  'tag-value-unresolved': 'tag_value',
  'required-tag-missing': 'report_required_tag_for',
};

/** How much each weighs: what several layers demand alike is an error where any of them says so. */
const weights: Readonly<Record<TagPolicyCompliance, number>> = {
  disabled: 0,
  warning: 1,
  error: 2,
};

const judgeOf = (
  layers: readonly ActiveLayer[],
  general: TagPolicyCompliance,
  sources: ReadonlyMap<string, RuleSources>,
): ((issue: Issue) => JudgedIssue) => {
  const complianceOf = (active: ActiveLayer | undefined): TagPolicyCompliance => {
    if (active?.layer.compliance === undefined) return general;
    return active.isError ? 'error' : 'warning';
  };
  return (issue) => {
    const [, key = ''] = fromPointer(issue.pointer);
    const rule = sources.get(foldedKey(key));
    const setting = rule?.[fieldOf[issue.code] ?? 'tag_key'] ?? [];
    // A key that no layer capitalizes is as its policy key is: of whoever names it at all.
    const due = setting.length > 0 ? setting : Object.values(rule ?? {}).flat();
    const judged = due.map((position) => {
      const active = layers[position];
      return { active, compliance: complianceOf(active) };
    });
    const most = Math.max(0, ...judged.map(({ compliance }) => weights[compliance]));
    const { active, compliance = 'disabled' } =
      judged.findLast((one) => weights[one.compliance] === most) ?? {};
    const layer = active?.layer.name ?? organizationsSource;
    return { issue: withSource(issue, { layer }, active?.layer.contact), compliance };
  };
};

/**
 * Evaluates the tags of a resolved request against the effective tag policy. A breach is an error or a
 * warning, as the layer that demands it says; a value that may come to an allowed one when an image is
 * built is always a warning.
 */
export const checkTags = (
  { maps }: TagRules,
  request: Members,
  supplierOf: SupplierOf = noSupplier,
): Breaches => {
  const found = maps
    .flatMap(({ member, evaluate, supplied, suppliedIssues }) =>
      request[member] === supplied ? suppliedIssues : evaluate(request[member], supplierOf),
    )
    .filter(({ compliance }) => compliance !== 'disabled');
  const isError = ({ issue, compliance }: JudgedIssue): boolean =>
    compliance === 'error' && issue.code !== 'tag-value-unresolved';
  return {
    issues: found.filter(isError).map(({ issue }) => issue),
    warnings: found.filter((one) => !isError(one)).map(({ issue }) => issue),
  };
};
