/**
 * What the block in the epic remembers of its last writing, in its marker: when it was, which score it showed, and how many
 * boxes were ticked. From it comes what has changed since, and which boxes were ticked after a due date. Nothing that
 * is scored depends on it.
 */
import type { Written } from './managed-block.ts';

export interface ScorecardState {
  /** ISO time of the last writing, null before the first. */
  at: string | null;
  /** The score that was written. */
  score: number | null;
  /** The writing before that. */
  since: string | null;
  was: number | null;
  /** Ticked boxes by key result. */
  ticks: Map<string, number>;
  /** Boxes that were ticked after the due date, as far as seen. */
  late: Map<string, number>;
  /** Derived key results that we closed once, and therefore never again. */
  closed: Set<string>;
}

export const NO_STATE: ScorecardState = {
  at: null,
  score: null,
  since: null,
  was: null,
  ticks: new Map(),
  late: new Map(),
  closed: new Set(),
};

const counts = (text: string | undefined): Map<string, number> =>
  new Map(
    (text ?? '').split(',').flatMap((part) => {
      const [key, count] = part.split(':');
      const number = Number(count);
      return key && Number.isInteger(number) && number > 0 ? [[key, number] as const] : [];
    }),
  );

const number = (text: string | undefined): number | null => {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
};

const time = (text: string | undefined): string | null =>
  text !== undefined && !Number.isNaN(Date.parse(text)) ? text : null;

export function readState({ at, score, since, was, ticks, late, closed }: Written): ScorecardState {
  return {
    at: time(at),
    score: number(score),
    since: time(since),
    was: number(was),
    ticks: counts(ticks),
    late: counts(late),
    closed: new Set((closed ?? '').split(',').filter((key) => key !== '')),
  };
}

const list = (all: Map<string, number>): string | null => {
  const some = [...all].filter(([, count]) => count > 0).sort(([left], [right]) => (left < right ? -1 : 1));
  return some.length === 0 ? null : some.map(([key, count]) => `${key}:${count}`).join(',');
};

const decimals = (score: number | null): string | null =>
  score === null ? null : String(Number(score.toFixed(6)));

/** Words for the marker; what is not known is left out. */
export function printState(state: ScorecardState): Written {
  const words = {
    at: state.at,
    score: decimals(state.score),
    since: state.since,
    was: decimals(state.was),
    ticks: list(state.ticks),
    late: list(state.late),
    closed: state.closed.size === 0 ? null : [...state.closed].sort().join(','),
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([word, value]) => (value === null ? [] : [[word, value]])),
  );
}
