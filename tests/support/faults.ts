/** A network that breaks at one request, or a process that dies there. */
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

type Fetch = (request: Request) => Promise<Response>;

/** What a broken connection looks like to fetch. */
export function hangUp(): never {
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });
}

/**
 * The process dies at request `at` (0-based): before the server sees it, or after the server did its work and before we
 * read the answer. Nothing later is sent.
 */
export function dieAt(
  sandbox: Sandbox,
  at: number,
  when: 'before' | 'after',
): { fetch: Fetch; signal: AbortSignal; reached(): boolean } {
  const death = new AbortController();
  let count = -1;
  return {
    signal: death.signal,
    reached: () => death.signal.aborted,
    async fetch(request) {
      death.signal.throwIfAborted();
      count += 1;
      if (count !== at) return sandbox.fetch(request);
      if (when === 'after') await sandbox.fetch(request);
      death.abort(new Error('died'));
      throw death.signal.reason;
    },
  };
}

/** One request gets an answer of our choice; the server did its work before, or never saw it. */
export function spoilOne(
  sandbox: Sandbox,
  at: number,
  when: 'before' | 'after',
  answer: () => Response,
): Fetch {
  let count = -1;
  return async (request) => {
    count += 1;
    if (count !== at) return sandbox.fetch(request);
    if (when === 'after') await sandbox.fetch(request);
    return answer();
  };
}
