import type { Context } from 'aws-lambda';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { isDirectOnly, readDirect, writeDirect } from './direct.ts';
import { describeForeignEvent } from './foreign-event.ts';
import { writeHttp } from './http-response.ts';
import { isHttpApi, readHttpApi } from './http-api.ts';
import type { HttpRequest } from './http-request.ts';
import { isLoadBalancer, readLoadBalancer, writeLoadBalancer } from './load-balancer.ts';
import { isRestApi, readRestApi } from './rest-api.ts';
import { refusedRequest, type Refusal } from './refusal.ts';

/** What a door needs to know of an invocation beside its event. */
export type DoorContext = Pick<Context, 'awsRequestId'> &
  Partial<Pick<Context, 'invokedFunctionArn'>>;

/** The doors of HTTP, each with the mark that its events have. A load balancer's look like a REST API's. */
const httpDoors: readonly (readonly [
  isMine: (event: JsonObject) => boolean,
  read: (event: JsonObject) => HttpRequest,
])[] = [
  [isLoadBalancer, readLoadBalancer],
  [isHttpApi, readHttpApi],
  [isRestApi, readRestApi],
];

/** What an event holds: a request, or why it is none. */
type Opened = Omit<ProxyRequest, keyof Invocation> | Refusal;
type Invocation = Pick<ProxyRequest, 'requestId' | 'requestTime'>;

/**
 * Takes in whatever invokes the function. An event of HTTP comes with the `requestContext` of its door;
 * anything else is a direct invocation, and is the request document itself.
 */
export const receive = (event: unknown, context: DoorContext): ProxyRequest => {
  const invocation = { requestId: context.awsRequestId, requestTime: new Date().toISOString() };
  const opened = open(event, isDirectOnly(context.invokedFunctionArn));
  return 'refusal' in opened ? refusedRequest(invocation, opened) : { ...invocation, ...opened };
};

const open = (event: unknown, isDirect: boolean): Opened => {
  if (!isJsonObject(event)) return openDocument(event);
  const door = !isDirect && isJsonObject(event['requestContext']) ? 'http' : 'direct';
  const foreign = describeForeignEvent(event);
  if (foreign !== undefined) {
    return { door, refusal: `This looks like ${foreign}, which this function does not serve.` };
  }
  const [, read] = httpDoors.find(([isMine]) => isMine(event)) ?? [];
  if (read === undefined) return openDocument(event);
  return isDirect
    ? { door, refusal: 'Behind this alias of the function, the event of an API is not taken.' }
    : { door, ...read(event) };
};

const openDocument = (event: unknown): Opened => {
  try {
    return readDirect(event);
  } catch {
    // What Lambda has parsed is JSON, so only its depth can keep it from being written again.
    return { door: 'direct', refusal: 'The document is nested too deeply to be read.' };
  }
};

/** Sends an answer out by the door that the request came in. */
export const reply = ({ door, form }: ProxyRequest, answer: Answer): JsonObject => {
  if (door === 'direct') return writeDirect(answer);
  const http = writeHttp(answer, form);
  return form?.loadBalancer === undefined
    ? { ...http }
    : { ...writeLoadBalancer(http, form.loadBalancer) };
};
