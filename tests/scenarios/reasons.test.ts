/** What closed an issue decides what it is worth; and what stands in the way is named before the first write. */
import { expect, test } from 'vitest';
import { personalToken, SEEDED } from '../../src/sandbox/seed.ts';
import type { Scorecard } from '../../src/scorecard/scorecard.ts';
import { EXAMPLE, HOST, issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

const KEY = 'spring-2027/robin-ito/kr/blog-post';

async function provisioned(tier: 'free' | 'premium' = 'premium'): Promise<Stage> {
  const world = stage({ tier });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  world.moveClock('2027-03-13T01:00:00Z');
  return world;
}

const result = async (world: Stage): Promise<{ score: number | null; standing: string; because: string }> => {
  const run = await world.kickoff(['report', EXAMPLE, '--json']);
  const card = JSON.parse(run.out) as Scorecard;
  const found = card.interns[0]?.objectives
    .flatMap(({ keyResults }) => keyResults)
    .find(({ key }) => key === 'blog-post');
  if (!found) throw new Error(`no blog post: ${run.err}`);
  return found;
};

/** A person sets a status, as the work-item page does. */
async function setStatus({ sandbox }: Stage, at: number): Promise<void> {
  const issue = issueOf(sandbox.state, KEY);
  const query = `mutation($id: WorkItemID!, $status: WorkItemsStatusesStatusID!) {
    workItemUpdate(input: { id: $id, statusWidget: { status: $status } }) { errors workItem { state } }
  }`;
  await sandbox.fetch(
    new Request(`${HOST}/api/graphql`, {
      method: 'POST',
      headers: { 'PRIVATE-TOKEN': personalToken('maya.torres'), 'content-type': 'application/json' },
      body: JSON.stringify({
        query,
        variables: {
          id: `gid://gitlab/WorkItem/${issue.id}`,
          status: `gid://gitlab/WorkItems::Statuses::SystemDefined::Status/${at}`,
        },
      }),
    }),
  );
}

test.each([
  [3, 1, 'closed', 'Done'],
  [4, 0, 'wont-do', "Won't do"],
  [5, 0, 'wont-do', 'Duplicate'],
])('closed by setting the status %i scores %i', async (at, score, standing, name) => {
  const world = await provisioned();
  await setStatus(world, at);
  expect(issueOf(world.sandbox.state, KEY).state).toBe('closed');
  expect(await result(world)).toMatchObject({ score, standing });
  const report = await world.kickoff(['report', EXAMPLE]);
  if (score === 0) expect(report.out).toContain(`was closed without being achieved: ${name}`);
  // Opened and closed again by hand, it is done: GitLab forgets the status.
  const { iid } = issueOf(world.sandbox.state, KEY);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, { state_event: 'reopen' });
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, { state_event: 'close' });
  expect(await result(world)).toMatchObject({ score: 1, standing: 'closed' });
});

test('in progress is open; one question for all that is closed, and none while nothing is', async () => {
  const world = await provisioned();
  await setStatus(world, 2);
  expect(await result(world)).toMatchObject({ score: 0, standing: 'open' });
  const none = await world.kickoff(['sync', EXAMPLE]);
  expect(none.requests.filter(({ path }) => path.includes('graphql'))).toHaveLength(0);
  for (const { iid } of world.sandbox.state.issues)
    await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, { state_event: 'close' });
  const all = await world.kickoff(['sync', EXAMPLE]);
  expect(all.requests.filter(({ path }) => path.includes('graphql'))).toHaveLength(1);
});

test('where GitLab has no statuses, or does not answer for them, a closure counts as before', async () => {
  const free = await provisioned('free');
  await free.as('maya.torres', 'PUT', `${PROJECT}/issues/${issueOf(free.sandbox.state, KEY).iid}`, {
    state_event: 'close',
  });
  expect(await result(free)).toMatchObject({ score: 1 });
  const world = await provisioned();
  await setStatus(world, 4);
  for (const answer of [
    () => Response.json({ errors: [{ message: "Field 'workItems' doesn't exist on type 'Project'" }] }),
    () => Response.json({ message: '404 Not Found' }, { status: 404 }),
  ]) {
    const run = await world.kickoff(['report', EXAMPLE], {
      fetch: async (request) => (request.url.endsWith('/graphql') ? answer() : world.sandbox.fetch(request)),
    });
    expect(run.code, run.err).toBe(0);
  }
});

test('promoted to an epic it is not done: it follows the epic, and that is said', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, KEY);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: `${issue.description}\n\n/promote`,
  });
  expect(issue.state).toBe('closed');
  expect(await result(world)).toMatchObject({ score: 0, standing: 'open' });
  expect((await world.kickoff(['report', EXAMPLE])).out.replace(/\s+/g, ' ')).toMatch(
    /became an epic, and follows it: https:\S*\/-\/epics\/2/,
  );
  // Its copy of our marker makes it no epic of ours.
  expect((await world.kickoff(['plan', EXAMPLE])).out).toContain('Nothing to do');
  await world.as('maya.torres', 'PUT', 'groups/security-team/epics/2', { state_event: 'close' });
  expect(await result(world)).toMatchObject({ score: 1 });
});

