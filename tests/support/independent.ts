/** A scorer written from docs/scoring.md alone: numbers and days, and no rule of ours. */

/** ---- what a program is, in plain words ---- */

export type Measure =
  | { kind: 'done' }
  | { kind: 'count'; target: number }
  | { kind: 'metric'; baseline: number; target: number }
  | { kind: 'metric'; target: number; at_least: true }
  | { kind: 'rubric'; steps: { name: string; score: number }[] }
  | { kind: 'maintain'; checks: number; at_least: number }
  | { kind: 'merged'; target: number }
  | { kind: 'tbd' };

export interface Goal {
  key: string;
  weight: number;
  late: 'none' | 'zero' | number;
  measure: Measure;
}

export interface Plan {
  unscored: 'leave-out' | 'zero';
  objectives: { key: string; weight: number; goals: Goal[] }[];
}

/** What one night finds of one key result. */
export interface Seen {
  ticked: number[];
  value: number | null;
  closed: boolean;
  /** The day of the closure that stands. */
  closedOn: number;
  wontDo: boolean;
  merges: number;
}

/** ---- the independent scorer: numbers and days only ---- */

function progress(measure: Measure, seen: Seen): number | null {
  const limit = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);
  if (measure.kind === 'done') return seen.closed ? 1 : 0;
  if (measure.kind === 'count') return limit(seen.ticked.length / measure.target);
  if (measure.kind === 'merged') return limit(seen.merges / measure.target);
  if (measure.kind === 'maintain') return limit(seen.ticked.length / measure.checks / measure.at_least);
  if (measure.kind === 'rubric') {
    const highest = Math.max(0, ...seen.ticked);
    return highest === 0 ? 0 : (measure.steps[highest - 1]?.score ?? 0);
  }
  if (measure.kind === 'metric') {
    if ('at_least' in measure) return seen.value !== null && seen.value >= measure.target ? 1 : 0;
    return seen.value === null
      ? 0
      : limit((seen.value - measure.baseline) / (measure.target - measure.baseline));
  }
  return null;
}

/** What a unit of progress that came on a day is worth. */
function worth(late: Goal['late'], day: number, due: number): number {
  if (late === 'none' || day <= due) return 1;
  if (late === 'zero') return 0;
  return Math.max(0, 1 - late * Math.ceil((day - due) / 7));
}

/** Each level of progress is worth what the day is worth from which on it was held without a break. */
export function goalScore(goal: Goal, course: { day: number; seen: Seen }[], due: number): number | null {
  const last = course.at(-1);
  if (!last) return null;
  if (last.seen.closed && last.seen.wontDo) return 0;
  const now = progress(goal.measure, last.seen);
  if (now === null) return null;
  if (goal.measure.kind === 'done') {
    if (!last.seen.closed) return 0;
    return worth(goal.late, last.seen.closedOn, due);
  }
  const levels = course.map(({ day, seen }) => ({ day, level: progress(goal.measure, seen) ?? 0 }));
  const bounds = [...new Set([0, now, ...levels.map(({ level }) => Math.min(level, now))])].sort(
    (a, b) => a - b,
  );
  let sum = 0;
  for (let index = 1; index < bounds.length; index += 1) {
    const [low = 0, high = 0] = [bounds[index - 1], bounds[index]];
    const middle = (low + high) / 2;
    let from = levels.length - 1;
    while (from > 0 && (levels[from - 1]?.level ?? 0) > middle) from -= 1;
    sum += (high - low) * worth(goal.late, levels[from]?.day ?? 0, due);
  }
  return sum;
}

function mean(parts: { value: number | null; weight: number }[]): number | null {
  let [top, bottom] = [0, 0];
  for (const { value, weight } of parts) {
    if (value === null) continue;
    top += value * weight;
    bottom += weight;
  }
  return bottom === 0 ? null : top / bottom;
}

export const programScore = (plan: Plan, score: (goal: Goal) => number | null): number | null =>
  mean(
    plan.objectives.map(({ weight, goals }) => ({
      weight,
      value: mean(
        goals.map((goal) => ({
          weight: goal.weight,
          value: score(goal) ?? (plan.unscored === 'zero' ? 0 : null),
        })),
      ),
    })),
  );
