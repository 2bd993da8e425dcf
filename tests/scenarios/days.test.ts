/** What a day is worth: facts have days, and what comes later changes no day before. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { InternCard, Scorecard } from '../../src/scorecard/scorecard.ts';
import { file, issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

const KR = 'spring/robin-ito/kr';

/** Two weeks from Monday, 1 March 2027, with the key results given. */
async function world(
  results: string,
  more = '',
  late = 'zero',
  overrides = '',
): Promise<{ on: Stage; path: string }> {
  const path = file(
    'cohort.yaml',
    `version: 1
program: ./program.yaml
cohort: spring
title: Spring
first_day: 2027-03-01
time_zone: UTC
gitlab: { group: security-team, project: security-team/internship }
people: { manager: maya.torres, mentor: sam.okafor }
interns: [{ username: robin.ito, name: Robin Ito }]
${overrides}`,
  );
  const program = path.replace('cohort.yaml', 'program.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(
    program,
    `version: 1
key: days
title: Days
aim: A program for tests.
${more.includes('weeks:') ? '' : 'weeks: 2'}
late: ${late}
${more}
objectives:
  - key: goal
    title: Goal
    key_results:
${results}
`,
  );
  const on = stage({ clock: () => new Date('2027-02-26T09:00:00Z') });
  const made = await on.kickoff(['provision', path, '--yes']);
  if (made.code !== 0) throw new Error(made.err);
  return { on, path };
}

const boxes = '      - { key: boxes, title: Boxes, measure: { kind: count, target: 4 } }';
const metric = '      - { key: metric, title: Metric, measure: { kind: metric, baseline: 0, target: 10 } }';
const merged =
  '      - { key: merged, title: Merged, measure: { kind: count, target: 3, of: { what: merge-requests } } }';
const done = '      - { key: talk, title: Talk, measure: { kind: done } }';

async function edit(
  on: Stage,
  key: string,
  change: (text: string) => string,
  more: object = {},
  who = 'robin.ito',
): Promise<void> {
  const issue = issueOf(on.sandbox.state, `${KR}/${key}`);
  const description = change(issue.description ?? '');
  const body = { ...(description === issue.description ? {} : { description }), ...more };
  await on.as(who, 'PUT', `${PROJECT}/issues/${issue.iid}`, body);
}
const tick = (count: number) => (text: string) => {
  let left = count;
  return text.replace(/- \[ \]/g, (box) => (left-- > 0 ? '- [x]' : box));
};
const value = (to: string) => (text: string) => text.replace(/- Value:.*/, `- Value: ${to}`);
const same = (text: string): string => text;
const close = { state_event: 'close' };

async function merge(on: Stage, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const { iid } = await on.as('robin.ito', 'POST', `${PROJECT}/merge_requests`, {
      title: `Change ${at}`,
      source_branch: `change-${at}`,
      target_branch: 'main',
    });
    await on.as('tomasz.nowak', 'PUT', `${PROJECT}/merge_requests/${iid}/merge`);
  }
}

async function card({ on, path }: { on: Stage; path: string }, ...flags: string[]): Promise<Scorecard> {
  const run = await on.kickoff(['report', path, '--json', ...flags]);
  if (run.code !== 0) throw new Error(run.err);
  return JSON.parse(run.out) as Scorecard;
}
const robin = async (at: { on: Stage; path: string }, ...flags: string[]): Promise<InternCard> => {
  const [intern] = (await card(at, ...flags)).interns;
  if (!intern) throw new Error('nobody');
  return intern;
};
const results = (intern: InternCard) =>
  Object.fromEntries(
    [...intern.objectives, ...intern.areas].flatMap(({ keyResults }) =>
      keyResults.map((each) => [each.key, each]),
    ),
  );
const scores = (intern: InternCard) =>
  Object.fromEntries(Object.entries(results(intern)).map(([key, { score }]) => [key, score]));
const codes = (intern: InternCard): string[] => intern.remarks.map(({ code }) => code);

