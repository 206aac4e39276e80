import type { StandIn } from './stand-in.ts';

/** What a stand-in's program is made of. */
export interface Program {
  /** The environment's variable for the port. */
  readonly variable: string;
  /** The port where the variable says nothing. */
  readonly port: number;
  readonly start: (port: number) => Promise<StandIn>;
  /** What is printed once it listens. */
  readonly announce: (url: string) => string;
}

/** Runs a stand-in as a program of its own, which ends on SIGINT and SIGTERM. */
export const runProgram = async ({ variable, port, start, announce }: Program): Promise<void> => {
  try {
    const standIn = await start(readPort(variable, port));
    // Before the URL is printed: a reader may send a signal at once.
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void standIn.close());
    console.log(announce(standIn.url));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
};

const readPort = (variable: string, fallback: number): number => {
  const text = process.env[variable] ?? '';
  const port = text === '' ? fallback : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port number from 0 to 65535.`);
};
