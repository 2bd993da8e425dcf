/**
 * How fast we may go. Creations of issues and epics are paced under GitLab's limit, which no header announces (docs/gitlab.md#rate-limits):
 * 200 a minute on GitLab.com, 300 by default elsewhere. After a 429 nobody of us knocks again before the time is up;
 * then the pace is what it was, and only a limit that is met again and again is believed to be lower for a while.
 */
import type { Emit } from '../../model/events.ts';

export interface RateLimitOptions {
  /** Creations of issues and epics in any 60 seconds. */
  creationsPerMinute: number;
  /** Milliseconds: nothing is held back for longer at a time. */
  maxWait: number;
  /** Milliseconds, from any start; only differences count. */
  clock: () => number;
  wait: (milliseconds: number) => Promise<void>;
  emit: Emit;
}

export interface RateLimit {
  /** Waits until a request may leave. */
  ready(isCreation: boolean): Promise<void>;
  /**
   * GitLab said 429; `seconds` as it asked for, or null when it did not say; `date` is the server's clock in milliseconds. True when it is
   * news: others that were under way are told the same.
   */
  limited(seconds: number | null, isCreation: boolean, date: number | null): boolean;
  /** GitLab said that nothing is left for so many seconds. */
  exhausted(seconds: number): void;
}

const MINUTE = 60_000;
/** GitLab counts arrivals, we count departures: a little less than the limit leaves room for the difference. */
const MARGIN = 0.97;
/** A limit that was met below the known one is left in steps of this share of it. */
const STEP = 0.05;
/** `Date` tells whole seconds. */
const CLOCKS_APART = 1500;

export function createRateLimit({
  creationsPerMinute,
  maxWait,
  clock,
  wait,
  emit,
}: RateLimitOptions): RateLimit {
  const most = Math.max(Math.floor(creationsPerMinute * MARGIN), 1);
  let allowed = most;
  /** When the limit on creations was met last. */
  let metAt = Number.NEGATIVE_INFINITY;
  let grownAt = Number.NEGATIVE_INFINITY;
  let closedUntil = Number.NEGATIVE_INFINITY;
  let created: number[] = [];
  /** Slices of a second, so that a long wait can be shown as a countdown and be interrupted. */
  const pause = async (milliseconds: number, why: string): Promise<void> => {
    for (let left = milliseconds; left > 0; left -= 1000) {
      emit({ kind: 'waiting', seconds: left / 1000, why });
      await wait(Math.min(left, 1000));
    }
  };
  const recent = (): number[] => {
    const now = clock();
    created = created.filter((time) => time > now - MINUTE);
    return created;
  };
  const close = (milliseconds: number): void => {
    closedUntil = Math.max(closedUntil, clock() + Math.min(milliseconds, maxWait));
  };
  /** Back to the known limit, a step for every minute in which nobody refused. */
  const grow = (): void => {
    while (allowed < most && clock() >= Math.max(metAt, grownAt) + MINUTE) {
      grownAt = Math.max(metAt, grownAt) + MINUTE;
      allowed = Math.min(allowed + Math.max(Math.floor(most * STEP), 1), most);
    }
  };
  return {
    async ready(isCreation) {
      for (;;) {
        const now = clock();
        if (now < closedUntil) {
          await pause(closedUntil - now, 'GitLab limits the rate');
          continue;
        }
        if (!isCreation) return;
        grow();
        const oldest = recent()[0];
        if (oldest === undefined || created.length < allowed) {
          created.push(now);
          return;
        }
        await pause(oldest + MINUTE - now + 1, 'GitLab allows only so many new issues a minute');
      }
    },
    limited(seconds, isCreation, date) {
      const now = clock();
      const isNews = now >= closedUntil;
      if (seconds !== null || !isCreation) {
        close(seconds === null ? MINUTE : seconds * 1000);
        return isNews;
      }
      if (!isNews) return false;
      // The limit on creations sends no Retry-After; it counts in minutes of the server's clock. Met once, others of the same user
      // may have used it up; met again in the next minute, it is lower than we thought.
      const isAgain = now < metAt + 2 * MINUTE;
      if (isAgain) allowed = Math.max(Math.min(Math.floor(allowed / 2), recent().length - 1), 1);
      metAt = now;
      close(date === null || isAgain ? MINUTE : MINUTE - (date % MINUTE) + CLOCKS_APART);
      return true;
    },
    exhausted: (seconds) => close(Math.min(seconds * 1000, MINUTE)),
  };
}
