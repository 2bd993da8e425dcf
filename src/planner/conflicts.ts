/** What is wrong with a plan, whoever made it. */
import { capital } from '../program/words.ts';
import type { Stay, Task, Trainee, Wish } from './task.ts';

export interface Conflict {
  code: 'twice' | 'outside' | 'away' | 'places' | 'mentor' | 'wish';
  /** Weeks in which it is so; empty where it is about none. */
  weeks: number[];
  interns: string[];
  /** Area, or null. */
  area: string | null;
  message: string;
}

const covers = ({ at, weeks }: Stay, week: number): boolean => at <= week && week < at + weeks;

/** All conflicts, in the order of interns, areas and wishes. A mentor that a plan does not name is the first of the area. */
export function conflictsOf(task: Task, plan: Stay[]): Conflict[] {
  return [
    ...task.trainees.flatMap((each) => ofTrainee(each, plan)),
    ...task.teams.flatMap((team) => ofTeam(task, team, plan)),
    ...ofMentors(task, plan),
    ...task.wishes.filter((wish) => !holds(task, wish, plan)).map((wish) => brokenWish(task, wish)),
  ];
}

const titleOf = (task: Task, area: string): string =>
  task.teams.find(({ key }) => key === area)?.title ?? area;

const nameOf = (task: Task, username: string): string =>
  task.trainees.find((each) => each.username === username)?.name ?? username;

function ofTrainee({ username, name, from, until, away }: Trainee, plan: Stay[]): Conflict[] {
  const own = plan.filter(({ intern }) => intern === username);
  const all = (weeks: number[], code: Conflict['code'], message: string): Conflict[] =>
    weeks.length === 0
      ? []
      : [{ code, weeks, interns: [username], area: null, message: `${name} ${message}` }];
  const busy = new Map<number, number>();
  for (const each of own)
    for (let week = each.at; week < each.at + each.weeks; week += 1)
      busy.set(week, (busy.get(week) ?? 0) + 1);
  const weeks = [...busy.keys()].sort((left, right) => left - right);
  return [
    ...all(
      weeks.filter((week) => (busy.get(week) ?? 0) > 1),
      'twice',
      'is in two areas at once',
    ),
    ...all(
      weeks.filter((week) => week < from || week >= until),
      'outside',
      'has weeks outside of the own time',
    ),
    ...all(
      weeks.filter((week) => away.has(week)),
      'away',
      'is away',
    ),
  ];
}

function ofTeam({ weeks }: Task, { key, title, places }: Task['teams'][number], plan: Stay[]): Conflict[] {
  const found: Conflict[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const there = plan.filter((each) => each.area === key && covers(each, week)).map(({ intern }) => intern);
    const room = places[week] ?? null;
    if (room === null || there.length <= room) continue;
    const last = found.at(-1);
    if (last?.weeks.at(-1) === week - 1 && last.interns.join() === there.join()) last.weeks.push(week);
    else
      found.push({
        code: 'places',
        weeks: [week],
        interns: there,
        area: key,
        message: `${title} has ${room} ${room === 1 ? 'place' : 'places'} for ${there.length}`,
      });
  }
  return found;
}

function ofMentors(task: Task, plan: Stay[]): Conflict[] {
  const mentors = new Map(
    task.teams.flatMap((team) => team.mentors.map((each) => [each.username, each] as const)),
  );
  const of = (each: Stay): string | null =>
    each.mentor ?? task.teams.find(({ key }) => key === each.area)?.mentors[0]?.username ?? null;
  return [...mentors.values()].flatMap(({ username, capacity, away }) => {
    const own = plan.filter((each) => of(each) === username);
    const weeks = Array.from({ length: task.weeks }, (_, week) => week).filter(
      (week) => week >= task.plansFrom,
    );
    const there = (week: number): string[] =>
      own.filter((each) => covers(each, week)).map(({ intern }) => intern);
    const gone = weeks.filter((week) => away.has(week) && there(week).length > 0);
    const full = weeks.filter((week) => capacity !== null && there(week).length > capacity);
    const about = (found: number[], message: string): Conflict[] =>
      found.length === 0
        ? []
        : [
            {
              code: 'mentor',
              weeks: found,
              interns: [...new Set(found.flatMap(there))],
              area: null,
              message,
            },
          ];
    return [
      ...about(gone, `${username} is away and has interns to mentor`),
      ...about(full, `${username} mentors more than ${capacity} at once`),
    ];
  });
}

/** Whether a plan keeps to a wish. */
export function holds({ trainees }: Task, wish: Wish, plan: Stay[]): boolean {
  const at = (intern: string, area: string): Stay | undefined =>
    plan.find((each) => each.intern === intern && each.area === area);
  switch (wish.kind) {
    case 'pin':
      return at(wish.intern, wish.area)?.at === wish.at;
    case 'order':
      return trainees
        .filter(({ username }) => wish.intern === null || wish.intern === username)
        .every(({ username }) =>
          inOrder(
            wish,
            plan.filter(({ intern }) => intern === username),
          ),
        );
    case 'apart':
    case 'together': {
      const [one, other] = wish.pair;
      const areas = new Set(plan.filter(({ intern }) => intern === one).map(({ area }) => area));
      return [...areas].every((area) => {
        const left = at(one, area);
        const right = at(other, area);
        if (!left || !right) return true;
        if (wish.kind === 'together') return left.at === right.at;
        return left.at + left.weeks <= right.at || right.at + right.weeks <= left.at;
      });
    }
  }
}

function inOrder(wish: Extract<Wish, { kind: 'order' }>, own: Stay[]): boolean {
  const it = own.find(({ area }) => area === wish.area);
  if (!it) return true;
  const others = own.filter((each) => each !== it && (!('before' in wish) || each.area === wish.before));
  if ('before' in wish || wish.place === 'first') return others.every(({ at }) => it.at + it.weeks <= at);
  return others.every(({ at, weeks }) => at + weeks <= it.at);
}

const brokenWish = (task: Task, wish: Wish): Conflict => ({
  code: 'wish',
  weeks: wish.kind === 'pin' ? [wish.at] : [],
  interns: wish.kind === 'pin' ? [wish.intern] : 'pair' in wish ? wish.pair : [],
  area: 'area' in wish ? wish.area : null,
  message: `${capital(wishText(task, wish))} does not hold`,
});

/** A wish in words: `Red Team last for everybody`. */
export function wishText(task: Task, wish: Wish): string {
  switch (wish.kind) {
    case 'pin':
      return `the pin of ${nameOf(task, wish.intern)} in ${titleOf(task, wish.area)}`;
    case 'order': {
      const whose = wish.intern === null ? 'for everybody' : `for ${nameOf(task, wish.intern)}`;
      return 'before' in wish
        ? `${titleOf(task, wish.area)} before ${titleOf(task, wish.before)} ${whose}`
        : `${titleOf(task, wish.area)} ${wish.place} ${whose}`;
    }
    case 'apart':
    case 'together': {
      const [one, other] = wish.pair;
      return `${nameOf(task, one)} and ${nameOf(task, other)} ${wish.kind === 'apart' ? 'apart' : 'together'}`;
    }
  }
}
