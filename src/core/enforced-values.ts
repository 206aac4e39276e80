import { quote, type Issue } from '../json/issue.ts';
import { isEmptyObject, isJsonObject, sameJson } from '../json/json-value.ts';
import { valueAlong } from '../json/pointer.ts';
import type { CompiledLayers, EnforcedValue } from '../policy/compile.ts';
import type { Members } from '../policy/document.ts';
import { ofLayer } from '../policy/issue-source.ts';
import { otherRecipe, type Addition, type Merged } from '../policy/merge.ts';

/** What a caller sent against an enforced value. */
export interface Contradiction {
  readonly enforced: EnforcedValue;
  readonly issue: Issue;
}

/**
 * Where what was sent contradicts what layers enforce.
 *
 * @param members - What they enforce.
 * @param known - What was sent, less what is malformed; `sent` is quoted.
 */
export const contradictionsIn = (
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
    const detail = `The policy layer "${source.layer.name}" sets it to ${quote(value)} and it cannot be changed: leave it out or send that value. Sent: ${quote(valueAlong(sent, path))}.`;
    return ofLayer(source, { pointer, code: 'enforced', detail });
  }
  const [member = ''] = path;
  const displaced = otherRecipe[member];
  if (path.length === 1 && displaced !== undefined && Object.hasOwn(known, displaced)) {
    const detail = `The policy layer "${source.layer.name}" sets "${member}" to ${quote(value)}, so "${displaced}" cannot be given: leave it out.`;
    return ofLayer(source, { pointer: `/${displaced}`, code: 'enforced', detail });
  }
  return undefined;
};

/** What layers enforce, less what the caller contradicts: its own word stays, and an issue names it. */
export const enforcing = (
  { enforcedValues }: CompiledLayers,
  enforced: Merged,
  contradictions: readonly Contradiction[],
): Addition[] => {
  const { members, provenance } = enforced;
  if (contradictions.length === 0) {
    return [{ members, sourceOf: (pointer) => provenance[pointer] ?? '' }];
  }
  const contradicted = new Set(contradictions.map((one) => one.enforced));
  return eachOf(
    enforcedValues.filter((value) => !contradicted.has(value)),
    enforced,
  );
};

/** Some of the values that layers enforce, each by itself. */
export const eachOf = (
  values: readonly EnforcedValue[],
  { members, provenance }: Merged,
): Addition[] =>
  values.map(({ path }) => ({
    members: nest(path, valueAlong(members, path)),
    sourceOf: (pointer) => provenance[pointer] ?? '',
  }));

const nest = (path: readonly string[], value: unknown): Members =>
  path.reduceRight<unknown>((inner, member) => ({ [member]: inner }), value) as Members;
