/**
 * What the command lines of all tools have in common: help, a suggestion for a slip of the pen, and
 * exit code 2 where a command could not do what it was asked, 1 where it did and the answer is no.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { plain } from './policy/terminal.ts';

/** A command cannot do what it was asked, as where a file is missing; the message is one sentence for the terminal. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** A program whose help calls it by the npm script that runs it. */
export const commandLine = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      outputError: (text, write) => {
        write(text.split('\n').map(plain).join('\n'));
      },
    });

/** Reads the arguments of this process and does what they ask for. */
export const runCommandLine = async (program: Command): Promise<void> => {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommandError) process.stderr.write(`${plain(error.message)}\n`);
    else if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for comes as an error too.
    process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
  }
};

/** An option that is a port, and may come from the environment. */
export const portOption = (
  flags: string,
  description: string,
  variable: string,
  fallback?: number,
  least = 0,
): Option =>
  new Option(flags, description)
    .env(variable)
    .default(fallback)
    .argParser((text, previous: number | undefined) => {
      if (text === '') return previous;
      if (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= 65_535) {
        return Number(text);
      }
      throw new InvalidArgumentError(`It must be a port from ${least} to 65535.`);
    });
