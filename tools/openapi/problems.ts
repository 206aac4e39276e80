import { UpstreamError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import type { Issue } from '../../src/json/issue.ts';
import {
  GroupsUnclear,
  MalformedRequest,
  NoSuchRoute,
  NotGranted,
  PayloadTooLarge,
  PolicyUnavailable,
  PolicyViolation,
  TargetNotAllowed,
  ValidationFailed,
} from '../../src/errors.ts';
import { problemAnswer } from '../../src/http/problem-details.ts';
import { problemTable, type ProblemCode } from '../../src/http/problem-table.ts';
import { clientToken, policyRevision, requestId, issuesOf } from './examples.ts';
import { schemaRef } from './schemas.ts';

const recipe = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0';

const upstream = (exception: string, httpStatus: number, message: string): UpstreamError =>
  new UpstreamError(message, {
    exception,
    httpStatus,
    requestId: '8f1b0a52-3f0e-4c0b-9d3c-5f6e1a2b3c4d',
    mayExist: false,
    attempts: 1,
  });

/** Middy's own errors are recognised by the package that they name. */
const middys = (name: string, data: string): Error =>
  Object.assign(new Error(name, { cause: { package: '@middy/http-json-body-parser', data } }), {
    name,
  });

/** An error of each kind, so that every problem has an example; the compiler names one that is missing. */
const exampleErrors: Readonly<Record<ProblemCode, unknown>> = {
  'malformed-request': new MalformedRequest(
    'The body must be a JSON object, for example {"name": "web-server"}; this one is a list.',
  ),
  'validation-failed': new ValidationFailed('', issuesOf('five-mistakes')),
  'no-such-route': new NoSuchRoute('There is no "GET /image-pipelines".'),
  'payload-too-large': new PayloadTooLarge(
    'The body has 262180 bytes; at most 262144 (256 KiB) are read.',
  ),
  'unsupported-media-type': middys('UnsupportedMediaTypeError', 'text/plain'),
  'policy-violation': new PolicyViolation(
    '',
    issuesOf('smallest', {
      imageScanningConfiguration: { imageScanningEnabled: false },
      executionRole: 'arn:aws:iam::123456789012:role/admin',
    }),
  ),
  'not-granted': new NotGranted('', issuesOf('smallest', { name: 'payments-api' })),
  'groups-unclear': new GroupsUnclear('', [
    {
      pointer: '',
      code: 'groups-unclear',
      detail:
        'The groups that your token names cannot be told apart, for example where a name holds a space, and the policy looks at groups.',
    },
  ]),
  'target-not-allowed': new TargetNotAllowed('', [
    {
      pointer: '/infrastructureConfigurationArn',
      code: 'target-not-allowed',
      detail:
        'The infrastructure configuration decides where a pipeline is created: us-east-1 in account 123456789012; this proxy serves eu-west-1 in account 123456789012.',
    },
  ] satisfies Issue[]),
  'rejected-by-image-builder': upstream(
    'InvalidParameterValueException',
    400,
    "The value supplied for parameter 'schedule.scheduleExpression' is not valid. Invalid schedule expression.",
  ),
  'idempotency-key-reused': upstream(
    'IdempotentParameterMismatchException',
    400,
    'The client token belongs to a request with other parameters.',
  ),
  'already-exists': upstream(
    'ResourceAlreadyExistsException',
    400,
    "The following resource 'ImagePipeline' already exists: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-server'.",
  ),
  'resource-in-use': upstream('ResourceInUseException', 400, 'The recipe is being updated.'),
  'dependency-not-ready': upstream(
    'ResourceDependencyException',
    400,
    "Resource dependency error: Amazon Inspector is not enabled for 'ecr' resources in account '123456789012'.",
  ),
  'referenced-resource-not-found': upstream(
    'ResourceNotFoundException',
    404,
    `The resource '${recipe}' does not exist.`,
  ),
  'execution-role-forbidden': upstream(
    'AccessDeniedException',
    403,
    `User: arn:aws:sts::123456789012:assumed-role/example/example is not authorized to perform: imagebuilder:GetImageRecipe on resource: ${recipe}`,
  ),
  'quota-exceeded': upstream(
    'ServiceQuotaExceededException',
    402,
    'You have reached the quota of image pipelines in this Region.',
  ),
  throttled: upstream('TooManyRequestsException', 429, 'Rate exceeded.'),
  'image-builder-failed': upstream('ServiceException', 500, 'An internal error has occurred.'),
  'image-builder-unavailable': upstream(
    'ServiceUnavailableException',
    503,
    'The service is unavailable.',
  ),
  'image-builder-timeout': new UpstreamError('', {
    exception: 'TimeoutError',
    mayExist: true,
    attempts: 1,
  }),
  'proxy-misconfigured': upstream('ExpiredTokenException', 403, 'The security token is expired.'),
  'policy-unavailable': new PolicyUnavailable(''),
  'internal-error': new Error(''),
};

/** The codes that an operation may answer with; all of them, unless it is told. */
export type Codes = readonly ProblemCode[];

const gatewayToo: ReadonlySet<number> = new Set([403, 429, 503]);

/** The responses of an operation's problems, one for each status, each code with an example. */
export const problemResponses = (codes: Codes): JsonObject => {
  const rows = problemTable.filter(({ code }) => codes.includes(code));
  const statuses = [...new Set(rows.map(({ status }) => status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      problemResponse(
        status,
        rows.filter((row) => row.status === status),
      ),
    ]),
  );
};

const problemResponse = (
  status: number,
  rows: readonly (typeof problemTable)[number][],
): JsonObject => {
  const waits = rows.every((row) => 'retryAfterSeconds' in row);
  return {
    description: rows.map(({ code, when }) => `- \`${code}\`: ${when}`).join('\n'),
    ...(waits && { headers: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            schemaRef('Problem'),
            {
              type: 'object',
              properties: {
                status: { const: status },
                code: { enum: rows.map(({ code }) => code) },
              },
            },
          ],
        },
        examples: Object.fromEntries(rows.map(({ code, title }) => [code, example(code, title)])),
      },
      ...(gatewayToo.has(status) && {
        'application/json': { schema: schemaRef('GatewayMessage') },
      }),
    },
  };
};

const example = (code: ProblemCode, summary: string): JsonObject => ({
  summary,
  value: withRevision(
    code,
    problemAnswer(exampleErrors[code], {
      eventSource: 'http',
      route: 'POST /image-pipelines',
      requestId,
      headers: {},
      query: [],
      isBase64Encoded: false,
      caller: { groups: [] },
      requestTime: '2026-11-22T10:00:00.000Z',
      body: undefined,
      deadline: 0,
      sent: { imageRecipeArn: recipe },
      // No token is formed before the body is read.
      ...(!beforeTheBody.has(code) && { clientToken }),
    }).document,
  ),
});

/** As the function adds it, once it has read the policy. */
const withRevision = (code: ProblemCode, document: JsonObject): JsonObject =>
  beforeTheBody.has(code) || withoutPolicy.has(code) ? document : { ...document, policyRevision };

const withoutPolicy: ReadonlySet<ProblemCode> = new Set(['policy-unavailable', 'internal-error']);

const beforeTheBody: ReadonlySet<ProblemCode> = new Set([
  'malformed-request',
  'no-such-route',
  'payload-too-large',
  'unsupported-media-type',
]);
