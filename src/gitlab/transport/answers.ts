/** What an answer of GitLab means for the next step. */
import type { Failure } from '../../model/failure.ts';

/**
 * May the same request be sent again? After 429 always, because nothing was done. Reading is safe after anything
 * that may pass. Writing never: whoever wrote reads again and adopts what is there.
 */
export function mayRepeat(failure: Failure): boolean {
  if (failure.kind === 'rate-limited') return true;
  return failure.method === 'GET' && (failure.kind === 'ambiguous' || failure.kind === 'unreachable');
}

/** An error body as one line: `message` or `error`, a text, a list or attributes with lists (facts §1). */
export function flatten(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(flatten).filter(Boolean).join(', ');
  if (typeof body !== 'object' || body === null) return '';
  const { message, error, error_description, ...rest } = body as Record<string, unknown>;
  if (message !== undefined || error !== undefined) {
    return [message ?? error, error_description].map(flatten).filter(Boolean).join(': ');
  }
  return Object.entries(rest)
    .map(([attribute, problems]) => `${attribute} ${flatten(problems)}`)
    .join('; ');
}
