/** Pages in twenty other shapes, written by us about invented people: none crashes, none loses anything in silence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ImportResult, importPage } from '../../src/handbook/import.ts';
import { measureOf } from '../../src/handbook/measures.ts';
import { readWeeks } from '../../src/handbook/weeks.ts';
import { type Program, programSchema } from '../../src/program/program-schema.ts';
import { file, stage } from '../support/stage.ts';

/** So many here; `test:deep` runs 2000. */
const RUNS = Number(process.env.RUNS ?? 200);

const BASE = `---
title: "Harbour Internship"
description: "Twelve people of the harbour office teach one newcomer."
---

## Overview

Mira Solberg began it in the year of the flood.

## OKRs

**Objective**: **See every part of the harbour**

- Key Result: Spend a week with each team
- Key Result: Finish at least one key result in each area

**Objective**: **Be useful**

- Key Result: Repair 4 buoys
- Key Result: TBD

### Areas

**Area**: **Cranes & Quays** - Weeks of March 1st & 8th

- Key Result: Log 6 crane checks

**Area**: **Pilots** - Week of March 15th

- Key Result: Join 2 night shifts

## Responsibilities

### Manager Responsibilities

**Before the start:**

- Meet the mentor

**Weekly**

- Talk:
  - Open questions
  - The current team

### Mentor Responsibilities

**Daily:**

- Answer questions

### Intern Responsibilities

**As needed:**

- Ask
`;

const objective = BASE.slice(BASE.indexOf('## OKRs'), BASE.indexOf('### Areas'));
const duties = BASE.slice(BASE.indexOf('## Responsibilities'));

type Check = (program: Program) => void;
const usual: Check = (program) => {
  expect(program.objectives.map(({ key_results }) => key_results.map(({ measure }) => measure.kind))).toEqual(
    [
      ['count', 'derived'],
      ['count', 'to-be-defined'],
    ],
  );
  expect(program.areas.map(({ key_results }) => key_results.length)).toEqual([1, 1]);
  expect(program.rotations.map(({ weeks }) => weeks)).toEqual([2, 1]);
};

