/** Public holidays, closures and absences: in the plan, in the epic, and when the library is not there. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, stage } from '../support/stage.ts';

/** The eight weeks of the handbook's own table, which begin on 18 May 2020. */
const summer = (more: string): string =>
  file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8').replace('2027-03-01', '2020-05-18').replaceAll('spring-2027', 'summer-2020')}\n${more}`,
  );

const at2020 = () => stage({ clock: () => new Date('2020-05-11T09:00:00Z') });

test('a rotation that loses days says so in plan and epic: the holidays of the handbook’s own eight weeks', async () => {
  const world = at2020();
  const cohort = summer(
    'calendar: { country: US, closures: [{ title: Family day, from: 2020-06-12 }] }\nabsences: [{ who: robin.ito, from: 2020-06-15, to: 2020-06-16, reason: dentist }]',
  );
  const plan = await world.kickoff(['plan', cohort]);
  expect(plan.code, plan.err).toBe(0);
  const text = plan.out.replace(/\s+/g, ' ');
  expect(text).toContain(
    'Application Security & Security Research (Robin Ito): loses 1 of 10 working days: 25 May (Memorial Day).',
  );
  expect(text).toContain(
    'Security Automation (Robin Ito): loses 1 of 5 working days: 3 Jul (Independence Day (substitute day)).',
  );
  expect(text).toContain('Security Operations (Robin Ito): loses 1 of 10 working days: 12 Jun (Family day).');
  expect(text).toContain(
    'Trust & Safety (Robin Ito): loses 2 of 5 working days: 15 Jun (away), 16 Jun (away).',
  );
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  const epic = world.sandbox.state.epics[0]?.description ?? '';
  expect(epic).toMatch(/\| 18 May – 29 May 2020, without .*Memorial Day.* \| Application Security/);
  expect(epic).not.toContain('dentist');
  const again = await world.kickoff(['provision', cohort, '--yes']);
  expect([again.code, again.writes]).toEqual([0, 0]);
});

test('who lives elsewhere has other holidays', async () => {
  const cohort = summer('calendar: { country: US, people: { robin.ito: { country: DE, region: BY } } }');
  const { out } = await at2020().kickoff(['plan', cohort]);
  expect(out.replace(/\s+/g, ' ')).toContain('loses 1 of 10 working days: 21 May (Christi Himmelfahrt).');
  expect(out).not.toContain('Memorial Day');
});

test('a country or a region that nobody knows is an error with its place', async () => {
  const { code, err } = await at2020().kickoff([
    'validate',
    summer('calendar: { country: XX, people: { robin.ito: { country: DE, region: ZZ } } }'),
  ]);
  expect(code).toBe(1);
  expect(err).toMatch(/calendar\.country: is no country whose holidays are known \(found "XX"\)/);
  expect(err).toMatch(/calendar\.people\.robin\.ito\.region: is no region of DE/);
});

test('a program over three years knows the holidays of each', async () => {
  const cohort = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8').replace('2027-03-01', '2028-12-04')}\ncalendar: { country: DE }\nrotations: [{ area: red-team, weeks: 52 }, { area: security-operations, weeks: 10 }]\n`,
  );
  const { out } = await stage({ clock: () => new Date('2028-11-20T09:00:00Z') }).kickoff(['plan', cohort]);
  expect(out).toContain('3 Oct (Tag der Deutschen Einheit)');
});
