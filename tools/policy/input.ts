import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandError } from '../command-line.ts';

/** The text of a policy. */
export const readPolicy = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The policy "${file}" cannot be read: ${reasonOf(error)}.`);
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
