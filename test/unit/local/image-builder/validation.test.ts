import {
  CreateImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import type { CreateImagePipelineCommandInput } from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import {
  authorization,
  pipelineInput,
  sdkClient,
  sendRaw,
  startedImageBuilder,
} from '../../../support/image-builder.ts';

type Members = Partial<CreateImagePipelineCommandInput>;
const workflowArn = 'arn:aws:imagebuilder:eu-west-1:123456789012:workflow/build/build/1.0.0';
const test = 'arn:aws:imagebuilder:eu-west-1:123456789012:workflow/test/smoke/1.0.0';
const managed = 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/1.0.1/1';
const containerRecipeArn = 'arn:aws:imagebuilder:eu-west-1:123456789012:container-recipe/web/1.0.0';

const invalid = (parameter: string) =>
  `InvalidParameterValueException: The value supplied for parameter '${parameter}' is not valid. `;
const schedule = (detail: string) =>
  `${invalid('schedule.scheduleExpression')}Invalid schedule expression. ${detail}`;
const cron = (detail: string) =>
  schedule(`Details: Invalid CRON expression: error at position ${detail}.`);

const refused: readonly (readonly [what: string, members: Members, error: string])[] = [
  ['a name that is too short', { name: 'a' }, invalid('name')],
  ['a tag value that is too long', { tags: { 'a/b': 'x'.repeat(257) } }, invalid('tags.a/b')],
  [
    'an invalid workflow ARN',
    { workflows: [{ workflowArn: 'x' }], executionRole: 'role' },
    invalid('workflows[0].workflowArn'),
  ],
  [
    'a name that is missing, before a wrong value',
    { name: undefined, status: 'PAUSED' as never },
    "InvalidParameterException: The parameter 'name' is required.",
  ],
  [
    'an object for a text, before anything else',
    { infrastructureConfigurationArn: undefined, name: 'a', description: { text: 'x' } as never },
    "SerializationException: The parameter 'description' must be string.",
  ],
  ['no recipe', { imageRecipeArn: undefined }, 'InvalidParameterCombinationException: Exactly one'],
  ['two recipes', { containerRecipeArn }, 'InvalidParameterCombinationException: Exactly one'],
  [
    'workflows without an executionRole',
    { workflows: [{ workflowArn }] },
    'InvalidParameterException: An execution role is required to provide workflows',
  ],
  [
    'two build workflows',
    { workflows: [{ workflowArn }, { workflowArn }], executionRole: 'role' },
    `${invalid('workflows')}Only one build workflow`,
  ],
  [
    'eleven workflows',
    { workflows: Array.from({ length: 11 }, () => ({ workflowArn: test })), executionRole: 'role' },
    `${invalid('workflows')}At most 10 workflows`,
  ],
  [
    'a group of a build workflow',
    { workflows: [{ workflowArn, parallelGroup: 'g' }], executionRole: 'role' },
    `${invalid('workflows')}A parallel group is for test workflows`,
  ],
  [
    'the value of a parameter of more than 1,024 characters',
    {
      workflows: [{ workflowArn, parameters: [{ name: 'a', value: ['x'.repeat(1025)] }] }],
      executionRole: 'role',
    },
    invalid('workflows[0].parameters[0].value[0]'),
  ],
  [
    'a log group outside /aws/imagebuilder/ without an executionRole',
    { loggingConfiguration: { pipelineLogGroupName: '/example/web' } },
    "InvalidParameterException: The parameter 'executionRole' is required",
  ],
  [
    "a version of AWS's own workflow",
    { workflows: [{ workflowArn: managed }], executionRole: 'role' },
    `${invalid('workflows')}AWS managed workflows must have latest version 'x.x.x' for '${managed}'`,
  ],
  [
    'a cron of five fields',
    { schedule: { scheduleExpression: 'cron(0 0 * * *)' } },
    cron('9, details: Unexpected end of expression'),
  ],
  [
    'a cron of seven fields',
    { schedule: { scheduleExpression: 'cron(0 0 * * ? * *)' } },
    cron('12, details: Unexpected token'),
  ],
  ['a schedule in words', { schedule: { scheduleExpression: 'nightly' } }, schedule('Expression')],
];

const accepted: readonly (readonly [what: string, members: Members])[] = [
  ['a rate', { schedule: { scheduleExpression: 'rate(7 days)' } }],
  ['a cron without a question mark', { schedule: { scheduleExpression: 'cron(0 0 * * SUN *)' } }],
  [
    'a log group of Image Builder',
    { loggingConfiguration: { imageLogGroupName: '/aws/imagebuilder/x' } },
  ],
  ['workflows with an executionRole', { workflows: [{ workflowArn }], executionRole: 'role' }],
  [
    'a group of a test workflow, and what to do when any workflow fails',
    {
      workflows: [
        { workflowArn, onFailure: 'ABORT' },
        { workflowArn: test, parallelGroup: 'g', onFailure: 'CONTINUE' },
      ],
      executionRole: 'role',
    },
  ],
  [
    'a version with a number to the right of an x',
    { workflows: [{ workflowArn: test.replace('1.0.0', '1.x.3') }], executionRole: 'role' },
  ],
];

describe('CreateImagePipeline', () => {
  it.each(refused)('refuses %s, in the words of the service', async (_what, members, error) => {
    const imageBuilder = await startedImageBuilder();
    const client = sdkClient(imageBuilder);
    const sent = client.send(new CreateImagePipelineCommand(pipelineInput(members)));
    const caught: unknown = await sent.catch((reason: unknown) => reason);
    expect(String(caught).slice(0, error.length)).toBe(error);
    expect(caught).toHaveProperty('$metadata.httpStatusCode', 400);
    const list = await client.send(new ListImagePipelinesCommand({}));
    expect(list.imagePipelineList).toStrictEqual([]);
  });

  it.each(accepted)('accepts %s', async (_what, members) => {
    const client = sdkClient(await startedImageBuilder());
    const sent = client.send(new CreateImagePipelineCommand(pipelineInput(members)));
    await expect(sent).resolves.toHaveProperty('imagePipelineArn');
  });

  it('ignores members it does not know and members that are null, and records them', async () => {
    const imageBuilder = await startedImageBuilder();
    const request = {
      ...pipelineInput({ clientToken: 'token-1' }),
      description: null,
      somethingNew: 1,
      schedule: { scheduleExpression: 'rate(1 day)', colour: 'red' },
    };
    const sent = { headers: { authorization: authorization() }, body: JSON.stringify(request) };
    const answer = await sendRaw(imageBuilder, 'PUT', '/CreateImagePipeline', sent);
    expect(answer.status).toBe(200);
    expect(imageBuilder.requests.at(-1)).toMatchObject({ rawBody: sent.body, body: request });
    const { imagePipelineList } = await sdkClient(imageBuilder).send(
      new ListImagePipelinesCommand({}),
    );
    expect(imagePipelineList?.[0]).not.toHaveProperty('description');
    expect(imagePipelineList?.[0]).not.toHaveProperty('somethingNew');
    expect(imagePipelineList?.[0]?.schedule).not.toHaveProperty('colour');
  });
});
