import type { MiddlewareObj } from '@middy/core';
import { MalformedRequest } from '../errors.ts';
import { quote, type Issue } from '../json/issue.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { formClientToken } from './client-token.ts';
import { takeOnBehalfOf } from './on-behalf-of.ts';
import { oneOf, readQuery } from './query.ts';

/** Tells apart what a parsed body holds: Image Builder's members, the client token, whether it is a dry run, for whom a relay asks. */
export const readEnvelope = (): MiddlewareObj<ProxyRequest, Answer> => ({
  before: ({ event }) => {
    if (!isJsonObject(event.body)) {
      throw new MalformedRequest(
        `The body must be a JSON object, for example {"name": "web-server"}; this one is ${kindOf(event.body)}.`,
      );
    }
    const sender = takeOnBehalfOf(event, event.body);
    event.caller = sender.caller;
    const { clientToken: member, ...members } = sender.members;
    const inQuery = readQuery(event.query, { dryRun: oneOf('true', 'false', 'policy') }).dryRun;
    const token = formClientToken(header(event, 'idempotency-key'), member, event.requestId);
    const { dryRun, sent, issues } =
      event.eventSource === 'direct'
        ? takeDryRun(members)
        : { dryRun: dryRunOf(inQuery), sent: members, issues: [] };
    event.dryRun = dryRun;
    event.shapeIssues = [...sender.issues, ...issues];
    if (isClientToken(token)) {
      event.clientToken = token;
      event.sent = sent;
    } else {
      // It stays among the members, where the validator names it with everything else that is wrong.
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

type DryRun = NonNullable<ProxyRequest['dryRun']>;

const dryRunOf = (word: 'true' | 'false' | 'policy' | undefined): DryRun =>
  word === 'policy' ? word : word === 'true';

/** A direct invocation has no query: `dryRun` stands beside the members. */
const takeDryRun = (
  members: JsonObject,
): { dryRun: DryRun; sent: JsonObject; issues: readonly Issue[] } => {
  const { dryRun = false, ...sent } = members;
  if (typeof dryRun === 'boolean' || dryRun === 'policy') return { dryRun, sent, issues: [] };
  const detail = `"dryRun" must be true, false or "policy", for example true; got ${quote(dryRun)}.`;
  return { dryRun: true, sent, issues: [{ pointer: '/dryRun', code: 'wrong-type', detail }] };
};
