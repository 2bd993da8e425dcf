/** Random tasks for the planner, a checker that shares nothing with it, and the best plan by trying all. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { conflictsOf } from '../../src/planner/conflicts.ts';
import { explain } from '../../src/planner/explain.ts';
import { type Solver, solve } from '../../src/planner/solve.ts';
import type { Stay, Task, Wish } from '../../src/planner/task.ts';

/** What is wrong with a plan, by counting; empty when nothing is. */
export function wrongs(task: Task, plan: Stay[]): string[] {
  const found: string[] = [];
  const weeksOf = (each: Stay): number[] => Array.from({ length: each.weeks }, (_, at) => each.at + at);
  for (const trainee of task.trainees) {
    const own = plan.filter(({ intern }) => intern === trainee.username);
    const wanted = trainee.visits.map(({ area, weeks }) => `${area} ${weeks}`).sort();
    if (
      own
        .map(({ area, weeks }) => `${area} ${weeks}`)
        .sort()
        .join() !== wanted.join()
    )
      found.push(`${trainee.username} does not visit what is wanted`);
    const weeks = own.flatMap(weeksOf);
    if (new Set(weeks).size !== weeks.length) found.push(`${trainee.username} is in two places`);
    if (weeks.some((week) => week < trainee.from || week >= trainee.until))
      found.push(`${trainee.username} is outside of the own time`);
    if (weeks.some((week) => trainee.away.has(week))) found.push(`${trainee.username} is away`);
  }
  for (const team of task.teams)
    for (let week = 0; week < task.weeks; week += 1) {
      const there = plan.filter((each) => each.area === team.key && weeksOf(each).includes(week));
      const room = team.places[week] ?? null;
      if (room !== null && there.length > room) found.push(`${team.key} is full in ${week}`);
      for (const { mentor } of there) {
        if (team.mentors.length === 0) continue;
        const who = team.mentors.find(({ username }) => username === mentor);
        if (!who) found.push(`nobody mentors in ${team.key} in ${week}`);
        else if (who.away.has(week)) found.push(`${mentor} is away in ${week}`);
      }
    }
  for (const team of task.teams)
    for (const { username, capacity } of team.mentors)
      for (let week = 0; capacity !== null && week < task.weeks; week += 1)
        if (plan.filter((each) => each.mentor === username && weeksOf(each).includes(week)).length > capacity)
          found.push(`${username} has too many in ${week}`);
  for (const wish of task.wishes)
    if (!kept(wish, plan)) found.push(`a wish is not kept: ${JSON.stringify(wish)}`);
  return found;
}

function kept(wish: Wish, plan: Stay[]): boolean {
  const find = (intern: string, area: string): Stay | undefined =>
    plan.find((each) => each.intern === intern && each.area === area);
  if (wish.kind === 'pin') return find(wish.intern, wish.area)?.at === wish.at;
  if (wish.kind === 'order')
    return [...new Set(plan.map(({ intern }) => intern))]
      .filter((intern) => wish.intern === null || wish.intern === intern)
      .every((intern) => {
        const it = find(intern, wish.area);
        return plan
          .filter((each) => each.intern === intern && each.area !== wish.area)
          .filter((each) => !('before' in wish) || each.area === wish.before)
          .every((each) => {
            if (!it) return true;
            return 'before' in wish || wish.place === 'first'
              ? it.at + it.weeks <= each.at
              : each.at + each.weeks <= it.at;
          });
      });
  const [one, other] = wish.pair;
  return plan
    .filter(({ intern }) => intern === one)
    .every((left) => {
      const right = find(other, left.area);
      if (!right) return true;
      if (wish.kind === 'together') return left.at === right.at;
      return left.at + left.weeks <= right.at || right.at + right.weeks <= left.at;
    });
}

/** Weeks from the first own one to the last that is used, of all. */
export const lengthOf = (task: Task, plan: Stay[]): number =>
  task.trainees.reduce(
    (sum, { username, from }) =>
      sum +
      Math.max(
        0,
        ...plan.filter(({ intern }) => intern === username).map((each) => each.at + each.weeks - from),
      ),
    0,
  );

