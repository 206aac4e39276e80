/**
 * A Slack slash command for the proxy: `/pipeline web-server arn:… [--dry-run]`. A Lambda function of
 * its own, with a function URL without IAM, because Slack signs in a way of its own.
 *
 * Slack waits 3 seconds, and creating a pipeline may take longer, so the function works in two
 * invocations. The first checks the signature, hands the work to a second one of the same function and
 * acknowledges. The second asks the proxy and posts its line to the command's `response_url`, which Slack
 * keeps open for 30 minutes. To invoke the proxy asynchronously at once would not do: it knows no
 * `response_url`, and its answer would go nowhere. To go on after the acknowledgement would not do
 * either: Lambda stops an invocation that has answered.
 *
 * Its role needs `lambda:InvokeFunction` for itself and for the proxy's alias `direct`. Set
 * SLACK_SIGNING_SECRET (from Secrets Manager), PROXY_FUNCTION, and a time-out of 30 s.
 */
import { createHash } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import {
  escapeMrkdwn,
  readCommandText,
  usage,
  type CommandDocument,
} from './slack-command-text.ts';
import { isFromSlack } from './slack-signature.ts';

/** What the second invocation works on. No HTTP request can be one: a function URL's event has a `requestContext`. */
export interface SlackJob {
  readonly slackJob: {
    readonly document: CommandDocument & { readonly clientToken: string };
    readonly responseUrl: string;
  };
}

/** What the function works with; a test gives its own. */
export interface SlackCollaborators {
  readonly signingSecret: string;
  /** Invokes the proxy and waits for the document that it answers with. */
  readonly invokeProxy: (document: object) => Promise<{ readonly message?: unknown }>;
  /** Starts the second invocation without waiting for it. */
  readonly startJob: (job: SlackJob) => Promise<unknown>;
  readonly post: (url: string, message: SlackMessage) => Promise<unknown>;
  readonly now: () => number;
}

/** A message that only who gave the command can see. */
export interface SlackMessage {
  readonly response_type: 'ephemeral';
  readonly text: string;
}

const message = (text: string): SlackMessage => ({ response_type: 'ephemeral', text });

const answer = (statusCode: number, body: SlackMessage | { error: string }) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Builds the function out of what it works with. */
export const createSlackHandler =
  (collaborators: SlackCollaborators) =>
  async (event: LambdaFunctionURLEvent | SlackJob): Promise<LambdaFunctionURLResult> =>
    'slackJob' in event ? doJob(collaborators, event) : acknowledge(collaborators, event);

const acknowledge = async (
  { signingSecret, startJob, now }: SlackCollaborators,
  { headers, body: raw = '', isBase64Encoded }: LambdaFunctionURLEvent,
): Promise<LambdaFunctionURLResult> => {
  const body = isBase64Encoded ? Buffer.from(raw, 'base64').toString() : raw;
  if (!isFromSlack({ headers, body }, signingSecret, now())) {
    return answer(401, { error: 'The signature is not Slack’s.' });
  }
  const fields = new URLSearchParams(body);
  const document = readCommandText(fields.get('text') ?? '');
  const responseUrl = fields.get('response_url') ?? '';
  if (document === undefined || !isOfSlack(responseUrl)) return answer(200, message(usage));
  // The same command twice, by a retry of Slack's or of Lambda's, creates one pipeline.
  const clientToken = createHash('sha256')
    .update(fields.get('trigger_id') ?? body)
    .digest('hex');
  await startJob({ slackJob: { document: { ...document, clientToken }, responseUrl } });
  return answer(200, message(`Asking for the image pipeline "${escapeMrkdwn(document.name)}" …`));
};

const isOfSlack = (url: string): boolean =>
  URL.canParse(url) && new URL(url).origin === 'https://hooks.slack.com';

const doJob = async (
  { invokeProxy, post }: SlackCollaborators,
  { slackJob: { document, responseUrl } }: SlackJob,
): Promise<LambdaFunctionURLResult> => {
  const text = await invokeProxy(document).then(
    ({ message: line }) => (typeof line === 'string' ? line : undefined),
    () => undefined,
  );
  const failed = `No answer about "${document.name}". It may exist: look, or give the command again.`;
  await post(responseUrl, message(escapeMrkdwn(text ?? failed)));
  return answer(200, message('Done.'));
};

const fromEnvironment = (): SlackCollaborators => {
  const { SLACK_SIGNING_SECRET, PROXY_FUNCTION, AWS_LAMBDA_FUNCTION_NAME } = process.env;
  const lambda = new LambdaClient({});
  return {
    // Empty, it lets nobody in.
    signingSecret: SLACK_SIGNING_SECRET ?? '',
    invokeProxy: async (document) => {
      const { Payload: payload } = await lambda.send(
        new InvokeCommand({ FunctionName: PROXY_FUNCTION, Payload: JSON.stringify(document) }),
      );
      return Object(JSON.parse(Buffer.from(payload ?? []).toString())) as object;
    },
    startJob: (job) =>
      lambda.send(
        new InvokeCommand({
          FunctionName: AWS_LAMBDA_FUNCTION_NAME,
          InvocationType: 'Event',
          Payload: JSON.stringify(job),
        }),
      ),
    post: (url, body) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      }),
    now: () => Date.now(),
  };
};

let built: ReturnType<typeof createSlackHandler> | undefined;

/** What Lambda invokes. */
export const handler = (event: LambdaFunctionURLEvent | SlackJob) =>
  (built ??= createSlackHandler(fromEnvironment()))(event);
