import packageJson from '../../package.json' with { type: 'json' };
import type { JsonObject } from '../../src/json/json-value.ts';
import { problemTable } from '../../src/http/problem-table.ts';
import { answerSchemas } from './answers.ts';
import { created, dryRun, event, policyAnswer } from './examples.ts';
import { problemResponses, type Codes } from './problems.ts';
import { requestSchemas, schemaRef } from './schemas.ts';

const description = `Creates [EC2 Image Builder](https://docs.aws.amazon.com/imagebuilder/) image pipelines the organization's way: its defaults are filled in, its rules kept, and every mistake is named at once.

The body is the input of CreateImagePipeline, member for member. The organization's policy is merged into it before anything is checked, and these rules across members hold for the result:

- exactly one of \`imageRecipeArn\` and \`containerRecipeArn\`; a recipe that is sent displaces a default one of the other kind;
- \`infrastructureConfigurationArn\` is present; its account and Region are where the pipeline is created;
- \`workflows\`, or a log group outside \`/aws/imagebuilder/\`, need \`executionRole\`; a workflow that AWS manages has the version \`x.x.x\`;
- all ARNs are in one partition and Region;
- \`schedule.timezone\` is a zone of the IANA database, \`schedule.scheduleExpression\` is \`cron(\` six fields \`)\` or \`rate(\` number unit \`)\`;
- \`tags\` and \`imageTags\` have at most 50 entries, and are left out of the call where they have none;
- where the policy has grants, one that is made to the caller covers the request: who it is, where the pipeline is created, what it is and when;
- what a policy layer enforces cannot be changed, a restricted member has one of its allowed values, and tags comply with the tag policy.

An unknown query parameter is refused where a route has parameters at all. A direct invocation of the function (\`lambda:Invoke\`) sends the same document, with \`"dryRun": true\` or \`"dryRun": "policy"\` beside the members for a dry run.`;

const json = (schema: JsonObject, examples: JsonObject): JsonObject => ({
  'application/json': { schema, examples },
});

const named = (entries: readonly (readonly [name: string, summary: string, value: unknown])[]) =>
  Object.fromEntries(entries.map(([name, summary, value]) => [name, { summary, value }]));

const allCodes: Codes = problemTable.map(({ code }) => code);
const readCodes: Codes = ['no-such-route', 'proxy-misconfigured', 'internal-error'];

/** What API Gateway answers where a JWT authorizer turns a request away. */
const unauthorized: JsonObject = {
  '401': {
    description: 'The token is missing, expired or not for this API. API Gateway says so itself.',
    content: json(
      schemaRef('GatewayMessage'),
      named([['missing-token', 'No valid token', { message: 'Unauthorized' }]]),
    ),
  },
};

const createImagePipeline: JsonObject = {
  operationId: 'createImagePipeline',
  summary: 'Create an image pipeline',
  description:
    'Resolves the request against the organization’s policy, checks it and calls CreateImagePipeline. Sending the same request again with the same client token finds the first pipeline instead of creating a second one.',
  tags: ['image pipelines'],
  parameters: [
    {
      name: 'dryRun',
      in: 'query',
      description:
        '`true` creates nothing: it asks Image Builder itself for a dry run, and every other answer than 200 is the problem that the call would have had. `policy` does not ask Image Builder: validation and policy alone.',
      schema: { type: 'string', enum: ['true', 'false', 'policy'], default: 'false' },
    },
    {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'The client token: 1 to 64 printable ASCII characters, plain or as a quoted string (draft-ietf-httpapi-idempotency-key-header). The same as `clientToken` in the body; where both are present they must be equal. Left out, the id of the request is the token. It is the caller’s own: the same token of another caller is another one. Sent twice, or with a comma outside of quotation marks, it is refused.',
      schema: {
        type: 'string',
        // A text that is quoted is read without its quotes, so quotes around nothing are no key.
        pattern:
          '^(?:"(?:[ !#-\\[\\]-~]|\\\\["\\\\]){1,64}"|(?!"(?:[^"\\\\]|\\\\["\\\\])*"$)[ -~]{1,64})$',
        examples: ['2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11'],
      },
    },
  ],
  requestBody: {
    required: true,
    description: 'At most 256 KiB. The content type is `application/json` or ends in `+json`.',
    content: json(
      schemaRef('CreateImagePipelineRequest'),
      named([
        [
          'smallest',
          'A name and a recipe; the rest comes from the organization',
          event('smallest'),
        ],
        ['fullest', 'Every member that one pipeline can have', event('fullest')],
        ['container', 'A container pipeline', event('container')],
      ]),
    ),
  },
  responses: {
    '200': {
      description: 'A dry run: what would be created. Nothing was.',
      content: json(
        schemaRef('DryRun'),
        named([['fullest', 'The dry run of the fullest request', dryRun('fullest')]]),
      ),
    },
    '201': {
      description: 'The image pipeline exists.',
      content: json(
        schemaRef('CreatedImagePipeline'),
        named([
          ['smallest', 'The answer to the smallest request', created('smallest')],
          ['container', 'The answer to the container pipeline', created('container')],
        ]),
      ),
    },
    ...unauthorized,
    ...problemResponses(allCodes),
  },
};

