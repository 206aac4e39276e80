import { UpstreamError } from '../errors.ts';
import { truncate } from '../json/issue.ts';
import {
  debugFields,
  errorFields,
  grantOf,
  layerFields,
  messageOf,
  refusalFields,
  upstreamFields,
  warningFields,
} from './log-fields.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import type { Outcome } from './outcome.ts';
import { roundMillis } from './metrics.ts';

/** The most that one line may have, in characters: CloudWatch takes 256 KiB, and no line is meant to. */
const longestLine = 32 * 1024;

/**
 * The line of one request, however it ended; with the cause of a failure, which the answer does
 * not tell. It holds no value of the request but the key that it is found by. It is bounded in length, and no value can begin a line of its own or pass for anything else
 * in a terminal.
 *
 * @param debug - Also shows the request itself, less the secrets in it.
 */
export const logLine = (
  { request, answer, error, durationMs }: Omit<Outcome, 'functionName'>,
  { debug = false }: { readonly debug?: boolean } = {},
): string => {
  const { requestId, route, eventSource, caller, clientToken, upstreamToken, dryRun } = request;
  const { code, imagePipelineArn } = answer.document;
  const fields = {
    level: levelOf(request, answer),
    message: messageOf(request, answer),
    requestId,
    route: truncate(route, 256),
    eventSource,
    caller: caller.id === undefined ? undefined : truncate(caller.id, 2_048),
    clientToken,
    upstreamToken,
    dryRun,
    layers: layerFields(request),
    grant: grantOf(request),
    policyRevision: request.policyRevision,
    status: answer.status,
    code,
    ...refusalFields(answer.document, error),
    ...warningFields(request.decision?.warnings ?? []),
    imagePipelineArn,
    durationMs: roundMillis(durationMs),
    upstream: upstreamFields(request, error),
    // Of what a caller did wrong the answer tells it; a failure of ours has more to tell.
    ...((answer.status >= 500 || error instanceof UpstreamError) && {
      error: errorFields(error, request),
    }),
  };
  const line = oneLine(debug ? { ...fields, request: debugFields(request) } : fields);
  return line.length <= longestLine
    ? line
    : oneLine({ ...fields, request: 'too long to be shown' });
};

const levelOf = ({ dryRunNotHonoured }: ProxyRequest, { status }: Answer): string => {
  if (status >= 500 || dryRunNotHonoured === true) return 'error';
  return status >= 400 ? 'warn' : 'info';
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
