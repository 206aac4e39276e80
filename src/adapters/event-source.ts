import type { Context } from 'aws-lambda';
import type { IdentitySettings } from '../config.ts';
import { MalformedRequest } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import {
  createImagePipelineRoute,
  getPolicyRoute,
  type Answer,
  type EventRequest,
  type EventSource,
  type ProxyRequest,
} from '../proxy-request.ts';
import { readDirect, writeDirect } from './direct.ts';
import { describeForeignEvent } from './foreign-event.ts';
import { isHttpApi, readHttpApi } from './http-api.ts';
import type { HttpRequest } from './http-request.ts';
import { writeHttp } from './http-response.ts';
import { anonymous } from './identity.ts';
import { invokerOf, type Invoker } from './invoker.ts';
import { isLoadBalancer, readLoadBalancer, writeLoadBalancer } from './load-balancer.ts';
import { isRestApi, readRestApi } from './rest-api.ts';

/** What is needed of an invocation beside its event. */
export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'> &
  Partial<Pick<Context, 'invokedFunctionArn'>>;

/** The event sources of HTTP, each with the mark that its events have. A load balancer's look like a REST API's. */
const httpSources: readonly (readonly [
  isItsEvent: (event: JsonObject) => boolean,
  read: (event: JsonObject, settings: IdentitySettings) => HttpRequest,
])[] = [
  [isLoadBalancer, readLoadBalancer],
  [isHttpApi, readHttpApi],
  [isRestApi, readRestApi],
];

// An HTTP API waits 30 s for its integration, a chat 15 s for the function it invoked. What is left of
// that is for what this side cannot see: the way here and back, and the start of a cold function.
const patienceMillis: Readonly<Record<EventSource, number>> = { http: 28_000, direct: 13_000 };

/** What is reserved for writing the answer and the log. */
const reserveMillis = 500;

/**
 * Makes a request of whatever invokes the function. An event of HTTP comes with the `requestContext`
 * of its source; anything else is a direct invocation, and is the request document itself. An event
 * that holds no request becomes one that says so (`unreadable`).
 *
 * Its deadline lies inside both the caller's own limit and the function's.
 *
 * @param settings - By what callers are told from each other.
 */
export const parseEvent = (
  event: unknown,
  context: InvocationContext,
  settings: IdentitySettings = {},
): ProxyRequest => {
  const request = read(event, invokerOf(context.invokedFunctionArn, settings), settings);
  const millis = Math.min(patienceMillis[request.eventSource], context.getRemainingTimeInMillis());
  return {
    requestId: context.awsRequestId,
    requestTime: new Date().toISOString(),
    deadline: performance.now() + millis - reserveMillis,
    ...request,
  };
};

const read = (event: unknown, invoker: Invoker, settings: IdentitySettings): EventRequest => {
  if (!isJsonObject(event)) return readDocument(event, invoker);
  const eventSource =
    !invoker.isDirect && isJsonObject(event['requestContext'])
      ? ('http' as const)
      : ('direct' as const);
  const foreign = describeForeignEvent(event);
  if (foreign !== undefined) {
    return unreadable(
      eventSource,
      `This looks like ${foreign}, which this function does not serve.`,
    );
  }
  const [, readHttp] = httpSources.find(([isItsEvent]) => isItsEvent(event)) ?? [];
  if (readHttp === undefined) return readDocument(event, invoker);
  const request = readHttp(event, settings);
  if (invoker.isApi) return { eventSource, ...request };
  const reason = 'The event of an API is taken only behind the alias that the API invokes.';
  return { ...unreadable(eventSource, reason), ...(request.form && { form: request.form }) };
};

const readDocument = (event: unknown, invoker: Invoker): EventRequest => {
  try {
    return readDirect(event, invoker);
  } catch {
    // What Lambda has parsed is JSON, so only its depth can keep it from being written again.
    return unreadable('direct', 'The document is nested too deeply to be read.');
  }
};

/** What may be sent instead. */
const instead =
  `Send ${createImagePipelineRoute} or ${getPolicyRoute} through an HTTP API, a REST API, a function URL or a load balancer, ` +
  'or invoke the function with the members of CreateImagePipeline alone, for example {"name": "web-server"}.';

const unreadable = (eventSource: EventSource, reason: string): EventRequest => ({
  eventSource,
  route: createImagePipelineRoute,
  headers: {},
  query: [],
  isBase64Encoded: false,
  caller: anonymous,
  body: undefined,
  unreadable: new MalformedRequest(`${reason} ${instead}`),
});

/** Gives an answer the form that the event source of its request takes. */
export const formatResponse = (
  { eventSource, form }: Pick<ProxyRequest, 'eventSource' | 'form'>,
  answer: Answer,
): JsonObject => {
  if (eventSource === 'direct') return writeDirect(answer);
  const http = writeHttp(answer, form);
  return form?.loadBalancer === undefined
    ? { ...http }
    : { ...writeLoadBalancer(http, form.loadBalancer) };
};
