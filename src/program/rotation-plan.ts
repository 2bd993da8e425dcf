/** In which weeks an intern is in which area: the program's order, the cohort's, or the intern's own. Pure. */
import { daysBetween, mondayOf } from '../model/dates.ts';
import type { Cohort, Intern } from './cohort-schema.ts';
import type { Program } from './program-schema.ts';
import type { RotationEntry } from './rotation-schema.ts';
import { weeksOf } from './weeks.ts';

export interface Placed {
  /** Of the rotation: its area, or its own key. */
  key: string;
  /** Weeks from the first one of the program, which is 0. */
  at: number;
  weeks: number;
  /** Who mentors these weeks, where the plan says somebody else. */
  mentor: string | null;
}

/** What of an intern decides it. */
export type Whose = Pick<Intern, 'rotations' | 'part_time' | 'first_day'>;

export const rotationKey = ({ key, area }: Program['rotations'][number]): string => key ?? area ?? '';

/** Whole weeks that a rotation takes somebody who works so many per cent of them. */
export const stretched = (weeks: number, partTime = 100): number => Math.ceil((weeks * 100) / partTime);

/** The order that counts for somebody; null where the program's stands. */
export const ownOrder = (cohort: Cohort, whose: Whose | null): RotationEntry[] | null =>
  whose?.rotations ?? cohort.rotations ?? null;

/** Each with its weeks. Entries that say when they begin lie there, the others behind the one before. */
export function placedRotations(program: Program, cohort: Cohort, whose: Whose | null): Placed[] {
  const firstDay = whose?.first_day ?? cohort.first_day;
  const placed: Placed[] = [];
  let at = 0;
  const place = (key: string, weeks: number, mentor: string | null): void => {
    placed.push({ key, at, weeks, mentor });
    at += weeks;
  };
  const order = ownOrder(cohort, whose);
  if (order === null) {
    for (const [index, rotation] of program.rotations.entries())
      place(rotationKey(rotation) || `weeks-${index}`, stretched(rotation.weeks, whose?.part_time), null);
    return placed;
  }
  for (const entry of order) {
    if (typeof entry !== 'string' && 'gap' in entry) {
      at += entry.gap;
      continue;
    }
    const { area, weeks, from, mentor } =
      typeof entry === 'string'
        ? { area: entry, weeks: undefined, from: undefined, mentor: undefined }
        : entry;
    if (from !== undefined) at = weekAt(firstDay, from);
    const usual = program.rotations.find((each) => rotationKey(each) === area)?.weeks ?? 1;
    place(area, weeks ?? stretched(usual, whose?.part_time), mentor ?? null);
  }
  return placed;
}

/** In which week of a program a day lies; negative before it. */
export const weekAt = (firstDay: string, day: string): number =>
  Math.floor(daysBetween(mondayOf(firstDay), mondayOf(day)) / 7);

/** Weeks that somebody's program has: the program's, or more where the own rotations end later. */
export const lengthFor = (program: Program, cohort: Cohort, whose: Whose | null): number =>
  Math.max(
    program.weeks ?? (cohort.rotations ? 0 : weeksOf(program)),
    ...placedRotations(program, cohort, whose).map(({ at, weeks }) => at + weeks),
    1,
  );
