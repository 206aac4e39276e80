import { UpstreamError, PolicyUnavailable, RequestError } from '../errors.ts';
import { truncate, type Issue } from '../json/issue.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { isSecretName, redacted, redactText } from '../json/redact.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { roundMillis } from './metrics.ts';
import { redactValue } from './redact-value.ts';
import { withoutValues } from './without-values.ts';

type Fields = Readonly<Record<string, unknown>>;

const mostNamed = 20;

/** A list with an end, and how long it would have been. */
const firstOf = (items: readonly string[]): readonly string[] =>
  items.length > mostNamed
    ? [...items.slice(0, mostNamed), `and ${items.length - mostNamed} more`]
    : items;

/** What Image Builder had to do with a request; nothing where it was not called. */
export const upstreamFields = ({ upstream }: ProxyRequest, error: unknown): Fields | undefined => {
  const call = error instanceof UpstreamError ? error.failure : upstream;
  if (call === undefined) return undefined;
  const { durationMs } = call;
  return { ...call, ...(durationMs !== undefined && { durationMs: roundMillis(durationMs) }) };
};

/**
 * How the request ended, in words of ours alone: an answer's own message repeats what was sent.
 */
export const messageOf = (
  { dryRunNotHonoured }: ProxyRequest,
  { status, document }: Answer,
): string => {
  if (dryRunNotHonoured === true) {
    return 'A dry run was not honoured: Image Builder created an image pipeline.';
  }
  if (typeof document['title'] === 'string') return `${document['title']}.`;
  if (document['dryRun'] === true) return 'Dry run: nothing was created.';
  return status === 201 ? 'Created an image pipeline.' : 'Answered.';
};

/** Where and by which rule a request was refused; what it says there is the answer's to repeat. */
export const refusalFields = (document: JsonObject, error: unknown): Fields => {
  if (!(error instanceof RequestError) || !isJsonArray(document['errors'])) return {};
  return {
    errorCount: error.issues.length + error.unlisted,
    errors: issueFields(document['errors'].filter(isJsonObject)),
  };
};

/** Where and by which rule a request was warned of; nothing where it was not. */
export const warningFields = (warnings: readonly Issue[]): Fields =>
  warnings.length === 0 ? {} : { warningCount: warnings.length, warnings: issueFields(warnings) };

const issueFields = (
  issues: readonly Readonly<Partial<Record<keyof Issue, unknown>>>[],
): readonly Fields[] =>
  issues.slice(0, mostNamed).map(({ code, pointer, layer, grant }) => ({
    code,
    // Its last segments may be of the caller's choosing: a member that nobody knows, the key of a tag.
    pointer: redactText(String(pointer), 256),
    layer,
    grant,
  }));

/**
 * What an operator needs of an error, with no value of the request in it. A cause is named, but not
 * printed: an SDK's holds the whole request.
 */
export const errorFields = (error: unknown, { sent }: ProxyRequest): Fields => {
  const shown = (text: string, longest?: number): string =>
    withoutValues(redactText(text, longest), sent);
  if (!(error instanceof Error)) return { message: shown(String(error)) };
  const fields = { name: truncate(error.name, 128), message: shown(error.message) };
  if (error instanceof UpstreamError) return fields;
  if (error instanceof PolicyUnavailable) {
    const cause = error.cause instanceof Error ? redactText(error.cause.message) : undefined;
    const issues = error.issues.map(({ pointer, detail }) =>
      truncate(`${pointer}: ${detail}`, 500),
    );
    return { ...fields, issues: firstOf(issues), cause };
  }
  return { ...fields, stack: shown(error.stack ?? '', 4_000) };
};

/** The request itself, for a log that was asked to show it; less every secret in it. */
export const debugFields = (request: ProxyRequest): Fields => ({
  headers: Object.fromEntries(
    Object.entries(request.headers)
      .slice(0, 100)
      .map(([name, value]) => [
        truncate(name, 128),
        isSecretName(name) ? redacted : redactText(value, 512),
      ]),
  ),
  query: request.query
    .slice(0, mostNamed)
    .map(([name, value]) => [
      truncate(name, 128),
      isSecretName(name) ? redacted : redactText(value, 256),
    ]),
  // A text has not been parsed, so nothing in it can be told from a secret.
  ...(isJsonObject(request.body) && { body: redactValue(request.body) }),
});

/** The name of the grant that covers a request. */
export const grantOf = ({ decision }: ProxyRequest): string | undefined =>
  decision?.refusal === undefined ? decision?.grant : undefined;

/** The names of the layers of the policy that apply to a request. */
export const layerFields = ({ decision }: ProxyRequest): readonly string[] | undefined =>
  decision === undefined ? undefined : firstOf(decision.layers);
