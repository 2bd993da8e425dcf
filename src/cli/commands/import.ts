import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { differences, type ImportResult, importPage } from '../../handbook/import.ts';
import { digestOf, unknownInWords } from '../../handbook/write.ts';
import { MOST_YAML, readText } from '../../library/files.ts';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../model/errors.ts';
import { programSchema } from '../../program/program-schema.ts';
import { roleSchema } from '../../program/role-schema.ts';
import { readYaml } from '../../program/yaml-file.ts';
import { many } from '../../text/plain-text.ts';
import { type Io, isSameFile, MOST_PAGE, readPage, writeAtomically } from '../io.ts';

export interface ImportFlags {
  out?: string | undefined;
  check?: string | undefined;
  directory?: string | undefined;
  measures: boolean;
  force?: boolean | undefined;
}

export function importCommand(io: Io, path: string, options: ImportFlags): ExitCode {
  const { out, directory, check, measures, force = false } = options;
  keep(io, path, out, directory, force);
  const result = imported(io, path, { measures, ...programBeside(io, out, directory) });
  // The file may have been made with measures or without.
  if (check !== undefined)
    return compare(io, path, result, () => imported(io, path, { measures: !measures }), check);
  if (out === undefined) io.out(result.text);
  else {
    writeAtomically(resolve(io.cwd, out), result.text);
    io.out(`✓ ${out}: ${inWords(result)}.\n`);
  }
  if (result.directory && directory !== undefined) {
    writeAtomically(resolve(io.cwd, directory), result.directory.text);
    const { slots, alumni } = result.directory.value;
    io.out(
      `✓ ${directory}: ${many(slots.length, 'slot')} and ${many(alumni.length, 'alumnus', 'alumni')}.\n`,
    );
  }
  if (result.directory === null && directory !== undefined)
    io.err(`! ${directory} is not written: the page has no tables of slots or alumni.\n`);
  tell(io, result, directory === undefined && result.directory !== null ? path : null);
  return EXIT.done;
}

/** The page as a program or role, with nothing written. */
export function imported(
  io: Io,
  path: string,
  options: { measures: boolean; program?: string },
): ImportResult {
  if (/\.ya?ml$/i.test(path)) {
    throw new KickoffError('usage', `${path} is YAML, not a page.`, {
      hint: 'Name the Markdown source of a handbook page. To check a YAML file: kickoff validate.',
    });
  }
  const source = readPage(resolve(io.cwd, path), MOST_PAGE);
  if (source === null) {
    throw new KickoffError('not-found', `The page ${path} does not exist.`, {
      hint: 'Save the Markdown source of the page, and name that file.',
    });
  }
  if (source.includes('\u0000')) {
    throw new InvalidInput([{ file: path, line: 1, column: 1, path: '', message: 'is no text' }]);
  }
  return importPage(source, basename(path), options);
}

/** What people wrote is written over only when they say so, and the page itself never. */
function keep(
  io: Io,
  page: string,
  out: string | undefined,
  directory: string | undefined,
  force: boolean,
): void {
  const own = (file: string): string => resolve(io.cwd, file);
  const files = [out, directory].flatMap((file) => file ?? []);
  if (files.some((file) => isSameFile(own(file), own(page))))
    throw new KickoffError('usage', `${page} is the page itself.`, {
      hint: 'Name another file to write to.',
    });
  if (out !== undefined && directory !== undefined && isSameFile(own(out), own(directory)))
    throw new KickoffError('usage', `${out} cannot be both the program and the directory.`, {
      hint: 'Name two files.',
    });
  const there = files.filter((file) => existsSync(own(file)));
  if (there.length === 0 || force) return;
  throw new KickoffError(
    'usage',
    `${there.join(' and ')} exists already.`.replace(/(.* and .*) exists/, '$1 exist'),
    {
      undone: 'Nothing was written.',
      hint: `To see what the page says now: kickoff import ${page} --check ${there[0]}. To write over it: --force.`,
    },
  );
}

/** A directory that is written beside a program names it, so that applications know what they are for. */
function programBeside(io: Io, out: string | undefined, directory: string | undefined): { program?: string } {
  if (out === undefined || directory === undefined) return {};
  const path = relative(dirname(resolve(io.cwd, directory)), resolve(io.cwd, out));
  return { program: path.startsWith('..') ? path : `./${path}` };
}

export function inWords({ kind, value }: ImportResult): string {
  const count = (name: string): number => (value as Record<string, unknown[] | undefined>)[name]?.length ?? 0;
  if (kind === 'role') return `a role with ${many(count('levels'), 'level')}`;
  const groups = ['objectives', 'areas'].flatMap(
    (name) => (value as Record<string, { key_results: unknown[] }[] | undefined>)[name] ?? [],
  );
  const results = groups.reduce((sum, { key_results }) => sum + key_results.length, 0);
  return `a program with ${many(count('objectives'), 'objective')}, ${many(count('areas'), 'area')} and ${many(results, 'key result')}`;
}

/** What was assumed and what nobody understood, where it does not disturb the result. `tables` is a page whose tables were not taken. */
export function tell(io: Io, { assumed, unknown }: ImportResult, tables: string | null): void {
  for (const each of assumed) io.err(`! ${each}\n`);
  for (const each of unknown) io.err(`? ${unknownInWords(each)}\n`);
  if (tables !== null)
    io.err(
      `! The page has tables of slots or alumni; kickoff import ${tables} --directory FILE makes a directory file of them.\n`,
    );
}

/** Has the page changed since the file was made of it? What people changed in the file does not matter then. */
function compare(
  io: Io,
  path: string,
  now: ImportResult,
  otherwise: () => ImportResult,
  file: string,
): ExitCode {
  const { kind, value } = now;
  const source = readText(resolve(io.cwd, file), MOST_YAML);
  if (source === null)
    throw new KickoffError('not-found', `The file ${file} does not exist.`, {
      hint: `Make it: kickoff import ${path} --out ${file}`,
    });
  const schema = kind === 'role' ? roleSchema() : programSchema();
  const before = readYaml(file, source, schema as ReturnType<typeof programSchema>).value;
  const isFrom = (result: ImportResult): boolean => source.includes(digestOf(result.value, result.unknown));
  if (isFrom(now) || isFrom(otherwise())) {
    io.out(`✓ ${path} says what it said when ${file} was made of it.\n`);
    return EXIT.done;
  }
  const found = differences(before, schema.parse(value));
  if (found.length === 0) {
    io.out(`✓ ${file} says what ${path} says.\n`);
    return EXIT.done;
  }
  for (const each of found) io.out(`~ ${each}\n`);
  io.out(`\n${many(found.length, 'difference')} between ${file} and ${path}.\n`);
  return EXIT.changes;
}