const getPolicy: JsonObject = {
  operationId: 'getPolicy',
  summary: 'Tell what the policy holds for the caller',
  description:
    'The grants that are made to the caller, the layers that apply to it, the defaults and enforced values they come to, what is allowed and the effective tag policy: what a form needs before it is filled in.',
  tags: ['policy'],
  parameters: [
    {
      name: 'recipe',
      in: 'query',
      description:
        'The kind of pipeline the caller has in mind: layers may hold for one kind alone. Left out, the layers are those for a request without a recipe of its own.',
      schema: { type: 'string', enum: ['image', 'container'] },
    },
    {
      name: 'account',
      in: 'query',
      description:
        'The account in which the caller means to create: layers may hold for some targets alone. Left out where "region" is given, the function\'s own; without either, layers are those for a request that names no infrastructure configuration.',
      schema: { type: 'string', pattern: '^[0-9]{12}$', examples: ['111122223333'] },
    },
    {
      name: 'region',
      in: 'query',
      description:
        'The Region in which the caller means to create. Left out where "account" is given, the function\'s own.',
      schema: {
        type: 'string',
        pattern: '^[a-z]{2,}(?:-[a-z]+)+-[0-9]{1,2}$',
        examples: ['eu-west-1'],
      },
    },
  ],
  responses: {
    '200': {
      description: 'What holds for the caller.',
      content: json(
        schemaRef('Policy'),
        named([['organization', 'One grant, and one layer for everybody', policyAnswer()]]),
      ),
    },
    ...unauthorized,
    ...problemResponses([
      'malformed-request',
      'groups-unclear',
      'policy-unavailable',
      ...readCodes,
    ]),
  },
};

const getOpenApi: JsonObject = {
  operationId: 'getOpenApi',
  summary: 'Give this document',
  description: 'The OpenAPI document of the version that answers.',
  tags: ['documentation'],
  responses: {
    '200': {
      description: 'This document.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['openapi', 'info', 'paths'],
            properties: {
              openapi: { type: 'string', pattern: '^3\\.1\\.' },
              info: { type: 'object' },
              paths: { type: 'object' },
            },
          },
        },
      },
    },
    ...unauthorized,
    ...problemResponses(readCodes),
  },
};

const host = {
  default: 'abcde12345.execute-api.eu-west-1.amazonaws.com',
  description: 'The host name of the API, or its custom domain.',
};

/** The OpenAPI document of the proxy. */
export const openApiDocument = (): JsonObject => ({
  openapi: '3.1.0',
  info: {
    title: 'image-pipeline-proxy',
    version: packageJson.version,
    summary: packageJson.description,
    description,
    license: { name: packageJson.license, identifier: packageJson.license },
  },
  servers: [
    { url: 'https://{host}', description: 'The API.', variables: { host } },
    {
      url: 'https://{host}/portal',
      description:
        'The same routes for callers with a token, where the API serves callers who sign with SigV4 as well.',
      variables: { host },
    },
  ],
  // Either the one or the other, as the API was deployed.
  security: [{ sigv4: [] }, { jwt: [] }],
  tags: [
    { name: 'image pipelines', description: 'Creating image pipelines.' },
    { name: 'policy', description: 'What the organization has decided.' },
    { name: 'documentation', description: 'This document.' },
  ],
  paths: {
    '/image-pipelines': { post: createImagePipeline },
    '/policy': { get: getPolicy },
    '/openapi.json': { get: getOpenApi },
  },
  components: {
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description: 'AWS Signature Version 4 for the service execute-api.',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
      jwt: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A token of the issuer that the API was deployed with.',
      },
    },
    headers: {
      'Retry-After': {
        description: 'Seconds to wait before the same request is sent again.',
        schema: { type: 'integer', minimum: 0 },
        example: 5,
      },
    },
    schemas: { ...answerSchemas, ...requestSchemas },
  },
});
