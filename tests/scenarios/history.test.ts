/** History without a database: closures rebuild every past day, however late the first sync came. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InternCard } from '../../src/scorecard/scorecard.ts';
import { act, cardOf, close, internOf, KR, reopen, resultOf, same, tick } from '../support/people.ts';
import { EXAMPLE, file, issueOf, PROJECT, provisioned, type Stage } from '../support/stage.ts';

/** Six weeks of people's work; `nightly` runs after every day. */
async function sixWeeks(world: Stage, nightly: () => Promise<void>): Promise<void> {
  const acts: Record<string, () => Promise<void>> = {
    '2027-03-03': () => act(world, 'blog-post', same, close),
    '2027-03-05': () => act(world, 'blog-post', same, reopen),
    '2027-03-11': () => act(world, 'appsec-pings', tick(5), close),
    '2027-03-25': () => act(world, 'detection-rules', tick(2), close),
    '2027-04-01': () => act(world, 'ci-abuse-detection', same, close),
    '2027-04-02': () => act(world, 'blog-post', same, close),
    '2027-04-08': () => act(world, 'control-test', tick(1), close),
  };
  for (let day = 1; day <= 42; day += 1) {
    const date = new Date(Date.UTC(2027, 2, day)).toISOString().slice(0, 10);
    world.moveClock(`${date}T14:00:00Z`);
    await acts[date]?.();
    // Half past one on the next day in Berlin.
    world.moveClock(`${date}T23:30:00Z`);
    await nightly();
  }
}

test('a first sync in week 6 shows the burn-up that nightly syncs since week 0 show, byte for byte', async () => {
  const late = await provisioned();
  await sixWeeks(late, async () => {});
  const nightly = await provisioned();
  await sixWeeks(nightly, async () => {
    expect((await nightly.kickoff(['sync', EXAMPLE])).code).toBe(0);
  });
  const burnUp = async (world: Stage): Promise<string> => JSON.stringify((await internOf(world)).burnUp);
  const [first, second] = [await burnUp(late), await burnUp(nightly)];
  expect(first).toBe(second);
  // Blog post closed, opened again, closed: the line goes up, down and up.
  const points = JSON.parse(first).points as { day: string; achieved: number }[];
  const on = (day: string): number | undefined => points.find((point) => point.day === day)?.achieved;
  expect([on('2027-03-02'), on('2027-03-03'), on('2027-03-05'), on('2027-03-10')]).toEqual([0, 1, 0, 0]);
  // One more closure in a new area is also a sixth of the derived key result.
  expect(on('2027-03-11')).toBeCloseTo(1 + 1 / 6, 5);
  expect(on('2027-03-25')).toBeCloseTo(1.4 + 1 / 6, 5);
}, 30_000);

test('report --at shows what the nightly sync wrote then', async () => {
  const world = await provisioned();
  const written = new Map<string, [number | null, string | null]>();
  let night = 0;
  await sixWeeks(world, async () => {
    night += 1;
    const { interns } = JSON.parse((await world.kickoff(['sync', EXAMPLE, '--json'])).out) as {
      interns: InternCard[];
    };
    const date = new Date(Date.UTC(2027, 2, night)).toISOString().slice(0, 10);
    written.set(date, [interns[0]?.score ?? null, interns[0]?.health ?? null]);
  });
  // One night more, so that every one of them is past.
  for (const [date, [score, health]] of written) {
    if (date >= '2027-04-11') continue;
    const then = await internOf(world, ['--at', date]);
    expect([date, then.score, then.health]).toEqual([date, score, health]);
  }
  const card = await cardOf(world, ['--at', '2027-03-12']);
  expect(card).toMatchObject({ asOf: '2027-03-12', judgedOn: '2027-03-12' });
  expect(card.notices).toEqual([]);
  expect(card.interns[0]?.range).toBeNull();
}, 60_000);

test('a day that is not past, or no day, is refused', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  expect(await world.kickoff(['report', EXAMPLE, '--at', '2027-03-10'])).toMatchObject({ code: 64 });
  expect(await world.kickoff(['report', EXAMPLE, '--at', '2027-02-30'])).toMatchObject({ code: 64 });
  expect((await world.kickoff(['report', EXAMPLE, '--at', '2027-03-09'])).code).toBe(0);
});

test('ticks of open issues count from their day on, and the page says what a day is', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'coffee-chats', tick(5));
  world.moveClock('2027-03-12T12:00:00Z');
  const points = (await internOf(world)).burnUp?.points ?? [];
  expect(points.filter(({ achieved }) => achieved > 0).map(({ day, achieved }) => [day, achieved])).toEqual([
    ['2027-03-10', 0.5],
    ['2027-03-11', 0.5],
    ['2027-03-12', 0.5],
  ]);
  expect((await world.kickoff(['report', EXAMPLE, '--html'])).out).toContain(
    'Each day shows what had happened by then',
  );
});