/** The shortest that any plan takes, by trying all; null when there is none. For tasks with at most one mentor an area. */
export function bestLength(task: Task): number | null {
  let best: number | null = null;
  const schedules = task.trainees.map((trainee) => {
    const all: Stay[][] = [];
    const walk = (index: number, plan: Stay[]): void => {
      const visit = trainee.visits[index];
      if (!visit) {
        all.push(plan);
        return;
      }
      const mentor = task.teams.find(({ key }) => key === visit.area)?.mentors[0]?.username ?? null;
      for (let at = trainee.from; at + visit.weeks <= trainee.until; at += 1)
        if (plan.every((each) => each.at + each.weeks <= at || at + visit.weeks <= each.at))
          walk(index + 1, [
            ...plan,
            { intern: trainee.username, area: visit.area, at, weeks: visit.weeks, mentor },
          ]);
    };
    walk(0, []);
    const alone: Task = {
      ...task,
      trainees: [trainee],
      wishes: task.wishes.filter((wish) =>
        wish.kind === 'pin' ? wish.intern === trainee.username : wish.kind === 'order',
      ),
    };
    return all.filter((plan) => wrongs(alone, plan).length === 0);
  });
  const join = (index: number, plan: Stay[]): void => {
    if (index === schedules.length) {
      if (wrongs(task, plan).length === 0)
        best = Math.min(best ?? Number.POSITIVE_INFINITY, lengthOf(task, plan));
      return;
    }
    for (const own of schedules[index] ?? []) {
      const next = [...plan, ...own];
      const part: Task = { ...task, trainees: task.trainees.slice(0, index + 1), wishes: [] };
      if (best !== null && lengthOf(part, next) >= best) continue;
      if (wrongs(part, next).length === 0) join(index + 1, next);
    }
  };
  join(0, []);
  return best;
}

const some = (weeks: number): fc.Arbitrary<Set<number>> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(new Set<number>()) },
    { weight: 1, arbitrary: fc.nat(weeks - 1).map((week) => new Set([week])) },
  );

/** Tasks small enough to try all plans of. */
export const smallTask: fc.Arbitrary<Task> = fc
  .record({
    weeks: fc.integer({ min: 2, max: 5 }),
    interns: fc.integer({ min: 1, max: 4 }),
    areas: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ weeks, interns, areas }) =>
    fc
      .record({
        lengths: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: areas, maxLength: areas }),
        starts: fc.array(fc.nat(1), { minLength: interns, maxLength: interns }),
        away: fc.array(some(weeks), { minLength: interns, maxLength: interns }),
        mentors: fc.array(some(weeks), { minLength: areas, maxLength: areas }),
        limits: fc.array(fc.option(fc.integer({ min: 1, max: 2 })), { minLength: areas, maxLength: areas }),
        places: fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: areas, maxLength: areas }),
        wishes: fc.array(
          fc.record({
            kind: fc.nat(4),
            one: fc.nat(interns - 1),
            other: fc.nat(interns - 1),
            area: fc.nat(areas - 1),
            second: fc.nat(areas - 1),
            at: fc.nat(weeks - 1),
          }),
          { maxLength: 3 },
        ),
      })
      .map(({ lengths, starts, away, mentors, limits, places, wishes }): Task => {
        const name = (at: number): string => `intern-${at}`;
        const key = (at: number): string => `area-${at}`;
        return {
          monday: '2027-03-01',
          weeks,
          plansFrom: 0,
          trainees: starts.map((from, at) => ({
            username: name(at),
            name: name(at),
            from,
            until: weeks,
            fixed: new Set<string>(),
            away: away[at] ?? new Set(),
            visits: lengths.map((length, area) => ({ area: key(area), weeks: length })),
            stands: new Map(lengths.map((_, area) => [key(area), { at: area, mentor: null }])),
          })),
          teams: lengths.map((_, at) => ({
            key: key(at),
            title: key(at),
            places: Array.from({ length: weeks }, () => places[at] ?? null),
            mentors: [
              { username: `mentor-${at}`, capacity: limits[at] ?? null, away: mentors[at] ?? new Set() },
            ],
          })),
          wishes: wishes.flatMap(({ kind, one, other, area, second, at }): Wish[] => {
            if (kind === 0) return [{ kind: 'pin', intern: name(one), area: key(area), at }];
            if (kind === 1)
              return [
                { kind: 'order', intern: null, area: key(area), place: at % 2 === 0 ? 'first' : 'last' },
              ];
            if (kind === 2)
              return area === second
                ? []
                : [{ kind: 'order', intern: name(one), area: key(area), before: key(second) }];
            return one === other
              ? []
              : [{ kind: kind === 3 ? 'apart' : 'together', pair: [name(one), name(other)] }];
          }),
        };
      }),
  );

/** Random tasks: a plan that nothing is wrong with and that is as short as any, or none that trying all finds. Gives how many had none. */
export function agreeOn(runs: number, solver: Solver): number {
  let none = 0;
  fc.assert(
    fc.property(smallTask, (task) => {
      const solved = solve(task, solver);
      const best = bestLength(task);
      if (solved === null) {
        none += 1;
        expect(best).toBeNull();
        expect(explain(task, solver).reasons.length).toBeGreaterThan(0);
        return;
      }
      expect(wrongs(task, solved.plan)).toEqual([]);
      expect(conflictsOf(task, solved.plan)).toEqual([]);
      expect(lengthOf(task, solved.plan)).toBe(best);
    }),
    { numRuns: runs },
  );
  return none;
}
