import { mostIssues, quote, type Issue } from '../json/issue.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import type { Caller } from '../policy/document.ts';
import type { ProxyRequest } from '../proxy-request.ts';

/** The most groups that a relay may name: as many as Entra ID writes into a token. */
const mostGroups = 200;

/** The most characters of a group's name. */
const longestGroup = 256;

/** A user as chats name them. A slash would make one caller's id look like another's. */
const userForm = /^[\w.@+=,:|-]{1,128}$/;

const example = '{"user": "U024BE7LH", "groups": ["img-payments"]}';

/** Who sends a document, and what is left to be read of it. */
interface Sender {
  readonly caller: Caller;
  readonly members: JsonObject;
  /** Everything that is wrong with what a relay says of its user. */
  readonly issues: readonly Issue[];
}

/**
 * Reads for whom a relay asks: its user, in those of the groups that the relay may name. Anybody
 * else's `onBehalfOf` is a member as any other.
 */
export const takeOnBehalfOf = (
  { caller, relayGroups }: Pick<ProxyRequest, 'caller' | 'relayGroups'>,
  members: JsonObject,
): Sender => {
  if (relayGroups === undefined || !Object.hasOwn(members, 'onBehalfOf')) {
    return { caller, members, issues: [] };
  }
  const { onBehalfOf, ...rest } = members;
  const { user, groups, issues } = readOnBehalfOf(onBehalfOf);
  // With an issue nothing is created, so that it matters little that the relay is judged itself.
  if (user === undefined) return { caller, members: rest, issues };
  const named = groups.filter((name) => relayGroups === 'any' || relayGroups.includes(name));
  return { caller: { id: `${caller.id ?? ''}/${user}`, groups: named }, members: rest, issues };
};

/** A user and its groups; no user where anything is wrong. */
interface OnBehalfOf {
  readonly user?: string;
  readonly groups: readonly string[];
  readonly issues: readonly Issue[];
}

const readOnBehalfOf = (value: unknown): OnBehalfOf => {
  if (!isJsonObject(value)) {
    const detail = `"onBehalfOf" must be an object, for example ${example}; got ${quote(value)}.`;
    return { groups: [], issues: [issue([], 'wrong-type', detail)] };
  }
  const { user, groups = [], ...unknown } = value;
  const issues = [
    ...Object.keys(unknown)
      .slice(0, mostIssues)
      .map((name) =>
        issue(
          [name],
          'unknown-member',
          `${quote(name)} is not a member of "onBehalfOf". Its members: user, groups.`,
        ),
      ),
    ...userIssues(user),
    ...groupsIssues(groups),
  ];
  return issues.length === 0 && typeof user === 'string'
    ? { user, groups: [...new Set(groups as readonly string[])], issues }
    : { groups: [], issues };
};

const issue = (path: readonly (string | number)[], code: string, detail: string): Issue => ({
  pointer: toPointer(['onBehalfOf', ...path]),
  code,
  detail,
});

const userIssues = (user: unknown): Issue[] => {
  if (typeof user === 'string' && userForm.test(user)) return [];
  const rule = '1 to 128 letters, digits and characters of _.@+=,:|-, for example "U024BE7LH"';
  if (user === undefined) {
    return [issue(['user'], 'required', `"onBehalfOf.user" is required: ${rule}.`)];
  }
  const code = typeof user === 'string' ? 'pattern-mismatch' : 'wrong-type';
  return [issue(['user'], code, `"onBehalfOf.user" must be ${rule}; got ${quote(user)}.`)];
};

const groupsIssues = (groups: unknown): Issue[] => {
  const about = `"onBehalfOf.groups" must be a list of at most ${mostGroups} names, for example ["img-payments"]`;
  if (!isJsonArray(groups)) {
    return [issue(['groups'], 'wrong-type', `${about}; got ${quote(groups)}.`)];
  }
  if (groups.length > mostGroups) {
    return [issue(['groups'], 'too-many-items', `${about}; got a list of ${groups.length}.`)];
  }
  return groups
    .flatMap((group, index) =>
      isGroupName(group)
        ? []
        : [
            issue(
              ['groups', index],
              typeof group === 'string' ? 'pattern-mismatch' : 'wrong-type',
              `A group must be a text of 1 to ${longestGroup} characters; got ${quote(group)}.`,
            ),
          ],
    )
    .slice(0, mostIssues);
};

const isGroupName = (group: unknown): group is string =>
  typeof group === 'string' && group !== '' && group.length <= longestGroup && group.isWellFormed();
