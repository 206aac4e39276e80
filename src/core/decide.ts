import { isEmptyObject, isJsonObject, sameJson, type JsonObject } from '../json/json-value.ts';
import { quote, type Issue } from '../json/issue.ts';
import { valueAlong } from '../json/pointer.ts';
import { checkAllowed } from '../policy/allowed.ts';
import type { CompiledLayers, CompiledPolicy, EnforcedValue } from '../policy/compile.ts';
import type { Members } from '../policy/document.ts';
import { merge, otherRecipe, type Addition, type Merged } from '../policy/merge.ts';
import { checkTags } from '../policy/tag-rules.ts';
import { withVariables, type RequestFacts } from '../policy/variables.ts';
import type { CreateImagePipelineRequest } from './create-image-pipeline-request.ts';
import { checkCrossFieldRules } from './cross-field-rules.ts';
import { targetIssue, type ServedTargets } from './target.ts';
import { withoutMalformed } from './well-formed.ts';

/** The source, in `provenance`, of what the caller sent itself; no layer may have this name. */
export const callerSource = 'caller';

/** A request as it came in. */
export interface ReceivedRequest extends RequestFacts {
  /** The members that the caller sent, less its client token. */
  readonly sent: JsonObject;
  /** What is wrong with the shape of what was sent: `checkShape` of `src/schema/request-schema.ts`. */
  readonly shapeIssues: readonly Issue[];
}

/** What every decision tells, whichever it is. */
interface Decided {
  /** The names of the layers that apply to this caller and request. */
  readonly layers: readonly string[];
  /** The source of each leaf: `caller` or the name of a layer. */
  readonly provenance: Readonly<Record<string, string>>;
  readonly warnings: readonly Issue[];
}

/** The request as it goes to Image Builder, but for its client token. */
export type ResolvedRequest = Omit<CreateImagePipelineRequest, 'clientToken'>;

/** Nothing stands against the request. */
export interface Accepted extends Decided {
  readonly refusal?: undefined;
  /** Defaults, what the caller sent, and enforced values. */
  readonly request: ResolvedRequest;
}

/** Something stands against the request. */
export interface Refused extends Decided {
  /** The code of the problem: a mistake goes before a breach of the policy, and that before the target. */
  readonly refusal: 'validation-failed' | 'policy-violation' | 'target-not-allowed';
  /** Everything that stands against it. */
  readonly issues: readonly Issue[];
  /** What the request would be; a malformed member is there as `undefined`, unless a layer enforces a value. */
  readonly request: Members;
}

/** What becomes of a request. */
export type Decision = Accepted | Refused;

/**
 * Decides what a request becomes under a policy, or names every issue that stands against it.
 *
 * Pure: nothing that is given is written to. The policy sees only well-formed members; a malformed one
 * counts as present with an unknown value, so that no default takes its place.
 *
 * @param served - Where pipelines may be created; left out, the target is not looked at.
 */
export const decide = (
  policy: CompiledPolicy,
  { sent, shapeIssues, ...facts }: ReceivedRequest,
  served?: ServedTargets,
): Decision => {
  const known = withoutMalformed(sent, shapeIssues);
  const layers = policy.layersFor(facts.caller, known);
  const enforced = withVariables(layers.enforced, facts);
  const contradictions = contradictionsIn(layers.enforcedValues, enforced.members, known, sent);
  const { members, provenance } = withoutEmptyTags(
    merge(withVariables(layers.defaults, facts), [
      { members: known, sourceOf: () => callerSource },
      ...enforcing(layers, enforced, contradictions),
    ]),
  );
  const rules = checkCrossFieldRules(members);
  const policyIssues = breaches(layers, members, contradictions);
  const decided = {
    layers: layers.names,
    provenance,
    warnings: [...rules.warnings, ...policyIssues.warnings],
  };
  const malformed = new Set(shapeIssues.map(({ pointer }) => pointer));
  const isNew = ({ pointer }: Issue): boolean => !malformed.has(pointer);
  const mistakes = [...shapeIssues, ...rules.issues.filter(isNew)];
  const issues = [...mistakes, ...policyIssues.issues.filter(isNew)];
  if (issues.length > 0) {
    const refusal = mistakes.length > 0 ? 'validation-failed' : 'policy-violation';
    return { ...decided, refusal, issues, request: members };
  }
  // Shape and rules have nothing against it: it is a request as the service's model has it.
  const request = members as unknown as ResolvedRequest;
  const notServed = served && targetIssue(request, served);
  return notServed === undefined
    ? { ...decided, request }
    : { ...decided, refusal: 'target-not-allowed', issues: [notServed], request: members };
};

