import { resolve } from 'node:path';
import { alumniTable, type Renewed, renewPage, slotsTable, type Tables } from '../../handbook/tables.ts';
import { reading } from '../../library/score.ts';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../model/errors.ts';
import type { Alumnus } from '../../program/directory-schema.ts';
import { type LoadedDirectory, loadDirectory } from '../../program/load-directory.ts';
import { alumniOf } from '../../sync/alumni.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, MOST_PAGE, readPage, writeAtomically } from '../io.ts';
import { progress } from '../progress.ts';
import { openConnection, sessionOf, sourcesOf } from '../session.ts';

export interface DirectoryFlags {
  host?: string | undefined;
  page?: string | undefined;
  check?: boolean | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

export async function directoryCommand(io: Io, path: string, options: DirectoryFlags): Promise<ExitCode> {
  if (options.check && options.page === undefined) {
    throw new KickoffError('usage', '--check needs --page.', { hint: 'Name the page that is compared.' });
  }
  const page = options.page === undefined ? null : pageOf(io, options.page);
  const loaded = loadDirectory(path, sourcesOf(io));
  const { slots } = loaded.directory;
  // What is wrong with the page is told before GitLab is asked.
  if (page !== null) refuse(renewPage(page, { slots: '', alumni: '' }), options.page ?? '');
  const { alumni, now } = await everybody(io, loaded, options);
  const today = now.toISOString().slice(0, 10);
  const tables: Tables = { slots: slotsTable(slots, today), alumni: alumniTable(alumni) };
  if (page !== null) return renew(io, page, tables, options);
  if (options.json) io.out(`${JSON.stringify({ slots, alumni }, null, 2)}\n`);
  else io.out(`### Upcoming slots\n\n${tables.slots}\n\n### Alumni\n\n${tables.alumni}\n`);
  return EXIT.done;
}

function pageOf(io: Io, path: string): string {
  const source = readPage(resolve(io.cwd, path), MOST_PAGE);
  if (source !== null) return source;
  throw new KickoffError('not-found', `The page ${path} does not exist.`, {
    hint: 'Name the Markdown file whose tables are kept up to date.',
  });
}

function refuse({ problems }: Renewed, file: string): void {
  if (problems.length === 0) return;
  throw new InvalidInput(problems.map(({ line, message }) => ({ file, line, column: 1, path: '', message })));
}

function renew(io: Io, page: string, tables: Tables, { page: path = '', check }: DirectoryFlags): ExitCode {
  const renewed = renewPage(page, tables);
  refuse(renewed, path);
  const names = `${renewed.changed.length === 1 ? 'table of' : 'tables of'} ${renewed.changed.join(' and ')}`;
  const are = renewed.changed.length === 1 ? 'is' : 'are';
  if (renewed.changed.length === 0) {
    io.out(`✓ ${path}: the tables are as they should be.\n`);
    return EXIT.done;
  }
  if (check) {
    io.out(`~ ${path}: the ${names} ${are} out of date.\n`);
    return EXIT.changes;
  }
  writeAtomically(resolve(io.cwd, path), renewed.text);
  io.out(`✓ ${path}: the ${names} ${are} written.\n`);
  return EXIT.done;
}

/** Those in the file, then those whom GitLab knows; who is in both is in the words of the file. */
async function everybody(
  io: Io,
  { directory, program, cohorts }: LoadedDirectory,
  options: DirectoryFlags,
): Promise<{ alumni: Alumnus[]; now: Date }> {
  // GitLab's clock where it is asked anyway.
  if (cohorts.length === 0) return { alumni: directory.alumni, now: new Date(io.time()) };
  const shown = progress(io, { quiet: options.quiet ?? false });
  const { emit } = shown;
  const connection = await openConnection(io, { host: options.host, emit });
  const keyOf = ({ intern, time }: Alumnus): string => `${intern}|${time}`.toLowerCase().replace(/\s+/g, ' ');
  const known = new Set(directory.alumni.map(keyOf));
  const found: Alumnus[] = [];
  const underWay: string[] = [];
  // One after the other: a directory is in no hurry, and every cohort has its own GitLab lists.
  for (const { path, loaded } of cohorts) {
    emit({ kind: 'reading' });
    const session = sessionOf(loaded, connection);
    try {
      const roll = alumniOf(
        session.cohort.enrolments,
        await reading(session.cohort, connection, { history: false }),
      );
      found.push(...roll.alumni.filter((each) => !known.has(keyOf(each))));
      underWay.push(...roll.underWay.map((name) => `${oneLine(name)} (${path})`));
      if (roll.unseen.length > 0) {
        throw new KickoffError(
          'not-found',
          `GitLab shows key results of ${roll.unseen.map(oneLine).join(', ')} (${path}) but no epic, so it cannot be said who ended.`,
          {
            undone: 'Nothing was written.',
            hint: 'Give the token’s user the role Planner or Reporter in the group, or find out where the epic went.',
          },
        );
      }
    } catch (error) {
      shown.end();
      throw session.explain(error, `reading the cohort ${path}`);
    }
  }
  shown.end();
  if (underWay.length > 0) io.err(`! Not archived yet, so in no table: ${underWay.join(', ')}.\n`);
  const others = cohorts.filter(({ loaded }) => program && loaded.program.key !== program.program.key);
  for (const { path, loaded } of others)
    io.err(
      `! ${path} is a cohort of ${oneLine(loaded.program.title)}, another program than the directory names.\n`,
    );
  return { alumni: [...directory.alumni, ...found], now: connection.tracker.now() };
}
