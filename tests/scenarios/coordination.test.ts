/** What goes beside the key results: pair work, an order among them, a stock of small issues, what to read, and who meets whom. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { State, Tier } from '../../src/sandbox/state.ts';
import { dieAt } from '../support/faults.ts';
import { act, cardOf, close, internOf, KR, resultOf, same } from '../support/people.ts';
import {
  EXAMPLE,
  essence,
  file,
  issueOf,
  PROJECT,
  provisioned,
  stage,
  TWO_INTERNS,
} from '../support/stage.ts';

const BACKLOG = `backlog:
  - { key: dead-links, title: Mend dead links of the runbook }
  - key: old-alerts
    title: Go through alerts that nobody reads
    text: Ask **before** one is switched off.
    owner: [manager, mentor, intern]
`;

const PAIRS = `overrides:
  - add:
      key: pair-work
      title: Work in a pair every week
      objective: network
      pair_work: true
      measure: { kind: maintain, every: week, unit: with whom }
`;

const AFTER = `overrides:
  - add:
      key: talk
      title: Tell the company about it
      objective: communication
      after: [blog-post, triage-reports]
      measure: { kind: done }
`;

/** Key results of the areas, but for the first and the one that is to be defined. */
const OF_TEAMS = [
  'appsec-pings',
  'detection-rules',
  'shadow-incident',
  'ci-abuse-detection',
  'control-test',
  'sales-call',
  'secret-scanning-approach',
  'secret-scanning-proof',
];

const withMore = (more: string, base = EXAMPLE): string =>
  file('cohort.yaml', `${readFileSync(base, 'utf8').replace(/^overrides:\n(?: .*\n|\n)*/m, '')}\n${more}`);

const namesOf = (state: State, ids: number[]): string[] =>
  ids.map((id) => state.users.find((user) => user.id === id)?.username ?? '');

test.each<Tier>([
  'free',
  'premium',
])('on %s each owner of a small issue has one of their own, with one assignee', async (tier) => {
  const cohort = withMore(BACKLOG, TWO_INTERNS);
  const world = await provisioned({ tier }, cohort);
  const { sandbox, kickoff } = world;
  const stock = sandbox.state.issues
    .filter(({ labels }) => labels.includes('backlog'))
    .map(({ title, assignee_ids, due_date, labels }) => [
      title,
      namesOf(sandbox.state, assignee_ids).join(),
      due_date,
      labels.includes('key-result'),
    ]);
  expect(stock.sort()).toEqual([
    ['Go through alerts that nobody reads (Intern): Noor Haddad', 'noor.haddad', null, false],
    ['Go through alerts that nobody reads (Intern): Robin Ito', 'robin.ito', null, false],
    ['Go through alerts that nobody reads (Manager)', 'maya.torres', null, false],
    ['Go through alerts that nobody reads (Mentor): Noor Haddad', 'priya.raman', null, false],
    ['Go through alerts that nobody reads (Mentor): Robin Ito', 'sam.okafor', null, false],
    ['Mend dead links of the runbook: Noor Haddad', 'noor.haddad', null, false],
    ['Mend dead links of the runbook: Robin Ito', 'robin.ito', null, false],
  ]);
  const before = await cardOf(world, [], cohort);
  expect(before.interns[0]?.objectives.flatMap(({ keyResults }) => keyResults)).toHaveLength(5);
  expect((await kickoff(['provision', cohort, '--yes'])).writes).toBe(0);
});

