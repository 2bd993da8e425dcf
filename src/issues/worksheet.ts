/**
 * People's own part of an issue: a check-list and a few lines to fill in. It is seeded once below our block and is
 * theirs from then on; we read it, and append boxes when a target grows. Nothing in it is ever rewritten.
 *
 *     <!-- kickoff:boxes KEY -->
 *     - [ ] Report 1
 *     - [x] Report 2 https://…
 *     <!-- kickoff:boxes-end -->
 *
 *     - Evidence:
 *     - Value:
 *     - Confidence:
 *     - Outcome:
 */

import type { Key } from '../model/resource.ts';
import { commentsOf, printComment, type RecordComment } from '../record/comments.ts';
import { blocksOf } from '../record/managed-block.ts';
import { ANY_NAME, LINES, type Line, lineNames, lineOf } from './line-words.ts';
import { linesOf, type SourceLine } from './source-lines.ts';

const BOX = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX~])\](?:[ \t]+(.*))?$/;

export interface Box {
  ticked: boolean;
  /** `[~]`: crossed out, so that GitLab counts it neither as done nor as open (docs/gitlab.md#task-lists). */
  dropped: boolean;
  text: string;
}

function list(key: Key, boxes: string[]): string {
  return [
    printComment('boxes', [key]),
    ...boxes.map((box) => `- [ ] ${box}`),
    printComment('boxes-end'),
  ].join('\n');
}

/** The check-list alone, as it is first written. */
export const seedBoxes = list;

/** The worksheet as it is first written. `boxes` may be empty. */
export function seedWorksheet(
  key: Key,
  boxes: string[],
  names: Record<Line, string> = lineNames('en'),
): string {
  const lines = LINES.map((line) => `- ${names[line]}:`).join('\n');
  return boxes.length > 0 ? `${list(key, boxes)}\n\n${lines}` : lines;
}

/** The comment of ours that a line consists of. */
function aloneOn(line: string): RecordComment | undefined {
  if (!line.includes('<!--')) return undefined;
  const text = line.trim();
  const [only] = commentsOf(text);
  return only?.start === 0 && only.end === text.length ? only : undefined;
}

interface OwnList {
  boxes: (Box & { line: SourceLine })[];
  /** Where a further box goes: before this offset, or behind the last box. */
  end: SourceLine | null;
}

/**
 * The issue's own list. Between our markers where they stand, the pair with our key first; otherwise the first check-list
 * outside the block. Only its top level counts: boxes that people nest under one, quote, put into code or write
 * elsewhere are theirs and never counted.
 */
function ownList(description: string, key: Key): OwnList {
  const lines = linesOf(description).filter((line) => !line.hidden);
  const begins = lines.flatMap((line, index) => {
    const marker = aloneOn(line.text);
    return marker?.word === 'boxes' && marker.args.length < 2 ? [{ index, key: marker.args[0] }] : [];
  });
  const begin = begins.find((each) => each.key === key) ?? begins.find((each) => each.key === undefined);
  const endAt = begin
    ? lines.findIndex((line, index) => index > begin.index && aloneOn(line.text)?.word === 'boxes-end')
    : -1;
  const region = begin
    ? lines.slice(begin.index + 1, endAt < 0 ? undefined : endAt)
    : lines.filter((line) => !line.ours);
  const found: { indent: number; box: OwnList['boxes'][number] }[] = [];
  let blanks = 0;
  for (const line of region) {
    const match = BOX.exec(line.text);
    if (match) {
      const indent = (match[1] ?? '').replaceAll('\t', '    ').length;
      const ticked = /x/i.test(match[2] ?? '');
      found.push({
        indent,
        box: { ticked, dropped: match[2] === '~', text: (match[3] ?? '').trim(), line },
      });
      blanks = 0;
    } else if (line.text.trim() === '') {
      blanks += 1;
    } else if (endAt < 0 && found.length > 0 && (!/^\s/.test(line.text) || blanks > 1)) {
      // Without an end marker the list ends at the first line that is neither a box, nor indented, nor blank.
      break;
    }
  }
  const top = Math.min(...found.map((each) => each.indent));
  // Up to one space deeper is the same level of a list.
  const boxes = found.filter((each) => each.indent - top < 2).map((each) => each.box);
  return { boxes, end: endAt < 0 ? null : (lines[endAt] ?? null) };
}

/** Boxes of the issue's own list, in order. */
export function readBoxes(description: string, key: Key): Box[] {
  return ownList(description, key).boxes.map(({ ticked, dropped, text }) => ({ ticked, dropped, text }));
}

/** A line with a name of ours, in any list or emphasis style. Japanese writes a wide colon. */
const NAMED = new RegExp(
  `^\\s{0,3}(?:[-*+]\\s+)?(?:\\*\\*|__)?(${ANY_NAME})(?:\\*\\*|__)?\\s*[:：](?:\\*\\*|__)?(.*)$`,
  'i',
);

/** A line of the worksheet with what stands behind its name and below it. */
interface Said {
  line: Line;
  language: string;
  text: string;
  /** Something stood on the line itself. */
  filled: boolean;
}

