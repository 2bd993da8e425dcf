/**
 * The pipeline of somebody's own project: one file that theirs includes, and kickoff itself beside it, so that a job needs an image of
 * Node and nothing else. What people wrote stays as it is, but for one line in a file that includes nothing yet.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { pipelineFile } from '../../ci/pipeline.ts';
import { readText } from '../../library/files.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { schemaText } from '../../program/json-schema.ts';
import { many, oneLine } from '../../text/plain-text.ts';
import {
  archiveName,
  checksum,
  cohortsOf,
  FOLDER,
  isWhole,
  pack,
  projectOfRemote,
  running,
  soundCohorts,
  toolOf,
} from '../ci-files.ts';
import { type Io, writeAtomically } from '../io.ts';
import { openConnection } from '../session.ts';

export interface InitCiFlags {
  image?: string | undefined;
  anew?: boolean | undefined;
  from?: string | undefined;
  pages?: boolean | undefined;
  rituals?: boolean | undefined;
  child?: boolean | undefined;
  check?: boolean | undefined;
  schedule?: boolean | undefined;
  /** Full path of the project that is scheduled; that of the git remote when absent. */
  project?: string | undefined;
  host?: string | undefined;
}

const INCLUDED = '.gitlab/kickoff.gitlab-ci.yml';
const MAIN_FILE = '.gitlab-ci.yml';
const INCLUDE = `include:\n  - local: ${INCLUDED}\n`;
/** More cohorts than these are synced by a child pipeline. */
const MOST_IN_MATRIX = 50;

/** One thing that is to be written, or that people do by hand. */
interface Part {
  path: string;
  state: 'fresh' | 'stale' | 'missing';
  write(): void;
}

/** How the file was made: what a bare call and `--check` go on from. */
function before(io: Io): { given: string[]; flags: InitCiFlags } {
  const text = readText(join(io.cwd, INCLUDED)) ?? '';
  const line = /renewed by: kickoff init-ci(.*)$/m.exec(text)?.[1] ?? '';
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const given: string[] = [];
  const flags: InitCiFlags = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const isOn = (['pages', 'child', 'rituals'] as const).find((name) => word === `--${name}`);
    if (isOn !== undefined) flags[isOn] = true;
    else if (word === '--image' || word === '--from') {
      at += 1;
      flags[word === '--image' ? 'image' : 'from'] = words[at];
    } else given.push(word);
  }
  return { given, flags };
}

export async function initCiCommand(io: Io, named: string[], asked: InitCiFlags): Promise<ExitCode> {
  const known = asked.anew ? { given: [], flags: {} } : before(io);
  const given = named.length > 0 ? named : known.given;
  const told = Object.fromEntries(
    Object.entries(asked).filter(
      ([name, value]) => value !== undefined && !['schedule', 'project', 'host'].includes(name),
    ),
  );
  const flags: InitCiFlags = { ...known.flags, ...told };
  const image = imageOf(flags.image ?? 'node:24-slim');
  const cohorts = cohortsOf(io, given);
  const isChild = flags.child ?? cohorts.length > MOST_IN_MATRIX;
  if (isChild && flags.pages)
    throw new KickoffError(
      'usage',
      'Pages do not go with a child pipeline, whose files its parent does not get.',
      {
        undone: 'Nothing was written.',
        hint: `Leave --pages out, or name at most ${MOST_IN_MATRIX} cohorts without --child.`,
      },
    );
  const { watched, timeZone } = soundCohorts(io, cohorts);
  const theirs = theirPipeline(io);
  const command = commandOf(given, { ...flags, image });
  const text = pipelineFile(
    {
      tool: toolOf(flags.from),
      image,
      cohorts,
      alsoWatched: watched,
      stages: theirs.stages,
      pages: flags.pages ?? false,
      rituals: flags.rituals ?? false,
      // Who named no file gets those that there are on the day.
      child: isChild
        ? `${argumentsOf(given, { image, from: flags.from })}${flags.rituals ? ' --rituals' : ''}`
        : null,
    },
    command,
  );
  const parts = [
    ...(flags.from === undefined ? toolParts(io) : []),
    textPart(io, INCLUDED, text),
    textPart(io, `${FOLDER}/cohort.schema.json`, schemaText('cohort')),
    ...(theirs.include === 'there' || theirs.include === 'by-hand' ? [] : [includePart(io, theirs.text)]),
  ];
  const isScheduled = asked.schedule ?? false;
  const code = flags.check
    ? stale(io, parts, theirs, command)
    : written(io, parts, theirs, { cohorts: cohorts.length, isScheduled });
  if (!isScheduled) return code;
  const isThere = await schedule(io, { ...asked, timeZone });
  return isThere ? code : EXIT.changes;
}

