/**
 * What the schedule expects, and how actual and expected read together. A key result of an area is expected while its
 * rotation runs, any other while the program runs; working days count. UpRaise's bands: 0.95 and 0.75 of the expected.
 */
import { addDays, mondayOf, workdaysBetween } from '../../model/dates.ts';
import type { EnrolledKeyResult, Enrolment, Span } from '../../program/enrolment.ts';
import type { Health } from '../scorecard.ts';

/**
 * The Friday of the last working week that is over. Everything that moves with the calendar alone is judged on it, so
 * that it moves once a week, on Saturday, and a week is never judged before it is over.
 */
export function judgedOn(today: string): string {
  const friday = addDays(mondayOf(today), 4);
  return friday < today ? friday : addDays(friday, -7);
}

/** The share of a span's working days that are over at the end of a day, 0 to 1. */
export function shareOf({ start, end }: Span, day: string): number {
  if (day < start) return 0;
  if (day >= end) return 1;
  const all = workdaysBetween(start, end);
  return all === 0 ? 1 : workdaysBetween(start, day) / all;
}

/**
 * The expected share of one key result at the end of a day. `due` is the date in GitLab: one that a person moved is
 * followed. A key result about every area is expected area by area, as its rotations pass.
 */
export function expectedOf(
  result: EnrolledKeyResult,
  due: string | null,
  enrolment: Enrolment,
  day: string,
): number {
  const end = due ?? result.span.end;
  const { measure } = result;
  const byArea =
    (measure.kind === 'derived' && measure.from !== 'key-results') ||
    (measure.kind === 'count' && measure.one_per === 'area');
  const rotations = enrolment.rotations.filter(
    ({ area }) => area !== null || (measure.kind === 'derived' && measure.from === 'rotations'),
  );
  if (byArea && rotations.length > 0 && end === result.span.end) {
    return rotations.reduce((sum, { span }) => sum + shareOf(span, day), 0) / rotations.length;
  }
  // Half a yes is none: it is expected when it is due.
  if (measure.kind === 'done' && !result.linear) return day >= end ? 1 : 0;
  // What follows from others is expected as they are.
  const parts =
    measure.kind === 'derived'
      ? enrolment.keyResults.filter(
          ({ key, measure: own }) => own.kind !== 'derived' && measure.of?.includes(key),
        )
      : [];
  if (parts.length > 0 && end === result.span.end)
    return parts.reduce((sum, part) => sum + expectedOf(part, null, enrolment, day), 0) / parts.length;
  const start = result.span.start <= end ? result.span.start : end;
  return shareOf({ start, end }, day);
}

export const ON_TRACK = 0.95;
export const NEEDS_ATTENTION = 0.75;
/** Scores are sums of fractions; 0.95 must not fail by the last bit. */
const TINY = 1e-9;

/**
 * Silence is never green: without a sign of life (`lastActivity`, a day, before `silentSince`) nothing is on track.
 * What is achieved is done, whatever the schedule says.
 */
export function healthOf(
  score: number | null,
  expected: number,
  lastActivity: string | null,
  silentSince: string,
): Health {
  if (score === null) return null;
  if (score >= 1 - TINY) return 'done';
  if (expected <= TINY && score <= TINY) return 'not started';
  const ratio = expected <= TINY ? 1 : score / expected;
  if (ratio < NEEDS_ATTENTION - TINY) return 'at risk';
  if (ratio < ON_TRACK - TINY) return 'needs attention';
  return lastActivity === null || lastActivity < silentSince ? 'stale' : 'on track';
}

/** Where final scores change their colour. Google's published gaps are closed at 0.4 and 0.7, on unrounded values. */
export const BANDS = {
  google: { low: 0.4, high: 0.7, words: ['little of it', 'part of it', 'most of it'] },
  gitlab: { low: 0.7, high: 0.85, words: ['below target', 'off target', 'on target'] },
} as const;

export type Preset = keyof typeof BANDS;

/** 0 below the lower bound, 1 between, 2 from the upper one on. */
export function bandOf(score: number, { low, high }: { low: number; high: number }): 0 | 1 | 2 {
  return score >= high - TINY ? 2 : score >= low - TINY ? 1 : 0;
}

export const bandWords = (score: number | null, preset: Preset): string | null =>
  score === null ? null : (BANDS[preset].words[bandOf(score, BANDS[preset])] ?? null);
