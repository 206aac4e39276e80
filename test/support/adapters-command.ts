import { spawn } from 'node:child_process';
import { root } from './packaged-proxy.ts';

/** What became of a command. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command at the root of the repository to its end.
 *
 * @param env - What it finds in its environment beside the `PATH` and nothing of AWS.
 */
export const run = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...env },
    });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (chunk: string) => {
        output[stream] += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });

/** Runs a program of the repository with the Node that runs the tests. */
export const runNode = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
  run(process.execPath, args, env);
