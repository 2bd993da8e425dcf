import { expect, test } from 'vitest';
import { importPage } from '../../src/handbook/import.ts';
import { InvalidInput } from '../../src/model/errors.ts';

const PAGE = '# A program\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n\n';

const problemsOf = (more: string): string[] => {
  try {
    importPage(`${PAGE}${more}`, 'page.md', { measures: true });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.message.split('\n');
  }
};

test('what no person writes is refused before it is parsed, all of it at once, with its place', () => {
  expect(problemsOf(`${'- '.repeat(33_000)}x`)).toEqual([
    'page.md:7:65999 is nested 33000 levels deep here; at most 100 levels of lists and quotes are read',
    'page.md:7:1 66001 characters without an empty line begin here; at most 50000 are read',
  ]);
  expect(problemsOf('# a\n\n'.repeat(3000))).toEqual([
    'page.md:5001:1 the page has 6007 lines; at most 5000 are read',
  ]);
});

test('a long page of people is read: a table of four hundred rows, lists of eight levels', () => {
  const table = `| a | b |\n|---|---|\n${`| ${'x'.repeat(80)} | y |\n`.repeat(400)}\n`;
  const list = Array.from({ length: 8 }, (_, level) => `${'  '.repeat(level)}- x\n`).join('');
  expect(problemsOf(table + list)).toEqual([]);
});
