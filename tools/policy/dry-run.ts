import type { Decision } from '../../src/core/decide.ts';
import { answerRequest, respondByRoute } from '../../src/handler.ts';
import type { Issue } from '../../src/json/issue.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import type { CompiledPolicy } from '../../src/policy/compile.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import {
  createImagePipelineRoute,
  type Answer,
  type ProxyRequest,
} from '../../src/proxy-request.ts';

/** What the function makes of a body. */
export interface DryRun {
  /** What it answers to the request as a dry run. */
  readonly answer: Answer;
  /** What became of it under the policy; absent where it did not come so far. */
  readonly decision?: Decision;
  /** The members that were sent, as the function reads them. */
  readonly sent: JsonObject;
}

/** The function takes the Lambda request id where the caller sends no token. */
const requestId = '00000000-0000-4000-8000-000000000000';

// More than anything here takes; nothing here waits.
const millisAllowed = 60_000;

/**
 * Asks the function itself: the text takes the way of a request's body over HTTP, as a dry run.
 *
 * Which accounts and Regions a deployment serves is not known here, so the target is not looked at.
 */
export const dryRun = async (
  policy: CompiledPolicy,
  { caller, requestTime }: RequestFacts,
  text: string,
): Promise<DryRun> => {
  const request: ProxyRequest = {
    caller,
    requestTime,
    eventSource: 'http',
    route: createImagePipelineRoute,
    requestId,
    headers: { 'content-type': 'application/json' },
    query: [['dryRun', 'policy']],
    isBase64Encoded: false,
    deadline: performance.now() + millisAllowed,
    body: text,
  };
  const respond = respondByRoute({
    policySource: () => Promise.resolve(policy),
    servedTargets: () => undefined,
    createImagePipeline: nobodyAsked,
    dryRunImagePipeline: nobodyAsked,
  });
  const { answer } = await answerRequest(respond, request, { invokedFunctionArn: '' });
  const { decision, sent = {} } = request;
  return { answer, sent, ...(decision !== undefined && { decision }) };
};

/** Neither is called for a dry run that asks the policy alone. */
const nobodyAsked = (): Promise<never> =>
  Promise.reject(new TypeError('Image Builder is not asked.'));

/** Whether the function would create the image pipeline. */
export const isCreated = ({ answer }: Pick<DryRun, 'answer'>): boolean => answer.status === 200;

/** Everything that stands against a request; an answer that names no errors is one itself. */
export const errorsOf = (run: Pick<DryRun, 'answer'>): readonly Issue[] => {
  const { document } = run.answer;
  const errors = issuesIn(document, 'errors');
  if (isCreated(run) || errors.length > 0) return errors;
  return [{ pointer: '', code: String(document['code']), detail: String(document['detail']) }];
};

/** The issues that an answer names. */
export const issuesIn = (document: JsonObject, member: 'errors' | 'warnings'): readonly Issue[] => {
  const issues = document[member];
  // The function's own answers, whose schema the OpenAPI document states.
  return Array.isArray(issues) ? (issues as readonly Issue[]) : [];
};