test.each([
  false,
  true,
])('late is the work, not the closing: closed in time and done four weeks later is 0 (nights in between: %s)', async (nights) => {
  const at = await world([boxes, metric, merged].join('\n'));
  const { on, path } = at;
  on.moveClock('2027-03-12T10:00:00Z');
  for (const key of ['boxes', 'metric', 'merged']) await edit(on, key, same, close);
  on.moveClock('2027-03-13T03:00:00Z');
  if (nights) expect((await on.kickoff(['sync', path])).code).toBe(0);
  on.moveClock('2027-04-09T10:00:00Z');
  await merge(on, 3);
  await edit(on, 'boxes', tick(4));
  await edit(on, 'metric', value('10'));
  on.moveClock('2027-04-10T03:00:00Z');
  if (nights) await on.kickoff(['sync', path]);
  const now = await robin(at);
  expect(scores(now)).toEqual({ boxes: 0, metric: 0, merged: 0 });
  expect(codes(now)).toContain('ticked-late');
  expect(codes(now).filter((code) => code === 'worked-late')).toHaveLength(2);
  expect(scores(await robin(at, '--at', '2027-03-12'))).toEqual({ boxes: 0, metric: 0, merged: 0 });
  expect(results(now).boxes?.because).toContain('4 of 4 boxes ticked, 28 days late');
});

test('each part of the work is late by its own day', async () => {
  const at = await world([boxes, metric].join('\n'), '', '{ decay_per_week: 0.1 }');
  const { on } = at;
  on.moveClock('2027-03-10T10:00:00Z');
  await edit(on, 'boxes', tick(2));
  await edit(on, 'metric', value('4'));
  on.moveClock('2027-03-11T03:00:00Z');
  // Values have no note of their own: the night keeps them.
  await on.kickoff(['sync', at.path]);
  on.moveClock('2027-03-15T10:00:00Z'); // one week begun
  await edit(on, 'boxes', tick(1));
  on.moveClock('2027-03-24T10:00:00Z'); // two weeks begun
  await edit(on, 'boxes', tick(1));
  await edit(on, 'metric', value('9'));
  const now = scores(await robin(at));
  expect(now.boxes).toBeCloseTo(0.5 + 0.25 * 0.9 + 0.25 * 0.8, 12);
  expect(now.metric).toBeCloseTo(0.4 + 0.5 * 0.8, 12);
  const explained = (await on.kickoff(['report', at.path, '--explain', 'boxes'])).out;
  expect(explained).toContain('0.5 + 0.25 × 0.9 + 0.25 × 0.8 = 0.925');
});

test('what was done in time and closed later is not late; what is done or not is late by its closure', async () => {
  const at = await world([boxes, done].join('\n'));
  const { on } = at;
  on.moveClock('2027-03-11T10:00:00Z');
  await edit(on, 'boxes', tick(4));
  on.moveClock('2027-03-20T10:00:00Z');
  await edit(on, 'boxes', same, close);
  await edit(on, 'talk', same, close);
  const now = await robin(at);
  expect(scores(now)).toEqual({ boxes: 1, talk: 0 });
  expect(results(now).talk?.because).toBe('closed, 8 days late');
  expect(codes(now)).toContain('closed-late');
  expect(codes(now)).not.toContain('ticked-late');
});

