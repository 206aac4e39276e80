import type { MiddlewareObj } from '@middy/core';
import { UpstreamError } from '../errors.ts';
import { truncate } from '../json/issue.ts';
import { debugFields, errorFields, layerFields, upstreamFields } from './log-fields.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { redactText } from './redact.ts';

/** Writes one line of the log. */
export type WriteLine = (line: string) => void;

/** What the log is asked for beside what it always says. */
export interface LogOptions {
  /** Also writes the request itself, less the secrets in it. */
  readonly debug?: boolean;
}

/**
 * Writes one line of JSON for each request, however it ends; with the cause of a failure, which the
 * answer keeps to itself.
 *
 * `.use` it before `problemDetails`: Middy runs `onError` in reverse order, so the answer is there by then.
 */
export const requestLog = (
  write: WriteLine,
  options: LogOptions = {},
): MiddlewareObj<ProxyRequest, Answer> => {
  const begun = new WeakMap<ProxyRequest, number>();
  const log = (event: ProxyRequest, answer: Answer | null | undefined, error?: unknown): void => {
    if (!answer || event.isAnswered === true) return;
    const durationMs = performance.now() - (begun.get(event) ?? performance.now());
    writeSafely(write, () => logLine(event, answer, error, { ...options, durationMs }));
  };
  return {
    before: ({ event }) => {
      begun.set(event, performance.now());
    },
    after: ({ event, response }) => {
      log(event, response);
    },
    onError: ({ event, response, error }) => {
      log(event, response, error);
    },
  };
};

/** Writes a line. A log that cannot be written must not become an answer: the pipeline may be there already. */
export const writeSafely = (write: WriteLine, line: () => string): void => {
  try {
    write(line());
  } catch {
    // There is nowhere left to say it.
  }
};

/** The most that one line may have, in characters: CloudWatch takes 256 KiB, and no line is meant to. */
const longestLine = 32 * 1024;

/**
 * The line of one request, bounded in length. No value can begin a line of its own or pass for
 * anything else in a terminal.
 */
export const logLine = (
  request: ProxyRequest,
  answer: Answer,
  error?: unknown,
  { debug = false, durationMs }: LogOptions & { readonly durationMs?: number } = {},
): string => {
  const { requestId, route, door, caller, clientToken, dryRun } = request;
  const { code, imagePipelineArn } = answer.document;
  const fields = {
    level: answer.status >= 500 ? 'error' : answer.status >= 400 ? 'warn' : 'info',
    message: redactText(answer.message),
    requestId,
    route: truncate(route, 256),
    door,
    caller: caller.id === undefined ? undefined : truncate(caller.id, 2_048),
    clientToken,
    dryRun,
    layers: layerFields(request),
    status: answer.status,
    code,
    imagePipelineArn,
    durationMs: durationMs === undefined ? undefined : Math.round(durationMs * 10) / 10,
    upstream: upstreamFields(request, answer, error),
    // What a caller did wrong the answer says whole; a failure of ours has more to tell.
    ...((answer.status >= 500 || error instanceof UpstreamError) && { error: errorFields(error) }),
  };
  const line = oneLine(debug ? { ...fields, request: debugFields(request) } : fields);
  return line.length <= longestLine
    ? line
    : oneLine({ ...fields, request: 'too long to be shown' });
};

// JSON escapes what is below U+0020; a terminal or a reader of logs heeds more than that.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
// None of it is printable ASCII, which nearly every line is, and which is told in a fraction of the time.
const mayBeUnprintable = /[^\x20-\x7e]/;

const oneLine = (fields: object): string => {
  const line = JSON.stringify(fields);
  if (!mayBeUnprintable.test(line)) return line;
  return line.replace(unprintable, (character) =>
    Array.from({ length: character.length }, (_, index) => escaped(character, index)).join(''),
  );
};

const escaped = (text: string, index: number): string =>
  `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
