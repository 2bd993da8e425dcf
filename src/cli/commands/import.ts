import { basename, resolve } from 'node:path';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../errors.ts';
import { differences, type ImportResult, importPage } from '../../handbook/import.ts';
import { unknownInWords } from '../../handbook/write.ts';
import { roleSchema } from '../../program/role-schema.ts';
import { programSchema } from '../../program/schema.ts';
import { readYaml } from '../../program/yaml-file.ts';
import { type Io, readText, writeAtomically } from '../io.ts';
import { MOST_YAML } from '../session.ts';

export interface ImportCommandOptions {
  out?: string | undefined;
  check?: string | undefined;
  directory?: string | undefined;
  measures: boolean;
}

/** Many times the longest handbook page. */
const MOST_PAGE = 5_000_000;

export function importCommand(io: Io, path: string, options: ImportCommandOptions): ExitCode {
  const source = readText(resolve(io.cwd, path), MOST_PAGE);
  if (source === null) {
    throw new KickoffError('not-found', `The page ${path} does not exist.`, {
      hint: 'Save the Markdown source of the page, and name that file.',
    });
  }
  if (source.includes('\u0000')) {
    throw new InvalidInput([{ file: path, line: 1, column: 1, path: '', message: 'is no text' }]);
  }
  const result = importPage(source, basename(path), { measures: options.measures });
  if (options.check !== undefined) return check(io, path, result, options.check);
  if (options.out === undefined) io.out(result.text);
  else {
    writeAtomically(resolve(io.cwd, options.out), result.text);
    io.out(`✓ ${options.out}: ${inWords(result)}.\n`);
  }
  if (result.directory && options.directory !== undefined) {
    writeAtomically(resolve(io.cwd, options.directory), result.directory.text);
    const { slots, alumni } = result.directory.value;
    io.out(`✓ ${options.directory}: ${slots.length} slots and ${alumni.length} alumni.\n`);
  }
  tell(io, result, options.directory !== undefined);
  return EXIT.done;
}

function inWords({ kind, value }: ImportResult): string {
  const count = (name: string): number => (value as Record<string, unknown[] | undefined>)[name]?.length ?? 0;
  if (kind === 'role') return `a role with ${count('levels')} levels`;
  const groups = ['objectives', 'areas'].flatMap(
    (name) => (value as Record<string, { key_results: unknown[] }[] | undefined>)[name] ?? [],
  );
  const results = groups.reduce((sum, { key_results }) => sum + key_results.length, 0);
  return `a program with ${count('objectives')} objectives, ${count('areas')} areas and ${results} key results`;
}

/** What was assumed and what nobody understood, where it does not disturb the result. */
function tell(io: Io, { assumed, unknown, directory }: ImportResult, written: boolean): void {
  for (const each of assumed) io.err(`! ${each}\n`);
  for (const each of unknown) io.err(`? ${unknownInWords(each)}\n`);
  if (directory && !written)
    io.err('! The page has tables of slots or alumni; --directory FILE writes them as a directory file.\n');
}

/** Has the page changed since the file was made of it? */
function check(io: Io, path: string, { kind, value }: ImportResult, file: string): ExitCode {
  const source = readText(resolve(io.cwd, file), MOST_YAML);
  if (source === null)
    throw new KickoffError('not-found', `The file ${file} does not exist.`, {
      hint: `Make it: kickoff import ${path} --out ${file}`,
    });
  const schema = kind === 'role' ? roleSchema : programSchema;
  const before = readYaml(file, source, schema as typeof programSchema).value;
  const found = differences(before, schema.parse(value));
  if (found.length === 0) {
    io.out(`✓ ${file} says what ${path} says.\n`);
    return EXIT.done;
  }
  for (const each of found) io.out(`~ ${each}\n`);
  io.out(
    `\n${found.length} ${found.length === 1 ? 'difference' : 'differences'} between ${file} and ${path}.\n`,
  );
  return EXIT.changes;
}
