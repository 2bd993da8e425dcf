/** Blocks are found, told apart from people's text, and replaced without moving a byte around them. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
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
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}\/[a-z/-]{1,10}$/), fc.nat()),
      prose,
      (index, text) => {
        const once = writeIndex(text, index, 12);
        expect(readIndex(once)).toEqual(index);
        expect(writeIndex(once, index, 12)).toBe(once);
      },
    ),
  );
});
