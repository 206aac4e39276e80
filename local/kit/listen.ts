import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that listens on loopback. */
export interface Listening {
  readonly port: number;
  /** Ends every connection and everything pending; a second call does nothing more. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1 and answers each request in an exchange of its own.
 *
 * @param port - 0 takes a free one.
 * @param name - Who listens, for the error's message.
 * @throws Error naming the port when it is in use or cannot be listened on.
 */
export const listen = async (
  exchange: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
  name: string,
): Promise<Listening> => {
  const exchanges = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const running = exchange(request, response)
      // The connection is gone, or can no longer be used: no answer would arrive.
      .catch(() => {
        response.destroy();
      })
      .finally(() => exchanges.delete(running));
    exchanges.add(running);
  });
  // Longer than clients keep an idle connection, or one would be reused just as it is being closed.
  server.keepAliveTimeout = 120_000;
  const address = await bind(server, port, name);

  let closed: Promise<void> | undefined;
  const close = async () => {
    const ended = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await ended;
    await Promise.allSettled(exchanges);
  };
  return { port: address.port, close: () => (closed ??= close()) };
};

const bind = (server: Server, port: number, name: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = 'code' in cause && cause.code === 'EADDRINUSE' ? 'is in use' : cause.message;
      const message = `The ${name} cannot listen: port ${port} on 127.0.0.1 ${reason}.`;
      reject(new Error(message, { cause }));
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(server.address() as AddressInfo); // Listening on a port: never a pipe's name or null.
    });
  });
