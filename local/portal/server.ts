import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundlePortal, portalFiles, portalFolder } from './bundle.ts';
import { referencePage } from './reference-page.ts';

/** A request that the portal's page sends to the API. */
export interface ApiRequest {
  readonly method: string;
  /** The path and the query as the API has them, such as `/policy?recipe=image`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the API answers. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a local portal is started. */
export interface PortalOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** Takes what stands under `/api`, so that page and API have one origin. */
  readonly api: (request: ApiRequest) => Promise<ApiAnswer>;
}

/** A running local portal. */
export interface Portal {
  readonly url: string;
  /** Ends every connection. */
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The headers that `docs/portal.md` asks of whoever hosts the portal. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * Serves the portal, bundled anew for each visit, the API under `/api` and a page that explains it under
 * `/reference`.
 */
export const startPortal = async ({ port = 0, api }: PortalOptions): Promise<Portal> => {
  const server = createServer((request, response) => {
    serve(request, response, api).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else
        send(response, 502, { 'content-type': types['.json'] ?? '' }, JSON.stringify({ message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  const { port: taken } = server.address() as AddressInfo; // Listening on a port, so it has one.
  return {
    url: `http://localhost:${taken}`,
    close: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await ended;
    },
  };
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  api: PortalOptions['api'],
): Promise<void> => {
  // A page of elsewhere whose name was made to resolve to this machine gets nothing.
  if (!/^localhost(?::\d+)?$/i.test(request.headers.host ?? '')) {
    send(response, 403, {}, 'This portal is for this machine: use the name localhost.');
    return;
  }
  const { method = 'GET', url = '/' } = request;
  if (url.startsWith('/api/')) {
    const path = url.slice('/api'.length);
    const body = await text(request);
    const answer = await api({ method, path, headers: headersOf(request), body });
    send(response, answer.status, answer.headers, answer.body);
    return;
  }
  const path = url.split('?', 1)[0] ?? '';
  if (path === '/reference') {
    const document = await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
    const page = referencePage(JSON.parse(document));
    send(response, 200, { 'content-type': types['.html'] ?? '', ...pageHeaders }, page);
    return;
  }
  const file = path === '/' ? 'index.html' : path.slice(1);
  const content = await portalFile(file);
  if (content === undefined) send(response, 404, {}, 'There is no such file.');
  else send(response, 200, { 'content-type': types[extname(file)] ?? '', ...pageHeaders }, content);
};

/** A file of the portal, or of this folder's own pages; nothing else, whatever the path says. */
const portalFile = async (name: string): Promise<Buffer | string | undefined> => {
  if (name === 'portal.js') return bundlePortal();
  if (name === 'reference.css') return readFile(new URL(name, import.meta.url));
  return portalFiles.includes(name) ? readFile(new URL(name, portalFolder)) : undefined;
};

const send = (
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void => {
  response.writeHead(status, { 'cache-control': 'no-store', ...headers });
  response.end(body);
};

/** What belongs to one connection, or is written anew for the next. */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding', 'accept-encoding'],
]);

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !hopByHop.has(name) ? [[name, value]] : [],
    ),
  );

/** Passes requests on to an API that listens elsewhere. */
export const passOnTo =
  (url: string): PortalOptions['api'] =>
  async ({ method, path, headers, body }) => {
    const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
      method,
      headers,
      ...(body !== '' && { body }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(
        [...response.headers].filter(
          ([name]) => !hopByHop.has(name) && name !== 'content-encoding',
        ),
      ),
      body: await response.text(),
    };
  };
