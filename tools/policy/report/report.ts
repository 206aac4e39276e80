import type { Issue } from '../../../src/json/issue.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { pathOf, sectionOf, statementsOf, type PreparedStatement } from '../statements.ts';
import { compileJudge, type JudgedPipeline } from './judge-pipeline.ts';
import type { ExistingPipeline } from './pipeline.ts';

/** What a policy would make of the pipelines that exist. */
export interface Report {
  /** When the requests for them would come. */
  readonly requestTime: string;
  readonly refused: readonly JudgedPipeline[];
  readonly otherwise: readonly JudgedPipeline[];
  readonly same: readonly JudgedPipeline[];
  /** What each rule does to how many: refusals first, the most first. */
  readonly rules: readonly RuleCount[];
}

/** What a rule may do to a pipeline, the worst first. */
const effects = ['refused', 'otherwise', 'warned'] as const;
export type Effect = (typeof effects)[number];

/** The pipelines that one rule refuses, warns of, or creates otherwise. */
export interface RuleCount {
  readonly effect: Effect;
  readonly layer?: string;
  readonly grant?: string;
  /** The section and path of the rule, such as `forbidden tags.Password`; where it is no rule of the policy, the code and pointer. */
  readonly rule: string;
  readonly pipelines: readonly ExistingPipeline[];
}

/** Judges the pipelines that exist under a policy, as if they were to be created at a time. */
export const reportOf = async (
  policy: OrganizationPolicy,
  pipelines: readonly ExistingPipeline[],
  requestTime: string,
): Promise<Report> => {
  const judge = compileJudge(policy);
  const judged: JudgedPipeline[] = [];
  for (const pipeline of pipelines) judged.push(await judge(pipeline, requestTime));
  const isRefused = ({ errors }: JudgedPipeline): boolean => errors.length > 0;
  const isOtherwise = ({ changes }: JudgedPipeline): boolean => changes.length > 0;
  return {
    requestTime,
    refused: judged.filter(isRefused),
    otherwise: judged.filter(isOtherwise),
    same: judged.filter((one) => !isRefused(one) && !isOtherwise(one)),
    rules: rulesOf(policy, judged),
  };
};

type Rule = Omit<RuleCount, 'pipelines'>;

const rulesOf = (policy: OrganizationPolicy, judged: readonly JudgedPipeline[]): RuleCount[] => {
  const statements = statementsOf(policy);
  const counts = new Map<string, { rule: Rule; pipelines: Set<ExistingPipeline> }>();
  const count = (pipeline: ExistingPipeline, rule: Rule): void => {
    const key = JSON.stringify([rule.effect, rule.layer, rule.grant, rule.rule]);
    const known = counts.get(key) ?? { rule, pipelines: new Set() };
    known.pipelines.add(pipeline);
    counts.set(key, known);
  };
  for (const { pipeline, errors, warnings, changes, resolved } of judged) {
    const ruleOf = ruleFinder(statements, resolved);
    for (const issue of errors) count(pipeline, { effect: 'refused', ...ruleOf(issue) });
    // What the service itself advises against was as much so when it was created.
    for (const issue of warnings.filter(({ layer }) => layer !== undefined)) {
      count(pipeline, { effect: 'warned', ...ruleOf(issue) });
    }
    for (const { pointer, layer: name } of changes) {
      const layer = policy.layers.find((one) => one.name === name);
      const section = layer === undefined ? '' : `${sectionOf(layer, pointer)} `;
      const rule = `${section}${pathOf(pointer)}`;
      count(pipeline, { effect: 'otherwise', ...(name !== undefined && { layer: name }), rule });
    }
  }
  return [...counts.values()]
    .map(({ rule, pipelines }) => ({ ...rule, pipelines: [...pipelines] }))
    .sort(
      (a, b) =>
        effects.indexOf(a.effect) - effects.indexOf(b.effect) ||
        b.pipelines.length - a.pipelines.length,
    );
};

const ruleFinder =
  (statements: readonly PreparedStatement[], resolved: JudgedPipeline['resolved']) =>
  (issue: Issue): Omit<Rule, 'effect'> => {
    const { layer, grant, code, pointer } = issue;
    const statement = statements.find(({ isSourceOf }) => isSourceOf(issue, resolved));
    const rule =
      statement === undefined
        ? `${code} ${pointer}`.trimEnd()
        : `${statement.section} ${statement.path}`.trimEnd();
    return { ...(layer !== undefined && { layer }), ...(grant !== undefined && { grant }), rule };
  };
