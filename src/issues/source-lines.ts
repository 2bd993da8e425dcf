/** The lines of a description as readers of Markdown see them: what is code or comment, and what lies in a block of ours. */
import { blocksOf } from '../record/managed-block.ts';

export interface SourceLine {
  text: string;
  /** Offset in the description. */
  start: number;
  /** Fenced code, or inside an HTML comment of several lines: nothing of it is rendered as text. */
  hidden: boolean;
  /** Inside one of our blocksOf. */
  ours: boolean;
}

/** Several readers look at one description, one after the other: the last one's lines are kept. */
let last: { description: string; lines: readonly SourceLine[] } | null = null;

/** The lines of a description with their places; code and comments as CommonMark sees them. */
export function linesOf(description: string): readonly SourceLine[] {
  if (last?.description !== description) last = { description, lines: scanLines(description) };
  return last.lines;
}

function scanLines(description: string): SourceLine[] {
  const managed = blocksOf(description);
  const lines: SourceLine[] = [];
  let start = 0;
  let code: { marker: string; length: number } | null = null;
  let comment = false;
  for (const raw of description.split('\n')) {
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const at = start;
    start += raw.length + 1;
    let hidden = code !== null || comment;
    if (code) {
      const close = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(text)?.[1];
      if (close?.startsWith(code.marker) && close.length >= code.length) code = null;
    } else if (comment) {
      comment = !text.includes('-->');
    } else {
      const open = /^ {0,3}(`{3,})[^`]*$|^ {0,3}(~{3,})/.exec(text);
      const marker = open?.[1] ?? open?.[2];
      if (marker) {
        code = { marker: marker.charAt(0), length: marker.length };
        hidden = true;
      } else if (/^ {0,3}<!--/.test(text) && !text.slice(text.indexOf('<!--') + 4).includes('-->')) {
        comment = true;
        hidden = true;
      }
    }
    lines.push({
      text,
      start: at,
      hidden,
      ours: managed.some((block) => at >= block.start && at < block.end),
    });
  }
  return lines;
}

/** Tells whether an offset of a Markdown text lies in a block of code. */
export function codeOf(text: string): (offset: number) => boolean {
  const lines = linesOf(text);
  return (offset) => lines.findLast(({ start }) => start <= offset)?.hidden ?? false;
}
