import { duplicateMembers } from '../../json/scan.ts';
import { childPointer } from '../../json/pointer.ts';
import { documentFaults } from './document-faults.ts';
import { charactersOfDocument, charactersOfText, lengthFaults } from './document-length.ts';
import { type Fault, fault } from './fault.ts';
import { quoted } from './quoted.ts';
import type { TagPolicyDocument } from './tag-policy.ts';

/** What Organizations lets be attached to one root, organizational unit or account. */
const mostPoliciesOfLevel = 10;

/**
 * Every reason why AWS Organizations would refuse a parsed document as a tag policy; none means that
 * it is a `TagPolicyDocument`. Spellings whose effect is not recorded (`TAG_VALUE`) are refused too.
 *
 * Source: AWS Organizations User Guide, "Tag policy syntax and examples".
 */
export const tagPolicyFaults = (document: unknown): Fault[] => [
  ...documentFaults(document),
  ...lengthFaults(charactersOfDocument(document)),
];

/** Tells whether AWS Organizations would admit a parsed document as a tag policy. */
export const isTagPolicy = (document: unknown): document is TagPolicyDocument =>
  tagPolicyFaults(document).length === 0;

/**
 * Every reason why AWS Organizations would refuse a text as a tag policy: those of the document, and
 * those that parsing hides, which are malformed JSON and members given twice.
 */
export const tagPolicyTextFaults = (text: string): Fault[] => {
  const tooLong = lengthFaults(charactersOfText(text));
  const parsed = parse(text);
  if ('reason' in parsed) {
    return [
      fault('', 'malformed-json', `The policy is not well-formed JSON: ${parsed.reason}.`),
      ...tooLong,
    ];
  }
  return [...duplicateFaults(text), ...documentFaults(parsed.document), ...tooLong];
};

/**
 * Every reason why AWS Organizations would refuse parsed documents as the policies of one level.
 * Pointers lead into the list: `/0/tags/…` is in the first document.
 */
export const tagPolicyLevelFaults = (documents: readonly unknown[]): Fault[] => [
  ...(documents.length <= mostPoliciesOfLevel
    ? []
    : [
        fault(
          '',
          'too-many-policies',
          `${documents.length} tag policies are attached to this level; ${mostPoliciesOfLevel} are allowed. Join some of them.`,
        ),
      ]),
  ...documents.flatMap((document, index) =>
    tagPolicyFaults(document).map((found) => ({
      ...found,
      pointer: `${childPointer('', index)}${found.pointer}`,
    })),
  ),
];

const parse = (text: string): { document: unknown } | { reason: string } => {
  try {
    return { document: JSON.parse(text) as unknown };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
};

const duplicateFaults = (text: string): Fault[] =>
  duplicateMembers(text).map(({ pointer, name }) =>
    fault(
      pointer,
      'duplicate-member',
      `The member ${quoted(name)} is given more than once in one object. Keep one.`,
    ),
  );
