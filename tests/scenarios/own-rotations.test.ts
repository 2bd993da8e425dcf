/** Rotations of a cohort's own, of an intern's own, with gaps, other mentors and part time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, issueOf, stage, TWO_INTERNS } from '../support/stage.ts';

const two = (noor: string, more = ''): string =>
  file(
    'cohort.yaml',
    `${readFileSync(TWO_INTERNS, 'utf8').replace('    mentor: priya.raman\n', `    mentor: priya.raman\n${noor}`)}\n${more}`,
  );

const OWN = `    rotations:
      - { area: security-operations, mentor: maya.torres }
      - gap: 1
      - application-security
      - { area: red-team, from: 2027-10-20 }
      - trust-and-safety
      - security-assurance
      - security-automation
`;

test('an intern with an own order has milestones, dates and mentors of their own; the others keep the cohort’s', async () => {
  const world = stage();
  const cohort = two(OWN);
  const run = await world.kickoff(['provision', cohort, '--yes']);
  expect(run.code, run.err).toBe(0);
  const { state } = world.sandbox;
  const dates = Object.fromEntries(
    state.milestones.map(({ title, start_date, due_date }) => [title, `${start_date} ${due_date}`]),
  );
  expect(dates['Autumn 2027: Application Security & Security Research']).toBeUndefined();
  expect(dates).toMatchObject({
    'autumn-2027: Application Security & Security Research': '2027-09-07 2027-09-17',
    'autumn-2027: Security Operations (Noor Haddad)': '2027-09-07 2027-09-17',
    'autumn-2027: Application Security & Security Research (Noor Haddad)': '2027-09-27 2027-10-08',
    'autumn-2027: Red Team (Noor Haddad)': '2027-10-18 2027-10-22',
    'autumn-2027: Trust & Safety (Noor Haddad)': '2027-10-25 2027-10-29',
    'autumn-2027: Security Automation (Noor Haddad)': '2027-11-08 2027-11-12',
  });
  const rules = issueOf(state, 'autumn-2027/noor-haddad/kr/detection-rules');
  expect(rules.due_date).toBe('2027-09-17');
  expect(issueOf(state, 'autumn-2027/robin-ito/kr/detection-rules').due_date).toBe('2027-10-01');
  const epic = state.epics.find(({ title }) => title.includes('Noor'));
  expect(epic?.due_date).toBe('2027-11-12');
  expect(epic?.description).toContain('maya.torres');
  const again = await world.kickoff(['provision', cohort, '--yes']);
  expect([again.code, again.writes]).toEqual([0, 0]);
});

test('an area that an own order leaves out has no issues, and counts for nothing', async () => {
  const world = stage();
  const cohort = two('    rotations: [security-operations, application-security]\n');
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  const titles = world.sandbox.state.issues.map(({ description }) => description ?? '');
  expect(titles.some((text) => text.includes('noor-haddad/kr/secret-scanning'))).toBe(false);
  expect(titles.some((text) => text.includes('robin-ito/kr/secret-scanning'))).toBe(true);
  const { out } = await world.kickoff(['report', cohort, '--json']);
  const card = JSON.parse(out) as {
    interns: { username: string; areas: { key: string; score: number | null }[] }[];
  };
  const areas = card.interns.find(({ username }) => username === 'noor.haddad')?.areas ?? [];
  const scored = areas.filter(({ score }) => score !== null).map(({ key }) => key);
  expect(scored.sort()).toEqual(['application-security', 'security-operations']);
});

test('part time takes longer, in whole weeks', async () => {
  const world = stage();
  expect((await world.kickoff(['provision', two('    part_time: 50\n'), '--yes'])).code).toBe(0);
  const found = world.sandbox.state.milestones.find(({ title }) =>
    title.endsWith('Security Operations (Noor Haddad)'),
  );
  expect([found?.start_date, found?.due_date]).toEqual(['2027-10-04', '2027-10-29']);
});

test('the cohort’s own order stands in place of the program’s, with the same milestones', async () => {
  const world = stage();
  const cohort = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\nrotations: [red-team, security-operations]\n`,
  );
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  expect(world.sandbox.state.milestones.map(({ title, due_date }) => `${title} ${due_date}`).sort()).toEqual([
    'spring-2027: Red Team 2027-03-05',
    'spring-2027: Security Operations 2027-03-19',
  ]);
});

test('what is wrong in an order, an absence or a wish is said all at once, with its place', async () => {
  const cohort = two(
    '    rotations:\n      - red-teem\n      - { area: red-team, from: 2027-09-18 }\n      - { area: red-team, from: 2027-08-02 }\n      - { area: trust-and-safety, from: 2027-09-07 }\n',
    'absences: [{ who: priya.raman, from: 2027-09-10, to: 2027-09-01 }]\nplanning: { pins: [{ intern: nobody, area: moon, from: 2027-09-06 }], apart: [[robin.ito, robin.ito]] }\n',
  );
  const { code, err } = await stage().kickoff(['validate', cohort]);
  expect(code).toBe(1);
  for (const part of [
    /rotations\.0: is no area of the program.*found "red-teem"/,
    /rotations\.1\.from: is no working day/,
    /rotations\.2\.area: is there twice/,
    /rotations\.2\.from: lies before the first day/,
    /absences\.0\.to: lies before 2027-09-10/,
    /pins\.0\.intern: is no intern of the cohort/,
    /pins\.0\.area: is no area/,
    /apart\.0: names one intern twice/,
  ])
    expect(err).toMatch(part);
});

test('another mentor for one rotation: the plan shows it, the epic of that intern has it, the other one’s not', async () => {
  const world = stage();
  const order = (mentor: string): string =>
    `    rotations: [application-security, { area: security-operations${mentor} }, trust-and-safety, security-assurance, security-automation, red-team]\n`;
  const path = two(order(''));
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(
      'area: security-operations }',
      'area: security-operations, mentor: vera.kozlova }',
    ),
  );
  const plan = await world.kickoff(['plan', path]);
  expect(plan.out).toMatch(/\+ .*Security Operations \| `vera\.kozlova`/);
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  const row = (name: string): string =>
    /^\|.*\| Security Operations \|.*$/m.exec(
      world.sandbox.state.epics.find(({ title }) => title.includes(name))?.description ?? '',
    )?.[0] ?? '';
  expect(row('Noor')).toContain('vera.kozlova');
  expect(row('Robin')).toContain('priya.raman');
  const again = await world.kickoff(['provision', path, '--yes']);
  expect([again.code, again.writes]).toEqual([0, 0]);
});
