import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Issue } from '../json/issue.ts';
import { childPointer } from '../json/pointer.ts';
import { mostTags } from './create-image-pipeline-request.ts';

/** The codes of issues about how many there are, or about what is missing: each value that is there may be right. */
const countCodes: ReadonlySet<string> = new Set([
  'required',
  'too-few-items',
  'too-many-items',
  'repeated-item',
  'too-few-members',
  'too-many-members',
]);

/** The codes of issues about a name that cannot stand there, whatever its value. */
const nameCodes: ReadonlySet<string> = new Set(['unknown-member', 'invalid-tag-key']);

/**
 * What was sent, less what is malformed: a member whose value is malformed stays, as `undefined`, and
 * one whose name is goes. Of a map with too many tags the first fifty are left, and the policy looks at no more.
 *
 * @param issues - What is wrong with the shape of what was sent.
 */
export const withoutMalformed = (sent: JsonObject, issues: readonly Issue[]): JsonObject => {
  if (issues.length === 0) return sent;
  const malformed = new Map(
    issues
      .filter(({ code }) => !countCodes.has(code))
      .map(({ pointer, code }) => [pointer, nameCodes.has(code) ? 'name' : 'value']),
  );
  const tooMany = new Set(
    issues.filter(({ code }) => code === 'too-many-members').map(({ pointer }) => pointer),
  );
  const wellFormed = (value: unknown, pointer: string): unknown => {
    if (malformed.has(pointer)) return undefined;
    if (isJsonArray(value)) {
      return value.map((item, index) => wellFormed(item, childPointer(pointer, index)));
    }
    return isJsonObject(value) ? membersOf(value, pointer) : value;
  };
  const membersOf = (object: JsonObject, pointer: string): JsonObject => {
    const named = Object.entries(object)
      .map(([name, value]) => ({ name, at: childPointer(pointer, name), value }))
      .filter(({ at }) => malformed.get(at) !== 'name');
    const read = tooMany.has(pointer) ? named.slice(0, mostTags) : named;
    return Object.fromEntries(read.map(({ name, at, value }) => [name, wellFormed(value, at)]));
  };
  return membersOf(sent, '');
};
