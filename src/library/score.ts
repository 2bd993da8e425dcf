/** A cohort scored, synced and archived. */
import type { Emit } from '../model/events.ts';
import { wantedFrom } from '../program/wanted.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import { type Archive, prepareArchive } from '../sync/archive.ts';
import { type Reading, type ReadOptions, readScorecard, type SyncOptions } from '../sync/reading.ts';
import { type Synced, sync as syncAll } from '../sync/sync.ts';
import type { LoadedCohort } from './cohort.ts';
import type { GitLab } from './connect.ts';

const silent: Emit = () => {};

export interface ScoreOptions {
  /** A past day, `YYYY-MM-DD`, whose end is shown. */
  at?: string | undefined;
}

/** Reads GitLab and scores; writes nothing. With confidential titles: `redact` takes them out. */
export async function scorecard(
  cohort: LoadedCohort,
  gitlab: GitLab,
  options: ScoreOptions = {},
): Promise<Scorecard> {
  return (await reading(cohort, gitlab, options)).card;
}

/** The same with what it was read from, and with what GitLab does not have. */
export function reading(
  cohort: LoadedCohort,
  gitlab: GitLab,
  { at, ...how }: ScoreOptions & Partial<Pick<ReadOptions, 'history'>> = {},
): Promise<Reading> {
  const issuesOnly = gitlab.isJobToken;
  return readScorecard(syncOptions(cohort), gitlab.tracker, {
    history: true,
    ...how,
    at: at ?? null,
    issuesOnly,
  });
}

/** The nightly run: scores, closes what follows from the score where the cohort wants it, and writes the scorecard into the epics. */
export function sync(
  cohort: LoadedCohort,
  gitlab: GitLab,
  { emit = silent, history = false }: { emit?: Emit | undefined; history?: boolean } = {},
): Promise<Synced> {
  return syncAll(syncOptions(cohort), gitlab.tracker, emit, { history });
}

/** The end of a program, as a plan; `openKeyResults: 'close'` also closes key results that are still open. */
export function archive(
  cohort: LoadedCohort,
  gitlab: GitLab,
  {
    openKeyResults = 'leave',
    emit = silent,
  }: { openKeyResults?: 'leave' | 'close'; emit?: Emit | undefined } = {},
): Promise<Archive> {
  const closeOpen = openKeyResults === 'close';
  return prepareArchive(syncOptions(cohort), gitlab.tracker, { closeOpen }, emit);
}

/** Who only reads needs names and keys, not two thousand texts. */
export function syncOptions({
  program,
  cohort,
  enrolments,
  render,
  scope,
  dayOf,
}: LoadedCohort): SyncOptions {
  const { wanted } = wantedFrom(
    program,
    cohort,
    enrolments,
    Object.assign(() => '', { words: render.words }),
  );
  return {
    program: program.title,
    cohortKey: cohort.cohort,
    cohortTitle: cohort.title ?? cohort.cohort,
    scope,
    enrolments,
    wanted,
    dayOf,
    render,
  };
}
