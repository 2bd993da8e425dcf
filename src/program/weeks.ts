/** Weeks of a program, and names of boxes: one for each time that something comes round. */
import { workdays, workingWeeksUntil } from '../model/dates.ts';
import type { Words } from '../text/words.ts';
import type { Span } from './enrolment.ts';
import type { EVERY } from './measures.ts';
import type { Program } from './program-schema.ts';

/** Length of the whole program. */
export const weeksOf = (program: Program): number =>
  program.weeks ?? program.rotations.reduce((sum, rotation) => sum + rotation.weeks, 0);

export type Every = (typeof EVERY)[number];

export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

/** Last days of the times that something comes round within these days, in order. */
export function endsOf(every: Every, { start, end }: Span): string[] {
  const weeks = workingWeeksUntil(start, end);
  const each = (size: number): string[] =>
    Array.from(
      { length: Math.ceil(weeks.length / size) },
      (_, at) => weeks[Math.min((at + 1) * size, weeks.length) - 1]?.end ?? end,
    );
  switch (every) {
    case 'week':
      return each(1);
    case 'two-weeks':
    case 'fortnight':
      return each(2);
    case 'month':
      return each(4);
    case 'working-day':
      return weeks.flatMap((week) => workdays(week));
  }
}

/** Names of the times that something comes round within these days. A month is four weeks. */
export function repeats(every: Every, { start, end }: Span, words: Words): string[] {
  const weeks = workingWeeksUntil(start, end);
  const named = (key: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => words.say(key, { n: at + 1 }));
  switch (every) {
    case 'week':
      return named('box.week', weeks.length);
    case 'two-weeks':
    case 'fortnight':
      return Array.from({ length: Math.ceil(weeks.length / 2) }, (_, at) =>
        2 * at + 2 > weeks.length
          ? words.say('box.week', { n: 2 * at + 1 })
          : words.say('box.weeks', { first: 2 * at + 1, second: 2 * at + 2 }),
      );
    case 'month':
      return named('box.month', Math.ceil(weeks.length / 4));
    case 'working-day':
      return weeks.flatMap((week) => workdays(week)).map((day) => words.day(day));
  }
}
