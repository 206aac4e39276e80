import type { Answer } from '../image-builder/answer.ts';

/** The operations that the embedded services speak, by the services' own names. */
export const operationNames = [
  'GetParameter',
  'PutParameter',
  'StartConfigurationSession',
  'GetLatestConfiguration',
  'DescribeEffectivePolicy',
] as const;

export type OperationName = (typeof operationNames)[number];

/** What an operation is called with. */
export interface OperationInput {
  /** The body as JSON; `{}` where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** The Region of the signature. */
  readonly region: string;
}

/** One operation: which service's signature it wants, how it says what went wrong, what it does. */
export interface Operation {
  readonly name: OperationName;
  /** The name under which requests to the service are signed. */
  readonly signingName: 'ssm' | 'appconfig' | 'organizations';
  readonly protocol: 'awsJson1_1' | 'restJson1';
  /** Does all of it at once; throws a `ServiceException`. */
  readonly perform: (input: OperationInput) => Answer;
}

/** The answer of an operation of an AWS JSON 1.1 service. */
export const awsJsonAnswer = (document: object, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(document),
});
