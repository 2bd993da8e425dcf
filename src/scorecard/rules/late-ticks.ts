import type { ScorecardState } from '../../record/scorecard-state.ts';

/** Ticks after the due date: those known before, and those that came since a writing on a later day. */
export function lateTicks(
  key: string,
  ticked: number,
  due: string | null,
  { at, ticks, late }: ScorecardState,
  dayOf: (moment: Date) => string,
): number {
  const known = late.get(key) ?? 0;
  if (at === null || due === null || dayOf(new Date(at)) <= due) return Math.min(known, ticked);
  return Math.min(known + Math.max(ticked - (ticks.get(key) ?? 0), 0), ticked);
}
