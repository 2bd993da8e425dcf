/**
 * What people report on the lines of an issue. Only what is understood counts; anything else is said, with what it
 * should look like, and never guessed.
 */

import { CONFIDENCES, OUTCOMES } from './line-words.ts';
import { isAmbiguous, readNumber, unitForms } from './numbers.ts';

export type Outcome =
  | { kind: 'none' | 'done' | 'wont-do' | 'unclear' }
  /** `number` of the issue in the same project. */
  | { kind: 'duplicate'; of: number };

/** Without emphasis and quotes around it; inside, `2*5` and `1_0` stay what they are. */
const bare = (line: string): string =>
  line
    .trim()
    .replaceAll('’', "'")
    .replace(/^[_*`"“”‘']+|[_*`"“”]+$/g, '')
    .replace(/[*_]{2}/g, '')
    .trim()
    .toLowerCase();

const isEmpty = (text: string): boolean => text === '' || text === '-' || text === '–';

export function readOutcome(line: string): Outcome {
  const text = bare(line);
  if (isEmpty(text)) return { kind: 'none' };
  const original = new RegExp(
    `^(?:(?:${OUTCOMES.duplicate})[:：]?\\s+|重複[:：]?\\s*)(?:#|\\S*/-/(?:issues|work_items)/)(\\d+)(?![\\w/])`,
  ).exec(text);
  if (original) return { kind: 'duplicate', of: Number(original[1]) };
  // Nothing may follow but a reason: "cancelled subscriptions are detected now" is an achievement.
  const reason = String.raw`(?=$|\s*[:;,.!–—(：；、。（-]|\s+(?:because|since|as|by|due|for|in|after|until)\b)`;
  if (new RegExp(`^(?:${OUTCOMES.wontDo})${reason}`).test(text)) return { kind: 'wont-do' };
  if (new RegExp(`^(?:${OUTCOMES.done})${reason}`).test(text)) return { kind: 'done' };
  return { kind: 'unclear' };
}

/** A number that was understood, none at all, or a line that was not understood. */
export type Reported = { kind: 'none' } | { kind: 'number'; value: number } | { kind: 'unclear' };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Characters; nobody writes a number of more, and reading one would take long. */
const MOST_LINE = 300;

/** The number of a line, without its unit and a remark in brackets. */
function figureOf(line: string, unit: string | undefined): string {
  if (line.length > MOST_LINE) return '';
  const text = bare(line).replaceAll('−', '-');
  const units = unit === undefined ? '' : `(?:${unitForms(bare(unit)).map(escaped).join('|')})?`;
  return (
    new RegExp(`^([+-]?\\d[\\d.,'’\\u0020\\u00a0\\u202f]*?)\\s*${units}\\s*(?:[(（].*[)）])?\\.?$`).exec(
      text,
    )?.[1] ?? ''
  );
}

/** Whether a line could mean two numbers. */
export const isTwofold = (line: string, unit: string | undefined): boolean =>
  isAmbiguous(figureOf(line, unit));

/**
 * `42`, `3.5`, `-2`, with the unit of the measure behind it (one, many, or short), and a remark in brackets; marks as the language of the
 * program writes them. What could be two numbers is not understood.
 */
export function readValue(line: string, unit: string | undefined, language = 'en'): Reported {
  if (isEmpty(bare(line))) return { kind: 'none' };
  const value = readNumber(figureOf(line, unit), language);
  return value === null ? { kind: 'unclear' } : { kind: 'number', value };
}

/** `0.7`, `7/10`, `70 %`, or high, medium, low; as 0 to 1. */
export function readConfidence(line: string): Reported {
  const text = bare(line).replace(/\s*[(（].*[)）]$/, '');
  if (isEmpty(text)) return { kind: 'none' };
  const word = CONFIDENCES.get(text);
  if (word !== undefined) return { kind: 'number', value: word };
  const ratio = /^(\d+(?:\.\d+)?)\s*(?:\/\s*(5|10|100)|(%))?$/.exec(text);
  if (!ratio) return { kind: 'unclear' };
  const value = Number(ratio[1]) / Number(ratio[3] ? 100 : (ratio[2] ?? 1));
  // A bare 7 could be of ten or of a hundred.
  return value >= 0 && value <= 1 ? { kind: 'number', value } : { kind: 'unclear' };
}
