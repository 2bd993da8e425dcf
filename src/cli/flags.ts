/** What the flags of several commands have in common. */
import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { ExitCode } from '../model/errors.ts';
import type { Io } from './io.ts';

/** Headings of the overview. */
export const MAIN = 'Start here:';
export const MORE = 'Also:';

/** What a command is given when it runs. */
export interface CommandContext {
  io: Io;
  /** The world without a watch on secrets, for the one command that prints tokens which are nobody's. */
  outside: Io;
  /** Runs one command line, as the process does. */
  run(argv: string[], io: Io, version: string): Promise<ExitCode>;
  /** The exit code of the command. */
  end(code: ExitCode): void;
}

/** Adds one command with its flags to the program; what it does is loaded when it runs. */
export type AddCommand = (program: Command, context: CommandContext) => unknown;

export function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('It must be 0 to 65535.');
  return port;
}

export const host = (): Option<'--host <url>', undefined, undefined, undefined, false, string> =>
  new Option('--host <url>', 'GitLab to talk to; else GITLAB_HOST, GITLAB_URI, GITLAB_URL or CI_SERVER_URL');
export const color = (): Option<'--no-color', undefined, undefined, undefined, false, boolean> =>
  new Option('--no-color', 'no colours, as NO_COLOR says too');
export const quiet = (): Option<'--quiet', undefined, undefined, undefined, false, boolean> =>
  new Option('--quiet', 'no progress on standard error');

export const maxWait = (): Option<'--max-wait <minutes>', undefined, undefined, undefined, false, number> =>
  new Option(
    '--max-wait <minutes>',
    'how long GitLab’s rate limit may hold a request back before the run stops with code 75; 15 unless given',
  ).argParser(wholeNumber);

export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return number;
}

export function calendarDay(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (time === null || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(value))
    throw new InvalidArgumentError('It must be a day like 2027-03-12.');
  return value;
}

export function tierOf(tier: string): 'free' | 'premium' | 'ultimate' {
  if (tier === 'free' || tier === 'premium' || tier === 'ultimate') return tier;
  throw new InvalidArgumentError(`"${tier}" is no tier; there are free, premium and ultimate.`);
}
