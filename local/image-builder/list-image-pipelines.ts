import type { ImagePipeline, ListImagePipelinesResponse } from '@aws-sdk/client-imagebuilder';
import { compileSchema } from '../kit/compile-schema.ts';
import { readInput } from './input.ts';
import type { ImageBuilderOperation } from './operation.ts';
import { paginationToken, readPaginationToken } from './pagination-token.ts';
import { isOwnedBy } from './state.ts';

/** The filters that the API reference names for ListImagePipelines. */
const filterNames = [
  'description',
  'distributionConfigurationArn',
  'imageRecipeArn',
  'infrastructureConfigurationArn',
  'name',
  'status',
] as const;

interface ListRequest {
  readonly filters?: readonly {
    readonly name: (typeof filterNames)[number];
    readonly values: readonly string[];
  }[];
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** Bounds as in the service model: RestrictedInteger, FilterList, FilterValues, PaginationToken. */
const isListRequest = compileSchema<ListRequest>({
  type: 'object',
  additionalProperties: false,
  properties: {
    filters: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: {
        type: 'object',
        required: ['name', 'values'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', enum: filterNames },
          values: { type: 'array', minItems: 1, maxItems: 10, items: { type: 'string' } },
        },
      },
    },
    maxResults: { type: 'integer', minimum: 1, maximum: 25 },
    nextToken: { type: 'string', minLength: 1, maxLength: 65535 },
  },
});

/**
 * Lists the caller's pipelines, oldest first, in pages of `maxResults` (25 when left out). A pipeline
 * is listed when each filter has its exact value among the filter's values.
 *
 * @throws ServiceException InvalidPaginationTokenException for a `nextToken` that this listing
 *   did not give out
 */
export const listImagePipelines: ImageBuilderOperation = {
  name: 'ListImagePipelines',
  method: 'POST',
  perform: (input, { caller, requestId, store }): ListImagePipelinesResponse => {
    const { filters = [], maxResults = 25, nextToken } = readInput(isListRequest, input);
    const listing = [caller, filters];
    const after = nextToken === undefined ? 0 : readPaginationToken(nextToken, listing);
    const rest = store
      .read()
      .pipelines.filter(isOwnedBy(caller))
      .filter(({ sequence, imagePipeline }) => sequence > after && passes(filters, imagePipeline));
    const page = rest.slice(0, maxResults);
    const last = page.at(-1);
    return {
      requestId,
      imagePipelineList: page.map(({ imagePipeline }) => imagePipeline),
      ...(last !== undefined &&
        rest.length > page.length && { nextToken: paginationToken(last.sequence, listing) }),
    };
  },
};

const passes = (filters: NonNullable<ListRequest['filters']>, pipeline: ImagePipeline): boolean =>
  filters.every(({ name, values }) => values.includes(pipeline[name] ?? ''));
