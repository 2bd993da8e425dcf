/** Numbers as people write them: in the language of their program, and never guessed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readValue } from '../../src/issues/reported.ts';

const number = (line: string, unit?: string, language?: string): number | string => {
  const found = readValue(line, unit, language);
  return found.kind === 'number' ? found.value : found.kind;
};

test.each([
  ['42', undefined, 'en', 42],
  ['1,234,567.8', undefined, 'en', 1234567.8],
  ['1.234.567,8', undefined, 'de', 1234567.8],
  ['12,345.6', undefined, 'en', 12345.6],
  ['3,5', undefined, 'de', 3.5],
  ['3.5', undefined, 'de', 3.5],
  ['3,5', undefined, 'fr', 3.5],
  ['3,5', undefined, 'en', 'unclear'],
  ['4.500', undefined, 'en', 'unclear'],
  ['4,500', undefined, 'en', 'unclear'],
  ['4.500', undefined, 'de', 'unclear'],
  ['0.125', undefined, 'en', 0.125],
  ['0,125', undefined, 'es', 0.125],
  ['4 500', undefined, 'fr', 4500],
  ["4'500", undefined, 'de', 4500],
  ['4 50', undefined, 'en', 'unclear'],
  ['−2', undefined, 'en', -2],
  ['3.5 min (was 5)', 'minutes', 'en', 3.5],
  ['1 minute', 'minutes', 'en', 1],
  ['3 tickets', 'ticket', 'en', 3],
  ['90 percent', '%', 'en', 90],
  ['7 h', 'hours', 'en', 7],
  ['7 bananas', 'hours', 'en', 'unclear'],
  ['1e9', undefined, 'en', 'unclear'],
  ['', undefined, 'en', 'none'],
] as const)('%j of %s in %s is %s', (line, unit, language, value) => {
  expect(number(line, unit, language)).toBe(value);
});

test('what a language prints it reads back, unless it could be two numbers', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((value) => Number(value.toFixed(2))),
      fc.constantFrom('en', 'de', 'fr', 'es', 'ja'),
      (value, language) => {
        const shown = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
        expect([0 + value, 'unclear']).toContain(
          number(shown, undefined, language) === 0 ? 0 + value : number(shown, undefined, language),
        );
      },
    ),
  );
});
