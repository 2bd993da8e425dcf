/**
 * A result that does not fit its schema (a list too long, a text too long, a grade that cannot be) loses what does not fit, and
 * everything that it loses is told with the lines it came from. Pages are written by people who never saw the schema.
 */
import type * as z from 'zod';
import { InvalidInput } from '../model/errors.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Gathered, Path } from './gather.ts';

/** The value, changed in place until the schema takes it. */
export function fitted<T extends object>(value: T, schema: z.ZodType, gathered: Gathered, page: string): T {
  for (;;) {
    const { error } = schema.safeParse(value);
    const issue = error?.issues[0];
    if (!issue) return value;
    const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
    const found = at(value, path);
    if (issue.code === 'too_big' && Array.isArray(found)) {
      truncate(value, path, found, Number(issue.maximum), gathered);
    } else if (issue.code === 'too_big' && typeof found === 'string') {
      tell(value, path, `only its first ${issue.maximum} characters were taken`, gathered);
      set(value, path, shorten(found, Number(issue.maximum)));
    } else {
      // What is missing makes the thing useless that it is missing in.
      const wrong = found === undefined ? path.slice(0, -1) : path;
      if (wrong.length === 0) {
        const message = `holds nothing that a file could be made of: ${path.join('.')} ${issue.message}`;
        throw new InvalidInput([{ file: page, line: 1, column: 1, path: '', message }]);
      }
      remove(value, wrong, `it does not fit: ${oneLine(issue.message)}`, gathered);
    }
  }
}

/** By letters, not by halves of them, and between words where there are some. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let cut = '';
  for (const letter of text) {
    if (cut.length + letter.length > most - 1) break;
    cut += letter;
  }
  return `${cut.replace(/\s+\S{0,60}$/, '')}…`;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

function set(value: object, path: Path, inner: unknown): void {
  const parent = at(value, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1) ?? ''] = inner;
}

const isBelow = (path: Path, above: Path): boolean => above.every((part, index) => path[index] === part);

function tell(value: object, path: Path, because: string, { origins, unknown }: Gathered): void {
  const own = origins.filter((each) => isBelow(each.path, path));
  const near = origins
    .filter((each) => isBelow(path, each.path))
    .sort((left, right) => right.path.length - left.path.length)[0];
  for (const { path: where, lines } of own.length > 0 ? own : near ? [near] : []) {
    const inner = at(value, where);
    const text = typeof inner === 'string' ? inner : JSON.stringify(inner ?? at(value, path) ?? null);
    unknown.push({ lines, text, because });
  }
}

/** All that is too much at once: a page may have thousands of it. */
function truncate(value: object, path: Path, list: unknown[], most: number, gathered: Gathered): void {
  const isOver = (each: { path: Path }): boolean => {
    const index = isBelow(each.path, path) ? each.path[path.length] : undefined;
    return typeof index === 'number' && index >= most;
  };
  const because = `there is room for ${most}`;
  for (const each of gathered.origins.filter(isOver)) {
    const inner = at(value, each.path);
    const text = typeof inner === 'string' ? inner : JSON.stringify(inner ?? null);
    gathered.unknown.push({ lines: each.lines, text, because });
  }
  gathered.origins = gathered.origins.filter((each) => !isOver(each));
  list.length = most;
}

/** Out of a list or an object; what follows in the list moves up, and so do the lines it came from. */
function remove(value: object, path: Path, because: string, gathered: Gathered): void {
  tell(value, path, because, gathered);
  const parent = at(value, path.slice(0, -1));
  const last = path.at(-1) ?? '';
  if (!Array.isArray(parent)) {
    delete (parent as Record<string | number, unknown>)[last];
    gathered.origins = gathered.origins.filter((each) => !isBelow(each.path, path));
    return;
  }
  const index = Number(last);
  parent.splice(index, 1);
  const list = path.slice(0, -1);
  gathered.origins = gathered.origins
    .filter((each) => !isBelow(each.path, path))
    .map((each) => {
      const own = isBelow(each.path, list) ? each.path[list.length] : undefined;
      return typeof own === 'number' && own > index
        ? { ...each, path: [...list, own - 1, ...each.path.slice(list.length + 1)] }
        : each;
    });
}
