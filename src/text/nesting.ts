/**
 * How deep the lists and quotes of a Markdown text lie in each other, told before it is parsed: a parser's work grows with the square of
 * that, so that one line of a few thousand marks would take minutes.
 */

export interface Nesting {
  /** Levels; 0 for a text without lists and quotes. */
  depth: number;
  /** Where the deepest level begins, both from 1. */
  line: number;
  column: number;
}

/** Nobody writes so many levels; a parser reads them in a moment. */
export const MOST_LEVELS = 100;

const MARK = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))/y;

/**
 * The deepest place, or a close upper bound of it: marks in code are counted, too, and a list that ended without another mark before the
 * next deeper one is taken to go on. Linear in the length of the text.
 */
export function nestingOf(source: string): Nesting {
  let deepest: Nesting = { depth: 0, line: 1, column: 1 };
  const open: number[] = [];
  for (const [index, line] of source.split('\n').entries()) {
    const marks = marksOf(line);
    const [first] = marks;
    if (first === undefined) continue;
    while ((open.at(-1) ?? -1) >= first) open.pop();
    open.push(...marks);
    if (open.length > deepest.depth) {
      deepest = { depth: open.length, line: index + 1, column: (marks.at(-1) ?? 0) + 1 };
    }
  }
  return deepest;
}

/** The columns of the marks with which a line begins; none where they are a rule across the page, `- - -`. */
function marksOf(line: string): number[] {
  if (/^[ \t]*([-*])[ \t]*(?:\1[ \t]*){2,}$/.test(line)) return [];
  const columns: number[] = [];
  MARK.lastIndex = 0;
  for (let found = MARK.exec(line); found !== null; found = MARK.exec(line)) columns.push(MARK.lastIndex - 1);
  return columns;
}