test('lateness goes by the agreed date; a manager agrees to another one in the cohort file', async () => {
  const at = await world(done);
  const { on } = at;
  on.moveClock('2027-03-11T10:00:00Z');
  await edit(on, 'talk', same, { due_date: '2027-04-30' });
  on.moveClock('2027-03-20T10:00:00Z');
  await edit(on, 'talk', same, close);
  const now = await robin(at);
  expect(scores(now)).toEqual({ talk: 0 });
  expect(now.remarks.find(({ code }) => code === 'due-moved')?.message).toBe(
    'is due on 30 Apr; its late rule goes by 12 Mar, which was agreed.',
  );
  const text = readFileSync(at.path, 'utf8');
  const agreed = at.path.replace('cohort.yaml', 'agreed.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(
    agreed,
    `${text}overrides: [{ key_result: talk, due: { date: 2027-04-30, reason: The stage was closed, by: maya.torres } }]\n`,
  );
  const then = await robin({ on, path: agreed });
  expect(scores(then)).toEqual({ talk: 1 });
  expect(codes(then)).not.toContain('due-moved');
  // The plan leaves the date that people set, and the issue says who agreed.
  const plan = await on.kickoff(['plan', agreed, '--json']);
  expect(plan.out).toContain('agreed to by maya.torres: The stage was closed');
});

test('an archived internship is what it was, whatever comes later', async () => {
  const at = await world([boxes, merged].join('\n'), '', 'none');
  const { on, path } = at;
  on.moveClock('2027-03-10T10:00:00Z');
  await edit(on, 'boxes', tick(2));
  await merge(on, 1);
  on.moveClock('2027-03-15T03:00:00Z');
  const end = await robin(at);
  expect(end.score).toBeCloseTo(5 / 12, 12);
  expect((await on.kickoff(['archive', path, '--yes'])).code).toBe(0);
  const epic = on.sandbox.state.epics[0]?.description ?? '';
  on.moveClock('2027-05-01T10:00:00Z');
  await edit(on, 'boxes', tick(2));
  await edit(on, 'merged', same, close);
  await merge(on, 2);
  on.moveClock('2027-05-12T03:00:00Z');
  const later = await robin(at);
  expect(later.score).toBeCloseTo(5 / 12, 12);
  expect(epic).toContain('0.42');
  expect(later.burnUp?.points.at(-1)?.score).toBeCloseTo(5 / 12, 12);
  expect(later.remarks.filter(({ code }) => code === 'after-end').map(({ about }) => about)).toEqual([
    'Boxes',
    'Merged',
  ]);
  for (const day of ['2027-03-15', '2027-04-30', '2027-05-05'])
    expect((await robin(at, '--at', day)).score, day).toBeCloseTo(5 / 12, 12);
  expect((await robin(at, '--at', '2027-03-09')).score).toBe(0);
  // Nothing is written any more.
  expect((await on.kickoff(['sync', path])).writes).toBe(0);
});

test('our own writes are no sign of life', async () => {
  const at = await world(
    [boxes, metric].join('\n').replace('target: 4', 'target: 10'),
    'weeks: 8\nstale_after_days: 7',
    'none',
  );
  const { on, path } = at;
  on.moveClock('2027-03-04T10:00:00Z');
  await edit(on, 'boxes', tick(9));
  await edit(on, 'metric', value('9'));
  on.moveClock('2027-03-23T10:00:00Z');
  expect((await robin(at)).health).toBe('stale');
  const program = path.replace('cohort.yaml', 'program.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(
    program,
    readFileSync(program, 'utf8').replaceAll('title: Boxes,', 'title: Boxes, description: More words.,'),
  );
  const run = await on.kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  expect(run.writes).toBeGreaterThan(0);
  const now = await robin(at);
  expect(now.health).toBe('stale');
  expect(now.remarks.filter(({ code }) => code === 'no-activity')).toHaveLength(2);
  // A word of a person is one.
  const issue = issueOf(on.sandbox.state, `${KR}/boxes`);
  await on.as('sam.okafor', 'POST', `${PROJECT}/issues/${issue.iid}/notes`, { body: 'How is it going?' });
  expect((await robin(at)).remarks.filter(({ code }) => code === 'no-activity')).toHaveLength(1);
});

