/**
 * How a request travels: the requester that replaces gitbeaker's own, which repeats POST on 502, ignores Retry-After,
 * follows redirects with the token and keeps it in its errors (docs/gitlab.md#libraries).
 *
 * One level of retries, here. A time limit for every try. No redirect is followed. Every wait goes through `wait`.
 */
import { createRequesterFn, type RequesterType, type ResourceOptions } from '@gitbeaker/requester-utils';
import pRetry from 'p-retry';
import type { Emit } from '../../model/events.ts';
import { Failure } from '../../model/failure.ts';
import { type Answer, mayRepeat, readAnswer, serverDateOf } from './answers.ts';
import { type ConcurrencyLimit, limitConcurrency } from './concurrency.ts';
import { boundPages } from './page-bound.ts';
import { createRateLimit } from './rate-limit.ts';
import { type Incoming, type Send, TOO_LARGE } from './send.ts';

export interface HttpOptions {
  /** How requests leave. */
  send: Send;
  /** Sleeps; rejects when the run is interrupted. */
  wait: (milliseconds: number) => Promise<void>;
  emit: Emit;
  /** Stops everything between requests. */
  signal?: AbortSignal;
  /** Requests under way at one time. */
  concurrency: number;
  /** Milliseconds that one try may take. GitLab itself gives up after 60 s. */
  timeout: number;
  /** Tries of one request that may be repeated. A 429 is no try: GitLab did not look. */
  tries: number;
  /** Creations of issues and epics that GitLab allows a minute. */
  creationsPerMinute: number;
  /** Milliseconds that GitLab's rate limit may hold one request back, all in all, before the run gives up. */
  maxWait: number;
  /** Milliseconds, from any start. */
  clock: () => number;
}

export interface Http {
  requesterFn: (options: ResourceOptions) => RequesterType;
  /** The server's clock as of the newest answer, or null while none told it. */
  serverDate(): Date | null;
  /** Waits before a write is tried once more, longer each time. */
  backOff(attempt: number, why: string): Promise<void>;
  requests(): number;
  /** Asks GraphQL. It changes nothing, so it may be repeated like any reading. */
  query(url: URL, headers: Record<string, string>, body: string): Promise<unknown>;
}

/** Rejections of one request by the rate limit before we give up. */
const MOST_REJECTIONS = 60;

/** New issues, epics: what GitLab's limit on creations counts (docs/gitlab.md#rate-limits). */
const isCreation = (method: string, path: string): boolean =>
  method === 'POST' && /\/(?:issues|epics)$/.test(path);

export function createHttp(options: HttpOptions): Http {
  const { signal } = options;
  const open = limitConcurrency(options.concurrency);
  const rateLimit = createRateLimit(options);
  let serverDate: Date | null = null;
  let requests = 0;
  /** Whether anything ever answered; and whether that was GitLab's API, be it with a no. */
  let [answered, spoke] = [false, false];
  const pageAsked = boundPages();
  const pause = pauser(options);
  /** A name that nothing ever answered to, or a place where only pages are, is a mistake, not a moment's trouble. */
  const isHopeless = (failure: Failure): boolean =>
    (failure.text === 'ENOTFOUND' && !answered) ||
    (failure.kind === 'ambiguous' && failure.status === 404 && !spoke) ||
    failure.text.startsWith(TOO_LARGE);
  const repeated = repeater(options, pause, open, isHopeless);

  const once = async (
    method: string,
    url: URL,
    path: string,
    headers: Record<string, string>,
    sent: string | null,
    means = method,
  ): Promise<Answer> => {
    signal?.throwIfAborted();
    await rateLimit.ready(isCreation(method, path));
    requests += 1;
    let response: Incoming;
    try {
      response = await options.send({ method, url, headers, body: sent, timeout: options.timeout, signal });
    } catch (error) {
      signal?.throwIfAborted();
      const page = url.searchParams.get('page');
      const where = page === null ? '' : `, page ${page} of ${path}`;
      const why = reason(error);
      throw new Failure(howItBroke(error), {
        method: means,
        path,
        text: why === TOO_LARGE ? `${why}${where}` : why,
      });
    }
    answered = true;
    const date = serverDateOf(response);
    // The time does not run backwards: an older answer came late.
    if (date !== null && date > (serverDate?.getTime() ?? 0)) serverDate = new Date(date);
    const left = untilReset(response);
    if (left !== null && response.status !== 429) rateLimit.exhausted(left);
    const read = readAnswer(response, { method: means, path, url });
    spoke ||= !(read instanceof Failure) || read.kind !== 'ambiguous';
    if (!(read instanceof Failure)) {
      open.recover();
      return read;
    }
    if (read.kind === 'rate-limited' && (read.retryAfter ?? 0) * 1000 <= options.maxWait) {
      if (rateLimit.limited(read.retryAfter, isCreation(method, path), date)) open.yield();
    }
    throw read;
  };

  const request = (path: string, given: Record<string, unknown> = {}): Promise<Answer> => {
    const {
      method = 'GET',
      headers,
      body,
      searchParams,
      prefixUrl,
    } = given as {
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      searchParams?: string;
      prefixUrl: string;
    };
    const url = new URL(`${prefixUrl.replace(/\/$/, '')}/${path}`);
    url.search = searchParams ?? '';
    if (method === 'GET') pageAsked(url, path);
    return repeated(() => once(method, url, path, headers ?? {}, body ?? null));
  };

  return {
    requesterFn: createRequesterFn(
      (_resource, requestOptions) => Promise.resolve(requestOptions),
      (path, given) => request(path, given) as never,
    ),
    serverDate: () => serverDate,
    backOff: (attempt, why) => pause(2 ** (attempt - 1), why),
    requests: () => requests,
    query: async (url, headers, body) =>
      (await repeated(() => once('POST', url, 'graphql', headers, body, 'GET'))).body,
  };
}

