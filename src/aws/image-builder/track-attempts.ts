import type {
  CreateImagePipelineCommandInput,
  ImagebuilderClient,
} from '@aws-sdk/client-imagebuilder';
import type { CallUnderWay } from '../../core/create-image-pipeline.ts';
import { isRefusal } from './read-failure.ts';
import { watchRequest } from './unsent.ts';

/** The least time that an attempt is worth starting in, in milliseconds: a handshake and an answer. */
export const leastAttemptMillis = 300;

/** Below this share, in milliseconds, two attempts would only both be cut short: one gets everything. */
const leastShareMillis = 1_000;

/**
 * How long one attempt may take: half of the time left, so that an Image Builder that hangs leaves
 * room for another attempt with the same `clientToken`; all of it where no other can follow.
 *
 * @param millisLeft - Until the whole call has to have ended.
 * @param isLast - Whether the SDK would start no other attempt after this one.
 */
export const attemptMillis = (millisLeft: number, isLast: boolean): number => {
  const share = millisLeft / 2;
  return Math.floor(isLast || share < leastShareMillis ? millisLeft : share);
};

/** What is known of the attempts of one call. */
export interface Attempts extends CallUnderWay {
  /** How the last of them failed. */
  readonly lastFailure: () => unknown;
  /** Whether no further attempt could end in time; none goes out any more. */
  readonly timedOut: () => boolean;
  /** Waits for the SDK until the call has timed out, and no longer, whatever the SDK is waiting for. */
  readonly raceDeadline: <T>(sending: Promise<T>) => Promise<T>;
  /** Milliseconds since the call began. */
  readonly durationMs: () => number;
  /** Releases the timer. */
  readonly close: () => void;
}

/** What the middlewares of a client need of a call. */
interface Call {
  /** Sends an attempt in its share of the time. */
  readonly attempt: <T>(send: () => Promise<T>, headers: Headers) => Promise<T>;
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
export const trackAttempts = (
  client: ImagebuilderClient,
  input: CreateImagePipelineCommandInput,
  millisLeft: number,
  maxAttempts: number,
): Attempts => {
  const startedAt = performance.now();
  const deadline = startedAt + millisLeft;
  const left = (): number => deadline - performance.now();
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  let timedOut = false;
  let current: AbortSignal | undefined;
  let count = 0;
  let unanswered = 0;
  let lastFailure: unknown;

  const stopWhenLate = (): void => {
    if (current !== undefined || left() > leastAttemptMillis) return;
    timedOut = true;
    reject(outOfTime());
  };
  // An attempt under way ends by its own timer; this one ends the waits, for credentials too. A timer
  // counts whole milliseconds, and may fire one early: then the call would never time out.
  const timer = setTimeout(stopWhenLate, Math.ceil(millisLeft - leastAttemptMillis) + 1);

  const attempt: Call['attempt'] = async (send, headers) => {
    // A busy or a frozen process may come here before its timers do.
    stopWhenLate();
    if (timedOut) throw outOfTime();
    const controller = new AbortController();
    current = controller.signal;
    const watch = watchRequest(headers);
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
      if (isRefusal(lastFailure) || watch.isUnsent()) unanswered -= 1;
      current = undefined;
      stopWhenLate();
      throw lastFailure;
    } finally {
      clearTimeout(expiry);
      watch.close();
    }
  };
  addMiddlewares(client);
  calls.set(input, { attempt, signal: () => current });
  return {
    count: () => count,
    mayExist: () => unanswered > 0,
    lastFailure: () => lastFailure,
    timedOut: () => timedOut,
    raceDeadline: (sending) => Promise.race([sending, timeout]),
    durationMs: () => performance.now() - startedAt,
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
      return call === undefined
        ? next(args)
        : call.attempt(() => next(args), (args.request as { readonly headers: Headers }).headers);
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

/** The headers of a request; the SDK types what reaches this step as unknown, too. */
type Headers = Readonly<Record<string, string>>;

/** What a request handler of the SDK takes; the SDK types what reaches this step as unknown. */
type HttpRequest = Parameters<ImagebuilderClient['config']['requestHandler']['handle']>[0];

const outOfTime = (): Error => Object.assign(new Error('The time is up.'), { name: 'AbortError' });

/** By this name the SDK knows a time-out, which it tries again. */
const attemptTimedOut = (): Error =>
  Object.assign(new Error('Image Builder did not answer in the time of one attempt.'), {
    name: 'TimeoutError',
  });
