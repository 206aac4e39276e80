import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageBuilder } from '../../local/image-builder/server.ts';
import type { ClientRequest } from './http-api-event.ts';

/** An answer as a client sees it. */
export interface ClientAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  // The tests say of each document what it must hold; none relies on this type.
  readonly document: ProxyDocument;
}

/** Every member that an answer of the proxy may have. */
export interface ProxyDocument {
  readonly [member: string]: unknown;
  readonly status?: number;
  readonly message?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly instance?: string;
  readonly clientToken?: string;
  readonly imagePipelineArn?: string;
  readonly imagePipeline?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
  readonly warnings?: readonly { pointer: string; code: string; detail: string }[];
}

/** The proxy as its callers meet it, in process or packaged, with the Image Builder behind it. */
export interface Proxy {
  readonly send: (request: ClientRequest) => Promise<ClientAnswer>;
  readonly invoke: (document: unknown) => Promise<ProxyDocument>;
  readonly imageBuilder: ImageBuilder;
  /** The lines of the log so far. */
  readonly log: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Waits until something holds, looking every few milliseconds; the test's own time-out ends it. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(10);
};

/** Takes an answer for what {@link ProxyDocument} says an answer may hold. */
export const asDocument = (value: unknown): ProxyDocument => {
  if (typeof value !== 'object' || value === null)
    throw new TypeError('The answer is not an object.');
  return value as ProxyDocument;
};
