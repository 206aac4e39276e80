import { type Answer, jsonAnswer } from './answer.ts';
import type { Fault } from './fault.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { ReceivedRequest } from './received-request.ts';
import { type RecordedRequest, withoutSecrets } from './recorded-requests.ts';

/** A path of one stand-in's own, by which a person sets up what it holds. */
export interface SetupRoute {
  /** How it reads, such as `PUT /_parameters/NAME`. */
  readonly what: string;
  /** Matches method and path; its first group is what `set` is called with. */
  readonly route: RegExp;
  readonly set: (name: string, body: string) => void;
}

/** What the control paths show and change. */
export interface Controlled {
  readonly faults: FaultQueue;
  readonly requests: readonly RecordedRequest[];
  readonly setup: readonly SetupRoute[];
}

/** Whether a path is one of the stand-in's own: no operation of a service begins so. */
export const isControlPath = (path: string): boolean => path.startsWith('/_');

/**
 * The paths of every stand-in, for a person with curl, unsigned:
 * - `PUT /_faults` adds one fault or a list of them after those waiting;
 * - `GET /_faults` shows the waiting ones, `DELETE /_faults` forgets them;
 * - `GET /_requests` shows the last requests to the service, without signatures;
 * - and what the stand-in has to set up.
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
export const control = (request: ReceivedRequest, controlled: Controlled): Answer => {
  const { faults, requests, setup } = controlled;
  if (request.headers.origin !== undefined || !isLoopback(request.headers.host)) {
    return refusal(403, 'Only a program on this machine may do this, by a loopback name.');
  }
  const { rawBody = '' } = request;
  const route = `${request.method} ${request.path}`;
  if (route === 'GET /_requests') return jsonAnswer(200, requests.map(withoutSecrets));
  try {
    // Unchecked until here: the queue takes only what is a fault.
    if (route === 'PUT /_faults') faults.add(JSON.parse(rawBody) as Fault | readonly Fault[]);
    for (const { route: pattern, set } of setup) {
      const match = pattern.exec(route);
      if (match === null) continue;
      set(decodeURIComponent(match[1] ?? ''), rawBody);
      return { status: 204, headers: {}, body: '' };
    }
  } catch (error) {
    return refusal(400, error instanceof Error ? error.message : String(error));
  }
  if (route === 'DELETE /_faults') faults.clear();
  if (/^(PUT|GET|DELETE) \/_faults$/.test(route)) return jsonAnswer(200, faults.list());
  const known = [
    'GET, PUT and DELETE /_faults',
    'GET /_requests',
    ...setup.map(({ what }) => what),
  ];
  return refusal(404, `There are ${known.join('; ')}.`);
};

const refusal = (status: number, message: string) => jsonAnswer(status, { message });

const isLoopback = (host: string | undefined): boolean =>
  /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?$/i.test(host ?? '');
