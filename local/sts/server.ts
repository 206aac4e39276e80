import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { deliver, reset } from '../image-builder/deliver.ts';
import { readBody } from '../image-builder/request-body.ts';
import { serveExchanges } from '../serve-exchanges.ts';
import {
  assumeRole,
  readAssumption,
  type RecordedAssumption,
  type TrustedRole,
} from './assume-role.ts';
import { StsException } from './exception.ts';
import { createFaultQueue, type FaultQueue } from './fault-queue.ts';
import { queryAnswer, queryException } from './xml.ts';

/** How an embedded STS is started; everything has a default. */
export interface StsOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** The roles that may be assumed, by their ARNs; none when left out. */
  readonly roles?: Readonly<Record<string, TrustedRole>>;
  /** Milliseconds; what credentials expire by. */
  readonly now?: () => number;
}

/** A running embedded STS. */
export interface Sts {
  /** Where it listens, fit for `AWS_ENDPOINT_URL_STS`. */
  readonly url: string;
  readonly port: number;
  /** Lets a role be assumed from now on. */
  readonly trust: (roleArn: string, role?: TrustedRole) => void;
  /** What goes wrong on purpose. */
  readonly faults: Pick<FaultQueue, 'add' | 'clear'>;
  /** The calls of AssumeRole, oldest first: a live view. */
  readonly requests: readonly RecordedAssumption[];
  /** Ends every connection and everything pending; a second call does nothing more. */
  readonly close: () => Promise<void>;
}

/** The record of a long session must not fill the memory. */
const mostRequests = 1000;

const signature =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/\d{8}\/[a-z0-9-]+\/([a-z]+)\/aws4_request\b/;

/**
 * Starts a stand-in for AWS STS on loopback that speaks AssumeRole over the service's own protocol
 * (AWS Query, XML). A role is assumed where it is in the list: the signature is read, not verified.
 */
export const startSts = async ({
  port = 0,
  roles = {},
  now = Date.now,
}: StsOptions = {}): Promise<Sts> => {
  const trusted = new Map(Object.entries(roles));
  const faults = createFaultQueue();
  const requests: RecordedAssumption[] = [];

  const answerTo = (assumption: RecordedAssumption) => {
    try {
      const { sessionToken, result } = assumeRole(assumption, trusted, now);
      return { answer: queryAnswer('AssumeRole', result), sessionToken };
    } catch (error) {
      if (error instanceof StsException) return { answer: queryException(error) };
      throw error;
    }
  };

  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const form = new URLSearchParams((await readBody(request)) ?? '');
    const [, accessKeyId = '', service] = signature.exec(request.headers.authorization ?? '') ?? [];
    if (form.get('Action') !== 'AssumeRole' || service !== 'sts') {
      const exception =
        service === 'sts'
          ? new StsException('InvalidAction', 'The embedded STS knows AssumeRole alone.')
          : new StsException('MissingAuthenticationToken', 'The request is not signed.', 403);
      await deliver(response, queryException(exception), {}, gone.signal);
      return;
    }
    const assumption = readAssumption(form, accessKeyId);
    const at = requests.push(assumption) - 1;
    if (requests.length > mostRequests) requests.shift();
    const fault = faults.take(assumption.roleArn);
    if (fault?.delayMs !== undefined) {
      await setTimeout(fault.delayMs, undefined, { signal: gone.signal });
    }
    if (fault?.drop === true) reset(response);
    if (fault?.drop === true || fault?.hang === true) return;
    if (fault?.body !== undefined) {
      const answer = { status: 200, headers: { 'content-type': 'text/xml' }, body: fault.body };
      await deliver(response, answer, {}, gone.signal);
      return;
    }
    if (fault?.exception !== undefined) {
      const { exception, message = 'A fault asked for it.', status = 400 } = fault;
      const answer = queryException(new StsException(exception, message, status));
      await deliver(response, answer, {}, gone.signal);
      return;
    }
    const { answer, sessionToken } = answerTo(assumption);
    if (sessionToken !== undefined && requests[at] === assumption) {
      requests[at] = { ...assumption, sessionToken };
    }
    await deliver(response, answer, {}, gone.signal);
  };

  const served = await serveExchanges(exchange, {
    port,
    cannotListen: `The embedded STS cannot listen: port ${port}`,
  });
  return {
    url: `http://127.0.0.1:${served.port}`,
    port: served.port,
    trust: (roleArn, role = {}) => {
      trusted.set(roleArn, role);
    },
    faults,
    requests,
    close: served.close,
  };
};
