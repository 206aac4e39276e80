import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the front has seen of a request. */
export interface SeenRequest {
  readonly isSigned: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
}

/** An answer of the front's own, instead of the proxy's. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands in front of the local API as IAM stands in front of the deployed one. */
export interface SignedFront {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What the next requests are answered with; the connection is cut for `drop`. */
  readonly answers: (OwnAnswer | 'drop')[];
  readonly close: () => Promise<void>;
}

/** The credentials that the front knows. */
export const signer = {
  AWS_ACCESS_KEY_ID: 'EXAMPLEKEY',
  AWS_SECRET_ACCESS_KEY: 'example/secret+key',
  AWS_SESSION_TOKEN: 'example//session+token==',
  AWS_REGION: 'eu-west-1',
};

/** Starts a front that refuses what is not signed, as API Gateway does, and passes on the rest. */
export const startSignedFront = async (target: string): Promise<SignedFront> => {
  const seen: SeenRequest[] = [];
  const answers: (OwnAnswer | 'drop')[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const headers = plainHeaders(request);
      const path = request.url ?? '';
      const isSigned = hasSignature(request, headers, body);
      seen.push({ isSigned, headers, path });
      const own = answers.shift();
      if (own === 'drop') {
        request.socket.destroy();
      } else if (own !== undefined) {
        response.writeHead(own.status, { ...own.headers }).end(own.body);
      } else if (!isSigned) {
        response.writeHead(403).end('{"message":"Forbidden"}');
      } else {
        const { host, connection, 'content-length': length, ...others } = headers;
        const answer = await fetch(target + path, {
          method: request.method ?? 'GET',
          headers: others,
          body,
        });
        const type = answer.headers.get('content-type') ?? '';
        response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/**
 * Computes the signature of a request anew, from what arrived.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const hasSignature = (
  { method = '', url = '' }: IncomingMessage,
  headers: Readonly<Record<string, string>>,
  body: string,
): boolean => {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-security-token': token } = headers;
  const [, key, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), ?SignedHeaders=(\S+), ?Signature=(\S+)$/.exec(
      authorization,
    ) ?? [];
  const signed = names.split(';');
  const isComplete = ['host', 'x-amz-date', 'x-amz-security-token'].every((n) =>
    signed.includes(n),
  );
  if (key !== signer.AWS_ACCESS_KEY_ID || token !== signer.AWS_SESSION_TOKEN || !isComplete) {
    return false;
  }
  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    path,
    query,
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const [day = '', region = '', service = '', end = ''] = scope.split('/');
  if (scope !== `${date.slice(0, 8)}/${signer.AWS_REGION}/execute-api/aws4_request`) return false;
  const signingKey = [day, region, service, end].reduce<string | Buffer>(
    hmac,
    `AWS4${signer.AWS_SECRET_ACCESS_KEY}`,
  );
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  return hmac(signingKey, text).toString('hex') === signature;
};
