/** The question as data: interns, areas, weeks, and what has to be kept to. Made of a program and a cohort; pure. */
import { isSameUser } from '../model/accounts.ts';
import { addDays, isWorkday, mondayOf } from '../model/dates.ts';
import type { Cohort, Intern } from '../program/cohort-schema.ts';
import type { Program } from '../program/program-schema.ts';
import { lengthFor, placedRotations, rotationKey, weekAt } from '../program/rotation-plan.ts';
import { weeksOf } from '../program/weeks.ts';

export interface Visit {
  area: string;
  weeks: number;
}

export interface Trainee {
  username: string;
  name: string;
  /** First week, and the week behind the last one. */
  from: number;
  until: number;
  /** Weeks of which more than half is lost. */
  away: Set<number>;
  visits: Visit[];
  /** Areas whose weeks stay where they stand, and take their places: all of somebody who leaves, and what has begun. */
  fixed: ReadonlySet<string>;
  /** The plan that stands. */
  stands: Map<string, { at: number; mentor: string | null }>;
}

export interface Mentor {
  username: string;
  /** Interns at once, in all areas together; null for any number. */
  capacity: number | null;
  away: Set<number>;
}

export interface Team {
  key: string;
  title: string;
  /** Interns at once in each week; null for any number. */
  places: (number | null)[];
  /** Who may mentor there; empty where the cohort names nobody. */
  mentors: Mentor[];
}

export type Wish =
  | { kind: 'pin'; intern: string; area: string; at: number }
  | { kind: 'order'; intern: string | null; area: string; place: 'first' | 'last' }
  | { kind: 'order'; intern: string | null; area: string; before: string }
  | { kind: 'apart' | 'together'; pair: [string, string] };

export interface Task {
  /** Monday of week 0. */
  monday: string;
  weeks: number;
  /** What was before this week is over: nothing begins there any more, and nobody asks whether it was right. */
  plansFrom: number;
  trainees: Trainee[];
  teams: Team[];
  wishes: Wish[];
}

/** Where an intern is: the week in which a visit begins, and who mentors it. */
export interface Stay {
  intern: string;
  area: string;
  at: number;
  weeks: number;
  mentor: string | null;
}

export const mondayAt = ({ monday }: Pick<Task, 'monday'>, week: number): string => addDays(monday, week * 7);

export function taskOf(program: Program, cohort: Cohort): Task {
  const { interns } = cohort;
  const days = [cohort.first_day, ...interns.map(({ first_day }) => first_day ?? cohort.first_day)].sort();
  const monday = mondayOf(days[0] ?? cohort.first_day);
  const usual = cohort.rotations
    ? Math.max(...placedRotations(program, cohort, null).map(({ at, weeks }) => at + weeks))
    : weeksOf(program);
  const length = cohort.planning?.weeks ?? usual;
  const spelt = spelling(cohort);
  const trainees = interns.map((intern) => traineeOf(intern, program, cohort, monday, length));
  const weeks = Math.max(length, ...trainees.map(({ until }) => until));
  const inOrder = [...program.rotations.map(rotationKey), ...program.areas.map(({ key }) => key)];
  const visited = new Set(trainees.flatMap(({ visits }) => visits.map(({ area }) => area)));
  const keys = [...new Set(inOrder)].filter((key) => visited.has(key));
  return {
    monday,
    weeks,
    plansFrom: 0,
    trainees,
    teams: keys.map((key) => teamOf(spelt, key, program, cohort, monday, weeks)),
    wishes: wishesOf(cohort, monday),
  };
}

function traineeOf(
  intern: Intern,
  program: Program,
  cohort: Cohort,
  monday: string,
  length: number,
): Trainee {
  const first = intern.first_day ?? cohort.first_day;
  const shift = weekAt(monday, first);
  const from = weekAt(monday, intern.joined ?? first);
  // Nobody's own time is shorter than the own rotations, unless the cohort says how long a plan may be.
  const until = shift + (cohort.planning?.weeks ?? Math.max(length, lengthFor(program, cohort, intern)));
  const gone = intern.left === undefined ? until : weekAt(monday, intern.left) + 1;
  const placed = placedRotations(program, cohort, intern)
    .map((each) => ({ ...each, at: each.at + shift }))
    // What was over when somebody joined is not made up for.
    .filter(({ at, weeks }) => at + weeks > from && at < gone)
    .map((each) => ({ ...each, weeks: Math.min(each.weeks, gone - each.at) }));
  return {
    username: intern.username,
    name: intern.name ?? intern.username,
    from,
    until: Math.min(until, gone),
    fixed: new Set(intern.left === undefined ? [] : placed.map(({ key }) => key)),
    away: intern.left === undefined ? awayWeeks(cohort, intern.username, monday, until) : new Set(),
    visits: placed.map(({ key, weeks, at }) => ({ area: key, weeks: at < from ? at + weeks - from : weeks })),
    stands: new Map(placed.map(({ key, at, mentor }) => [key, { at: Math.max(at, from), mentor }])),
  };
}

