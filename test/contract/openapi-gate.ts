import { readFileSync } from 'node:fs';
import { OpenAPIBackend, SetMatchType, type Document } from 'openapi-backend';
import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import { root } from '../support/packaged-proxy.ts';
import type { ClientRequest } from '../support/http-api-event.ts';
import type { ClientAnswer, Proxy } from '../support/proxy.ts';

/** The OpenAPI document as the repository has it. */
export const openApiText = (): string => readFileSync(`${root}docs/openapi.json`, 'utf8');

/** Holds requests and answers against the OpenAPI document. */
export interface OpenApiGate {
  /** What the document has against a request; nothing where it describes no such operation. */
  readonly requestErrors: (request: ClientRequest) => readonly unknown[];
  /** What the document has against an answer to a request. */
  readonly answerErrors: (request: ClientRequest, answer: ClientAnswer) => readonly unknown[];
}

/** The validator reads `application/json` alone, so a problem's schema is put there for it. */
const problemsAsJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(problemsAsJson);
  if (!isJsonObject(value)) return value;
  const { 'application/problem+json': problem } = value;
  if (problem !== undefined) return { 'application/json': problem };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, problemsAsJson(inner)]),
  );
};

/** Opens the document in a validator of its own. */
export const openApiGate = async (): Promise<OpenApiGate> => {
  const api = await new OpenAPIBackend({
    definition: problemsAsJson(JSON.parse(openApiText())) as Document,
    // It knows only the schema of OpenAPI 3.0 to check a document against; Redocly's rules do that.
    quick: true,
    ajvOpts: { strict: false, allErrors: true },
  }).init();
  const operationOf = ({ method = 'POST', path = '/image-pipelines' }: ClientRequest) =>
    api.router
      .getOperations()
      .find((one) => one.method === method.toLowerCase() && one.path === path);
  return {
    requestErrors: (request) => {
      const {
        method = 'POST',
        path = '/image-pipelines',
        query = '',
        headers = {},
        body,
      } = request;
      const operation = operationOf(request);
      if (operation === undefined) return [];
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const { errors } = api.validator.validateRequest(
        {
          method,
          path,
          query,
          headers: {
            ...(text !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(text !== undefined && { body: text }),
        },
        operation,
      );
      return errors ?? [];
    },
    answerErrors: (request, { status, headers, document }) => {
      const operation = operationOf(request);
      if (operation === undefined) return [];
      if (operation.responses?.[String(status)] === undefined) return [`no response ${status}`];
      const setMatchType = SetMatchType.Superset;
      const checks = [
        api.validator.validateResponse(document, operation, status),
        api.validator.validateResponseHeaders(headers, operation, {
          statusCode: status,
          setMatchType,
        }),
      ];
      return checks.flatMap(({ errors }) => errors ?? []);
    },
  };
};

/** The problems that a request may be answered with which the document forbids. */
const refusals: ReadonlySet<string | undefined> = new Set([
  'malformed-request',
  'validation-failed',
  'payload-too-large',
  'unsupported-media-type',
]);

/**
 * A proxy behind the document's validator: an answer that the document does not describe, and a
 * request that the document forbids and the proxy takes, fail the test that sent it.
 */
export const throughOpenApi = async (proxy: Proxy): Promise<Proxy> => {
  const gate = await openApiGate();
  return {
    ...proxy,
    send: async (request) => {
      const forbidden = gate.requestErrors(request);
      const answer = await proxy.send(request);
      const deviations = gate.answerErrors(request, answer);
      if (forbidden.length > 0 && !refusals.has(answer.document.code)) {
        throw new Error(`The document forbids what the proxy takes: ${shown(forbidden, answer)}`);
      }
      if (deviations.length > 0) throw new Error(`Not as documented: ${shown(deviations, answer)}`);
      return answer;
    },
  };
};

const shown = (errors: readonly unknown[], answer: ClientAnswer): string =>
  JSON.stringify({ errors, answer }, undefined, 1);

/** A member of a JSON object, by its path. */
export const memberAt = (document: unknown, ...path: readonly string[]): JsonObject => {
  let value: unknown = document;
  for (const member of path) value = isJsonObject(value) ? value[member] : undefined;
  if (!isJsonObject(value)) throw new TypeError(`There is no object at ${path.join('/')}.`);
  return value;
};
