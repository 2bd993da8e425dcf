/**
 * Tables of slots and of alumni as Markdown for a page, and such a page with its tables renewed. A table stands between
 * two markers, like everything of ours that people may edit around:
 *
 *     <!-- kickoff:begin slots -->
 *     <!-- kickoff:end -->
 */

import { codeOf } from '../issues/source-lines.ts';
import { isOver } from '../model/dates.ts';
import type { Alumnus, Slot } from '../program/directory-schema.ts';
import { digest } from '../record/digest.ts';
import {
  beginMarkers,
  blocksOf,
  isEdited,
  type ManagedBlock,
  printBlock,
  replaceBlock,
} from '../record/managed-block.ts';
import { linkTarget, markdownText } from '../text/plain-text.ts';

export const TABLE_NAMES = ['slots', 'alumni'] as const;
export type TableName = (typeof TABLE_NAMES)[number];
export type Tables = Record<TableName, string>;

/** A page in a repository notifies nobody, so names stand there as people write them. */
const person = (name: string): string => (/^[\w.-]+$/.test(name) ? `@${name}` : markdownText(name));

const table = (head: string[], rows: string[][], empty: string): string =>
  rows.length === 0
    ? empty
    : [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `today` is `YYYY-MM-DD`: a slot whose time is over is not free. */
export function slotsTable(slots: Slot[], today: string): string {
  const rows = slots.map(({ time, mentor, focus, taken_by }) => [
    markdownText(time),
    person(mentor),
    focus.length === 0 ? '–' : focus.map(markdownText).join(', '),
    taken_by !== undefined ? `Taken by ${person(taken_by)}` : isOver(time, today) ? 'Over' : 'Free',
  ]);
  return table(['Time frame', 'Mentor', 'Focus areas', 'Status'], rows, '_No slots at the moment._');
}

export function alumniTable(alumni: Alumnus[]): string {
  const rows = alumni.map(({ intern, mentor, time, type, write_up }) => [
    person(intern),
    person(mentor),
    markdownText(time),
    type === undefined ? '–' : markdownText(type),
    write_up === undefined
      ? '–'
      : write_up.url === undefined
        ? markdownText(write_up.title)
        : `[${markdownText(write_up.title)}](${linkTarget(write_up.url)})`,
  ]);
  return table(['Intern', 'Mentor', 'Time period', 'Type', 'Write-up'], rows, '_Nobody yet._');
}

export interface PageProblem {
  line: number;
  message: string;
}

export interface Renewed {
  text: string;
  /** Tables whose text is not what the page said. */
  changed: TableName[];
  /** Why nothing may be written; empty when all is well. */
  problems: PageProblem[];
}

/** The page with its tables as they are now; every byte outside the markers stays. */
export function renewPage(source: string, tables: Tables): Renewed {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length;
  // A page that explains markers shows them in code; those are no places.
  const isCode = codeOf(source);
  const all = blocksOf(source).flatMap((block) => {
    const name = TABLE_NAMES.find((each) => each === block.key);
    return name === undefined || isCode(block.start) ? [] : [{ name, block }];
  });
  const halves = beginMarkers(source).flatMap(({ key, start }) =>
    TABLE_NAMES.some((each) => each === key) &&
    !isCode(start) &&
    !all.some(({ block }) => block.start === start)
      ? [
          {
            line: lineOf(start),
            message: `the marker of the table of ${key} has no <!-- kickoff:end --> before the next one; write it below the table`,
          },
        ]
      : [],
  );
  const problems = halves.length > 0 ? halves : problemsOf(all, lineOf);
  let text = source;
  const changed: TableName[] = [];
  if (problems.length === 0) {
    for (const { name, block } of all.toReversed()) {
      if (digest(block.text) === digest(tables[name])) continue;
      changed.unshift(name);
      text = replaceBlock(text, block, printBlock(name, tables[name]).replaceAll('\n', newline));
    }
  }
  return { text, changed, problems };
}

function problemsOf(
  all: { name: TableName; block: ManagedBlock }[],
  lineOf: (at: number) => number,
): PageProblem[] {
  if (all.length === 0) {
    const lines = TABLE_NAMES.map((name) => `<!-- kickoff:begin ${name} -->`).join(' and ');
    return [
      {
        line: 1,
        message: `has no place for a table: write ${lines} where they belong, each with <!-- kickoff:end --> on a line below`,
      },
    ];
  }
  return all.flatMap(({ name, block }, at): PageProblem[] => {
    const line = lineOf(block.start);
    if (all.findIndex((each) => each.name === name) !== at)
      return [{ line, message: `is the second place for the table of ${name}; leave one` }];
    return isEdited(block)
      ? [
          {
            line,
            message: `somebody edited the table of ${name} by hand; move that into the directory file, then empty the place between the markers`,
          },
        ]
      : [];
  });
}
