/**
 * People's own part of an issue: a check-list and a few lines to fill in. It is seeded once below our fence and is
 * theirs from then on; we read it, and append boxes when a target grows. Nothing in it is ever rewritten.
 *
 *     <!-- kickoff:boxes -->
 *     - [ ] Report 1
 *     - [x] Report 2 https://…
 *     <!-- kickoff:boxes-end -->
 *
 *     - Evidence:
 *     - Value:
 *     - Confidence:
 *     - Outcome:
 */
import { outside } from './fence.ts';

const BOXES = /<!--\s*kickoff:boxes\s*-->/;
const BOXES_END = /<!--\s*kickoff:boxes-end\s*-->/;
const BOX = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX~])\](?:[ \t]+(.*))?$/;

export const LINES = ['Evidence', 'Value', 'Confidence', 'Outcome'] as const;
export type Line = (typeof LINES)[number];

export interface Box {
  ticked: boolean;
  /** Marked `[~]`, which GitLab reads as "does not apply". */
  inapplicable: boolean;
  text: string;
}

/** The worksheet as it is first written. `boxes` may be empty. */
export function seedWorksheet(boxes: string[]): string {
  const list = [
    '<!-- kickoff:boxes -->',
    ...boxes.map((box) => `- [ ] ${box}`),
    '<!-- kickoff:boxes-end -->',
    '',
  ];
  return [...(boxes.length > 0 ? list : []), ...LINES.map((line) => `- ${line}:`)].join('\n');
}

interface Region {
  lines: string[];
  /** Index of each box's line among `lines`. */
  at: number[];
  boxes: Box[];
}

/**
 * The key result's own list. Between our marks where they stand; otherwise the first check-list outside the fence.
 * Only its top level counts: boxes that people nest under one, or write elsewhere, are theirs and never counted.
 */
function ownList(description: string): Region {
  const text = outside(description).replaceAll('\r', '');
  const begin = BOXES.exec(text);
  const rest = begin ? text.slice(begin.index + begin[0].length) : text;
  const end = begin ? BOXES_END.exec(rest) : null;
  const lines = (end ? rest.slice(0, end.index) : rest).split('\n');
  const found: { index: number; indent: number; box: Box }[] = [];
  let inCode = false;
  let blanks = 0;
  for (const [index, line] of lines.entries()) {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) inCode = !inCode;
    if (inCode) continue;
    const match = BOX.exec(line);
    if (match) {
      found.push({
        index,
        indent: (match[1] ?? '').replaceAll('\t', '    ').length,
        box: {
          ticked: /x/i.test(match[2] ?? ''),
          inapplicable: match[2] === '~',
          text: (match[3] ?? '').trim(),
        },
      });
      blanks = 0;
      continue;
    }
    if (line.trim() === '') blanks += 1;
    // Without an end mark the list ends at the first line that is neither a box, nor indented, nor blank.
    else if (!end && found.length > 0 && (!/^\s/.test(line) || blanks > 1)) break;
  }
  const top = Math.min(...found.map((each) => each.indent));
  const own = found.filter((each) => each.indent === top);
  return { lines, at: own.map((each) => each.index), boxes: own.map((each) => each.box) };
}

/** Boxes of the issue's own list, in order. */
export function readBoxes(description: string): Box[] {
  return ownList(description).boxes;
}

/**
 * What people wrote behind `Evidence:`, `Value:`, `Confidence:` and `Outcome:`, in any list or emphasis style, the
 * first of each. Indented lines below a line belong to it. Empty when there is nothing.
 */
export function readLines(description: string): Record<Line, string> {
  const found: Record<Line, string> = { Evidence: '', Value: '', Confidence: '', Outcome: '' };
  const seen = new Set<Line>();
  let open: Line | null = null;
  for (const line of outside(description).replaceAll('\r', '').split('\n')) {
    const match =
      /^\s{0,3}(?:[-*+]\s+)?(?:\*\*|__)?(Evidence|Value|Confidence|Outcome)(?:\*\*|__)?\s*:(?:\*\*|__)?(.*)$/i.exec(
        line,
      );
    if (match) {
      const name = LINES.find((each) => each.toLowerCase() === match[1]?.toLowerCase());
      open = name !== undefined && !seen.has(name) ? name : null;
      if (open) {
        seen.add(open);
        found[open] = (match[2] ?? '').trim();
      }
    } else if (open && /^\s+\S/.test(line)) {
      found[open] = `${found[open]} ${line.trim().replace(/^[-*+]\s+/, '')}`.trim();
    } else {
      open = null;
    }
  }
  return found;
}

/** Names of wanted boxes that the list does not have yet: by name where a box still starts with it, else by number. */
export function missingBoxes(description: string, wanted: string[]): string[] {
  const boxes = readBoxes(description);
  const short = wanted.length - boxes.length;
  if (short <= 0) return [];
  const unnamed = wanted.filter((name) => !boxes.some((box) => box.text.startsWith(name)));
  return unnamed.slice(-short);
}

/** The description with boxes appended to the own list; null when there is no list to append to. */
export function appendBoxes(description: string, names: string[]): string | null {
  const added = names.map((name) => `- [ ] ${name}`).join('\n');
  const end = BOXES_END.exec(description);
  if (end && BOXES.test(description)) {
    const before = description.slice(0, end.index).replace(/\n?$/, '\n');
    return `${before}${added}\n${description.slice(end.index)}`;
  }
  const { lines, at } = ownList(description);
  const last = lines[at.at(-1) ?? -1];
  if (last === undefined) return null;
  const place = description.lastIndexOf(last) + last.length;
  return `${description.slice(0, place)}\n${added}${description.slice(place)}`;
}
