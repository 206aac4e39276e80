import type { IncomingHttpHeaders } from 'node:http';

/** A request to the service as it arrived, and what became of it. */
export interface RecordedRequest {
  /** Undefined for a path that no operation has. */
  readonly operation: string | undefined;
  readonly method: string;
  /** The path with its query, as sent. */
  readonly path: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The body as text; empty for one over the limit. */
  readonly rawBody: string;
  /** The body as JSON, unknown members included; undefined where it is not JSON. */
  readonly body: unknown;
  /** When it arrived, ISO 8601. */
  readonly time: string;
  /** The status it was answered with; undefined until then, and where nothing was ever answered. */
  readonly status: number | undefined;
}

/** The record of the last requests, oldest first. */
export interface RequestRecord {
  /** A live view: it grows as requests come in. */
  readonly requests: readonly RecordedRequest[];
  /** Records a request and returns how to say what it was answered with. */
  readonly add: (request: Omit<RecordedRequest, 'status'>) => (status: number) => void;
}

/** A record that keeps the last thousand requests, so that a long session cannot fill the memory. */
export const createRequestRecord = (limit = 1000): RequestRecord => {
  const requests: RecordedRequest[] = [];
  return {
    requests,
    add(request) {
      const entry: { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] } = {
        ...request,
        status: undefined,
      };
      requests.push(entry);
      if (requests.length > limit) requests.shift();
      return (status) => {
        entry.status = status;
      };
    },
  };
};

/**
 * A recorded request without what could be used again: someone may run the stand-in with real
 * credentials in the environment.
 */
export const withoutSecrets = (request: RecordedRequest): RecordedRequest => {
  const headers = { ...request.headers };
  if (headers.authorization !== undefined) {
    headers.authorization = headers.authorization.replace(/Signature=.*/s, 'Signature=…');
  }
  if (headers['x-amz-security-token'] !== undefined) headers['x-amz-security-token'] = '…';
  return { ...request, headers };
};
