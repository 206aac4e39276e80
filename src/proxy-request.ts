import type { JsonObject } from './json/json-value.ts';
import type { Issue } from './json/issue.ts';
import type { Resolution } from './core/decide.ts';
import type { Caller } from './policy/document.ts';

/** How a request came in, and so the form in which its answer goes out. */
export type Door = 'http' | 'direct';

/** What an answer over HTTP has to heed beside its door; absent where nothing is out of the ordinary. */
export interface HttpForm {
  /** A load balancer wants headers back in the mode in which it sends them. */
  readonly loadBalancer?: 'headers' | 'multiValueHeaders';
  /** A HEAD request gets the answer of its GET, less the body (RFC 9110, section 9.3.2). */
  readonly isHead?: true;
}

/** One request, whatever door it came through; Middy's stack fills in the rest on the way. */
export interface ProxyRequest {
  readonly door: Door;
  readonly form?: HttpForm;
  /** The method and path of an HTTP request, such as `POST /image-pipelines`; a direct invocation has the same. */
  readonly route: string;
  /** The Lambda request id: the same on each retry of an asynchronous invocation. */
  readonly requestId: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parameters of the query, in order; a repeated one stands twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly isBase64Encoded: boolean;
  readonly caller: Caller;
  /** When the request came, ISO 8601 in UTC. */
  readonly requestTime: string;
  /** Text at first; the JSON value it holds once it is parsed. */
  body: unknown;
  /** The members of the body that are Image Builder's, less a valid `clientToken`. */
  sent?: JsonObject;
  dryRun?: boolean;
  clientToken?: string;
  /** What the policy made of what was sent. */
  resolution?: Resolution;
  /** The request as it would go to Image Builder: resolved, with its client token. */
  request?: JsonObject;
  /** What stands against the request beside its shape, which Middy's validator looks at. */
  findings?: Findings;
  /** By when it has to be answered, on the scale of `performance.now()`. */
  deadline?: number;
  /** How often it was sent to Image Builder, once that has created the pipeline. */
  attempts?: number;
  /** Whether its caller was answered without waiting for the stack; then nothing more is sent or logged for it. */
  isAnswered?: boolean;
}

/** What stands against a request beside its shape. */
export interface Findings {
  /** Breaches of the words of the door or of a rule beyond the shape: they make it invalid. */
  readonly invalid: readonly Issue[];
  /** Breaches of the organization's policy. */
  readonly forbidden: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** What goes back, before it takes the form of the door. */
export interface Answer {
  readonly status: number;
  /** One line for a chat. */
  readonly message: string;
  readonly document: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}
