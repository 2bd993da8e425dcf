/** What the schedule expects, and how actual and expected read together. The numbers are worked out in scores-by-hand.md. */
import { expect, test } from 'vitest';
import { workdaysAfter, workdaysBetween } from '../../../src/model/dates.ts';
import { healthOf, judgedOn, shareOf } from '../../../src/scorecard/rules/expected.ts';
import { act, cardOf, close, internOf, internship, resultOf, same } from '../../support/people.ts';
import { enrolmentOf, issueFor, internOf as scored } from '../../support/scoring.ts';
import { issueOf, PROJECT, provisioned } from '../../support/stage.ts';

type Row = [score: number, expected: number, health: string];

test.each<[number, string, Record<string, Row>]>([
  [
    0,
    '2027-02-26',
    {
      program: [0, 0, 'not started'],
      exposure: [0, 0, 'not started'],
      contribution: [0, 0, 'not started'],
      communication: [0, 0, 'not started'],
      network: [0, 0, 'not started'],
    },
  ],
  [
    2,
    '2027-03-12',
    {
      program: [0.1167, 0.2292, 'at risk'],
      exposure: [0.1667, 0.1667, 'on track'],
      contribution: [0, 0.25, 'at risk'],
      communication: [0, 0.25, 'at risk'],
      network: [0.3, 0.25, 'on track'],
    },
  ],
  [
    5,
    '2027-04-02',
    {
      program: [0.55, 0.5938, 'needs attention'],
      exposure: [0.5, 0.5, 'on track'],
      contribution: [0, 0.625, 'at risk'],
      communication: [1, 0.625, 'done'],
      network: [0.7, 0.625, 'on track'],
    },
  ],
  [
    8,
    '2027-04-23',
    {
      program: [0.9542, 1, 'on track'],
      exposure: [0.9167, 1, 'needs attention'],
      contribution: [1, 1, 'done'],
      communication: [1, 1, 'done'],
      network: [0.9, 1, 'needs attention'],
    },
  ],
  [
    12,
    '2027-05-21',
    {
      program: [0.9792, 1, 'stale'],
      exposure: [0.9167, 1, 'needs attention'],
      contribution: [1, 1, 'done'],
      communication: [1, 1, 'done'],
      network: [1, 1, 'done'],
    },
  ],
])('the Security Internship at the end of week %i is what was worked out by hand', async (week, judged, rows) => {
  const world = await provisioned();
  await internship(world, week);
  const card = await cardOf(world);
  expect(card.judgedOn).toBe(judged);
  const intern = card.interns[0];
  const all = [{ ...intern, key: 'program' }, ...(intern?.objectives ?? [])];
  expect(
    Object.fromEntries(
      all.map(({ key, score, expected, health }) => [
        key,
        [Number(score?.toFixed(4)), Number(expected?.toFixed(4)), health],
      ]),
    ),
  ).toEqual(rows);
});

test('a due date that a person moved carries the key result over: it is expected later', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, 'spring-2027/robin-ito/kr/technical-project');
  world.moveClock('2027-04-03T01:00:00Z');
  expect(resultOf(await internOf(world), 'technical-project')).toMatchObject({
    expected: 0.625,
    carriedOver: false,
  });
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, { due_date: '2027-05-21' });
  // 25 of 60 working days.
  const moved = resultOf(await internOf(world), 'technical-project');
  expect(moved).toMatchObject({ carriedOver: true, due: '2027-05-21' });
  expect(moved.expected).toBeCloseTo(25 / 60, 12);
});

test('an area key result is expected while its rotation runs and after it, not before', () => {
  const span = { start: '2027-03-15', end: '2027-03-26' };
  expect([
    shareOf(span, '2027-03-14'),
    shareOf(span, '2027-03-15'),
    shareOf(span, '2027-03-19'),
    shareOf(span, '2027-03-21'),
    shareOf(span, '2027-03-26'),
    shareOf(span, '2027-06-01'),
  ]).toEqual([0, 0.1, 0.5, 0.5, 1, 1]);
});

test('a week is judged once it is over: from Saturday to Friday the same Friday counts', () => {
  expect(
    ['2027-03-12', '2027-03-13', '2027-03-14', '2027-03-15', '2027-03-19', '2027-03-20'].map(judgedOn),
  ).toEqual(['2027-03-05', '2027-03-12', '2027-03-12', '2027-03-12', '2027-03-12', '2027-03-19']);
});

test.each([
  [null, 0.5, null],
  [1, 0.2, 'done'],
  [0, 0, 'not started'],
  [0.2, 0, 'on track'],
  [0.95, 1, 'on track'],
  [0.95 * 0.3, 0.3, 'on track'],
  [0.9499, 1, 'needs attention'],
  [0.75, 1, 'needs attention'],
  [0.7499, 1, 'at risk'],
  [0, 0.1, 'at risk'],
])('score %s where %d is expected is %s', (score, expected, health) => {
  expect(healthOf(score, expected, '2027-03-10', '2027-03-01')).toBe(health);
});

test('silence is never green; what is behind is no better for being silent', () => {
  expect(healthOf(0.9, 0.9, '2027-02-20', '2027-03-01')).toBe('stale');
  expect(healthOf(0.9, 0.9, null, '2027-03-01')).toBe('stale');
  expect(healthOf(0.8, 1, '2027-02-20', '2027-03-01')).toBe('needs attention');
  expect(healthOf(0.1, 1, '2027-02-20', '2027-03-01')).toBe('at risk');
  expect(healthOf(1, 1, '2027-02-20', '2027-03-01')).toBe('done');
});

test('a closure at 18:00 in another zone counts on that zone’s day', async () => {
  const measure = { kind: 'done' };
  const closed = { closed: '2027-03-06T02:00:00Z', due: '2027-03-05' };
  const score = (timeZone: string): number | null => {
    const enrolment = enrolmentOf([{ key: 'x', title: 'X', measure, late: 'zero' }], {}, {}, timeZone);
    return resultOf(scored(enrolment, { x: issueFor(enrolment, 'x', closed) }, { timeZone }), 'x').score;
  };
  // 2:00 on the 6th in Greenwich is 18:00 on the 5th in Los Angeles: in time.
  expect(score('America/Los_Angeles')).toBe(1);
  expect(score('UTC')).toBe(0);
});

test('working days', () => {
  expect(workdaysBetween('2027-03-01', '2027-04-23')).toBe(40);
  expect(workdaysBetween('2027-03-06', '2027-03-07')).toBe(0);
  expect(workdaysBetween('2027-03-07', '2027-03-01')).toBe(0);
  expect(workdaysAfter('2027-03-05', 3)).toBe('2027-03-10');
});

test('a local clock that is a day off changes nothing', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-13T01:00:00Z');
  await act(world, 'blog-post', same, close);
  const at = async (skew: number): Promise<string> =>
    (
      await world.kickoff(['report', 'config/cohort.example.yaml', '--json'], {
        time: () => world.sandbox.now().getTime() + skew,
      })
    ).out;
  const exact = await at(0);
  expect(await at(86_400_000)).toBe(exact);
  expect(await at(-86_400_000)).toBe(exact);
});
