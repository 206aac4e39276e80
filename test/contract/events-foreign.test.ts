import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { restApi } from '../support/adapters-rest-api.ts';
import { httpApi } from '../support/adapters-adapter.ts';
import type { Proxy } from '../support/proxy.ts';

const account = '123456789012';
const records = (record: object) => ({ Records: [record] });
const authorized = { type: 'REQUEST', methodArn: 'arn:aws:execute-api:eu-west-1:1:example/*' };

/** Events of services that people connect to functions, shortened; the answer names each. */
const events: [name: string, event: object][] = [
  ['records of "aws:sqs"', records({ eventSource: 'aws:sqs', messageId: 'example', body: '{}' })],
  ['records of "aws:sns"', records({ EventSource: 'aws:sns', Sns: { Message: '{}' } })],
  ['records of "aws:s3"', records({ eventSource: 'aws:s3', s3: { object: { key: 'example' } } })],
  ['records of "aws:kinesis"', records({ eventSource: 'aws:kinesis', kinesis: { data: 'e30=' } })],
  ['records of "aws:dynamodb"', records({ eventSource: 'aws:dynamodb', dynamodb: {} })],
  ['the records of a service', records({ cf: { config: {} } })],
  ['the records of a service', { Records: [] }],
  [
    'an event of Amazon EventBridge',
    {
      version: '0',
      id: 'example',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      detail: {},
    },
  ],
  [
    'a request of a CloudFormation custom resource',
    { RequestType: 'Create', ResponseURL: 'https://example.com/secret', StackId: 'example' },
  ],
  ['a request to an API Gateway authorizer', { ...restApi.event({}), ...authorized }],
  [
    'a request to an API Gateway authorizer',
    {
      ...httpApi.event({}),
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:eu-west-1:1:example/*',
    },
  ],
  ['a request to an API Gateway authorizer', { ...authorized, type: 'TOKEN' }],
  [
    'an event of an API Gateway WebSocket API',
    { requestContext: { eventType: 'MESSAGE', connectionId: 'example=' }, body: '{}' },
  ],
  [
    'a request of an AWS AppSync resolver',
    { arguments: { name: 'x' }, info: { fieldName: 'createImagePipeline' }, source: null },
  ],
  [
    'a request to an AWS AppSync authorizer',
    { authorizationToken: 'example', requestContext: { apiId: 'example', accountId: account } },
  ],
  ['an event of CloudWatch Logs', { awslogs: { data: 'H4sIAAAA' } }],
  ['an action of a CloudWatch alarm', { source: 'aws.cloudwatch', alarmArn: 'x', alarmData: {} }],
  [
    'an event of an Amazon Cognito user pool',
    { triggerSource: 'PreSignUp_SignUp', userPoolId: 'eu-west-1_example', request: {} },
  ],
  ['records of Amazon Data Firehose', { invocationId: 'x', deliveryStreamArn: 'x', records: [] }],
  ['messages of a broker or of Apache Kafka', { eventSource: 'aws:kafka', records: {} }],
  ['messages of a broker', { eventSource: 'aws:mq', messages: [] }],
  ['messages of a broker', { eventSource: 'aws:rmq', rmqMessagesByQueue: {} }],
  ['an evaluation of an AWS Config rule', { invokingEvent: '{}', configRuleArn: 'x' }],
  ['a job of AWS CodePipeline', { 'CodePipeline.job': { id: 'x' } }],
  ['an event of an Amazon Lex bot', { bot: { id: 'x' }, sessionState: {} }],
  ['an action of an Amazon Bedrock agent', { agent: {}, actionGroup: 'x' }],
  ['a task of S3 Batch Operations', { invocationSchemaVersion: '1.0', tasks: [] }],
  ['a request to an S3 Object Lambda', { getObjectContext: {}, userRequest: {} }],
  ['a request of VPC Lattice', { version: '2.0', requestContext: { serviceNetworkArn: 'x' } }],
];

describe('An event that is not served', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await openInProcessProxy();
  });
  afterAll(async () => {
    await proxy.close();
  });

  /** The problem document, whichever form the answer has. */
  const problem = async (event: unknown): Promise<Record<string, unknown>> => {
    const { statusCode, body, ...document } = await proxy.invoke(event);
    if (statusCode === undefined) return document;
    return { ...(JSON.parse(String(body)) as object), statusCode };
  };

  it.each(events)('is told that it looks like %s', async (what, event) => {
    const before = proxy.log().length;
    const answer = await problem(event);
    expect(answer).toMatchObject({ status: 400, code: 'malformed-request', retryable: false });
    expect(answer['detail']).toMatch(
      `This looks like ${what}, which this function does not serve.`,
    );
    expect(answer['detail']).toMatch(/Send POST \/image-pipelines or GET \/policy through/);
    expect(answer).not.toHaveProperty('errors');
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(proxy.log().slice(before)).toHaveLength(1);
    expect(proxy.imageBuilder.requests).toHaveLength(0);
  });

  it('is answered over HTTP where an API sent it, and with a document elsewhere', async () => {
    const socket = { requestContext: { eventType: 'CONNECT', connectionId: 'x' } };
    expect(await problem(socket)).toMatchObject({ statusCode: 400 });
    expect(await proxy.invoke({ Records: [] })).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^Not created \(malformed-request\): This looks/) as string,
    });
  });

  it.each(events)('is a request all the same where it has a name (%s)', async (_, event) => {
    if ('requestContext' in event) return;
    const { code } = await problem({ ...event, name: 'web-server' });
    expect(code).toBe('validation-failed');
  });

  it.each([
    ['null', null],
    ['a text', 'web-server'],
    ['a number', 7],
    ['true', true],
    ['a list', [{ name: 'web-server' }]],
  ])('is told that a request is a JSON object: %s', async (_, event) => {
    const answer = await problem(event);
    expect(answer).toMatchObject({ status: 400, code: 'malformed-request' });
    expect(answer['detail']).toContain('must be a JSON object');
  });

  it.each([2_000, 20_000, 200_000])('is answered when it is %i deep', async (depth) => {
    const lists: unknown = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    for (const event of [lists, { name: 'web-server', tags: lists }]) {
      const answer = await problem(event);
      expect(answer).toMatchObject({ status: 400 });
      expect(['malformed-request', 'validation-failed']).toContain(answer['code']);
    }
  });

  it('is answered when it is larger than what is read', async () => {
    const answer = await problem({ name: 'web-server', description: 'x'.repeat(300_000) });
    expect(answer).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  it.each(['HEAD', 'OPTIONS', 'PUT'])('is a %s to the pipelines: 404', async (method) => {
    const answer = await proxy.invoke(httpApi.event({ method }));
    expect(answer['statusCode']).toBe(404);
    expect(answer['body'] === '').toBe(method === 'HEAD');
  });
});
