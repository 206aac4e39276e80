import { requestMemberNames } from '../../../src/core/create-image-pipeline-request.ts';
import {
  isEmptyObject,
  isJsonArray,
  isJsonObject,
  type JsonObject,
} from '../../../src/json/json-value.ts';
import { tagMembers } from '../../../src/policy/tag-keys.ts';

/** An image pipeline that exists, as ListImagePipelines returns it. */
export interface ExistingPipeline {
  readonly name: string;
  readonly arn?: string;
  /** The members that a request for it has. */
  readonly members: JsonObject;
}

/** Whether a document is an image pipeline, as far as it has a name or an ARN. */
export const isPipeline = (document: unknown): document is JsonObject =>
  isJsonObject(document) &&
  (typeof document['arn'] === 'string' || typeof document['name'] === 'string');

/**
 * Reads an image pipeline: the members of CreateImagePipeline alone. The rest is what AWS wrote itself,
 * as are tags whose keys begin with `aws:`; what is empty says nothing.
 */
export const pipelineOf = (document: JsonObject): ExistingPipeline => {
  const { name, arn } = document;
  const members = requestMemberNames
    .filter((member) => member !== 'clientToken' && Object.hasOwn(document, member))
    .map((member) => [member, withoutReserved(member, document[member])] as const)
    .filter(([, value]) => !isEmpty(value));
  return {
    name: typeof name === 'string' ? name : String(arn),
    ...(typeof arn === 'string' && { arn }),
    members: Object.fromEntries(members),
  };
};

const withoutReserved = (member: string, value: unknown): unknown =>
  tagMembers.some((name) => name === member) && isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('aws:')))
    : value;

const isEmpty = (value: unknown): boolean =>
  value === null || isEmptyObject(value) || (isJsonArray(value) && value.length === 0);