/** Sends until there is an answer, as often as that may be done. */
function repeater(
  { tries, maxWait }: Pick<HttpOptions, 'tries' | 'maxWait'>,
  pause: (seconds: number, why: string) => Promise<void>,
  open: ConcurrencyLimit,
  isHopeless: (failure: Failure) => boolean,
): (send: () => Promise<Answer>) => Promise<Answer> {
  return (send) => {
    let rejections = 0;
    /** Seconds that GitLab asked this request to wait. */
    let asked = 0;
    const isOver = (failure: Failure): boolean =>
      isHopeless(failure) || (failure.kind === 'rate-limited' && asked * 1000 > maxWait);
    return open.run(() =>
      pRetry(send, {
        retries: tries - 1,
        // The pause is ours: p-retry would use a timer that no test can hold.
        minTimeout: 0,
        maxTimeout: 0,
        shouldRetry: ({ error }) =>
          error instanceof Failure && mayRepeat(error) && !isOver(error) && rejections <= MOST_REJECTIONS,
        shouldConsumeRetry: ({ error }) => !(error instanceof Failure && error.kind === 'rate-limited'),
        onFailedAttempt: async ({ error, retriesConsumed, retriesLeft }) => {
          if (!(error instanceof Failure) || !mayRepeat(error) || isHopeless(error)) return;
          if (error.kind === 'rate-limited') {
            asked += error.retryAfter ?? 0;
            // The rate limit holds everybody back until the time is up.
            rejections += 1;
            return;
          }
          if (retriesLeft === 0) return;
          const why =
            error.kind === 'unreachable' ? 'GitLab cannot be reached' : 'GitLab gave no usable answer';
          await pause(2 ** retriesConsumed, why);
        },
      }),
    );
  };
}

/** Waits at most half a minute, and says why. */
function pauser({ emit, wait }: HttpOptions): (seconds: number, why: string) => Promise<void> {
  return async (most, why) => {
    const seconds = Math.min(most, 30);
    emit({ kind: 'waiting', seconds, why });
    await wait(seconds * 1000);
  };
}

/** Seconds until the window resets, when the answer says that nothing is left in it; read on the server's clock. */
function untilReset(response: Incoming): number | null {
  if (response.headers['ratelimit-remaining'] !== '0') return null;
  const reset = Number(response.headers['ratelimit-reset']) * 1000;
  const seconds = (reset - Date.parse(response.headers.date ?? '')) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Error codes of a connection that was never made; then nothing can have been done. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** TLS that does not come about: another try will not help. */
const UNTRUSTED = /^(?:EPROTO|ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

function howItBroke(error: unknown): 'unreachable' | 'untrusted' | 'ambiguous' {
  const codes = causes(error).flatMap((each) => ('code' in each ? [String(each.code)] : []));
  if (codes.some((code) => NEVER_SENT.has(code))) return 'unreachable';
  return codes.some((code) => UNTRUSTED.test(code)) ? 'untrusted' : 'ambiguous';
}

function causes(error: unknown): Error[] {
  const found: Error[] = [];
  for (let each = error; each instanceof Error && found.length < 8; each = each.cause) {
    found.push(each);
    if (each instanceof AggregateError) found.push(...each.errors.filter((inner) => inner instanceof Error));
  }
  return found;
}

function reason(error: unknown): string {
  const known = causes(error).find((each) => 'code' in each && typeof each.code === 'string');
  // What unpacks a gzip says it in its own way.
  if (known && 'code' in known) return known.code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : String(known.code);
  return error instanceof Error && error.name === 'TimeoutError'
    ? 'no answer in time'
    : 'the connection broke';
}
