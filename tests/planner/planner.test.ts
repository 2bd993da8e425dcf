import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conflictsOf } from '../../src/planner/conflicts.ts';
import { explain } from '../../src/planner/explain.ts';
import { replanFrom } from '../../src/planner/replan.ts';
import { loadSolver, solve } from '../../src/planner/solve.ts';
import type { Task } from '../../src/planner/task.ts';
import { digest } from '../../src/record/digest.ts';
import { agreeOn, smallTask, wrongs } from '../support/planning.ts';

const RUNS = Number(process.env.PLANS ?? 60);
const solver = await loadSolver();

/** Twelve interns, six areas, two pins, three absences. */
function twelve(places: number, weeks: number, isHard: boolean): Task {
  const away = (at: number): Set<number> => new Set(isHard && at < 2 ? [3 + at] : []);
  return {
    monday: '2027-03-01',
    weeks,
    plansFrom: 0,
    trainees: Array.from({ length: 12 }, (_, at) => ({
      username: `i${at}`,
      name: `I${at}`,
      from: 0,
      until: weeks,
      fixed: new Set<string>(),
      away: away(at),
      visits: [2, 2, 1, 1, 1, 1].map((length, area) => ({ area: `a${area}`, weeks: length })),
      stands: new Map([0, 2, 4, 5, 6, 7].map((week, area) => [`a${area}`, { at: week, mentor: null }])),
    })),
    teams: [0, 1, 2, 3, 4, 5].map((area) => ({
      key: `a${area}`,
      title: `A${area}`,
      places: Array.from({ length: weeks }, () => places),
      mentors: [{ username: `m${area}`, capacity: null, away: new Set(isHard && area === 0 ? [9] : []) }],
    })),
    wishes: isHard
      ? [
          { kind: 'pin', intern: 'i3', area: 'a5', at: 4 },
          { kind: 'pin', intern: 'i4', area: 'a0', at: 2 },
        ]
      : [],
  };
}

test('twelve interns, six areas of three places, ten weeks, three absences, two pins: a plan, and the same one again', () => {
  const task = twelve(3, 10, true);
  const first = solve(task, solver);
  expect(wrongs(task, first?.plan ?? [])).toEqual([]);
  expect(conflictsOf(task, first?.plan ?? [])).toEqual([]);
  // The two who are away in the middle have one idle week each; nobody else has any.
  expect(first?.idle).toBe(2);
  expect(solve(task, solver)).toEqual(first);
  // The same on every machine and version of Node that these tests run on.
  expect(digest(JSON.stringify(first?.plan))).toBe('3520f3a279');
});

test('with two places in eight weeks there is none; places and weeks say why, and what was tried', () => {
  const task = twelve(2, 8, false);
  expect(solve(task, solver)).toBeNull();
  const { reasons, concessions } = explain(task, solver);
  expect(reasons).toEqual([
    'A0: 12 interns for 2 weeks each need 24 weeks of a place; 2 places in 8 weeks make 16.',
    'A1: 12 interns for 2 weeks each need 24 weeks of a place; 2 places in 8 weeks make 16.',
  ]);
  expect(concessions.map(({ message }) => message)).toContain(
    'One more place in A0 and one more place in A1.',
  );
});

test(`${RUNS} small tasks: a plan that the checker finds nothing in and that is as short as any, or none that trying all finds`, () => {
  expect(agreeOn(RUNS, solver)).toBeGreaterThan(RUNS / 10);
});

test('conflicts are what an independent checker finds, in any plan', () => {
  fc.assert(
    fc.property(smallTask, fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }), (task, starts) => {
      let index = 0;
      const plan = task.trainees.flatMap(({ username, visits }) =>
        visits.map(({ area, weeks }) => ({
          intern: username,
          area,
          weeks,
          at: starts[index++] ?? 0,
          mentor: task.teams.find(({ key }) => key === area)?.mentors[0]?.username ?? null,
        })),
      );
      expect(conflictsOf(task, plan).length === 0).toBe(wrongs(task, plan).length === 0);
    }),
    { numRuns: 500 },
  );
});

test('each reason of a conflict is needed: without any one of them there is a plan', () => {
  const base = twelve(3, 10, false);
  const task: Task = {
    ...base,
    trainees: base.trainees.slice(0, 2),
    wishes: [
      { kind: 'order', intern: null, area: 'a0', place: 'first' },
      { kind: 'apart', pair: ['i0', 'i1'] },
      { kind: 'pin', intern: 'i0', area: 'a1', at: 0 },
      { kind: 'order', intern: null, area: 'a5', place: 'last' },
    ],
  };
  expect(explain(task, solver).reasons).toEqual([
    'A0 first for everybody.',
    'The pin of I0 in A1.',
    '2 interns in 10 weeks.',
  ]);
});

test('in the middle of a program: what has begun stays, nothing else begins in the past, and without news nothing changes', () => {
  let replanned = 0;
  fc.assert(
    fc.property(smallTask, fc.nat(4), fc.nat(3), fc.nat(4), (task, week, who, absent) => {
      const first = solve(task, solver);
      fc.pre(first !== null);
      const now: Task = {
        ...task,
        trainees: task.trainees.map((each) => ({
          ...each,
          stands: new Map(
            first?.plan
              .filter(({ intern }) => intern === each.username)
              .map(({ area, at, mentor }) => [area, { at, mentor }]),
          ),
        })),
      };
      expect(solve(replanFrom(now, week), solver)).toMatchObject({ changes: 0 });
      // Somebody is away from now on, and a past that nobody would plan today.
      const news: Task = {
        ...now,
        trainees: now.trainees.map((each, at) =>
          at === who ? { ...each, away: new Set([...each.away, Math.max(absent, week)]) } : each,
        ),
        teams: now.teams.map((team) => ({
          ...team,
          places: team.places.map((room, at) => (at < week ? 0 : room)),
        })),
      };
      const seen = replanFrom(news, week);
      const again = solve(seen, solver);
      if (again === null) return;
      replanned += 1;
      expect(wrongs(seen, again.plan)).toEqual([]);
      for (const each of again.plan) {
        const before = first?.plan.find(({ intern, area }) => intern === each.intern && area === each.area);
        if (before && before.at < week) expect(each).toEqual(before);
        else expect(each.at).toBeGreaterThanOrEqual(week);
      }
    }),
    { numRuns: RUNS },
  );
  expect(replanned).toBeGreaterThan(RUNS / 6);
});
