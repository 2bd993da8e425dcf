/** All key results of one intern judged together: derived ones look at the others. */
import type { EnrolledKeyResult, Enrolment } from '../../program/enrolment.ts';
import type { Facts } from './fact.ts';
import { TINY } from './figures.ts';
import { judge, stateOf } from './judge.ts';
import type { Looked } from './progress.ts';
import { isAchieved, type Moment, type Verdict } from './verdict.ts';

export interface Case {
  enrolment: Enrolment;
  facts: Map<string, Facts>;
}

/** Every key result judged at a moment. */
export function judgeAll(cased: Case, moment: Moment): Map<string, Verdict> {
  return inOrder(cased, (one, around) => judge(one, moment, around));
}

/** What a past day needs of a verdict. */
export type PastVerdict = Pick<Verdict, 'score' | 'standing' | 'due'>;

/**
 * The same for one of many past days. `known` keeps the scores of states that were judged before: between two closures a
 * key result that is not derived stays what it is.
 */
export function judgePast(
  cased: Case,
  moment: Moment,
  known: Map<string, PastVerdict>,
): Map<string, PastVerdict> {
  return inOrder(cased, (one, around) => {
    const derived = one.result.measure.kind === 'derived';
    const state = derived ? null : stateOf(one, moment);
    const before = state === null ? undefined : known.get(state);
    if (before) return before;
    const { score, standing, due } = judge(one, moment, around);
    const found = { score, standing, due };
    if (state !== null) known.set(state, found);
    return found;
  });
}

/** Derived key results come last: they look at the others. */
function inOrder<V extends Pick<Verdict, 'score' | 'standing'>>(
  { enrolment, facts }: Case,
  judged: (one: Facts, around: Parameters<typeof judge>[2]) => V,
): Map<string, V> {
  const verdicts = new Map<string, V>();
  const looked = (result: EnrolledKeyResult): Looked => {
    const found = verdicts.get(result.key);
    const skipped = found === undefined || found.standing === 'skipped';
    return { key: result.key, title: result.title, scores: skipped ? [] : [found.score] };
  };
  const run = (derived: boolean): void => {
    const areas = enrolment.program.areas.flatMap(({ key, title }): Looked[] => {
      const all = enrolment.keyResults.filter(({ home }) => home.kind === 'area' && home.key === key);
      const scores = all.flatMap((result) => looked(result).scores);
      // An area that the cohort left out altogether cannot count against anyone.
      return all.length > 0 && scores.length === 0 ? [] : [{ key, title, scores }];
    });
    const results = new Map(enrolment.keyResults.map((result) => [result.key, looked(result)]));
    const around = { areas, results, rotations: enrolment.rotations };
    for (const result of enrolment.keyResults) {
      const one = facts.get(result.key);
      if (one && (result.measure.kind === 'derived') === derived)
        verdicts.set(result.key, judged(one, around));
    }
  };
  run(false);
  run(true);
  return verdicts;
}

/** The day from which on a derived key result has been satisfied; null while it is not, or while nobody knows. */
export function satisfiedSince(
  cased: Case,
  result: EnrolledKeyResult,
  verdicts: Map<string, Verdict>,
): string | null {
  const { measure } = result;
  const verdict = verdicts.get(result.key);
  // A score that somebody set says nothing about the rule.
  if (measure.kind !== 'derived' || !verdict || verdict.override || !isAchieved(verdict)) return null;
  const { enrolment, facts } = cased;
  if (measure.from === 'rotations') return latest(enrolment.rotations.map(({ span }) => span.end));
  /** Days on which key results came to count: of their closure, or when they were last touched. */
  const days = (results: EnrolledKeyResult[]): string[] =>
    results
      .flatMap(({ key }) => {
        const one = verdicts.get(key);
        const counts = one?.score != null && one.score >= measure.score - TINY;
        return counts ? [one.closure?.day ?? facts.get(key)?.updatedOn ?? ''] : [];
      })
      .sort();
  if (measure.from === 'key-results')
    return latest(days(enrolment.keyResults.filter(({ key }) => measure.of?.includes(key))));
  return latest(
    enrolment.program.areas.flatMap(({ key }) => {
      const inArea = enrolment.keyResults.filter(({ home }) => home.kind === 'area' && home.key === key);
      return days(inArea)[measure.at_least - 1] ?? [];
    }),
  );
}

export const latest = (days: string[]): string | null =>
  days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);
