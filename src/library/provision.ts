/** A cohort made real. */
import type { Emit } from '../model/events.ts';
import { LABEL } from '../model/labels.ts';
import { wantedFrom } from '../program/wanted.ts';
import type { Outcome } from '../provision/apply/outcome.ts';
import { type Allowable, refuse } from '../provision/checks/guard.ts';
import { type Prepared, type ProvisionOptions, prepare } from '../provision/prepare.ts';
import type { LoadedCohort } from './cohort.ts';
import type { GitLab } from './connect.ts';
import { rehearse } from './rehearse.ts';

export interface PlanOptions {
  /** Told while it goes. */
  emit?: Emit | undefined;
  /** The local clock in milliseconds since 1970, for nothing but a comparison with the server's. */
  localTime?: (() => number) | undefined;
}

const silent: Emit = () => {};

/** Reads GitLab and says what would be done, and what stands in the way. Sends no write. */
export function plan(
  cohort: LoadedCohort,
  gitlab: GitLab,
  { emit = silent, localTime }: PlanOptions = {},
): Promise<Prepared> {
  return prepare(provisionOptions(cohort, gitlab, localTime ?? null), gitlab.tracker, emit);
}

/**
 * Carries a plan out. Throws `KickoffError`, with nothing changed, when a check found a problem or the plan is refused for something
 * that is not among `allow`. What could not be done is in the outcome; the same call again goes on from there.
 */
export async function apply(
  prepared: Pick<Prepared, 'plan' | 'checks' | 'apply'>,
  { allow = [] }: { allow?: Iterable<Allowable> } = {},
): Promise<Outcome> {
  refuse(prepared.plan, prepared.checks, new Set<string>(allow));
  return prepared.apply();
}

function provisionOptions(
  loaded: LoadedCohort,
  { creationsPerMinute }: GitLab,
  localTime: (() => number) | null,
): ProvisionOptions {
  const { program, cohort, enrolments, render, scope, dayOf } = loaded;
  // Names that a program's own template misses are told before GitLab is asked.
  if (loaded.templates !== null) rehearse(loaded);
  return {
    program: program.title,
    cohortKey: cohort.cohort,
    scope,
    ...wantedFrom(program, cohort, enrolments, render),
    creationsPerMinute,
    dayOf,
    boards: enrolments.map(({ intern }) => ({
      intern: intern.name,
      labels: [LABEL.intern(intern.key), scope.cohortLabel],
    })),
    interns: enrolments.map(({ intern, epic }) => ({ username: intern.username, epic })),
    leavers: enrolments.flatMap(({ intern, epic, manager, left, words, keyResults }) =>
      left === null
        ? []
        : [
            {
              name: intern.name,
              username: intern.username,
              manager,
              epic,
              words,
              ...left,
              results: keyResults
                // What all share goes on without this one.
                .filter(({ once }) => !once)
                .map(({ issue, measure, confidential }) => ({
                  issue,
                  done: measure.kind === 'done',
                  confidential,
                })),
            },
          ],
    ),
    people: peopleOf(loaded),
    counted: enrolments.flatMap(({ keyResults }) =>
      keyResults.flatMap(({ counted, skipped }) => (counted && skipped === null ? [counted] : [])),
    ),
    lastDay: enrolments.reduce((last, { span }) => (span.end > last ? span.end : last), ''),
    publicIsFine: cohort.gitlab.public_is_fine ?? false,
    localTime,
  };
}

/** People of the program's own roles, and those that it names as owners. */
const namedIn = ({ cohort, enrolments }: LoadedCohort): string[] => [
  ...Object.entries(cohort.people).flatMap(([role, name]) =>
    role === 'manager' || role === 'mentor' ? [] : [name],
  ),
  ...enrolments.flatMap(({ keyResults, tasks }) => [...keyResults, ...tasks].flatMap(({ owners }) => owners)),
];

/** User names of the cohort file, and what for. */
function peopleOf(loaded: LoadedCohort): ProvisionOptions['people'] {
  const { cohort } = loaded;
  const one = (username: string | undefined, role: 'mentor' | 'manager'): ProvisionOptions['people'] =>
    username === undefined ? [] : [{ username, role }];
  return [
    ...one(cohort.people.manager, 'manager'),
    ...one(cohort.people.mentor, 'mentor'),
    ...cohort.interns.flatMap(({ username, mentor }) => [
      { username, role: 'intern' as const },
      ...one(mentor, 'mentor'),
    ]),
    ...Object.values(cohort.areas).flatMap(({ mentor, manager }) => [
      ...one(mentor, 'mentor'),
      ...one(manager, 'manager'),
    ]),
    ...namedIn(loaded).map((username) => ({ username, role: 'helper' as const })),
  ];
}
