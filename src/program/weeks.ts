/** Weeks of a program, and names of boxes: one for each time that something comes round. */
import { shortDay, workdays, workingWeeksUntil } from '../model/dates.ts';
import type { Span } from './enrolment.ts';
import type { EVERY } from './measures.ts';
import type { Program } from './program-schema.ts';

/** Length of the whole program. */
export const weeksOf = (program: Program): number =>
  program.weeks ?? program.rotations.reduce((sum, rotation) => sum + rotation.weeks, 0);

export type Every = (typeof EVERY)[number];

export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

/** Names of the times that something comes round within these days. A month is four weeks. */
export function repeats(every: Every, { start, end }: Span): string[] {
  const weeks = workingWeeksUntil(start, end);
  switch (every) {
    case 'week':
      return numbered('Week', weeks.length);
    case 'two-weeks':
    case 'fortnight':
      return Array.from({ length: Math.ceil(weeks.length / 2) }, (_, at) =>
        2 * at + 2 > weeks.length ? `Week ${2 * at + 1}` : `Weeks ${2 * at + 1} and ${2 * at + 2}`,
      );
    case 'month':
      return numbered('Month', Math.ceil(weeks.length / 4));
    case 'working-day':
      return weeks.flatMap((week) => workdays(week)).map((day) => shortDay(day));
  }
}
