/** The worksheet is read in any style, and appended to without moving a byte. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  appendBoxes,
  boxesFor,
  missingBoxes,
  readBoxes,
  readLines,
  seedWorksheet,
} from '../../src/issues/worksheet.ts';
import { printBlock } from '../../src/record/managed-block.ts';

const KEY = 'spring/robin/kr/x';

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

test('a box that begins like another name is not taken for it', () => {
  const [again, talk] = [{ text: 'Talk again, with Ann' }, { text: 'Talk: done' }];
  expect(boxesFor(['Talk', 'Talk again'], [again, talk])).toEqual([talk, again]);
  const seeded = seedWorksheet(KEY, ['Talk again']);
  expect(missingBoxes(seeded, KEY, ['Talk again', 'Talk'], 1)).toEqual(['Talk']);
  expect(
    missingBoxes(seeded.replace('Talk again', 'Talk again with Ann'), KEY, ['Talk', 'Talk again'], 2),
  ).toEqual(['Talk']);
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

test('the lines of an issue are those of one language; others count only where that one says nothing', () => {
  const english =
    '- Evidence:\n- Value: 42\n- Confidence:\n- Outcome: done\n\nWert: see table\nErgebnis: we saw that\nPreuve: x';
  expect(readLines(english)).toEqual({ Evidence: 'x', Value: '42', Confidence: '', Outcome: 'done' });
  const german = '- Nachweis: a\n- Wert: 1\n- Zuversicht:\n- Ergebnis:\n\n- Value: 7\n- Outcome: done';
  expect(readLines(german)).toEqual({ Evidence: 'a', Value: '1', Confidence: '', Outcome: 'done' });
  expect(readLines('- 根拠：x\n- 値：3\n- 結果：完了')).toEqual({
    Evidence: 'x',
    Value: '3',
    Confidence: '',
    Outcome: '完了',
  });
});

test('what stands below a name belongs to it; a name with nothing behind it takes nothing back', () => {
  expect(readLines('- Value: 3\n- Value:\n  5').Value).toBe('3');
  expect(readLines('- Value:\n  3\n- Value:\n  5').Value).toBe('3');
  expect(readLines('- Value:\n  3\n- Value: 5').Value).toBe('5');
});
