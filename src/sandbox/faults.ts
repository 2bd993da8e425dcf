/**
 * A bad day on demand: faults by rule and by number, latency, server work, and rate limits, in front of the sandbox's
 * `fetch`. Everything is drawn from a seed, so that a bad day can be had again.
 */

import { createServerWork } from './server-work.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface Fault {
  /** A status to answer with, or how the answer goes wrong. */
  what: 'hangup' | 'html' | 'cut' | 'late' | `${number}`;
  /** Before the server did the work, or after. `late` does the work some requests after the client was told nothing. */
  when: 'before' | 'after';
  method: string | null;
  /** Part of the path. */
  path: string | null;
  /** Only the n-th matching request, from 1 on; null for all. */
  nth: number | null;
  /** Only so many of a hundred matching requests; null for all. */
  percent: number | null;
  /** Seconds for the Retry-After of a 429. */
  retryAfter: number | null;
}

export interface Rate {
  /** Requests in a window. */
  limit: number;
  /** Seconds. */
  window: number;
  /** Count only new issues and epics, as GitLab's own limit on them does; then there are no headers (docs/gitlab.md#rate-limits). */
  creationsOnly: boolean;
  /** Send RateLimit headers and Retry-After. */
  headers: boolean;
}

export interface BadDay {
  faults?: Fault[];
  /** Milliseconds that every request is under way. */
  latency?: number;
  /** Milliseconds that the server works on an issue with everything, with the queues of a real one. */
  work?: number;
  rate?: Rate | null;
  seed?: number;
  now: () => Date;
  wait: (milliseconds: number) => Promise<void>;
}

/** The connection ends without an answer. The listener closes the socket; in memory it looks like fetch's own error. */
export class HangUp extends TypeError {
  override readonly cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
  constructor() {
    super('fetch failed');
  }
}

/** Marks an answer that the listener sends only half. */
export const CUT = 'x-sandbox-cut';

/**
 * `WHAT[:WHEN][:METHOD][:PATH][@N][%P]`, for example `502:after:POST:issues@3`, `hangup%10`, `429=7:before:POST`,
 * `late::POST:epics@1`. Null when it cannot be read.
 */
export function parseFault(text: string): Fault | null {
  const match =
    /^(\d{3}|hangup|html|cut|late)(?:=(\d+))?(?::(before|after|))?(?::([A-Z]+|))?(?::([^@%]*))?(?:@(\d+))?(?:%(\d+))?$/.exec(
      text,
    );
  if (!match) return null;
  const [, what, retryAfter, when, method, path, nth, percent] = match;
  return {
    what: what as Fault['what'],
    when: when === 'after' || (what !== '429' && !when) ? 'after' : 'before',
    method: method || null,
    path: path || null,
    nth: nth === undefined ? null : Number(nth),
    percent: percent === undefined ? null : Number(percent),
    retryAfter: retryAfter === undefined ? null : Number(retryAfter),
  };
}

/** `20/s`, `200/min`, `200/min:creations`, `20/s:bare` (no headers). Null when it cannot be read. */
export function parseRate(text: string): Rate | null {
  const match = /^(\d+)\/(s|min)(?::(creations|bare))?$/.exec(text);
  if (!match || Number(match[1]) < 1) return null;
  const [, limit, unit, kind] = match;
  return {
    limit: Number(limit),
    window: unit === 's' ? 1 : 60,
    creationsOnly: kind === 'creations',
    headers: kind === undefined,
  };
}

