/** From files, environment and flags to everything a command works with. */

import { cohortOf, type LoadedCohort } from '../library/cohort.ts';
import type { GitLab } from '../library/connect.ts';
import { sourcesIn } from '../library/files.ts';
import { KickoffError } from '../model/errors.ts';
import type { Emit } from '../model/events.ts';
import { loadCohort } from '../program/load.ts';
import type { Loaded } from '../program/load-program.ts';
import type { Sources } from '../program/sources.ts';
import type { Io } from './io.ts';
import { trustOf, wayOut } from './way-out.ts';

/** Files of people, from the folder that the command runs in. */
export const sourcesOf = (io: Io): Sources => sourcesIn(io.cwd);

/** Reads and checks the files; asks nothing of GitLab. */
export const readCohort = (io: Io, path: string): Loaded => loadCohort(path, sourcesOf(io));

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
  refuseUnexpanded('The host', host);
  return host;
}

/** A variable that nobody put a value in: the name itself is no token, and is not sent anywhere. */
function refuseUnexpanded(what: string, text: string): void {
  const name = /^(?:\$\{?(\w+)\}?|%(\w+)%|<[\w -]+>)$/.exec(text);
  if (!name) return;
  throw new KickoffError('usage', `${what} is "${text}": a variable that was not expanded.`, {
    hint: 'In CI, check that the variable exists and is not protected for this branch; in a file or single quotes, nothing expands it.',
  });
}

/** The token, and in a CI job that only reads, the job's own when there is no other (docs/gitlab.md#tokens). */
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
  refuseUnexpanded('GITLAB_TOKEN', token);
  return { token, isJobToken: own === '' };
}

export interface OpenOptions {
  host?: string | undefined;
  emit: Emit;
  /** Requests under way at one time. */
  concurrency?: number | undefined;
  creationsPerMinute?: number | undefined;
  /** Minutes. */
  maxWait?: number | undefined;
  /** Nothing will be written, so the token of a CI job may do. */
  readsOnly?: boolean | undefined;
}

/** From environment and flags to GitLab; sends nothing yet. */
export async function openConnection(
  io: Io,
  { host, emit, concurrency, creationsPerMinute, maxWait, readsOnly = false }: OpenOptions,
): Promise<GitLab> {
  const address = hostOf(io, host);
  const { token, isJobToken } = tokenOf(io, readsOnly);
  // gitbeaker costs more start-up time than everything else together: loaded once the files are sound.
  const { connect } = await import('../library/connect.ts');
  const { fetch, wait, clock, signal } = io;
  const out = fetch === undefined ? await wayOut(io.env, address) : null;
  return connect({
    host: address,
    agent: out?.agent,
    through: out?.name,
    trust: fetch === undefined ? await trustOf(io.env, address) : undefined,
    token,
    isJobToken,
    fetch,
    wait,
    clock,
    time: io.time,
    signal,
    emit,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(creationsPerMinute === undefined ? {} : { creationsPerMinute }),
    ...(maxWait === undefined ? {} : { maxWait: maxWait * 60_000 }),
  });
}

/** A cohort with the GitLab that it is worked on with. */
export interface Session {
  cohort: LoadedCohort;
  gitlab: GitLab;
  /** A failure of GitLab in a person's words. */
  explain(error: unknown, doing: string): unknown;
}

export async function openSession(io: Io, path: string, options: OpenOptions): Promise<Session> {
  const loaded = readCohort(io, path);
  return sessionOf(loaded, await openConnection(io, options));
}

export function sessionOf(loaded: Loaded, gitlab: GitLab): Session {
  const cohort = cohortOf(loaded);
  return { cohort, gitlab, explain: (error, doing) => gitlab.explain(error, cohort.scope, doing) };
}
