/**
 * Lateness: what is late is the work, not the closing. Progress that came after the due date counts by the program's rule, each part by its
 * own day; what is only closed or not is late by its closure. GitLab handbook, OKRs: how lateness counts is decided ahead of time.
 */
import { daysBetween } from '../../model/dates.ts';
import type { EnrolledKeyResult } from '../../program/enrolment.ts';
import { type Facts, isArchived } from './fact.ts';
import { clamp, plain, TINY } from './figures.ts';
import { factsAt } from './past.ts';
import { type Around, progressOf } from './progress.ts';
import type { Verdict } from './verdict.ts';

/** The date that lateness goes by: what was agreed, unless people moved it to an earlier day. A later one is a manager's to agree to, in the cohort file. */
export function lateAfter({ result, live }: Facts): string {
  const due = live?.dueDate ?? null;
  return due !== null && due < result.span.end ? due : result.span.end;
}

const factorOf = ({ late }: EnrolledKeyResult, due: string, day: string): number => {
  if (late === 'none' || day <= due) return 1;
  return late === 'zero' ? 0 : clamp(1 - late.decay_per_week * Math.ceil(daysBetween(due, day) / 7));
};

/** A part of today's progress, and the day that brought it. */
interface Part {
  from: number;
  to: number;
  day: string;
}

/** Today's progress by the days that brought it: what was lost and made again counts by the later day. */
function partsOf(steps: { day: string; score: number }[]): Part[] {
  let parts: Part[] = [];
  let level = 0;
  for (const { day, score } of steps) {
    if (score > level) parts.push({ from: level, to: score, day });
    else
      parts = parts.flatMap((part) =>
        part.from >= score ? [] : [{ ...part, to: Math.min(part.to, score) }],
      );
    level = score;
  }
  return parts;
}

/** How the days of the work are looked at: `most` takes for done what may have been. */
interface Looking {
  due: string;
  around: Around;
  most: boolean;
}

/** Whether it is known on which days the work was done: of ticks and values by their past, of counted work by itself. */
const isDated = ({ past, result, work }: Facts): boolean =>
  result.measure.kind !== 'done' && (result.counted === null ? past !== null : work !== null);

/** Progress at the due date and at each day after it on which something changed, up to the day that is looked at. */
function stepsOf(facts: Facts, { due, around, most }: Looking): { day: string; score: number }[] {
  const days = [
    ...(facts.past?.changes ?? []).flatMap(({ field, day, earliest }) =>
      field === 'ticks' || field === 'value' ? [most ? (earliest ?? day) : day] : [],
    ),
    ...(facts.work ?? []),
  ].filter((day) => day > due && day <= around.day);
  return [due, ...[...new Set(days)].sort()].map((day) => ({
    day,
    score: progressOf(factsAt(facts, day, most), true, true, { ...around, day }).score ?? 0,
  }));
}

/** `whole` are the facts with their past, `found` the verdict at `around.day`. */
export function withLate(found: Verdict, whole: Facts, around: Around, most = false): Verdict {
  const { result } = whole;
  if (found.score === null || result.measure.kind === 'derived') return found;
  const due = lateAfter(factsAt(whole, around.day));
  return isDated(whole) && found.standing !== 'duplicate'
    ? byWork(found, found.score, whole, { due, around, most })
    : byClosure(found, found.score, whole, due);
}

const weeksOf = (days: number): number => Math.ceil(days / 7);

function byWork(found: Verdict, score: number, facts: Facts, looking: Looking): Verdict {
  const { result } = facts;
  const { due, around } = looking;
  if (around.day <= due) return found;
  const parts = partsOf(stepsOf(facts, looking)).filter(({ from, to }) => to - from > TINY);
  const late = parts.filter(({ day }) => day > due);
  if (late.length === 0) return found;
  const lateBy = Math.max(...late.map(({ day }) => daysBetween(due, day)));
  if (result.late === 'none') return { ...found, lateBy };
  const computed = parts.reduce(
    (sum, { from, to, day }) => sum + (to - from) * factorOf(result, due, day),
    0,
  );
  const inTime = parts.filter(({ day }) => day <= due).reduce((sum, { from, to }) => sum + to - from, 0);
  const inputs = late.map(({ from, to, day }) => ({ name: `done on ${day}`, value: plain(to - from) }));
  const terms = [
    ...(inTime > TINY ? [plain(inTime)] : []),
    ...late.map(({ from, to, day }) => `${plain(to - from)} × ${plain(factorOf(result, due, day))}`),
  ];
  const days = `${lateBy} ${lateBy === 1 ? 'day' : 'days'} late`;
  return {
    ...found,
    lateBy,
    score: computed,
    computed,
    because: `${found.because}, ${inTime > TINY ? `part of it ${days}` : days}`,
    explained: {
      ...found.explained,
      rule: `${found.explained.rule}, late`,
      source: `${found.explained.source}; GitLab handbook, OKRs: the late rule is fixed ahead of time`,
      inputs: [...found.explained.inputs, { name: 'due', value: due }, ...inputs],
      arithmetic: `${found.explained.arithmetic}; ${terms.join(' + ')} = ${plain(computed)}${Math.abs(score - inTime) < TINY ? '' : result.late === 'zero' ? ' (late scores 0)' : ' (by weeks begun)'}`,
    },
  };
}

function byClosure(found: Verdict, score: number, facts: Facts, due: string): Verdict {
  const { result } = facts;
  const { closure } = found;
  // What the archive closes was left open, not closed late.
  if (closure === null || isArchived(facts, closure) || closure.day <= due) return found;
  const lateBy = daysBetween(due, closure.day);
  if (result.late === 'none') return { ...found, lateBy };
  const factor = factorOf(result, due, closure.day);
  const computed = score * factor;
  const weeks = weeksOf(lateBy);
  const cost =
    result.late === 'zero'
      ? 'late scores 0'
      : `${weeks} × ${result.late.decay_per_week} off for ${weeks} weeks begun`;
  return {
    ...found,
    lateBy,
    score: computed,
    computed,
    because: `${found.because}, ${lateBy} ${lateBy === 1 ? 'day' : 'days'} late`,
    explained: {
      ...found.explained,
      rule: `${found.explained.rule}, late`,
      source: `${found.explained.source}; GitLab handbook, OKRs: the late rule is fixed ahead of time`,
      inputs: [
        ...found.explained.inputs,
        { name: 'due', value: due },
        { name: 'closed', value: closure.day },
      ],
      arithmetic: `${found.explained.arithmetic}; ${plain(score)} × ${plain(factor)} = ${plain(computed)} (${cost})`,
    },
  };
}

/** Boxes that are ticked now, and were ticked after the date that lateness goes by; 0 where that is not known. */
export function lateTicks(facts: Facts, day: string): number {
  const { past, ticks } = facts;
  const due = lateAfter(factsAt(facts, day));
  if (past === null || facts.result.counted !== null || day <= due) return 0;
  const before = factsAt(facts, due).ticks;
  return factsAt(facts, day).ticks.filter((ticked, at) => ticked && ticks[at] !== undefined && !before[at])
    .length;
}