function saidIn(description: string): Said[] {
  const all: Said[] = [];
  let open: Said | null = null;
  for (const { text, hidden, ours } of linesOf(description)) {
    if (hidden || ours) {
      open = null;
      continue;
    }
    const match = NAMED.exec(text);
    const named = match && lineOf(match[1] ?? '');
    if (named) {
      const text = (match[2] ?? '').trim();
      open = { ...named, text, filled: text !== '' };
      all.push(open);
    } else if (open && /^\s+\S/.test(text)) {
      open.text = `${open.text} ${text.trim().replace(/^[-*+]\s+/, '')}`.trim();
    } else {
      open = null;
    }
  }
  return all;
}

/**
 * What people wrote behind `Evidence:`, `Value:`, `Confidence:` and `Outcome:`, the last of each that says something, and of Evidence the
 * first: people go on below. Indented lines below a line belong to it. Empty when there is nothing. The lines of an issue are those of
 * one language, the one that has most of them; a name of another one counts only where that one says nothing.
 */
export function readLines(description: string): Readonly<Record<Line, string>> {
  if (lastRead?.description !== description) lastRead = { description, lines: linesIn(description) };
  return lastRead.lines;
}

let lastRead: { description: string; lines: Record<Line, string> } | null = null;

function linesIn(description: string): Record<Line, string> {
  const all = saidIn(description);
  const found: Record<Line, string> = { Evidence: '', Value: '', Confidence: '', Outcome: '' };
  const most = mostSpoken(all);
  // Once through: a person may have written a hundred thousand of them.
  const own: Kept = new Map();
  const others: Kept = new Map();
  for (const each of all) {
    if (each.text === '') continue;
    const kept = each.language === most ? own : others;
    const before = kept.get(each.line);
    const lastFilled = each.filled ? each : (before?.lastFilled ?? null);
    kept.set(each.line, { first: before?.first ?? each, lastFilled });
  }
  for (const line of LINES) {
    const kept = own.get(line) ?? others.get(line);
    // What is empty takes nothing back.
    const said = line === 'Evidence' ? kept?.first : (kept?.lastFilled ?? kept?.first);
    found[line] = said?.text ?? '';
  }
  return found;
}

type Kept = Map<Line, { first: Said; lastFilled: Said | null }>;

/** Names of lines that say something in code or in a comment, where nobody sees them and nothing reads them. */
export const hiddenLines = (description: string): Line[] => {
  const found = linesOf(description).flatMap(({ text, hidden, ours }): Line[] => {
    const match = hidden && !ours ? NAMED.exec(text) : null;
    const named = match && lineOf(match[1] ?? '');
    return named && (match[2] ?? '').trim() !== '' ? [named.line] : [];
  });
  return [...new Set(found)];
};

/** The language of most of the four names; English where others have as many. */
function mostSpoken(all: Said[]): string {
  const lines = new Map<string, Set<Line>>([['en', new Set()]]);
  for (const { language, line } of all) lines.set(language, (lines.get(language) ?? new Set()).add(line));
  const size = (language: string): number => lines.get(language)?.size ?? 0;
  return [...lines.keys()].reduce((best, each) => (size(each) > size(best) ? each : best), 'en');
}

/** `Report 1` is not the beginning of `Report 10`. Backslashes that an editor dropped or added do not matter. */
export function carriesName(text: string, name: string): boolean {
  const plain = text.replaceAll('\\', '');
  const wanted = name.replaceAll('\\', '');
  return plain.startsWith(wanted) && !/^[\p{L}\p{N}]/u.test(plain.slice(wanted.length));
}

/**
 * Which box carries which name, each box at most one: in the order of the names, undefined where none does. Whole names come first and
 * long ones before short ones: where both are names, the box `Talk again` does not stand for `Talk`.
 */
export function boxesFor<B extends { text: string }>(names: string[], boxes: B[]): (B | undefined)[] {
  const left = [...boxes];
  const found: (B | undefined)[] = names.map(() => undefined);
  const byLength = names
    .map((name, at) => ({ name, at }))
    .sort((one, other) => other.name.length - one.name.length);
  for (const isWhole of [true, false]) {
    for (const { name, at } of byLength) {
      if (found[at] !== undefined) continue;
      const index = left.findIndex(({ text }) => (isWhole ? text === name : carriesName(text, name)));
      if (index >= 0) [found[at]] = left.splice(index, 1);
    }
  }
  return found;
}

/** Names of wanted boxes that no box of the list carries, the last `most` of them. */
export function missingBoxes(description: string, key: Key, wanted: string[], most: number): string[] {
  const carried = boxesFor(wanted, readBoxes(description, key));
  const absent = wanted.filter((_name, at) => carried[at] === undefined);
  return most > 0 ? absent.slice(-most) : [];
}

/** The description with boxes appended to the own list; where there is no list yet, one is begun behind our block. */
export function appendBoxes(description: string, key: Key, names: string[]): string {
  const added = names.map((name) => `- [ ] ${name}`).join('\n');
  const { boxes, end } = ownList(description, key);
  if (end) return `${description.slice(0, end.start)}${added}\n${description.slice(end.start)}`;
  const last = boxes.at(-1)?.line;
  if (last) {
    const behind = last.start + last.text.length;
    return `${description.slice(0, behind)}\n${added}${description.slice(behind)}`;
  }
  const block = blocksOf(description).find((each) => each.key === key);
  const behind = block ? block.end : description.length;
  return `${description.slice(0, behind)}\n\n${list(key, names)}${description.slice(behind)}`;
}