test('a closure through the work-item screens, short pages of events, and pruned events cost nothing', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'blog-post', same, close);
  await act(world, 'ci-abuse-detection', same, close);
  for (const event of world.sandbox.state.events)
    if (event.action_name === 'closed') event.target_type = 'WorkItem';
  const before = (await internOf(world)).burnUp;
  world.sandbox.state.events = [];
  expect((await internOf(world)).burnUp).toEqual(before);
});

test('events are read in two lists, pages of a hundred, and never before the cohort', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  const issue = issueOf(world.sandbox.state, `${KR}/blog-post`);
  for (let turn = 0; turn < 130; turn += 1)
    await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, turn % 2 ? reopen : close);
  const run = await world.kickoff(['report', EXAMPLE, '--json']);
  const events = run.requests.filter(({ path }) => path.includes('/events'));
  expect(events).toHaveLength(2);
  expect(events.every(({ path }) => path.includes('after=2027-02-20') && path.includes('per_page=100'))).toBe(
    true,
  );
  // And the notes of the one issue that was touched, in two pages.
  expect(run.reads).toBeLessThanOrEqual(8);
});

test('the scope line grows with a key result that was added later', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-20T12:00:00Z');
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - add: { area: red-team, key: extra, title: One more, measure: { kind: done } }\n`,
  );
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  const intern = await internOf(world, [], path);
  const scope = intern.burnUp?.points.map((point) => point.scope);
  expect([scope?.[0], scope?.at(-1)]).toEqual([14, 15]);
  expect(intern.goalposts).toEqual([
    { title: 'One more', change: 'added since kickoff', confidential: false },
  ]);
});

test('what was agreed at kickoff stays in the epic, and goalposts that move later are listed', async () => {
  for (const tier of ['premium', 'free'] as const) {
    const world = await provisioned({ tier });
    const path = file(
      'cohort.yaml',
      `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: coffee-chats, count: 6 }\n  - { key_result: sales-call, skip: none this spring }\n  - { key_result: automation-project, define: { title: Automate, measure: { kind: done } } }\n`,
    );
    expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
    const { goalposts } = await internOf(world, [], path);
    expect(goalposts.map(({ title, change }) => `${title}: ${change}`).sort()).toEqual([
      'Automate: target done or not instead of to be defined',
      'Have 6 coffee chats with team members outside the internship program: target 6 instead of 10',
      'Shadow 1 sales call: no longer part of it',
    ]);
  }
});

test('a reopening puts the score back, and the standing closure is the last one', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'blog-post', same, close);
  world.moveClock('2027-03-11T12:00:00Z');
  await act(world, 'blog-post', same, reopen);
  expect(resultOf(await internOf(world), 'blog-post')).toMatchObject({ score: 0, closedOn: null });
  world.moveClock('2027-03-12T12:00:00Z');
  await act(world, 'blog-post', same, close);
  expect(resultOf(await internOf(world), 'blog-post')).toMatchObject({ score: 1, closedOn: '2027-03-12' });
});

test('a key result that was added later is in no score of an earlier day, neither in --at nor in the burn-up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const program = (more: string): string => `version: 1
key: p
title: P
aim: A.
weeks: 8
objectives:
  - key: o
    title: O
    key_results:
      - { key: alpha, title: Alpha, measure: { kind: done } }
${more}`;
  const path = join(folder, 'cohort.yaml');
  writeFileSync(join(folder, 'program.yaml'), program(''));
  writeFileSync(
    path,
    JSON.stringify({
      version: 1,
      program: './program.yaml',
      cohort: 'c',
      first_day: '2027-03-01',
      gitlab: { group: 'security-team', project: 'security-team/internship' },
      people: { manager: 'maya.torres', mentor: 'sam.okafor' },
      interns: [{ username: 'robin.ito' }],
    }),
  );
  const world = await provisioned({}, path);
  world.moveClock('2027-03-04T10:00:00Z');
  const alpha = world.sandbox.state.issues.find(({ title }) => title === 'Alpha');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${alpha?.iid}`, { state_event: 'close' });
  world.moveClock('2027-03-16T10:00:00Z');
  writeFileSync(
    join(folder, 'program.yaml'),
    program('      - { key: beta, title: Beta, weight: 3, measure: { kind: done } }\n'),
  );
  await world.kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  world.moveClock('2027-03-18T10:00:00Z');
  const scoreAt = async (day: string): Promise<number | null> =>
    JSON.parse((await world.kickoff(['report', path, '--json', '--at', day])).out).interns[0].score;
  expect(await scoreAt('2027-03-03')).toBe(0);
  expect(await scoreAt('2027-03-10')).toBe(1);
  expect(await scoreAt('2027-03-15')).toBe(1);
  expect(await scoreAt('2027-03-16')).toBe(0.25);
  const { points } = JSON.parse((await world.kickoff(['report', path, '--json'])).out).interns[0].burnUp;
  const of = (day: string): number[] =>
    points.filter((each: { day: string }) => each.day === day).map(({ score }: { score: number }) => score);
  expect([of('2027-03-10'), of('2027-03-15'), of('2027-03-16')]).toEqual([[1], [1], [0.25]]);
});
