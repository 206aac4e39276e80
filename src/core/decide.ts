import { mostIssues, type Issue } from '../json/issue.ts';
import { isEmptyObject, type JsonObject } from '../json/json-value.ts';
import { fromPointer, valueAt } from '../json/pointer.ts';
import type { CompiledLayers, CompiledPolicy } from '../policy/compile.ts';
import { checkDemands } from '../policy/demands.ts';
import type { Members } from '../policy/document.ts';
import type { Breaches, SupplierOf } from '../policy/issue-source.ts';
import { leafAt, merge, type Merged } from '../policy/merge.ts';
import { effortOfRequest, type Effort } from '../policy/patterns.ts';
import { foldTagKey, repeatedTagKeys, variantTagKeys } from '../policy/tag-keys.ts';
import { checkTags } from '../policy/tag-rules.ts';
import { withVariables, type RequestFacts } from '../policy/variables.ts';
import {
  checkAccess,
  madeGrants,
  refuseStranger,
  regionsFor,
  type AccessRefusal,
} from './access.ts';
import type { CreateImagePipelineRequest } from './create-image-pipeline-request.ts';
import { checkCrossFieldRules, partialRules } from './cross-field-rules.ts';
import { contradictionsIn, enforcing, type Contradiction } from './enforced-values.ts';
import { nameSuppliers, nameTagSuppliers } from './name-suppliers.ts';
import type { ServedTargets } from './target.ts';
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
  /** The name of the grant that covers it, where the policy has grants. */
  readonly grant?: string;
}

