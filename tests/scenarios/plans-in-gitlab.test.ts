/** What a plan of rotations becomes in GitLab: who is where with whom, who mentors instead, and weeks in which a team takes nobody. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { EXAMPLE, file, issueOf, type Stage, stage, TWO_INTERNS } from '../support/stage.ts';

const FOUR = readFileSync('config/cohort-of-four.example.yaml', 'utf8');
const early = (): Stage => stage({ clock: () => new Date('2028-01-03T09:00:00Z') });

/** Solved, written into the file, provisioned; a second run writes nothing. */
async function planned(text: string, world = early()): Promise<{ path: string; world: Stage; plan: string }> {
  const path = file('cohort.yaml', text);
  const solved = await world.kickoff(['rotations', path, 'solve', '--write']);
  expect(solved.code, solved.err).toBe(0);
  const plan = await world.kickoff(['plan', path]);
  const run = await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user']);
  expect(run.code, run.err).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user'])).writes).toBe(0);
  return { path, world, plan: plan.out };
}

const epicOf = ({ epics }: State, name: string): string =>
  epics.find(({ title }) => title.includes(name))?.description ?? '';

const chartsIn = (text: string): string[] =>
  [...text.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, chart]) => chart ?? '');

test('in a planned cohort each epic shows who is where: the own rotations by name, the others’ by initials', async () => {
  const { world } = await planned(FOUR);
  const [chart = '', ...more] = chartsIn(epicOf(world.sandbox.state, 'Noor'));
  expect(chart.match(/section .*/g)).toEqual([
    'section Noor Haddad',
    'section Robin Ito',
    'section Kit Larsen',
    'section Zuri Mbeki',
  ]);
  expect(chart).toMatch(/section Noor Haddad\n {2}\w\w [A-Z][^:]* : 2028-01-10, \d+d\n/);
  expect(chart).toMatch(/section Zuri Mbeki\n( {2}\w\w : 2028-\d\d-\d\d, \d+d\n){6}/);
  // Both weeks of a rotation of two, its weekend between them.
  const milestone = world.sandbox.state.milestones.find(
    ({ title }) => title.includes('Security Operations') && title.includes('Zuri'),
  );
  expect(chart.split('section Zuri')[1]).toContain(`SO : ${milestone?.start_date}, 12d`);
  // With the ladder it is within what GitLab draws on a page.
  expect(more).toHaveLength(1);
  expect([chart, ...more].join('').length).toBeLessThan(2000);
});

