import { quote, type Issue } from '../../../src/json/issue.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue, Layer } from '../../../src/policy/document.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import { checkShape, requestMembers } from '../../../src/schema/request-schema.ts';
import { whyNever } from './conditions.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { overlap, stepsOfGlob } from './overlap.ts';
import {
  includesLayer,
  listLayers,
  type PlacedLayer,
  type Reachability,
  type ReachableLayer,
} from './reachability.ts';

/** A list of `allowed` and where it stands. */
interface List {
  readonly placed: PlacedLayer;
  readonly path: string;
  readonly allowed: readonly AllowedValue[];
  readonly pointer: string;
}

const listsOf = (placed: PlacedLayer): List[] =>
  Object.entries(placed.layer.allowed ?? {}).map(([path, allowed]) => ({
    placed,
    path,
    allowed,
    pointer: childPointer(`${placed.pointer}/allowed`, path),
  }));

/** Tells the path of a tag, whose value may be any text, from those of the service's own members. */
const isTagPath = (path: string): boolean => /^(?:tags|imageTags)\./s.test(path);

/** Lists of `allowed` that no value can satisfy together, where their layers apply together. */
export const contradictoryLists = ({ reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) => listsOf(one).flatMap((list) => contradictions(one, list, reachable)));

const contradictions = (
  one: ReachableLayer,
  list: List,
  reachable: readonly ReachableLayer[],
): Diagnostic[] => {
  const above = reachable
    .filter(({ index, layer }) => index < one.index && layer.allowed?.[list.path] !== undefined)
    .filter(({ condition }) => whyNever(condition, one.condition) === undefined)
    .flatMap(listsOf)
    .filter(({ path }) => path === list.path);
  const opposed = above.find((other) => !haveCommonValue(list.path, other, list));
  if (opposed !== undefined) return [contradiction(list, [opposed])];
  const joined = above.filter(({ placed }) => includesLayer(one.always, placed));
  const common = literalsIn([...joined, list]);
  return common?.length === 0 ? [contradiction(list, joined)] : [];
};

const haveCommonValue = (path: string, left: List, right: List): boolean =>
  left.allowed.some((a) =>
    right.allowed.some((b) =>
      typeof a === 'string' && typeof b === 'string' ? canBeOneValue(path, a, b) : a === b,
    ),
  );

const isFullArn = (pattern: string): boolean =>
  pattern.startsWith('arn:') && pattern.split(':').length === 6;

/** The ARNs of a request have five colons, so where two patterns have them too, no `*` takes one in. */
const canBeOneValue = (path: string, left: string, right: string): boolean => {
  const areArns = isFullArn(left) && isFullArn(right) && !isTagPath(path);
  const star = areArns ? /[^:]/ : undefined;
  return overlap(stepsOfGlob(left, star), stepsOfGlob(right, star));
};

/** The values that all of some lists allow, where one of the lists names its values one by one. */
const literalsIn = (lists: readonly List[]): readonly AllowedValue[] | undefined =>
  lists
    .find(({ allowed }) => allowed.every((entry) => !String(entry).includes('*')))
    ?.allowed.filter((value) => lists.every(({ allowed }) => isAllowed(value, allowed)));

const contradiction = ({ pointer, path, allowed }: List, others: readonly List[]): Diagnostic => {
  const theirs = others.map((other) => listAllowed(other.allowed)).join(' and ');
  return diagnostic(
    'error',
    'allowed-contradiction',
    pointer,
    `No value satisfies both this list, ${listAllowed(allowed)}, and what ${listLayers(others.map((other) => other.placed))} ${others.length === 1 ? 'allows' : 'allow'} for "${path}", ${theirs}: a request with a value there is refused where these layers apply together. Every list must be satisfied, so a specific one can only narrow a general one.`,
  );
};

/**
 * Entries of `allowed` that no request can have, since Image Builder's own model has no such value.
 *
 * @param pointer - Of the layer or grant whose lists they are.
 */
export const impossibleValues = (
  lists: Layer['allowed'] | undefined,
  pointer: string,
): Diagnostic[] =>
  Object.entries(lists ?? {}).flatMap(([path, allowed]) => {
    const list = childPointer(`${pointer}/allowed`, path);
    const impossible = allowed.flatMap((entry, index) => {
      const reason = whyImpossible(path, entry);
      return reason === undefined ? [] : [{ at: childPointer(list, index), entry, reason }];
    });
    const isWhole = impossible.length === allowed.length;
    return impossible.map(({ at, entry, reason }) =>
      diagnostic(
        isWhole ? 'error' : 'warning',
        'allowed-value-impossible',
        at,
        `No request can have ${quote(entry)} for "${path}". ${reason}${isWhole ? ' So this list allows nothing at all.' : ''}`,
      ),
    );
  });

/** What holds for a value whatever the rest of its request is. */
const valueRules: ReadonlySet<string> = new Set([
  'unknown-time-zone',
  'invalid-schedule-expression',
]);

const whyImpossible = (path: string, entry: AllowedValue): string | undefined => {
  const request = requestWith(path, entry);
  const place = valuesAt(request, path)[0]?.pointer;
  const issues: readonly Issue[] = [
    ...checkShape(request).issues,
    ...checkCrossFieldRules(request).issues.filter(({ code }) => valueRules.has(code)),
  ].filter(({ pointer }) => pointer === place);
  const isPattern = typeof entry === 'string' && entry.includes('*');
  return issues.find(({ code }) => !isPattern || holdsForPatterns(code, path, entry))?.detail;
};

/** What is wrong with a pattern's own text need not be wrong with what it matches. */
const holdsForPatterns = (code: string, path: string, entry: string): boolean => {
  if (code !== 'not-in-enum') return code === 'wrong-type' || code === 'invalid-tag-key';
  const words = requestMembers.find((member) => member.path === path)?.schema.enum ?? [];
  return !words.some((word) => matchesGlob(entry, word));
};

/** A request with a value at the end of a path, and what the path leads through around it. */
const requestWith = (path: string, value: unknown): Record<string, unknown> => {
  const [member = '', ...steps] = stepsOf(path);
  const inner = steps.reduceRight<unknown>(
    (innermost, step) => (step === '*' && !isTagPath(path) ? [innermost] : { [step]: innermost }),
    value,
  );
  return { [member]: inner };
};
