import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** The account and Region that the tests' function runs in. */
export const account = '123456789012';
export const region = 'eu-west-1';

/**
 * What Lambda hands a function beside its event.
 *
 * @param millisLeft - How much of the function's time is left.
 * @param qualifier - The alias or version that was invoked; the function itself when left out.
 */
export const lambdaContext = (
  millisLeft = 29_000,
  awsRequestId: string = randomUUID(),
  qualifier?: string,
): Context => {
  const deadline = Date.now() + millisLeft;
  const unused = (): void => undefined;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'image-pipeline-proxy',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:image-pipeline-proxy${qualifier === undefined ? '' : `:${qualifier}`}`,
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/image-pipeline-proxy',
    logStreamName: 'example',
    getRemainingTimeInMillis: () => deadline - Date.now(),
    // Lambda has not called these for years, but its type still asks for them.
    /* eslint-disable @typescript-eslint/no-deprecated */
    done: unused,
    fail: unused,
    succeed: unused,
    /* eslint-enable @typescript-eslint/no-deprecated */
  };
};