export function withBadDay(fetch: Fetch, day: BadDay): Fetch {
  const { faults = [], latency = 0, work = 0, rate = null, now, wait } = day;
  const draw = generator(day.seed ?? 1);
  const seen = faults.map(() => 0);
  const late: { after: number; run: () => Promise<unknown> }[] = [];
  let count = 0;
  const works = createServerWork(work, wait);
  const limited = rate ? limiter(rate, now) : null;

  return async (request) => {
    count += 1;
    const due = late.filter((each) => each.after <= count);
    for (const each of due) {
      late.splice(late.indexOf(each), 1);
      await each.run();
    }
    if (latency > 0) await wait(latency);
    const { refused, headers } = limited?.(request) ?? { refused: null, headers: {} };
    if (refused) return refused;
    await works(request);
    const fault = faults.find((each, index) => {
      if (!matches(each, request)) return false;
      seen[index] = (seen[index] ?? 0) + 1;
      if (each.nth !== null && seen[index] !== each.nth) return false;
      return each.percent === null || draw() * 100 < each.percent;
    });
    if (fault?.what === 'late') {
      const copy = request.clone();
      late.push({ after: count + 1 + Math.floor(draw() * 40), run: () => fetch(copy) });
      throw new HangUp();
    }
    if (fault?.when === 'before') return answer(fault, null);
    const response = await fetch(request);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return fault ? answer(fault, response) : response;
  };
}

function matches({ method, path }: Fault, request: Request): boolean {
  return (
    (method === null || method === request.method) &&
    (path === null || new URL(request.url).pathname.includes(path))
  );
}

async function answer({ what, retryAfter }: Fault, done: Response | null): Promise<Response> {
  if (what === 'hangup') throw new HangUp();
  if (what === 'html') {
    return new Response('<!doctype html><title>Sign in</title>', {
      status: 200,
      headers: { 'content-type': 'text/html' },
    });
  }
  if (what === 'cut') {
    const body = done ? await done.text() : '{"message":';
    return new Response(body.slice(0, Math.max(Math.floor(body.length / 2), 1)), {
      status: done?.status ?? 200,
      headers: { 'content-type': 'application/json', [CUT]: String(body.length) },
    });
  }
  // Rack::Attack's own words (docs/gitlab.md#rate-limits); a proxy's 502 is HTML.
  if (what === '429') {
    const headers = {
      'content-type': 'text/plain',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
    };
    return new Response('Retry later\n', { status: 429, headers });
  }
  return new Response('<html><body>Error</body></html>', {
    status: Number(what),
    headers: { 'content-type': 'text/html' },
  });
}

/** Fixed windows on the server's clock, as both of GitLab's limiters count. */
function limiter(
  rate: Rate,
  now: () => Date,
): (request: Request) => { refused: Response | null; headers: Record<string, string> } {
  let window = -1;
  let used = 0;
  return (request) => {
    const { pathname } = new URL(request.url);
    if (rate.creationsOnly && !(request.method === 'POST' && /\/(?:issues|epics)$/.test(pathname))) {
      return { refused: null, headers: {} };
    }
    const seconds = now().getTime() / 1000;
    const current = Math.floor(seconds / rate.window);
    if (current !== window) {
      window = current;
      used = 0;
    }
    used += 1;
    const reset = (window + 1) * rate.window;
    const headers: Record<string, string> = rate.headers
      ? {
          'RateLimit-Limit': String(Math.round((rate.limit * 60) / rate.window)),
          'RateLimit-Name': 'throttle_authenticated_api',
          'RateLimit-Observed': String(used),
          'RateLimit-Remaining': String(Math.max(rate.limit - used, 0)),
          'RateLimit-Reset': String(reset),
        }
      : {};
    if (used <= rate.limit) return { refused: null, headers };
    const date = now().toUTCString();
    const refused = rate.creationsOnly
      ? Response.json(
          { message: { error: 'This endpoint has been requested too many times. Try again later.' } },
          { status: 429, headers: { Date: date } },
        )
      : new Response('Retry later\n', {
          status: 429,
          headers: {
            'content-type': 'text/plain',
            Date: date,
            ...headers,
            ...(rate.headers ? { 'Retry-After': String(Math.max(Math.ceil(reset - seconds), 1)) } : {}),
          },
        });
    return { refused, headers: {} };
  };
}

function generator(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
