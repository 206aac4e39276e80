import { expect } from 'vitest';
import type { JsonObject } from '../../src/json/json-value.ts';
import { httpApiEvent, type ClientRequest } from './http-api-event.ts';

/** An answer as a client gets it. */
export interface AdapterAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands between a client and the function: makes an event of a request, and an answer of what the function gives. */
export interface EventAdapter {
  readonly event: (request: ClientRequest) => JsonObject;
  readonly answer: (given: JsonObject) => AdapterAnswer;
}

/** The text of a body, as a client sends it. */
export const bodyText = ({ body }: ClientRequest): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

/** The headers of a request, JSON when it has a body of which they say nothing. */
export const headersIn = ({ body, headers }: ClientRequest): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...headers,
});

/** Reads an answer as API Gateway and a function URL do. */
export const gatewayAnswer = (given: JsonObject): AdapterAnswer => {
  expect(Object.keys(given).sort()).toEqual(['body', 'headers', 'isBase64Encoded', 'statusCode']);
  expect(given['isBase64Encoded']).toBe(false);
  return {
    status: Number(given['statusCode']),
    headers: namesLowered(given['headers'] as Record<string, string>),
    body: String(given['body']),
  };
};

/** Headers by their names in lower case. */
export const namesLowered = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** An HTTP API, payload format 2.0, on its default stage. */
export const httpApi: EventAdapter = { event: httpApiEvent, answer: gatewayAnswer };

/** An HTTP API on another stage, whose name its paths begin with. */
export const httpApiOnStage: EventAdapter = {
  event: (request) => {
    const event = httpApiEvent(request);
    const path = `/production${event.rawPath}`;
    const { http, ...context } = event.requestContext;
    return {
      ...event,
      rawPath: path,
      requestContext: { ...context, stage: 'production', http: { ...http, path } },
    };
  },
  answer: gatewayAnswer,
};

/** The same event source for a body that arrives in base64. */
export const inBase64 = ({ event, answer }: EventAdapter): EventAdapter => ({
  event: (request) => {
    const body = bodyText(request);
    return body === undefined
      ? event(request)
      : {
          ...event({ ...request, body }),
          body: Buffer.from(body).toString('base64'),
          isBase64Encoded: true,
        };
  },
  answer,
});
