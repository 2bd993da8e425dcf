/**
 * Working weeks. Days are plain `YYYY-MM-DD`; a week runs Monday to Friday, and the first one begins on the first
 * day, so it may be short.
 */

export interface Span {
  start: string;
  end: string;
}

const DAY = 86_400_000;
const toDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
const toTime = (day: string): number => numberOf(day) * DAY;

const known = new Map<string, number>();

/** Days since 1970. A scorecard asks for the same few hundred days ten thousand times. */
function numberOf(day: string): number {
  let number = known.get(day);
  if (number === undefined) {
    number = Date.parse(`${day}T00:00:00Z`) / DAY;
    known.set(day, number);
  }
  return number;
}

export function addDays(day: string, days: number): string {
  return toDay(toTime(day) + days * DAY);
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: string): number {
  // 1 January 1970 was a Thursday.
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the week that the day is in. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekday(day));
}

/** `count` working weeks from the first day on. */
export function workingWeeks(firstDay: string, count: number): Span[] {
  const monday = mondayOf(firstDay);
  return Array.from({ length: count }, (_, index) => ({
    start: index === 0 ? firstDay : addDays(monday, index * 7),
    end: addDays(monday, index * 7 + 4),
  }));
}

/** The working weeks from one day to another, both included; none when there are none between them. */
export function workingWeeksUntil(start: string, end: string): Span[] {
  if (end < start) return [];
  return workingWeeks(start, Math.floor(daysBetween(mondayOf(start), end) / 7) + 1);
}

/** Monday to Friday of a week that may begin later. */
export const workdays = ({ start, end }: Span): string[] =>
  Array.from({ length: daysBetween(start, end) + 1 }, (_, at) => addDays(start, at)).filter(isWorkday);

/** The working day before; Friday for a Monday. */
export function workdayBefore(day: string): string {
  const back = weekday(day);
  return addDays(day, back === 1 ? -3 : back === 7 ? -2 : -1);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** One formatter for each zone: making one costs more than using it a thousand times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}

/** The calendar day at a moment, in a time zone. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = formatOf(timeZone).formatToParts(moment);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export const MONTHS =
  'January February March April May June July August September October November December'.split(' ');

const monthOf = (day: string): string => MONTHS[Number(day.slice(5, 7)) - 1] ?? '';

/** `1 Mar` */
export function shortDay(day: string): string {
  return `${Number(day.slice(8))} ${monthOf(day).slice(0, 3)}`;
}

/** `1 Mar – 12 Mar 2027` */
export function shortSpan({ start, end }: Span): string {
  const year = start.slice(0, 4) === end.slice(0, 4) ? '' : ` ${start.slice(0, 4)}`;
  return `${shortDay(start)}${year} – ${shortDay(end)} ${end.slice(0, 4)}`;
}

/** `July 2020`, `May–July 2020`, `December 2026–January 2027` */
export function monthsOf({ start, end }: Span): string {
  const last = `${monthOf(end)} ${end.slice(0, 4)}`;
  if (start.slice(0, 7) === end.slice(0, 7)) return last;
  const year = start.slice(0, 4) === end.slice(0, 4) ? '' : ` ${start.slice(0, 4)}`;
  return `${monthOf(start)}${year}–${last}`;
}

/**
 * Whether a time frame (`July 2027`, `January–March 2028`, `Q3 2027`, `2027`) ended before the month of a day. Anything else that
 * people write, and a year with words around it, is never over: nobody is turned away by a guess.
 */
export function isOver(timeFrame: string, day: string): boolean {
  const month = `${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')}|Q[1-4]`;
  const found = new RegExp(
    `^(?:(?:${month})(?: 20\\d\\d)?\\s*(?:[-–—]|to|until)\\s*)?(${month})?\\s*(20\\d\\d)$`,
    'i',
  ).exec(timeFrame.trim());
  if (!found) return false;
  const [, last = '', year] = found;
  const named = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === last.slice(0, 3).toLowerCase());
  const end = /^q/i.test(last) ? Number(last.slice(1)) * 3 : named < 0 ? 12 : named + 1;
  return `${year}-${String(end).padStart(2, '0')}` < day.slice(0, 7);
}

/** Monday to Friday. */
export const isWorkday = (day: string): boolean => weekday(day) <= 5;

/** Working days from one day to another, both included; 0 when there are none between them. */
export function workdaysBetween(start: string, end: string): number {
  return end < start ? 0 : workdaysUntil(numberOf(end)) - workdaysUntil(numberOf(start) - 1);
}

/** Working days since Monday, 29 December 1969, the day itself included. */
function workdaysUntil(number: number): number {
  const day = number + 3;
  return Math.floor(day / 7) * 5 + Math.min((((day % 7) + 7) % 7) + 1, 5);
}

/** The day so many working days after a day. */
export function workdaysAfter(day: string, count: number): string {
  let found = day;
  for (let left = count; left > 0; ) {
    found = addDays(found, 1);
    if (isWorkday(found)) left -= 1;
  }
  return found;
}

/** Whole days from one to the other; negative when the second is earlier. */
export function daysBetween(start: string, end: string): number {
  return numberOf(end) - numberOf(start);
}
