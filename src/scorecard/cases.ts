/** All key results of one intern judged together: derived ones look at the others. */
import type { PlacedKeyResult, Placement } from '../placement.ts';
import type { Facts } from './facts.ts';
import { isAchieved, judge, type Moment, type Verdict } from './judge.ts';
import { type Looked, TINY } from './progress.ts';

export interface Case {
  placement: Placement;
  facts: Map<string, Facts>;
}

/** Every key result judged, derived ones last: they look at the others. */
export function judgeAll({ placement, facts }: Case, moment: Moment): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  const looked = (result: PlacedKeyResult): Looked => {
    const found = verdicts.get(result.key);
    const skipped = found === undefined || found.standing === 'skipped';
    return { key: result.key, title: result.title, scores: skipped ? [] : [found.score] };
  };
  const run = (derived: boolean): void => {
    const areas = placement.program.areas.flatMap(({ key, title }): Looked[] => {
      const all = placement.keyResults.filter(({ home }) => home.kind === 'area' && home.key === key);
      const scores = all.flatMap((result) => looked(result).scores);
      // An area that the cohort left out altogether cannot count against anyone.
      return all.length > 0 && scores.length === 0 ? [] : [{ key, title, scores }];
    });
    const results = new Map(placement.keyResults.map((result) => [result.key, looked(result)]));
    for (const result of placement.keyResults) {
      const one = facts.get(result.key);
      if (!one || (result.measure.kind === 'derived') !== derived) continue;
      verdicts.set(result.key, judge(one, moment, { areas, results, rotations: placement.rotations }));
    }
  };
  run(false);
  run(true);
  return verdicts;
}

/** The day from which on a derived key result has been satisfied; null while it is not, or while nobody knows. */
export function satisfiedSince(
  cased: Case,
  result: PlacedKeyResult,
  verdicts: Map<string, Verdict>,
): string | null {
  const { measure } = result;
  const verdict = verdicts.get(result.key);
  if (measure.kind !== 'derived' || !verdict || !isAchieved(verdict)) return null;
  const { placement, facts } = cased;
  if (measure.from === 'rotations') return latest(placement.rotations.map(({ span }) => span.end));
  /** Days on which key results came to count: of their closure, or when they were last touched. */
  const days = (results: PlacedKeyResult[]): string[] =>
    results
      .flatMap(({ key }) => {
        const one = verdicts.get(key);
        const counts = one?.score != null && one.score >= measure.score - TINY;
        return counts ? [one.closure?.day ?? facts.get(key)?.updatedOn ?? ''] : [];
      })
      .sort();
  if (measure.from === 'key-results')
    return latest(days(placement.keyResults.filter(({ key }) => measure.of?.includes(key))));
  return latest(
    placement.program.areas.flatMap(({ key }) => {
      const inArea = placement.keyResults.filter(({ home }) => home.kind === 'area' && home.key === key);
      return days(inArea)[measure.at_least - 1] ?? [];
    }),
  );
}

export const latest = (days: string[]): string | null =>
  days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);
