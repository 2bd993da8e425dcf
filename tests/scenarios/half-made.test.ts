/** What was begun is finished: GitLab makes an issue and links it in more than one transaction, and either may be lost. */
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Issue } from '../../src/sandbox/state.ts';
import { dieAt } from '../support/faults.ts';
import { EXAMPLE, GROUP, issueOf, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const KEY = 'spring-2027/robin-ito/kr/blog-post';
const whole = (issue: Issue): boolean =>
  issue.epic_id !== null && issue.labels.length > 0 && issue.due_date !== null;
const blogPost = ({ sandbox }: Stage): Issue => issueOf(sandbox.state, KEY);

/** The server dies after it saved the issue and before it linked it: every `each`-th time. */
function tearing(sandbox: Sandbox, each: number): (request: Request) => Promise<Response> {
  let count = 0;
  return async (request) => {
    if (!(request.method === 'POST' && request.url.endsWith('/issues'))) return sandbox.fetch(request);
    count += 1;
    if (count % each !== 0) return sandbox.fetch(request);
    const { epic_id, ...body } = (await request.clone().json()) as Record<string, unknown>;
    await sandbox.fetch(new Request(request, { body: JSON.stringify(body) }));
    return new Response('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } });
  };
}

test('issues that lost their epic while they were made are put into it by the same run', async () => {
  const world = stage();
  const run = await world.kickoff(['provision', EXAMPLE, '--yes'], { fetch: tearing(world.sandbox, 3) });
  expect(run.code, run.err).toBe(0);
  expect(world.sandbox.state.issues.every(({ epic_id }) => epic_id !== null)).toBe(true);
  expect((await world.kickoff(['plan', EXAMPLE])).code).toBe(0);
});

test('when the run dies as well, the next one does', async () => {
  for (const at of [48, 54, 60]) {
    const world = stage();
    const torn = tearing(world.sandbox, 3);
    const death = dieAt({ ...world.sandbox, fetch: torn }, at, 'after');
    await world.kickoff(['provision', EXAMPLE, '--yes'], death);
    expect(world.sandbox.state.issues.some(({ epic_id }) => epic_id === null)).toBe(true);
    const next = await world.kickoff(['provision', EXAMPLE, '--yes']);
    expect(next.code, next.err).toBe(0);
    expect(world.sandbox.state.issues.every(whole)).toBe(true);
    expect((await world.kickoff(['plan', EXAMPLE])).code).toBe(0);
  }
});

test('what people took off once it was seen whole stays off', async () => {
  const world = stage();
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  const { iid } = blogPost(world);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, {
    epic_id: 0,
    milestone_id: 0,
    labels: '',
    assignee_ids: [],
    due_date: '',
  });
  const run = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect([run.code, run.writes]).toEqual([0, 0]);
  expect(blogPost(world)).toMatchObject({ epic_id: null, labels: [], assignee_ids: [], due_date: null });
});

test('a part that GitLab does not take is asked for once more, then told with exit code 3; the next run tries again', async () => {
  const world = stage();
  const without = async (request: Request): Promise<Response> => {
    if (!['POST', 'PUT'].includes(request.method) || !/\/issues(\/\d+)?$/.test(request.url))
      return world.sandbox.fetch(request);
    const { due_date, assignee_ids, ...body } = (await request.clone().json()) as Record<string, unknown>;
    const isOne = body.title === undefined || String(body.title).startsWith('Publish');
    const sent = isOne ? { ...body, add_labels: 'x' } : { due_date, assignee_ids, ...body };
    return world.sandbox.fetch(new Request(request, { body: JSON.stringify(sent) }));
  };
  const run = await world.kickoff(['provision', EXAMPLE, '--yes'], { fetch: without });
  expect(run.code).toBe(3);
  expect(run.out).toMatch(
    /✗ .*\/issues\/\d+ is there without its due date, assignees; GitLab did not take it twice\./,
  );
  const next = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(next.code, next.err).toBe(0);
  expect(blogPost(world).due_date).not.toBeNull();
  expect(blogPost(world).assignee_ids).toHaveLength(1);
});

test('the children of the epic stand in the program’s order: GitLab puts each new one on top', async () => {
  const world = stage();
  await world.kickoff(['provision', 'config/two-interns.example.yaml', '--yes']);
  for (const epic of world.sandbox.state.epics) {
    const tree = world.sandbox.state.issues
      .filter(({ epic_id }) => epic_id === epic.id)
      .sort((left, right) => right.id - left.id)
      .map(({ title }) => title);
    const plan = await stage().kickoff(['plan', 'config/two-interns.example.yaml', '--json']);
    const { steps } = JSON.parse(plan.out) as {
      steps: { kind: string; wanted: { title: string; epic: string; labels: string[] } }[];
    };
    const intern = epic.labels.find((name) => name.startsWith('intern::')) ?? '';
    const wanted = steps
      .filter(({ kind, wanted: each }) => kind === 'issue' && each.labels.includes(intern))
      .map(({ wanted: each }) => each.title);
    expect(tree).toEqual(wanted);
  }
});

test('no more than one new child of an epic is under way, and no more than two issues where there are no epics', async () => {
  const most = async (cohort: string, tier: 'free' | 'premium'): Promise<number> => {
    const world = stage({ tier });
    let now = 0;
    let highest = 0;
    await world.kickoff(['provision', cohort, '--yes'], {
      fetch: async (request) => {
        const isNew = request.method === 'POST' && request.url.endsWith('/issues');
        if (isNew) now += 1;
        highest = Math.max(highest, now);
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        const answer = await world.sandbox.fetch(request);
        if (isNew) now -= 1;
        return answer;
      },
    });
    return highest;
  };
  expect(await most(EXAMPLE, 'premium')).toBe(1);
  expect(await most('config/two-interns.example.yaml', 'premium')).toBe(2);
  expect(await most('config/two-interns.example.yaml', 'free')).toBe(2);
});

test.each([
  'label',
  'epic',
])('two runs at once: the one whose %s came second makes no issue, and says so', async (what) => {
  const world = stage();
  // Where the label is there already, from a run that died early, the epic tells.
  if (what === 'epic')
    await world.as('maya.torres', 'POST', `${GROUP}/labels`, {
      name: 'cohort::spring-2027',
      color: '#123456',
    });
  const plan = await Promise.all([1, 2].map(() => world.kickoff(['provision', EXAMPLE, '--yes'])));
  expect(plan.map(({ code }) => code).sort((left, right) => left - right)).toEqual([0, 75]);
  const lost = plan.find(({ code }) => code === 75);
  expect(lost?.err).toContain('Another run is provisioning the same cohort: it was first to make');
  expect(lost?.err).toContain(what === 'label' ? 'the label cohort::spring-2027' : '/-/epics/');
  const titles = world.sandbox.state.issues.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(world.sandbox.state.epics.filter(({ state }) => state === 'opened')).toHaveLength(1);
  expect((await world.kickoff(['plan', EXAMPLE])).code).toBe(0);
});

test('an issue that lost marker, index and title is a question, and no second issue', async () => {
  const world = await provisioned();
  const { state } = world.sandbox;
  const issue = issueOf(state, 'spring-2027/robin-ito/kr/blog-post');
  Object.assign(issue, { title: 'Something else', description: 'Mine now.' });
  for (const epic of state.epics)
    epic.description = (epic.description ?? '').replace(/<!-- kickoff:index[\s\S]*?-->/g, '');
  const count = state.issues.length;
  const plan = await world.kickoff(['plan', EXAMPLE]);
  expect(plan.out.replace(/\s+/g, ' ')).toMatch(
    /provision refuses this: "Publish a blog post.*lost the marker/,
  );
  const refused = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('--allow lost-issue');
  expect(refused.err).toContain(`/issues/${issue.iid}`);
  expect(state.issues).toHaveLength(count);
  // What the message says mends it.
  const marker = /<!-- kickoff:begin \S+ --><!-- kickoff:end -->/.exec(refused.err)?.[0] ?? '';
  issue.description = `${issue.description}\n\n${marker}`;
  const mended = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(mended.code, mended.err).toBe(0);
  expect(state.issues).toHaveLength(count);
  expect(issue.description).toContain('Mine now.');
});
