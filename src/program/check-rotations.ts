/** What is wrong with the rotations, absences and wishes of a cohort: names that nobody has, weeks that overlap or lie outside. */
import { isSameUser } from '../model/accounts.ts';
import { isWorkday } from '../model/dates.ts';
import type { Cohort, Intern } from './cohort-schema.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';
import { placedRotations, rotationKey, weekAt } from './rotation-plan.ts';
import type { RotationEntry } from './rotation-schema.ts';

type Say = (path: Path, message: string) => unknown;

export function checkRotations(cohort: Cohort, program: Program, say: Say): void {
  const keys = [
    ...new Set([...program.rotations.map(rotationKey), ...program.areas.map(({ key }) => key)]),
  ].map((key) => ({ key }));
  checkOrder(cohort.rotations, ['rotations'], null, cohort, program, keys, say);
  for (const [at, intern] of cohort.interns.entries())
    checkOrder(intern.rotations, ['interns', at, 'rotations'], intern, cohort, program, keys, say);
  const people = peopleIn(cohort);
  const isKnown = (name: string): boolean => people.some((each) => isSameUser(each, name));
  for (const name of Object.keys(cohort.calendar?.people ?? {}))
    if (!isKnown(name)) say(['calendar', 'people', name], 'is nobody of the cohort');
  cohort.absences.forEach(({ who, from, to }, at) => {
    if (!isKnown(who)) say(['absences', at, 'who'], 'is nobody of the cohort');
    if (to !== undefined && to < from) say(['absences', at, 'to'], `lies before ${from}, its first day`);
  });
  for (const [area, { capacity_in: periods }] of Object.entries(cohort.areas))
    periods.forEach(({ from, to }, at) => {
      if (to !== undefined && to < from)
        say(['areas', area, 'capacity_in', at, 'to'], `lies before ${from}, its first day`);
    });
  checkWishes(cohort, keys, say);
}

/** Everybody whom a cohort names. */
const peopleIn = ({ interns, people, areas }: Cohort): string[] => [
  ...Object.values(people),
  ...interns.flatMap(({ username, mentor, rotations }) => [
    username,
    ...(mentor === undefined ? [] : [mentor]),
    ...(rotations ?? []).flatMap((each) =>
      typeof each !== 'string' && 'mentor' in each ? (each.mentor ?? []) : [],
    ),
  ]),
  ...Object.values(areas).flatMap(({ mentor, manager, mentors }) => [
    ...(mentor === undefined ? [] : [mentor]),
    ...(manager === undefined ? [] : [manager]),
    ...mentors.map((each) => (typeof each === 'string' ? each : each.username)),
  ]),
];

function checkOrder(
  order: RotationEntry[] | undefined,
  path: Path,
  intern: Intern | null,
  cohort: Cohort,
  program: Program,
  keys: { key: string }[],
  say: Say,
): void {
  if (order === undefined) return;
  const firstDay = intern?.first_day ?? cohort.first_day;
  const placed = placedRotations(program, cohort, { ...intern, rotations: order });
  const seen = new Set<string>();
  let index = -1;
  let end = 0;
  order.forEach((entry, at) => {
    if (typeof entry !== 'string' && 'gap' in entry) return;
    index += 1;
    const area = typeof entry === 'string' ? entry : entry.area;
    const where = typeof entry === 'string' ? [...path, at] : [...path, at, 'area'];
    if (!keys.some(({ key }) => key === area)) say(where, `is no area of the program; ${listed(keys)}`);
    if (seen.has(area)) say(where, 'is there twice; its key results have one time');
    seen.add(area);
    const own = placed[index];
    if (own === undefined) return;
    if (typeof entry !== 'string' && entry.from !== undefined) {
      if (!isWorkday(entry.from)) say([...path, at, 'from'], 'is no working day');
      else if (weekAt(firstDay, entry.from) < 0)
        say([...path, at, 'from'], `lies before the first day, ${firstDay}`);
      else if (own.at < end) say([...path, at, 'from'], 'lies in the weeks of the one before');
    }
    end = Math.max(end, own.at + own.weeks);
    if (end > 104) say(where, 'ends more than 104 weeks after the first day');
  });
}

/** Wishes name interns and areas that are there. */
function checkWishes(cohort: Cohort, keys: { key: string }[], say: Say): void {
  const interns = cohort.interns.map(({ username }) => ({ key: username }));
  const isIntern = (name: string, path: Path): unknown =>
    interns.some(({ key }) => key === name) || say(path, `is no intern of the cohort; ${listed(interns)}`);
  const isArea = (name: string, path: Path): unknown =>
    keys.some(({ key }) => key === name) || say(path, `is no area of the program; ${listed(keys)}`);
  const { pins = [], order = [], apart = [], together = [] } = cohort.planning ?? {};
  pins.forEach(({ intern, area }, at) => {
    isIntern(intern, ['planning', 'pins', at, 'intern']);
    isArea(area, ['planning', 'pins', at, 'area']);
  });
  order.forEach(({ area, intern, before, after }, at) => {
    isArea(area, ['planning', 'order', at, 'area']);
    if (intern !== undefined) isIntern(intern, ['planning', 'order', at, 'intern']);
    for (const [name, other] of Object.entries({ before, after })) {
      if (other === undefined) continue;
      isArea(other, ['planning', 'order', at, name]);
      if (other === area) say(['planning', 'order', at, name], 'is the area itself');
    }
  });
  for (const [name, pairs] of Object.entries({ apart, together }))
    pairs.forEach((pair, at) => {
      for (const [side, who] of pair.entries()) isIntern(who, ['planning', name, at, side]);
      if (pair[0] === pair[1]) say(['planning', name, at], 'names one intern twice');
    });
}
