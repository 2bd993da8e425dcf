/** The schedule of the Security Internship, week by week. The numbers are worked out in scores-by-hand.md. */
import { expect, test } from 'vitest';
import { act, cardOf, close, internOf, internship, resultOf, same } from '../support/people.ts';
import { issueOf, PROJECT, provisioned } from '../support/stage.ts';

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
      program: [0.1167, 0.1042, 'on track'],
      exposure: [0.1667, 0.1667, 'on track'],
      contribution: [0, 0, 'not started'],
      communication: [0, 0, 'not started'],
      network: [0.3, 0.25, 'on track'],
    },
  ],
  [
    5,
    '2027-04-02',
    {
      program: [0.55, 0.2813, 'on track'],
      exposure: [0.5, 0.5, 'on track'],
      contribution: [0, 0, 'not started'],
      communication: [1, 0, 'done'],
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
  const issue = issueOf(world.sandbox.state, 'spring-2027/robin-ito/kr/coffee-chats');
  world.moveClock('2027-04-03T01:00:00Z');
  expect(resultOf(await internOf(world), 'coffee-chats')).toMatchObject({
    expected: 0.625,
    carriedOver: false,
  });
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, { due_date: '2027-05-21' });
  // 25 of 60 working days.
  const moved = resultOf(await internOf(world), 'coffee-chats');
  expect(moved).toMatchObject({ carriedOver: true, due: '2027-05-21' });
  expect(moved.expected).toBeCloseTo(25 / 60, 12);
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
