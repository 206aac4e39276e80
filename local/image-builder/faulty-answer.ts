import { type Answer, exceptionAnswer } from './answer.ts';
import type { Fault } from './fault.ts';

/**
 * The answer to a request that meets a fault, or none.
 *
 * @param perform makes the operation take effect and gives the service's own answer; it is called
 *   unless the fault's exception or answer comes before that
 */
export const faultyAnswer = (
  fault: Fault | undefined,
  requestId: string,
  perform: () => Answer,
): Answer => {
  if (fault?.effect === 'after') perform();
  const answer = replacement(fault) ?? perform();
  // An answer given as it stands may come from anything on the way to the service.
  const id = fault?.answer === undefined ? { 'x-amzn-requestid': requestId } : {};
  return { ...answer, headers: { ...answer.headers, ...id, ...lowerCased(fault?.headers) } };
};

const replacement = (fault: Fault | undefined): Answer | undefined => {
  if (fault?.answer !== undefined) {
    const { status, headers, body = '' } = fault.answer;
    return { status, headers: lowerCased(headers), body };
  }
  if (fault?.exception === undefined) return undefined;
  const { exception, message = `A fault asked for ${exception}.`, status } = fault;
  return exceptionAnswer(exception, message, status);
};

/** Names in lower case replace each other whatever their spelling; none is sent twice. */
const lowerCased = (headers: Fault['headers'] = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
