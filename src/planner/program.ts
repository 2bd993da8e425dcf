/**
 * A task as an integer program, in the text form that solvers read. One variable for each intern, area, first week and mentor that may be;
 * what is not possible (weeks away, no place, a pin elsewhere) has no variable at all, unless it is asked what giving it up would bring.
 */
import type { Mentor, Stay, Task, Trainee, Visit, Wish } from './task.ts';

/** What is given up, to find out why nothing goes, and what would. */
export interface GivenUp {
  /** Areas with any number of places. */
  places: ReadonlySet<string>;
  /** Places may be bought: each week by itself, or for all weeks at once. */
  buyPlaces: 'none' | 'by-week' | 'for-ever';
  wishes: ReadonlySet<Wish>;
  /** User names whose weeks away, or whose limit as a mentor, count for nothing. */
  away: ReadonlySet<string>;
}

export const NOTHING: GivenUp = { places: new Set(), buyPlaces: 'none', wishes: new Set(), away: new Set() };

export type Goal = 'any' | 'idle' | 'load' | 'change' | 'places';

interface Choice extends Stay {
  name: string;
}

export interface IntegerProgram {
  text: string;
  choices: Choice[];
  /** Names of bought places with area and week; null for all weeks. */
  bought: Map<string, { area: string; week: number | null }>;
  /** Some visit has no possible week, so nothing has to be solved. */
  impossible: { intern: string; area: string } | null;
}

type Sum = string[];

/** `limits` are bounds on goals that were reached before. */
export function integerProgram(
  task: Task,
  goal: Goal,
  limits: Partial<Record<Goal, number>>,
  up: GivenUp = NOTHING,
): IntegerProgram {
  const choices: Choice[] = [];
  const rows: string[] = [];
  let impossible: IntegerProgram['impossible'] = null;
  const row = (sum: Sum, relation: string): void => {
    if (sum.length > 0) rows.push(` c${rows.length}: ${sum.join(' + ').replaceAll('+ -', '- ')} ${relation}`);
  };
  for (const [at, trainee] of task.trainees.entries())
    for (const [index, visit] of trainee.visits.entries()) {
      const own = choicesOf(task, trainee, visit, up).map(
        (each, number): Choice => ({ ...each, name: `x${at}_${index}_${number}` }),
      );
      if (own.length === 0) impossible ??= { intern: trainee.username, area: visit.area };
      choices.push(...own);
      row(names(own), '= 1');
    }
  const covering = (all: Choice[], week: number): Choice[] =>
    all.filter((each) => each.at <= week && week < each.at + each.weeks);
  const weeks = Array.from({ length: task.weeks }, (_, week) => week);
  const idle: Sum = [];
  for (const [at, trainee] of task.trainees.entries()) {
    const own = choices.filter(({ intern }) => intern === trainee.username);
    for (const week of weeks) {
      const there = covering(own, week);
      row(names(there), '<= 1');
      if (week < trainee.from || week >= trainee.until) continue;
      // The own time goes on while work is left: its length is what idle weeks make longer.
      idle.push(`y${at}_${week}`);
      if (there.length > 0) rows.push(` c${rows.length}: ${names(there).join(' + ')} - y${at}_${week} <= 0`);
      if (week + 1 < trainee.until) rows.push(` c${rows.length}: y${at}_${week + 1} - y${at}_${week} <= 0`);
    }
  }
  const bought: IntegerProgram['bought'] = new Map();
  for (const [index, { key, places }] of task.teams.entries()) {
    if (up.places.has(key)) continue;
    const there = choices.filter(({ area }) => area === key);
    for (const week of weeks) {
      const room = places[week] ?? null;
      const sum = covering(there, week);
      if (room === null || (sum.length <= room && room > 0)) continue;
      if (sum.length === 0) continue;
      const isByWeek = up.buyPlaces === 'by-week';
      const name = isByWeek ? `e${index}_${week}` : `e${index}`;
      const more = up.buyPlaces === 'none' ? '' : ` - ${name}`;
      if (more !== '') bought.set(name, { area: key, week: isByWeek ? week : null });
      rows.push(` c${rows.length}: ${names(sum).join(' + ')}${more} <= ${room}`);
    }
  }
  mentorRows(task, choices, covering, weeks, up, row);
  for (const wish of task.wishes)
    if (!up.wishes.has(wish)) wishRows(task, wish, choices, weeks, rows, covering);
  const { load, loadRows } = evenLoad(task, choices);
  for (const each of loadRows) rows.push(` c${rows.length}: ${each}`);
  const change = choices.filter(isChange(task)).map(({ name }) => name);
  const sums: Record<Goal, Sum> = { any: [], idle, load, change, places: [...bought.keys()] };
  for (const [name, limit] of Object.entries(limits)) row(sums[name as Goal], `<= ${limit}`);
  const objective = sums[goal].length > 0 ? sums[goal].join(' + ') : (choices[0]?.name ?? 'none');
  const text = [
    'Minimize',
    ` obj: ${sums[goal].length > 0 ? objective : `0 ${objective}`}`,
    'Subject To',
    ...rows,
    'Bounds',
    ...idle.map((name) => ` 0 <= ${name} <= 1`),
    ...[...bought.keys(), ...load].map((name) => ` 0 <= ${name} <= 500`),
    ...(bought.size > 0 ? ['General', ` ${[...bought.keys()].join('\n ')}`] : []),
    'Binary',
    ...choices.map(({ name }) => ` ${name}`),
    'End',
  ].join('\n');
  return { text, choices, bought, impossible };
}

const names = (all: Choice[]): Sum => all.map(({ name }) => name);