/** So that who reads the file can renew it. */
const commandOf = (given: string[], { pages, child, rituals, ...flags }: InitCiFlags): string =>
  [
    'kickoff init-ci',
    argumentsOf(given, flags),
    ...(pages ? ['--pages'] : []),
    ...(rituals ? ['--rituals'] : []),
    ...(child ? ['--child'] : []),
  ].join(' ');

/** What init-ci and pipeline have in common. */
function argumentsOf(given: string[], { image = '', from }: InitCiFlags): string {
  const quoted = (text: string): string => (/[^\w./:@+,=-]/.test(text) ? `'${text}'` : text);
  return [
    ...given.map(quoted),
    `--image ${quoted(image)}`,
    ...(from === undefined ? [] : [`--from ${quoted(from)}`]),
  ].join(' ');
}

/** An image's name and nothing else. */
export function imageOf(image: string): string {
  if (/^[\w][\w./:@-]*$/.test(image)) return image;
  throw new KickoffError('usage', `${JSON.stringify(image)} is no name of an image.`, {
    hint: 'Write one like node:24.21.0-slim.',
  });
}

interface Theirs {
  text: string | null;
  /** Whether ours is included, can be by one more line at the end, or by hand. */
  include: 'there' | 'append' | 'by-hand';
  stages: { test: string; deploy: string };
}

/** What people's own pipeline says that ours must fit into. */
function theirPipeline(io: Io): Theirs {
  const text = readText(join(io.cwd, MAIN_FILE), 1_000_000);
  const plain = { text, include: 'append' as const, stages: { test: 'test', deploy: 'deploy' } };
  if (text === null) return plain;
  // GitLab's own tags (!reference) are theirs; what matters here are two plain keys.
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0)
    throw new KickoffError('usage', `${MAIN_FILE} is no YAML that can be read.`, {
      undone: 'Nothing was written.',
      hint: 'Mend it first; GitLab would refuse it, too.',
    });
  const found = (document.toJS() ?? {}) as Record<string, unknown>;
  const names = Array.isArray(found.stages) ? found.stages.filter((each) => typeof each === 'string') : null;
  const stage = (wanted: string, other: string | undefined): string =>
    names === null || names.includes(wanted) ? wanted : (other ?? wanted);
  return {
    text,
    include: text.includes(INCLUDED) ? 'there' : 'include' in found ? 'by-hand' : 'append',
    stages: { test: stage('test', names?.[0]), deploy: stage('deploy', names?.at(-1)) },
  };
}

function textPart(io: Io, path: string, text: string): Part {
  const now = readText(join(io.cwd, path));
  return {
    path,
    state: now === text ? 'fresh' : now === null ? 'missing' : 'stale',
    write: () => writeAtomically(join(io.cwd, path), text),
  };
}

const includePart = (io: Io, theirs: string | null): Part => ({
  path: MAIN_FILE,
  state: theirs === null ? 'missing' : 'stale',
  write: () =>
    writeAtomically(join(io.cwd, MAIN_FILE), theirs === null ? INCLUDE : `${theirs.trimEnd()}\n\n${INCLUDE}`),
});

