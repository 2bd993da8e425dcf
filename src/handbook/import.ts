/** From a handbook page to a program template or a role file, and the directory of its tables. Pure and deterministic. */
import type { z } from 'zod';
import { type Directory, directorySchema } from '../program/directory-schema.ts';
import { roleSchema } from '../program/role-schema.ts';
import { programSchema } from '../program/schema.ts';
import { readDirectory } from './directory-page.ts';
import { type Gathered, gathering, type Unknown } from './gather.ts';
import { readPage } from './page.ts';
import { type ImportOptions, readProgram } from './program-page.ts';
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

/** `name` is what the page is called in comments. */
export function importPage(source: string, name: string, options: ImportOptions): ImportResult {
  const page = readPage(source);
  const gathered = gathering();
  const role = isRolePage(page);
  if (role) {
    const { value, assumed } = readRole(page, gathered);
    return result('role', roleSchema, value, assumed, null, name, gathered);
  }
  const { value, assumed, slots, alumni } = readProgram(page, options, gathered);
  const tables = gathering();
  const directory =
    slots.length + alumni.length === 0
      ? null
      : directorySchema.parse(readDirectory(slots, alumni, `${value.title}`, tables));
  gathered.unknown.push(...tables.unknown);
  const written = directory && {
    value: directory,
    text: writeYaml(directory, name, 'directory', tables, []),
  };
  return result('program', programSchema, value, assumed, written, name, gathered);
}

function result(
  kind: ImportResult['kind'],
  schema: z.ZodType,
  value: object,
  assumed: string[],
  directory: ImportResult['directory'],
  name: string,
  gathered: Gathered,
): ImportResult {
  // What is written must be readable again; anything else is a mistake of ours.
  schema.parse(value);
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