test.each([
  ['archived', 'The project security-team/internship is archived', 'unarchive it'],
  ['issues_off', 'Issues are switched off in security-team/internship', 'Settings, General, Visibility'],
] as const)('a project that is %s: doctor names it, and provision stops before the first write', async (how, says, remedy) => {
  const world = stage();
  const project = world.sandbox.state.projects.find(({ full_path }) => full_path === SEEDED.project);
  if (project) project[how] = true;
  const doctor = await world.kickoff(['doctor', EXAMPLE]);
  expect(doctor.code).toBe(1);
  expect(doctor.out).toContain(says);
  expect(doctor.out).toContain(remedy);
  const run = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect([run.code, run.writes]).toEqual([1, 0]);
  expect(run.err).toContain(says);
});

test('a blocked account is said; a moved project is told with its new path', async () => {
  const world = stage();
  const user = world.sandbox.state.users.find(({ username }) => username === 'robin.ito');
  if (user) user.state = 'blocked';
  expect((await world.kickoff(['doctor', EXAMPLE])).out).toContain(
    'robin.ito (intern) is blocked on this GitLab',
  );
  const moved = await world.kickoff(['plan', EXAMPLE], {
    fetch: async (request) => {
      const path = new URL(request.url).pathname;
      if (!path.startsWith('/api/v4/projects/security-team%2Finternship'))
        return world.sandbox.fetch(request);
      return new Response(JSON.stringify({ message: 'Non GET methods are not allowed for moved projects' }), {
        status: 301,
        headers: {
          'content-type': 'application/json',
          location: `${HOST}${path.replace('security-team%2Finternship', '12')}`,
        },
      });
    },
  });
  expect(moved.code).toBe(1);
  expect(moved.err).toContain(
    'The project "security-team/internship" is now called "security-team/internship"',
  );
});

test.each([
  [{ GITLAB_TOKEN: '$GITLAB_TOKEN' }],
  [{ GITLAB_TOKEN: ['$', '{KICKOFF_TOKEN}'].join('') }],
  [{ GITLAB_TOKEN: '%TOKEN%' }],
  [{ GITLAB_TOKEN: '<your-token>' }],
  [{ GITLAB_HOST: '$CI_SERVER_URL' }],
])('%o is a variable that was not expanded: nothing is sent', async (env) => {
  const world = stage();
  const run = await world.kickoff(['plan', EXAMPLE], {
    env: { GITLAB_HOST: HOST, GITLAB_TOKEN: SEEDED.token, ...env },
  });
  expect([run.code, run.requests.length]).toEqual([64, 0]);
  expect(run.err).toContain('a variable that was not expanded');
});

test('with a job’s token nothing is said of issues that it cannot find, and no score of the whole', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, KEY);
  // The label is gone, and the marker: only the epic's index knows it, which a job may not read.
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    labels: '',
    description: 'Mine.',
  });
  const other = issueOf(world.sandbox.state, 'spring-2027/robin-ito/kr/technical-project');
  // Here the cohort's label alone is gone, and the intern's still finds it.
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${other.iid}`, {
    remove_labels: 'cohort::spring-2027',
  });
  const env = { GITLAB_HOST: HOST, CI_JOB_TOKEN: SEEDED.jobToken };
  const run = await world.kickoff(['report', EXAMPLE, '--json'], { env });
  const card = JSON.parse(run.out) as Scorecard;
  expect(card.interns[0]?.score).toBeNull();
  const remarks = card.interns[0]?.remarks.filter(({ code }) => code === 'not-issued') ?? [];
  expect(remarks).toHaveLength(1);
  expect(remarks[0]?.message).toContain('is not among the issues that a job’s token finds');
  expect(run.out + run.err).not.toContain('Run provision');
});

test('user names that differ only in case are one person: one page, and --for takes any case', async () => {
  const world = await provisioned();
  const run = await world.kickoff(['report', EXAMPLE, '--for', '@Robin.ITO']);
  expect(run.code, run.err).toBe(0);
});

test('where issues are off, a refused list of milestones is not the token’s fault', async () => {
  const world = stage();
  const project = world.sandbox.state.projects.find(({ full_path }) => full_path === SEEDED.project);
  if (project) project.issues_off = true;
  const run = await world.kickoff(['plan', EXAMPLE], {
    fetch: async (request) =>
      /milestones|boards/.test(request.url)
        ? Response.json({ message: '403 Forbidden' }, { status: 403 })
        : world.sandbox.fetch(request),
  });
  expect(run.code).toBe(1);
  expect(run.err).toContain('Issues are switched off in security-team/internship');
});

test.each([
  ['triage-bot', true],
  ['project_12_bot_3f2a', true],
  ['abbot', false],
])('closed by %s: whether a bot did it is said', async (username, isBot) => {
  const world = await provisioned();
  const { state } = world.sandbox;
  const closer = state.users.find((each) => each.username === 'maya.torres');
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issueOf(state, KEY).iid}`, {
    state_event: 'close',
    add_labels: 'stale',
  });
  if (closer) closer.username = username;
  const run = await world.kickoff(['report', EXAMPLE, '--json']);
  const remarks = (JSON.parse(run.out) as Scorecard).interns[0]?.remarks ?? [];
  const said = remarks.filter(({ code }) => code === 'closed-by-bot').map(({ message }) => message);
  expect(said).toEqual(isBot ? [`was closed by ${username}, a bot by its name with the label stale.`] : []);
});