test.each([
  1, 2, 12, 40,
])('with %i interns the charts of a page stay within what GitLab draws, and who is left out is counted', async (count) => {
  const head = readFileSync(EXAMPLE, 'utf8').split('interns:')[0] ?? '';
  const interns = Array.from(
    { length: count },
    (_, at) => `  - { username: u${at}, name: Somebody with a longer name ${at} }`,
  );
  const world = stage();
  const path = file('cohort.yaml', `${head}planning: {}\ninterns:\n${interns.join('\n')}\n`);
  expect((await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user'])).code).toBe(0);
  for (const { description } of world.sandbox.state.epics) {
    const charts = chartsIn(description ?? '');
    expect(charts.join('').length).toBeLessThan(2000);
    const sections = charts[0]?.match(/ {2}section /g)?.length ?? 0;
    const left = Number(
      /^(\d+) more interns? (?:is|are) in the plan/m.exec(description ?? '')?.[1] ??
        (/^One more intern/m.test(description ?? '') ? 1 : 0),
    );
    expect(Math.max(sections, 1) + left).toBe(count);
  }
});

test('a cohort that plans nothing has the chart it had, of one intern alone', async () => {
  const world = stage();
  expect((await world.kickoff(['provision', TWO_INTERNS, '--yes'])).code).toBe(0);
  expect(epicOf(world.sandbox.state, 'Noor')).not.toContain('section ');
});

test('a mentor who is away: a plan names the other one, in its text, in the file, in epic and issues', async () => {
  const { path, world, plan } = await planned(
    FOUR.replace('absences:\n', 'absences:\n  - { who: vera.kozlova, from: 2028-01-10, to: 2028-03-31 }\n'),
  );
  expect(readFileSync(path, 'utf8').match(/mentor: nils\.berg/g)).toHaveLength(4);
  expect(plan).toContain('create');
  const { state } = world.sandbox;
  for (const name of ['Robin', 'Noor', 'Kit', 'Zuri'])
    expect(epicOf(state, name)).toMatch(/\| Red Team \| `nils\.berg` \|/);
  expect(issueOf(state, 'winter-2028/noor-haddad/kr/secret-scanning-proof').description).toContain(
    '| Mentor | `nils.berg` |',
  );
  // Back again: the plan that stands still goes, and nobody is moved.
  writeFileSync(path, readFileSync(path, 'utf8').replace(/ {2}- \{ who: vera.*\n/, ''));
  expect((await world.kickoff(['rotations', path])).code).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user'])).writes).toBe(0);
});

test('a team that takes nobody for two weeks has nobody then; one that takes nobody at all makes every plan impossible, and says so', async () => {
  const closed = 'capacity_in: [{ from: 2028-01-10, to: 2028-01-21, capacity: 0 }]';
  const { world } = await planned(
    FOUR.replace('capacity: 1 }\n  security-assurance', `capacity: 1, ${closed} }\n  security-assurance`),
  );
  const weeks = world.sandbox.state.milestones
    .filter(({ title }) => title.includes('Trust & Safety'))
    .map(({ start_date }) => start_date ?? '');
  expect(weeks.length).toBeGreaterThan(0);
  for (const start of weeks) expect(start >= '2028-01-24', start).toBe(true);
  const path = file(
    'cohort.yaml',
    FOUR.replace('capacity: 1 }\n  security-assurance', 'capacity: 0 }\n  security-assurance'),
  );
  const before = readFileSync(path, 'utf8');
  const none = await early().kickoff(['rotations', path, 'solve', '--write']);
  expect(none.code).toBe(1);
  expect(none.err).toMatch(/No plan goes\.\n.*Trust & Safety/);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('another mentor of a team: open duties of the old one move to the new one, in the plan and in GitLab; closed ones stay', async () => {
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8')
    .replace(
      '        title: Help to write 5 detection rules\n',
      '        title: Help to write 5 detection rules\n        owner: [intern, area-mentor]\n',
    )
    .replace(
      '        title: Shadow 1 security incident, on call or not\n',
      '        title: Shadow 1 security incident, on call or not\n        owner: area-mentor\n',
    );
  const path = file(
    'cohort.yaml',
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./own.yaml'),
  );
  writeFileSync(join(path, '..', 'own.yaml'), program);
  const world = stage();
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  const { state } = world.sandbox;
  const whoHas = (key: string): string[] =>
    issueOf(state, `spring-2027/robin-ito/kr/${key}`)
      .assignee_ids.map((id) => state.users.find((user) => user.id === id)?.username ?? '')
      .sort();
  const [old = ''] = whoHas('shadow-incident');
  expect(whoHas('detection-rules')).toEqual([old, 'robin.ito'].sort());
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(
      new RegExp(`(security-operations:[^\\n]*mentor: )${old.replace('.', '\\.')}`),
      '$1vera.kozlova',
    ),
  );
  const plan = await world.kickoff(['plan', path]);
  expect(plan.out).toMatch(/vera\.kozlova/);
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  expect(whoHas('shadow-incident')).toEqual(['vera.kozlova']);
  expect(whoHas('detection-rules')).toEqual(['robin.ito', 'vera.kozlova']);
  expect(epicOf(state, 'Robin')).toMatch(/\| Security Operations \| `vera\.kozlova` \|/);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('a plan from a day on: what has begun keeps its weeks and mentors, also what nobody would plan today, and GitLab keeps it', async () => {
  const { path, world } = await planned(FOUR);
  const state = world.sandbox.state;
  const dates = (): Map<string, string> =>
    new Map(state.milestones.map(({ title, start_date, due_date }) => [title, `${start_date} ${due_date}`]));
  const before = dates();
  // In the third week Noor is taken ill for two, and a team that had interns takes none until now.
  writeFileSync(
    path,
    readFileSync(path, 'utf8')
      .replace('absences:\n', 'absences:\n  - { who: noor.haddad, from: 2028-02-14, to: 2028-02-25 }\n')
      .replace('planning:\n  weeks: 9', 'planning:\n  weeks: 12')
      .replace(
        'manager: joon.park, capacity: 1',
        'manager: joon.park, capacity: 1, capacity_in: [{ from: 2028-01-10, to: 2028-01-21, capacity: 0 }]',
      ),
  );
  expect((await world.kickoff(['rotations', path])).code).toBe(1);
  const wrong = await world.kickoff(['rotations', path, 'solve', '--from', '2028-13-01']);
  expect(wrong.code).toBe(64);
  const solved = await world.kickoff(['rotations', path, 'solve', '--from', '2028-02-02', '--write']);
  expect(solved.code, solved.err).toBe(0);
  expect((await world.kickoff(['rotations', path, '--from', '2028-02-02'])).out).toContain('No conflicts');
  expect((await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user'])).code).toBe(0);
  const after = dates();
  let kept = 0;
  for (const [title, span] of before)
    if (span < '2028-01-31') {
      kept += 1;
      expect(after.get(title), title).toBe(span);
    }
  expect(kept).toBeGreaterThan(5);
  expect([...after].filter(([title, span]) => before.get(title) !== span).length).toBeGreaterThan(0);
  expect((await world.kickoff(['provision', path, '--yes', '--allow', 'unknown-user'])).writes).toBe(0);
});
