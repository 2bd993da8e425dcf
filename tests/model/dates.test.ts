/** Weeks run Monday to Friday, the first from the first day on. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayIn, shortSpan, weekday, workdayBefore, workingWeeks } from '../../src/model/dates.ts';
import { EXAMPLE, file, provisioned } from '../support/stage.ts';

async function rotations(firstDay: string): Promise<string[]> {
  const text = readFileSync(EXAMPLE, 'utf8').replace('2027-03-01', firstDay);
  const { sandbox } = await provisioned({}, file('cohort.yaml', text));
  return sandbox.state.milestones.map(({ start_date, due_date }) => `${start_date} ${due_date}`).sort();
}

test('a cohort that starts on 2020-05-18 gets exactly the handbook’s eight weeks', async () => {
  expect(workingWeeks('2020-05-18', 8).map(({ start }) => start)).toEqual([
    '2020-05-18',
    '2020-05-25',
    '2020-06-01',
    '2020-06-08',
    '2020-06-15',
    '2020-06-22',
    '2020-06-29',
    '2020-07-06',
  ]);
  expect(await rotations('2020-05-18')).toEqual([
    '2020-05-18 2020-05-29',
    '2020-06-01 2020-06-12',
    '2020-06-15 2020-06-19',
    '2020-06-22 2020-06-26',
    '2020-06-29 2020-07-03',
    '2020-07-06 2020-07-10',
  ]);
});

test('a start on a Tuesday gets a short first week', async () => {
  expect((await rotations('2020-05-19')).slice(0, 2)).toEqual([
    '2020-05-19 2020-05-29',
    '2020-06-01 2020-06-12',
  ]);
});

test('a rotation of one day gets a milestone that GitLab accepts, and the plan says so', async () => {
  const text = readFileSync('templates/programs/security-internship.yaml', 'utf8').replace(
    'application-security, weeks: 2',
    'application-security, weeks: 1',
  );
  const path = file('program.yaml', text);
  const cohort = path.replace('program.yaml', 'cohort.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(
    cohort,
    readFileSync(EXAMPLE, 'utf8')
      .replace('program: security-internship', 'program: ./program.yaml')
      .replace('2027-03-01', '2027-03-05'),
  );
  const { sandbox, kickoff } = await provisioned({}, cohort);
  expect(sandbox.state.milestones.map(({ start_date, due_date }) => `${start_date} ${due_date}`)).toContain(
    '2027-03-05 2027-03-06',
  );
  expect((await kickoff(['plan', cohort])).out).toMatch(/lasts one day/);
  expect((await kickoff(['provision', cohort, '--yes'])).writes).toBe(0);
});

test('weeks never overlap, end on Fridays, and begin on Mondays but for the first', () => {
  const start = fc
    .integer({ min: 0, max: 4000 })
    .map((days) => addDays('2020-01-01', days))
    .filter((day) => weekday(day) <= 5);
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 60 }), (first, count) => {
      const weeks = workingWeeks(first, count);
      expect(weeks[0]?.start).toBe(first);
      for (const [index, week] of weeks.entries()) {
        expect(weekday(week.end)).toBe(5);
        if (index > 0) expect(weekday(week.start)).toBe(1);
        if (index > 0) expect(week.start > (weeks[index - 1]?.end ?? '')).toBe(true);
      }
    }),
  );
});

test('the working day before a Monday is a Friday, and days are those of the time zone', () => {
  expect(workdayBefore('2027-03-01')).toBe('2027-02-26');
  expect(workdayBefore('2027-03-03')).toBe('2027-03-02');
  expect(dayIn('America/Los_Angeles', new Date('2027-03-02T02:00:00Z'))).toBe('2027-03-01');
  expect(dayIn('Pacific/Auckland', new Date('2027-03-01T12:00:00Z'))).toBe('2027-03-02');
  expect(shortSpan({ start: '2026-12-28', end: '2027-01-08' })).toBe('28 Dec 2026 – 8 Jan 2027');
});
