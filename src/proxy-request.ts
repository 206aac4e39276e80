import type { CallUnderWay } from './core/create-image-pipeline.ts';
import type { Decision } from './core/decide.ts';
import type { MalformedRequest } from './errors.ts';
import type { Issue } from './json/issue.ts';
import type { JsonObject } from './json/json-value.ts';
import type { Caller } from './policy/document.ts';

/** Creates image pipelines. */
export const createImagePipelineRoute = 'POST /image-pipelines';
/** Tells what the policy has for the caller. */
export const getPolicyRoute = 'GET /policy';
/** Gives the OpenAPI document of the proxy. */
export const getOpenApiRoute = 'GET /openapi.json';

/** How a request came in, and so the form in which its answer goes out. */
export type EventSource = 'http' | 'direct';

/** What an answer over HTTP has to heed beside its event source; absent where nothing is out of the ordinary. */
export interface HttpForm {
  /** A load balancer wants headers back in the mode in which it sends them. */
  readonly loadBalancer?: 'headers' | 'multiValueHeaders';
  /** A HEAD request gets the answer of its GET, less the body (RFC 9110, section 9.3.2). */
  readonly isHead?: true;
}

/** One request, whichever event brought it; what handles it fills in the rest on the way. */
export interface ProxyRequest {
  readonly eventSource: EventSource;
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
  /** Behind a relay the relay itself, until what it says of its user is read. */
  caller: Caller;
  /** The groups that the caller may name, where it is a relay. */
  readonly relayGroups?: readonly string[] | 'any';
  /** When the request came, ISO 8601 in UTC. */
  readonly requestTime: string;
  /** By when it has to be answered, on the scale of `performance.now()`. */
  readonly deadline: number;
  /** Why the event holds no request, where it holds none. */
  readonly unreadable?: MalformedRequest;
  /** Text at first; the JSON value it holds once it is parsed. */
  body: unknown;
  /** The members of the body that are Image Builder's, less a valid `clientToken`. */
  sent?: JsonObject;
  /** Whether it only asks what would be created: of Image Builder, or of the policy alone. */
  dryRun?: boolean | 'policy';
  /** Whether it was a dry run, and Image Builder has created the pipeline. */
  dryRunNotHonoured?: true;
  /** The idempotency key, as the caller wrote it; the request id where it sent none. */
  clientToken?: string;
  /** What goes to Image Builder in its place. */
  upstreamToken?: string;
  /** What is wrong with the shape of what was sent. */
  shapeIssues?: readonly Issue[];
  /** How many more shape issues there are that are not put into words. */
  unlistedIssues?: number;
  /** The revision of the policy that it is decided under, once that is read. */
  policyRevision?: string;
  /** What becomes of it under the policy. */
  decision?: Decision;
  /** The call to Image Builder, from just before it is sent. */
  call?: CallUnderWay;
  /** Image Builder's part in it, once that has created the pipeline. */
  upstream?: UpstreamCall;
}

/** What an event itself tells of a request. */
export type EventRequest = Omit<ProxyRequest, 'requestId' | 'requestTime' | 'deadline'>;

/** A call to Image Builder. */
export interface UpstreamCall {
  readonly requestId?: string;
  /** How often it was sent, retries included. */
  readonly attempts: number;
  readonly durationMs: number;
}

/** What goes back, before it takes the form of the event source. */
export interface Answer {
  readonly status: number;
  /** One line for a chat. */
  readonly message: string;
  readonly document: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}
