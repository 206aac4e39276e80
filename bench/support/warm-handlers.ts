import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mean, median, root } from './processes.ts';

/** What a call of a warm handler takes. */
export interface WarmCall {
  readonly millis: number;
  readonly cpuMillis: number;
}

/** A handler and what it is called with; `{name}` in the event stands for another name each time. */
export interface Contender {
  readonly bundle: string;
  readonly event: object;
}

/** How often handlers are called: so many times each, a few in a row. */
export interface Calls {
  /** Calls that are not counted. */
  readonly warmup: number;
  readonly calls: number;
  readonly inARow: number;
}

/**
 * Calls handlers in turn, each in a process of its own, as functions have their own execution
 * environments: in one process each would also pay for the caches that the other one has filled.
 *
 * @returns The median time and the mean processor time of a call, garbage collection included.
 */
export const callInTurn = async <K extends string>(
  contenders: Readonly<Record<K, Contender>>,
  env: Readonly<Record<string, string>>,
  { warmup, calls, inARow }: Calls,
): Promise<Record<K, WarmCall>> => {
  const names = Object.keys(contenders) as K[];
  const handlers: { name: K; handler: WarmHandler; taken: WarmCall[] }[] = [];
  try {
    for (const name of names) {
      handlers.push({ name, handler: await warmHandler(contenders[name], env), taken: [] });
    }
    for (let count = -warmup; count < calls; count += inARow) {
      for (const { handler, taken } of handlers) {
        const some = await handler.call(inARow);
        if (count >= 0) taken.push(...some);
      }
    }
  } finally {
    for (const { handler } of handlers) handler.close();
  }
  return Object.fromEntries(
    handlers.map(({ name, taken }) => [
      name,
      {
        millis: median(taken.map(({ millis }) => millis)),
        cpuMillis: mean(taken.map(({ cpuMillis }) => cpuMillis)),
      },
    ]),
  ) as Record<K, WarmCall>;
};

interface WarmHandler {
  /** Calls it so often in a row. */
  readonly call: (count: number) => Promise<readonly WarmCall[]>;
  readonly close: () => void;
}

const warmHandler = async (
  contender: Contender,
  env: Readonly<Record<string, string>>,
): Promise<WarmHandler> => {
  const child = fork(`${root}bench/support/warm.mjs`, [JSON.stringify(contender)], {
    cwd: root,
    execArgv: [],
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = new AbortController();
  child.once('exit', () => {
    ended.abort();
  });
  const answer = async (): Promise<readonly WarmCall[]> => {
    // What warm.mjs sends: an entry for each call.
    const [taken] = (await once(child, 'message', { signal: ended.signal })) as [
      readonly WarmCall[],
    ];
    return taken;
  };
  await answer();
  return {
    call: (count) => {
      child.send(count);
      return answer();
    },
    close: () => {
      child.kill();
    },
  };
};