const VARIATIONS: [name: string, page: string, check: Check][] = [
  ['as it is', BASE, usual],
  [
    'sections in another order',
    BASE.replace(objective, '').replace(duties, '') + duties + objective,
    ({ objectives }) => expect(objectives).toHaveLength(2),
  ],
  ['star bullets', BASE.replace(/^( *)- /gm, '$1* '), usual],
  ['plus bullets and deep indents', BASE.replace(/^( *)- /gm, '$1+   '), usual],
  ['numbered lists', BASE.replace(/^- /gm, '1. '), usual],
  [
    'headings in place of bold lines',
    BASE.replace(/^\*\*(Objective|Area)\*\*: \*\*(.*?)\*\*(.*)$/gm, '#### $1: $2$3'),
    usual,
  ],
  [
    'objectives as items with their key results below',
    BASE.replace(/^\*\*Objective\*\*: \*\*(.*)\*\*\n\n- (.*)\n- (.*)$/gm, '- Objective: $1\n  - $2\n  - $3'),
    usual,
  ],
  [
    'typographic quotes and dashes',
    BASE.replaceAll('"Harbour', '"Harbour')
      .replace('Be useful', 'Be “useful” – and kind')
      .replaceAll(' - Week', ' – Week'),
    usual,
  ],
  [
    'weeks by number',
    BASE.replace('Weeks of March 1st & 8th', 'Weeks 1-2').replace('Week of March 15th', 'Week 3'),
    usual,
  ],
  [
    'weeks by length, in brackets',
    BASE.replace(' - Weeks of March 1st & 8th', ' (2 weeks)').replace(' - Week of March 15th', ' (1 week)'),
    usual,
  ],
  [
    'weeks over New Year',
    BASE.replace('March 1st & 8th', 'December 28th & January 4th').replace('March 15th', 'January 11th'),
    usual,
  ],
  [
    'dates with a year, the day in front',
    BASE.replace('Weeks of March 1st & 8th', 'Weeks of 1 March and 8 March 2027'),
    usual,
  ],
  [
    'no weeks at all',
    BASE.replace(/ - Weeks? of .*$/gm, ''),
    ({ rotations, weeks }) => expect([rotations.length, weeks]).toEqual([0, 12]),
  ],
  ['Windows line ends and a byte order mark', `\uFEFF${BASE.replaceAll('\n', '\r\n')}`, usual],
  ['no front matter', BASE.slice(BASE.indexOf('## Overview')), usual],
  ['broken front matter', BASE.replace('title: "Harbour Internship"', 'title: [Harbour'), usual],
  [
    'raw HTML and comments between',
    BASE.replace(
      '## OKRs',
      '## OKRs\n\n<div class="x"><script>alert(1)</script></div>\n\n<!-- kickoff:end -->',
    ),
    usual,
  ],
  ['empty sections', `${BASE}\n## Nothing here\n\n## Nor here\n\n### Deeper\n`, usual],
  [
    'pipes in cells, a table that is closed badly, and a plain one',
    `${BASE}\n## Times\n\n| Week | What |\n| 1 | Ropes \\| knots |\n| 2 | Tides\n\n## Gear\n\n| Thing | Use |\n|---|---|\n| Line | tying |\n`,
    ({ background }) =>
      expect(background.find(({ title }) => title === 'Gear')?.points).toEqual([
        'Thing | Use',
        'Line | tying',
      ]),
  ],
  [
    'slots and alumni without delimiter rows, cells missing',
    `${BASE}\n## People\n\n| Intern | Mentor | Time Period | Type | Write-up |\n| @ada | @bo | May 2020 | Internal | [Post](https://example.test/post)\n| @cy | | June 2021 |\n\n| Time frame | Mentor |\n| June 2027 | @bo |\n`,
    usual,
  ],
  [
    'another language: headings and lists are all there is',
    '# Praktikum im Hafen\n\nEin Text über den Hafen.\n\n## Ziele für den Sommer\n\n- 4 Bojen reparieren\n- Einen Bericht schreiben\n\n## Aufgaben\n\n1. Fragen stellen\n2. Zuhören\n',
    ({ objectives }) =>
      expect(objectives.map(({ title, key_results }) => [title, key_results.length])).toEqual([
        ['Ziele für den Sommer', 2],
        ['Aufgaben', 2],
      ]),
  ],
  [
    'another script',
    '# 港での実習\n\n## 目標\n\n- 4 件の報告を書く\n- 毎週の会議に出る\n\n## 学ぶこと\n\n- 綱の結び方\n- 綱の結び方\n',
    ({ objectives }) => {
      const keys = objectives.flatMap((each) => each.key_results.map(({ key }) => key));
      expect(new Set(keys).size).toBe(4);
      expect(objectives.map(({ title }) => title)).toEqual(['目標', '学ぶこと']);
    },
  ],
  [
    'titles and lists longer than a program takes',
    `${BASE}\n**Objective**: **${'Long '.repeat(80)}**\n\n${Array.from({ length: 30 }, (_, at) => `- Key Result: ${'word '.repeat(at * 8)}${at}`).join('\n')}\n`,
    ({ objectives }) => expect(objectives).toHaveLength(3),
  ],
  [
    'nothing but a title',
    '# Harbour\n',
    ({ objectives }) => expect(objectives[0]?.key_results[0]?.measure.kind).toBe('to-be-defined'),
  ],
  ['nothing at all', '', ({ objectives }) => expect(objectives).toHaveLength(1)],
];

