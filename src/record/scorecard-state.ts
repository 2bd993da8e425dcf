/**
 * What the block in the epic remembers of its last writing, in its marker: when it was, which score it showed, and what the nights saw of
 * each key result.
 */
import { type FactLog, printLog, readLog } from './fact-log.ts';
import type { Written } from './managed-block.ts';

export interface ScorecardState {
  /** ISO time of the last writing, null before the first. */
  at: string | null;
  /** The score that was written. */
  score: number | null;
  /** The writing before that. */
  since: string | null;
  was: number | null;
  /** Derived key results that we closed once, and therefore never again. */
  closed: Set<string>;
  /** What the nights saw, as of `at`; null where the block has none. */
  log: FactLog | null;
}

export const NO_STATE: ScorecardState = {
  at: null,
  score: null,
  since: null,
  was: null,
  closed: new Set(),
  log: null,
};

const number = (text: string | undefined): number | null => {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
};

const time = (text: string | undefined): string | null =>
  text !== undefined && !Number.isNaN(Date.parse(text)) ? text : null;

export function readState({ at, score, since, was, closed, log }: Written): ScorecardState {
  return {
    at: time(at),
    score: number(score),
    since: time(since),
    was: number(was),
    closed: new Set((closed ?? '').split(',').filter((key) => key !== '')),
    log: readLog(log),
  };
}

const decimals = (score: number | null): string | null =>
  score === null ? null : String(Number(score.toFixed(6)));

/** Words for the marker; what is not known is left out. */
export function printState(state: ScorecardState): Written {
  const words = {
    at: state.at,
    score: decimals(state.score),
    since: state.since,
    was: decimals(state.was),
    closed: state.closed.size === 0 ? null : [...state.closed].sort().join(','),
    log: state.log === null ? null : printLog(state.log),
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([word, value]) => (value === null ? [] : [[word, value]])),
  );
}
