import type { JsonObject } from '../json/json-value.ts';
import { mostIssues, type Issue } from '../json/issue.ts';
import { childPointer } from '../json/pointer.ts';
import { unsendable } from '../json/unreadable.ts';
import requestSchema from './create-image-pipeline-request.schema.json' with { type: 'json' };
import validate from './request-event.validator.js';
import { explain, type Explained, type SchemaError } from './explain.ts';
import { memberPathsOf, schemaDocument } from './member-schema.ts';

const document = schemaDocument(requestSchema);

/** Every member of the request with its path, such as `schedule.timezone`, in the schema's order. */
export const requestMembers = memberPathsOf(document);

const about: Explained = {
  ...document,
  name: 'CreateImagePipeline',
  elsewhere: new Map(
    // The last entry of a name stays, so the first member of that name has to come last.
    requestMembers
      // The items of a list have no name of their own.
      .filter(({ member }) => member !== '')
      .map(({ member, path }): [string, string] => [member.toLowerCase(), path])
      .reverse(),
  ),
  hint: (path, member) =>
    path.length === 0 && member.toLowerCase() === 'dryrun'
      ? 'Over HTTP a dry run is asked for in the query: ?dryRun=true. A direct invocation takes "dryRun": true.'
      : undefined,
};

const prefix = '/sent';

/** What is wrong with the shape of what was sent. */
export interface ShapeIssues {
  readonly issues: readonly Issue[];
  /** How many more members something is wrong with; no answer lists so many. */
  readonly unlisted: number;
}

/**
 * Checks the members that a caller sent, each by itself: every type, pattern, length, range, enum, list
 * and map bound of the service's model, and that each value can be sent on. What the organization's
 * defaults may supply may be missing. Nothing is coerced and nothing is filled in.
 */
export const checkShape = (sent: JsonObject): ShapeIssues =>
  explainShape(validate({ sent }) ? [] : (validate.errors ?? []), sent);

/**
 * Puts what `validateRequestEvent` found in an event into words, beside the values that cannot be sent
 * on, for the first hundred members: an explanation looks for what was meant, which takes time.
 */
export const explainShape = (errors: readonly SchemaError[], sent: JsonObject): ShapeIssues => {
  const unreadable = unsendable(sent);
  const unreadablePointers = new Set(unreadable.map(({ pointer }) => pointer));
  const byMember = new Map<string, SchemaError[]>();
  for (const error of errors) {
    // It only repeats the error about the name itself.
    if (error.keyword === 'propertyNames') continue;
    const instancePath = error.instancePath.slice(prefix.length);
    const member = memberOf({ ...error, instancePath });
    // A value that cannot be read is of the wrong type to the validator, and that says less.
    if (error.keyword === 'type' && unreadablePointers.has(member)) continue;
    const others = byMember.get(member);
    if (others === undefined) byMember.set(member, [{ ...error, instancePath }]);
    else others.push({ ...error, instancePath });
  }
  const explained = [...byMember.values()].slice(0, mostIssues);
  return {
    issues: [
      ...explain(about, explained.flat(), sent),
      ...unreadable.filter(({ pointer }) => !byMember.has(pointer)),
    ],
    unlisted: byMember.size - explained.length,
  };
};

/** The pointer of the member that an error is about. */
const memberOf = ({ instancePath, params, propertyName }: SchemaError): string => {
  const { missingProperty, additionalProperty } = params;
  const name = propertyName ?? missingProperty ?? additionalProperty;
  return typeof name === 'string' ? childPointer(instancePath, name) : instancePath;
};
