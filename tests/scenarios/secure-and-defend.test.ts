/** The second program: weeks without areas, parameters that are chosen later, work that is counted where it happens. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { internOf, resultOf } from '../support/people.ts';
import { file, provisioned, type Stage, stage } from '../support/stage.ts';

const EXAMPLE = 'config/secure-and-defend.example.yaml';
const text = readFileSync(EXAMPLE, 'utf8');
const chosen = file(
  'cohort.yaml',
  text.replace(
    'interests: {',
    "open-source-project: { text: Lighthouse, url: 'https://gitlab.test/maya.torres/internship', project: maya.torres/internship }\n      interests: {",
  ),
);

/** Merge requests and issues of Noor in the chosen project, which the sandbox has as number 13. */
function work({ sandbox }: Stage, merged: number, reports: number): void {
  const { state } = sandbox;
  const noor = state.users.find(({ username }) => username === 'noor.haddad')?.id ?? 0;
  const at = '2027-07-20T09:00:00Z';
  state.merge_requests = Array.from({ length: merged + 1 }, (_, index) => ({
    id: 7000 + index,
    iid: index + 1,
    project_id: 13,
    title: `Patch ${index}`,
    description: null,
    state: index < merged ? ('merged' as const) : ('opened' as const),
    labels: [],
    author_id: noor,
    created_at: at,
    updated_at: at,
    merged_at: index < merged ? at : null,
    closed_at: null,
  }));
  for (let index = 0; index < reports; index += 1) {
    const like = state.issues[0];
    if (like)
      state.issues.push({
        ...like,
        id: 8000 + index,
        iid: index + 1,
        project_id: 13,
        description: 'found by a scan',
        author_id: noor,
        created_at: at,
        labels: [],
      });
  }
}

test('four weeks without areas: milestones, seven key results, and an epic that says what is to be chosen', async () => {
  const world = await provisioned({}, EXAMPLE);
  const { state } = world.sandbox;
  expect(state.milestones.map(({ start_date, due_date }) => [start_date, due_date])).toEqual([
    ['2027-07-05', '2027-07-09'],
    ['2027-07-12', '2027-07-16'],
    ['2027-07-19', '2027-07-23'],
    ['2027-07-26', '2027-07-30'],
  ]);
  expect(state.issues.filter(({ labels }) => labels.includes('key-result'))).toHaveLength(7);
  const epic = state.epics[0]?.description ?? '';
  expect(epic).toContain(
    '| Open-source project | _chosen in week 1; give its path so that work in it is counted_ |',
  );
  expect(epic).toContain('| Share of working hours | 20 % |');
  expect(epic).toMatch(
    /### Who gains what[\s\S]*\*\*The intern\*\*[\s\S]*\*\*The open-source project\*\*[\s\S]*\*\*The company\*\*[\s\S]*\*\*The mentor\*\*/,
  );
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});

test('until the project is chosen, its counts have no score, and say so; then they are counted in it', async () => {
  const world = await provisioned({}, EXAMPLE);
  world.moveClock('2027-07-24T01:00:00Z');
  expect(resultOf(await internOf(world, [], EXAMPLE), 'patches')).toMatchObject({
    score: null,
    because: 'the project whose work counts is not chosen yet',
  });
  const again = await world.kickoff(['provision', chosen, '--yes']);
  expect(again.code, again.err).toBe(0);
  expect(world.sandbox.state.epics[0]?.description).toContain(
    '[Lighthouse](https://gitlab.test/maya.torres/internship) `maya.torres/internship`',
  );
  expect((await world.kickoff(['provision', chosen, '--yes'])).writes).toBe(0);
  work(world, 2, 3);
  const intern = await internOf(world, [], chosen);
  expect(resultOf(intern, 'patches')).toMatchObject({
    score: 2 / 3,
    because: '2 of 3 merged merge requests',
  });
  expect(resultOf(intern, 'reports')).toMatchObject({ score: 1, reached: { count: 3, of: 2 } });
});

test('a parameter that the program does not know is refused with its place', async () => {
  const wrong = file('cohort.yaml', text.replace('interests:', 'interest:'));
  const run = await stage().kickoff(['validate', wrong]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(
    /cohort\.yaml:24:7 interns\.0\.parameters\.interest: is not a parameter of the program; they are open-source-project, interests/,
  );
});

test('the goals that are agreed at kickoff are key results to be defined, until the cohort defines them', async () => {
  const defined = file(
    'cohort.yaml',
    `${text}    overrides:\n      - key_result: first-goal\n        define: { title: Read 20 findings and sort them, measure: { kind: count, target: 20, unit: finding } }\n`,
  );
  const world = await provisioned({}, defined);
  world.moveClock('2027-07-06T01:00:00Z');
  const intern = await internOf(world, [], defined);
  expect(resultOf(intern, 'first-goal')).toMatchObject({ score: 0, title: 'Read 20 findings and sort them' });
  expect(resultOf(intern, 'second-goal').score).toBeNull();
});

test('doctor and provision tell when counted work cannot be read, or its author is nobody', async () => {
  const counting = (project: string): string =>
    file(
      'cohort.yaml',
      `${text.replace('interests: {', `open-source-project: { project: ${project} }\n      interests: {`)}    overrides:\n      - add: { objective: general, key: reviews, title: Reviews, measure: { kind: count, target: 2, of: { what: merge-requests, author: nobody.here, project_from: open-source-project } } }\n`,
    );
  const there = await stage().kickoff(['doctor', counting('maya.torres/internship')]);
  expect(there.out).toContain('✓ The merge requests of maya.torres/internship can be counted.');
  const gone = counting('lighthouse/beam');
  const run = await stage().kickoff(['doctor', gone]);
  expect(run.code).toBe(0);
  expect(run.out).toMatch(
    /! The issues of lighthouse\/beam cannot be read, so nothing is counted there\.\n {4}→ Check the path/,
  );
  const plan = await stage().kickoff(['provision', gone, '--yes', '--allow', 'unknown-user']);
  expect(plan.code).toBe(0);
  expect(plan.out).toContain('nobody.here: is nobody’s user name on this GitLab');
  expect(plan.err).toContain('! The merge requests of lighthouse/beam cannot be read');
});
