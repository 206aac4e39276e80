import type { Fault } from '../../local/kit/fault.ts';
import type { ProblemCode } from '../../src/http/problem-table.ts';

/** Something that goes wrong with one attempt, and all that the contract says follows from it. */
export interface ChaosFault {
  readonly fault: Fault;
  /** What the caller is told where this is how the last attempt ended; absent where it succeeds all the same. */
  readonly told?: readonly [status: number, code: ProblemCode];
  /** Whether the SDK's standard mode tries again. */
  readonly isRetried?: true;
  /** Whether the service created the pipeline, where it had nothing against it. */
  readonly takesEffect?: true;
  /** Whether only the service can know that. */
  readonly isUnknown?: true;
  /** Whether it takes all the time that there is. */
  readonly isEndless?: true;
}

const operation = 'CreateImagePipeline';

const refusal = (exception: string, status: number, code: ProblemCode): ChaosFault => ({
  fault: { operation, exception },
  told: [status, code],
});

const throttling = (exception: string, fault: Fault = {}): ChaosFault => ({
  fault: { operation, exception, ...fault },
  told: [429, 'throttled'],
  isRetried: true,
});

/** A failure that says nothing of the effect, before the effect and after it. */
const unknown = (
  fault: Fault,
  told: readonly [status: number, code: ProblemCode],
  { isRetried }: Pick<ChaosFault, 'isRetried'> = {},
): ChaosFault[] =>
  (['before', 'after'] as const).map((effect) => ({
    fault: { operation, effect, ...fault },
    told,
    isUnknown: true,
    ...(isRetried === true && { isRetried }),
    ...(effect === 'after' && { takesEffect: true as const }),
  }));

const failed = [502, 'image-builder-failed'] as const;
const unanswered = [504, 'image-builder-timeout'] as const;
const retried = { isRetried: true } as const;

/** Faults that an attempt meets at once. */
export const suddenFaults: readonly ChaosFault[] = [
  refusal('InvalidRequestException', 400, 'rejected-by-image-builder'),
  refusal('InvalidParameterValueException', 400, 'rejected-by-image-builder'),
  refusal('UnknownThisException', 400, 'rejected-by-image-builder'),
  refusal('IdempotentParameterMismatchException', 422, 'idempotency-key-reused'),
  refusal('ResourceAlreadyExistsException', 409, 'already-exists'),
  refusal('ResourceInUseException', 409, 'resource-in-use'),
  refusal('ResourceDependencyException', 409, 'dependency-not-ready'),
  refusal('ResourceNotFoundException', 422, 'referenced-resource-not-found'),
  refusal('AccessDeniedException', 403, 'execution-role-forbidden'),
  refusal('ServiceQuotaExceededException', 402, 'quota-exceeded'),
  refusal('UnrecognizedClientException', 500, 'proxy-misconfigured'),
  throttling('TooManyRequestsException'),
  throttling('CallRateLimitExceededException', { headers: { 'retry-after': '1' } }),
  throttling('ThrottlingException', { status: 400 }),
  ...unknown({ exception: 'ServiceException' }, failed, retried),
  ...unknown(
    { exception: 'ServiceUnavailableException' },
    [503, 'image-builder-unavailable'],
    retried,
  ),
  ...unknown({ exception: 'UnknownThisFailure', status: 599 }, failed),
  ...unknown({ answer: { status: 200, body: '<html>' } }, failed),
  ...unknown({ answer: { status: 200, body: '' } }, failed),
  ...unknown({ answer: { status: 200, body: '{"imagePipelineArn":null}' } }, failed),
  ...unknown({ answer: { status: 500, body: '<html>' } }, failed, retried),
  ...unknown({ answer: { status: 502, body: '' } }, failed, retried),
  { fault: { operation, drop: 'before' }, told: unanswered, isUnknown: true, isRetried: true },
  {
    fault: { operation, drop: 'after' },
    told: unanswered,
    isUnknown: true,
    isRetried: true,
    takesEffect: true,
  },
  {
    fault: { operation, partial: true },
    told: unanswered,
    isUnknown: true,
    isRetried: true,
    takesEffect: true,
  },
  { fault: { operation, delayMs: 3 } },
  { fault: { operation, drip: { bytesPerSecond: 50_000 } } },
];

/** Faults that last longer than a request has. */
export const endlessFaults: readonly ChaosFault[] = [
  { fault: { operation, hang: 'before' }, told: unanswered, isUnknown: true, isEndless: true },
  {
    fault: { operation, hang: 'after' },
    told: unanswered,
    isUnknown: true,
    isEndless: true,
    takesEffect: true,
  },
  { fault: { operation, delayMs: 60_000 }, told: unanswered, isUnknown: true, isEndless: true },
];

/** What becomes of one request of the proxy's, by the faults that its attempts meet. */
export interface Forecast {
  /** How many attempts it takes. */
  readonly attempts: number;
  /** The problem; absent where an attempt reaches the service and is answered by it. */
  readonly told?: readonly [status: number, code: ProblemCode];
  /** Whether some attempt left it open whether the pipeline exists. */
  readonly isUnknown: boolean;
  /** Whether some attempt took effect without being answered. */
  readonly takesEffect: boolean;
}

/** Foretells what the faults still waiting make of one request. */
export const forecast = (waiting: readonly ChaosFault[], maxAttempts: number): Forecast => {
  const met: ChaosFault[] = [];
  for (const fault of waiting.slice(0, maxAttempts)) {
    met.push(fault);
    if (fault.isRetried !== true || fault.told === undefined) break;
  }
  const last = met.at(-1);
  const open = met.filter(({ told }) => told !== undefined);
  const isAnswered =
    last?.told === undefined ||
    (open.length === met.length && met.length < maxAttempts && last.isRetried === true);
  return {
    attempts: isAnswered && last?.told !== undefined ? met.length + 1 : Math.max(1, met.length),
    ...(!isAnswered && { told: last.told }),
    isUnknown: open.some(({ isUnknown }) => isUnknown === true),
    takesEffect: open.some(({ takesEffect }) => takesEffect === true),
  };
};
