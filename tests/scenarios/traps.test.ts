/** Traps that scoring tools fall into, each as a test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { act, internOf, KR, resultOf, tick } from '../support/people.ts';
import { enrolmentOf, issueFor, resultOf as one, internOf as scored } from '../support/scoring.ts';
import { EXAMPLE, file, issueOf, PROJECT, provisioned, stage } from '../support/stage.ts';

const template = readFileSync('templates/programs/security-internship.yaml', 'utf8');
const refusal = async (text: string): Promise<string> => {
  const run = await stage().kickoff(['validate', file('program.yaml', text)]);
  expect(run.code).toBe(1);
  return run.err;
};

test('weights that sum to zero divide nothing: what is optional is scored and counts in no mean', async () => {
  const enrolment = enrolmentOf([
    { key: 'x', title: 'X', weight: 0, measure: { kind: 'done' } },
    { key: 'y', title: 'Y', measure: { kind: 'done' } },
  ]);
  const card = scored(enrolment, {
    x: issueFor(enrolment, 'x', { closed: '2027-03-05T10:00:00Z' }),
    y: issueFor(enrolment, 'y', {}),
  });
  expect(one(card, 'x').score).toBe(1);
  expect(card.score).toBe(0);
  const alone = enrolmentOf([{ key: 'x', title: 'X', weight: 0, measure: { kind: 'done' } }]);
  expect(scored(alone, { x: issueFor(alone, 'x', {}) }).score).toBeNull();
});

test('a weight below 0 is refused, with its place', async () => {
  const negative = template.replace('title: Communicate', 'weight: -1\n    title: Communicate');
  expect(await refusal(negative)).toMatch(/objectives\.2\.weight: must be at least 0/);
});

test('a target that is the baseline would divide by zero: refused; a target of 0 is fine', async () => {
  const same = template.replace(
    'measure: { kind: count, target: 10, unit: coffee chat }',
    'measure: { kind: metric, baseline: 3, target: 3 }',
  );
  expect(await refusal(same)).toMatch(/measure\.target: is the baseline/);
  const enrolment = enrolmentOf([
    { key: 'x', title: 'X', measure: { kind: 'metric', baseline: 8, target: 0 } },
  ]);
  const value = (text: string) =>
    one(scored(enrolment, { x: issueFor(enrolment, 'x', { lines: { Value: text } }) }), 'x').score;
  expect([value('8'), value('2'), value('0'), value('-1')]).toEqual([0, 0.75, 1, 1]);
});

test('decimals and negative numbers are numbers', () => {
  const enrolment = enrolmentOf([
    { key: 'x', title: 'X', measure: { kind: 'metric', baseline: -0.5, target: 0.25 } },
  ]);
  const found = scored(enrolment, { x: issueFor(enrolment, 'x', { lines: { Value: '-0.125' } }) });
  expect(one(found, 'x').score).toBeCloseTo(0.5, 12);
});

test('an average overwrites nothing that a person set, and a person’s score hides no computed one', async () => {
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: coffee-chats, score: { value: 0.5, reason: agreed, by: maya.torres } }\n`,
  );
  const world = await provisioned({}, path);
  for (const night of ['2027-03-02', '2027-03-09', '2027-03-16']) {
    world.moveClock(`${night}T01:00:00Z`);
    await act(world, 'coffee-chats', tick(1));
    await world.kickoff(['sync', path]);
  }
  expect(resultOf(await internOf(world, [], path), 'coffee-chats')).toMatchObject({
    score: 0.5,
    computed: 0.3,
  });
});

test('people’s own check-boxes count for nothing', async () => {
  const world = await provisioned();
  await act(world, 'coffee-chats', (text) => `- [x] agenda\n- [x] room\n\n${text}\n\n1. [x] cake`);
  expect(resultOf(await internOf(world), 'coffee-chats').score).toBe(0);
});

test('a key result that cannot be scored is never silently 0 or left out', async () => {
  const world = await provisioned();
  const intern = await internOf(world);
  expect(resultOf(intern, 'automation-project').score).toBeNull();
  expect(intern.remarks.some(({ code }) => code === 'area-undefined')).toBe(true);
});

test('a label that people misspell creates nothing and changes no score', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, `${KR}/blog-post`);
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    add_labels: 'outcome::wontdo',
    state_event: 'close',
  });
  expect(resultOf(await internOf(world), 'blog-post').score).toBe(1);
});

test('work that exists is counted from lists, one for each kind, not one for each intern', async () => {
  const program = file(
    'program.yaml',
    template.replace(
      'measure: { kind: count, target: 10, unit: coffee chat }',
      'measure: { kind: count, target: 10, of: { what: merge-requests, author: intern, label: internship } }',
    ),
  );
  const path = join(dirname(program), 'cohort.yaml');
  writeFileSync(
    path,
    readFileSync('config/two-interns.example.yaml', 'utf8')
      .replace('program: security-internship', 'program: ./program.yaml')
      .replace(/ {4}overrides:\n {6}- key_result: coffee-chats\n {8}count: 6\n/, ''),
  );
  const world = await provisioned({}, path);
  const { state } = world.sandbox;
  const noor = state.users.find(({ username }) => username === 'noor.haddad')?.id ?? 0;
  state.merge_requests = Array.from({ length: 130 }, (_, index) => ({
    id: 5000 + index,
    iid: index + 1,
    project_id: 12,
    title: `Patch ${index}`,
    description: null,
    state: index % 2 ? ('merged' as const) : ('opened' as const),
    labels: ['internship'],
    author_id: index < 8 ? noor : 21,
    created_at: '2027-09-08T09:00:00Z',
    updated_at: '2027-09-08T09:00:00Z',
    merged_at: index % 2 ? '2027-09-09T09:00:00Z' : null,
    closed_at: null,
  }));
  world.moveClock('2027-09-20T09:00:00Z');
  const run = await world.kickoff(['report', path, '--json']);
  expect(run.requests.filter(({ path: asked }) => asked.includes('merge_requests'))).toHaveLength(1);
  const card = JSON.parse(run.out) as { interns: Parameters<typeof resultOf>[0][] };
  const scores = card.interns.map((intern) => resultOf(intern, 'coffee-chats').score);
  expect(scores).toEqual([0, 0.4]);
  expect(issueOf(state, 'autumn-2027/noor-haddad/kr/coffee-chats').description).toContain(
    'merged merge requests by noor.haddad with the label internship in security-team/internship, out of 10',
  );
});

test('a project that went away costs its key result the score, and nobody else theirs', async () => {
  const program = file(
    'program.yaml',
    template.replace(
      'measure: { kind: count, target: 10, unit: coffee chat }',
      'measure: { kind: count, target: 10, of: { what: issues, author: intern, project: open-source/gone } }',
    ),
  );
  const path = join(dirname(program), 'cohort.yaml');
  writeFileSync(
    path,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const world = await provisioned({}, path);
  const run = await world.kickoff(['report', path]);
  expect(run.code).toBe(0);
  expect(run.out.replace(/\s+/g, ' ')).toContain(
    'Not read, because the token may not see it: issues of open-source/gone.',
  );
  expect(resultOf(await internOf(world, [], path), 'coffee-chats').score).toBeNull();
});
