import type { JsonObject } from '../json/json-value.ts';
import type { Issue } from '../json/issue.ts';
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

const prefix = '/request';

/** Turns what `validateRequestEvent` found in an event into issues of its request. */
export const explainRequestErrors = (
  errors: readonly SchemaError[],
  request: JsonObject,
): Issue[] =>
  explain(
    about,
    errors.map((error) => ({ ...error, instancePath: error.instancePath.slice(prefix.length) })),
    request,
  );

/**
 * Holds a request against the service's model: every type, pattern, length, range, enum, list and map
 * bound. Nothing is coerced and nothing is filled in.
 *
 * @returns All issues at once, none for a request that the service's model accepts.
 */
export const validateRequest = (request: JsonObject): Issue[] =>
  validate({ request }) ? [] : explainRequestErrors(validate.errors ?? [], request);
