/** What holds for every program and every state of its issues. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score } from '../../../src/scorecard/rules/score.ts';
import { scorecardSchema } from '../../../src/scorecard/scorecard.ts';
import { enrolmentOf, type IssueLike, inputOf, internOf, issueFor } from '../../support/scoring.ts';

/** Under mutation a few runs are enough: each of thousands of mutants pays for them. */
const MUTATED = process.env.ROOM !== undefined;
const RUNS = MUTATED ? 30 : 400;

const measure = fc.oneof(
  fc.constant({ kind: 'done' }),
  fc.integer({ min: 1, max: 6 }).map((target) => ({ kind: 'count', target })),
  fc
    .record({
      baseline: fc.double({ min: -100, max: 100, noNaN: true }),
      way: fc.constantFrom(-1, 1),
      far: fc.double({ min: 0.001, max: 100, noNaN: true }),
    })
    .map(({ baseline, way, far }) => ({ kind: 'metric', baseline, target: baseline + way * far }))
    .filter(({ baseline, target }) => baseline !== target),
  fc.constant({
    kind: 'rubric',
    steps: [
      { name: 'half', score: 0.5 },
      { name: 'all', score: 1 },
    ],
  }),
  fc.double({ min: 0.1, max: 1, noNaN: true }).map((at_least) => ({ kind: 'maintain', checks: 4, at_least })),
  fc.constant({ kind: 'derived', from: 'areas' }),
  fc.constant({ kind: 'to-be-defined' }),
);

const day = fc
  .integer({ min: 0, max: 50 })
  .map((days) => new Date(Date.UTC(2027, 1, 20 + days, 12)).toISOString());

const issue = fc.record(
  {
    ticked: fc.integer({ min: 0, max: 6 }),
    closed: fc.option(day, { nil: undefined }),
    lines: fc.record({
      Value: fc.oneof(
        fc.constant(''),
        fc.double({ min: -200, max: 200, noNaN: true }).map((value) => value.toFixed(2)),
        fc.string(),
      ),
      Outcome: fc.constantFrom('', 'done', "won't do: no", 'who knows', 'duplicate of #1'),
      Confidence: fc.oneof(fc.constantFrom('', 'high', '0.3', '7/10'), fc.string()),
    }),
    labels: fc.constantFrom<string[]>([], ['outcome::wont-do']),
    due: fc.option(
      day.map((time) => time.slice(0, 10)),
      { nil: null },
    ),
    updated: day,
  },
  { requiredKeys: [] },
);

const late = fc.constantFrom('none', 'zero', { decay_per_week: 0.1 });
const cases = fc.record({
  results: fc.array(
    fc.record({ measure, weight: fc.double({ min: 0.01, max: 1000, noNaN: true }), like: issue }),
    { minLength: 1, maxLength: 5 },
  ),
  late,
  unscored: fc.constantFrom('leave-out', 'zero'),
  areas_score: fc.constantFrom('derived-only', 'own-objective'),
  now: day,
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function made(
  { results, now, ...program }: Case,
  change: (like: IssueLike, at: number) => IssueLike = (like) => like,
) {
  const enrolment = enrolmentOf(
    results.map(({ measure: one, weight }, at) => ({ key: `k${at}`, title: `K${at}`, measure: one, weight })),
    program,
  );
  const issues = Object.fromEntries(
    results.map(({ like }, at) => [`k${at}`, issueFor(enrolment, `k${at}`, change(clean(like), at))]),
  );
  return { enrolment, issues, world: { now } };
}

/** Without the fields that are not there; a line break would begin another line. */
const clean = (like: object): IssueLike => {
  const lines = Object.entries((like as IssueLike).lines ?? {}).map(([name, text]) => [
    name,
    text.replace(/\s+/g, ' '),
  ]);
  const found = Object.fromEntries(Object.entries(like).filter(([, value]) => value !== undefined));
  return { ...found, lines: Object.fromEntries(lines) };
};

test('every score and every expectation lies between 0 and 1, and the card fits its schema', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { enrolment, issues, world } = made(one);
      const card = score(inputOf(enrolment, issues, { ...world, closures: [] }));
      expect(scorecardSchema.safeParse(card).error?.issues).toBeUndefined();
    }),
    { numRuns: RUNS, endOnFailure: MUTATED },
  );
});

test('more work never scores less: a tick, a closure, a value nearer to the target', () => {
  fc.assert(
    fc.property(cases, fc.nat(), (one, pick) => {
      const kind = {
        ...one,
        late: 'none',
        results: one.results.map((each) => ({
          ...each,
          like: { ...each.like, labels: [], lines: { Value: '', Outcome: '', Confidence: '' } },
        })),
      } as Case;
      const at = pick % kind.results.length;
      const wanted = kind.results[at]?.measure as { kind: string; target?: number; baseline?: number };
      const before = made(kind);
      const after = made(kind, (like, index) => {
        if (index !== at) return like;
        if (wanted.kind === 'metric')
          return {
            ...like,
            lines: { Value: (((wanted.baseline ?? 0) + (wanted.target ?? 0)) / 2).toFixed(2) },
          };
        if (wanted.kind === 'done') return { ...like, closed: '2027-03-09T12:00:00Z' };
        return { ...like, ticked: Number(like.ticked ?? 0) + 1 };
      });
      const [left, right] = [before, after].map(({ enrolment, issues, world }) =>
        internOf(enrolment, issues, world),
      );
      expect(right?.score ?? 0).toBeGreaterThanOrEqual((left?.score ?? 0) - 1e-12);
    }),
    { numRuns: RUNS, endOnFailure: MUTATED },
  );
});

test('the order of issues and closures does not matter, and nothing that goes in is changed', () => {
  fc.assert(
    fc.property(
      cases,
      fc.array(fc.record({ iid: fc.integer({ min: 1, max: 5 }), at: day }), { maxLength: 8 }),
      (one, turns) => {
        const { enrolment, issues, world } = made(one);
        const closures = turns
          .map(({ iid, at }, index) => ({
            iid,
            at,
            by: 'robin',
            state: index % 2 ? ('opened' as const) : ('closed' as const),
          }))
          .sort((left, right) => (left.at < right.at ? -1 : 1));
        const straight = inputOf(enrolment, issues, { ...world, closures });
        const mixed = { ...straight, matched: new Map([...straight.matched].reverse()) };
        const before = structuredClone([...straight.matched]);
        expect(score(mixed)).toEqual(score(straight));
        expect(score(straight)).toEqual(score(straight));
        expect([...straight.matched]).toEqual(before);
      },
    ),
    { numRuns: RUNS / 2, endOnFailure: MUTATED },
  );
});
