/** Identity has a place: the same key in another group or project is another cohort, and nothing of it is ever touched. */
import { expect, test } from 'vitest';
import { addProject, cohortAt } from '../support/hierarchy.ts';
import { EXAMPLE, GROUP, type Stage, stage } from '../support/stage.ts';

const TEAM = 'security-team/internship';
const LAB = 'security-team/lab/internship';

/** Everything that is in a project and its group, as data. */
function contents({ sandbox: { state } }: Stage, path: string): string {
  const project = state.projects.find(({ full_path }) => full_path === path);
  return JSON.stringify([
    state.issues.filter(({ project_id }) => project_id === project?.id),
    state.milestones.filter(({ project_id }) => project_id === project?.id),
    state.epics.filter(({ group_id }) => group_id === project?.group_id),
  ]);
}

const countIn = ({ sandbox: { state } }: Stage, path: string): number => {
  const id = state.projects.find(({ full_path }) => full_path === path)?.id;
  return state.issues.filter(({ project_id }) => project_id === id).length;
};

test('a key that is in use in a subgroup, or in a group above, is refused with both places', async () => {
  for (const [first, then] of [
    [LAB, TEAM],
    [TEAM, LAB],
    [LAB, 'security-team/other/internship'],
    [TEAM, 'security-team/second'],
  ] as const) {
    const world = stage();
    addProject(world.sandbox.state, first);
    addProject(world.sandbox.state, then);
    expect((await world.kickoff(['provision', cohortAt(first), '--yes'])).code).toBe(0);
    const before = JSON.stringify(world.sandbox.state);
    const run = await world.kickoff(['provision', cohortAt(then), '--yes']);
    expect(run.code).toBe(1);
    expect(run.err).toContain(`the cohort key "spring-2027" is not new in ${then}`);
    expect(run.err).toContain(`stand in ${first} (`);
    expect(run.err).toContain('--allow same-key');
    expect(run.writes).toBe(0);
    expect(JSON.stringify(world.sandbox.state)).toBe(before);
  }
});

test.each([
  [LAB, TEAM],
  [TEAM, LAB],
])('allowed, the cohorts of %s and %s are two, to the end', async (first, then) => {
  const world = stage();
  addProject(world.sandbox.state, first);
  addProject(world.sandbox.state, then);
  const [one, two] = [cohortAt(first), cohortAt(then)];
  await world.kickoff(['provision', one, '--yes']);
  // A person's epic in the other group that happens to have the number of ours.
  await world.as('maya.torres', 'POST', `${GROUP}/epics`, { title: 'Of a person' });
  const before = contents(world, first);
  const issues = countIn(world, first);
  const run = await world.kickoff(['provision', two, '--yes', '--allow', 'same-key']);
  expect(run.code, run.err).toBe(0);
  expect(countIn(world, then)).toBe(issues);
  expect((await world.kickoff(['plan', two])).code).toBe(0);
  expect((await world.kickoff(['plan', one])).code).toBe(0);
  await world.kickoff(['sync', two]);
  world.moveClock('2027-06-01T01:00:00Z');
  const end = await world.kickoff(['archive', two, '--yes', '--open-key-results', 'close']);
  expect(end.code, end.err).toBe(0);
  expect(contents(world, first)).toBe(before);
  const person = world.sandbox.state.epics.find(({ title }) => title === 'Of a person');
  expect(person?.state).toBe('opened');
});

test('in one group, two projects with one key share no epic', async () => {
  const world = stage();
  addProject(world.sandbox.state, 'security-team/second');
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  const before = contents(world, TEAM);
  const run = await world.kickoff([
    'provision',
    cohortAt('security-team/second'),
    '--yes',
    '--allow',
    'same-key',
  ]);
  expect(run.code, run.err).toBe(0);
  const epics = world.sandbox.state.epics.filter(({ state }) => state === 'opened');
  expect(epics).toHaveLength(2);
  const now = JSON.parse(contents(world, TEAM)) as object[][];
  const then = JSON.parse(before) as object[][];
  expect(now.slice(0, 2)).toEqual(then.slice(0, 2));
  expect((await world.kickoff(['plan', EXAMPLE])).code).toBe(0);
});

test('a label that lives in a group above is used and left', async () => {
  const world = stage();
  addProject(world.sandbox.state, LAB);
  for (const name of ['cohort::spring-2027', 'area::red-team'])
    await world.as('maya.torres', 'POST', `${GROUP}/labels`, { name, color: '#123456' });
  const path = cohortAt(LAB);
  const run = await world.kickoff(['provision', path, '--yes']);
  expect(run.code, run.err).toBe(0);
  const again = await world.kickoff(['plan', path]);
  expect(again.out).toContain('Nothing to do');
  expect(again.out).toContain(
    'has another colour and description: of another program, of a person, or of an earlier file; left as it is.',
  );
  expect(again.out).toContain('      area::red-team');
  const label = world.sandbox.state.labels.filter(({ name }) => name === 'area::red-team');
  expect(label.map(({ color }) => color)).toEqual(['#123456']);
});

test('a block that was copied from another project is no issue of ours', async () => {
  const world = stage();
  addProject(world.sandbox.state, 'security-team/second');
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  const theirs = world.sandbox.state.issues.find(({ description }) => description?.includes('kr/blog-post'));
  const other = await world.as('sam.okafor', 'POST', `projects/security-team%2Fsecond/issues`, {
    title: 'Template for next time',
    description: theirs?.description ?? '',
  });
  const run = await world.kickoff([
    'provision',
    cohortAt('security-team/second'),
    '--yes',
    '--allow',
    'same-key',
  ]);
  expect(run.code, run.err).toBe(0);
  const left = world.sandbox.state.issues.find(({ id }) => id === other.id);
  expect(left).toMatchObject({ title: 'Template for next time', state: 'opened', epic_id: null });
  expect(left?.description).toBe(theirs?.description);
});
