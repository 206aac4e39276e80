import type { JsonObject } from '../../src/json/json-value.ts';
import { problemTable } from '../../src/http/problem-table.ts';
import { schemaRef } from './schemas.ts';

const text = (description: string, beside: JsonObject = {}): JsonObject => ({
  description,
  type: 'string',
  ...beside,
});

const listOf = (description: string, items: JsonObject): JsonObject => ({
  description,
  type: 'array',
  items,
});

const mapOf = (description: string, values: JsonObject): JsonObject => ({
  description,
  type: 'object',
  additionalProperties: values,
});

const object = (
  title: string,
  properties: JsonObject,
  optional: readonly string[] = [],
): JsonObject => ({
  title,
  type: 'object',
  required: Object.keys(properties).filter((member) => !optional.includes(member)),
  additionalProperties: false,
  properties,
});

/** Which policy an answer was given under. */
const policyRevision = {
  policyRevision: text(
    "The revision of the policy that it was decided under: 12 hex digits of the SHA-256 of the document's text.",
    { pattern: '^[0-9a-f]{12}$', examples: ['3f2a9c0d41be'] },
  ),
};

const decided: JsonObject = {
  imagePipeline: schemaRef('ImagePipeline'),
  provenance: mapOf(
    'Where each value comes from, by JSON Pointer: `caller`, or the name of a policy layer.',
    { type: 'string' },
  ),
  warnings: listOf('What does not stop a request, but is worth knowing.', schemaRef('Issue')),
  grant: text(
    'The name of the grant that covers the request; absent where the policy has no grants.',
  ),
  ...policyRevision,
};

const issue = object(
  'something to know about one member of a request',
  {
    pointer: text('Where: an RFC 6901 pointer into the body.', {
      pattern: '^(?:/(?:[^~/]|~[01])*)*$',
      examples: ['/schedule/scheduleExpression'],
    }),
    code: text('Which rule: a stable word, listed in docs/validation.md.', {
      pattern: '^[a-z]+(?:-[a-z]+)*$',
      examples: ['invalid-schedule-expression'],
    }),
    detail: text('What is wrong, what is allowed, and an example that works.'),
    layer: text(
      'The layer of the policy that it comes from or that supplied the value, or `AWS Organizations`.',
    ),
    grant: text('The name of the grant of the policy that it is about.'),
    contact: text('Whom to ask about it: what that layer or grant says.'),
  },
  ['layer', 'grant', 'contact'],
);

const problem = object(
  'a problem (RFC 9457)',
  {
    type: text('A name for the problem: a URN that ends in its code.', {
      pattern: '^urn:problem-type:image-pipeline-proxy:[a-z-]+$',
    }),
    title: text('The problem in one line, the same each time.'),
    status: { description: "The answer's status.", type: 'integer', minimum: 400, maximum: 599 },
    detail: text('What happened this time.'),
    instance: text('The id of the request, for whoever operates the proxy.'),
    code: text('A stable word for programs.', { enum: problemTable.map(({ code }) => code) }),
    errors: listOf('Everything that is wrong with the body, all at once.', schemaRef('Issue')),
    hint: text('What to do, where it is known.'),
    retryable: {
      description: 'Whether the very same request, with the same client token, may succeed later.',
      type: 'boolean',
    },
    clientToken: text('The token to repeat the request with, where one was formed.'),
    ...policyRevision,
    upstream: object('what Image Builder answered', {
      exception: text("The exception's name.", { examples: ['ResourceInUseException'] }),
      requestId: text("Image Builder's own request id."),
    }),
  },
  ['errors', 'hint', 'clientToken', 'policyRevision', 'upstream'],
);

const tagRule = object(
  'what holds for one tag key',
  {
    tag_value: listOf('The values that comply, one * each; ["*"] allows any, [] allows no value.', {
      type: 'string',
    }),
    tag_key: text('The key in the capitalization that complies.'),
    enforced_for: listOf('Resource types that AWS enforces the rule for.', { type: 'string' }),
    report_required_tag_for: listOf('Resource types that must have the tag.', { type: 'string' }),
  },
  ['enforced_for', 'report_required_tag_for'],
);

const sources = (of: string): JsonObject =>
  mapOf(`The layer that each ${of} comes from, by JSON Pointer.`, { type: 'string' });

const grant = object(
  'a grant that is made to the caller',
  {
    name: text('The name of the grant.'),
    description: text('What its owners say of it.'),
    contact: text('Whom to ask about it.'),
    in: object(
      'where a pipeline may be created',
      {
        accounts: listOf('Ids of accounts, with *.', { type: 'string' }),
        regions: listOf('Regions, with *.', { type: 'string' }),
      },
      ['accounts', 'regions'],
    ),
    allowed: mapOf('For each path, the values that a request may have there; one must be there.', {
      type: 'array',
      items: { type: ['string', 'number', 'boolean'] },
    }),
    from: text('The first day of the grant, in UTC.'),
    until: text('The first day after it, in UTC.'),
  },
  ['description', 'contact', 'in', 'allowed', 'from', 'until'],
);

