import type { Issue } from '../../../src/json/issue.ts';
import { fromPointer, valueAt } from '../../../src/json/pointer.ts';
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts';
import type { Members, OrganizationPolicy } from '../../../src/policy/document.ts';
import { changesBetween, type Change } from '../changes.ts';
import { dryRun, errorsOf, type DryRun } from '../dry-run.ts';
import { callerTagsOf, creatorOf, type Creator } from './creator.ts';
import { isUntold, mayHaveBeen, variableTagAt } from './enforced-tags.ts';
import { judgedPart, mayBeGranted, type JudgedPart } from './not-judged.ts';
import type { ExistingPipeline } from './pipeline.ts';

/** What a policy would make of the request for a pipeline that exists. */
export interface JudgedPipeline {
  readonly pipeline: ExistingPipeline;
  readonly creator: Creator;
  /** The layers of which it cannot be told whether they apply. */
  readonly layersLeftOut: readonly string[];
  /** Whether it was looked at which grant covers it, where the policy has grants. */
  readonly areGrantsLeftOut: boolean;
  /** Everything that stands against it; nothing where it would be created. */
  readonly errors: readonly Issue[];
  /** What is warned of, also where it would be refused and its answer has none. */
  readonly warnings: readonly Issue[];
  /** What the function makes of the request for it. */
  readonly resolved: Members;
  /** The same with the tags that time or its creator alone would change as they are, or as the policy writes them. */
  readonly request: Members;
  /** Where that differs from what it is; the layer that has it so. Nothing where it would be refused. */
  readonly changes: readonly (Change & { readonly layer: string | undefined })[];
}

/** Judges the request for a pipeline, as if it came at a time. */
export type JudgePipeline = (
  pipeline: ExistingPipeline,
  requestTime: string,
) => Promise<JudgedPipeline>;

/**
 * Prepares to judge pipelines under a policy: what is compiled is compiled once.
 *
 * @param callerTags - The pointers of the tags that name who created a pipeline.
 */
export const compileJudge = (
  policy: OrganizationPolicy,
  callerTags: readonly string[] = callerTagsOf(policy),
): JudgePipeline => {
  const parts = {
    nothing: judgedPart(policy, 'nothing'),
    groups: judgedPart(policy, 'groups'),
    caller: judgedPart(policy, 'caller'),
  } as const;
  return async (pipeline, requestTime) => {
    const creator = creatorOf(pipeline, callerTags);
    const part = parts[creator.unknown];
    const facts = { caller: creator.caller, requestTime };
    const ask = async (members: JsonObject): Promise<Asked> => {
      const body = JSON.stringify(members);
      const run = await dryRun(part.policy, facts, body);
      const isUntoldGrant =
        run.decision?.refusal !== undefined &&
        errorsOf(run).some(({ code }) => code === 'not-granted') &&
        mayBeGranted(policy, creator);
      if (!isUntoldGrant) return { run, areGrantsLeftOut: part.policy === part.withoutGrants };
      return { run: await dryRun(part.withoutGrants, facts, body), areGrantsLeftOut: true };
    };
    const first = await ask(pipeline.members);
    const own = ownTags(policy, pipeline, creator, first.run);
    const { run, areGrantsLeftOut } =
      own.length === 0 ? first : await ask(without(pipeline.members, own));
    return judged({ policy, pipeline, creator, part, run, own, areGrantsLeftOut });
  };
};

interface Asked {
  readonly run: DryRun;
  readonly areGrantsLeftOut: boolean;
}

/**
 * The tags of a pipeline that contradict what a layer enforces today only because time has passed: what
 * is enforced may have come to that value. They are the proxy's to write, so no request has them.
 */
const ownTags = (
  policy: OrganizationPolicy,
  { members }: ExistingPipeline,
  creator: Creator,
  run: DryRun,
): string[] =>
  [...errorsOf(run), ...(run.decision?.warnings ?? [])]
    .filter(({ code }) => code === 'enforced')
    .filter(({ layer, pointer }) => {
      const written = variableTagAt(policy, layer, pointer);
      return written !== undefined && mayHaveBeen(written, valueAt(members, pointer), creator);
    })
    .map(({ pointer }) => pointer);

/** Members less some tags. */
const without = (members: JsonObject, pointers: readonly string[]): JsonObject =>
  pointers.reduce((rest, pointer) => withTag(rest, pointer, undefined), members);

/** Members with a tag as it is given; undefined takes it away. */
const withTag = (members: JsonObject, pointer: string, value: unknown): JsonObject => {
  const [member = '', key = ''] = fromPointer(pointer);
  const tags = members[member];
  const kept = Object.entries(isJsonObject(tags) ? tags : {}).filter(([name]) => name !== key);
  const added = value === undefined ? [] : [[key, value]];
  return { ...members, [member]: Object.fromEntries([...kept, ...added]) as JsonObject };
};

interface ToJudge extends Asked {
  readonly policy: OrganizationPolicy;
  readonly pipeline: ExistingPipeline;
  readonly creator: Creator;
  readonly part: JudgedPart;
  readonly own: readonly string[];
}

const judged = ({
  policy,
  pipeline,
  creator,
  part,
  run,
  own,
  areGrantsLeftOut,
}: ToJudge): JudgedPipeline => {
  const provenance = run.decision?.provenance ?? {};
  const resolved: Members = { ...run.decision?.request };
  // What stands for a caller that is not known is no reason for anything.
  const untoldAt = (pointer: string): string | undefined => {
    const written = variableTagAt(policy, provenance[pointer], pointer);
    return written !== undefined && isUntold(written, creator) ? written : undefined;
  };
  const isTold = ({ pointer }: Issue): boolean => untoldAt(pointer) === undefined;
  const errors = errorsOf(run).filter(isTold);
  const request = Object.keys(provenance).reduce((members, pointer) => {
    const value = own.includes(pointer) ? valueAt(pipeline.members, pointer) : untoldAt(pointer);
    return value === undefined ? members : withTag(members, pointer, value);
  }, resolved);
  const changes = changesBetween(pipeline.members, request);
  return {
    pipeline,
    creator,
    layersLeftOut: part.layersLeftOut,
    areGrantsLeftOut: areGrantsLeftOut && policy.grants !== undefined,
    errors,
    warnings: (run.decision?.warnings ?? []).filter(isTold),
    resolved,
    request,
    changes:
      errors.length > 0
        ? []
        : changes.map((change) => ({ ...change, layer: provenance[change.pointer] })),
  };
};
