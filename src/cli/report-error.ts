import { EXIT, type ExitCode, formatProblem, InvalidInput, KickoffError } from '../model/errors.ts';
import { oneLine, printable } from '../text/plain-text.ts';
import type { Io } from './io.ts';

/** Variables whose values travel in a header, or give what does. */
const SECRETS = [
  'GITLAB_TOKEN',
  'CI_JOB_TOKEN',
  'CI_JOB_JWT',
  'CI_REGISTRY_PASSWORD',
  'CI_DEPLOY_PASSWORD',
  'KICKOFF_WEBHOOK_URL',
];

const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy'];

function password(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).password : '';
}

/** A webhook's secret is a part of its address. */
const inPath = (url: string | undefined): string[] =>
  url !== undefined && URL.canParse(url)
    ? new URL(url).pathname.split('/').filter(({ length }) => length >= 8)
    : [];

/** Anything that looks like a token becomes stars, whatever carried it here. */
export function withoutToken(text: string, io: Io): string {
  const secrets = [
    ...SECRETS.map((name) => io.env[name] ?? ''),
    ...PROXIES.map((name) => password(io.env[name])),
    ...inPath(io.env.KICKOFF_WEBHOOK_URL),
  ].filter(({ length }) => length >= 4);
  // The longest first: one may be a part of another.
  const forms = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((left, right) => right.length - left.length);
  return forms.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

/** So many problems of a file are enough to begin with. */
const MOST_PROBLEMS = 50;

/** Prints a failure as cause, what was not done, and what to do. Only a bug of ours shows a stack. */
export function reportError(error: unknown, io: Io): ExitCode {
  // Names, paths and GitLab's own words are anybody's: they only stand in a terminal.
  const say = (text: string): void => io.err(`${printable(text)}\n`);
  if (io.signal.aborted) {
    say('✗ Interrupted. What was sent is in GitLab; run the same command again to go on.');
    return EXIT.interrupted;
  }
  if (error instanceof InvalidInput) {
    const lines = error.problems.map((problem) => oneLine(formatProblem(problem)));
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
