/**
 * What is no page of people is refused before it is parsed: the work of a parser of Markdown grows with the square of levels, of lines and
 * of one stretch of text, so that a small file could take it hours (docs/limits.md).
 */
import { InvalidInput, type Problem } from '../model/errors.ts';
import { MOST_LEVELS, nestingOf } from '../text/nesting.ts';

/** Twice the longest pages of handbooks. */
const MOST_LINES = 5000;

/** Characters without an empty line between them: a table of five hundred long rows. */
const LONGEST_STRETCH = 50_000;

/** Throws `InvalidInput` with everything that is too much, each with its place. */
export function bePage(source: string, file: string): void {
  const problems: Problem[] = [];
  const problem = (line: number, column: number, message: string): void => {
    problems.push({ file, line, column, path: '', message });
  };
  const { depth, line, column } = nestingOf(source);
  if (depth > MOST_LEVELS)
    problem(
      line,
      column,
      `is nested ${depth} levels deep here; at most ${MOST_LEVELS} levels of lists and quotes are read`,
    );
  const rows = source.split('\n');
  if (rows.length > MOST_LINES)
    problem(MOST_LINES + 1, 1, `the page has ${rows.length} lines; at most ${MOST_LINES} are read`);
  let begin = 0;
  let length = 0;
  for (const [index, row] of [...rows, ''].entries()) {
    if (row.trim() !== '') {
      length += row.length + 1;
      continue;
    }
    if (length > LONGEST_STRETCH)
      problem(
        begin + 1,
        1,
        `${length - 1} characters without an empty line begin here; at most ${LONGEST_STRETCH} are read`,
      );
    begin = index + 1;
    length = 0;
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}
