/** From a handbook page to a program template or a role file, and the directory of its tables. Pure and deterministic. */
import { InvalidInput } from '../model/errors.ts';
import { type Directory, directorySchema } from '../program/directory-schema.ts';
import { programSchema } from '../program/program-schema.ts';
import { roleSchema } from '../program/role-schema.ts';
import { readDirectory } from './directory-page.ts';
import { fitted } from './fit.ts';
import { type Gathered, gathering, type Unknown } from './gather.ts';
import { tellMissed } from './missed.ts';
import { readPage } from './page.ts';
import { bePage } from './page-bounds.ts';
import { type ImportOptions, writeProgram } from './program-file.ts';
import { readProgram } from './program-page.ts';
import { isRolePage, readRole } from './role-page.ts';
import { writeYaml } from './write.ts';

export interface ImportResult {
  kind: 'program' | 'role';
  /** The file's content. */
  text: string;
  value: object;
  /** The tables of slots and alumni as a directory file; null when the page has none. */
  directory: { text: string; value: Directory } | null;
  unknown: Unknown[];
  assumed: string[];
  /** Numbers of the lines that are in the result. */
  used: Set<number>;
}

/** `name` is what the page is called in comments and messages. */
export function importPage(source: string, name: string, options: ImportOptions): ImportResult {
  bePage(source, name);
  try {
    return read(source, name, options);
  } catch (error) {
    // Markdown is parsed by functions that call themselves, and more than lists can lie in each other; so deep no handbook is.
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput([
      { file: name, line: 1, column: 1, path: '', message: 'is nested too deep to be read' },
    ]);
  }
}

function read(source: string, name: string, options: ImportOptions): ImportResult {
  const page = readPage(source);
  const gathered = gathering();
  if (isRolePage(page)) {
    const { value, assumed } = readRole(page, gathered);
    const role = fitted(value, roleSchema(), gathered, name);
    tellMissed(page, [role], gathered);
    return result('role', role, assumed, null, name, gathered);
  }
  const found = readProgram(page, gathered);
  const { value, assumed, slots, alumni } = writeProgram(page, found, options, gathered);
  const program = fitted(value, programSchema(), gathered, name);
  const tables = gathering();
  const directory =
    slots.length + alumni.length === 0
      ? null
      : fitted(
          readDirectory(slots, alumni, `${program.title}`, options.program, tables),
          directorySchema,
          tables,
          name,
        );
  gathered.unknown.push(...tables.unknown);
  tellMissed(page, [program, ...(directory ? [directory] : [])], gathered);
  const written = directory && {
    value: directorySchema.parse(directory),
    text: writeYaml(directory, name, 'directory', tables, []),
  };
  return result('program', program, assumed, written, name, gathered);
}

function result(
  kind: ImportResult['kind'],
  value: object,
  assumed: string[],
  directory: ImportResult['directory'],
  name: string,
  gathered: Gathered,
): ImportResult {
  const unknown = gathered.unknown.toSorted((left, right) => left.lines.from - right.lines.from);
  return {
    kind,
    value,
    directory,
    unknown,
    assumed,
    used: gathered.used,
    text: writeYaml(value, name, kind, { ...gathered, unknown }, assumed),
  };
}

/** Where two values differ, as `path: before → after`; for pages that changed since they were imported. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (Object.is(before, after)) return [];
  const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (isPlain(before) && isPlain(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      differences(
        (before as Record<string, unknown>)[key],
        (after as Record<string, unknown>)[key],
        path === '' ? key : `${path}.${key}`,
      ),
    );
  }
  const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  return [`${path}: ${shown(before)} → ${shown(after)}`];
}
