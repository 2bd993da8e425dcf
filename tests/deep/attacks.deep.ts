/** Ways in which an earlier version lost, overwrote, doubled or misread what people did. Each stays mended. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Scorecard } from '../../src/scorecard/scorecard.ts';
import { parseMarkdown } from '../../src/text/people-markdown.ts';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { EXAMPLE, file, GROUP, issueOf, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const KR = 'spring-2027/robin-ito/kr';
const example = readFileSync(EXAMPLE, 'utf8');
const withOverrides = (...lines: string[]): string =>
  file('cohort.yaml', `${example}\noverrides:\n${lines.map((line) => `  - ${line}\n`).join('')}`);

async function edit(
  { sandbox, as }: Stage,
  key: string,
  change: (text: string) => string,
  more: object = {},
): Promise<void> {
  const issue = issueOf(sandbox.state, key);
  await as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: change(issue.description ?? ''),
    ...more,
  });
}

async function scoreOf(
  world: Stage,
  key: string,
  cohort = EXAMPLE,
): Promise<{ score: number | null; said: string }> {
  const card = JSON.parse(
    (await world.kickoff(['report', cohort, '--json', '--show-confidential'])).out,
  ) as Scorecard;
  const intern = card.interns[0];
  const result = [...(intern?.objectives ?? []), ...(intern?.areas ?? [])]
    .flatMap((group) => group.keyResults)
    .find((each) => each.key === key);
  return { score: result?.score ?? null, said: JSON.stringify(intern?.remarks) };
}

test.each(['renamed', 'deleted'])('the cohort’s label %s: nothing is made a second time', async (how) => {
  for (const tier of ['free', 'premium'] as const) {
    const { sandbox, kickoff } = await provisioned({ tier });
    const { state } = sandbox;
    const rename = (names: string[]): string[] =>
      names.flatMap((name) =>
        name !== 'cohort::spring-2027' ? [name] : how === 'renamed' ? ['cohort::Spring 27'] : [],
      );
    state.labels = state.labels.flatMap((label) =>
      rename([label.name]).length > 0 ? [{ ...label, name: rename([label.name])[0] ?? '' }] : [],
    );
    for (const each of [...state.issues, ...state.epics]) each.labels = rename(each.labels);
    const count = [state.issues.length, state.epics.length];
    expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
    expect([state.issues.length, state.epics.length], tier).toEqual(count);
  }
});

test('a tracking issue without labels is found again by what its issues remember', async () => {
  const world = await provisioned({ tier: 'free' });
  await edit(world, 'spring-2027/robin-ito', (text) => text, { labels: '' });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(world.sandbox.state.issues).toHaveLength(22);
});

test('an epic with a foreign marker on top, or with a new title and text, gets no duplicate', async () => {
  const world = await provisioned();
  const { sandbox, kickoff, as } = world;
  const pasted = issueOf(sandbox.state, `${KR}/blog-post`).description;
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: `${pasted}\n\n${sandbox.state.epics[0]?.description}`,
  });
  await kickoff(['provision', EXAMPLE, '--yes']);
  expect(sandbox.state.epics).toHaveLength(1);
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    title: 'Robin at Security',
    description: 'See the wiki.',
  });
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
  expect(sandbox.state.epics).toHaveLength(1);
});

test('a marker pasted into an older issue steals nothing', async () => {
  const world = stage();
  await world.as('robin.ito', 'POST', `${PROJECT}/issues`, { title: 'My notes', description: 'x' });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  const real = issueOf(world.sandbox.state, `${KR}/coffee-chats`);
  const text = real.description?.replaceAll('- [ ]', '- [x]');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/1`, { description: text });
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/1`, { add_labels: 'cohort::spring-2027' });
  expect((await scoreOf(world, 'coffee-chats')).score).toBe(0);
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  expect(world.sandbox.state.epics[0]?.description).toContain(`${KR}/coffee-chats=${real.iid}`);
});

test('a guest’s issue with our marker is never taken for ours, before or after provisioning', async () => {
  const world = stage();
  const { sandbox, kickoff } = world;
  const guest = sandbox.state.users.find(({ username }) => username === 'noor.haddad');
  for (const member of sandbox.state.members) if (member.user_id === guest?.id) member.access_level = 10;
  sandbox.state.labels.push({
    id: 5,
    group_id: 11,
    project_id: null,
    name: 'cohort::spring-2027',
    color: '#28272d',
    description: null,
  });
  const text = `<!-- kickoff:begin ${KR}/triage-reports -->\n<!-- kickoff:end -->\n- [x] Report 1`;
  await world.as('noor.haddad', 'POST', `${PROJECT}/issues`, {
    title: 'hello',
    description: text,
    labels: 'cohort::spring-2027',
  });
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(run.out).toMatch(/carries our marker, but noor\.haddad made it/);
  expect(sandbox.state.issues[0]).toMatchObject({ title: 'hello', description: text });
  expect(sandbox.state.issues.filter((issue) => issue.author_id !== guest?.id)).toHaveLength(21);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});

test('a copy that a person made is theirs: it is said, not resolved, and counts for nothing', async () => {
  const world = await provisioned();
  const original = issueOf(world.sandbox.state, `${KR}/blog-post`);
  await world.as('maya.torres', 'POST', `${PROJECT}/issues`, {
    title: original.title,
    description: original.description,
    labels: original.labels.join(','),
  });
  const run = await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.writes).toBe(0);
  expect(run.out).toMatch(/is there again: .* The other one is left, because maya\.torres made it/);
});

test('somebody else’s label of the same name keeps its colour and description', async () => {
  const world = stage();
  await world.as('maya.torres', 'POST', `${GROUP}/labels`, {
    name: 'checklist',
    color: '#ff0000',
    description: 'Used by the whole company',
  });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(world.sandbox.state.labels.find(({ name }) => name === 'checklist')).toMatchObject({
    color: '#ff0000',
    description: 'Used by the whole company',
  });
});

test('closed epics and milestones are left alone', async () => {
  const world = await provisioned();
  const { sandbox, as, kickoff } = world;
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, { state_event: 'close' });
  await as('maya.torres', 'PUT', `${PROJECT}/milestones/${sandbox.state.milestones[0]?.id}`, {
    state_event: 'close',
  });
  const before = structuredClone([sandbox.state.epics[0], sandbox.state.milestones[0]]);
  const path = file(
    'cohort.yaml',
    example.replace('2027-03-01', '2027-03-08').replace('title: Spring 2027', 'title: The spring of 2027'),
  );
  await kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  expect([sandbox.state.epics[0], sandbox.state.milestones[0]]).toEqual(before);
});

test('a person’s words in a milestone, written between plan and write, stay', async () => {
  const { sandbox, kickoff } = await provisioned();
  const path = file('cohort.yaml', example.replace('title: Spring 2027', 'title: The spring of 2027'));
  let done = false;
  await kickoff(['provision', path, '--yes', '--allow', 'many-changes'], {
    async fetch(request) {
      if (!done && /milestones\/\d+$/.test(request.url)) {
        done = true;
        for (const milestone of sandbox.state.milestones) milestone.description += '\n\nRoom booked';
      }
      return sandbox.fetch(request);
    },
  });
  expect(sandbox.state.milestones.every(({ description }) => description?.endsWith('Room booked'))).toBe(
    true,
  );
});

test('labels that people took off or replaced stay so when the template changes others', async () => {
  const world = await provisioned();
  const { sandbox, as, kickoff } = world;
  const issue = issueOf(sandbox.state, `${KR}/sales-call`);
  await as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    remove_labels: 'key-result',
    add_labels: 'area::other',
  });
  const program = file(
    'program.yaml',
    readFileSync('templates/programs/security-internship.yaml', 'utf8')
      .replace(/ {6}- key: sales-call\n( {8}.*\n)+/, '')
      .replace(
        /( {2}- key: red-team\n.*\n {4}key_results:\n)/,
        '$1      - key: sales-call\n        title: Shadow 1 sales call\n        measure: { kind: count, target: 1, unit: call }\n',
      ),
  );
  const path = program.replace('program.yaml', 'cohort.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(path, example.replace('program: security-internship', 'program: ./program.yaml'));
  const run = await kickoff(['provision', path, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(issue.labels).toContain('area::other');
  expect(issue.labels).not.toContain('key-result');
  expect(issue.labels).not.toContain('area::red-team');
});

test('once people assigned somebody, an awaited account is awaited no more', async () => {
  const late = file('cohort.yaml', example.replaceAll('robin.ito', 'late.comer'));
  const { sandbox, kickoff } = await provisioned({}, late, ['--allow', 'unknown-user']);
  sandbox.state.users.push({ id: 900, username: 'late.comer', name: 'Late', state: 'active', bot: false });
  sandbox.state.members.push({ source: 'group', source_id: 11, user_id: 900, access_level: 30 });
  const issue = issueOf(sandbox.state, 'spring-2027/late-comer/kr/blog-post');
  issue.assignee_ids = [900];
  await kickoff(['provision', late, '--yes', '--allow', 'many-changes']);
  issue.assignee_ids = [];
  expect((await kickoff(['provision', late, '--yes'])).writes).toBe(0);
  expect(issue.assignee_ids).toEqual([]);
});

test('boxes are appended to the list, never into people’s sentences', async () => {
  const world = await provisioned();
  await edit(
    world,
    `${KR}/detection-rules`,
    (text) =>
      `They end with \`<!-- kickoff:boxes-end -->\`.\n\n${text.replace(/<!-- kickoff:boxes.*?-->\n?/g, '').replace('- Evidence:', '- Evidence: see - [ ] Rule 5 in the wiki')}`,
  );
  await world.kickoff(['provision', withOverrides('{ key_result: detection-rules, count: 7 }'), '--yes']);
  const text = issueOf(world.sandbox.state, `${KR}/detection-rules`).description ?? '';
  expect(text).toContain('They end with `<!-- kickoff:boxes-end -->`.');
  expect(text).toContain('- Evidence: see - [ ] Rule 5 in the wiki');
  expect(text).toMatch(/- \[ \] Rule 5\n- \[ \] Rule 6\n- \[ \] Rule 7\n/);
});

test('a person’s own issue with the title of a new key result stays theirs', async () => {
  const world = await provisioned();
  const { sandbox, as } = world;
  await as('robin.ito', 'POST', `${PROJECT}/issues`, {
    title: 'Write a report',
    description: 'mine',
    epic_id: sandbox.state.epics[0]?.id,
  });
  await as('robin.ito', 'PUT', `${PROJECT}/issues/22`, { state_event: 'close' });
  const path = withOverrides(
    '{ add: { area: red-team, key: report, title: Write a report, measure: { kind: done } } }',
  );
  await world.kickoff(['provision', path, '--yes']);
  expect(sandbox.state.issues).toHaveLength(23);
  expect((await scoreOf(world, 'report', path)).score).toBe(0);
});

test('left out for a while and taken back: the same issue', async () => {
  const world = await provisioned();
  await world.kickoff([
    'provision',
    withOverrides(
      '{ key_result: sales-call, skip: not now }',
      '{ add: { area: red-team, key: more, title: More, measure: { kind: done } } }',
    ),
    '--yes',
  ]);
  await edit(world, `${KR}/sales-call`, () => 'rewritten', { title: 'Something else' });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(world.sandbox.state.issues.filter(({ title }) => title === 'Shadow 1 sales call')).toHaveLength(0);
});

test('an epic that a person makes confidential while its issues are made hides them, and nothing is made twice', async () => {
  const { sandbox, kickoff } = stage();
  const run = await kickoff(['provision', EXAMPLE, '--yes'], {
    async fetch(request) {
      const epic = sandbox.state.epics[0];
      if (epic) epic.confidential = true;
      return sandbox.fetch(request);
    },
  });
  expect(run.code, run.err).toBe(0);
  expect(sandbox.state.issues).toHaveLength(21);
  expect(sandbox.state.issues.every(({ confidential }) => confidential)).toBe(true);
  const again = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
});

test('from Free to Premium is a plan: the epic is made and gets its issues, the tracking issue is said', async () => {
  const world = await provisioned({ tier: 'free' });
  world.sandbox.state.tier = 'premium';
  const run = await world.kickoff(['provision', EXAMPLE, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  const epic = world.sandbox.state.epics[0];
  expect(world.sandbox.state.issues.filter((issue) => issue.epic_id === epic?.id)).toHaveLength(21);
  expect(run.out).toMatch(/tracking issue .* is no longer needed/i);
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});

test('a board that people renamed and that lacks one list is still the board', async () => {
  const world = await provisioned();
  const board = world.sandbox.state.boards[0];
  if (board) {
    board.name = 'Our board';
    board.lists.pop();
  }
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(world.sandbox.state.boards.map(({ name, lists }) => `${name} ${lists.length}`)).toEqual([
    'Our board 6',
  ]);
});

test('names that are words of ours converge: interns called board and scorecard, a key result called scorecard', async () => {
  const path = file(
    'cohort.yaml',
    `${example.replace('interns:\n', 'interns:\n  - { username: board }\n  - { username: scorecard }\n  - { username: constructor }\n')}\noverrides:\n  - { add: { area: red-team, key: scorecard, title: Keep score, measure: { kind: done } } }\n`,
  );
  const { sandbox, kickoff } = await provisioned({}, path, ['--allow', 'unknown-user']);
  expect(sandbox.state.epics).toHaveLength(4);
  const again = await kickoff(['provision', path, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(again.out).not.toContain('no longer');
});

test('dates that people moved and ours together would be refused: both stay', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  await as(
    'maya.torres',
    'PUT',
    `${PROJECT}/milestones/${sandbox.state.milestones.find(({ title }) => title.includes('Research'))?.id}`,
    { due_date: '2027-03-03' },
  );
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, { due_date_fixed: '2027-03-03' });
  const path = file('cohort.yaml', example.replace('2027-03-01', '2027-03-08'));
  const run = await kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('a milestone that people renamed keeps its issues following', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  const red = sandbox.state.milestones.find(({ title }) => title.includes('Red Team'));
  await as('maya.torres', 'PUT', `${PROJECT}/milestones/${red?.id}`, { title: 'Red weeks' });
  const again = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(again.writes).toBe(0);
  expect(again.out).not.toMatch(/people changed milestone/);
});

test.each([
  '~~~ see below',
  '::include{file=/README.md}',
  '- list',
  '1. list',
  '# head',
  '> quote',
  '    code',
  '<!-- x',
  '/close',
  '%{project_path}',
])('a description %j ends before what we write begins', async (text) => {
  const path = withOverrides(
    `{ key_result: automation-project, define: { description: ${JSON.stringify(text)}, measure: { kind: count, target: 2 } } }`,
  );
  const { sandbox } = await provisioned({}, path);
  const issue = issueOf(sandbox.state, `${KR}/automation-project`);
  expect(issue.state).toBe('opened');
  const blocks = parseMarkdown(issue.description ?? '').children;
  const table = blocks.findIndex(({ type }) => type === 'table');
  expect(table, issue.description ?? '').toBeGreaterThan(0);
  expect(blocks.slice(table).map(({ type }) => type)).toContain('list');
  expect(issue.description).toContain('- [ ] Item 2');
  expect(issue.description).not.toMatch(/^(?:\/close|::include)/m);
});

test('what people write about confidential key results reaches no epic and no file', async () => {
  const world = await provisioned();
  await edit(
    world,
    `${KR}/triage-reports`,
    (text) => text.replace('- Outcome:', "- Outcome: won't do, report 4711 from ACME Bank is under embargo"),
    { state_event: 'close' },
  );
  await world.kickoff(['sync', EXAMPLE]);
  const seen = [
    world.sandbox.state.epics[0]?.description,
    (await world.kickoff(['report', EXAMPLE, '--json'])).out,
    (await world.kickoff(['report', EXAMPLE])).out,
  ].join();
  expect(seen).not.toMatch(/ACME|4711/);
});

test('a count that is defined later gets its boxes, below our block', async () => {
  const world = await provisioned();
  const path = withOverrides(
    '{ key_result: automation-project, define: { title: Automate 3 things, measure: { kind: count, target: 3, unit: thing } } }',
  );
  await world.kickoff(['provision', path, '--yes']);
  await edit(world, `${KR}/automation-project`, (text) => text.replace('- [ ] Thing 2', '- [x] Thing 2'));
  expect((await scoreOf(world, 'automation-project', path)).score).toBeCloseTo(1 / 3, 12);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('a target that was lowered counts the boxes that were ticked', async () => {
  const world = await provisioned();
  await edit(world, `${KR}/coffee-chats`, (text) =>
    text.replace(/- \[ \] (Coffee chat (?:[6-9]|10))/g, '- [x] $1'),
  );
  const path = withOverrides('{ key_result: coffee-chats, count: 5 }');
  await world.kickoff(['provision', path, '--yes']);
  expect((await scoreOf(world, 'coffee-chats', path)).score).toBe(1);
});

test.each<[string, (text: string) => string, number]>([
  [
    'one leading space is the same level',
    (text) => text.replace(/- \[ \] /g, ' - [x] ').replace(' - [x] Rule 1', '- [x] Rule 1'),
    1,
  ],
  [
    'boxes in a comment do not count',
    (text) => text.replace(/(- \[ \] Rule 1)/, '$1\n<!--\n- [x] Rule 2\n-->'),
    0,
  ],
  [
    'boxes in a longer code block do not count',
    (text) => text.replace('<!-- kickoff:boxes ', '````\n```\n- [x] Rule 9\n````\n\n<!-- kickoff:boxes '),
    0,
  ],
  [
    'inline code at the start of a line is no block',
    (text) =>
      text
        .replace('<!-- kickoff:boxes ', '```x``` is no block\n\n<!-- kickoff:boxes ')
        .replaceAll('- [ ]', '- [x]'),
    1,
  ],
  [
    'another list with markers pasted above is not ours',
    (text) => `<!-- kickoff:boxes other/key -->\n- [x] a\n- [x] b\n<!-- kickoff:boxes-end -->\n\n${text}`,
    0,
  ],
  [
    'our end marker moved to the bottom hides nothing',
    (text) =>
      `${text.replace('<!-- kickoff:end -->\n', '').replaceAll('- [ ]', '- [x]')}\n<!-- kickoff:end -->`,
    1,
  ],
])('lists are read as GitLab renders them: %s', async (_name, change, expected) => {
  const world = await provisioned();
  await edit(world, `${KR}/detection-rules`, change);
  expect((await scoreOf(world, 'detection-rules')).score).toBe(expected);
});

test('an outcome in code or in a comment is none', async () => {
  const world = await provisioned();
  await edit(
    world,
    `${KR}/blog-post`,
    (text) => `${text}\n\n\`\`\`\nOutcome: won't do\n\`\`\`\n\n<!--\nOutcome: dropped\n-->`,
    { state_event: 'close' },
  );
  expect((await scoreOf(world, 'blog-post')).score).toBe(1);
});

test('an issue that was moved away has no score, and that is said', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, `${KR}/blog-post`);
  Object.assign(issue, { state: 'closed', closed_at: '2027-03-01T09:00:00Z', moved_to_id: 999 });
  const { score, said } = await scoreOf(world, 'blog-post');
  expect(score).toBeNull();
  expect(said).toContain('was moved to another project');
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  expect(duplicatesAndMissing(world.sandbox.state, { ...ONE_INTERN, issues: 20 })).toEqual({
    duplicates: 0,
    missing: 0,
  });
});

test('another cohort of the same title, and another intern of the same name, take over nothing', async () => {
  for (const tier of ['free', 'premium'] as const) {
    const { sandbox, kickoff } = await provisioned({ tier });
    const before = structuredClone([sandbox.state.issues, sandbox.state.epics]);
    const issues = sandbox.state.issues.length;
    const next = file('cohort.yaml', example.replace('cohort: spring-2027', 'cohort: spring-2028'));
    expect((await kickoff(['provision', next, '--yes'])).code).toBe(0);
    expect(sandbox.state.issues).toHaveLength(issues * 2);
    expect([sandbox.state.issues.slice(0, issues), sandbox.state.epics.slice(0, before[1]?.length)]).toEqual(
      before,
    );
    const other = file('cohort.yaml', example.replace('username: robin.ito', 'username: noor.haddad'));
    expect((await kickoff(['provision', other, '--yes', '--allow', 'many-changes'])).code).toBe(0);
    expect(sandbox.state.issues).toHaveLength(issues * 3);
    expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
    expect((await kickoff(['provision', next, '--yes'])).writes).toBe(0);
  }
});

test('a person’s milestone with our marker in it is neither resolved nor used, older or younger than ours', async () => {
  for (const older of [true, false]) {
    const world = stage();
    const { sandbox, kickoff, as } = world;
    if (older)
      await as('maya.torres', 'POST', `${PROJECT}/milestones`, {
        title: 'Team offsite',
        description: 'mine',
      });
    await kickoff(['provision', EXAMPLE, '--yes']);
    if (!older)
      await as('maya.torres', 'POST', `${PROJECT}/milestones`, {
        title: 'Team offsite',
        description: 'mine',
      });
    const real = sandbox.state.milestones.find(({ title }) => title.includes('Research'));
    const hers = sandbox.state.milestones.find(({ title }) => title === 'Team offsite');
    await as('maya.torres', 'PUT', `${PROJECT}/milestones/${hers?.id}`, {
      description: `Our plan.\n\n${real?.description}\n\nBook the hotel.`,
    });
    const before = structuredClone([sandbox.state.milestones, sandbox.state.issues]);
    expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
    expect([sandbox.state.milestones, sandbox.state.issues]).toEqual(before);
  }
});

test('a duplicate milestone that a person edits before we resolve it stays', async () => {
  const { sandbox, kickoff } = await provisioned();
  const real = sandbox.state.milestones[0];
  if (!real) throw new Error('no milestone');
  const duplicate = { ...structuredClone(real), id: 9000, iid: 90 };
  sandbox.state.milestones.push(duplicate);
  await kickoff(['provision', EXAMPLE, '--yes'], {
    async fetch(request) {
      if (/milestones\/9000$/.test(request.url) && request.method === 'GET')
        Object.assign(duplicate, { title: 'Kept', description: 'A person wrote this.' });
      return sandbox.fetch(request);
    },
  });
  expect(duplicate).toMatchObject({ title: 'Kept', description: 'A person wrote this.', state: 'active' });
});

test('our marker pasted into an older epic or, on Free, an older issue, takes nothing from ours', async () => {
  const premium = stage();
  await premium.as('maya.torres', 'POST', `${GROUP}/epics`, { title: 'Team roadmap' });
  await premium.kickoff(['provision', EXAMPLE, '--yes']);
  const real = premium.sandbox.state.epics[1];
  await premium.as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: `mine\n\n${real?.description}`,
    add_labels: 'cohort::spring-2027',
  });
  const epics = structuredClone(premium.sandbox.state.epics);
  expect((await premium.kickoff(['provision', EXAMPLE, '--yes', '--allow', 'many-changes'])).writes).toBe(0);
  expect(premium.sandbox.state.epics).toEqual(epics);

  const free = stage({ tier: 'free' });
  await free.as('maya.torres', 'POST', `${PROJECT}/issues`, { title: 'Team notes', description: 'x' });
  await free.kickoff(['provision', EXAMPLE, '--yes']);
  await free.as('maya.torres', 'PUT', `${PROJECT}/issues/1`, {
    description: `mine\n\n${free.sandbox.state.issues[1]?.description}`,
    add_labels: 'cohort::spring-2027',
  });
  const issues = structuredClone(free.sandbox.state.issues);
  expect((await free.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  expect(free.sandbox.state.issues).toEqual(issues);
});

test('from Free to Premium: an epic of a person that holds some of our issues stays theirs', async () => {
  const world = await provisioned({ tier: 'free' });
  world.sandbox.state.tier = 'premium';
  await world.as('maya.torres', 'POST', `${GROUP}/epics`, { title: 'Q4 roadmap', description: 'my own' });
  const issue = issueOf(world.sandbox.state, `${KR}/blog-post`);
  issue.epic_id = world.sandbox.state.epics[0]?.id ?? null;
  const run = await world.kickoff(['provision', EXAMPLE, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  expect(world.sandbox.state.epics).toHaveLength(2);
  expect(world.sandbox.state.epics[0]).toMatchObject({ title: 'Q4 roadmap', description: 'my own' });
  expect(issue.epic_id).toBe(world.sandbox.state.epics[0]?.id);
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});

test('a person’s board with some of our lists, made before us, stays theirs', async () => {
  const world = stage();
  for (const [at, area] of ['application-security', 'security-operations', 'red-team'].entries()) {
    world.sandbox.state.labels.push({
      id: 50 + at,
      group_id: 11,
      project_id: null,
      name: `area::${area}`,
      color: '#ffffff',
      description: null,
    });
  }
  world.sandbox.state.boards.push({
    id: 77,
    name: 'My triage',
    project_id: 12,
    lists: [50, 51, 52].map((label_id, at) => ({ id: 80 + at, label_id, position: at })),
  });
  await world.kickoff(['provision', EXAMPLE, '--yes']);
  expect(world.sandbox.state.boards.map(({ name, lists }) => `${name} ${lists.length}`)).toEqual([
    'My triage 3',
    'Security Internship 6',
  ]);
});
