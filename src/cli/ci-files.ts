/** Cohort files of a project, and the tool as its jobs get it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from '../ci/jobs.ts';
import { listFiles, packageRoot, readText } from '../library/files.ts';
import { InvalidInput, KickoffError, type Problem } from '../model/errors.ts';
import type { Io } from './io.ts';
import { readCohort } from './session.ts';

/** Folder of the vendored tool. */
export const FOLDER = '.kickoff';

/** Folders in which cohort files are looked for. */
const PLACES = ['.', 'cohorts', 'config'];

const MOST_BYTES = 1_000_000;

/** Files that say who, when and where, below the folder of the project. */
function findCohorts(io: Io): string[] {
  return PLACES.flatMap((place) =>
    listFiles(join(io.cwd, place))
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => (place === '.' ? name : `${place}/${name}`)),
  ).filter((path) => {
    const text = readText(join(io.cwd, path), MOST_BYTES) ?? '';
    return /^cohort\s*:/m.test(text) && /^interns\s*:/m.test(text);
  });
}

/** Those that are named, or those that are found; at least one. */
export function cohortsOf(io: Io, named: string[]): string[] {
  const cohorts = named.length > 0 ? named : findCohorts(io);
  if (cohorts.length > 0) return cohorts;
  throw new KickoffError('usage', 'There is no cohort file here.', {
    undone: 'Nothing was written.',
    hint: `Make one with kickoff init cohort.yaml, or name it. They are looked for in ${PLACES.join(', ')}.`,
  });
}

/** Reads each file, so that no pipeline is made of one that is wrong; gives the programs beside them that are watched, too, and the first one's time zone. */
export function soundCohorts(io: Io, paths: string[]): { watched: string[]; timeZone: string } {
  const problems: Problem[] = [];
  const watched = new Set<string>();
  let timeZone = '';
  const known = new Map<string, string>();
  for (const path of paths) {
    refusePath(path);
    try {
      const { program, time_zone, cohort, gitlab } = readCohort(io, path).cohort;
      const id = `${cohort} in ${gitlab.project}`;
      const other = known.get(id);
      if (other !== undefined)
        problems.push({
          file: path,
          line: 1,
          column: 1,
          path: 'cohort',
          message: `is the cohort ${id}, as in ${other}; two files of one cohort would undo each other`,
        });
      known.set(id, path);
      timeZone ||= time_zone;
      if (program.startsWith('./')) watched.add(join(path, '..', program));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return { watched: [...watched].filter((path) => !path.startsWith('..')).sort(), timeZone };
}

/** A path stands in scripts of a shell: what a shell would read in it is refused, not escaped. */
function refusePath(path: string): void {
  if (/^(?!\.\.\/)(?!-)[\w.@+,=-][\w.@+,=/ -]*$/.test(path) && !path.includes('..')) return;
  throw new KickoffError('usage', `The path ${JSON.stringify(path)} cannot stand in a pipeline.`, {
    undone: 'Nothing was written.',
    hint: 'Name files from the folder of the project on, with letters, digits, spaces and . - _ / in their paths.',
  });
}

/** Name and version of what is running. */
export function running(): { name: string; version: string } {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
}

export const archiveName = (): string => {
  const { name, version } = running();
  return `${name}-${version}.tgz`;
};

/** How the jobs get the tool: out of the project, or from a registry. */
export function toolOf(from: string | undefined): Tool {
  if (from === undefined) return { from: 'repository', archive: archiveName() };
  if (!/^https?:\/\/[^\s"'$`\\]+$/.test(from))
    throw new KickoffError('usage', `${JSON.stringify(from)} is no address of a registry.`, {
      hint: 'Write one like https://gitlab.example.com/api/v4/projects/12/packages/npm/.',
    });
  return { from: 'registry', version: running().version, registry: from };
}

let packed: Buffer | null = null;

/** The running version as `npm pack` makes it: the same bytes each time, so that once is enough. */
export function pack(): Buffer {
  packed ??= packNow();
  return packed;
}

function packNow(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-pack-'));
  try {
    // What runs is built; building it again needs what a user does not have.
    execFileSync(
      'npm',
      ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder, packageRoot()],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        shell: process.platform === 'win32',
      },
    );
    const [name] = readdirSync(folder);
    if (name === undefined) throw new Error('npm pack made nothing');
    return readFileSync(join(folder, name));
  } catch (error) {
    throw new KickoffError(
      'usage',
      `npm could not pack kickoff: ${error instanceof Error ? error.message.split('\n')[0] : error}.`,
      {
        undone: 'Nothing was written.',
        hint: 'Check that npm is installed, or use --from with a registry.',
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As `sha256sum -c` reads it. */
export const checksum = (archive: Buffer, name: string): string =>
  `${createHash('sha256').update(archive).digest('hex')}  ${name}\n`;

/** The archive in the project is whole and says what its checksum says. */
export function isWhole(io: Io, name: string): boolean {
  const path = join(io.cwd, FOLDER, name);
  if (!existsSync(path) || !existsSync(`${path}.sha256`)) return false;
  return readFileSync(`${path}.sha256`, 'utf8') === checksum(readFileSync(path), name);
}

/** Full path of the project that the folder's git remote `origin` names: what is behind the host, without `.git`. */
export function projectOfRemote(io: Io): string {
  let address = '';
  try {
    address = execFileSync('git', ['remote', 'get-url', 'origin'], {
      cwd: io.cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // No git, no repository, or no such remote: told below.
  }
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[^/:]+:)\/*(.+?)(?:\.git)?\/*$/i.exec(address)?.[1] ?? '';
  if (/^[\w.-]+(?:\/[\w.-]+)+$/.test(path)) return path;
  throw new KickoffError('usage', 'It is not known which project the schedule is for.', {
    undone: 'No schedule was made.',
    hint: 'Name it: --project my-group/my-project. Without, it is the project of the git remote origin.',
  });
}
