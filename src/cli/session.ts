/** From a cohort file and the environment to everything a command works with. */
import { basename, join, resolve } from 'node:path';
import { dayIn } from '../model/dates.ts';
import { KickoffError } from '../model/errors.ts';
import type { Emit } from '../model/events.ts';
import { Failure } from '../model/failure.ts';
import { LABEL } from '../model/labels.ts';
import type { Scope, Tracker } from '../model/tracker.ts';
import { place } from '../program/enrol.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { type Loaded, loadCohort, type Sources } from '../program/load.ts';
import type { Cohort } from '../program/schema.ts';
import { wantedFrom } from '../program/wanted.ts';
import type { ProvisionOptions } from '../provision/prepare.ts';
import { createRender, type Render, TEMPLATES } from '../text/templates.ts';
import { type Io, listFiles, packageRoot, readText } from './io.ts';

export interface Session extends Loaded {
  enrolments: Enrolment[];
  order: ProvisionOptions;
  render: Render;
  tracker: Tracker;
  /** The token is that of a CI job, which reads the project's issues and nothing else. */
  isJobToken: boolean;
  /** A failure of GitLab in a person's words. */
  explain(error: unknown, doing: string): unknown;
}

/** More than any cohort or program needs. */
export const MOST_YAML = 1_000_000;

export const programsFolder = (): string => join(packageRoot(), 'templates', 'programs');

/** Reads and checks the files; asks nothing of GitLab. */
export function readCohort(io: Io, path: string): Loaded {
  return loadCohort(path, sourcesOf(io));
}

/** Files of people, from the folder that the command runs in. */
export function sourcesOf(io: Io): Sources {
  return {
    read: (file) => readText(resolve(io.cwd, file), MOST_YAML),
    list: (folder) => listFiles(resolve(io.cwd, folder)),
    programs: programsFolder(),
    root: io.cwd,
  };
}

/** Ours, and in place of some of them those of the program. */
export function createRenderFromFiles(own: string | null = null): Render {
  const root = join(packageRoot(), 'templates');
  return createRender((name) => {
    const path = own === null ? null : join(own, basename(TEMPLATES[name]));
    const theirs = path === null ? null : readText(path, MOST_YAML);
    if (theirs !== null) return { text: theirs, path };
    const source = readText(join(root, TEMPLATES[name]));
    if (source === null) throw new Error(`the template ${name} is not installed`);
    return { text: source, path: null };
  });
}

/** The first of the usual variables; nothing is guessed. */
export function hostOf(io: Io, given: string | undefined): string {
  const { GITLAB_HOST, GITLAB_URI, GITLAB_URL, CI_SERVER_URL } = io.env;
  const host = [given, GITLAB_HOST, GITLAB_URI, GITLAB_URL, CI_SERVER_URL].find(
    (each) => each !== undefined && each !== '',
  );
  if (host === undefined) {
    throw new KickoffError('usage', 'No GitLab host is given.', {
      hint: 'Write --host https://gitlab.example.com, or set GITLAB_HOST. To try without a GitLab: kickoff sandbox.',
    });
  }
  return host;
}

/** The token, and in a CI job that only reads, the job's own when there is no other (facts §11). */
function tokenOf(io: Io, readsOnly: boolean): { token: string; isJobToken: boolean } {
  const own = io.env.GITLAB_TOKEN ?? '';
  const job = readsOnly ? (io.env.CI_JOB_TOKEN ?? '') : '';
  const token = own === '' ? job : own;
  if (token === '') {
    throw new KickoffError('access', 'No token is given.', {
      hint: 'Set GITLAB_TOKEN to a token with the scope api. It is never taken from the command line.',
    });
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new KickoffError('access', 'GITLAB_TOKEN holds characters that no token has.', {
      hint: 'Check for line breaks and spaces in the variable.',
    });
  }
  return { token, isJobToken: own === '' };
}

export interface OpenOptions {
  host?: string | undefined;
  emit: Emit;
  /** Requests under way at one time. */
  concurrency?: number | undefined;
  creationsPerMinute?: number | undefined;
  /** Nothing will be written, so the token of a CI job may do. */
  readsOnly?: boolean | undefined;
  /** Render the texts of issues and epics; only provisioning needs them. */
  texts?: boolean | undefined;
}

