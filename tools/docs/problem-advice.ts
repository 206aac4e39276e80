import type { ProblemCode } from '../../src/http/problem-table.ts';

/** The problems after which an image pipeline may exist of which the caller was told nothing. */
export const mayExist: ReadonlySet<ProblemCode> = new Set([
  'image-builder-failed',
  'image-builder-unavailable',
  'image-builder-timeout',
] as const);

/** What a caller does about each problem, for the tables of README.md and docs/when-it-fails.md. */
export const problemAdvice: Readonly<Record<ProblemCode, string>> = {
  'malformed-request':
    'Send one JSON object in UTF-8, no member twice, nested as CreateImagePipeline is; check the query; send `Idempotency-Key` once.',
  'validation-failed':
    'Correct every entry of `errors`; [validation.md](validation.md) explains their codes.',
  'no-such-route': 'Check the path and the method.',
  'payload-too-large': 'Send at most 256 KiB.',
  'unsupported-media-type': 'Send `Content-Type: application/json`.',
  'policy-violation':
    'Correct every entry of `errors`; each names the layer of the policy, whose owners can change it. `GET /policy` shows what applies to you.',
  'not-granted':
    'Send what one of the grants that `errors` names takes, or ask its `contact`. `GET /policy` shows the grants that are made to you.',
  'groups-unclear':
    'Nothing you sent is at fault: tell the operator that your groups cannot be told apart ([callers.md](callers.md)).',
  'target-not-allowed':
    'Name an infrastructure configuration in an account and a Region that the proxy serves.',
  'rejected-by-image-builder': "Read Image Builder's own words in `detail` and change the request.",
  'idempotency-key-reused':
    "Use a new token for a new request. If this one repeats an earlier request, the policy has changed it since: check whether the earlier one's image pipeline exists.",
  'already-exists':
    'Choose another name. If an earlier request without a token of its own was left unanswered, this may be its image pipeline: check it before you choose.',
  'resource-in-use':
    'Wait for the other operation on the resource to end, then send it again with the same `clientToken`.',
  'dependency-not-ready':
    'Fix what `detail` names, for example enable Amazon Inspector; then send it again.',
  'referenced-resource-not-found': "Check the ARNs of the request and of the policy's defaults.",
  'execution-role-forbidden':
    "Nothing is wrong with your sign-in. The operator adds the action that `hint` names to the proxy's execution role, or to the policy of the resource.",
  'quota-exceeded': 'Delete image pipelines that are no longer needed, or have the quota raised.',
  throttled:
    'Wait as `Retry-After` says, then send it again with the same `clientToken`. The SDK has tried several times already.',
  'image-builder-failed': 'Send it again with the same `clientToken`.',
  'image-builder-unavailable':
    'Wait as `Retry-After` says, then send it again with the same `clientToken`. Where no connection was made, the hint does not say that anything may exist, and nothing does.',
  'image-builder-timeout':
    'Send it again with the same `clientToken`: the image pipeline is then found or created, never twice. Where there was no time left to send anything, the hint says that the request created nothing.',
  'proxy-misconfigured':
    'Tell the operator the value of `instance`; the log says which credentials or setting it is.',
  'policy-unavailable':
    'Wait as `Retry-After` says, then send it again. If it stays, the operator finds every error of the policy in the log.',
  'internal-error':
    'Tell the operator the value of `instance`. Should the image pipeline have been created before the failure, the line for a chat begins with "Created, but not answered".',
};
