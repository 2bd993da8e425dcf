/** The net below everything else: whatever of a page is neither in the result nor told yet is told now. */
import type { Gathered } from './gather.ts';
import { everyItem, everySection, type Lines, type Page } from './page.ts';

/** So many words at a time are looked for; the first and the last run may be cut off, as a phrase or a date. */
const RUN = 8;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export function tellMissed(page: Page, values: object[], { used, unknown }: Gathered): void {
  const whole = ` ${wordsOf(values.map((value) => stringsOf(value).join(' \u2029 ')).join(' \u2029 ')).join(' ')} `;
  const told = new Set(unknown.flatMap(({ lines }) => rangeOf(lines)));
  for (const { text, lines } of unitsOf(page)) {
    if (text === '' || rangeOf(lines).some((line) => told.has(line))) continue;
    const words = wordsOf(text);
    const runs = Array.from({ length: Math.floor(words.length / RUN) }, (_, at) =>
      words.slice(at * RUN, (at + 1) * RUN).join(' '),
    );
    if (!used.has(lines.from))
      unknown.push({ lines, text, because: 'nothing of a program or role was seen in it' });
    else if (runs.slice(1, -1).some((run) => !whole.includes(` ${run} `)))
      unknown.push({ lines, text, because: 'only a part of it is in the result' });
  }
}

const rangeOf = ({ from, to }: Lines): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Everything that says something: headings, paragraphs, items, rows, code. */
function unitsOf({ root }: Page): { text: string; lines: Lines }[] {
  return everySection(root).flatMap((section) => [
    ...(section.depth > 0 ? [{ text: section.title, lines: section.lines }] : []),
    ...section.blocks.flatMap((block) => {
      switch (block.kind) {
        case 'list':
          return everyItem(block.items);
        case 'code':
          // A drawing is taken by its arrows, and tells its rest itself.
          return [{ text: block.text.split(/\s+/, RUN).join(' '), lines: block.lines }];
        case 'table':
          return block.rows.map(({ cells, lines }) => ({ text: cells.join(' '), lines }));
        default:
          return [block];
      }
    }),
  ]);
}
