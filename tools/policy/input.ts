import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandError } from '../command-line.ts';

/** The text of a policy. */
export const readPolicy = (file: string): Promise<string> => readInput('policy', file);

/**
 * The text of a file.
 *
 * @param what - What it is to hold, for the sentence where it cannot be read.
 */
export const readInput = async (what: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The ${what} "${file}" cannot be read: ${reasonOf(error)}.`);
  }
};

/** Writes what a command was asked to write to a file. */
export const writeOutput = async (file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandError(`The file "${file}" cannot be written: ${reasonOf(error)}.`);
  }
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is no such file',
  EACCES: 'access is denied',
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return reasons[code] ?? error.message;
};

/** The text of a request's body, from standard input. */
export const readBody = async (): Promise<string> => {
  const hint = 'Give it on standard input, for example < events/smallest.json';
  if (process.stdin.isTTY) throw new CommandError(`The request body is missing. ${hint}.`);
  const content = await text(process.stdin);
  if (content.trim() === '') throw new CommandError(`The request body is empty. ${hint}.`);
  return content;
};
