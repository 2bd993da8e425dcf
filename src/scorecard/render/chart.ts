/** Geometry of the charts, in percent of their box: SVG and style sheets scale it, on a phone as on paper. */
import { addDays, daysBetween, shortDay, weekday } from '../../model/dates.ts';
import { initialsOf } from '../../text/initials.ts';
import type { BurnUp, InternCard } from '../scorecard.ts';

const round = (value: number): number => Number(value.toFixed(2));

export interface Line {
  /** SVG path in a box of 100 by 100, y downwards. */
  path: string;
}

export interface BurnUpChart {
  achieved: Line;
  expected: Line;
  scope: Line;
  /** Position of the newest point. */
  now: { x: number; y: number };
  /** Top of the scale. */
  top: string;
  half: string;
  weeks: { x: number; label: string }[];
  /** What it shows, in a sentence, for those who cannot see it. */
  words: string;
}

/** At most so many dates below a chart, or they overlap on a phone. */
const MOST_LABELS = 5;

export function burnUpChart({ points, ahead }: BurnUp, { name }: InternCard): BurnUpChart | null {
  const first = points[0];
  const last = points.at(-1);
  const end = ahead.at(-1)?.day ?? last?.day;
  if (!first || !last || end === undefined) return null;
  const all = Math.max(daysBetween(first.day, end), 1);
  const top = Math.max(...points.map(({ scope, achieved }) => Math.max(scope, achieved)), 1);
  const x = (day: string): number => round((daysBetween(first.day, day) / all) * 100);
  const y = (value: number): number => round(100 - (value / top) * 100);
  const stepped = (value: (point: (typeof points)[number]) => number): Line => ({
    path: points
      .map((point, at) =>
        at === 0 ? `M${x(point.day)} ${y(value(point))}` : `H${x(point.day)}V${y(value(point))}`,
      )
      .join(''),
  });
  const planned = [...points.map(({ day, expected }) => ({ day, expected })), ...ahead];
  const mondays: string[] = [];
  for (let day = first.day; day <= end; day = addDays(day, 1)) if (weekday(day) === 1) mondays.push(day);
  const every = Math.ceil(mondays.length / MOST_LABELS);
  return {
    achieved: stepped(({ achieved }) => achieved),
    scope: { path: `${stepped(({ scope }) => scope).path}H100` },
    expected: {
      path: planned
        .map(({ day, expected }, at) => `${at === 0 ? 'M' : 'L'}${x(day)} ${y(expected)}`)
        .join(''),
    },
    now: { x: x(last.day), y: y(last.achieved) },
    top: String(Number(top.toFixed(1))),
    half: String(Number((top / 2).toFixed(1))),
    weeks: mondays.filter((_, at) => at % every === 0).map((day) => ({ x: x(day), label: shortDay(day) })),
    words: `Burn-up of ${name}: on ${last.day}, ${plainly(last.achieved)} of ${plainly(last.scope)} key results are achieved, where the schedule expects ${plainly(last.expected)}.`,
  };
}

const plainly = (value: number): string => String(Number(value.toFixed(1)));

/** A small line of one objective from 0 to 1; null without history. */
export function sparkline(
  burnUp: BurnUp | null,
  objective: number,
): { achieved: string; expected: string } | null {
  const points = burnUp?.points ?? [];
  const first = points[0];
  const last = points.at(-1);
  if (!burnUp || !first || !last || points.length < 2) return null;
  const end = burnUp.ahead.at(-1)?.day ?? last.day;
  const all = Math.max(daysBetween(first.day, end), 1);
  const x = (day: string): number => round((daysBetween(first.day, day) / all) * 100);
  const y = (value: number): number => round(100 - value * 100);
  const achieved = points
    .map((point, at) => {
      const value = y(point.objectives[objective] ?? 0);
      return at === 0 ? `M${x(point.day)} ${value}` : `H${x(point.day)}V${value}`;
    })
    .join('');
  const expected = points
    .map(
      (point, at) => `${at === 0 ? 'M' : 'L'}${x(point.day)} ${y(point.objectivesExpected[objective] ?? 0)}`,
    )
    .join('');
  return { achieved, expected };
}

export interface GanttRow {
  title: string;
  mentor: string;
  when: 'past' | 'now' | 'ahead';
  left: number;
  width: number;
  dates: string;
}

export interface PlanRow {
  name: string;
  anchor: string;
  bars: { left: string; width: string; initials: string; when: GanttRow['when'] }[];
  /** What the bars show, in words. */
  words: string;
  /** Null outside the program. */
  today: string | null;
}

export interface CohortPlan {
  rows: PlanRow[];
  legend: { initials: string; title: string }[];
}

/** Who is in which team when, interns below each other; null where there are no rotations. */
export function cohortPlan(interns: InternCard[], today: string): CohortPlan | null {
  const all = interns.flatMap(({ rotations }) => rotations);
  const [first, last] = [
    all.map(({ span }) => span.start).sort()[0],
    all
      .map(({ span }) => span.end)
      .sort()
      .at(-1),
  ];
  if (first === undefined || last === undefined) return null;
  const days = daysBetween(first, addDays(last, 1));
  const at = (day: string): number => round((daysBetween(first, day) / days) * 100);
  const teams = [...new Map(all.map(({ key, title }) => [key, { key, title }])).values()];
  const initials = initialsOf(teams);
  return {
    rows: interns.map(({ key, name, rotations }) => ({
      name,
      anchor: `#intern-${key}`,
      bars: rotations.map((each) => ({
        left: String(at(each.span.start)),
        width: String(round(at(addDays(each.span.end, 1)) - at(each.span.start))),
        initials: initials.get(each.key) ?? '',
        when: each.when,
      })),
      words: `${name}: ${rotations.map(({ title, span }) => `${title}, ${shortDay(span.start)} – ${shortDay(span.end)}`).join('; ')}`,
      today: today < first || today > addDays(last, 1) ? null : String(at(today)),
    })),
    legend: teams.map(({ key, title }) => ({ initials: initials.get(key) ?? '', title })),
  };
}

/** Rotations as bars, and where today is (null outside the program). */
export function gantt(
  { rotations, span }: InternCard,
  today: string,
): { rows: GanttRow[]; today: number | null } {
  const end = addDays(span.end, 1);
  const all = Math.max(daysBetween(span.start, end), 1);
  const at = (day: string): number => round((daysBetween(span.start, day) / all) * 100);
  return {
    rows: rotations.map(({ title, mentor, when, span: own }) => ({
      title,
      mentor: mentor ?? '',
      when,
      left: at(own.start),
      width: round(at(addDays(own.end, 1)) - at(own.start)),
      dates: `${shortDay(own.start)} – ${shortDay(own.end)}`,
    })),
    today: today < span.start || today > end ? null : at(today),
  };
}
