/**
 * A scorer of its own, written from docs/scoring.md and sharing no rule with ours, over two thousand random programs at every night of a
 * random course: both agree to 1e-9.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Closure, LiveIssue, LiveWork } from '../../src/model/resource.ts';
import type { Enrolment } from '../../src/program/enrolment.ts';
import { NO_STATE } from '../../src/record/scorecard-state.ts';
import { casesOf } from '../../src/scorecard/rules/input.ts';
import { remembered, score } from '../../src/scorecard/rules/score.ts';
import {
  type Goal,
  goalScore,
  type Measure,
  type Plan,
  programScore,
  type Seen,
} from '../support/independent.ts';
import { record } from '../support/record.ts';
import { enrolmentOf, inputOf, issueFor } from '../support/scoring.ts';

const DAY = 86_400_000;

const PROGRAMS = Number(process.env.PROGRAMS ?? 2000);

/** ---- random programs and courses ---- */

const weight = fc.constantFrom(0.5, 1, 1, 2, 3.5, 7);
const measure: fc.Arbitrary<Measure> = fc.oneof(
  fc.constant<Measure>({ kind: 'done' }),
  fc.integer({ min: 1, max: 9 }).map((target): Measure => ({ kind: 'count', target })),
  fc
    .tuple(fc.integer({ min: -5, max: 50 }), fc.integer({ min: -5, max: 50 }))
    .filter(([baseline, target]) => baseline !== target)
    .map(([baseline, target]): Measure => ({ kind: 'metric', baseline, target })),
  fc.integer({ min: 1, max: 40 }).map((target): Measure => ({ kind: 'metric', target, at_least: true })),
  fc.constant<Measure>({
    kind: 'rubric',
    steps: [
      { name: 'One', score: 0.25 },
      { name: 'Two', score: 0.5 },
      { name: 'Three', score: 1 },
    ],
  }),
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 0.8, 0.5))
    .map(([checks, at_least]): Measure => ({ kind: 'maintain', checks, at_least })),
  fc.integer({ min: 1, max: 5 }).map((target): Measure => ({ kind: 'merged', target })),
  fc.constant<Measure>({ kind: 'tbd' }),
);
const late = fc.constantFrom<Goal['late']>('none', 'zero', 0.1, 0.3);
const plan: fc.Arbitrary<Plan> = fc
  .record({
    unscored: fc.constantFrom<Plan['unscored']>('leave-out', 'zero'),
    objectives: fc.array(
      fc.record({
        weight,
        goals: fc.array(fc.record({ weight, late, measure }), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ unscored, objectives }) => ({
    unscored,
    objectives: objectives.map(({ weight: own, goals }, at) => ({
      key: `o-${at}`,
      weight: own,
      goals: goals.map((goal, index) => ({ ...goal, key: `k-${at}-${index}` })),
    })),
  }));

const step = fc.record({
  day: fc.integer({ min: 2, max: 60 }),
  changes: fc.array(
    fc.record({
      which: fc.nat(11),
      what: fc.constantFrom('tick', 'tick', 'untick', 'value', 'close', 'close', 'reopen', 'wont', 'merge'),
      number: fc.integer({ min: 0, max: 50 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

const dayAt = (day: number, hour = 12): string => new Date(Date.UTC(2027, 2, 1 + day, hour)).toISOString();
const dateAt = (day: number): string => dayAt(day).slice(0, 10);

const yamlOf = ({ key, weight: own, late: rule, measure: way }: Goal): object => ({
  key,
  title: key,
  weight: own,
  late: typeof rule === 'number' ? { decay_per_week: rule } : rule,
  measure:
    way.kind === 'merged'
      ? { kind: 'count', target: way.target, of: { what: 'merge-requests' } }
      : way.kind === 'tbd'
        ? { kind: 'to-be-defined' }
        : way,
});

const boxesOf = (way: Measure): number =>
  way.kind === 'count'
    ? way.target
    : way.kind === 'maintain'
      ? way.checks
      : way.kind === 'rubric'
        ? way.steps.length
        : 0;

test(`${PROGRAMS} random programs: an independent scorer agrees at every night`, () => {
  let nights = 0;
  fc.assert(
    fc.property(plan, fc.array(step, { minLength: 1, maxLength: 7 }), (program, steps) => {
      const goals = program.objectives.flatMap((each) => each.goals);
      const enrolment: Enrolment = enrolmentOf([], {
        unscored: program.unscored,
        objectives: program.objectives.map((each) => ({
          key: each.key,
          title: each.key,
          weight: each.weight,
          key_results: each.goals.map(yamlOf),
        })),
      });
      const due = Math.round((Date.parse(enrolment.span.end) - Date.parse('2027-03-01')) / DAY);
      const seen = new Map<string, Seen>(
        goals.map(({ key }) => [
          key,
          { ticked: [], value: null, closed: false, closedOn: 0, wontDo: false, merges: 0 },
        ]),
      );
      const touched = new Map<string, number>();
      const closures: Closure[] = [];
      const merges: LiveWork[] = [];
      const course: { day: number; seen: Map<string, Seen> }[] = [];
      let state = NO_STATE;
      const ordered = [...new Map(steps.map((each) => [each.day, each])).values()].sort(
        (a, b) => a.day - b.day,
      );
      for (const { day, changes } of ordered) {
        for (const { which, what, number } of changes) {
          const goal = goals[which % goals.length];
          const one = goal && seen.get(goal.key);
          if (!goal || !one) continue;
          const boxes = boxesOf(goal.measure);
          const box = boxes === 0 ? 0 : (number % boxes) + 1;
          if (what === 'merge') {
            // One list for all of them, as GitLab has it.
            merges.push({
              title: 'm',
              description: '',
              url: 'u',
              author: 'robin',
              labels: [],
              state: 'merged',
              createdAt: dayAt(1),
              endedAt: dayAt(day),
              isCanceled: false,
              ours: false,
            });
            for (const each of seen.values()) each.merges += 1;
            continue;
          }
          if (what === 'tick' && box > 0 && !one.ticked.includes(box)) one.ticked.push(box);
          if (what === 'untick') one.ticked = one.ticked.filter((each) => each !== box);
          if (what === 'value') one.value = number;
          if (what === 'wont') one.wontDo = !one.wontDo;
          if ((what === 'close' && !one.closed) || (what === 'reopen' && one.closed)) {
            one.closed = !one.closed;
            one.closedOn = day;
            const iid = enrolment.keyResults.findIndex(({ key }) => key === goal.key) + 1;
            closures.push({ iid, at: dayAt(day), state: one.closed ? 'closed' : 'opened', by: 'robin' });
          }
          touched.set(goal.key, day);
        }
        course.push({ day, seen: structuredClone(seen) });
        const issues: Record<string, LiveIssue> = Object.fromEntries(
          goals.map(({ key, measure: way }) => {
            const one = seen.get(key);
            const iid = enrolment.keyResults.findIndex((each) => each.key === key) + 1;
            const closure = closures.findLast((each) => each.iid === iid);
            const lines = {
              ...(one?.value === null || way.kind !== 'metric' ? {} : { Value: String(one?.value) }),
              ...(one?.wontDo ? { Outcome: "won't do: no time" } : {}),
            };
            const updated = touched.get(key);
            return [
              key,
              issueFor(enrolment, key, {
                ticked: one?.ticked ?? [],
                lines,
                ...(one?.closed && closure ? { closed: closure.at } : {}),
                ...(updated === undefined ? {} : { updated: dayAt(updated) }),
              }),
            ];
          }),
        );
        const input = inputOf(enrolment, issues, {
          now: dayAt(day, 23),
          closures: [...closures],
          work: [...merges],
        });
        input.states.set(enrolment.epic, state);
        const card = score(input).interns[0];
        const cased = casesOf(input).get(enrolment.epic);
        if (!card || !cased) throw new Error('nobody is scored');
        state = { ...remembered(cased, state, input), at: dayAt(day, 23) };
        const own = (goal: Goal): number | null =>
          goalScore(
            goal,
            course.map((each) => ({ day: each.day, seen: each.seen.get(goal.key) as Seen })),
            due,
          );
        const ours = new Map(
          card.objectives.flatMap(({ keyResults }) => keyResults.map((each) => [each.key, each.score])),
        );
        for (const goal of goals) {
          const theirs = own(goal);
          const mine = ours.get(goal.key) ?? null;
          if (theirs === null || mine === null)
            expect([dateAt(day), goal, mine]).toEqual([dateAt(day), goal, theirs]);
          else
            expect(
              Math.abs(mine - theirs),
              `${dateAt(day)} ${JSON.stringify(goal)}: ${mine}, not ${theirs}`,
            ).toBeLessThan(1e-9);
        }
        const total = programScore(program, own);
        if (total === null || card.score === null) expect(card.score).toBe(total);
        else expect(Math.abs(card.score - total)).toBeLessThan(1e-9);
        nights += 1;
      }
    }),
    { numRuns: PROGRAMS, seed: Number(process.env.SEED ?? 1) || Date.now() },
  );
  record({
    guarantee: 'Days',
    fault: `random programs and courses, ${nights} nights, against an independent scorer`,
    schedules: PROGRAMS,
    result: 'the same to 1e-9',
  });
});
