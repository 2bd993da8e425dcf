/**
 * As much of Markdown as two of GitLab's rules need: where top-level paragraphs are (quick actions run only there)
 * and which lines are rendered check-boxes. Blocks are found line by line.
 */

export type LineKind = 'blank' | 'paragraph' | 'list' | 'quote' | 'code' | 'html' | 'table' | 'heading';

interface Scan {
  kind: LineKind;
  /** In an HTML comment: nothing in this line is rendered. */
  comment: boolean;
}

/** Opens fenced code; back-ticks may not stand behind back-ticks (CommonMark 4.5). */
const CODE_BLOCK = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
/** A tag, not an address in angle brackets. */
const HTML_START = /^ {0,3}<(?:[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)|[/?!])/;

/** The kind of every line. `\r` must be gone before. */
export function scanLines(lines: string[]): Scan[] {
  const found: Scan[] = [];
  let open: string | null = null;
  let block: LineKind = 'blank';
  let inComment = false;
  for (const line of lines) {
    const previous: LineKind = block;
    if (open !== null) {
      const close = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
      if (close?.startsWith(open)) open = null;
      block = open === null ? 'blank' : 'code';
      found.push({ kind: 'code', comment: false });
      continue;
    }
    if (inComment) {
      if (line.includes('-->')) inComment = false;
      block = inComment ? 'html' : 'blank';
      found.push({ kind: 'html', comment: true });
      continue;
    }
    // Within an HTML block nothing else begins before an empty line (CommonMark 4.6).
    const opening: RegExpExecArray | null = previous === 'html' ? null : CODE_BLOCK.exec(line);
    if (opening) {
      open = opening[1] ?? opening[2] ?? '';
      found.push({ kind: 'code', comment: false });
      block = 'code';
      continue;
    }
    if (previous !== 'html' && /^ {0,3}<!--/.test(line)) {
      inComment = !line.slice(line.indexOf('<!--') + 4).includes('-->');
      found.push({ kind: 'html', comment: true });
      // A comment block ends on the line that holds its `-->`; the next line starts anew (CommonMark 4.6, kind 2).
      block = inComment ? 'html' : 'blank';
      continue;
    }
    let kind = kindOf(line, previous);
    // A list goes on over blank lines as long as the next line is indented.
    if (kind === 'code' && lastSolid(found) === 'list') kind = 'list';
    if (
      /^ {2,3}\S/.test(line) &&
      previous === 'blank' &&
      lastSolid(found) === 'list' &&
      kind === 'paragraph'
    ) {
      kind = 'list';
    }
    block = kind === 'heading' ? 'blank' : kind;
    found.push({ kind, comment: false });
  }
  return found;
}

/** The kind of a line outside fenced code and comments, given the kind of the line before it. */
function kindOf(line: string, previous: LineKind): LineKind {
  if (line.trim() === '') return 'blank';
  if (previous === 'html') return 'html';
  if (/^ {0,3}#{1,6}(?:\s|$)/.test(line)) return 'heading';
  if (/^ {0,3}>/.test(line)) return 'quote';
  if (LIST_ITEM.test(line)) return 'list';
  if (HTML_START.test(line) && previous !== 'paragraph') return 'html';
  if (/^ {0,3}\|/.test(line)) return 'table';
  if (/^(?: {4}|\t)/.test(line)) return previous === 'list' || previous === 'paragraph' ? previous : 'code';
  return previous === 'list' || previous === 'quote' || previous === 'table' ? previous : 'paragraph';
}

function lastSolid(found: Scan[]): LineKind {
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const kind = found[index]?.kind;
    if (kind !== undefined && kind !== 'blank') return kind;
  }
  return 'blank';
}

/**
 * Check-boxes as GitLab counts them (`app/models/concerns/taskable.rb`, docs/gitlab.md#task-lists): list items in any bullet or number
 * style, nested or quoted; `[~]` counts in neither number; code and HTML comments do not count.
 */
export function taskCompletion(description: string | null): { count: number; completed_count: number } {
  const tasks = scanTasks(description ?? '');
  return { count: tasks.length, completed_count: tasks.filter(({ done }) => done).length };
}

/** The check-boxes that count, with what stands behind each. */
export function scanTasks(description: string): { text: string; done: boolean }[] {
  const lines = description.replaceAll('\r', '').split('\n');
  const scan = scanLines(lines);
  return lines.flatMap((line, index) => {
    const at = scan[index];
    if (!at || at.comment || (at.kind !== 'list' && at.kind !== 'quote')) return [];
    const box = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX~\u00a0\u2007\u202f])\](?:\s|$)/.exec(line);
    if (!box || box[1] === '~') return [];
    return [{ text: line.slice(box[0].length).trim(), done: box[1] === 'x' || box[1] === 'X' }];
  });
}
