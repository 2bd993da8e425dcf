/** What an answer of GitLab means for the next step. */
import type { RequesterType } from '@gitbeaker/requester-utils';
import { Failure, type FailureKind } from '../../model/failure.ts';
import type { Incoming } from './send.ts';

/** What gitbeaker is handed. */
export type Answer = Awaited<ReturnType<RequesterType['get']>>;

/**
 * May the same request be sent again? After 429 always, because nothing was done. Reading is safe after anything
 * that may pass. Writing never: whoever wrote reads again and adopts what is there.
 */
export function mayRepeat(failure: Failure): boolean {
  if (failure.kind === 'rate-limited') return true;
  return failure.method === 'GET' && ['ambiguous', 'unreachable', 'conflict'].includes(failure.kind);
}

/** An error body as one line: `message` or `error`, a text, a list or attributes with lists (docs/gitlab.md#errors). */
export function flatten(body: unknown, depth = 0): string {
  // GitLab nests an error's words three deep; what lies deeper is nobody's word.
  if (depth > 8) return '';
  const flat = (each: unknown): string => flatten(each, depth + 1);
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.slice(0, 100).map(flat).filter(Boolean).join(', ');
  if (typeof body !== 'object' || body === null) return '';
  const { message, error, error_description, ...rest } = body as Record<string, unknown>;
  if (message !== undefined || error !== undefined) {
    return [message ?? error, error_description].map(flat).filter(Boolean).join(': ');
  }
  return Object.entries(rest)
    .slice(0, 100)
    .map(([attribute, problems]) => `${attribute} ${flat(problems)}`)
    .join('; ');
}

/** What came back, or the failure that it is. */
export function readAnswer(
  response: Incoming,
  { method, path, url }: { method: string; path: string; url: URL },
): Answer | Failure {
  const { status, headers } = response;
  const isJson = (headers['content-type'] ?? '').includes('application/json');
  const body = parse(response.text, isJson);
  const failed = (kind: FailureKind): Failure =>
    new Failure(kind, {
      method,
      path,
      status,
      text: kind === 'redirected' ? whereTo(response, url) : isJson ? flatten(body ?? '') : '',
      retryAfter: retryAfter(response),
    });
  if (status >= 300 && status < 400) return failed('redirected');
  if (status >= 200 && status < 300) {
    // HTML with 200 is a proxy's page, half a JSON is a cut answer: the server may have done the work.
    if (status !== 204 && (!isJson || body === undefined)) return failed('ambiguous');
    return { status, headers, body: (body ?? null) as Answer['body'] };
  }
  // A page in place of JSON is not GitLab's word: something in front of it refused, which may pass.
  if ([401, 403, 404].includes(status) && !isJson) return failed('ambiguous');
  const kinds: Record<number, FailureKind> = {
    401: 'unauthorized',
    403: isScope(body) ? 'scope' : 'forbidden',
    404: 'not-found',
    409: 'conflict',
    429: 'rate-limited',
  };
  return failed(kinds[status] ?? (status < 500 ? 'invalid' : 'ambiguous'));
}

function parse(raw: string, isJson: boolean): unknown {
  if (!isJson) return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

const isScope = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'error' in body && body.error === 'insufficient_scope';

/** Seconds; Retry-After may also be a date, read against the server's own clock. */
function retryAfter(response: Incoming): number | null {
  const value = response.headers['retry-after'] ?? null;
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(seconds, 0);
  const wait = (Date.parse(value) - Date.parse(response.headers.date ?? '')) / 1000;
  return Number.isFinite(wait) ? Math.max(wait, 0) : null;
}

/** The server's clock as an answer tells it: its date, and the seconds that it lay in a cache since. Null when it does not tell. */
export function serverDateOf({ headers }: Incoming): number | null {
  const date = Date.parse(headers.date ?? '');
  const age = Number(headers.age ?? 0);
  return Number.isNaN(date) ? null : date + (Number.isFinite(age) && age > 0 ? age * 1000 : 0);
}

/** Where a redirect points, without what may be secret in its query; another host is only named. */
function whereTo(response: Incoming, from: URL): string {
  const location = response.headers.location ?? '';
  try {
    const target = new URL(location, from);
    return target.host === from.host ? target.pathname : `another host, ${target.host}`;
  } catch {
    return 'nowhere';
  }
}
