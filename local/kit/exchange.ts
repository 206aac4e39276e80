import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Answer, deliver, reset } from './answer.ts';
import { control, type Controlled, isControlPath } from './control.ts';
import type { Fault } from './fault.ts';
import type { RequestRecord } from './recorded-requests.ts';
import { receive, type ReceivedRequest } from './received-request.ts';
import { exceptionAnswer, type ServiceDefinition, serviceAnswer } from './service-answer.ts';

/** What every exchange of one stand-in shares. */
export interface ExchangeContext extends ServiceDefinition, Controlled {
  readonly record: RequestRecord;
}

/**
 * One HTTP exchange, from a request's arrival to its answer.
 *
 * @throws Error when the client goes away, or the server is closed, before the end: what was waiting
 *   is given up, and an operation that did not take effect by then never does
 */
export const exchange = async (
  incoming: IncomingMessage,
  response: ServerResponse,
  context: ExchangeContext,
): Promise<void> => {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const request = await receive(incoming);
  if (!isControlPath(request.path)) return serve(request, response, context, gone.signal);
  await deliver(response, control(request, context), {}, gone.signal);
};

const serve = async (
  request: ReceivedRequest,
  response: ServerResponse,
  context: ExchangeContext,
  signal: AbortSignal,
): Promise<void> => {
  const { method, url, headers, rawBody = '', json } = request;
  const operation = context.operations.find(
    ({ protocol, route }) => protocol.routeOf(request) === route,
  );
  const answered = context.record.add({
    operation: operation?.name,
    method,
    path: url,
    headers,
    rawBody,
    body: json,
    time: new Date().toISOString(),
  });
  // Before the signature is looked at: a fault also meets what the service would refuse.
  const fault = operation && context.faults.take(operation.name);
  if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs, undefined, { signal });
  if (fault?.drop === 'before') {
    reset(response);
    return;
  }
  // A request that hangs is left alone: nothing waits for it that would have to be ended.
  if (fault?.hang === 'before') return;

  const requestId = randomUUID();
  const perform = () => serviceAnswer(request, operation, requestId, context);
  if (fault?.effect === 'after') perform();
  const answer =
    replacement(fault, (name, message, status) =>
      exceptionAnswer({ name, message, status, requestId }, operation, context),
    ) ?? perform();
  if (fault?.drop === 'after') reset(response);
  if (fault?.drop === 'after' || fault?.hang === 'after') return;

  answered(answer.status);
  await deliver(response, withHeaders(answer, fault, requestId), fault ?? {}, signal);
};

/** The answer that a fault puts in place of the service's own. */
const replacement = (
  fault: Fault | undefined,
  exceptionOf: (name: string, message: string, status: number | undefined) => Answer,
): Answer | undefined => {
  if (fault?.answer !== undefined) {
    const { status, headers, body = '' } = fault.answer;
    return { status, headers: lowerCased(headers), body };
  }
  if (fault?.exception === undefined) return undefined;
  const { exception, message = `A fault asked for ${exception}.`, status } = fault;
  return exceptionOf(exception, message, status);
};

const withHeaders = (answer: Answer, fault: Fault | undefined, requestId: string): Answer => {
  // An answer given as it stands may come from anything on the way to the service.
  const id = fault?.answer === undefined ? { 'x-amzn-requestid': requestId } : {};
  return { ...answer, headers: { ...answer.headers, ...id, ...lowerCased(fault?.headers) } };
};

/** Names in lower case replace each other whatever their spelling; none is sent twice. */
const lowerCased = (headers: Fault['headers'] = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