const demandSource = {
  layer: text('The name of the layer.'),
  contact: text('Whom to ask about it.'),
};

const demand = object(
  'what one layer demands at a path',
  {
    values: listOf('Values; * stands for any characters.', {
      type: ['string', 'number', 'boolean'],
    }),
    ...demandSource,
  },
  ['contact'],
);

const warnedOf = object(
  'something that a layer demands with a warning',
  {
    demand: text('What kind of demand it is.', {
      enum: ['enforced', 'allowed', 'required', 'forbidden'],
    }),
    path: text('The path of a member; of an enforced value, its JSON Pointer.'),
    values: { type: 'array', description: 'The values that it names.' },
    ...demandSource,
    errorFrom: text('The first day on which it is an error, in UTC.'),
  },
  ['contact', 'errorFrom'],
);

const dates = object(
  'the days of a layer that applies',
  {
    layer: text('The name of the layer.'),
    until: text('The first day on which it does not apply any more, in UTC.'),
    errorFrom: text('The first day on which its warnings are errors, in UTC.'),
  },
  ['until', 'errorFrom'],
);

const policy = object(
  'what the policy has for the caller',
  {
    layers: listOf('The names of the layers that apply, general to specific.', { type: 'string' }),
    defaults: schemaRef('PolicyMembers', {
      description: 'What is filled in where the caller says nothing.',
    }),
    enforced: schemaRef('PolicyMembers', {
      description: 'What is always set. A caller who says otherwise is refused.',
    }),
    allowed: mapOf(
      'For each restricted member, by its path (`executionRole`, `workflows[].workflowArn`, `tags.CostCenter`), the values it may have; * stands for any characters.',
      { type: 'array', items: { type: ['string', 'number', 'boolean'] } },
    ),
    required: mapOf(
      'For each path, the lists of which at least one value there must be; `*` alone stands for anything.',
      { type: 'array', items: schemaRef('PolicyDemand') },
    ),
    forbidden: mapOf(
      'For each path, the lists of which no value there may be; `*` alone stands for anything.',
      { type: 'array', items: schemaRef('PolicyDemand') },
    ),
    warned: listOf(
      'What layers demand that only warn: a request that does otherwise is created, with a warning.',
      schemaRef('PolicyWarning'),
    ),
    dates: listOf('The days on which what applies now changes.', schemaRef('PolicyDates')),
    tagPolicy: object(
      "the effective tag policy, in AWS Organizations' own form; {} without one",
      { tags: mapOf('The rules, by tag key in lower case.', schemaRef('TagPolicyRule')) },
      ['tags'],
    ),
    tagPolicyCompliance: text(
      'What a breach of the tag policy does where its layer does not say: `error` refuses it, `warning` lets it through with a warning, `disabled` does not look.',
      { enum: ['error', 'warning', 'disabled'] },
    ),
    grants: listOf(
      'The grants that are made to the caller, less to whom else they are made. Empty where none is: the caller may create nothing, and the rest is empty too. Absent where the policy has no grants, and every caller may create.',
      schemaRef('Grant'),
    ),
    provenance: object('the source of each default and of each enforced value', {
      defaults: sources('default'),
      enforced: sources('enforced value'),
    }),
    ...policyRevision,
  },
  ['grants'],
);

/** The schemas of what the proxy answers, by name. */
export const answerSchemas: JsonObject = {
  CreatedImagePipeline: object(
    'a created image pipeline',
    {
      requestId: text("Image Builder's own request id."),
      clientToken: schemaRef('ClientToken', {
        description: 'The token that makes it safe to repeat.',
      }),
      imagePipelineArn: text('The ARN of the image pipeline.', {
        pattern: '^arn:aws[^:]*:imagebuilder:[^:]+:[0-9]{12}:image-pipeline/[a-z0-9-_]+$',
      }),
      ...decided,
    },
    ['grant'],
  ),
  DryRun: object(
    'what would be created',
    {
      dryRun: { description: 'Nothing was created.', const: true },
      validatedBy: text(
        'Who says so: `image-builder` was asked itself, `proxy` has looked at validation and policy alone.',
        { enum: ['image-builder', 'proxy'] },
      ),
      clientToken: schemaRef('ClientToken', { description: 'The token that was formed.' }),
      ...decided,
    },
    ['grant'],
  ),
  Policy: policy,
  PolicyDemand: demand,
  PolicyWarning: warnedOf,
  PolicyDates: dates,
  Grant: grant,
  TagPolicyRule: tagRule,
  Issue: issue,
  Problem: problem,
  GatewayMessage: {
    title: "API Gateway's own answer, before the function is asked",
    type: 'object',
    required: ['message'],
    properties: { message: text('What API Gateway says.', { examples: ['Unauthorized'] }) },
  },
};
