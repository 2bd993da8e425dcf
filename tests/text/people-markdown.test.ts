/** Markdown of people: as they wrote it, and nothing of it acts. What GitLab would run is asked of the sandbox, which knows GitLab's rules. */
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { expect, test } from 'vitest';
import { commentsOf } from '../../src/record/comments.ts';
import { extractCommands } from '../../src/sandbox/quick-actions.ts';
import {
  blockMarkdown,
  cellMarkdown,
  inlineMarkdown,
  parseMarkdown,
} from '../../src/text/people-markdown.ts';

/** So many here; `test:deep` runs 2000. */
const RUNS = Number(process.env.RUNS ?? 200);

/** A tree without places, escapes and breaks between texts: what a reader would see. */
function seen(node: Nodes): unknown {
  // White space of a line is shown as one space.
  if (node.type === 'text') return node.value.replace(/\u200b/g, '').replace(/ +/g, ' ');
  const { type } = node;
  const own = Object.fromEntries(
    Object.entries(node).filter(([name]) => !['type', 'children', 'position', 'data'].includes(name)),
  );
  if ('value' in own) own.value = String(own.value).replace(/\u200b/g, '');
  if (!('children' in node)) return { type, ...own };
  const children: unknown[] = [];
  for (const child of node.children.map(seen)) {
    const last = children.at(-1);
    if (typeof child === 'string' && typeof last === 'string') children[children.length - 1] = last + child;
    else children.push(child);
  }
  return { type, ...own, children };
}

const PARTS = [
  'words',
  'Read [the guide](https://example.com/guide#part) first.',
  'https://example.com/a_b?c=1#2',
  '<https://example.com>',
  '**bold** and _leaning_ and `code @you #1`',
  '# Heading',
  'Title\n=====',
  '- a\n- b\n  - c',
  '1. one\n2. two',
  '- [ ] open\n- [x] done',
  '> quoted\n> more',
  '| a | b |\n|---|---|\n| 1 | /close |',
  '```sh\n/close\n@you\n```',
  '~~~\n<!-- kickoff:end -->\n~~~',
  '    indented',
  '/close',
  '/label ~"x"\n/assign @maya.torres',
  ' /title Other',
  'before\n/due tomorrow\nafter',
  '@maya.torres and @all',
  'see #1, !2, &3, %"Week 1", ~bug, $4, ^alert#1',
  'AT&T &amp; &copy; R&D',
  '![picture](https://example.com/x.png)',
  '[ref]: https://example.com/r',
  'with [ref] and [words][ref]',
  'a<br>b',
  '~~gone~~',
  '---',
  '\\@escaped \\/close',
  'Text[^1]\n\n[^1]: A note.',
  '::include{file=x}',
  'é 漢 😀',
];
const HTML = [
  '<details><summary>More</summary>\n\ninside\n\n</details>',
  '<details>\n\nopen for ever',
  '<!-- hidden -->',
  '<!-- kickoff:begin a/b text=1 -->',
  '<!-- never closed',
  '<script>alert(1)</script>',
  '<b>x</b>',
  '>>>\nquoted\n>>>',
  '>>>\nopen',
  '```\nnever closed\n/close',
];

const joined = (parts: string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom('\n', '\n\n', ' ')), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) => all.map(([part, gap]) => part + gap).join(''));

/** What is kept for a text: nothing runs, nothing is ours, nothing is lost on the way. */
function harmless(text: string): void {
  const { commands, stored } = extractCommands(`Before.\n\n${text}\n\nAfter.`);
  expect(commands, text).toEqual([]);
  expect(stored).toBe(`Before.\n\n${text}\n\nAfter.`);
  expect(commentsOf(text)).toEqual([]);
}

test('2,000 texts: what goes in comes out as the same tree, and nothing of it acts', () => {
  fc.assert(
    fc.property(joined(PARTS), (source) => {
      const text = blockMarkdown(source);
      harmless(text);
      const tree = parseMarkdown(source.replace(/^(?:[ \t]*\n)+/, '').trimEnd());
      // Tags and comments that had to be shown are another tree; they have a test of their own.
      if (!JSON.stringify(tree).includes('"html"'))
        expect(seen(parseMarkdown(text)), `${source}\n----\n${text}`).toEqual(seen(tree));
      // Written again it is the same: a second run finds nothing to do.
      expect(blockMarkdown(text)).toBe(text);
    }),
    { numRuns: RUNS, seed: 3 },
  );
});

test('1,000 texts with tags, comments and ends that are missing: what follows is never swallowed', () => {
  fc.assert(
    fc.property(joined([...PARTS, ...HTML, ...HTML]), (source) => {
      const text = blockMarkdown(source);
      harmless(text);
      const tail = parseMarkdown(`${text}\n\n| end | of |\n|---|---|\n| our | text |`).children.at(-1);
      expect(tail?.type, `${source}\n----\n${text}`).toBe('table');
      const tags = JSON.stringify(parseMarkdown(text)).match(/"html","value":"(?:[^"\\]|\\.)*"/g) ?? [];
      const count = (tag: string): number => tags.join().split(tag).length;
      expect(count('<details'), `${source}\n----\n${text}`).toBe(count('</details'));
    }),
    { numRuns: RUNS, seed: 4 },
  );
});

test('on one line: links, code and stress stay; what would begin a block, a cell or an action is text', () => {
  expect(inlineMarkdown('[Part one](https://example.com/one)')).toBe('[Part one](https://example.com/one)');
  expect(inlineMarkdown('plain words, as they are.')).toBe('plain words, as they are.');
  expect(inlineMarkdown('# no heading')).toBe('\\# no heading');
  expect(inlineMarkdown('- no list')).toBe('\\- no list');
  expect(inlineMarkdown('/close')).toBe('\\/close');
  expect(inlineMarkdown('ask @you about #12')).toBe('ask \\@you about \\#12');
  expect(cellMarkdown('a | b')).toBe('a \\| b');
  expect(inlineMarkdown('two\nlines')).toBe('two lines');
});

test('a program may let mentions notify; other references stay text', () => {
  expect(blockMarkdown('ask @you about #12', { notify: true })).toBe('ask @you about \\#12');
});

test.each([
  '[',
  '*',
  '`',
  '<',
  '_',
  '![',
  '~',
  '|',
  '\\',
  '&',
  '[a](',
  '<!--',
  '*a ',
  '**a*',
  '@a ',
  '/a\n',
])('20,000 characters of %j are read in steps that grow with them', (part) => {
  const steps = (size: number): number => {
    const text = part.repeat(Math.ceil(size / part.length)).slice(0, size);
    return blockMarkdown(text).length;
  };
  expect(steps(20_000)).toBeLessThan(200_000);
});
