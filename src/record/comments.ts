/**
 * Our own HTML comments in people's text: the one parser and the one printer of everything that we leave in GitLab. The
 * grammar stands in this folder's README.
 *
 * Total and linear: any text has an answer, every character is looked at once, and nothing is ever thrown.
 */

export interface RecordComment {
  /** `begin`, `end`, `index`, … */
  word: string;
  /** What stands behind the word, in order. */
  args: string[];
  /** Offsets in the text: from the `<` to behind the `>`. */
  start: number;
  end: number;
}

const OPEN = '<!--';
const NAME = 'kickoff:';

/**
 * Every comment of ours, in order. White space never matters, because GitLab's rich-text editor trims comments. A
 * comment ends at its first `>`, which must belong to its `-->`; none of our words holds one.
 */
export function commentsOf(text: string): RecordComment[] {
  const found: RecordComment[] = [];
  for (let start = text.indexOf(OPEN); start >= 0; ) {
    const close = endOf(text, start + OPEN.length);
    const body = close.whole ? text.slice(start + OPEN.length, close.at - 3).trim() : '';
    if (body.startsWith(NAME)) {
      const [word = '', ...args] = body.slice(NAME.length).split(/\s+/);
      found.push({ word, args, start, end: close.at });
    }
    start = text.indexOf(OPEN, close.at);
  }
  return found;
}

/** Behind the next `>`, or at the next `<!--`, where another comment may begin. */
function endOf(text: string, from: number): { at: number; whole: boolean } {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '>') return { at: at + 1, whole: text.startsWith('--', at - 2) };
    if (text.startsWith(OPEN, at)) return { at, whole: false };
  }
  return { at: text.length, whole: false };
}

/** As it is written. Words and arguments hold neither white space nor `>`; keys and digests never do. */
export const printComment = (word: string, args: string[] = []): string =>
  `${OPEN} ${[NAME + word, ...args].join(' ')} -->`;
