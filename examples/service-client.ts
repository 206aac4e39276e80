/**
 * A client of the proxy for an internal service: signs as IAM asks, sends one Idempotency-Key however
 * often it has to send, and retries what the answers call retryable, when they say.
 *
 * As a program: `node examples/service-client.ts FILE`, with the address in IMAGE_PIPELINE_PROXY_URL and
 * the credentials in the variables that the AWS tools read.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { signRequest } from './sign-request.ts';

/** What the client works with; only the address has no default. */
export interface ClientOptions {
  /** The address of the API, such as `https://example.execute-api.eu-west-1.amazonaws.com`. */
  readonly url: string;
  /** The environment that holds the credentials and the Region. */
  readonly env?: NodeJS.ProcessEnv;
  /** How often one request is sent at most. */
  readonly attempts?: number;
  /** Waits between two attempts, in milliseconds. */
  readonly wait?: (millis: number) => Promise<unknown>;
}

/** The members of CreateImagePipeline. */
export interface ImagePipelineRequest {
  readonly [member: string]: unknown;
  readonly clientToken?: string;
}

/** The members of an answer that this client looks at. */
export interface CreatedImagePipeline {
  readonly imagePipelineArn: string;
  readonly clientToken: string;
  readonly warnings: readonly { pointer: string; code: string; detail: string }[];
}

/** A refusal of the proxy: RFC 9457 problem details, with the members that the proxy adds. */
export interface Problem {
  readonly status: number;
  readonly code?: string;
  readonly detail: string;
  readonly hint?: string;
  readonly retryable: boolean;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

/** The request was refused, or nothing became of it in any attempt. */
export class NotCreated extends Error {
  override readonly name = 'NotCreated';
  readonly problem: Problem;
  /** Repeat the request with this key: what an earlier attempt has created is found, not created again. */
  readonly idempotencyKey: string;

  constructor(problem: Problem, idempotencyKey: string) {
    super(`${problem.code ?? problem.status}: ${problem.detail}`);
    this.problem = problem;
    this.idempotencyKey = idempotencyKey;
  }
}

interface Attempt {
  readonly created?: CreatedImagePipeline;
  readonly problem: Problem;
  readonly retryAfterMillis?: number;
}

/**
 * Creates an image pipeline.
 *
 * @param request - The members of CreateImagePipeline; its `clientToken`, if it has one, is the key.
 * @throws {@link NotCreated} with the problem of the last attempt.
 *
 * @example await createImagePipeline({ name: 'web-server', imageRecipeArn: 'arn:…' }, { url: 'https://…' })
 */
export const createImagePipeline = async (
  request: ImagePipelineRequest,
  { url, env = process.env, attempts = 4, wait = sleep }: ClientOptions,
): Promise<CreatedImagePipeline> => {
  const idempotencyKey = request.clientToken ?? randomUUID();
  const body = JSON.stringify(request);
  for (let attempt = 1; ; attempt += 1) {
    const { created, problem, retryAfterMillis } = await send(
      new URL('/image-pipelines', url),
      body,
      idempotencyKey,
      env,
    );
    if (created !== undefined) return created;
    if (!problem.retryable || attempt >= attempts) throw new NotCreated(problem, idempotencyKey);
    await wait(retryAfterMillis ?? 2 ** attempt * 250);
  }
};

const send = async (
  url: URL,
  body: string,
  idempotencyKey: string,
  env: NodeJS.ProcessEnv,
): Promise<Attempt> => {
  // Signed anew for each attempt: a signature is good for five minutes.
  const headers = await signRequest(url, body, { 'idempotency-key': idempotencyKey }, env);
  try {
    // The API itself gives up after 30 s.
    const signal = AbortSignal.timeout(35_000);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return read(response.status, response.headers.get('retry-after'), await response.text());
  } catch (error) {
    const detail = `No answer: ${error instanceof Error ? error.message : String(error)}`;
    return { problem: { status: 0, detail, retryable: true } };
  }
};

const read = (status: number, retryAfter: string | null, text: string): Attempt => {
  const document = parse(text);
  const isProblem = typeof document['retryable'] === 'boolean';
  // API Gateway refuses in a form of its own, before the proxy hears of it: {"message": "Forbidden"}.
  const said = typeof document['message'] === 'string' ? document['message'] : `HTTP ${status}`;
  const problem = isProblem
    ? (document as unknown as Problem)
    : { status, detail: said, retryable: status === 429 || status >= 500 };
  return {
    problem,
    ...(typeof document['imagePipelineArn'] === 'string' && {
      created: document as unknown as CreatedImagePipeline,
    }),
    ...(/^\d+$/.test(retryAfter ?? '') && { retryAfterMillis: Number(retryAfter) * 1000 }),
  };
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? { ...document } : {};
  } catch {
    return {};
  }
};

if (import.meta.main) {
  try {
    const [file = 'events/smallest.json'] = process.argv.slice(2);
    const request = JSON.parse(await readFile(file, 'utf8')) as ImagePipelineRequest;
    const { IMAGE_PIPELINE_PROXY_URL: url = 'http://localhost:3000' } = process.env;
    const created = await createImagePipeline(request, { url });
    process.stdout.write(`${created.imagePipelineArn}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
