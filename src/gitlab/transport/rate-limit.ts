/**
 * How fast we may go. Creations of issues and epics are paced under GitLab's limit, which no header announces (docs/gitlab.md#rate-limits):
 * 200 a minute on GitLab.com, 300 by default elsewhere. After a 429 nobody of us knocks again before the time is up.
 */
import type { Emit } from '../../model/events.ts';

export interface RateLimitOptions {
  /** Creations of issues and epics in any 60 seconds. */
  creationsPerMinute: number;
  /** Milliseconds, from any start; only differences count. */
  clock: () => number;
  wait: (milliseconds: number) => Promise<void>;
  emit: Emit;
}

export interface RateLimit {
  /** Waits until a request may leave. */
  ready(isCreation: boolean): Promise<void>;
  /** GitLab said 429; `seconds` as it asked for, or null when it did not say. */
  limited(seconds: number | null, isCreation: boolean): void;
  /** GitLab said that nothing is left for so many seconds. */
  exhausted(seconds: number): void;
}

const MINUTE = 60_000;
/** A longer invitation is not believed. */
const LONGEST_WAIT = 15 * MINUTE;
/** GitLab counts arrivals, we count departures: a little less than the limit leaves room for the difference. */
const MARGIN = 0.97;

export function createRateLimit({ creationsPerMinute, clock, wait, emit }: RateLimitOptions): RateLimit {
  let allowed = Math.max(Math.floor(creationsPerMinute * MARGIN), 1);
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
    closedUntil = Math.max(closedUntil, clock() + Math.min(milliseconds, LONGEST_WAIT));
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
        const oldest = recent()[0];
        if (oldest === undefined || created.length < allowed) {
          created.push(now);
          return;
        }
        await pause(oldest + MINUTE - now + 1, 'GitLab allows only so many new issues a minute');
      }
    },
    limited(seconds, isCreation) {
      // The limit on creations sends no Retry-After: its window is a minute, and lower than we thought.
      if (seconds === null && isCreation) allowed = Math.max(Math.min(allowed, recent().length - 1), 1);
      close(seconds === null ? MINUTE : seconds * 1000);
    },
    exhausted: (seconds) => close(Math.min(seconds * 1000, MINUTE)),
  };
}
