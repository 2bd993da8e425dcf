/** Weeks as pages write them: "Weeks of May 18th & 25th", "Week of June 15th", "Weeks 3-4", "2 weeks"; dates without a year. */
import { MONTHS as NAMES } from '../model/dates.ts';

const MONTHS = NAMES.map((name) => name.toLowerCase());

export interface Weeks {
  count: number;
  /** The days named, as month and day, in order. */
  days: { month: number; day: number }[];
  /** Numbers of weeks named, in order. */
  numbers: number[];
}

const MONTH = String.raw`(${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')})\.?`;

/** Day of a year that is no leap year, from 0; to see how far two days without a year are apart. */
export function dayOfYear({ month, day }: { month: number; day: number }): number {
  return Math.round((Date.UTC(2027, month - 1, day) - Date.UTC(2027, 0, 1)) / 86_400_000);
}

/** Days from one to the other, over New Year where the other comes first. */
const ahead = (from: number, to: number): number => (to - from + 365) % 365;

export function readWeeks(text: string): Weeks | null {
  const plain = text.replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  const count = /^(\d{1,2}) weeks?$/i.exec(plain);
  if (count) return { count: Number(count[1]), days: [], numbers: [] };
  const numbered = /^weeks?\s+(\d{1,2})(?:\s*(-|–|—|to|through|and|&|,|\+)\s*(\d{1,2}))?$/i.exec(plain);
  if (numbered) {
    const from = Number(numbered[1]);
    const to = numbered[3] === undefined ? from : Number(numbered[3]);
    const range = to > from && /[-–—]|to|through/.test(numbered[2] ?? '');
    const numbers = range
      ? Array.from({ length: to - from + 1 }, (_, at) => from + at)
      : [...new Set([from, to])];
    return { count: numbers.length, days: [], numbers };
  }
  const dated = /^weeks?\s+(?:of|starting|beginning|from)?\s*(.+)$/i.exec(plain);
  return dated ? readDates(dated[1] ?? '') : null;
}

function readDates(text: string): Weeks | null {
  const days: Weeks['days'] = [];
  let count = 0;
  let month = 0;
  let rest = text
    .toLowerCase()
    .replace(/,?\s*\b20\d\d\b/g, '')
    .trim();
  let joint = '';
  const before = new RegExp(`^${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b`);
  const after = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?${MONTH}`);
  while (rest !== '') {
    const named = before.exec(rest);
    const turned = named ? null : after.exec(rest);
    const bare = named || turned ? null : /^(\d{1,2})(?:st|nd|rd|th)?\b/.exec(rest);
    const found = named ?? turned ?? bare;
    if (!found) return null;
    const name = (named?.[1] ?? turned?.[2])?.slice(0, 3);
    if (name !== undefined) month = MONTHS.findIndex((each) => each.startsWith(name)) + 1;
    const day = Number(named?.[2] ?? turned?.[1] ?? bare?.[1]);
    const previous = days.at(-1);
    if (month === 0 || day < 1 || day > 31) return null;
    const one = { month, day };
    if (previous && /^(?:-|–|—|to|through)$/.test(joint)) {
      // From the first day's week to the last day's, both counted; the first was counted already.
      count += Math.floor(ahead(dayOfYear(previous), dayOfYear(one)) / 7);
    } else {
      days.push(one);
      count += 1;
    }
    rest = rest.slice(found[0].length).trim();
    if (rest === '') break;
    const link = /^(?:,\s*(?:and|&)?|&|and|\+|-|–|—|to|through)\s*/.exec(rest);
    if (!link) return null;
    joint = link[0].trim();
    rest = rest.slice(link[0].length);
  }
  return days.length === 0 ? null : { count, days, numbers: [] };
}
