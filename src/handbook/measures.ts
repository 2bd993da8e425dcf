/** What a key result's words say about its measure: counts become counts, the rest is done or not. */
import type { Measure } from '../program/measures.ts';
import { NUMBERS, TO_BE_DEFINED } from './phrases.ts';

/** A word after which the thing that is counted has ended. */
const END =
  /^(?:and|or|with|of|in|on|to|for|from|at|by|per|against|across|into|within|outside|during|that|which|who|about|over|the|a|an)$/i;

const singular = (word: string): string =>
  /(?:ss|us|is)$/i.test(word) ? word : word.replace(/ies$/i, 'y').replace(/(?<=[^s])s$/i, '');

/** What comes round, and how often. */
const REPEATED = [
  {
    every: 'two-weeks',
    phrase: /\b(?:every|each) (?:two|2|second|other) weeks?\b|\bfortnightly\b|\bbi-?weekly\b/,
  },
  { every: 'week', phrase: /\b(?:every|each) week\b|\bweekly\b|\bonce a week\b/ },
  { every: 'month', phrase: /\b(?:every|each) month\b|\bmonthly\b|\bonce a month\b/ },
  { every: 'working-day', phrase: /\b(?:every|each) (?:working )?day\b|\bdaily\b/ },
] as const;

/** No title is longer; what stands behind that much says nothing about a measure. */
const READ = 500;

export function measureOf(whole: string, hasAreas: boolean): Measure {
  const text = whole.slice(0, READ);
  if (TO_BE_DEFINED.test(text.trim())) return { kind: 'to-be-defined' };
  const plain = text.toLowerCase();
  const atLeast = /at least (one|\d+|two|three) key results? (?:in|from|per) (?:each|every)/.exec(plain);
  if (hasAreas && atLeast) {
    return { kind: 'derived', from: 'areas', at_least: numberOf(atLeast[1] ?? '1'), score: 1 };
  }
  if (hasAreas && /\bweeks?\b.*\b(?:each|every)\b.*\b(?:teams?|areas?)\b/.test(plain)) {
    return { kind: 'count', one_per: 'area' };
  }
  const every = REPEATED.find(({ phrase }) => phrase.test(plain))?.every;
  if (every !== undefined) return { kind: 'maintain', every, at_least: 1 };
  const words = text.split(/\s+/);
  const at = words.findIndex((word, index) => counts(word, words[index + 1] ?? ''));
  if (at < 0) return { kind: 'done' };
  const target = numberOf(words[at] ?? '');
  const unit: string[] = [];
  for (const word of words.slice(at + 1)) {
    const bare = word.replace(/[.,;:!?)]+$/, '');
    if (END.test(bare) || unit.length === 4) break;
    unit.push(bare);
    if (bare !== word) break;
  }
  const last = unit.pop();
  if (last === undefined) return { kind: 'count', target };
  return { kind: 'count', target, unit: [...unit, singular(last)].join(' ') };
}

const numberOf = (word: string): number =>
  word === 'one' ? 1 : (NUMBERS[word.toLowerCase()] ?? Number(word));

/** A whole number from 1 to 100, that is no percentage, no date, no version. */
function counts(word: string, next: string): boolean {
  if (/^(?:%|percent|am|pm|years?|months?|weeks?|days?|hours?|minutes?)\b/i.test(next)) return false;
  if (Object.hasOwn(NUMBERS, word.toLowerCase())) return /^\p{L}/u.test(next);
  return /^\d{1,3}$/.test(word) && Number(word) >= 1 && Number(word) <= 100 && /^\p{L}/u.test(next);
}
