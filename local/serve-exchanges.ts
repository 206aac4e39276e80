import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where exchanges are served. */
export interface ServeOptions {
  readonly port: number;
  /** The address to listen on; 127.0.0.1 when left out. */
  readonly host?: string;
  /** How the error begins that says why nobody can listen there; the reason comes behind it. */
  readonly cannotListen: string;
}

/** Exchanges that are being served. */
export interface ServedExchanges {
  readonly port: number;
  /** Ends every connection and everything pending; a second call does nothing more. */
  readonly close: () => Promise<void>;
}

/**
 * Serves HTTP by answering each request in an exchange of its own.
 *
 * @throws Error naming the port when it is in use or cannot be listened on.
 */
export const serveExchanges = async (
  exchange: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  options: ServeOptions,
): Promise<ServedExchanges> => {
  const exchanges = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const running = exchange(request, response)
      // The connection is gone, or can no longer be used: there is nobody to tell.
      .catch(() => {
        response.destroy();
      })
      .finally(() => exchanges.delete(running));
    exchanges.add(running);
  });
  // Longer than clients keep an idle connection, or one would be reused just as it is being closed.
  server.keepAliveTimeout = 120_000;
  const { port } = await listen(server, options);

  let closed: Promise<void> | undefined;
  const close = async () => {
    const ended = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await ended;
    await Promise.allSettled(exchanges);
  };
  return { port, close: () => (closed ??= close()) };
};

const listen = (
  server: Server,
  { port, host = '127.0.0.1', cannotListen }: ServeOptions,
): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = 'code' in cause && cause.code === 'EADDRINUSE' ? 'is in use' : cause.message;
      reject(new Error(`${cannotListen} ${reason}.`, { cause }));
    });
    server.listen(port, host, () => {
      resolve(server.address() as AddressInfo); // Listening on a port: never a pipe's name or null.
    });
  });
