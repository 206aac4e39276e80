import { STATUS_CODES } from 'node:http';
import { expect } from 'vitest';
import type { JsonObject } from '../../src/json/json-value.ts';
import { bodyText, headersIn, namesLowered, type EventAdapter } from './adapters-adapter.ts';
import type { ClientRequest } from './http-api-event.ts';
import { account, region } from './lambda-context.ts';

/** The parameters of a query as they were encoded. */
const encodedPairs = (query: string): [string, string][] =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });

const common = (request: ClientRequest): JsonObject => ({
  requestContext: {
    elb: {
      targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/example/0123456789abcdef`,
    },
  },
  httpMethod: request.method ?? 'POST',
  path: request.path ?? '/image-pipelines',
  body: bodyText(request) ?? '',
  isBase64Encoded: request.isBase64Encoded ?? false,
});

/** An Application Load Balancer as its target groups are at first: of a repeated parameter it keeps the last. */
export const loadBalancer: EventAdapter = {
  event: (request) => ({
    ...common(request),
    headers: namesLowered(headersIn(request)),
    queryStringParameters: Object.fromEntries(encodedPairs(request.query ?? '')),
  }),
  answer: ({ statusCode, statusDescription, headers, body, ...rest }) => {
    expect(rest).toEqual({ isBase64Encoded: false });
    expect(statusDescription).toBe(
      `${String(statusCode)} ${STATUS_CODES[Number(statusCode)] ?? ''}`,
    );
    return {
      status: Number(statusCode),
      headers: namesLowered(headers as Record<string, string>),
      body: String(body),
    };
  },
};

/** An Application Load Balancer with `lambda.multi_value_headers.enabled`. */
export const multiValueLoadBalancer: EventAdapter = {
  event: (request) => {
    const parameters = new Map<string, string[]>();
    for (const [name, value] of encodedPairs(request.query ?? '')) {
      parameters.set(name, [...(parameters.get(name) ?? []), value]);
    }
    return {
      ...common(request),
      multiValueHeaders: Object.fromEntries(
        Object.entries(headersIn(request)).map(([name, value]) => [name.toLowerCase(), [value]]),
      ),
      multiValueQueryStringParameters: Object.fromEntries(parameters),
    };
  },
  answer: ({ multiValueHeaders, ...rest }) => {
    const headers = Object.entries(multiValueHeaders as Record<string, string[]>).map(
      ([name, values]) => [name, values.join(',')],
    );
    return loadBalancer.answer({ ...rest, headers: Object.fromEntries(headers) as unknown });
  },
};

/**
 * The single-value mode for a client that may repeat a parameter: such a request takes the other mode,
 * because a load balancer in this one lets the function see no more than the last.
 */
export const loadBalancerUnlessRepeated: EventAdapter = {
  event: (request) => {
    const names = encodedPairs(request.query ?? '').map(([name]) => name);
    const adapter = new Set(names).size === names.length ? loadBalancer : multiValueLoadBalancer;
    return adapter.event(request);
  },
  answer: (given) => ('headers' in given ? loadBalancer : multiValueLoadBalancer).answer(given),
};
