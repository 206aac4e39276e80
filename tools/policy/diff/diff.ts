import type { Issue } from '../../../src/json/issue.ts';
import type { CompiledPolicy } from '../../../src/policy/compile.ts';
import type { Members } from '../../../src/policy/document.ts';
import { changesBetween, type Change } from '../changes.ts';
import { errorsOf } from '../dry-run.ts';
import { callerTagsOf } from '../report/creator.ts';
import { compileJudge, type JudgedPipeline } from '../report/judge-pipeline.ts';
import { runRequest } from '../test/run-tests.ts';
import type { ComparedRequest } from './request-file.ts';

/** What became of a request under two policies: where that differs, each is in one list. */
export interface PolicyDiff {
  /** When requests come that do not say when, and those for pipelines. */
  readonly requestTime: string;
  /** Created under the old policy, and what stands against them under the new one. */
  readonly nowRefused: readonly NamedErrors[];
  /** Created under the new policy, and what stood against them under the old one. */
  readonly nowCreated: readonly NamedErrors[];
  /** Created under both, with other values. */
  readonly otherwise: readonly { readonly name: string; readonly changes: readonly Change[] }[];
  readonly asBefore: readonly string[];
  /** The pipelines among the requests, as each policy judges them. */
  readonly judged: readonly [old: readonly JudgedPipeline[], now: readonly JudgedPipeline[]];
}

interface NamedErrors {
  readonly name: string;
  readonly errors: readonly Issue[];
}

/** What one policy makes of a request. */
interface Outcome {
  readonly errors: readonly Issue[];
  readonly request: Members;
  readonly judged?: JudgedPipeline;
}

/** Compares what two policies make of some requests, at one and the same time. */
export const diffOf = async (
  old: CompiledPolicy,
  now: CompiledPolicy,
  requests: readonly ComparedRequest[],
  requestTime: string,
): Promise<PolicyDiff> => {
  // Both see one caller, whichever of them names the tag.
  const callerTags = callerTagsOf(now.policy, old.policy);
  const outcomes = async (policy: CompiledPolicy): Promise<Outcome[]> => {
    const judge = compileJudge(policy.policy, callerTags);
    const made: Outcome[] = [];
    for (const { request, pipeline } of requests) {
      if (pipeline === undefined) {
        const run = await runRequest(policy, request, requestTime);
        made.push({ errors: errorsOf(run), request: { ...run.decision?.request } });
      } else {
        const judged = await judge(pipeline, requestTime);
        made.push({ ...judged, judged });
      }
    }
    return made;
  };
  const [before, after] = [await outcomes(old), await outcomes(now)];
  const compared = requests.flatMap(({ name }, index) => {
    const [was, is] = [before[index], after[index]];
    return was === undefined || is === undefined ? [] : [compare(name, was, is)];
  });
  const judgedIn = (made: readonly Outcome[]) => made.flatMap(({ judged }) => judged ?? []);
  return {
    requestTime,
    nowRefused: compared.filter(({ what }) => what === 'nowRefused').map(named),
    nowCreated: compared.filter(({ what }) => what === 'nowCreated').map(named),
    otherwise: compared
      .filter(({ what }) => what === 'otherwise')
      .map(({ name, changes }) => ({ name, changes })),
    asBefore: compared.filter(({ what }) => what === 'asBefore').map(({ name }) => name),
    judged: [judgedIn(before), judgedIn(after)],
  };
};

interface Compared extends NamedErrors {
  readonly what: 'nowRefused' | 'nowCreated' | 'otherwise' | 'asBefore';
  readonly changes: readonly Change[];
}

const compare = (name: string, was: Outcome, is: Outcome): Compared => {
  const wasCreated = was.errors.length === 0;
  const isCreated = is.errors.length === 0;
  const changes = wasCreated && isCreated ? changesBetween(was.request, is.request) : [];
  if (wasCreated !== isCreated) {
    const [what, { errors }] = wasCreated
      ? (['nowRefused', is] as const)
      : (['nowCreated', was] as const);
    return { name, what, errors, changes };
  }
  return { name, what: changes.length > 0 ? 'otherwise' : 'asBefore', errors: [], changes };
};

const named = ({ name, errors }: NamedErrors): NamedErrors => ({ name, errors });
