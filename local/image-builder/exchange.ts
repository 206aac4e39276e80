import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { control, isControlPath } from './control.ts';
import { deliver, reset } from './deliver.ts';
import type { FaultQueue } from './fault-queue.ts';
import { faultyAnswer } from './faulty-answer.ts';
import { findOperation } from './operations.ts';
import type { RequestRecord } from './recorded-requests.ts';
import { readBody } from './request-body.ts';
import { type Service, serviceAnswer } from './service-answer.ts';

/** What every exchange of one server shares. */
export interface ExchangeContext {
  readonly service: Service;
  readonly faults: FaultQueue;
  readonly record: RequestRecord;
}

/**
 * One HTTP exchange, from a request's arrival to its answer.
 *
 * @throws Error when the client goes away, or the server is closed, before the end: what was waiting
 *   is given up, and an operation that did not take effect by then never does
 */
export const exchange = async (
  request: IncomingMessage,
  response: ServerResponse,
  context: ExchangeContext,
): Promise<void> => {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const rawBody = await readBody(request);
  const path = request.url?.split('?', 1)[0] ?? '';
  if (!isControlPath(path)) return serve(request, response, rawBody, context, gone.signal);
  const { method = '', headers } = request;
  const controlled = { faults: context.faults, requests: context.record.requests };
  const answer = control({ method, path, headers, rawBody: rawBody ?? '' }, controlled);
  await deliver(response, answer, {}, gone.signal);
};

const serve = async (
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
  rawBody: string | undefined,
  { service, faults, record }: ExchangeContext,
  signal: AbortSignal,
): Promise<void> => {
  const [path = '', query = ''] = url.split('?', 2);
  const operation = findOperation(method, path);
  const body = parsed(rawBody);
  const answered = record.add({
    operation: operation?.name,
    method,
    path: url,
    headers,
    rawBody: rawBody ?? '',
    body,
    time: new Date().toISOString(),
  });
  // Before the signature is looked at: a fault also meets what the service would refuse.
  const fault = operation && faults.take(operation.name);
  if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs, undefined, { signal });
  if (fault?.drop === 'before') {
    reset(response);
    return;
  }
  // A request that hangs is left alone: nothing waits for it that would have to be ended.
  if (fault?.hang === 'before') return;

  const requestId = randomUUID();
  const { authorization } = headers;
  const received = { requestId, operation, authorization, query, rawBody, body };
  const answer = faultyAnswer(fault, requestId, () => serviceAnswer(received, service));
  if (fault?.drop === 'after') reset(response);
  if (fault?.drop === 'after' || fault?.hang === 'after') return;

  answered(answer.status);
  await deliver(response, answer, fault ?? {}, signal);
};

const parsed = (rawBody: string | undefined): unknown => {
  try {
    return JSON.parse(rawBody ?? '');
  } catch {
    return undefined;
  }
};
