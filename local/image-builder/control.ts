import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import type { Fault } from './fault.ts';
import type { FaultQueue } from './fault-queue.ts';
import { type RecordedRequest, withoutSecrets } from './recorded-requests.ts';

/** A request to the stand-in itself, not to the service it stands in for. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly rawBody: string;
}

/** What the control paths show and change. */
export interface Controlled {
  readonly faults: FaultQueue;
  readonly requests: readonly RecordedRequest[];
}

/** Whether a path is one of the stand-in's own: no operation of the service begins so. */
export const isControlPath = (path: string): boolean => path.startsWith('/_');

/**
 * The stand-in's own paths, for a person with curl, unsigned:
 * - `PUT /_faults` adds one fault or a list of them after those waiting;
 * - `GET /_faults` shows the waiting ones, `DELETE /_faults` forgets them;
 * - `GET /_requests` shows the last requests to the service, without signatures.
 *
 * For example, the next three creations are throttled, then one is created but never answered:
 *
 *     curl -X PUT localhost:4570/_faults -d '[
 *       { "operation": "CreateImagePipeline", "times": 3, "exception": "TooManyRequestsException" },
 *       { "operation": "CreateImagePipeline", "hang": "after" } ]'
 *
 * A web page must not be able to use them: what a browser sends on a page's behalf has an `Origin`,
 * or, where the page's own name was made to resolve to this machine, a `Host` that is not loopback.
 */
export const control = (request: ControlRequest, { faults, requests }: Controlled): Answer => {
  if (request.headers.origin !== undefined || !isLoopback(request.headers.host)) {
    return refusal(403, 'Only a program on this machine may do this, by a loopback name.');
  }
  const route = `${request.method} ${request.path}`;
  if (route === 'GET /_requests') return jsonAnswer(200, requests.map(withoutSecrets));
  if (route === 'PUT /_faults') {
    try {
      // Unchecked until here: the queue takes only what is a fault.
      faults.add(JSON.parse(request.rawBody) as Fault | readonly Fault[]);
    } catch (error) {
      return refusal(400, error instanceof Error ? error.message : String(error));
    }
  }
  if (route === 'DELETE /_faults') faults.clear();
  if (/^(PUT|GET|DELETE) \/_faults$/.test(route)) return jsonAnswer(200, faults.list());
  return refusal(404, 'There are GET, PUT and DELETE /_faults, and GET /_requests.');
};

const refusal = (status: number, message: string) => jsonAnswer(status, { message });

const isLoopback = (host: string | undefined): boolean =>
  /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?$/i.test(host ?? '');
