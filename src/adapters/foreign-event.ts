import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { fromPointer, valueAlong } from '../json/pointer.ts';
import { quote } from '../json/issue.ts';

/** What an AWS service's event is called, and the members (RFC 6901) that such an event always has. */
type Signature = readonly [what: string, ...pointers: string[]];

/**
 * The events of services that people connect to functions, of which this function serves none.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html and the pages it leads to.
 */
const written: readonly Signature[] = [
  ['an event of Amazon EventBridge', '/detail-type', '/source'],
  ['a request of a CloudFormation custom resource', '/RequestType', '/ResponseURL'],
  ['a request to an API Gateway authorizer', '/type', '/methodArn'],
  ['a request to an API Gateway authorizer', '/type', '/routeArn'],
  ['an event of an API Gateway WebSocket API', '/requestContext/connectionId'],
  ['an event of an API Gateway WebSocket API', '/requestContext/eventType'],
  ['a request of VPC Lattice', '/requestContext/serviceNetworkArn'],
  ['a request to an AWS AppSync authorizer', '/authorizationToken', '/requestContext'],
  ['a request of an AWS AppSync resolver', '/info/fieldName', '/arguments'],
  ['an event of CloudWatch Logs', '/awslogs/data'],
  ['an action of a CloudWatch alarm', '/alarmArn', '/alarmData'],
  ['an event of an Amazon Cognito user pool', '/triggerSource', '/userPoolId'],
  ['records of Amazon Data Firehose', '/deliveryStreamArn', '/records'],
  ['messages of a broker or of Apache Kafka', '/eventSource', '/records'],
  ['messages of a broker', '/eventSource', '/messages'],
  ['messages of a broker', '/eventSource', '/rmqMessagesByQueue'],
  ['an evaluation of an AWS Config rule', '/invokingEvent', '/configRuleArn'],
  ['a job of AWS CodePipeline', '/CodePipeline.job'],
  ['an event of an Amazon Lex bot', '/bot', '/sessionState'],
  ['an action of an Amazon Bedrock agent', '/agent', '/actionGroup'],
  ['a task of S3 Batch Operations', '/invocationSchemaVersion', '/tasks'],
  ['a request to an S3 Object Lambda', '/getObjectContext', '/userRequest'],
];

// Taken apart once: every event is checked against all of them.
const signatures = written.map(([what, ...pointers]) => {
  const members = pointers.map(fromPointer);
  return { what, members, first: members[0]?.[0] ?? '' };
});

/**
 * Says what an AWS service's event looks like that this function does not serve; `undefined` of
 * everything else.
 *
 * A request document always has a `name`, which none of these events has at its top: nothing that
 * has one is taken for an event, so nothing that could create a pipeline is.
 */
export const describeForeignEvent = (event: JsonObject): string | undefined => {
  if (Object.hasOwn(event, 'name')) return undefined;
  const { Records: records } = event;
  if (isJsonArray(records)) return describeRecords(records[0]);
  return signatures.find(
    ({ first, members }) =>
      event[first] !== undefined &&
      members.every((member) => valueAlong(event, member) !== undefined),
  )?.what;
};

/** SQS, S3, Kinesis, DynamoDB and others write their name in one case, SNS in the other. */
const describeRecords = (record: unknown): string => {
  const { eventSource, EventSource: source = eventSource } = isJsonObject(record) ? record : {};
  return typeof source === 'string' ? `records of ${quote(source)}` : 'the records of a service';
};
