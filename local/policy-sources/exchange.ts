import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { jsonAnswer } from '../image-builder/answer.ts';
import { deliver, reset } from '../image-builder/deliver.ts';
import { readBody } from '../image-builder/request-body.ts';
import { control, type Controlled, isControlPath } from './control.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { Operation, OperationName } from './operation.ts';
import { exceptionOf, serviceAnswer } from './service-answer.ts';

/** A request to one of the services as it arrived. */
export interface RecordedRequest {
  readonly operation: OperationName;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The path with its query, as sent. */
  readonly path: string;
  readonly rawBody: string;
}

/** What every exchange of one server shares. */
export interface ExchangeContext {
  readonly operations: readonly Operation[];
  readonly controlled: Controlled;
  readonly faults: FaultQueue;
  readonly record: (request: RecordedRequest) => void;
}

/** The targets and paths under which the services' models have the operations. */
const operationKeys: Readonly<Record<string, OperationName>> = {
  'POST / AmazonSSM.GetParameter': 'GetParameter',
  'POST / AmazonSSM.PutParameter': 'PutParameter',
  'POST / AWSOrganizationsV20161128.DescribeEffectivePolicy': 'DescribeEffectivePolicy',
  'POST /configurationsessions ': 'StartConfigurationSession',
  'GET /configuration ': 'GetLatestConfiguration',
};

/**
 * One HTTP exchange, from a request's arrival to its answer.
 *
 * @throws Error when the client goes away, or the server is closed, before the end
 */
export const exchange = async (
  request: IncomingMessage,
  response: ServerResponse,
  context: ExchangeContext,
): Promise<void> => {
  const gone = new AbortController();
  const { signal } = gone;
  response.once('close', () => {
    gone.abort();
  });
  const rawBody = await readBody(request);
  const { method = '', url = '', headers } = request;
  const [path = '', search = ''] = url.split('?', 2);
  if (isControlPath(path)) {
    const answer = control(method, path, headers, rawBody ?? '', context.controlled);
    return deliver(response, answer, {}, signal);
  }
  const target = String(headers['x-amz-target'] ?? '');
  const name = operationKeys[`${method} ${path} ${target}`];
  const operation = context.operations.find((known) => known.name === name);
  if (operation === undefined) {
    const message = 'There is no such operation among the embedded services.';
    return deliver(
      response,
      jsonAnswer(404, { __type: 'UnknownOperationException', message }),
      {},
      signal,
    );
  }
  context.record({ operation: operation.name, headers, path: url, rawBody: rawBody ?? '' });
  const fault = context.faults.take(operation.name);
  if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs, undefined, { signal });
  if (fault?.drop === true) {
    reset(response);
    return;
  }
  if (fault?.hang === true) return;
  const {
    exception,
    message = `A fault asked for ${String(exception)}.`,
    status = 400,
  } = fault ?? {};
  const { authorization } = headers;
  const answer =
    exception === undefined
      ? serviceAnswer(operation, { authorization, rawBody, query: new URLSearchParams(search) })
      : exceptionOf(operation, { name: exception, message, status });
  const id = { 'x-amzn-requestid': randomUUID() };
  await deliver(response, { ...answer, headers: { ...answer.headers, ...id } }, {}, signal);
};
