import { fromPointer, valueAt } from '../../src/json/pointer.ts';
import { sameJson } from '../../src/json/json-value.ts';
import { checkPolicy } from './check/check-policy.ts';
import { type Finding, finding } from './check/finding.ts';
import { jsonPositions, type Position } from './check/json-positions.ts';
import { wellFormedPart } from './check/well-formed-part.ts';
import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import { coloured, plain } from './terminal.ts';

/** A finding and where it stands in the text. */
export type PlacedFinding = Finding & Position;

/**
 * Everything there is to say of the text of a policy, in the order of the text: what keeps it from
 * being loaded, and what its owner should know beyond that, of the parts that are in order.
 */
export const checkPolicyText = (text: string): PlacedFinding[] => {
  const { policy, issues } = parsePolicy(text);
  const findings =
    policy === undefined
      ? [...issues.map((issue) => finding('fault', issue)), ...findingsOfTheRest(text)]
      : checkPolicy(policy);
  const positions = jsonPositions(text);
  return findings
    .map((found) => ({
      ...found,
      ...(positions.mistake ?? positions.of(fromPointer(found.pointer))),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
};

/** What can be said of a document that cannot be loaded. */
const findingsOfTheRest = (text: string): Finding[] => {
  const document = parsed(text);
  const part = wellFormedPart(document, (rest) => parsePolicy(JSON.stringify(rest)).issues);
  const { policy } = part === undefined ? {} : parsePolicy(JSON.stringify(part));
  if (policy === undefined) return [];
  return checkPolicy(policy).filter(
    ({ code, pointer }) =>
      // What a fault was taken out of only looks empty, and a role may have been what was taken out.
      (code !== 'says-nothing' || sameJson(valueAt(document, pointer), valueAt(policy, pointer))) &&
      code !== 'execution-role-required',
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The findings as lines for a person, and the counts behind them. */
export const findingLines = (file: string, findings: readonly PlacedFinding[]): string[] => [
  ...findings.map(({ line, column, severity, code, pointer, detail }) => {
    const place = plain(`${file}:${line}:${column}`);
    const word = coloured(severity === 'fault' ? 'red' : 'yellow', severity);
    return `${place}  ${word}  ${code}  ${plain(pointer === '' ? '(document)' : pointer)}  ${plain(detail)}`;
  }),
  countLine(findings),
];

/** Whether a policy with some findings passes. */
export const isFaulty = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'fault');

const countLine = (findings: readonly Finding[]): string => {
  const issues = findings.filter(({ severity }) => severity === 'fault').length;
  return `issues: ${issues}, advice: ${findings.length - issues}`;
};

/** The findings as a document for programs. */
export const findingsDocument = (file: string, findings: readonly PlacedFinding[]): object => ({
  file,
  issues: findings.filter(({ severity }) => severity === 'fault').length,
  advice: findings.filter(({ severity }) => severity === 'advice').length,
  findings,
});
