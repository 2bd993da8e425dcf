/** Calendars as two libraries that are not ours read them: days, moments across the clock change, slips and cancellations. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import ical from 'node-ical';
import { expect, test } from 'vitest';
import { file, stage, TWO_INTERNS } from '../support/stage.ts';

const withMeeting = (): string =>
  file(
    'cohort.yaml',
    `${readFileSync(TWO_INTERNS, 'utf8')}\nrituals: { one_on_one: { weekday: wednesday, time: '10:00' } }\n`,
  );

interface Seen {
  uid: string;
  title: string;
  start: string;
  end: string;
  sequence: number;
  status: string;
  isDay: boolean;
}

/** By ical.js; node-ical has to see the same. */
function eventsIn(text: string): Map<string, Seen> {
  const root = new ICAL.Component(ICAL.parse(text));
  expect(root.name).toBe('vcalendar');
  const events = root.getAllSubcomponents('vevent').map((each): Seen => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid,
      title: event.summary,
      start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
      end: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
      sequence: Number(each.getFirstPropertyValue('sequence')),
      status: String(each.getFirstPropertyValue('status')),
      isDay: event.startDate.isDate,
    };
  });
  const others = Object.values(ical.sync.parseICS(text)).filter((each) => each?.type === 'VEVENT');
  expect(others.map((each) => (each as { uid: string }).uid).sort()).toEqual(
    events.map(({ uid }) => uid).sort(),
  );
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  return new Map(events.map((each) => [each.uid, each]));
}

async function made(path: string, folder: string, world = stage()): Promise<Map<string, Map<string, Seen>>> {
  const { code, err } = await world.kickoff(['calendar', path, '--out', folder]);
  expect(code, err).toBe(0);
  return new Map(
    readdirSync(folder).map((name) => [name, eventsIn(readFileSync(join(folder, name), 'utf8'))]),
  );
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kickoff-'));
const RED = 'autumn-2027/noor-haddad/rotation/red-team@security-team/internship';

test('whole days for rotations and due dates, the same hour on people’s clocks before and after they change', async () => {
  const all = await made(withMeeting(), newFolder());
  expect([...all.keys()].sort()).toEqual(
    expect.arrayContaining([
      'autumn-2027-cohort.ics',
      'autumn-2027-intern-noor-haddad.ics',
      'autumn-2027-intern-robin-ito.ics',
      'autumn-2027-mentor-priya.raman.ics',
    ]),
  );
  const noor = all.get('autumn-2027-intern-noor-haddad.ics');
  expect(noor?.get(RED)).toMatchObject({
    title: 'Red Team: Noor Haddad',
    start: '2027-10-25',
    end: '2027-10-30',
    isDay: true,
    sequence: 0,
  });
  const meetings = [...(noor?.values() ?? [])].filter(({ uid }) => uid.includes('/one-on-one/'));
  // Lisbon's clocks go back on 31 October 2027.
  expect(meetings.map(({ start }) => start)).toEqual([
    '2027-09-08T09:00:00.000Z',
    '2027-09-15T09:00:00.000Z',
    '2027-09-22T09:00:00.000Z',
    '2027-09-29T09:00:00.000Z',
    '2027-10-06T09:00:00.000Z',
    '2027-10-13T09:00:00.000Z',
    '2027-10-20T09:00:00.000Z',
    '2027-10-27T09:00:00.000Z',
  ]);
  const titles = [...(noor?.values() ?? [])].map(({ title }) => title).join('\n');
  expect(titles).not.toContain('HackerOne');
});

test('made again nothing changes; a slip raises SEQUENCE and keeps the name; what is gone is cancelled', async () => {
  const path = withMeeting();
  const folder = newFolder();
  const world = stage();
  await made(path, folder, world);
  const bytes = (): string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const before = bytes();
  world.moveClock('2027-09-01T09:00:00Z');
  await made(path, folder, world);
  expect(bytes()).toEqual(before);
  expect((await world.kickoff(['slip', path, 'noor.haddad', 'red-team', '--weeks', '2'])).code).toBe(0);
  const moved = (await made(path, folder, world)).get('autumn-2027-intern-noor-haddad.ics');
  expect(moved?.get(RED)).toMatchObject({ start: '2027-11-08', sequence: 1, status: 'CONFIRMED' });
  const late = [...(moved?.values() ?? [])].filter(({ uid }) => uid.includes('/one-on-one/'));
  expect(late.at(-1)?.start).toBe('2027-11-10T10:00:00.000Z');
  const text = readFileSync(path, 'utf8').replace(/ {6}- \{ area: red-team,.*\n/, '');
  const without = file('cohort.yaml', text);
  const gone = (await made(without, folder, world)).get('autumn-2027-intern-noor-haddad.ics');
  expect(gone?.get(RED)).toMatchObject({ sequence: 2, status: 'CANCELLED' });
  const again = (await made(without, folder, world)).get('autumn-2027-intern-noor-haddad.ics');
  expect(again?.get(RED)).toMatchObject({ sequence: 2, status: 'CANCELLED' });
});

test('calendars of who left and of who no longer mentors are cancelled, and strange names change nothing', async () => {
  const folder = newFolder();
  const world = stage();
  const text = readFileSync(TWO_INTERNS, 'utf8').replace(
    'name: Noor Haddad',
    'name: \'Noor C:\\new, "H"; x\'',
  );
  await made(file('cohort.yaml', text), folder, world);
  const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  await made(file('cohort.yaml', text), folder, world);
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before);
  const without = text
    .replaceAll('vera.kozlova', 'ada.lindqvist')
    .replace('    mentor: priya.raman\n', '    left: 2027-10-08\n');
  const after = await made(file('cohort.yaml', without), folder, world);
  const states = (name: string): string[] => [
    ...new Set([...(after.get(name)?.values() ?? [])].map(({ status }) => status)),
  ];
  expect(states('autumn-2027-mentor-vera.kozlova.ics')).toEqual(['CANCELLED']);
  expect(states('autumn-2027-intern-noor-haddad.ics').sort()).toEqual(['CANCELLED', 'CONFIRMED']);
  expect(after.get('autumn-2027-intern-noor-haddad.ics')?.get(RED)?.status).toBe('CANCELLED');
});
