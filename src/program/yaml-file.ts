/**
 * YAML in, checked value out. Every problem carries its place in the file and the value found, and all problems of a
 * file are reported together.
 */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml';
import type * as z from 'zod';
import { InvalidInput, type Problem } from '../model/errors.ts';

/** Larger than any sane program; the parser’s cost grows faster than its input. */
const MAX_BYTES = 1_000_000;
/** So many mistakes of one kind are kept; nobody mends more at a time. */
const MOST_MISTAKES = 1000;
/** So many unknown keys of one place are named. */
const MOST_KEYS = 60;
/** Deeper nesting has been seen to abort the process inside the parser. */
const MAX_DEPTH = 64;

export interface YamlFile<T> {
  file: string;
  value: T;
  /** A problem at a path of the file. */
  problem(path: (string | number)[], message: string): Problem;
}

/** Parses and validates; throws `InvalidInput` with every problem found. `complete` adds what stands in other files. */
export function readYaml<S extends z.ZodType>(
  file: string,
  source: string,
  schema: S,
  complete: (plain: unknown) => unknown = (plain) => plain,
): YamlFile<z.output<S>> {
  const atStart = (message: string): InvalidInput =>
    new InvalidInput([{ file, line: 1, column: 1, path: '', message }]);
  if (Buffer.byteLength(source) > MAX_BYTES) throw atStart(`is larger than ${MAX_BYTES / 1e6} MB`);
  if (source.includes('\0') || source.includes('\ufffd')) throw atStart('is not UTF-8 text');
  const depth = deepest(source);
  if (depth > MAX_DEPTH) throw atStart(`is nested ${depth} deep; at most ${MAX_DEPTH} is read`);

  const lines = new LineCounter();
  const document = parsed(source, lines);
  if (document === null) throw atStart('is nested too deep to be read');
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    throw new InvalidInput(
      inOwnWords(document.errors).map(({ at, message }) => ({ file, ...place(at), path: '', message })),
    );
  }
  const problem = (path: (string | number)[], message: string): Problem => {
    const { node, key } = find(document, path);
    const shown = isScalar(node) ? ` (found ${quote(node.value)})` : '';
    const offset = key ?? (isNode(node) ? (node.range?.[0] ?? 0) : 0);
    return { file, ...place(offset), path: path.join('.'), message: message + shown };
  };
  const hidden: Problem[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const at = { file, ...place(key.range?.[0] ?? 0), path: name };
        // `__proto__` would be dropped without a word on the way to an object.
        if (name === '__proto__') hidden.push({ ...at, message: 'is not a key that belongs here' });
        else if (seen.has(name)) hidden.push({ ...at, message: 'is written twice in the same place' });
        seen.add(name);
      }
    },
  });
  if (hidden.length > 0) throw new InvalidInput(hidden.slice(0, MOST_MISTAKES));
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw atStart(error instanceof Error ? error.message : 'cannot be read');
  }
  const result = schema.safeParse(complete(withoutHidden(plain)), { reportInput: true });
  if (result.success) return { file, value: result.data, problem };
  throw new InvalidInput(
    result.error.issues.slice(0, MOST_MISTAKES).flatMap((issue) => describe(issue, problem)),
  );
}

/** Null where the parser, which calls itself for each level, comes to the end of its stack. */
function parsed(source: string, lineCounter: LineCounter): Document.Parsed | null {
  // A file that is all mistakes has an error for each two bytes; without its stack one is small.
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(source, {
      lineCounter,
      prettyErrors: false,
      version: '1.2',
      // `<<: *defaults`, which people know from CI files.
      merge: true,
      // The parser's own check is quadratic; ours is not.
      uniqueKeys: false,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    Error.stackTraceLimit = before;
  }
}

/** Keys that begin with a dot hold what is merged in elsewhere, as in CI files. */
const withoutHidden = (plain: unknown): unknown =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain)
    ? Object.fromEntries(Object.entries(plain).filter(([key]) => !key.startsWith('.')))
    : plain;

/** The parser's errors; of those that follow from one mistake only that one. */
function inOwnWords(errors: YAMLParseError[]): { at: number; message: string }[] {
  const tab = errors.find(({ code }) => code === 'TAB_AS_INDENT');
  if (tab) return [{ at: tab.pos[0], message: 'is indented with a tab; YAML takes spaces' }];
  const documents = errors.find(({ code }) => code === 'MULTIPLE_DOCS');
  if (documents)
    return [
      { at: documents.pos[0], message: 'begins a second document; a file holds one, without "---" lines' },
    ];
  return errors.slice(0, MOST_MISTAKES).map(({ pos, message }) => ({
    at: pos[0],
    // The parser's own words for the end of its stack.
    message: /call stack/.test(message) ? 'is nested too deep to be read' : message,
  }));
}

function describe(
  issue: z.core.$ZodIssue,
  problem: (path: (string | number)[], message: string) => Problem,
): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .slice(0, MOST_KEYS)
        .map((key) => problem([...path, key], 'is not a key that belongs here'));
    case 'invalid_type':
      return [
        issue.input === undefined
          ? problem(path, `is missing; it must be ${article(issue.expected)}`)
          : problem(path, `must be ${article(issue.expected)}${inQuotes(issue.expected, issue.input)}`),
      ];
    case 'invalid_value':
      return [problem(path, `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`)];
    case 'too_small':
      return [
        problem(
          path,
          issue.message.startsWith('Too small') ? `must be at least ${issue.minimum}` : issue.message,
        ),
      ];
    case 'too_big':
      return [
        problem(path, `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`),
      ];
    case 'invalid_key':
      return issue.issues.map((inner) => problem(path, `the key ${inner.message}`));
    case 'invalid_union':
      return [
        problem(
          path,
          issue.message === 'Invalid input' ? 'has a form that is not understood here' : issue.message,
        ),
      ];
    default:
      return [problem(path, issue.message)];
  }
}

/** A number, a date or a yes where a text is wanted has to be quoted. */
const inQuotes = (expected: string, input: unknown): string =>
  expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')
    ? `; write it in quotes, "${input}"`
    : '';

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

function quote(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(/gl[a-z]{2,6}-[\w-]{6,}/g, '***');
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

/** The node at a path, or the nearest one above it; `key` is where an unwanted key itself stands. */
function find(document: Document.Parsed, path: (string | number)[]): { node: unknown; key: number | null } {
  let node: unknown = document.contents;
  for (const [index, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair) return { node, key: null };
      const last = index === path.length - 1;
      if (last && !isScalar(pair.value)) {
        return { node: pair.value, key: isScalar(pair.key) ? (pair.key.range?.[0] ?? null) : null };
      }
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)];
      if (item === undefined) return { node, key: null };
      node = item;
    } else {
      return { node, key: null };
    }
  }
  return { node, key: null };
}

/** Depth of nesting, by brackets and by indentation, without parsing. */
function deepest(source: string): number {
  let open = 0;
  let most = 0;
  for (const line of source.split('\n')) {
    const indent = /^[ -]*/.exec(line)?.[0].length ?? 0;
    most = Math.max(most, Math.ceil(indent / 2));
    let before = '';
    for (const character of line) {
      const begins = /[[{]/.test(character) && /^$|[:\-,[{?]/.test(before);
      if (begins) most = Math.max(most, ++open);
      else if (character === ']' || character === '}') open = Math.max(open - 1, 0);
      if (character !== ' ') before = character;
    }
  }
  return most;
}
