import { sameJson } from '../../../src/json/json-value.ts';
import { fromPointer, valueAt } from '../../../src/json/pointer.ts';
import { parsePolicy } from '../../../src/policy-source/parse-policy.ts';
import { checkPolicy } from './check-policy.ts';
import type { Diagnostic } from './diagnostic.ts';
import { groupAlike } from './group-alike.ts';
import { jsonPositions, type Position } from './position.ts';
import { wellFormedPart } from './well-formed-part.ts';

/** A diagnostic and where it stands in the text. */
export type PlacedDiagnostic = Diagnostic & Position;

/**
 * Everything there is to say of the text of a policy, in the order of the text: what keeps it from
 * being loaded, and what its owner should know beyond that, of the parts that are in order.
 */
export const checkPolicyText = (text: string): PlacedDiagnostic[] => {
  const { policy, issues } = parsePolicy(text);
  const diagnostics =
    policy === undefined
      ? [
          ...issues.map((issue): Diagnostic => ({ severity: 'error', ...issue })),
          ...checkWellFormedPart(text),
        ]
      : checkPolicy(policy);
  const positions = jsonPositions(text);
  const placed = diagnostics
    .map((one) => ({ ...one, ...(positions.mistake ?? positions.of(fromPointer(one.pointer))) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return groupAlike(placed);
};

/** What can be said of a document that cannot be loaded. */
const checkWellFormedPart = (text: string): Diagnostic[] => {
  const document = parsed(text);
  const part = wellFormedPart(document, (rest) => parsePolicy(JSON.stringify(rest)).issues);
  const { policy } = part === undefined ? {} : parsePolicy(JSON.stringify(part));
  if (policy === undefined) return [];
  return checkPolicy(policy).filter(
    ({ code, pointer }) =>
      // What an issue was taken out of only looks empty, and a role may have been what was taken out.
      (code !== 'empty' || sameJson(valueAt(document, pointer), valueAt(policy, pointer))) &&
      code !== 'execution-role-required' &&
      (code !== 'no-grants' || valueAt(document, '/grants') === undefined),
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
