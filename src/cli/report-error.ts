import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../model/errors.ts';
import type { Io } from './io.ts';

/** Anything that looks like the token becomes stars, whatever carried it here. */
export function withoutToken(text: string, io: Io): string {
  const token = io.env.GITLAB_TOKEN ?? '';
  if (token.length < 4) return text;
  return [token, encodeURIComponent(token), Buffer.from(token).toString('base64')].reduce(
    (clean, secret) => clean.replaceAll(secret, '***'),
    text,
  );
}

/** So many problems of a file are enough to begin with. */
const MOST_PROBLEMS = 50;

/** Prints a failure as cause, what was not done, and what to do. Only a bug of ours shows a stack. */
export function reportError(error: unknown, io: Io): ExitCode {
  const say = (text: string): void => io.err(`${text}\n`);
  if (io.signal.aborted) {
    say('✗ Interrupted. What was sent is in GitLab; run the same command again to go on.');
    return EXIT.interrupted;
  }
  if (error instanceof InvalidInput) {
    const lines = error.message.split('\n');
    for (const line of lines.slice(0, MOST_PROBLEMS)) say(`✗ ${line}`);
    if (lines.length > MOST_PROBLEMS) say(`✗ … and ${lines.length - MOST_PROBLEMS} more.`);
    say(
      `  ${error.problems.length === 1 ? 'One problem' : `${error.problems.length} problems`}; nothing was done. ${error.hint ?? 'Mend the file and run again.'}`,
    );
    return error.exitCode;
  }
  if (error instanceof KickoffError) {
    say(`✗ ${error.message}`);
    if (error.undone !== undefined) say(`  ${error.undone}`);
    if (error.hint !== undefined) say(`  → ${error.hint}`);
    return error.exitCode;
  }
  say(`✗ This is a bug in kickoff: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.stack) say(error.stack.split('\n').slice(1, 8).join('\n'));
  say('  → Please report it with the command you ran.');
  return EXIT.error;
}