/** Every heading, item and row is in the result, or told. */
function silent(
  page: string,
  { used, unknown }: ImportResult = importPage(page, 'page.md', { measures: true }),
): string[] {
  const told = new Set(
    unknown.flatMap(({ lines }) =>
      Array.from({ length: lines.to - lines.from + 1 }, (_, at) => lines.from + at),
    ),
  );
  let front = page.replace(/^\uFEFF/, '').startsWith('---');
  return page.split('\n').flatMap((raw, at) => {
    const line = raw.replace(/\r$/, '');
    if (at > 0 && front && line === '---') front = false;
    const part =
      /^#{1,6} \S|^\s*(?:[-*+]|\d+[.)])\s+\S|^\s*\|.*\S/.test(line) &&
      !/^\s*\|[\s:|-]+\|?\s*$/.test(line) &&
      line !== '---';
    return !front && part && !used.has(at + 1) && !told.has(at + 1) ? [`${at + 1}: ${line}`] : [];
  });
}

test.each(VARIATIONS)('%s', async (_name, page, check) => {
  const { value, text } = importPage(page, 'page.md', { measures: true });
  check(programSchema().parse(value));
  expect(silent(page)).toEqual([]);
  // What is written can be read again, by the command that people use.
  const run = await stage().kickoff(['validate', file('program.yaml', text)]);
  expect(run.code, run.err).toBe(0);
});

test('there are at least twenty variations', () => {
  expect(VARIATIONS.length).toBeGreaterThanOrEqual(20);
});

test('a page as long as pages may be is read, and what is too much of it is told', () => {
  const many = Array.from(
    { length: 4500 },
    (_, at) =>
      `${at % 300 === 0 ? '\n' : ''}- Key Result: Do thing ${at} of ${'a very long list '.repeat(4)}`,
  ).join('\n');
  const page = BASE.replace('- Key Result: Repair 4 buoys', many);
  expect(page.length).toBeGreaterThan(400_000);
  const result = importPage(page, 'page.md', { measures: true });
  expect(result.unknown.length).toBeGreaterThan(4400);
  expect(silent(page, result)).toEqual([]);
});

test('whatever the Markdown is, the import neither throws nor is silent', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '# ',
      '## ',
      '### ',
      '- ',
      '  - ',
      '1. ',
      '**Objective**: ',
      '- Key Result: ',
      '**Area**: ',
      ' - Week 3',
      '| Week | What |',
      '| a | b |',
      '|---|---|',
      '\n',
      '\n\n',
      '> ',
      '```\n',
      '<b>',
      '---\n',
      'Weekly:',
      '## Manager Responsibilities',
      '## Benefits',
      '## How to apply',
      'goals are:\n',
      '[x](y)',
      '\\|',
      '`',
    ),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      importPage(pieces.join(''), 'page.md', { measures: true });
    }),
    { numRuns: RUNS },
  );
});

test.each([
  ['Weeks of May 18th & 25th', 2],
  ['Weeks of June 1st and 8th', 2],
  ['Week of June 15th', 1],
  ['Weeks of June 1st, 8th and 15th', 3],
  ['Weeks of June 1st to 19th', 3],
  ['Weeks of Dec 28 – Jan 4', 2],
  ['Week 3', 1],
  ['Weeks 2-4', 3],
  ['Weeks 2 & 4', 2],
  ['3 weeks', 3],
])('%s are %i weeks', (text, count) => {
  expect(readWeeks(text)?.count).toBe(count);
});

test.each([
  'Weeks of the moon',
  'Week of June',
  'Weekly',
  'Week of 45 June',
  '',
])('%j is no number of weeks', (text) => {
  expect(readWeeks(text)).toBeNull();
});

test.each([
  ['Repair 4 buoys', 'count', 4, 'buoy'],
  ['Join two night shifts of the pilots', 'count', 2, 'night shift'],
  ['Answer 5 pings to the team', 'count', 5, 'ping'],
  ['Grow by 40 % in 3 months', 'done', undefined, undefined],
  ['Work for 2 years', 'done', undefined, undefined],
  ['Finish one project', 'done', undefined, undefined],
  ['Upgrade to version 2.1', 'done', undefined, undefined],
  ['TBD', 'to-be-defined', undefined, undefined],
  ['To be determined.', 'to-be-defined', undefined, undefined],
])('%j is a %s', (text, kind, target, unit) => {
  expect(measureOf(text, false)).toMatchObject({ kind, ...(target === undefined ? {} : { target, unit }) });
});
