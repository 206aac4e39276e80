import { UpstreamError, PolicyUnavailable } from '../errors.ts';
import { problemAnswer } from './problem-details.ts';
import type { Answer, ProxyRequest } from '../proxy-request.ts';
import { millisLeft } from './time-left.ts';

// Half of what is kept back to write the answer and the log.
const graceMillis = 250;

/**
 * Answers for a stack that does not: because what it waits for hangs beyond the request's deadline,
 * or because it failed outside of everything that answers failures.
 *
 * It is the last resort. Afterwards the stack may still run, and must not create anything that the
 * answer knows nothing of: a call to Image Builder does not begin past the deadline.
 *
 * @param deadline - On the scale of `performance.now()`.
 * @param onFailure - Is told of the answer and of what went wrong.
 */
export const answerInTime = async (
  stack: Promise<Answer>,
  request: ProxyRequest,
  deadline: number,
  onFailure: (answer: Answer, error: unknown) => void,
): Promise<Answer> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => {
      reject(lateError(request));
    },
    Math.max(1, millisLeft(deadline) + graceMillis),
  );
  try {
    return await Promise.race([stack, late]);
  } catch (error) {
    request.isAnswered = true;
    const answer = problemAnswer(error, request);
    onFailure(answer, error);
    return answer;
  } finally {
    clearTimeout(timer);
  }
};

/** The stack waits for two things: first for the policy, then for Image Builder. */
const lateError = ({ resolution }: ProxyRequest): Error =>
  resolution === undefined
    ? new PolicyUnavailable('The policy could not be read in the time left.')
    : new UpstreamError('The time was up.', {
        exception: 'TimeoutError',
        mayExist: true,
        attempts: 1,
      });