/** More than half of its working days are lost to absences and to days on which nobody works. */
export function awayWeeks(cohort: Cohort, who: string, monday: string, weeks: number): Set<number> {
  const periods = [
    ...cohort.absences.filter((each) => isSameUser(each.who, who)),
    ...(cohort.calendar?.closures ?? []),
  ].map(({ from, to }) => ({ from, to: to ?? from }));
  const lost = (day: string): boolean => periods.some(({ from, to }) => from <= day && day <= to);
  const found = new Set<number>();
  if (periods.length === 0) return found;
  for (let week = 0; week < weeks; week += 1) {
    const days = [0, 1, 2, 3, 4].map((at) => addDays(monday, week * 7 + at)).filter(isWorkday);
    if (days.filter(lost).length > days.length / 2) found.add(week);
  }
  return found;
}

/** One person, however a name is written: as it is written first. */
function spelling({ areas }: Cohort): (name: string) => string {
  const names = Object.values(areas).flatMap(({ mentor, mentors }) => [
    ...(mentor === undefined ? [] : [mentor]),
    ...mentors.map((each) => (typeof each === 'string' ? each : each.username)),
  ]);
  return (name) => names.find((each) => isSameUser(each, name)) ?? name;
}

function teamOf(
  spelt: (name: string) => string,
  key: string,
  program: Program,
  cohort: Cohort,
  monday: string,
  weeks: number,
): Team {
  const rotation = program.rotations.find((each) => rotationKey(each) === key);
  const area = program.areas.find((each) => each.key === (rotation?.area ?? key));
  const own = cohort.areas[area?.key ?? key];
  const named = [...(own?.mentor === undefined ? [] : [own.mentor]), ...(own?.mentors ?? [])];
  const mentors = new Map<string, Mentor>();
  for (const each of named) {
    const { username: given, capacity = null } = typeof each === 'string' ? { username: each } : each;
    const username = spelt(given);
    mentors.set(username, {
      username,
      capacity: capacity ?? mentors.get(username)?.capacity ?? null,
      away: awayWeeks(cohort, username, monday, weeks),
    });
  }
  const places = Array.from({ length: weeks }, (_, week) => {
    const first = addDays(monday, week * 7);
    const last = addDays(first, 4);
    const inWeek = own?.capacity_in.filter(({ from, to }) => from <= last && (to ?? from) >= first) ?? [];
    const numbers = inWeek.map(({ capacity }) => capacity);
    return numbers.length > 0 ? Math.min(...numbers) : (own?.capacity ?? null);
  });
  return { key, title: rotation?.title ?? area?.title ?? key, places, mentors: [...mentors.values()] };
}

function wishesOf({ planning }: Cohort, monday: string): Wish[] {
  if (!planning) return [];
  const order = planning.order.map(({ area, intern = null, first, before, after }): Wish => {
    if (before !== undefined) return { kind: 'order', intern, area, before };
    if (after !== undefined) return { kind: 'order', intern, area: after, before: area };
    return { kind: 'order', intern, area, place: first ? 'first' : 'last' };
  });
  return [
    ...planning.pins.map(
      ({ intern, area, from }): Wish => ({ kind: 'pin', intern, area, at: weekAt(monday, from) }),
    ),
    ...order,
    ...planning.apart.map((pair): Wish => ({ kind: 'apart', pair })),
    ...planning.together.map((pair): Wish => ({ kind: 'together', pair })),
  ];
}

/** The plan that stands, as stays. */
export const standing = ({ trainees }: Task): Stay[] =>
  trainees.flatMap(({ username, visits, stands }) =>
    visits.map(({ area, weeks }) => ({
      intern: username,
      area,
      weeks,
      at: stands.get(area)?.at ?? 0,
      mentor: stands.get(area)?.mentor ?? null,
    })),
  );
