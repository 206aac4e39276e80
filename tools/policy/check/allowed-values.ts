import { childPointer } from '../../../src/json/pointer.ts';
import { quote, type Issue } from '../../../src/json/issue.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { matchesGlob } from '../../../src/policy/glob.ts';
import { stepsOf, valuesAt } from '../../../src/policy/member-path.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { requestMembers, validateRequest } from '../../../src/schema/request-schema.ts';
import { isTagPath } from './tag-path.ts';
import { advice, fault, type Finding } from './finding.ts';
import type { Placed } from './survey.ts';

/** Entries of `allowed` that no request can have, since Image Builder's own model has no such value. */
export const impossibleValues = ({ layer, pointer }: Placed): Finding[] =>
  Object.entries(layer.allowed ?? {}).flatMap(([path, allowed]) => {
    const list = childPointer(`${pointer}/allowed`, path);
    const impossible = allowed.flatMap((entry, index) => {
      const reason = whyImpossible(path, entry);
      return reason === undefined ? [] : [{ at: childPointer(list, index), entry, reason }];
    });
    return impossible.map(({ at, entry, reason }) => {
      const sentence = `No request can have ${quote(entry)} for "${path}". ${reason}`;
      return impossible.length === allowed.length
        ? fault(at, 'allowed-value-impossible', `${sentence} So this list allows nothing at all.`)
        : advice(at, 'allowed-value-impossible', sentence);
    });
  });

/** What holds for a value whatever the rest of its request is. */
const valueRules: ReadonlySet<string> = new Set([
  'unknown-time-zone',
  'invalid-schedule-expression',
]);

const whyImpossible = (path: string, entry: AllowedValue): string | undefined => {
  const request = { [stepsOf(path)[0] ?? '']: nested(stepsOf(path).slice(1), path, entry) };
  const place = valuesAt(request, path)[0]?.pointer;
  const issues: readonly Issue[] = [
    ...validateRequest(request),
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

/** The value at the end of a path, with what the path leads through around it. */
const nested = (steps: readonly string[], path: string, value: unknown): unknown => {
  const isTag = isTagPath(path);
  return steps.reduceRight<unknown>(
    (inner, step) => (step === '*' && !isTag ? [inner] : { [step]: inner }),
    value,
  );
};
