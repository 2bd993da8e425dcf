/** Interns who leave before the end, and interns who join late: what the plan says, and what is there in the end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tier } from '../../src/sandbox/state.ts';
import { dieAt } from '../support/faults.ts';
import { cardOf, resultOf } from '../support/people.ts';
import {
  essence,
  file,
  issueOf,
  PROJECT,
  provisioned,
  type Stage,
  stage,
  TWO_INTERNS,
} from '../support/stage.ts';

const both = readFileSync(TWO_INTERNS, 'utf8');
const withRobin = (lines: string): string =>
  file('cohort.yaml', both.replace('    name: Robin Ito\n', `    name: Robin Ito\n${lines}`));

const ROBIN = 'autumn-2027/robin-ito';
const NOOR = 'autumn-2027/noor-haddad';
const LEFT = withRobin('    left: 2027-09-24\n    reason: a full-time job\n');

/** Three weeks of both: Robin closed one key result and ticked two boxes of another. */
async function threeWeeks(tier: Tier = 'premium'): Promise<Stage> {
  const world = await provisioned({ tier, clock: () => new Date('2027-09-07T09:00:00Z') }, TWO_INTERNS);
  world.moveClock('2027-09-20T15:00:00Z');
  await put(world, `${ROBIN}/kr/blog-post`, () => ({ state_event: 'close' }));
  await put(world, `${ROBIN}/kr/coffee-chats`, (text) => ({
    description: text
      .replace('- [ ] Coffee chat 1', '- [x] Coffee chat 1')
      .replace('- [ ] Coffee chat 2', '- [x] Coffee chat 2'),
  }));
  world.moveClock('2027-09-27T09:00:00Z');
  return world;
}

async function put({ sandbox, as }: Stage, key: string, body: (text: string) => object): Promise<void> {
  const issue = issueOf(sandbox.state, key);
  await as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, body(issue.description ?? ''));
}

const open = ({ sandbox }: Stage, epic: string, what: string): string[] =>
  sandbox.state.issues.flatMap(({ description, state }) => {
    const key = /kickoff:begin (\S+)/.exec(description ?? '')?.[1] ?? '';
    return key.startsWith(`${epic}/${what}/`) && state === 'opened' ? [key] : [];
  });

const assignees = ({ sandbox }: Stage, key: string): string[] =>
  issueOf(sandbox.state, key).assignee_ids.map(
    (id) => sandbox.state.users.find((user) => user.id === id)?.username ?? '',
  );