/** What the policy has against a resolved request. */
const breaches = (
  layers: CompiledLayers,
  members: Members,
  contradictions: readonly Contradiction[],
): { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] } => {
  const refused = new Set(contradictions.map(({ issue }) => issue.pointer));
  const allowed = checkAllowed(members, layers.restrictions);
  const tags = checkTags(layers.tagRules, members);
  return {
    issues: [
      ...contradictions.map(({ issue }) => issue),
      ...allowed.filter(({ pointer }) => !refused.has(pointer)),
      ...tags.issues,
    ],
    warnings: tags.warnings,
  };
};

/** A caller's word against an enforced value. */
interface Contradiction {
  readonly enforced: EnforcedValue;
  readonly issue: Issue;
}

const contradictionsIn = (
  enforcedValues: readonly EnforcedValue[],
  members: Members,
  known: Members,
  sent: Members,
): Contradiction[] =>
  enforcedValues.flatMap((enforced) => {
    const issue = contradiction(enforced, valueAlong(members, enforced.path), known, sent);
    return issue === undefined ? [] : [{ enforced, issue }];
  });

const contradiction = (
  { pointer, path, source }: EnforcedValue,
  value: unknown,
  known: Members,
  sent: Members,
): Issue | undefined => {
  const other = valueAlong(known, path);
  // `{}` states nothing, so an object that adds something to it is no contradiction.
  const addsToIt = isEmptyObject(value) && isJsonObject(other);
  if (other !== undefined && !addsToIt && !sameJson(other, value)) {
    const detail = `The policy layer "${source}" sets it to ${quote(value)} and it cannot be changed: leave it out or send that value. Sent: ${quote(valueAlong(sent, path))}.`;
    return { pointer, code: 'enforced', detail };
  }
  const [member = ''] = path;
  const displaced = otherRecipe[member];
  if (path.length === 1 && displaced !== undefined && Object.hasOwn(known, displaced)) {
    const detail = `The policy layer "${source}" sets "${member}" to ${quote(value)}, so "${displaced}" cannot be given: leave it out.`;
    return { pointer: `/${displaced}`, code: 'enforced', detail };
  }
  return undefined;
};

/** What layers enforce, less what the caller contradicts: its own word stays, to be named in the refusal. */
const enforcing = (
  { enforcedValues }: CompiledLayers,
  { members, provenance }: Merged,
  contradictions: readonly Contradiction[],
): Addition[] => {
  const sourceOf = (pointer: string): string => provenance[pointer] ?? '';
  if (contradictions.length === 0) return [{ members, sourceOf }];
  const contradicted = new Set(contradictions.map(({ enforced }) => enforced));
  return enforcedValues
    .filter((enforced) => !contradicted.has(enforced))
    .map(({ path }) => ({ members: nest(path, valueAlong(members, path)), sourceOf }));
};

const nest = (path: readonly string[], value: unknown): Members =>
  path.reduceRight<unknown>((inner, member) => ({ [member]: inner }), value) as Members;

/** The service wants 1 to 50 tags: no tags at all means to leave the member out. */
const withoutEmptyTags = ({ members, provenance }: Merged): Merged => {
  const empty = ['tags', 'imageTags'].filter((member) => isEmptyObject(members[member]));
  if (empty.length === 0) return { members, provenance };
  const without = <T>(record: Readonly<Record<string, T>>, dropped: readonly string[]) =>
    Object.freeze(
      Object.fromEntries(Object.entries(record).filter(([name]) => !dropped.includes(name))),
    );
  return {
    members: without(members, empty),
    provenance: without(
      provenance,
      empty.map((member) => `/${member}`),
    ),
  };
};
