import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** What was seen of one HTTP request. */
interface Watched {
  /** Whether Node has made it, and so tells what becomes of it. */
  isSeen: boolean;
  /** Whether its connection was there: then some of it may have gone out. */
  isConnected: boolean;
}

/** The header by which the SDK tells its calls from each other. */
const idHeader = 'amz-sdk-invocation-id';

const watched = new Map<string, Watched>();

/**
 * Node tells of each request that it makes, before anything is sent. Its documentation calls the
 * channel experimental: where it says nothing, a request counts as sent.
 *
 * Source: https://nodejs.org/api/diagnostics_channel.html#event-httpclientrequestcreated
 */
subscribe('http.client.request.created', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  const seen = watched.get(String(request.getHeader(idHeader)));
  if (seen === undefined) return;
  seen.isSeen = true;
  const connected = (): void => {
    seen.isConnected = true;
  };
  request.once('socket', (socket: Socket) => {
    // Nothing is written to a new connection before it is made, the handshake of TLS included.
    if (!socket.connecting) connected();
    else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  });
});

/**
 * Watches the HTTP request that carries the headers of a call, until `close`.
 *
 * @returns Whether nothing of it can have gone out: no connection was made for it.
 */
export const watchRequest = (
  headers: Readonly<Record<string, string>>,
): { readonly isUnsent: () => boolean; readonly close: () => void } => {
  const { [idHeader]: id = '' } = headers;
  const request: Watched = { isSeen: false, isConnected: false };
  watched.set(id, request);
  return {
    isUnsent: () => request.isSeen && !request.isConnected,
    close: () => {
      watched.delete(id);
    },
  };
};
