/** What a scorecard was made from, kept as data, so that all rules are held at once by whole cards of real histories. */
import { readFileSync } from 'node:fs';
import { dayIn } from '../../src/model/dates.ts';
import type { ScoreInput } from '../../src/scorecard/rules/input.ts';
import { score } from '../../src/scorecard/rules/score.ts';
import type { Scorecard } from '../../src/scorecard/scorecard.ts';

export interface Kept {
  timeZone: string;
  input: unknown;
  /** The card of now and of past days, `YYYY-MM-DD`. */
  cards: Record<string, Scorecard>;
}

/** Maps and times as data. */
export const pack = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key, given: unknown) {
      const own = this[key];
      if (own instanceof Date) return { $date: own.toISOString() };
      if (own instanceof Map) return { $map: [...own] };
      return given;
    }),
  );

const unpack = (text: string): Kept =>
  JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$date' in value) return new Date(value.$date as string);
    if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
    return value;
  }) as Kept;

export const readKept = (path: string): Kept => unpack(readFileSync(path, 'utf8'));

/** The card of a day, or of now. */
export function cardOfKept({ timeZone, input }: Kept, day: string): Scorecard {
  const given = input as ScoreInput;
  return score({
    ...given,
    at: day === 'now' ? null : day,
    dayOf: (moment) => dayIn(timeZone, moment),
  });
}
