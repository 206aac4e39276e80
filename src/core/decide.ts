import { fromPointer, valueAlong } from '../json/pointer.ts';
import { isEmptyObject, isJsonObject, sameJson, type JsonObject } from '../json/json-value.ts';
import { quote, type Issue } from '../json/issue.ts';
import { checkAllowed } from '../policy/allowed.ts';
import { layersThatApply } from '../policy/match.ts';
import { layOver, otherRecipe, type Sourced, type Statement } from '../policy/merge.ts';
import type { Layer, Members, OrganizationPolicy } from '../policy/document.ts';
import { remember } from '../policy/remember.ts';
import { hasVariables, substituteTags, type RequestFacts } from '../policy/variables.ts';
import { checkTags, type InheritedTagPolicy } from '../policy/tag-rules.ts';

/** The origin, in `provenance`, of what the caller said itself; no layer may have this name. */
export const callerOrigin = 'caller';

/** What the policy makes of a request. */
export interface Resolution {
  /** The request after defaults and enforced values; nobody has held it against the service's model yet. */
  readonly request: JsonObject;
  /** The origin of each leaf of the request: `caller` or the name of a layer. */
  readonly provenance: Readonly<Record<string, string>>;
  /** The names of the layers that hold for this caller and request. */
  readonly layers: readonly string[];
  /** What the policy forbids, all at once. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/**
 * Applies the organization's policy to what a caller sent: defaults, enforced values, allowed values
 * and tag policies.
 *
 * Pure: neither the policy nor the body is written to, and the result is frozen.
 */
export const resolve = (
  policy: OrganizationPolicy,
  facts: RequestFacts,
  sent: JsonObject,
  inheritedTagPolicy?: InheritedTagPolicy,
): Resolution => {
  const layers = layersThatApply(policy.layers, facts.caller, sent);
  const enforced = enforcedBy(statementsOf(layers, 'enforced', facts));
  const locks = locksOf(enforced).map((lock) => ({ lock, otherwise: contradiction(lock, sent) }));
  const refusals = locks.flatMap(({ lock, otherwise }) =>
    otherwise === undefined ? [] : [refusal(lock, otherwise)],
  );
  const settled = layOver(
    [
      { members: sent, origin: callerOrigin },
      // Where the caller contradicts a lock, its own word stays, to be named in the refusal.
      ...locks.flatMap(({ lock, otherwise }) =>
        otherwise !== undefined || blocked(lock.path, sent) ? [] : [lock.statement],
      ),
    ],
    'last',
    statementsOf(layers, 'defaults', facts),
  );
  const { members: request, provenance } = withoutEmptyTags(settled);
  const refused = new Set(refusals.map(({ pointer }) => pointer));
  const tags = checkTags(policy, layers, request, inheritedTagPolicy);
  return Object.freeze({
    request,
    provenance,
    layers: layers.map(({ name }) => name),
    issues: [
      ...refusals,
      ...checkAllowed(request, layers).filter(({ pointer }) => !refused.has(pointer)),
      ...tags.issues,
    ],
    warnings: tags.warnings,
  });
};

/** What some statements of locks come to; the more general one has the last word. */
const enforcedBy = remember((statements: readonly Statement[]) => layOver(statements, 'first'));

/** What layers say as it stands in the policy, and whether a variable is in it. */
const said = {
  defaults: remember((layers: readonly Layer[]) => asWritten(layers, 'defaults')),
  enforced: remember((layers: readonly Layer[]) => asWritten(layers, 'enforced')),
};

const asWritten = (layers: readonly Layer[], kind: 'defaults' | 'enforced') => {
  const statements = layers.flatMap((layer): Statement[] => {
    const members = layer[kind];
    return members === undefined ? [] : [{ members, origin: layer.name }];
  });
  return { statements, isFixed: !statements.some(({ members }) => hasVariables(members)) };
};

/**
 * What layers say by default or enforce, in order, with the variables of tag values filled in. Without
 * variables it is the same list each time, by which what it comes to is remembered.
 */
export const statementsOf = (
  layers: readonly Layer[],
  kind: 'defaults' | 'enforced',
  facts: RequestFacts,
): readonly Statement[] => {
  const { statements, isFixed } = said[kind](layers);
  return isFixed
    ? statements
    : statements.map(({ members, origin }) => ({
        members: hasVariables(members) ? substituteTags(members, facts) : members,
        origin,
      }));
};

/** One value that a layer enforces, taken apart once for every request that it is held against. */
interface Lock {
  readonly pointer: string;
  readonly path: readonly string[];
  readonly value: unknown;
  readonly statement: Statement;
}

const locksOf = remember(({ members, provenance }: Sourced): readonly Lock[] =>
  Object.entries(provenance).map(([pointer, origin]) => {
    const path = fromPointer(pointer);
    const value = valueAlong(members, path);
    return { pointer, path, value, statement: { members: nest(path, value), origin } };
  }),
);

/** What a caller says where a layer enforces something else. */
interface Contradiction {
  readonly pointer: string;
  readonly value: unknown;
}

const contradiction = (
  { pointer, path, value }: Lock,
  sent: JsonObject,
): Contradiction | undefined => {
  const said = valueAlong(sent, path);
  // `{}` says nothing, so an object that adds something to it is no contradiction.
  const addsToIt = isEmptyObject(value) && isJsonObject(said);
  if (said !== undefined && !addsToIt && !sameJson(said, value)) return { pointer, value: said };
  const other = otherRecipe[pointer.slice(1)];
  if (other !== undefined && Object.hasOwn(sent, other)) {
    return { pointer: `/${other}`, value: sent[other] };
  }
  return undefined;
};

const refusal = ({ pointer, value, statement }: Lock, otherwise: Contradiction): Issue => {
  const lock = `The policy layer "${statement.origin}" sets it to ${quote(value)}`;
  const detail =
    otherwise.pointer === pointer
      ? `${lock} and it cannot be changed: leave it out or send that value. Sent: ${quote(otherwise.value)}.`
      : `${lock.replace('sets it', `sets "${pointer.slice(1)}"`)}, so "${otherwise.pointer.slice(1)}" cannot be given: leave it out.`;
  return { pointer: otherwise.pointer, code: 'enforced', detail };
};

/** Whether the caller sent something other than an object where one must stand; the schema names that. */
const blocked = (path: readonly string[], sent: JsonObject): boolean => {
  let value: unknown = sent;
  for (const segment of path) {
    if (value === undefined) return false;
    if (!isJsonObject(value)) return true;
    value = Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return false;
};

const nest = (path: readonly string[], value: unknown): Members =>
  path.reduceRight<unknown>((inner, member) => ({ [member]: inner }), value) as Members;

/** The service wants 1 to 50 tags: none at all is said by leaving the member out. */
const withoutEmptyTags = ({ members, provenance }: Sourced): Sourced => {
  const empty = ['tags', 'imageTags'].filter(
    (member) => isJsonObject(members[member]) && Object.keys(members[member]).length === 0,
  );
  if (empty.length === 0) return { members, provenance };
  const without = <T>(record: Readonly<Record<string, T>>, dropped: readonly string[]) =>
    Object.freeze(
      Object.fromEntries(Object.entries(record).filter(([member]) => !dropped.includes(member))),
    );
  return {
    members: without(members, empty),
    provenance: without(
      provenance,
      empty.map((member) => `/${member}`),
    ),
  };
};
