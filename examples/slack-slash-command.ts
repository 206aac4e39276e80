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
 * It is a relay of the proxy: whoever gives the command is the caller there, `bot:slack/U024BE7LH`, in
 * the groups that SLACK_GROUPS gives that user. So nobody else may invoke it, or change it: its role,
 * with `lambda:InvokeFunction` for itself and for the proxy's alias `slack` alone, speaks for all of
 * them, and the proxy's `relays` says for which groups (`slack:img-web|img-payments`). A user id means
 * somebody in one workspace only, so commands of any other are refused.
 *
 * Set SLACK_SIGNING_SECRET (from Secrets Manager), SLACK_TEAM (`T0EXAMPLE`), SLACK_GROUPS
 * (`{"img-payments": ["U024BE7LH"]}`), PROXY_FUNCTION (with `:slack` at the end), and a time-out of 30 s.
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
    readonly document: CommandDocument & {
      readonly clientToken: string;
      readonly onBehalfOf: { readonly user: string; readonly groups: readonly string[] };
    };
    readonly responseUrl: string;
  };
}

/** What the function works with; a test gives its own. */
export interface SlackCollaborators {
  readonly signingSecret: string;
  /** The id of the workspace whose users are known. */
  readonly team: string;
  /** The ids of the users in each group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
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
  { signingSecret, team, groups, startJob, now }: SlackCollaborators,
  { headers, body: raw = '', isBase64Encoded }: LambdaFunctionURLEvent,
): Promise<LambdaFunctionURLResult> => {
  const body = isBase64Encoded ? Buffer.from(raw, 'base64').toString() : raw;
  if (!isFromSlack({ headers, body }, signingSecret, now())) {
    return answer(401, { error: 'The signature is not Slack’s.' });
  }
  const fields = new URLSearchParams(body);
  const user = fields.get('user_id') ?? '';
  if (user === '' || fields.get('team_id') !== team) {
    return answer(200, message('This command is not for your workspace.'));
  }
  const document = readCommandText(fields.get('text') ?? '');
  const responseUrl = fields.get('response_url') ?? '';
  if (document === undefined || !isOfSlack(responseUrl)) return answer(200, message(usage));
  // The same command twice, by a retry of Slack's or of Lambda's, creates one pipeline.
  const clientToken = createHash('sha256')
    .update(fields.get('trigger_id') ?? body)
    .digest('hex');
  const onBehalfOf = { user, groups: groupsOf(user, groups) };
  await startJob({ slackJob: { document: { ...document, clientToken, onBehalfOf }, responseUrl } });
  return answer(200, message(`Asking for the image pipeline "${escapeMrkdwn(document.name)}" …`));
};

const groupsOf = (user: string, groups: SlackCollaborators['groups']): string[] =>
  Object.keys(groups).filter((group) => groups[group]?.includes(user));

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
  const { SLACK_SIGNING_SECRET, SLACK_TEAM, SLACK_GROUPS, PROXY_FUNCTION } = process.env;
  const lambda = new LambdaClient({});
  return {
    // Empty, it lets nobody in.
    signingSecret: SLACK_SIGNING_SECRET ?? '',
    team: SLACK_TEAM ?? '',
    // The operator's own configuration, in the form that is shown above.
    groups: JSON.parse(SLACK_GROUPS ?? '{}') as SlackCollaborators['groups'],
    invokeProxy: async (document) => {
      const { Payload: payload } = await lambda.send(
        new InvokeCommand({ FunctionName: PROXY_FUNCTION, Payload: JSON.stringify(document) }),
      );
      return Object(JSON.parse(Buffer.from(payload ?? []).toString())) as object;
    },
    startJob: (job) =>
      lambda.send(
        new InvokeCommand({
          FunctionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
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
