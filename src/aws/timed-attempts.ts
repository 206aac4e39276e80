import type { CreateImagePipelineCommand, ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { attemptMillis, leastAttemptMillis } from './attempt-time.ts';
import { isRefusal } from './read-failure.ts';

/** What is known of the attempts of one call. */
export interface TimedAttempts {
  /** How many went out. */
  readonly count: () => number;
  /** Whether one of them may have created a pipeline: it went out and was not refused. */
  readonly mayExist: () => boolean;
  /** How the last of them failed. */
  readonly lastFailure: () => unknown;
  /** Aborted once no further attempt can end in time; it also ends the SDK's waits between attempts. */
  readonly signal: AbortSignal;
  /** Releases the timer. */
  readonly close: () => void;
}

/** Waits for something until a signal is aborted, and no longer, whether or not it heeds the signal. */
export const untilAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(Object.assign(new Error('The time is up.'), { name: 'AbortError' }));
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

/**
 * Bounds the attempts that the SDK makes of a command: each on its own, the waits between them and
 * all of them together. Whether to try again, and how long to wait before, stays the SDK's to say.
 *
 * @param millisLeft - Until the whole call has to have ended, at least {@link leastAttemptMillis}.
 * @param maxAttempts - How many attempts the SDK would make.
 */
export const timeAttempts = (
  client: ImagebuilderClient,
  command: CreateImagePipelineCommand,
  millisLeft: number,
  maxAttempts: number,
): TimedAttempts => {
  const deadline = performance.now() + millisLeft;
  const left = (): number => deadline - performance.now();
  const whole = new AbortController();
  let current: AbortSignal | undefined;
  let count = 0;
  let unanswered = 0;
  let lastFailure: unknown;

  const stopWhenLate = (): void => {
    if (current === undefined && left() <= leastAttemptMillis) whole.abort();
  };
  // An attempt under way ends by its own timer; this one ends the waits, for credentials too.
  const timer = setTimeout(stopWhenLate, millisLeft - leastAttemptMillis + 1);

  // The low priority puts it inside the SDK's retries, so it sees each attempt on its own.
  command.middlewareStack.add(
    (next) => async (args) => {
      // A busy or a frozen process may come here before its timers do.
      if (left() < leastAttemptMillis) whole.abort();
      whole.signal.throwIfAborted();
      const attempt = new AbortController();
      current = attempt.signal;
      count += 1;
      unanswered += 1;
      const expiry = setTimeout(
        () => {
          attempt.abort();
        },
        attemptMillis(left(), count >= maxAttempts),
      );
      try {
        return await next(args);
      } catch (error) {
        lastFailure = attempt.signal.aborted ? attemptTimedOut() : error;
        if (isRefusal(lastFailure)) unanswered -= 1;
        current = undefined;
        stopWhenLate();
        throw lastFailure;
      } finally {
        clearTimeout(expiry);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'attemptsMiddleware' },
  );
  // The SDK hands every attempt the same options; a signal of its own ends one and spares the next.
  command.middlewareStack.add(
    () => async (args) => {
      const { abortSignal = whole.signal } = current === undefined ? {} : { abortSignal: current };
      return client.config.requestHandler.handle(args.request as HttpRequest, { abortSignal });
    },
    { step: 'deserialize', priority: 'low', name: 'attemptSignalMiddleware' },
  );
  return {
    count: () => count,
    mayExist: () => unanswered > 0,
    lastFailure: () => lastFailure,
    signal: whole.signal,
    close: () => {
      clearTimeout(timer);
    },
  };
};

/** What a request handler of the SDK takes; the SDK types what reaches this step as unknown. */
type HttpRequest = Parameters<ImagebuilderClient['config']['requestHandler']['handle']>[0];

/** By this name the SDK knows a time-out, which it tries again. */
const attemptTimedOut = (): Error =>
  Object.assign(new Error('Image Builder did not answer in the time of one attempt.'), {
    name: 'TimeoutError',
  });
