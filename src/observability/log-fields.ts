import { UpstreamError, PolicyUnavailable } from '../errors.ts';
import { truncate } from '../json/issue.ts';
import type { ProxyRequest } from '../proxy-request.ts';
import { roundMillis } from './metrics.ts';
import { isSecretName, redacted, redactText, redactValue } from './redact.ts';

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

/** What an operator needs of an error. A cause is named, but not printed: an SDK's holds the whole request. */
export const errorFields = (error: unknown): Fields => {
  if (!(error instanceof Error)) return { message: redactText(String(error)) };
  const fields = { name: truncate(error.name, 128), message: redactText(error.message) };
  if (error instanceof UpstreamError) return fields;
  if (error instanceof PolicyUnavailable) {
    const cause = error.cause instanceof Error ? redactText(error.cause.message) : undefined;
    const issues = error.issues.map(({ pointer, detail }) =>
      truncate(`${pointer}: ${detail}`, 500),
    );
    return { ...fields, issues: firstOf(issues), cause };
  }
  return { ...fields, stack: redactText(error.stack ?? '', 4_000) };
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
  body: redactValue(request.body),
});

/** The name of the grant that covers a request. */
export const grantOf = ({ decision }: ProxyRequest): string | undefined =>
  decision?.refusal === undefined ? decision?.grant : undefined;

/** The names of the layers of the policy that apply to a request. */
export const layerFields = ({ decision }: ProxyRequest): readonly string[] | undefined =>
  decision === undefined ? undefined : firstOf(decision.layers);
