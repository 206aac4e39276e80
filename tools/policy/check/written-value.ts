import { variablePattern } from '../../../src/policy/variables.ts';
import { globsOverlap } from './overlap.ts';

/** Whether a written value has a variable in it, so that nobody knows what it will be. */
export const hasVariable = (written: unknown): written is string =>
  typeof written === 'string' && written.search(variablePattern) >= 0;

/** Whether a written value can come to one that a pattern matches, whatever its variables stand for. */
export const mayMatch = (written: string, pattern: string): boolean =>
  globsOverlap(written.replace(variablePattern, '*'), pattern);
