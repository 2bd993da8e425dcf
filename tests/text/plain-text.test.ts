/** Text from data is neutral where it enters Markdown or a title. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkedText, linkTarget, markdownText, oneLine, titleText } from '../../src/text/plain-text.ts';

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
