import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { expect, test } from 'vitest';
import { MOST_LEVELS, nestingOf } from '../../src/text/nesting.ts';
import { blockMarkdown, inlineMarkdown, parseMarkdown } from '../../src/text/people-markdown.ts';

/** Levels as the parser finds them. */
function parsedDepth(node: Nodes): number {
  const own = node.type === 'listItem' || node.type === 'blockquote' ? 1 : 0;
  const inner = 'children' in node ? node.children.map(parsedDepth) : [];
  return own + Math.max(0, ...inner);
}

const LINE = fc
  .tuple(
    fc.nat(6),
    fc.array(fc.constantFrom('- ', '* ', '1. ', '> ', '+ '), { maxLength: 5 }),
    fc.constantFrom('x', ''),
  )
  .map(([indent, marks, word]) => `${' '.repeat(indent)}${marks.join('')}${word}`);

test('no text is nested deeper than is told before it is parsed', () => {
  fc.assert(
    fc.property(fc.array(LINE, { maxLength: 12 }), (lines) => {
      const source = lines.join('\n');
      expect(nestingOf(source).depth).toBeGreaterThanOrEqual(parsedDepth(parseMarkdown(source)));
    }),
  );
});

test('the deepest place is named; rules across the page and flat lists are no levels', () => {
  expect(nestingOf(`a\n\n- b\n  - c\n- d\n${'- a\n'.repeat(500)}`)).toEqual({ depth: 2, line: 4, column: 3 });
  expect(nestingOf(`${'- '.repeat(500)}\n\n***\n`).depth).toBe(0);
});

test('people’s Markdown beyond a hundred levels is shown as text', () => {
  const deep = `${'- '.repeat(MOST_LEVELS + 1)}x`;
  expect(blockMarkdown(deep)).toMatch(/^\\-/);
  expect(inlineMarkdown(deep)).toMatch(/^\\-/);
  expect(blockMarkdown(`${'- '.repeat(MOST_LEVELS)}x`)).toMatch(/^- /);
});