test('what is done or not is expected when it is due; a program may expect it bit by bit', async () => {
  for (const [more, expected] of [
    ['', [0, 0, 1]],
    ['expected: linear', [0, 0.5, 1]],
  ] as const) {
    const at = await world(done, more, 'none');
    for (const [index, day] of ['2027-02-27', '2027-03-06', '2027-03-13'].entries()) {
      at.on.moveClock(`${day}T03:00:00Z`);
      const intern = await robin(at);
      expect([more, day, intern.expected]).toEqual([more, day, expected[index]]);
      expect(intern.health).toBe((expected[index] ?? 0) > 0 ? 'at risk' : 'not started');
    }
  }
});

test('what is due today is said on the day', async () => {
  const at = await world(done, '', 'none');
  const said = async (): Promise<string> =>
    (await at.on.kickoff(['report', at.path])).out.replace(/\s+/g, ' ');
  at.on.moveClock('2027-03-12T10:00:00Z');
  expect(await said()).toContain('open, due today');
  expect(await said()).toContain('○ not started, and something is due today');
  at.on.moveClock('2027-03-13T10:00:00Z');
  expect(await said()).not.toContain('due today');
});

test('report --explain prints the events behind a score, with their days and authors', async () => {
  const at = await world([boxes, merged, done].join('\n'), '', 'none');
  const { on, path } = at;
  on.moveClock('2027-03-03T10:00:00Z');
  await edit(on, 'boxes', tick(1));
  on.moveClock('2027-03-04T10:00:00Z');
  await edit(on, 'boxes', tick(1), {}, 'sam.okafor');
  await edit(on, 'boxes', same, { due_date: '2027-03-10' }, 'maya.torres');
  await merge(on, 1);
  on.moveClock('2027-03-05T10:00:00Z');
  await edit(on, 'talk', same, close);
  const shown = async (key: string): Promise<string> =>
    (await on.kickoff(['report', path, '--explain', key])).out.replace(/\n {4}/g, ' ');
  expect(await shown('boxes')).toMatch(
    /Events:\s+- 2027-03-03: ticked 1 of 4: Item 1, by robin\.ito\s+- 2027-03-04: ticked 2 of 4: Item 1, Item 2, by sam\.okafor\s+- 2027-03-04: due date 2027-03-10, by maya\.torres/,
  );
  expect(await shown('merged')).toContain('2027-03-04: counted work, number 1');
  expect(await shown('talk')).toContain('2027-03-05: closed, by robin.ito');
  // The JSON carries them, with the version of the rules.
  const whole = await card(at);
  expect(whole.rules).toBe(2);
  const [ours] = whole.interns;
  expect(ours && results(ours).boxes?.events.map(({ day, by, what, to }) => [day, by, what, to])).toEqual([
    ['2027-03-03', 'robin.ito', 'ticks', '1 of 4: Item 1'],
    ['2027-03-04', 'sam.okafor', 'ticks', '2 of 4: Item 1, Item 2'],
    ['2027-03-04', 'maya.torres', 'due', '2027-03-10'],
  ]);
});

test('a silent night asks no more than before, and each changed issue costs one list of notes', async () => {
  const at = await world([boxes, metric, done].join('\n'), '', 'none');
  const { on, path } = at;
  on.moveClock('2027-03-03T10:00:00Z');
  await edit(on, 'boxes', tick(1));
  on.moveClock('2027-03-04T03:00:00Z');
  await on.kickoff(['sync', path]);
  const silent = await on.kickoff(['sync', path]);
  expect(silent.writes).toBe(0);
  expect(silent.requests.some(({ path: asked }) => asked.includes('/notes'))).toBe(false);
  on.moveClock('2027-03-04T10:00:00Z');
  await edit(on, 'boxes', tick(1));
  await edit(on, 'metric', value('3'));
  // A closure tells its own day.
  await edit(on, 'talk', same, close);
  on.moveClock('2027-03-05T03:00:00Z');
  const busy = await on.kickoff(['sync', path]);
  expect(busy.requests.filter(({ path: asked }) => asked.includes('/notes'))).toHaveLength(2);
  // Beside them: the status of what was closed, and the epic once more before it is written.
  expect(busy.reads - silent.reads).toBeLessThanOrEqual(4);
});
