/** Marks, worksheets and neutral text, as properties over many inputs. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  appendBoxes,
  missingBoxes,
  readBoxes,
  readLines,
  seedWorksheet,
} from '../../src/issues/worksheet.ts';
import { digest } from '../../src/record/digest.ts';
import { readIndex, writeIndex } from '../../src/record/issue-index.ts';
import {
  blocksOf,
  findBlock,
  isEdited,
  keysOf,
  outside,
  printBlock,
  replaceBlock,
} from '../../src/record/managed-block.ts';
import { linkedText, linkTarget, markdownText, oneLine, titleText } from '../../src/text/plain-text.ts';

const KEY = 'spring/robin/kr/x';
const prose = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('<!--', ''));
const line = prose.map((text) => text.replace(/[\r\n]/g, ' '));

test('a block is found again, untouched, whatever stands around it, and replacing it moves no other byte', () => {
  fc.assert(
    fc.property(prose, prose, prose, line, (before, after, text, next) => {
      const description = `${before}\n${printBlock(KEY, text)}\n${after}`;
      const block = findBlock(description, KEY);
      if (!block) throw new Error('lost');
      expect(isEdited(block)).toBe(false);
      expect(keysOf(description)).toEqual([KEY]);
      const replaced = replaceBlock(description, block, printBlock(KEY, next));
      expect(replaced.startsWith(`${before}\n`)).toBe(true);
      expect(replaced.endsWith(`\n${after}`)).toBe(true);
      expect(outside(replaced)).toBe(outside(description));
    }),
  );
});

test('GitLab’s storing and the editor’s trimming of comments are no edit; a changed word is one', () => {
  fc.assert(
    fc.property(
      line.filter((text) => text.trim() !== ''),
      (text) => {
        const stored = printBlock(KEY, `${text}\n\nmore`)
          .replaceAll('\n', '\r\n')
          .replaceAll('\r', '')
          .trimEnd();
        const trimmed = stored.replace(/<!-- (.*?) -->/g, '<!--$1-->');
        for (const description of [stored, trimmed, stored.replace('\n\nmore', '  \n\nmore')]) {
          const block = findBlock(description, KEY);
          expect(block && isEdited(block)).toBe(false);
        }
        const edited = findBlock(stored.replace('more', 'less'), KEY);
        expect(edited && isEdited(edited)).toBe(true);
      },
    ),
  );
});

test('a marker without its partner makes no block, but still tells the key', () => {
  const whole = printBlock(KEY, 'text');
  expect(blocksOf(whole.replace('<!-- kickoff:end -->', ''))).toEqual([]);
  expect(keysOf(whole.replace('<!-- kickoff:end -->', ''))).toEqual([KEY]);
  expect(blocksOf(whole.replace(/<!-- kickoff:begin.*?-->/, ''))).toEqual([]);
  expect(keysOf('no marker at all')).toEqual([]);
  expect(keysOf(`${whole} ${printBlock(`${KEY}#scorecard`, 'x')} ${printBlock('another/key', 'y')}`)).toEqual(
    [KEY, 'another/key'],
  );
  expect(digest('a  \r\nb')).toBe(digest('a\nb\n'));
});

test('the index is read as it was written, and written in place', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z/-]{1,20}$/), fc.nat()), prose, (index, text) => {
      const once = writeIndex(text, index);
      expect(readIndex(once)).toEqual(index);
      expect(writeIndex(once, index)).toBe(once);
    }),
  );
});

test('boxes and lines are read as they were seeded; boxes appended later come last', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,20}[a-z]$/), { minLength: 1, maxLength: 12 }),
      fc.nat(11),
      (names, at) => {
        const cut = Math.min(at + 1, names.length);
        const seeded = `${printBlock(KEY, 'x')}\n\n${seedWorksheet(KEY, names.slice(0, cut))}`;
        expect(readBoxes(seeded, KEY).map((box) => box.text)).toEqual(names.slice(0, cut));
        expect(readLines(seeded)).toEqual({ Evidence: '', Value: '', Confidence: '', Outcome: '' });
        const missing = missingBoxes(seeded, KEY, names, names.length);
        expect(missing).toHaveLength(names.length - cut);
        if (missing.length > 0)
          expect(readBoxes(appendBoxes(seeded, KEY, missing), KEY)).toHaveLength(names.length);
      },
    ),
  );
});

test.each([
  ['- Evidence: a link', 'a link'],
  ['* **Evidence:** a link', 'a link'],
  ['Evidence : a link', 'a link'],
  ['- __Evidence__: a link', 'a link'],
  ['- evidence:\n  - a link\n  - another', 'a link another'],
  ['- Evidence: first\n- Evidence: second', 'first'],
  ['the evidence: is thin', ''],
])('a line is read in any style: %j', (text, evidence) => {
  expect(readLines(text).Evidence).toBe(evidence);
});

test('text from data stays on one line, and pings, refers, links and commands nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(
          '/close',
          '@all',
          '#1',
          '!2',
          '&3',
          '~bug',
          '%m',
          '-->',
          '<!--',
          '| a |',
          'https://x.test',
          '\n/label ~x',
          ':smile:',
          '[a](b)',
        ),
      ),
      (value) => {
        const safe = markdownText(value);
        expect(safe).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
        expect(safe).not.toMatch(/^\//);
        expect(safe).not.toMatch(/(?<!\\)@\w|(?<!\\)[<>|[\]`]/);
        expect(safe).not.toContain('-->');
        expect(safe).not.toMatch(/(?<!\\)[#!~%^$](?=\w)/);
      },
    ),
    { numRuns: 500 },
  );
});

test('ordinary text reads as it was', () => {
  for (const text of [
    'Trust & Safety',
    '5 reports, 10 chats',
    'C++ and F#',
    'snake_case',
    "O'Brien: week 1 (short)",
    'é ü 漢字',
    '50 % done',
    '0.94',
  ])
    expect(markdownText(text)).toBe(text);
});

test('titles mention nobody and fit into GitLab', () => {
  expect(titleText('Ask @all\n/close')).toBe('Ask @\u2060all /close');
  expect([...titleText('😀'.repeat(300))]).toHaveLength(255);
  expect(oneLine('a\u202eb\u0000c')).toBe('ab c');
  expect(linkTarget('https://x.test/a b)c')).toBe('https://x.test/a%20b)c'.replace(')', '%29'));
});

test.each([
  ['![x](https://evil.test/p.png)', '\\![x](https://evil.test/p.png)'],
  ['see https://a.test/x, and <https://b.test>', 'see <https://a.test/x>, and <https://b.test>'],
  ['[ ](https://a.test)', '<https://a.test>'],
  ['[words](javascript:alert(1))', '\\[words\\](javascript:alert(1))'],
])('words of people with addresses: %s', (text, markdown) => {
  expect(linkedText(text).slice(0, markdown.length)).toBe(markdown);
});