/** When, and with whom, a visit may be. */
function choicesOf(task: Task, trainee: Trainee, { area, weeks }: Visit, up: GivenUp): Stay[] {
  const team = task.teams.find(({ key }) => key === area);
  const pins = task.wishes.flatMap((wish) =>
    wish.kind === 'pin' && !up.wishes.has(wish) && wish.intern === trainee.username && wish.area === area
      ? [wish.at]
      : [],
  );
  const stands = trainee.stands.get(area);
  const isFixed = trainee.fixed.has(area);
  const found: Stay[] = [];
  for (let at = trainee.from; at + weeks <= trainee.until; at += 1) {
    const during = Array.from({ length: weeks }, (_, index) => at + index);
    if (pins.some((each) => each !== at)) continue;
    if (isFixed ? stands?.at !== at : at < task.plansFrom) continue;
    if (!up.away.has(trainee.username) && during.some((week) => trainee.away.has(week))) continue;
    const isFull = during.some((week) => team?.places[week] === 0);
    if (isFull && !up.places.has(area) && up.buyPlaces === 'none') continue;
    const mentors = team?.mentors ?? [];
    if (mentors.length === 0) found.push({ intern: trainee.username, area, at, weeks, mentor: null });
    const isThere = (mentor: Mentor): boolean =>
      up.away.has(mentor.username) || !during.some((week) => mentor.away.has(week));
    // Who mentors what has begun goes on as long as that goes.
    const usual = mentors.find(({ username }) => username === (stands?.mentor ?? mentors[0]?.username));
    const isKept = at < task.plansFrom && usual !== undefined && isThere(usual);
    for (const mentor of isKept ? [usual] : mentors)
      if (isThere(mentor)) found.push({ intern: trainee.username, area, at, weeks, mentor: mentor.username });
  }
  return found;
}

function mentorRows(
  task: Task,
  choices: Choice[],
  covering: (all: Choice[], week: number) => Choice[],
  weeks: number[],
  up: GivenUp,
  row: (sum: Sum, relation: string) => void,
): void {
  const limits = new Map<string, number>();
  for (const { mentors } of task.teams)
    for (const { username, capacity } of mentors)
      if (capacity !== null) limits.set(username, Math.min(capacity, limits.get(username) ?? capacity));
  for (const [username, capacity] of limits) {
    if (up.away.has(username)) continue;
    const own = choices.filter(({ mentor }) => mentor === username);
    for (const week of weeks) if (week >= task.plansFrom) row(names(covering(own, week)), `<= ${capacity}`);
  }
}

function wishRows(
  task: Task,
  wish: Wish,
  choices: Choice[],
  weeks: number[],
  rows: string[],
  covering: (all: Choice[], week: number) => Choice[],
): void {
  const of = (intern: string, area: string): Choice[] =>
    choices.filter((each) => each.intern === intern && each.area === area);
  const push = (plus: Choice[], minus: Choice[], relation: string): void => {
    if (plus.length + minus.length === 0) return;
    const left = names(plus).join(' + ');
    const right = names(minus)
      .map((name) => ` - ${name}`)
      .join('');
    rows.push(` c${rows.length}: ${left}${right} ${relation}`);
  };
  /** Until each week, the later one has begun only where the earlier one was over. */
  const before = (intern: string, first: string, second: string): void => {
    const early = of(intern, first);
    const late = of(intern, second);
    if (early.length === 0 || late.length === 0) return;
    for (const week of weeks)
      push(
        late.filter(({ at }) => at <= week),
        early.filter((each) => each.at + each.weeks <= week),
        '<= 0',
      );
  };
  switch (wish.kind) {
    case 'pin':
      return;
    case 'order':
      for (const { username, visits } of task.trainees) {
        if (wish.intern !== null && wish.intern !== username) continue;
        const others = visits.map(({ area }) => area).filter((area) => area !== wish.area);
        if ('before' in wish) before(username, wish.area, wish.before);
        else if (wish.place === 'first') for (const area of others) before(username, wish.area, area);
        else for (const area of others) before(username, area, wish.area);
      }
      return;
    case 'apart':
    case 'together': {
      const [one, other] = wish.pair;
      for (const { key } of task.teams) {
        const left = of(one, key);
        const right = of(other, key);
        if (left.length === 0 || right.length === 0) continue;
        for (const week of weeks) {
          if (wish.kind === 'apart') push([...covering(left, week), ...covering(right, week)], [], '<= 1');
          else
            push(
              left.filter(({ at }) => at === week),
              right.filter(({ at }) => at === week),
              '= 0',
            );
        }
      }
    }
  }
}

/** For each area with several mentors, the most weeks that one of them has. */
function evenLoad(task: Task, choices: Choice[]): { load: Sum; loadRows: string[] } {
  const load: Sum = [];
  const loadRows: string[] = [];
  for (const [index, { key, mentors }] of task.teams.entries()) {
    if (mentors.length < 2) continue;
    const name = `m${index}`;
    for (const { username } of mentors) {
      const own = choices.filter(({ area, mentor }) => area === key && mentor === username);
      if (own.length > 0)
        loadRows.push(`${own.map((each) => `${each.weeks} ${each.name}`).join(' + ')} - ${name} <= 0`);
    }
    load.push(name);
  }
  return { load, loadRows };
}

/** Whether a choice differs from the plan that stands; another mentor is a change where the plan names one. */
const isChange = (task: Task): ((choice: Stay) => boolean) => {
  const stands = new Map(task.trainees.map((each) => [each.username, each.stands]));
  return ({ intern, area, at, mentor }) => {
    const before = stands.get(intern)?.get(area);
    return before?.at !== at || (before.mentor !== null && before.mentor !== mentor);
  };
};