test('another owner gets an issue of a small one, and the first keeps theirs; what is taken out is left to people', async () => {
  const cohort = withMore(BACKLOG.replace('[manager, mentor, intern]', 'intern'));
  const { sandbox, kickoff } = await provisioned({}, cohort);
  const stock = (): string[] =>
    sandbox.state.issues
      .filter(({ labels }) => labels.includes('backlog'))
      .map(({ title, state }) => `${state} ${title}`)
      .sort();
  const text = readFileSync(cohort, 'utf8');
  writeFileSync(cohort, text.replace('owner: intern', 'owner: [intern, manager, Manager, vera.kozlova]'));
  expect((await kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  expect(stock()).toEqual([
    'opened Go through alerts that nobody reads (Intern): Robin Ito',
    'opened Go through alerts that nobody reads (Manager)',
    'opened Go through alerts that nobody reads (vera.kozlova)',
    'opened Mend dead links of the runbook: Robin Ito',
  ]);
  writeFileSync(cohort, text.replace(/ {2}- key: old-alerts\n(?: {4}.*\n)*/, ''));
  const less = await kickoff(['provision', cohort, '--yes']);
  expect(less.out).toContain('is no longer in the program. It is left as it is.');
  expect(stock()).toHaveLength(4);
  expect((await kickoff(['provision', cohort, '--yes'])).writes).toBe(0);
});

test('a provision with a stock, pair work and an order that dies at any request is mended by the next', async () => {
  const cohort = withMore(`${BACKLOG}${PAIRS}${AFTER.replace('overrides:\n', '')}`);
  const whole = essence((await provisioned({}, cohort)).sandbox.state);
  let schedules = 0;
  for (const when of ['before', 'after'] as const) {
    for (let at = when === 'before' ? 0 : 5; ; at += 17) {
      const { sandbox, kickoff } = stage();
      const death = dieAt(sandbox, at, when);
      await kickoff(['provision', cohort, '--yes'], { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      expect((await kickoff(['provision', cohort, '--yes'])).code).toBe(0);
      expect(essence(sandbox.state), `${when} ${at}`).toEqual(whole);
      schedules += 1;
    }
  }
  expect(schedules).toBeGreaterThan(5);
});

test('weeks without pair work stand in agenda and digest, and in no score', async () => {
  const cohort = withMore(PAIRS);
  const world = await provisioned({}, cohort);
  const pairs = `${KR}/pair-work`;
  expect(issueOf(world.sandbox.state, pairs).description).toContain('- [ ] Week 8: with whom');
  const score = (await internOf(world, [], cohort)).score;
  world.moveClock('2027-03-03T10:00:00Z');
  const issue = issueOf(world.sandbox.state, pairs);
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: issue.description?.replace('- [ ] Week 2: with whom', '- [x] Week 2: with Vera, a parser'),
  });
  expect((await internOf(world, [], cohort)).score).toBe(score);
  world.moveClock('2027-03-22T10:00:00Z');
  const intern = await internOf(world, [], cohort);
  expect(resultOf(intern, 'pair-work')).toMatchObject({
    weight: 0,
    missedWeeks: ['Week 1: with whom', 'Week 3: with whom'],
  });
  expect((await world.kickoff(['agenda', cohort, '--yes'])).code).toBe(0);
  world.moveClock('2027-03-26T16:00:00Z');
  expect((await world.kickoff(['digest', cohort, '--yes'])).code).toBe(0);
  const textOf = (kind: string): string =>
    world.sandbox.state.issues.find(({ description }) => description?.includes(`/.ritual/${kind}/`))
      ?.description ?? '';
  expect(textOf('agenda')).toMatch(
    /### Weeks without pair work\n\n- \[Work in a pair every week\]\([^)]*\): Week 1: with whom, Week 3: with whom\n/,
  );
  expect(textOf('digest')).toMatch(
    /### Weeks without pair work\n\n- \*\*Robin Ito\*\*\n {2}- \[Work in a pair/,
  );
});

test('what comes after others says so, names nothing confidential, and is next only when they are done', async () => {
  const cohort = withMore(AFTER);
  const world = await provisioned({}, cohort);
  expect(issueOf(world.sandbox.state, `${KR}/talk`).description).toContain(
    '| Comes after | "Publish a blog post on the internship or on a security project done in it", a confidential key result |',
  );
  world.moveClock('2027-04-22T10:00:00Z');
  const next = async (): Promise<string> =>
    (await world.kickoff(['report', cohort, '--for', 'robin.ito'])).out
      .split('Your next three')[1]
      ?.slice(0, 900) ?? '';
  for (const key of ['technical-project', 'coffee-chats', 'week-with-each-team'])
    await act(world, key, same, close);
  expect(resultOf(await internOf(world, [], cohort), 'talk').waitsFor).toEqual([
    'Publish a blog post on the internship or on a security project done in it',
    'Help to triage 5 HackerOne reports',
  ]);
  // What others may read names it nowhere.
  const out = dirname(file('x', ''));
  await world.kickoff(['sync', cohort, '--out', out]);
  const shared = readFileSync(join(out, 'scorecard.json'), 'utf8');
  expect(shared).toMatch(/"waitsFor": \[\s*"Publish a blog post[^"]*",\s*"confidential"\s*\]/);
  expect(shared).not.toContain('HackerOne');
  expect(await next()).not.toContain('Tell the company');
  await act(world, 'blog-post', same, close);
  await act(world, 'triage-reports', same, close);
  expect(resultOf(await internOf(world, [], cohort), 'talk').waitsFor).toEqual([]);
  for (const key of OF_TEAMS) await act(world, key, same, close);
  expect(await next()).toContain('Tell the company');
});

test('an order that cannot be, pair work that is no weekly check, and a key that is taken are told with their places', async () => {
  const cohort = withMore(`backlog:
  - { key: one, title: One }
  - { key: one, title: Other, owner: nobody-of-this-role? }
overrides:
  - add: { key: a, title: A, objective: network, after: [b], measure: { kind: done } }
  - add: { key: b, title: B, objective: network, after: [a, moon, b], pair_work: true, measure: { kind: done } }
`);
  const { code, err } = await stage().kickoff(['validate', cohort]);
  expect(code).toBe(1);
  expect(err).toMatch(/backlog\.1\.owner/);
  const sound = file(
    'cohort.yaml',
    readFileSync(cohort, 'utf8').replace(', owner: nobody-of-this-role?', ''),
  );
  const second = await stage().kickoff(['validate', sound]);
  for (const part of [
    /backlog\.1\.key: is used already/,
    /overrides\.0\.add\.after\.0: comes after this one itself/,
    /overrides\.1\.add\.after\.0: comes after this one itself/,
    /overrides\.1\.add\.after\.1: is not a key result of the program/,
    /overrides\.1\.add\.after\.2: is the key result itself/,
    /overrides\.1\.add\.pair_work: goes with measure/,
  ])
    expect(second.err).toMatch(part);
});

test('a duty says what to read, in its check-list and in the epic; a planned cohort introduces people to each other', async () => {
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8')
    .replace(
      '- Get to know the security section of the handbook',
      "- { do: Get to know the security section of the handbook, read: [{ title: 'Security [all]', url: 'https://handbook.example/security/' }] }",
    )
    .replace(
      "- Take part in the team's meetings and activities",
      "- { do: Take part in meetings, read: [{ title: Calendar, url: 'https://handbook.example/meetings' }] }",
    );
  const cohort = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./own.yaml')}\nplanning: {}\n`,
  );
  writeFileSync(cohort.replace('cohort.yaml', 'own.yaml'), program);
  const { sandbox, kickoff } = await provisioned({}, cohort);
  const list = (role: string): string =>
    issueOf(sandbox.state, `spring-2027/robin-ito/checklist/${role}/first-week`).description ?? '';
  expect(list('intern')).toContain(
    'Get to know the security section of the handbook:\n- To read on: [Security \\[all\\]](https://handbook.example/security/)',
  );
  expect(list('intern')).toContain('- [ ] Get to know the security section of the handbook\n');
  expect(sandbox.state.epics[0]?.description).toContain(
    '- Take part in meetings\n  - To read on: [Calendar](https://handbook.example/meetings)',
  );
  expect(
    list('manager')
      .match(/^- \[ \] .*$/gm)
      ?.slice(4),
  ).toMatchInlineSnapshot(`
    [
      "- [ ] Weeks of Application Security & Security Research agreed with \`tomasz.nowak\`",
      "- [ ] Weeks of Security Operations agreed with \`luc.moreau\`",
      "- [ ] Weeks of Trust & Safety agreed with \`dele.adeyemi\`",
      "- [ ] Weeks of Security Assurance agreed with \`joon.park\`",
      "- [ ] Weeks of Security Automation agreed with \`omar.benali\`",
      "- [ ] Weeks of Red Team agreed with \`nils.berg\`",
      "- [ ] Introduce Robin Ito to \`ines.ferreira\` (Application Security & Security Research)",
      "- [ ] Introduce Robin Ito to \`priya.raman\` (Security Operations)",
      "- [ ] Introduce Robin Ito to \`hana.sato\` (Trust & Safety)",
      "- [ ] Introduce Robin Ito to \`carla.weiss\` (Security Assurance)",
      "- [ ] Introduce Robin Ito to \`ada.lindqvist\` (Security Automation)",
      "- [ ] Introduce Robin Ito to \`vera.kozlova\` (Red Team)",
    ]
  `);
  expect((await kickoff(['provision', cohort, '--yes'])).writes).toBe(0);
});

test('what all share comes after what the program says, whatever one intern has of it; a deadlock through a derived one is told', async () => {
  const text = withMore('', TWO_INTERNS);
  const shared = file(
    'cohort.yaml',
    readFileSync(text, 'utf8')
      .replace(/ {4}overrides:\n(?: {6,}.*\n)*/g, '')
      .replace(
        '    mentor: priya.raman\n',
        '    mentor: priya.raman\n    overrides: [{ key_result: coffee-chats, retitle: Private chats }, { key_result: blog-post, skip: no time }]\n',
      ) +
      'overrides:\n  - add: { key: team-talk, title: Tell the team, objective: network, owner: manager, after: [blog-post, coffee-chats], measure: { kind: done } }\n',
  );
  const world = await provisioned({}, shared);
  const talk = issueOf(world.sandbox.state, 'autumn-2027/.once/kr/team-talk').description;
  expect(talk).toMatch(/Comes after \| "Publish a blog post[^"]*", "Have 10 coffee chats[^"]*" \|/);
  const stuck = withMore(`overrides:
  - add: { key: a, title: A, objective: network, after: [c], measure: { kind: done } }
  - add: { key: c, title: C, objective: network, measure: { kind: derived, from: key-results, of: [a], at_least: 1, score: 1 } }
`);
  expect((await stage().kickoff(['validate', stuck])).err).toMatch(
    /add\.after\.0: comes after this one itself/,
  );
});

test('where all that is open waits, the next three say for what', async () => {
  const cohort = withMore(AFTER.replace('[blog-post, triage-reports]', '[automation-project]'));
  const world = await provisioned({}, cohort);
  world.moveClock('2027-04-22T10:00:00Z');
  for (const key of [
    'technical-project',
    'blog-post',
    'coffee-chats',
    'week-with-each-team',
    'triage-reports',
    ...OF_TEAMS,
  ])
    await act(world, key, same, close);
  const page = (await world.kickoff(['report', cohort, '--for', 'robin.ito', '--html'])).out;
  expect(page.split('Your next three')[1]?.slice(0, 3000)).toMatch(
    /Tell the company about it[\s\S]*waits for Security Automation key result, to be defined/,
  );
});
