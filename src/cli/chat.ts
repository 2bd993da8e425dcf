/** What a ritual made, told to an incoming webhook in the form that Slack and Mattermost take. Off unless the environment names one. */
import type { Io } from './io.ts';

/** Milliseconds; a chat that does not answer holds up nothing. */
const LONGEST = 10_000;

/** Never throws: a chat that fails is said, and stops nothing. Its address is a secret and in no message. */
export async function tellChat(io: Io, lines: string[]): Promise<void> {
  const address = io.env.KICKOFF_WEBHOOK_URL ?? '';
  if (address === '' || lines.length === 0) return;
  const failed = (why: string): void =>
    io.err(`! The chat was not told (${why}). Everything else is done.\n`);
  if (!URL.canParse(address) || !/^https:|^http:\/\/(?:localhost|127\.0\.0\.1)(?:[:/]|$)/.test(address))
    return failed('KICKOFF_WEBHOOK_URL is no https address');
  try {
    const request = new Request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: lines.map(escaped).join('\n') }),
      redirect: 'error',
      signal: AbortSignal.timeout(LONGEST),
    });
    const answer = await (io.fetch ?? fetch)(request);
    await answer.body?.cancel();
    if (!answer.ok) failed(`it answered ${answer.status}`);
  } catch {
    failed('it cannot be reached');
  }
}

/** Slack's own marks: nobody is notified by a name. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\w)/g, '@\u200b');
