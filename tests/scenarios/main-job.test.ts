/** The whole way, on the real program, at the server's side. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, GROUP, issueOf, PROJECT, provisioned, stage, TWO_INTERNS } from '../support/stage.ts';

test('one intern on Premium gets one epic, 15 key results under it, 6 milestones and a board with 6 lists', async () => {
  const { sandbox } = await provisioned();
  const { epics, issues, milestones, boards } = sandbox.state;
  const keyResults = issues.filter((issue) => issue.labels.includes('key-result'));
  expect(epics).toHaveLength(1);
  expect(keyResults).toHaveLength(15);
  expect(keyResults.every((issue) => issue.epic_id === epics[0]?.id)).toBe(true);
  expect(milestones).toHaveLength(6);
  expect(boards).toHaveLength(1);
  expect(boards[0]?.lists).toHaveLength(6);
});

test('a provision takes at most 85 requests, a second one at most 12 reads and no write, a sync at most 6 reads', async () => {
  const { kickoff } = stage();
  const first = await kickoff(['provision', EXAMPLE, '--yes']);
  const second = await kickoff(['provision', EXAMPLE, '--yes']);
  await kickoff(['sync', EXAMPLE]);
  const sync = await kickoff(['sync', EXAMPLE]);
  console.log(
    `requests: provision ${first.requests.length}, again ${second.reads} reads and ${second.writes} writes, sync ${sync.reads} reads and ${sync.writes} writes`,
  );
  expect(first.code).toBe(0);
  expect(first.requests.length).toBeLessThanOrEqual(85);
  expect(second).toMatchObject({ code: 0, writes: 0 });
  expect(second.reads).toBeLessThanOrEqual(12);
  expect(sync).toMatchObject({ code: 0, writes: 0 });
  expect(sync.reads).toBeLessThanOrEqual(6);
  expect([...second.requests, ...sync.requests].filter(({ path }) => /\/issues\/\d+/.test(path))).toEqual([]);
});

test('two interns share milestones and board: 2 epics, 30 key results, 6 milestones, 1 board', async () => {
  const { sandbox, kickoff } = await provisioned({}, TWO_INTERNS);
  const { epics, issues, milestones, boards } = sandbox.state;
  expect(epics).toHaveLength(2);
  expect(issues.filter((issue) => issue.labels.includes('key-result'))).toHaveLength(30);
  expect(milestones).toHaveLength(6);
  expect(boards).toHaveLength(1);
  expect((await kickoff(['provision', TWO_INTERNS, '--yes'])).writes).toBe(0);
});

test('an area key result carries milestone, due date, labels, assignee, epic and confidentiality from its one POST', async () => {
  const { kickoff, sandbox } = stage();
  const { requests } = await kickoff(['provision', EXAMPLE, '--yes']);
  const { state } = sandbox;
  const issue = issueOf(state, 'spring-2027/robin-ito/kr/triage-reports');
  expect(state.milestones.find(({ id }) => id === issue.milestone_id)?.title).toBe(
    'spring-2027: Application Security & Security Research',
  );
  expect(issue).toMatchObject({ due_date: '2027-03-12', confidential: true, epic_id: state.epics[0]?.id });
  expect(issue.labels).toEqual(
    expect.arrayContaining([
      'area::application-security',
      'cohort::spring-2027',
      'intern::robin-ito',
      'key-result',
    ]),
  );
  expect(issue.assignee_ids).toEqual([state.users.find(({ username }) => username === 'robin.ito')?.id]);
  const put = requests.filter(({ method, path }) => method === 'PUT' && path.includes('/issues/'));
  expect(put).toEqual([]);
});

test('program-wide key results have no milestone, are due on the last day and belong to area::program', async () => {
  const { sandbox } = await provisioned();
  const wide = sandbox.state.issues.filter((issue) => issue.labels.includes('area::program'));
  expect(wide).toHaveLength(5);
  for (const issue of wide) expect(issue).toMatchObject({ milestone_id: null, due_date: '2027-04-23' });
});

test('below the block stand the named boxes, the four lines and the two-line footer', async () => {
  const { sandbox } = await provisioned();
  const text = issueOf(sandbox.state, 'spring-2027/robin-ito/kr/week-with-each-team').description ?? '';
  const below = text.slice(text.indexOf('<!-- kickoff:end -->'));
  const boxes = [...below.matchAll(/^- \[ \] (.+)$/gm)].map((match) => match[1]);
  expect(boxes).toEqual([
    'Application Security & Security Research',
    'Security Operations',
    'Trust & Safety',
    'Security Assurance',
    'Security Automation',
    'Red Team',
  ]);
  for (const line of ['Evidence', 'Value', 'Confidence', 'Outcome'])
    expect(below).toMatch(new RegExp(`^- ${line}:$`, 'm'));
  expect(below.trim().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/Done\?.*close.*outcome/),
    expect.stringMatching(/mistake.*Reopen/),
  ]);
});

test('role check-lists and growth goals are issues with due dates, and no key results', async () => {
  const { sandbox } = await provisioned();
  const checklists = sandbox.state.issues.filter((issue) => issue.labels.includes('checklist'));
  expect(checklists.map(({ title, due_date }) => `${title} ${due_date}`).sort()).toEqual([
    'Intern, in the first week: check-list for Robin Ito 2027-03-05',
    'Manager, before the start: check-list for Robin Ito 2027-02-26',
    'Manager, in the first week: check-list for Robin Ito 2027-03-05',
    'Mentor, before the start: check-list for Robin Ito 2027-02-26',
    'Mentor, in the first week: check-list for Robin Ito 2027-03-05',
  ]);
  const goals = sandbox.state.issues.filter((issue) => issue.labels.includes('growth-goal'));
  expect(goals).toHaveLength(1);
  expect([...checklists, ...goals].some((issue) => issue.labels.includes('key-result'))).toBe(false);
});

test('the epic holds aim, people, rotations, duties, a scorecard block and a diagram within GitLab’s budget', async () => {
  const { sandbox } = await provisioned();
  const text = sandbox.state.epics[0]?.description ?? '';
  for (const part of [
    'Security Engineer',
    '`maya.torres`',
    '`sam.okafor`',
    '1 Mar – 12 Mar 2027',
    'Manager, daily',
    'Intern, weekly',
    'Mentor, as needed',
    '### Scorecard',
  ])
    expect(text).toContain(part);
  const diagrams = [...text.matchAll(/```mermaid\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  // The rotations, and the ladder of the role that the program leads to.
  expect(diagrams).toHaveLength(2);
  expect(diagrams.join('').length).toBeLessThanOrEqual(2000);
});

test('the board’s lists stand in rotation order and its link is filtered by intern', async () => {
  const { sandbox, kickoff } = await provisioned();
  const { boards, labels } = sandbox.state;
  const names = boards[0]?.lists.map((list) => labels.find(({ id }) => id === list.label_id)?.name);
  expect(names).toEqual(
    [
      'application-security',
      'security-operations',
      'trust-and-safety',
      'security-assurance',
      'security-automation',
      'red-team',
    ].map((area) => `area::${area}`),
  );
  const { out } = await kickoff(['plan', EXAMPLE]);
  expect(out).toContain(`/-/boards/${boards[0]?.id}?label_name[]=intern%3A%3Arobin-ito`);
});

test('interns whose dates differ get milestones of their own, with titles that differ', async () => {
  const text = readFileSync(TWO_INTERNS, 'utf8').replace(
    '    mentor: priya.raman\n',
    '    mentor: priya.raman\n    first_day: 2027-09-20\n',
  );
  const { sandbox } = await provisioned({}, file('cohort.yaml', text));
  const titles = sandbox.state.milestones.map(({ title }) => title);
  expect(titles).toHaveLength(12);
  expect(new Set(titles).size).toBe(12);
});

test('the second label home: labels can live in the project', async () => {
  const text = readFileSync(EXAMPLE, 'utf8').replace(
    '  project: security-team/internship',
    '  project: security-team/internship\n  labels: project',
  );
  const path = file('cohort.yaml', text);
  const { sandbox, kickoff } = await provisioned({}, path);
  expect(sandbox.state.labels.every((label) => label.project_id === 12)).toBe(true);
  expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('a project in a person’s namespace and a Free group have a tracking issue instead of the epic, and say so', async () => {
  const own = readFileSync(EXAMPLE, 'utf8')
    .replace('  group: security-team\n', '')
    .replace('security-team/internship', 'maya.torres/internship');
  for (const [tier, path] of [
    ['premium', file('cohort.yaml', own)],
    ['free', EXAMPLE],
  ] as const) {
    const { sandbox, kickoff } = stage({ tier });
    const first = await kickoff(['provision', path, '--yes']);
    expect(first.err).not.toContain('✗');
    expect(first.out).toContain('tracking issue');
    expect(sandbox.state.epics).toHaveLength(0);
    expect(sandbox.state.issues).toHaveLength(22);
    expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
    const sync = await kickoff(['sync', path]);
    expect(sync).toMatchObject({ code: 0, writes: 1 });
    expect((await kickoff(['sync', path])).writes).toBe(0);
  }
});

test('a cohort with rotations that have no area, and a program with no rotations, provision and converge', async () => {
  const program = (body: string): string => `version: 1
key: small
title: Small
aim: Try it.
${body}
objectives:
  - key: one
    title: One
    key_results:
      - { key: ship, title: Ship it, measure: { kind: done } }
`;
  const cohort = `version: 1
program: ./program.yaml
cohort: q1
first_day: 2027-01-04
gitlab: { group: security-team, project: security-team/internship }
people: { manager: maya.torres, mentor: sam.okafor }
interns: [{ username: robin.ito }]
`;
  for (const [body, milestones] of [
    [
      'rotations: [{ key: w1, title: Find a project, weeks: 1 }, { key: w2, title: Write patches, weeks: 3 }]',
      2,
    ],
    ['weeks: 13', 0],
  ] as const) {
    const path = file('cohort.yaml', cohort);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path.replace('cohort.yaml', 'program.yaml'), program(body));
    const { sandbox, kickoff } = await provisioned({}, path);
    expect(sandbox.state.milestones).toHaveLength(milestones);
    expect(sandbox.state.boards).toHaveLength(0);
    expect(sandbox.state.issues).toHaveLength(1);
    expect((await kickoff(['provision', path, '--yes'])).writes).toBe(0);
    expect((await kickoff(['sync', path])).code).toBe(0);
  }
});

test('nobody is mentioned and no quick action runs in anything we write', async () => {
  const { sandbox, as } = await provisioned({}, TWO_INTERNS);
  for (const each of [...sandbox.state.issues, ...sandbox.state.epics, ...sandbox.state.milestones]) {
    expect(each.description ?? '').not.toMatch(/(?<![`\w])@\w/);
    expect(each.description ?? '').not.toMatch(/^\//m);
  }
  expect(await as('maya.torres', 'GET', `${GROUP}/epics`)).toHaveLength(2);
  expect(await as('maya.torres', 'GET', `${PROJECT}/issues?per_page=100`)).toHaveLength(41);
});
