import { parentPort } from 'node:worker_threads';
import { attacksOn } from './chaos-patterns.ts';

/** What this thread is told to try. */
export interface PatternTask {
  readonly source: string;
  readonly flags: string;
  readonly length: number;
}

// A pattern that does not come back is ended with the thread that it runs in.
parentPort?.on('message', ({ source, flags, length }: PatternTask) => {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  // Every match and not only the first one: whoever replaces or splits goes through the whole text.
  const found = attacksOn(source, length).map((attack) => attack.replace(pattern, '').length);
  parentPort?.postMessage(found.length);
});
