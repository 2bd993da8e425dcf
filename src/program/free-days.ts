/** Days on which somebody does not work: public holidays of where they live, closures of the company, absences. Pure. */
import { isSameUser } from '../model/accounts.ts';
import { addDays, daysBetween, isWorkday, type Span } from '../model/dates.ts';
import type { Cohort } from './cohort-schema.ts';

export interface FreeDay {
  /** `YYYY-MM-DD` */
  day: string;
  /** What it is called; null for an absence, whose reason is nobody's business. */
  title: string | null;
}

/** Public holidays of a year; null for a country or a region that is not known. */
export type Holidays = (
  country: string,
  region: string | null,
  year: number,
) => { day: string; title: string }[] | null;

/** The working days of a span that somebody is free, in order. */
export type FreeDays = (username: string, span: Span) => FreeDay[];

export const NONE: FreeDays = () => [];

const ownPlace = (
  calendar: Cohort['calendar'],
  username: string,
): { country: string; region?: string | undefined } | undefined =>
  Object.entries(calendar?.people ?? {}).find(([name]) => isSameUser(name, username))?.[1];

/** `holidays` is asked only where the cohort names a country. */
export function freeDaysOf(cohort: Cohort, holidays: Holidays): FreeDays {
  const { calendar, absences } = cohort;
  if (!calendar && absences.length === 0) return NONE;
  const known = new Map<string, { day: string; title: string }[]>();
  const inYear = (country: string, region: string | null, year: number): { day: string; title: string }[] => {
    const key = `${country} ${region} ${year}`;
    const found = known.get(key) ?? holidays(country, region, year) ?? [];
    known.set(key, found);
    return found;
  };
  return (username, { start, end }) => {
    const { country, region } = ownPlace(calendar, username) ?? {
      country: calendar?.country,
      region: calendar?.region,
    };
    const first = Number(start.slice(0, 4));
    const years = Array.from({ length: Number(end.slice(0, 4)) - first + 1 }, (_, at) => first + at);
    const titles = new Map<string, string | null>();
    const add = (from: string, to: string, title: string | null): void => {
      for (let at = 0; at <= Math.min(daysBetween(from, to), 400); at += 1)
        titles.set(addDays(from, at), title);
    };
    for (const { who, from, to = from } of absences) if (isSameUser(who, username)) add(from, to, null);
    for (const { title, from, to = from } of calendar?.closures ?? []) add(from, to, title);
    if (country !== undefined)
      for (const year of years)
        for (const { day, title } of inYear(country, region ?? null, year)) titles.set(day, title);
    return [...titles]
      .filter(([day]) => start <= day && day <= end && isWorkday(day))
      .map(([day, title]) => ({ day, title }))
      .sort((left, right) => (left.day < right.day ? -1 : 1));
  };
}
