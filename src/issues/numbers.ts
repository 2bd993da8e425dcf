/** Numbers as the language of a program writes them, and units as people write them behind. */

/** Decimal and thousands marks of a language. Both are marks somewhere else, which makes some numbers two. */
function marksOf(language: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.5);
  const of = (type: string, otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { decimal: of('decimal', '.'), group: of('group', ',') };
}

const known = new Map<string, { decimal: string; group: string }>();

/**
 * `1,234,567.8` in English, `1.234.567,8` in German; spaces and apostrophes divide thousands in any language. Null for what is no number, or
 * could be two: a single mark before three digits is a thousand in one half of the world and a decimal in the other.
 */
export function readNumber(text: string, language: string): number | null {
  let marks = known.get(language);
  if (!marks) {
    marks = marksOf(language);
    known.set(language, marks);
  }
  if (isAmbiguous(text)) return null;
  const { decimal } = marks;
  const other = decimal === ',' ? '.' : ',';
  const escaped = (mark: string): string => `\\${mark}`;
  // A point is a decimal mark in any program; a comma where the language has it.
  const whole = new RegExp(
    `^([+-]?)(\\d{1,3}(?:${escaped(other)}\\d{3})+|\\d{1,3}(?:[\\u0020\\u00a0\\u202f'’]\\d{3})+|\\d+)(?:${escaped(decimal)}(\\d+))?$`,
  ).exec(text);
  const plain = whole ?? /^([+-]?)(\d+)\.(\d+)$/.exec(text);
  if (!plain) return null;
  const value = Number(`${plain[1]}${(plain[2] ?? '').replace(/\D/g, '')}.${plain[3] ?? '0'}`);
  return Number.isFinite(value) ? value : null;
}

/** `4.500` and `4,500`: four and a half here, thousands there. A leading zero makes it plain. */
export const isAmbiguous = (text: string): boolean => /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);

/** What people write for common units. */
const SHORT: string[][] = [
  ['second', 'seconds', 'sec', 'secs', 's'],
  ['minute', 'minutes', 'min', 'mins'],
  ['hour', 'hours', 'hr', 'hrs', 'h'],
  ['day', 'days', 'd'],
  ['week', 'weeks', 'wk', 'wks'],
  ['month', 'months', 'mo'],
  ['percent', 'per cent', '%', 'pct'],
  ['millisecond', 'milliseconds', 'ms'],
];

/** The unit itself, one or many of it, and its common short forms; the longest first. */
export function unitForms(unit: string): string[] {
  const one = unit.endsWith('s') ? unit.slice(0, -1) : unit;
  const forms = new Set([unit, one, `${one}s`]);
  for (const all of SHORT) if (all.some((each) => forms.has(each))) for (const each of all) forms.add(each);
  return [...forms].filter((each) => each !== '').sort((left, right) => right.length - left.length);
}
