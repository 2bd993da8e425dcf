/** Public holidays from `date-holidays`, which is installed beside kickoff by those who want them, and loaded only when a cohort names a country. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { KickoffError } from '../model/errors.ts';
import type { Holidays } from '../program/free-days.ts';

/** What of it is used. */
interface Library {
  new (
    country?: string,
    region?: string,
  ): {
    getHolidays(year: number): { date: string; name: string; type: string }[];
    getCountries(): Record<string, string>;
    getStates(country: string): Record<string, string> | undefined;
  };
}

/** Looks for the library where kickoff is installed, then in the folder that the command runs in. */
export function holidaysIn(folder: string): Holidays {
  let library: Library | null = null;
  return (country, region, year) => {
    library ??= load(folder);
    const all = new library();
    if (!(country in all.getCountries())) return null;
    if (region !== null && !(region in (all.getStates(country) ?? {}))) return null;
    const found = region === null ? new library(country) : new library(country, region);
    return found
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .map(({ date, name }) => ({ day: date.slice(0, 10), title: name }));
  };
}

function load(folder: string): Library {
  for (const from of [import.meta.url, join(folder, 'package.json')]) {
    try {
      return createRequire(from)('date-holidays');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    }
  }
  throw new KickoffError(
    'usage',
    'The cohort names a country, and the package that knows its public holidays is not installed.',
    {
      hint: 'npm install date-holidays, beside kickoff or where the command runs; or list the days in calendar.closures.',
    },
  );
}