export interface Connection {
  tracker: Tracker;
  isJobToken: boolean;
  /** New issues a minute that this GitLab allows, as told or as known. */
  creationsPerMinute: number;
  /** A failure of GitLab in a person's words. */
  explain(error: unknown, scope: Scope, doing: string): unknown;
}

/** From environment and options to GitLab; sends nothing yet. */
export async function openConnection(
  io: Io,
  { host, emit, concurrency, creationsPerMinute, readsOnly = false }: OpenOptions,
): Promise<Connection> {
  const address = hostOf(io, host);
  const { token, isJobToken } = tokenOf(io, readsOnly);
  // gitbeaker costs more start-up time than everything else together: loaded once the files are sound.
  const [{ connect, creationsPerMinuteOf }, { createRestTracker }, { explain }] = await Promise.all([
    import('../gitlab/rest/connect.ts'),
    import('../gitlab/rest/rest-tracker.ts'),
    import('../gitlab/rest/explain.ts'),
  ]);
  const { fetch, wait, clock, signal } = io;
  const api = connect({
    host: address,
    token,
    isJobToken,
    fetch,
    wait,
    clock,
    signal,
    emit,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(creationsPerMinute === undefined ? {} : { creationsPerMinute }),
  });
  return {
    isJobToken,
    tracker: createRestTracker(api),
    creationsPerMinute: creationsPerMinute ?? creationsPerMinuteOf(api.host),
    explain: (error, scope, doing) =>
      error instanceof Failure ? explain(error, { host: api.host, scope, doing }) : error,
  };
}

/** Where the issues of a file live, and by which label they are listed. */
export function scopeOf({ group, project, labels }: Cohort['gitlab'], label: string): Scope {
  return {
    project,
    group: group ?? null,
    labelsIn: labels ?? (group === undefined ? 'project' : 'group'),
    cohortLabel: label,
  };
}

export async function openSession(io: Io, path: string, options: OpenOptions): Promise<Session> {
  return sessionOf(readCohort(io, path), options, await openConnection(io, options), io);
}

/** A cohort with the connection it is worked on with. */
export async function sessionOf(
  loaded: Loaded,
  { texts = true }: Pick<OpenOptions, 'texts'>,
  connection: Connection,
  io: Io,
): Promise<Session> {
  const { program, cohort } = loaded;
  const render = createRenderFromFiles(loaded.templates);
  const enrolments = place(program, cohort, loaded.role);
  // The nightly sync does not rehearse: a name that is missing there is told when it is rendered.
  if (loaded.templates !== null && texts)
    (await import('./rehearse.ts')).rehearse(loaded, enrolments, render);
  // Who only reads needs names and keys, not two thousand texts.
  const { wanted, notes } = wantedFrom(program, cohort, enrolments, texts ? render : () => '');
  const scope = scopeOf(cohort.gitlab, LABEL.cohort(cohort.cohort));
  return {
    ...loaded,
    isJobToken: connection.isJobToken,
    enrolments,
    render,
    tracker: connection.tracker,
    explain: (error, doing) => connection.explain(error, scope, doing),
    order: {
      program: program.title,
      cohort: cohort.cohort,
      scope,
      wanted,
      notes,
      creationsPerMinute: connection.creationsPerMinute,
      dayOf: (moment) => dayIn(cohort.time_zone, moment),
      boards: enrolments.map(({ intern }) => ({
        intern: intern.name,
        labels: [LABEL.intern(intern.key), scope.cohortLabel],
      })),
      people: [
        { username: cohort.people.manager, role: 'manager' as const },
        { username: cohort.people.mentor, role: 'mentor' as const },
        ...cohort.interns.flatMap(({ username, mentor }) => [
          { username, role: 'intern' as const },
          ...(mentor === undefined ? [] : [{ username: mentor, role: 'mentor' as const }]),
        ]),
        ...Object.values(cohort.areas).flatMap(({ mentor, manager }) => [
          ...(mentor === undefined ? [] : [{ username: mentor, role: 'mentor' as const }]),
          ...(manager === undefined ? [] : [{ username: manager, role: 'manager' as const }]),
        ]),
      ],
      counted: enrolments.flatMap(({ keyResults }) =>
        keyResults.flatMap(({ counted, skipped }) => (counted && skipped === null ? [counted] : [])),
      ),
      lastDay: enrolments.reduce((last, { span }) => (span.end > last ? span.end : last), ''),
      publicIsFine: cohort.gitlab.public_is_fine ?? false,
      localTime: io.time,
    },
  };
}
