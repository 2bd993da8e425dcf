/** People outrank the template: nothing they did is undone, by provision or by sync. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, GROUP, issueOf, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const KR = 'spring-2027/robin-ito/kr';
const example = readFileSync(EXAMPLE, 'utf8');

async function edit(
  { sandbox, as }: Stage,
  key: string,
  body: object | ((text: string) => object),
  who = 'maya.torres',
): Promise<void> {
  const issue = issueOf(sandbox.state, key);
  await as(
    who,
    'PUT',
    `${PROJECT}/issues/${issue.iid}`,
    typeof body === 'function' ? body(issue.description ?? '') : body,
  );
}

test('what people closed, ticked, assigned, relabelled, moved or renamed stays, and a second provision writes nothing', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  await edit(world, `${KR}/blog-post`, { state_event: 'close' });
  await edit(world, `${KR}/coffee-chats`, (text) => ({
    description: text.replace('- [ ] Coffee chat 1', '- [x] Coffee chat 1, with Ada'),
  }));
  await edit(world, `${KR}/detection-rules`, { assignee_ids: [] });
  await edit(world, `${KR}/appsec-pings`, {
    remove_labels: 'area::application-security',
    add_labels: 'mine',
  });
  await edit(world, `${KR}/sales-call`, {
    milestone_id: sandbox.state.milestones[5]?.id,
    due_date: '2027-05-01',
  });
  await edit(world, `${KR}/control-test`, { title: 'Our own title' });
  await edit(world, `${KR}/ci-abuse-detection`, (text) => ({ description: `Above.\n\n${text}\n\nBelow.` }));
  const before = structuredClone(sandbox.state.issues);
  const again = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(sandbox.state.issues).toEqual(before);
  expect(again.out).toMatch(/Our own title #\d+: people changed title; left as it is/);
  expect(again.out).toMatch(/people changed due date, milestone; left as it is/);
  expect(again.out).toMatch(/people changed labels \(without area::application-security\)/);
});

test('a changed template follows into fields and text that nobody touched, around what people wrote', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  await edit(world, `${KR}/coffee-chats`, (text) => ({
    description: `Robin's own words.\n\n${text.replace('- [ ] Coffee chat 2', '- [x] Coffee chat 2')}\n\n- [ ] buy coffee`,
  }));
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: coffee-chats, retitle: Have many coffee chats }\n`,
  );
  const run = await kickoff(['provision', path, '--yes']);
  expect(run.code, run.err).toBe(0);
  const issue = issueOf(sandbox.state, `${KR}/coffee-chats`);
  expect(issue.title).toBe('Have many coffee chats');
  expect(issue.description).toContain('retitled from');
  for (const theirs of ["Robin's own words.", '- [x] Coffee chat 2', '- [ ] buy coffee'])
    expect(issue.description).toContain(theirs);
  expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('an edit inside our block is kept, also when the template changes, and is said', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  await edit(world, `${KR}/blog-post`, (text) => ({
    description: text.replace('| Scored |', '| How we score it |'),
  }));
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: blog-post, retitle: Publish two posts }\n`,
  );
  const run = await kickoff(['provision', path, '--yes']);
  const issue = issueOf(sandbox.state, `${KR}/blog-post`);
  expect(issue.title).toBe('Publish two posts');
  expect(issue.description).toContain('| How we score it |');
  expect(run.out).toMatch(/people changed text; left as it is/);
  expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('emptying our block brings our text back', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  const before = issueOf(sandbox.state, `${KR}/blog-post`).description ?? '';
  await edit(world, `${KR}/blog-post`, {
    description: before.replace(/(kickoff:begin.*?-->)[\s\S]*?(<!-- kickoff:end)/, '$1\n$2'),
  });
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
  expect(issueOf(sandbox.state, `${KR}/blog-post`).description).toBe(before);
});

test('a count that grows appends the missing boxes to the list and rewrites none', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  await edit(world, `${KR}/detection-rules`, (text) => ({
    description: text.replace('- [ ] Rule 2', '- [x] Rule 2, merged as !12').replace('- [ ] Rule 4\n', ''),
  }));
  const path = file('cohort.yaml', `${example}\noverrides:\n  - { key_result: detection-rules, count: 7 }\n`);
  await kickoff(['provision', path, '--yes']);
  const text = issueOf(sandbox.state, `${KR}/detection-rules`).description ?? '';
  const list = text.slice(text.indexOf('<!-- kickoff:boxes '), text.indexOf('<!-- kickoff:boxes-end -->'));
  // Rule 4 was taken off by a person and stays off; two boxes are new.
  expect(list.match(/^- \[.\] .*$/gm)).toEqual([
    '- [ ] Rule 1',
    '- [x] Rule 2, merged as !12',
    '- [ ] Rule 3',
    '- [ ] Rule 5',
    '- [ ] Rule 6',
    '- [ ] Rule 7',
  ]);
  expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('what is closed is finished: a changed template leaves it alone', async () => {
  const world = await provisioned();
  await edit(world, `${KR}/blog-post`, { state_event: 'close' });
  const before = structuredClone(issueOf(world.sandbox.state, `${KR}/blog-post`));
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: blog-post, retitle: Another title }\n`,
  );
  const run = await world.kickoff(['provision', path, '--yes']);
  expect(issueOf(world.sandbox.state, `${KR}/blog-post`)).toEqual(before);
  expect(run.out).toMatch(/is closed, so what the template says now does not reach it/);
});

test.each([
  ['the label is taken off', { labels: '' }],
  ['the block is removed', { description: 'Nothing of it is left.' }],
  ['label, title and block are gone', { labels: '', title: 'Something else', description: 'x' }],
  [
    'only the first marker is left',
    (text: string) => ({ description: text.replace('<!-- kickoff:end -->', '') }),
  ],
  [
    'the editor trimmed the markers',
    (text: string) => ({ description: text.replace(/<!-- (.*?) -->/g, '<!--$1-->') }),
  ],
  ['it was made confidential', { confidential: true }],
])('no duplicate: %s', async (_name, body) => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  const count = sandbox.state.issues.length;
  await edit(world, `${KR}/blog-post`, body);
  const after = structuredClone(sandbox.state.issues);
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run).toMatchObject({ code: 0, writes: 0 });
  expect(sandbox.state.issues).toHaveLength(count);
  expect(sandbox.state.issues).toEqual(after);
});

test('no second epic: label and markers of the first may be gone', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, { labels: '' });
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, { description: 'Rewritten by hand.' });
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.code).toBe(0);
  expect(sandbox.state.epics).toHaveLength(1);
  expect(sandbox.state.epics[0]?.description).toContain('Rewritten by hand.');
});

test('colours and descriptions of labels are ours and put back', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  await as('maya.torres', 'PUT', `${GROUP}/labels/key-result`, { color: '#ff0000' });
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.writes).toBe(1);
  expect(sandbox.state.labels.find(({ name }) => name === 'key-result')?.color).toBe('#1068bf');
});

test('an account that appears after kickoff is assigned by the next run, unless somebody else was meanwhile', async () => {
  const late = file('cohort.yaml', example.replaceAll('robin.ito', 'late.comer'));
  const world = await provisioned({}, late, ['--allow', 'unknown-user']);
  const { sandbox, kickoff } = world;
  expect((await kickoff(['plan', late])).out).toMatch(/late\.comer: is nobody’s user name/);
  expect((await kickoff(['provision', late, '--yes'])).writes).toBe(0);
  const taken = issueOf(sandbox.state, 'spring-2027/late-comer/kr/blog-post');
  taken.assignee_ids = [22];
  sandbox.state.users.push({
    id: 900,
    username: 'late.comer',
    name: 'Late Comer',
    state: 'active',
    bot: false,
  });
  sandbox.state.members.push({ source: 'group', source_id: 11, user_id: 900, access_level: 30 });
  const run = await kickoff(['provision', late, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  expect(taken.assignee_ids).toEqual([22]);
  expect(issueOf(sandbox.state, 'spring-2027/late-comer/kr/coffee-chats').assignee_ids).toEqual([900]);
  expect((await kickoff(['provision', late, '--yes'])).writes).toBe(0);
});

test('what the template no longer wants is left and said', async () => {
  const { sandbox, kickoff } = await provisioned();
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: sales-call, skip: No calls this spring }\n`,
  );
  const run = await kickoff(['provision', path, '--yes']);
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/Shadow 1 sales call https:\S+: is no longer in the program\. It is left as it is/);
  expect(issueOf(sandbox.state, `${KR}/sales-call`).state).toBe('opened');
});

test('a person’s edit between our plan and our write is neither lost nor overwritten', async () => {
  const world = await provisioned();
  const { sandbox, kickoff } = world;
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: blog-post, retitle: Publish two posts }\n`,
  );
  const issue = issueOf(sandbox.state, `${KR}/blog-post`);
  let edited = false;
  const run = await kickoff(['provision', path, '--yes'], {
    async fetch(request) {
      // As late as can be: right before our own re-reading of the issue.
      if (!edited && request.method === 'GET' && request.url.endsWith(`/issues/${issue.iid}`)) {
        edited = true;
        issue.description = `${issue.description}\n\nWritten in the last second.`;
        issue.title = 'My title';
      }
      return sandbox.fetch(request);
    },
  });
  expect(edited).toBe(true);
  expect(run.code).toBe(0);
  expect(issue.title).toBe('My title');
  expect(issue.description).toContain('Written in the last second.');
});

test('a user name that nobody has is an error before the first write, with the nearest names', async () => {
  const world = stage();
  const typo = file('cohort.yaml', example.replaceAll('robin.ito', 'robin.itto'));
  const run = await world.kickoff(['provision', typo, '--yes']);
  expect(run.code).toBe(1);
  expect(run.err).toContain('nobody on this GitLab is called robin.itto (nearest: robin.ito)');
  expect(run.err).toContain('--allow unknown-user');
  expect(run.writes).toBe(0);
});

test('a renamed account never makes a second internship: it is told, and a key goes on with the first', async () => {
  const world = await provisioned();
  const { state } = world.sandbox;
  const user = state.users.find(({ username }) => username === 'robin.ito');
  if (user) user.username = 'robin.newman';
  const renamed = example.replaceAll('username: robin.ito', 'username: robin.newman');
  const path = file('cohort.yaml', renamed);
  const run = await world.kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  expect(run.code).toBe(1);
  expect(run.writes).toBe(0);
  expect(run.err).toContain('the account was renamed. Write "key: robin-ito" beside the user name');
  const issues = state.issues.length;
  const kept = file(
    'cohort.yaml',
    renamed.replace('username: robin.newman', 'username: robin.newman\n    key: robin-ito'),
  );
  const next = await world.kickoff(['provision', kept, '--yes']);
  expect(next.code, next.err).toBe(0);
  expect(state.issues).toHaveLength(issues);
  expect((await world.kickoff(['provision', kept, '--yes'])).writes).toBe(0);
  expect((await world.kickoff(['sync', kept])).code).toBe(0);
});
