/** Why there is no plan: a set of reasons none of which can be missing; and what would make one, each tried. */
import { capital } from '../program/words.ts';
import { wishText } from './conflicts.ts';
import { type GivenUp, type IntegerProgram, integerProgram, NOTHING } from './program.ts';
import { isPossible, type Solver } from './solve.ts';
import type { Task, Team, Wish } from './task.ts';

export interface Concession {
  message: string;
  /** Places times weeks, or weeks, or wishes that are given up. */
  cost: number;
}

export interface Explanation {
  reasons: string[];
  concessions: Concession[];
}

/** So many weeks more are tried, for all and for one. */
const MOST_MORE = 12;
const MOST_LATER = 4;

export function explain(task: Task, solver: Solver): Explanation {
  const counted = task.teams.flatMap((team) => tooFewPlaces(task, team) ?? []);
  const { reasons, wishes, away } =
    counted.length > 0 ? { reasons: counted, wishes: [], away: [] } : conflict(task, solver);
  return { reasons, concessions: concessions(task, solver, wishes, away) };
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** By counting alone: so many visits of so many weeks do not fit into the places of an area. */
function tooFewPlaces(task: Task, { key, title, places }: Team): string | null {
  const visits = task.trainees.flatMap((each) => each.visits.filter(({ area }) => area === key));
  if (visits.length === 0 || places.some((room) => room === null)) return null;
  const needed = visits.reduce((sum, { weeks }) => sum + weeks, 0);
  const shortest = Math.min(...visits.map(({ weeks }) => weeks));
  const numbers = places.map((room) => room ?? 0);
  const most = Math.max(...numbers, 0);
  // Each place by itself: in seven weeks there are three times two.
  let fits = 0;
  for (let place = 1; place <= most; place += 1) {
    let run = 0;
    for (const room of [...numbers, 0]) {
      if (room >= place) run += 1;
      else {
        fits += Math.floor(run / shortest);
        run = 0;
      }
    }
  }
  const there = numbers.reduce((sum, room) => sum + room, 0);
  if (fits >= visits.length && there >= needed) return null;
  const same = Math.max(...visits.map(({ weeks }) => weeks)) === shortest;
  const each = same ? ` for ${plural(shortest, 'week')} each` : '';
  const some =
    new Set(numbers).size === 1 ? `${plural(most, 'place')} in ${plural(task.weeks, 'week')}` : 'its places';
  const room = there < needed ? `${some} make ${there}` : `${some} take ${fits} of such visits`;
  return `${title}: ${plural(visits.length, 'intern')}${each} need ${needed} weeks of a place; ${room}.`;
}

type Group =
  | { kind: 'places'; team: Team }
  | { kind: 'wish'; wish: Wish }
  | { kind: 'away'; username: string; weeks: Set<number>; capacity: number | null };

/** Reasons are left out one by one; who can be spared is no reason. What is left conflicts, and nothing of it can be left out. */
function conflict(task: Task, solver: Solver): { reasons: string[]; wishes: Wish[]; away: string[] } {
  const mentors = new Map(
    task.teams.flatMap((team) => team.mentors.map((each) => [each.username, each] as const)),
  );
  const groups: Group[] = [
    ...task.wishes.map((wish): Group => ({ kind: 'wish', wish })),
    ...task.trainees
      .filter(({ away }) => away.size > 0)
      .map(({ username, away }): Group => ({ kind: 'away', username, weeks: away, capacity: null })),
    ...[...mentors.values()]
      .filter(({ away, capacity }) => away.size > 0 || capacity !== null)
      .map(({ username, away, capacity }): Group => ({ kind: 'away', username, weeks: away, capacity })),
    ...task.teams
      .filter(({ places }) => places.some((room) => room !== null))
      .map((team): Group => ({ kind: 'places', team })),
  ];
  let kept = groups;
  for (const group of groups) {
    const fewer = kept.filter((each) => each !== group);
    if (!isPossible(task, solver, without(groups, fewer))) kept = fewer;
  }
  return {
    reasons: [
      ...kept.map((group) => `${reasonOf(task, group)}.`),
      `${plural(task.trainees.length, 'intern')} in ${plural(task.weeks, 'week')}.`,
    ],
    wishes: kept.flatMap((each) => (each.kind === 'wish' ? [each.wish] : [])),
    away: kept.flatMap((each) => (each.kind === 'away' ? [each.username] : [])),
  };
}

const without = (all: Group[], kept: Group[]): GivenUp => {
  const gone = all.filter((each) => !kept.includes(each));
  return {
    places: new Set(gone.flatMap((each) => (each.kind === 'places' ? [each.team.key] : []))),
    buyPlaces: 'none',
    wishes: new Set(gone.flatMap((each) => (each.kind === 'wish' ? [each.wish] : []))),
    away: new Set(gone.flatMap((each) => (each.kind === 'away' ? [each.username] : []))),
  };
};

function reasonOf(task: Task, group: Group): string {
  switch (group.kind) {
    case 'wish':
      return capital(wishText(task, group.wish));
    case 'away': {
      const name = task.trainees.find(({ username }) => username === group.username)?.name ?? group.username;
      const parts = [
        ...(group.weeks.size > 0 ? [`is away in ${weeksText([...group.weeks])}`] : []),
        ...(group.capacity === null ? [] : [`mentors ${group.capacity} at once`]),
      ];
      return `${name} ${parts.join(' and ')}`;
    }
    case 'places': {
      const numbers = [...new Set(group.team.places)].map((room) => room ?? 'any number').join(' or ');
      return `${group.team.title} takes ${numbers} at once`;
    }
  }
}

/** Weeks as people count them, from 1: `week 3`, `weeks 3–4 and 7`. */
export function weeksText(weeks: number[]): string {
  const runs: [number, number][] = [];
  for (const week of [...weeks].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last && last[1] === week - 1) last[1] = week;
    else runs.push([week, week]);
  }
  const parts = runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1}–${to + 1}`));
  return `${weeks.length === 1 ? 'week' : 'weeks'} ${listed(parts)}`;
}

/** What would make a plan, cheapest first; each was tried. */
function concessions(task: Task, solver: Solver, wishes: Wish[], away: string[]): Concession[] {
  const found = morePlaces(task, solver);
  for (const wish of wishes)
    if (isPossible(task, solver, { ...NOTHING, wishes: new Set([wish]) }))
      found.push({ message: `Give up: ${wishText(task, wish)}.`, cost: 1 });
  for (const username of away)
    if (isPossible(task, solver, { ...NOTHING, away: new Set([username]) })) {
      const name = task.trainees.find((each) => each.username === username)?.name ?? username;
      found.push({ message: `Have somebody stand in for ${name}, or move the absence.`, cost: 1 });
    }
  for (let more = 1; more <= MOST_MORE; more += 1) {
    if (!isPossible(longer(task, more), solver)) continue;
    found.push({ message: `Let the program take ${plural(more, 'week')} more.`, cost: more });
    break;
  }
  for (const { username, name } of task.trainees)
    for (let later = 1; later <= MOST_LATER; later += 1) {
      if (!isPossible(startingLater(task, username, later), solver)) continue;
      found.push({ message: `Start ${name} ${plural(later, 'week')} later.`, cost: later });
      break;
    }
  return found.sort((left, right) => left.cost - right.cost);
}

/** The fewest places that make a plan: for all weeks, and where that reads well, each only in the weeks that need it. */
function morePlaces(task: Task, solver: Solver): Concession[] {
  const found: Concession[] = [];
  for (const buyPlaces of ['for-ever', 'by-week'] as const) {
    const program = integerProgram(task, 'places', {}, { ...NOTHING, buyPlaces });
    const solved = solver(program);
    if (!solved || solved.value === 0) continue;
    const parts = task.teams.flatMap(({ key, title }) => boughtIn(key, title, program, solved.columns));
    // A list of single weeks that goes on and on helps nobody.
    if (buyPlaces === 'by-week' && parts.length > MOST_PARTS) continue;
    const text = `${capital(listed(parts))}.`;
    found.push({ message: text, cost: buyPlaces === 'by-week' ? solved.value : solved.value * task.weeks });
  }
  return found;
}

const MOST_PARTS = 3;

const listed = (parts: string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');

function boughtIn(
  key: string,
  title: string,
  { bought }: IntegerProgram,
  columns: Map<string, number>,
): string[] {
  const own = [...bought].flatMap(([name, { area, week }]) => {
    const count = columns.get(name) ?? 0;
    return area === key && count > 0 ? [{ week, count }] : [];
  });
  const counts = [...new Set(own.map(({ count }) => count))].sort((left, right) => left - right);
  return counts.map((count) => {
    const weeks = own.flatMap((each) => (each.count === count && each.week !== null ? [each.week] : []));
    const when = weeks.length === 0 ? '' : ` in ${weeksText(weeks)}`;
    return `${count === 1 ? 'one more place' : `${count} more places`} in ${title}${when}`;
  });
}

const longer = (task: Task, more: number): Task => ({
  ...task,
  weeks: task.weeks + more,
  trainees: task.trainees.map((each) => ({ ...each, until: each.until + more })),
  teams: task.teams.map((team) => ({ ...team, places: extended(team.places, more) })),
});

const startingLater = (task: Task, username: string, later: number): Task => {
  const trainees = task.trainees.map((each) =>
    each.username === username ? { ...each, from: each.from + later, until: each.until + later } : each,
  );
  const weeks = Math.max(...trainees.map(({ until }) => until), task.weeks);
  return {
    ...task,
    weeks,
    trainees,
    teams: task.teams.map((team) => ({ ...team, places: extended(team.places, weeks - task.weeks) })),
  };
};

const extended = (places: (number | null)[], more: number): (number | null)[] => [
  ...places,
  ...Array.from({ length: more }, () => places.at(-1) ?? null),
];
