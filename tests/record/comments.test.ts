/** One parser, one printer: total, linear, and inverse to one another on what is ours. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentsOf, printComment } from '../../src/record/comments.ts';

test.each<[text: string, found: [word: string, args: string[], from: number, to: number][]]>([
  ['', []],
  ['no comment', []],
  ['<!-- kickoff:end -->', [['end', [], 0, 20]]],
  ['<!--kickoff:end-->', [['end', [], 0, 18]]],
  ['a <!--\n kickoff:begin \t k  a=b\n--> z', [['begin', ['k', 'a=b'], 2, 34]]],
  [
    '<!-- kickoff:a x --><!-- kickoff:b y z -->',
    [
      ['a', ['x'], 0, 20],
      ['b', ['y', 'z'], 20, 42],
    ],
  ],
  // Somebody else's, and what only looks like one.
  ['<!-- note: kickoff:end -->', []],
  ['<!-- kickoff:begin k > kickoff:end -->', []],
  ['<!-- kickoff:begin k <!-- kickoff:end -->', [['end', [], 21, 41]]],
  ['<!-- kickoff:begin k', []],
  ['<!-- kickoff:begin k --', []],
  ['<!-->', []],
  ['<!--->', []],
  ['<!---->', []],
  ['< !-- kickoff:end -->', []],
  ['<!-- kickoff:end ->', []],
  ['<!-- kickoff:end -> <!-- kickoff:end -->', [['end', [], 20, 40]]],
  ['<!<!-- kickoff:x -->', [['x', [], 2, 20]]],
  ['a<b <!-- kickoff:a<b -->', [['a<b', [], 4, 24]]],
])('%j', (text, found) => {
  expect(commentsOf(text)).toEqual(found.map(([word, args, start, end]) => ({ word, args, start, end })));
});

test('what is printed is read as it was, and printed the same', () => {
  const token = fc.stringMatching(/^[a-z0-9/#=:,.+*~?-]{1,12}$/).filter((each) => !each.includes('--'));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z-]{1,9}$/), fc.array(token, { maxLength: 5 }), (word, args) => {
      const printed = printComment(word, args);
      expect(commentsOf(printed)).toEqual([{ word, args, start: 0, end: printed.length }]);
    }),
  );
  expect(printComment('end')).toBe('<!-- kickoff:end -->');
  expect(printComment('duplicate', ['a/b'])).toBe('<!-- kickoff:duplicate a/b -->');
});

test('any text at all has an answer, and offsets that point at the comment', () => {
  const piece = fc.constantFrom(
    '<!--',
    '-->',
    '>',
    '<',
    'kickoff:',
    'begin',
    ' ',
    '\n',
    'key',
    'a=b',
    '--',
    '-',
    '!',
    'x',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      for (const { start, end } of commentsOf(text)) {
        expect(text.slice(start, start + 4)).toBe('<!--');
        expect(text.slice(end - 3, end)).toBe('-->');
        expect(text.slice(start + 4, end)).not.toContain('<!--');
      }
    }),
    { numRuns: 500 },
  );
});

test('work grows with the length of the text, whatever is repeated in it', () => {
  // Counted by how often the text is looked at, not by seconds.
  const looks = (piece: string, times: number): number => {
    let count = 0;
    const text = piece.repeat(times);
    const watched = new Proxy(new String(text), {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof name === 'string' && /^\d+$/.test(name)) count += 1;
        return typeof value === 'function' ? value.bind(text) : value;
      },
    });
    commentsOf(watched as unknown as string);
    return count;
  };
  for (const piece of [
    '<!--',
    '<!-- kickoff:begin ',
    '<!-- kickoff:begin k -->',
    '-->',
    '<',
    '>',
    'x',
    ' ',
  ]) {
    const [small, large] = [looks(piece, 500), looks(piece, 1000)];
    expect(large, piece).toBeLessThanOrEqual(small * 2 + 10);
  }
});
