import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { isJsonObject } from '../../json/json-value.ts';

/** The exception by which Image Builder says that it would have created the pipeline (HTTP 412). */
export const dryRunPassed = 'DryRunOperationException';

/** The inputs that are sent as dry runs: the SDK hands each middleware the very input of its call. */
const dryRuns = new WeakSet<object>();

/** Has an input sent as a dry run, by which Image Builder creates nothing. */
export const sendAsDryRun = (input: object): void => {
  dryRuns.add(input);
};

const prepared = new WeakSet<ImagebuilderClient>();

/**
 * Lets a client send dry runs. Before its first call: the SDK may then keep its middlewares in order.
 *
 * The SDK does not know the member `dryRun`, and drops what it does not know: it is written into the body
 * behind its serializer.
 *
 * Source: https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateImagePipeline.html
 */
export const prepareForDryRuns = (client: ImagebuilderClient): void => {
  if (prepared.has(client)) return;
  prepared.add(client);
  client.middlewareStack.add(
    (next) => (args) => {
      if (dryRuns.has(args.input)) {
        // The SDK types what reaches this step as unknown.
        const request = args.request as { body: unknown };
        request.body = withDryRun(request.body);
      }
      return next(args);
    },
    // The low priority puts it behind the serializer.
    { step: 'serialize', priority: 'low', name: 'dryRunMiddleware' },
  );
};

/** What the serializer made, a JSON object in bytes or a text, with the member. Anything else is never sent. */
const withDryRun = (body: unknown): string => {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
  const input: unknown = JSON.parse(text);
  if (!isJsonObject(input))
    throw new TypeError('CreateImagePipeline is not sent as a JSON object.');
  return JSON.stringify({ ...input, dryRun: true });
};
