import type {
  CreateImagePipelineCommandInput,
  ImagebuilderClient,
} from '@aws-sdk/client-imagebuilder';
import { attemptMillis, leastAttemptMillis } from './attempt-time.ts';
import { isRefusal } from './failure.ts';

/** What is known of the attempts of one call. */
export interface TimedAttempts {
  /** How many went out. */
  readonly count: () => number;
  /** Whether one of them may have created a pipeline: it went out and was not refused. */
  readonly mayExist: () => boolean;
  /** How the last of them failed. */
  readonly lastFailure: () => unknown;
  /** Whether the call was given up, since no further attempt could end in time; none goes out any more. */
  readonly isGivenUp: () => boolean;
  /** Waits for the SDK until the call is given up, and no longer, whatever the SDK is waiting for. */
  readonly whileInTime: <T>(sending: Promise<T>) => Promise<T>;
  /** Releases the timer. */
  readonly close: () => void;
}

/** What the middlewares of a client need of a call. */
interface Call {
  /** Sends an attempt in its share of the time. */
  readonly attempt: <T>(send: () => Promise<T>) => Promise<T>;
  /** Ends the attempt that is under way. */
  readonly signal: () => AbortSignal | undefined;
}

/** The calls under way, by their inputs: the SDK hands each middleware the very input of its call. */
const calls = new WeakMap<object, Call>();

/**
 * Bounds the attempts that the SDK makes of a command: each on its own, the waits between them and
 * all of them together. Whether to try again, and how long to wait before, stays the SDK's to say.
 *
 * @param input - The input of the command that is about to be sent, and of no other.
 * @param millisLeft - Until the whole call has to have ended, at least {@link leastAttemptMillis}.
 * @param maxAttempts - How many attempts the SDK would make.
 */
export const timeAttempts = (
  client: ImagebuilderClient,
  input: CreateImagePipelineCommandInput,
  millisLeft: number,
  maxAttempts: number,
): TimedAttempts => {
  const deadline = performance.now() + millisLeft;
  const left = (): number => deadline - performance.now();
  const { promise: giveUp, reject } = Promise.withResolvers<never>();
  let isGivenUp = false;
  let current: AbortSignal | undefined;
  let count = 0;
  let unanswered = 0;
  let lastFailure: unknown;

  const stopWhenLate = (): void => {
    if (current !== undefined || left() > leastAttemptMillis) return;
    isGivenUp = true;
    reject(givenUp());
  };
  // An attempt under way ends by its own timer; this one ends the waits, for credentials too. A timer
  // counts whole milliseconds, and may fire one early: then nobody would give up.
  const timer = setTimeout(stopWhenLate, Math.ceil(millisLeft - leastAttemptMillis) + 1);

  const attempt: Call['attempt'] = async (send) => {
    // A busy or a frozen process may come here before its timers do.
    stopWhenLate();
    if (isGivenUp) throw givenUp();
    const controller = new AbortController();
    current = controller.signal;
    count += 1;
    unanswered += 1;
    const expiry = setTimeout(
      () => {
        controller.abort();
      },
      attemptMillis(left(), count >= maxAttempts),
    );
    try {
      return await send();
    } catch (error) {
      lastFailure = current.aborted ? attemptTimedOut() : error;
      if (isRefusal(lastFailure)) unanswered -= 1;
      current = undefined;
      stopWhenLate();
      throw lastFailure;
    } finally {
      clearTimeout(expiry);
    }
  };
  addMiddlewares(client);
  calls.set(input, { attempt, signal: () => current });
  return {
    count: () => count,
    mayExist: () => unanswered > 0,
    lastFailure: () => lastFailure,
    isGivenUp: () => isGivenUp,
    whileInTime: (sending) => Promise.race([sending, giveUp]),
    close: () => {
      clearTimeout(timer);
    },
  };
};

const prepared = new WeakSet<ImagebuilderClient>();

/** Once for a client, not for each call: the SDK may then keep its middlewares in order (`cacheMiddleware`). */
const addMiddlewares = (client: ImagebuilderClient): void => {
  if (prepared.has(client)) return;
  prepared.add(client);
  // The low priority puts it inside the SDK's retries, so it sees each attempt on its own.
  client.middlewareStack.add(
    (next) => (args) => {
      const call = calls.get(args.input);
      return call === undefined ? next(args) : call.attempt(() => next(args));
    },
    { step: 'finalizeRequest', priority: 'low', name: 'attemptsMiddleware' },
  );
  // The SDK hands every attempt the same options; a signal of its own ends one and spares the next.
  client.middlewareStack.add(
    (next) => (args) => {
      const abortSignal = calls.get(args.input)?.signal();
      return abortSignal === undefined
        ? next(args)
        : client.config.requestHandler.handle(args.request as HttpRequest, { abortSignal });
    },
    { step: 'deserialize', priority: 'low', name: 'attemptSignalMiddleware' },
  );
};

/** What a request handler of the SDK takes; the SDK types what reaches this step as unknown. */
type HttpRequest = Parameters<ImagebuilderClient['config']['requestHandler']['handle']>[0];

const givenUp = (): Error => Object.assign(new Error('The time is up.'), { name: 'AbortError' });

/** By this name the SDK knows a time-out, which it tries again. */
const attemptTimedOut = (): Error =>
  Object.assign(new Error('Image Builder did not answer in the time of one attempt.'), {
    name: 'TimeoutError',
  });
