import type { MiddlewareObj } from '@middy/core';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { oversized, unsendable } from '../json/unreadable.ts';
import { quote, type Issue } from '../json/issue.ts';
import { formClientToken } from './client-token.ts';
import { MalformedRequest, ValidationFailed } from '../errors.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { readQuery } from './query.ts';

/** Sorts the words of a parsed request: Image Builder's members, the client token, whether it is a dry run. */
export const readRequest = (): MiddlewareObj<ProxyRequest, Answer> => ({
  before: ({ event }) => {
    if (!isJsonObject(event.body)) {
      throw new MalformedRequest(
        `The body must be a JSON object, for example {"name": "web-server"}; this one is ${kindOf(event.body)}.`,
      );
    }
    // What comes after this looks at every value in turn, and explains whatever is wrong with it.
    const tooLarge = oversized(event.body);
    if (tooLarge.length > 0) throw new ValidationFailed('The body has too many entries', tooLarge);
    const asksInQuery = readQuery(event.query, 'dryRun', ['true', 'false']) === 'true';
    const { clientToken: member, ...members } = event.body;
    const token = formClientToken(header(event, 'idempotency-key'), member, event.requestId);
    const { dryRun, sent, invalid } =
      event.door === 'direct'
        ? takeDryRun(members)
        : { dryRun: asksInQuery, sent: members, invalid: [] };
    event.dryRun = dryRun;
    event.findings = {
      invalid: [...invalid, ...unsendable(event.body)],
      forbidden: [],
      warnings: [],
    };
    if (isClientToken(token)) {
      event.clientToken = token;
      event.sent = sent;
    } else {
      // It stays in the request, where the validator names it with everything else that is wrong.
      event.sent = { ...sent, clientToken: token };
    }
  },
});

const header = ({ headers }: ProxyRequest, name: string): string | undefined =>
  Object.hasOwn(headers, name) ? headers[name] : undefined;

const isClientToken = (token: unknown): token is string =>
  typeof token === 'string' &&
  token !== '' &&
  Array.from(token).length <= 64 &&
  token.isWellFormed();

const kindOf = (body: unknown): string => {
  if (body === null || body === undefined) return 'empty';
  return Array.isArray(body) ? 'a list' : `a ${typeof body}`;
};

/** A direct invocation has no query: `dryRun` stands beside the members. */
const takeDryRun = (
  members: JsonObject,
): { dryRun: boolean; sent: JsonObject; invalid: Issue[] } => {
  const { dryRun = false, ...sent } = members;
  if (typeof dryRun === 'boolean') return { dryRun, sent, invalid: [] };
  const detail = `"dryRun" must be true or false, for example true; ${quote(dryRun)} is not.`;
  return { dryRun: true, sent, invalid: [{ pointer: '/dryRun', code: 'wrong-type', detail }] };
};