test('who leaves: the plan says what is closed and what is given on, and the rest of the cohort is left alone', async () => {
  const world = await threeWeeks();
  const before = world.sandbox.state.issues.filter(({ description }) => description?.includes(`${NOOR}/`));
  const untouched = structuredClone(before);
  const plan = await world.kickoff(['plan', LEFT]);
  expect(plan.code, plan.err).toBe(0);
  expect(plan.out).toMatch(/1 to update, 14 to close, 26 unchanged/);
  expect(plan.out).toMatch(
    /Have 10 coffee chats.*\n?.*Robin Ito left on 2027-09-24 · close with what it has/,
  );
  expect(plan.out).toMatch(/close as not done/);
  expect(plan.out).toMatch(/Intern, in the first week.*#\d+\n?.*assignee: robin\.ito → maya\.torres/);
  const run = await world.kickoff(['provision', LEFT, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(open(world, ROBIN, 'kr')).toEqual([]);
  expect(open(world, NOOR, 'kr')).toHaveLength(15);
  expect(before).toEqual(untouched);
  const closed = issueOf(world.sandbox.state, `${ROBIN}/kr/detection-rules`);
  expect(closed.description).toMatch(
    /_Closed on 2027-09-27 because Robin Ito left on 2027-09-24 \(a full-time job\); it was not finished\. Reopen it to go on\._/,
  );
  expect(assignees(world, `${ROBIN}/checklist/intern/first-week`)).toEqual(['maya.torres']);
  expect((await world.kickoff(['provision', LEFT, '--yes'])).writes).toBe(0);
});

test('who leaves is scored up to that day, and stands apart', async () => {
  const world = await threeWeeks();
  await world.kickoff(['provision', LEFT, '--yes']);
  world.moveClock('2027-12-06T09:00:00Z');
  // What is closed afterwards is nobody's achievement.
  await put(world, `${ROBIN}/kr/sales-call`, () => ({
    state_event: 'reopen',
    remove_labels: 'outcome::wont-do',
  }));
  await put(world, `${ROBIN}/kr/sales-call`, () => ({ state_event: 'close' }));
  const card = await cardOf(world, [], LEFT);
  expect(card.interns.map(({ name }) => name)).toEqual(['Noor Haddad', 'Robin Ito']);
  const robin = card.interns[1];
  if (!robin) throw new Error('Robin is not scored');
  expect(robin).toMatchObject({ left: '2027-09-24', health: null, remarks: [] });
  expect(robin.rotations.map(({ when }) => when)).toEqual(robin.rotations.map(() => 'past'));
  expect(robin.expected).toBeGreaterThan(0.1);
  expect(robin.expected).toBeLessThan(0.3);
  expect(resultOf(robin, 'blog-post').score).toBe(1);
  expect(resultOf(robin, 'coffee-chats')).toMatchObject({
    standing: 'closed',
    reached: { count: 2, of: 10 },
  });
  expect(resultOf(robin, 'ci-abuse-detection').standing).toBe('wont-do');
  expect(resultOf(robin, 'sales-call')).toMatchObject({ standing: 'open', score: 0 });
  const shown = (await world.kickoff(['report', LEFT])).out;
  expect(shown).toMatch(/Left before the end\n {2}Robin Ito .*left 24 Sep/);
  expect((await world.kickoff(['sync', LEFT])).code).toBe(0);
  const block = world.sandbox.state.epics.find(({ title }) => title.includes('Robin'))?.description ?? '';
  expect(block).toContain('left 24 Sep');
  // Nothing moves any more, but for the weekly sign of life.
  expect((await world.kickoff(['sync', LEFT])).writes).toBe(0);
});

test('what a person opens again, or gives on, after somebody left stays so', async () => {
  const world = await threeWeeks();
  await world.kickoff(['provision', LEFT, '--yes']);
  const lists = `${ROBIN}/checklist/intern/first-week`;
  await put(world, `${ROBIN}/kr/detection-rules`, () => ({ state_event: 'reopen' }));
  const robin = world.sandbox.state.users.find(({ username }) => username === 'robin.ito');
  await put(world, lists, () => ({ assignee_ids: [robin?.id] }));
  const again = await world.kickoff(['provision', LEFT, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(again.out).toMatch(/left, because a person opened it again/);
  expect(assignees(world, lists)).toEqual(['robin.ito']);
});

test('before the day nothing happens, and the plan says that it will', async () => {
  const world = await provisioned({ clock: () => new Date('2027-09-07T09:00:00Z') }, TWO_INTERNS);
  const plan = await world.kickoff(['plan', LEFT]);
  expect(plan.out).toMatch(/Robin Ito: leaves on 2027-09-24\. Provision again on that day/);
  expect(plan.out).toContain('Nothing to do');
});

test('who left before anything was made gets nothing, and an account that is gone does no harm', async () => {
  const world = await threeWeeks();
  world.sandbox.state.issues = world.sandbox.state.issues.filter(
    ({ description }) => !description?.includes(`${ROBIN}/checklist/`),
  );
  const gone = world.sandbox.state.users.find(({ username }) => username === 'robin.ito');
  if (gone) gone.username = 'ghost-of-robin';
  const run = await world.kickoff(['provision', LEFT, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(
    world.sandbox.state.issues.filter(({ description }) => description?.includes(`${ROBIN}/checklist/`)),
  ).toEqual([]);
  expect(run.out).toMatch(/is not made, because Robin Ito left on 2027-09-24/);
});

test.each([
  'free',
  'premium',
] as const)('crash: on %s a run that dies while somebody is taken leave of is finished by the next', async (tier) => {
  const whole = await threeWeeks(tier);
  // Each run begins with the same state; making it anew takes longer than what is tested.
  const base = structuredClone(whole.sandbox.state);
  expect((await whole.kickoff(['provision', LEFT, '--yes'])).code).toBe(0);
  const end = essence(whole.sandbox.state);
  let schedules = 0;
  for (const when of ['before', 'after'] as const) {
    for (let at = when === 'before' ? 10 : 12; ; at += 9) {
      const world = stage({ state: structuredClone(base) });
      world.moveClock('2027-09-27T09:00:00Z');
      const death = dieAt(world.sandbox, at, when);
      await world.kickoff(['provision', LEFT, '--yes'], { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      const next = await world.kickoff(['provision', LEFT, '--yes']);
      expect(next.code, `${when} ${at}: ${next.err}`).toBe(0);
      expect(essence(world.sandbox.state), `${when} ${at}`).toEqual(end);
      expect((await world.kickoff(['provision', LEFT, '--yes'])).writes, `${when} ${at}`).toBe(0);
      schedules += 1;
    }
  }
  expect(schedules).toBeGreaterThan(4);
});

const LATE = withRobin('    joined: 2027-10-04\n');

test('who joins late has the dates of the others, and nothing of what was over before', async () => {
  const world = await provisioned({ clock: () => new Date('2027-10-01T09:00:00Z') }, LATE);
  const { state } = world.sandbox;
  const plan = await world.kickoff(['plan', LATE]);
  expect(plan.out).toContain('left out: over before 2027-10-04, the first day');
  expect(state.milestones).toHaveLength(6);
  expect(state.milestones.map(({ start_date }) => start_date)).toContain('2027-09-07');
  const keys = (epic: string): string[] => open(world, epic, 'kr').map((key) => key.slice(epic.length));
  const missed = keys(NOOR).filter((key) => !keys(ROBIN).includes(key));
  expect(missed.length).toBeGreaterThan(0);
  for (const key of missed)
    expect(issueOf(state, `${NOOR}${key}`).due_date ?? '', key).toMatch(/^2027-09|^2027-10-0[1-3]/);
  const epic = state.epics.find(({ title }) => title.includes('Robin'));
  expect(epic?.start_date).toBe('2027-10-04');
  world.moveClock('2027-10-09T09:00:00Z');
  const [robin, noor] = (await cardOf(world, [], LATE)).interns;
  expect(robin?.expected).toBeLessThan(0.2);
  expect(noor?.expected).toBeGreaterThan(0.2);
  expect(robin?.remarks.filter(({ code }) => code === 'skipped' || code === 'area-undefined')).toEqual([]);
  expect((await world.kickoff(['provision', LATE, '--yes'])).writes).toBe(0);
});

test.each([
  [
    '    left: 2027-09-01\n',
    /:\d+:\d+ .*left.*is no day on which somebody leaves early; the program of this intern runs from 2027-09-07/,
  ],
  ['    left: 2028-09-01\n', /is no day on which somebody leaves early/],
  ['    reason: none\n', /reason.*goes with left/],
  ['    joined: 2027-09-07\n', /joined.*is no day on which somebody joins late/],
  ['    joined: 2027-10-09\n', /joined.*is a Saturday/],
  ['    joined: 2027-10-04\n    left: 2027-10-01\n', /left.*this intern joined on 2027-10-04/],
])('a day that cannot be is told with its place: %j', async (lines, message) => {
  const world = await provisioned({ clock: () => new Date('2027-09-07T09:00:00Z') }, TWO_INTERNS);
  const run = await world.kickoff(['validate', withRobin(lines)]);
  expect(run.code).toBe(1);
  expect(run.err.replaceAll('\n', ' ')).toMatch(message);
});

const OTHER_MENTOR = file('cohort.yaml', both.replace('mentor: sam.okafor', 'mentor: ada.lindqvist'));
const LIST = `${ROBIN}/checklist/mentor/before-the-start`;

test('a changed mentor takes over what is open, in the plan and in GitLab; what people gave on or closed stays', async () => {
  const world = await provisioned({ clock: () => new Date('2027-09-01T09:00:00Z') }, TWO_INTERNS);
  const week = `${ROBIN}/checklist/mentor/first-week`;
  await put(world, week, () => ({ state_event: 'close' }));
  const theirs = issueOf(world.sandbox.state, `${ROBIN}/kr/blog-post`);
  const before = structuredClone(theirs.assignee_ids);
  const plan = await world.kickoff(['plan', OTHER_MENTOR]);
  expect(plan.out).toMatch(/Mentor, before the start.*#\d+\n?.*assignee: sam\.okafor → ada\.lindqvist/);
  const run = await world.kickoff(['provision', OTHER_MENTOR, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(assignees(world, LIST)).toEqual(['ada.lindqvist']);
  expect(assignees(world, week)).toEqual(['sam.okafor']);
  expect(theirs.assignee_ids).toEqual(before);
  expect((await world.kickoff(['provision', OTHER_MENTOR, '--yes'])).writes).toBe(0);
  // And back again.
  await world.kickoff(['provision', TWO_INTERNS, '--yes']);
  expect(assignees(world, LIST)).toEqual(['sam.okafor']);
});

test('a mentor whom people replaced by hand is not replaced once more, and who was added stays', async () => {
  const world = await provisioned({ clock: () => new Date('2027-09-01T09:00:00Z') }, TWO_INTERNS);
  const id = (name: string): number | undefined =>
    world.sandbox.state.users.find(({ username }) => username === name)?.id;
  await put(world, LIST, () => ({ assignee_ids: [id('vera.kozlova')] }));
  const added = `${ROBIN}/checklist/mentor/first-week`;
  await put(world, added, () => ({ assignee_ids: [id('sam.okafor'), id('vera.kozlova')] }));
  await world.kickoff(['provision', OTHER_MENTOR, '--yes']);
  expect(assignees(world, LIST)).toEqual(['vera.kozlova']);
  expect(assignees(world, added).sort()).toEqual(['ada.lindqvist', 'vera.kozlova']);
  // Somebody puts the first mentor back on purpose.
  await put(world, LIST, () => ({ assignee_ids: [id('sam.okafor')] }));
  const again = await world.kickoff(['provision', OTHER_MENTOR, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(assignees(world, LIST)).toEqual(['sam.okafor']);
});

test('a mentor whose account is renamed is the same person', async () => {
  const world = await provisioned({ clock: () => new Date('2027-09-01T09:00:00Z') }, TWO_INTERNS);
  const sam = world.sandbox.state.users.find(({ username }) => username === 'sam.okafor');
  if (sam) sam.username = 'sam.okafor-lee';
  const renamed = file('cohort.yaml', both.replace('mentor: sam.okafor', 'mentor: sam.okafor-lee'));
  const plan = JSON.parse((await world.kickoff(['plan', renamed, '--json'])).out);
  expect(
    plan.steps.flatMap(({ changes }: { changes: { field: string }[] }) => changes.map(({ field }) => field)),
  ).not.toContain('assignee');
  await world.kickoff(['provision', renamed, '--yes', '--allow', 'many-changes']);
  const after = file('cohort.yaml', both.replace('mentor: sam.okafor', 'mentor: ada.lindqvist'));
  await world.kickoff(['provision', after, '--yes', '--allow', 'many-changes']);
  expect(assignees(world, LIST)).toEqual(['ada.lindqvist']);
});

test.each([
  'free',
  'premium',
] as const)('crash: on %s a change of mentor that dies is finished by the next run', async (tier) => {
  const begun = async (): Promise<Stage> =>
    provisioned({ tier, clock: () => new Date('2027-09-01T09:00:00Z') }, TWO_INTERNS);
  const args = ['provision', OTHER_MENTOR, '--yes', '--allow', 'many-changes'];
  const whole = await begun();
  expect((await whole.kickoff(args)).code).toBe(0);
  const end = essence(whole.sandbox.state);
  let schedules = 0;
  for (let at = 11; ; at += 7) {
    const world = await begun();
    const death = dieAt(world.sandbox, at, at % 2 === 0 ? 'before' : 'after');
    await world.kickoff(args, { fetch: death.fetch, signal: death.signal });
    if (!death.reached()) break;
    const next = await world.kickoff(args);
    expect(next.code, `${at}: ${next.err}`).toBe(0);
    expect(essence(world.sandbox.state), `${at}`).toEqual(end);
    expect((await world.kickoff(args)).writes, `${at}`).toBe(0);
    schedules += 1;
  }
  expect(schedules).toBeGreaterThan(2);
});

const SHARED = `version: 1
key: shared
title: Shared
aim: Together.
rotations:
  - { key: one, title: "One {{parameters.topic}}", weeks: 2 }
  - { key: two, title: Two, weeks: 2 }
parameters:
  - { key: topic, title: Topic }
objectives:
  - key: o
    title: O
    key_results:
      - { key: team, title: Team result, owner: intern, per: cohort, measure: { kind: done } }
      - { key: round, title: Weekly round, owner: manager, measure: { kind: maintain, every: week } }
      - { key: laptop, title: Laptop ready, owner: mentor, per: intern, due: before start 3d, measure: { kind: done } }
      - { key: first, title: First half, due: end of rotation one, measure: { kind: done } }
      - { key: tenth, title: Tenth day, due: day 10, measure: { kind: done } }
tasks:
  - { key: demo, title: "Demo {{parameters.topic}}", owner: intern, per: cohort }
  - { key: retro, title: Retro, owner: mentor, per: cohort, due: week 1 }
  - { key: venue, title: Venue, owner: manager, due: before start 5d }
  - { key: talks, title: Meet, owner: manager, repeat: week }
`;

/** A cohort file beside the program, written anew for each step. */
function sharedCohort(): (interns: object[], more?: object) => string {
  const at = join(file('program.yaml', SHARED), '..');
  return (interns, more = {}) => {
    const path = join(at, 'cohort.yaml');
    writeFileSync(
      path,
      JSON.stringify({
        version: 1,
        program: './program.yaml',
        cohort: 'march',
        first_day: '2027-03-01',
        gitlab: { group: 'security-team', project: 'security-team/internship' },
        people: { manager: 'maya.torres', mentor: 'sam.okafor' },
        interns,
        ...more,
      }),
    );
    return path;
  };
}

/** What all share, without what an index or a digest says. */
const sharedState = ({ sandbox: { state } }: Stage): unknown =>
  [
    ...state.issues
      .filter(({ description }) => description?.includes('/.once/'))
      .map(({ title, due_date, assignee_ids, description }) => [title, due_date, assignee_ids, description]),
    ...state.milestones.map(({ title, start_date, due_date }) => [title, start_date, due_date]),
  ].sort();

test('what all share does not follow from who leaves, joins late, has another mentor, or chose something', async () => {
  const cohort = sharedCohort();
  const robin = { username: 'robin.ito', parameters: { topic: { text: 'Alpha' } } };
  const noor = { username: 'noor.haddad', mentor: 'priya.raman', parameters: { topic: { text: 'Beta' } } };
  const world = await provisioned({ clock: () => new Date('2027-02-22T09:00:00Z') }, cohort([robin]));
  const before = structuredClone(sharedState(world));
  expect(JSON.stringify(before)).toContain('Week 4');
  world.moveClock('2027-03-16T09:00:00Z');
  const steps: object[][] = [
    [robin, noor],
    [robin, { ...noor, joined: '2027-03-15' }],
    [{ ...robin, left: '2027-03-11' }, noor],
    [robin, { ...noor, left: '2027-03-11' }],
  ];
  for (const interns of steps) {
    const run = await world.kickoff(['provision', cohort(interns), '--yes', '--allow', 'many-changes']);
    expect(run.code, run.err).toBe(0);
    expect(sharedState(world)).toEqual(before);
    expect((await world.kickoff(['provision', cohort(interns), '--yes'])).writes).toBe(0);
  }
});

test('dates of the program are those of everybody: what was due before somebody joined is left out, what comes before the start is not', async () => {
  const cohort = sharedCohort();
  const path = cohort([{ username: 'robin.ito' }, { username: 'noor.haddad', joined: '2027-03-17' }]);
  const world = await provisioned({ clock: () => new Date('2027-03-16T09:00:00Z') }, path);
  const keys = (name: string): string[] =>
    world.sandbox.state.issues.flatMap(
      ({ description }) => new RegExp(`begin march/${name}/kr/(\\S+)`).exec(description ?? '')?.[1] ?? [],
    );
  expect(keys('robin-ito').sort()).toEqual(['first', 'laptop', 'tenth']);
  expect(keys('noor-haddad')).toEqual(['laptop']);
  expect(issueOf(world.sandbox.state, 'march/robin-ito/kr/laptop').due_date).toBe('2027-02-26');
  expect(issueOf(world.sandbox.state, 'march/robin-ito/kr/first').due_date).toBe('2027-03-12');
});

test('past days of who left stand still from the closing on, as today does', async () => {
  const world = await threeWeeks();
  await put(world, `${ROBIN}/kr/coffee-chats`, (text) => ({
    description: text.replaceAll('- [ ]', '- [x]'),
  }));
  await world.kickoff(['provision', LEFT, '--yes']);
  world.moveClock('2027-10-20T09:00:00Z');
  const now = (await cardOf(world, [], LEFT)).interns[1];
  const past = (await cardOf(world, ['--at', '2027-10-19'], LEFT)).interns[1];
  if (!now || !past) throw new Error('Robin is not scored');
  // Two were ticked until the last day; what came after it does not count.
  expect(resultOf(now, 'coffee-chats').score).toBe(0.2);
  expect(past.score).toBe(now.score);
  const before = (await cardOf(world, ['--at', '2027-09-23'], LEFT)).interns[1];
  expect(before?.left).toBeNull();
});

test('who comes back and leaves once more is taken leave of once more', async () => {
  const world = await threeWeeks();
  await world.kickoff(['provision', LEFT, '--yes']);
  const key = `${ROBIN}/kr/ci-abuse-detection`;
  await put(world, key, () => ({ state_event: 'reopen', remove_labels: 'outcome::wont-do' }));
  expect((await world.kickoff(['provision', TWO_INTERNS, '--yes'])).writes).toBe(0);
  world.moveClock('2027-10-11T09:00:00Z');
  const again = withRobin('    left: 2027-10-08\n');
  const run = await world.kickoff(['provision', again, '--yes']);
  expect(run.code, run.err).toBe(0);
  const issue = issueOf(world.sandbox.state, key);
  expect(issue.state).toBe('closed');
  expect(issue.description?.match(/_Closed on /g)).toHaveLength(1);
  expect(issue.description).toContain('_Closed on 2027-10-11 because Robin Ito left on 2027-10-08;');
  expect((await world.kickoff(['provision', again, '--yes'])).writes).toBe(0);
});

test('an internship that was archived stays as it ended', async () => {
  const world = await threeWeeks();
  const end = await world.kickoff(['archive', TWO_INTERNS, '--yes', '--early']);
  expect(end.code, end.err).toBe(0);
  expect((await world.kickoff(['provision', LEFT, '--yes'])).writes).toBe(0);
});

test('whom a person assigned stays, also when the cohort names that person for a while', async () => {
  const world = await provisioned({ clock: () => new Date('2027-09-01T09:00:00Z') }, TWO_INTERNS);
  const id = (name: string): number | undefined =>
    world.sandbox.state.users.find(({ username }) => username === name)?.id;
  await put(world, LIST, () => ({ assignee_ids: [id('sam.okafor'), id('vera.kozlova')] }));
  for (const name of ['vera.kozlova', 'ada.lindqvist']) {
    const path = file('cohort.yaml', both.replace('mentor: sam.okafor', `mentor: ${name}`));
    expect((await world.kickoff(['provision', path, '--yes', '--allow', 'many-changes'])).code).toBe(0);
  }
  expect(assignees(world, LIST)).toContain('vera.kozlova');
});

test('who leaves a place as intern and stays as manager is given nothing by anybody', async () => {
  const own = both.replace('manager: maya.torres', 'manager: robin.ito');
  const world = await provisioned(
    { clock: () => new Date('2027-09-07T09:00:00Z') },
    file('cohort.yaml', own),
  );
  world.moveClock('2027-09-27T09:00:00Z');
  const path = file(
    'cohort.yaml',
    own.replace('    name: Robin Ito\n', '    name: Robin Ito\n    left: 2027-09-24\n'),
  );
  const plan = await world.kickoff(['plan', path]);
  expect(plan.out).not.toContain('robin.ito → robin.ito');
});
