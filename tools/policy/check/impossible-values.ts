import { quote, type Issue } from '../../../src/json/issue.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { type DemandKind, demandKinds } from '../../../src/policy/demands.ts';
import { withAdvice } from '../../../src/core/rule-advice.ts';
import type { AllowedValue, Layer } from '../../../src/policy/document.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import { checkShape, requestMembers } from '../../../src/schema/request-schema.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer } from './reachability.ts';
import { isTagPath } from './value-lists.ts';

/** Entries of `request` that no request can have. */
export const impossibleRequests = ({ sets }: PlacedLayer): Diagnostic[] =>
  sets.flatMap(({ condition, pointer }) =>
    Object.entries(condition.request ?? {}).flatMap(([path, values]) => {
      const impossible = impossibleEntries(path, values, true);
      const outcome =
        impossible.length === values.length
          ? 'So this set never matches.'
          : 'The entry does nothing.';
      return impossible.map(({ index, entry, reason }) =>
        diagnostic(
          'warning',
          'entry-never-matches',
          childPointer(childPointer(`${pointer}/request`, path), index),
          `No request can have ${quote(entry)} for "${path}". ${reason} ${outcome}`,
        ),
      );
    }),
  );

/** What a list comes to of which no entry can be met. */
const emptyLists: Readonly<Record<DemandKind, string>> = {
  allowed: 'So this list allows nothing at all.',
  required: 'So nothing that this list requires can be there.',
  forbidden: 'So this list forbids nothing at all.',
};

/**
 * Entries of lists that no request can have, since Image Builder's own model has no such value.
 *
 * @param pointer - Of the layer or grant whose lists they are.
 */
export const impossibleValues = (
  demanding: Pick<Layer, DemandKind | 'compliance'>,
  pointer: string,
): Diagnostic[] =>
  demandKinds.flatMap((kind) =>
    Object.entries(demanding[kind] ?? {}).flatMap(([path, values]) => {
      const list = childPointer(`${pointer}/${kind}`, path);
      const impossible = impossibleEntries(path, values, kind !== 'allowed');
      const isWhole = impossible.length === values.length;
      return impossible.map(({ index, entry, reason }) =>
        diagnostic(
          isWhole && demanding.compliance !== 'warning' ? 'error' : 'warning',
          'allowed-value-impossible',
          childPointer(list, index),
          `No request can have ${quote(entry)} for "${path}". ${reason}${isWhole ? ` ${emptyLists[kind]}` : ''}`,
        ),
      );
    }),
  );

/** @param isAnything - Whether `*` alone stands for a value of any kind. */
const impossibleEntries = (
  path: string,
  values: readonly AllowedValue[],
  isAnything: boolean,
): { readonly index: number; readonly entry: AllowedValue; readonly reason: string }[] =>
  values.flatMap((entry, index) => {
    const reason = entry === '*' && isAnything ? undefined : whyImpossible(path, entry);
    return reason === undefined ? [] : [{ index, entry, reason }];
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
    ...withAdvice(
      checkCrossFieldRules(request).issues.filter(({ code }) => valueRules.has(code)),
      request,
    ),
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
