/** Runs that race, with every interleaving chosen by a seed; and a network that misbehaves by the same seed. */
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { hangUp } from './faults.ts';

/** A small seeded generator (mulberry32): the same seed replays the same race. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const LOST_ANSWERS = [
  '500 before',
  '502 before',
  '504 before',
  'hang-up before',
  '500 after',
  '502 after',
  '504 after',
  'hang-up after',
  'HTML after',
  'cut after',
  'late',
  '409 before',
  '429 before',
] as const;
export type LostAnswer = (typeof LOST_ANSWERS)[number];

/** Answers in the way of the fault; `late` commits `delay` requests after the client gave up. */
export function spoil(
  sandbox: Sandbox,
  fault: LostAnswer,
  request: Request,
  later: (work: () => Promise<unknown>) => void,
): Promise<Response> {
  const [what, when] = fault.split(' ') as [string, string | undefined];
  const answer = (): Response => {
    if (what === 'hang-up' || what === 'late') return hangUp();
    if (what === 'HTML')
      return new Response('<html>sign in</html>', { status: 200, headers: { 'content-type': 'text/html' } });
    if (what === 'cut')
      return new Response('{"id":', { status: 201, headers: { 'content-type': 'application/json' } });
    // A lock that another run holds, and a limit: both say that nothing was done.
    if (what === '409' || what === '429') {
      const message =
        what === '409' ? '409 Conflict: Resource lock' : 'This endpoint has been requested too many times.';
      return new Response(JSON.stringify({ message }), {
        status: Number(what),
        headers: { 'content-type': 'application/json', ...(what === '429' ? { 'retry-after': '1' } : {}) },
      });
    }
    return new Response('', { status: Number(what) });
  };
  if (what === 'late') {
    const copy = request.clone();
    later(() => sandbox.fetch(copy));
    return Promise.resolve().then(answer);
  }
  if (when === 'before') return Promise.resolve().then(answer);
  return sandbox.fetch(request).then(answer);
}

export interface Race {
  /** A fetch for one of the runs: each request waits until it is drawn. */
  fetch(request: Request): Promise<Response>;
  /** Draws requests until all runs have ended; late commits come at last. */
  drive(runs: Promise<unknown>[]): Promise<void>;
  drawn(): number;
}

export function race(
  sandbox: Sandbox,
  seed: number,
  faultRate = 0,
  faults: readonly LostAnswer[] = LOST_ANSWERS,
): Race {
  const draw = random(seed);
  const waiting: (() => void)[] = [];
  const late: { at: number; work: () => Promise<unknown> }[] = [];
  let drawn = 0;
  const commitLate = async (all: boolean): Promise<void> => {
    for (const each of late.splice(0)) {
      if (all || each.at <= drawn) await each.work();
      else late.push(each);
    }
  };
  return {
    drawn: () => drawn,
    async fetch(request) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      if (draw() < faultRate) {
        const fault = faults[Math.floor(draw() * faults.length)] ?? 'late';
        const delay = Math.floor(draw() * 40);
        return spoil(sandbox, fault, request, (work) => late.push({ at: drawn + delay, work }));
      }
      return sandbox.fetch(request);
    },
    async drive(runs) {
      let ended = false;
      const all = Promise.allSettled(runs).then(() => {
        ended = true;
      });
      while (!ended) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = waiting.splice(Math.floor(draw() * waiting.length), 1)[0];
        if (!next) continue;
        drawn += 1;
        await commitLate(false);
        next();
      }
      await all;
      await commitLate(true);
    },
  };
}