/** The tool, its checksum, and that what a job unpacks is never committed. An older version goes when a newer one is there. */
function toolParts(io: Io): Part[] {
  const folder = join(io.cwd, FOLDER);
  const name = archiveName();
  const old = existsSync(folder)
    ? readdirSync(folder).filter(
        (each) => each.startsWith(`${running().name}-`) && !each.startsWith(`${name}`),
      )
    : [];
  const fresh = isWhole(io, name) && old.length === 0;
  return [
    {
      path: `${FOLDER}/${name}`,
      state: fresh
        ? 'fresh'
        : old.length > 0
          ? 'stale'
          : existsSync(join(folder, name))
            ? 'stale'
            : 'missing',
      write() {
        const archive = pack();
        mkdirSync(folder, { recursive: true });
        for (const [file, bytes] of [
          [name, archive],
          [`${name}.sha256`, checksum(archive, name)],
        ] as const) {
          writeFileSync(join(folder, `${file}.tmp`), bytes);
          renameSync(join(folder, `${file}.tmp`), join(folder, file));
        }
        for (const each of old) rmSync(join(folder, each));
      },
    },
    textPart(io, `${FOLDER}/.gitignore`, 'package/\nnode_modules/\n'),
  ];
}

const HAND = `${MAIN_FILE} includes other files. Add this line to its include:\n    - local: ${INCLUDED}`;

function stale(io: Io, parts: Part[], { include }: Theirs, command: string): ExitCode {
  for (const { path, state } of parts) io.out(`${state === 'fresh' ? '✓' : '!'} ${path}: ${STATE[state]}\n`);
  if (include === 'by-hand') io.out(`! ${HAND}\n`);
  const isFresh = parts.every(({ state }) => state === 'fresh');
  if (!isFresh) io.out(`→ ${command} writes it anew.\n`);
  else if (include !== 'by-hand') io.out('Everything is as it should be.\n');
  return isFresh && include !== 'by-hand' ? EXIT.done : EXIT.changes;
}

/** Looks for the schedule, and makes it unless it is only looked for. Gives whether it is there. */
async function schedule(
  io: Io,
  { check, host, project: given, timeZone }: InitCiFlags & { timeZone: string },
): Promise<boolean> {
  const project = given ?? projectOfRemote(io);
  const gitlab = await openConnection(io, { host, emit: () => {} });
  const { ensureSchedule, SCHEDULE } = await import('../../library/pipelines.ts');
  const found = await ensureSchedule(gitlab, { project, timeZone, isChecked: check ?? false });
  if (!found) {
    io.out(`! ${project} has no schedule "${SCHEDULE}".\n→ The same without --check makes it.\n`);
    return false;
  }
  const { cron, timeZone: zone, ref, owner, isActive } = found.schedule;
  const as = owner === null ? '' : `, as ${owner}`;
  io.out(
    `${found.isNew ? '✓' : '·'} Schedule "${SCHEDULE}" of ${oneLine(found.project.path)}: ${oneLine(`${cron} (${zone}) on ${ref}${as}`)}${found.isNew ? '' : '; it was there and stays as it is'}\n`,
  );
  if (!isActive)
    io.out(
      '! It is switched off. Build, Pipeline schedules: switch it on when nights are to be synced again.\n',
    );
  return true;
}

const STATE = { fresh: 'as it should be', stale: 'stale', missing: 'missing' } as const;

function written(
  io: Io,
  parts: Part[],
  { include }: Theirs,
  { cohorts, isScheduled }: { cohorts: number; isScheduled: boolean },
): ExitCode {
  for (const part of parts) {
    if (part.state !== 'fresh') part.write();
    io.out(
      `${part.state === 'fresh' ? '·' : '✓'} ${part.path}${part.state === 'fresh' ? ': nothing new' : ''}\n`,
    );
  }
  if (include === 'by-hand') io.out(`! ${HAND}\n`);
  io.out(
    `${many(cohorts, 'cohort')}. Next:\n  1. git add ${FOLDER} .gitlab ${MAIN_FILE}, your cohort files and programs, and commit. Keep node_modules, plans and scorecards out of it.\n  2. Settings, CI/CD, Variables: GITLAB_TOKEN, masked; a group access token with the role Planner and the scope api.\n${isScheduled ? '' : '  3. The nightly schedule: npx kickoff init-ci --schedule with a maintainer’s token, or by hand: Build, Pipeline schedules, 0 3 * * 1-6.\n'}`,
  );
  return EXIT.done;
}