/** Something stands against the request. */
export interface Refused extends Decided {
  /** The code of the problem: a mistake goes before what the caller may not do, and that before the policy. */
  readonly refusal: 'validation-failed' | AccessRefusal | 'policy-violation';
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
 * counts as present with an unknown value, so that no default takes its place. A caller to whom no
 * grant is made hears of its own mistakes, and nothing of the policy.
 *
 * @param served - Where pipelines may be created; left out, that is not looked at.
 */
export const decide = (
  policy: CompiledPolicy,
  { sent, shapeIssues, ...facts }: ReceivedRequest,
  served?: ServedTargets,
): Decision => {
  const known = withoutMalformed(sent, shapeIssues);
  const malformed = new Set(shapeIssues.map(({ pointer }) => pointer));
  const isNew = ({ pointer }: Issue): boolean => !malformed.has(pointer);
  const repeated = repeatedTagKeys(known);
  const made = madeGrants(policy, facts.caller);
  const stranger = refuseStranger(policy, facts.caller, made);
  if (stranger !== undefined) {
    const rules = checkCrossFieldRules(known).issues.filter(({ code }) => partialRules.has(code));
    const mistakes = [...shapeIssues, ...[...repeated, ...rules].filter(isNew)];
    const refusal = mistakes.length > 0 ? 'validation-failed' : stranger.refusal;
    const issues = [...mistakes, ...stranger.issues];
    return { layers: [], provenance: {}, warnings: [], refusal, issues, request: known };
  }
  const layers = policy.layersFor(facts, known, served?.account);
  const enforced = withVariables(layers.enforced, facts);
  const contradictions = contradictionsIn(layers.enforcedValues, enforced.members, known, sent);
  const { members, provenance } = withoutEmptyTags(
    merge(withVariables(layers.defaults, facts), [
      { members: known, sourceOf: () => callerSource },
      ...enforcing(layers, enforced, contradictions),
    ]),
  );
  const supplierOf = supplierIn(provenance);
  const effort = effortOfRequest();
  const access = checkAccess(policy, facts, { members, supplierOf }, made, served, effort);
  const servedRegions = () => regionsFor(made, served);
  const sourced = { members, provenance, layers: layers.layers, supplierOf, servedRegions };
  const named = nameSuppliers(sourced);
  const rules = checkCrossFieldRules(members, {
    now: Date.parse(facts.requestTime),
    complete: named,
  });
  const breached = breaches(layers, members, { contradictions, repeated, supplierOf, effort });
  const decided = {
    layers: layers.names,
    provenance,
    warnings: [...rules.warnings, ...breached.warnings].slice(0, mostIssues),
  };
  const ofShape = shapeIssues.map((issue) =>
    issue.code === 'too-many-members' ? nameTagSuppliers(sourced, sent)(issue) : issue,
  );
  const mistakes = [...ofShape, ...[...repeated, ...rules.issues].filter(isNew)];
  // A tag that is there is not missing, though its value is malformed, or it is one of too many.
  const isMissing = ({ pointer }: Issue): boolean =>
    valueAt(members, pointer) !== undefined || valueAt(sent, pointer) === undefined;
  const ofPolicy = breached.issues.filter((issue) => isNew(issue) && isMissing(issue));
  const ofAccess = access.issues.map((issue) =>
    issue.grant === undefined ? named(issue, []) : issue,
  );
  const issues = [...mistakes, ...ofAccess, ...ofPolicy].slice(0, mostIssues);
  if (issues.length > 0) {
    const refusal =
      mistakes.length > 0 ? 'validation-failed' : (access.refusal ?? 'policy-violation');
    return { ...decided, refusal, issues, request: members };
  }
  // Shape and rules have nothing against it: it is a request as the service's model has it.
  const request = members as unknown as ResolvedRequest;
  return { ...decided, request, ...(access.grant !== undefined && { grant: access.grant }) };
};

/** Tells which layer supplied what of a resolved request. */
export const supplierIn =
  (provenance: Decided['provenance']): SupplierOf =>
  (pointer) => {
    const source = provenance[leafAt(provenance, pointer) ?? ''];
    return source === callerSource ? undefined : source;
  };

/** What was found about a request before the policy's demands are looked at. */
interface FoundBefore {
  readonly contradictions: readonly Contradiction[];
  readonly repeated: readonly Issue[];
  readonly supplierOf: SupplierOf;
  /** What is left of the effort for the request. */
  readonly effort: Effort;
}

/** What the policy has against a resolved request. */
const breaches = (
  layers: CompiledLayers,
  members: Members,
  { contradictions, repeated, supplierOf, effort }: FoundBefore,
): Breaches => {
  const pointersOf = (issues: readonly Issue[]) => new Set(issues.map(({ pointer }) => pointer));
  const errors = contradictions.filter(({ enforced }) => enforced.source.isError);
  const contradicted = pointersOf(errors.map(({ issue }) => issue));
  const variants = variantTagKeys(layers.tagKeys, members, supplierOf);
  const demands = checkDemands(members, layers.demands, effort, supplierOf);
  const tags = checkTags(layers.tagRules, members, supplierOf);
  const named = pointersOf([...repeated, ...variants.issues, ...variants.warnings]);
  const spelled = new Set([...named].map(foldedTag));
  const isRepeated = pointersOf(repeated);
  const all = (kind: 'issues' | 'warnings'): Issue[] => [
    ...contradictions
      .filter(({ enforced }) => enforced.source.isError === (kind === 'issues'))
      .map(({ issue }) => issue),
    // What is said of a value once is not said again, nor that a tag is missing whose key is misspelled.
    ...demands[kind].filter(
      ({ pointer, code }) =>
        !contradicted.has(pointer) &&
        !(code === 'required-by-policy' && spelled.has(foldedTag(pointer))),
    ),
    ...variants[kind].filter(({ pointer }) => !isRepeated.has(pointer)),
    ...tags[kind].filter(
      ({ pointer, code }) => code !== 'tag-key-capitalization' || !named.has(pointer),
    ),
  ];
  return { issues: all('issues'), warnings: all('warnings') };
};

/** A pointer to a tag, whatever the case of its key and the spaces around it. */
const foldedTag = (pointer: string): string => {
  const [member, key] = fromPointer(pointer);
  return `${String(member)}/${foldTagKey(key ?? '')}`;
};

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
