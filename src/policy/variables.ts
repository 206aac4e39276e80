import { isJsonObject } from '../json/json-value.ts';
import { anonymousWord, type Caller, type Members } from './document.ts';
import type { Merged } from './merge.ts';
import { tagMembers } from './tag-keys.ts';

/** What the variables of a policy stand for in one request. */
export interface RequestFacts {
  readonly caller: Caller;
  /** When the request came, ISO 8601 in UTC. */
  readonly requestTime: string;
}

/** The variables that may stand in the tag values of a policy. */
export const variables = ['${caller}', '${account}', '${requestTime}'] as const;

/** What stands in a tag for an account that is not known. */
export const unknownAccount = 'unknown';

/** Finds every `${…}` of a text. */
export const variablePattern = /\$\{[^{}]*\}/g;

// What a tag value may hold: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
const notInTagValue = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;
const longestTagValue = 256;

/**
 * Puts what is known of the request in the place of the variables of a tag value. A character that
 * a tag value cannot hold becomes `_`, and the whole is cut to 256 characters.
 */
export const fillVariables = (value: string, facts: RequestFacts): string => {
  if (!value.includes('${')) return value;
  const known: Readonly<Record<(typeof variables)[number], string>> = {
    '${caller}': facts.caller.id ?? anonymousWord,
    '${account}': facts.caller.account ?? unknownAccount,
    '${requestTime}': facts.requestTime,
  };
  const filled = value.replace(variablePattern, (variable) => {
    const text = Object.hasOwn(known, variable) ? known[variable as keyof typeof known] : variable;
    return text.replace(notInTagValue, '_');
  });
  return Array.from(filled).slice(0, longestTagValue).join('');
};

/** Whether a tag value of some members has a variable in it. */
export const hasVariables = (members: Members): boolean =>
  tagMembers.some((member) => {
    const tags = members[member];
    return (
      isJsonObject(tags) &&
      Object.values(tags).some((value) => typeof value === 'string' && value.includes('${'))
    );
  });

/** Merged members with the variables in their tag values filled in; the same object where there are none. */
export const withVariables = (
  merged: Merged & { readonly hasVariables: boolean },
  facts: RequestFacts,
): Merged => {
  if (!merged.hasVariables) return merged;
  const filled = tagMembers.flatMap((member): [string, Members][] => {
    const tags = merged.members[member];
    if (!isJsonObject(tags)) return [];
    const entries = Object.entries(tags).map(([key, value]) => [
      key,
      typeof value === 'string' ? fillVariables(value, facts) : value,
    ]);
    return [[member, Object.fromEntries(entries) as Members]];
  });
  return { ...merged, members: { ...merged.members, ...Object.fromEntries(filled) } };
};
