/**
 * GitLab is read and scored; nothing is written. A few lists, whatever the number of issues: the issues of the cohort, the
 * epics, and where it is asked for, closures, counted work, and what was moved away or is duplicated.
 */

import { addDays } from '../model/dates.ts';
import { KickoffError } from '../model/errors.ts';
import {
  type Closure,
  type LiveIssue,
  type LiveWork,
  ofKind,
  type Wanted,
  type WantedIssue,
} from '../model/resource.ts';
import type { Matched, Scope, Tracker, WorkQuery, World } from '../model/tracker.ts';
import type { EnrolledKeyResult, Enrolment } from '../program/enrolment.ts';
import { type Found, matchLive } from '../provision/find/match.ts';
import { adapt } from '../provision/plan/adapt.ts';
import { ownerAmong } from '../provision/plan/leaver.ts';
import { inClosed } from '../provision/plan/parent-index.ts';
import { scorecardKey } from '../record/keys.ts';
import { findBlock } from '../record/managed-block.ts';
import { keysHere } from '../record/place.ts';
import { readState, type ScorecardState } from '../record/scorecard-state.ts';
import { originalRefOf, workKey } from '../scorecard/rules/facts.ts';
import { type Cases, casesOf, endOf, parentOf, type ScoreInput, unreadOf } from '../scorecard/rules/input.ts';
import { score } from '../scorecard/rules/score.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Render } from '../text/templates.ts';
import { statusesOf, withReasons } from './reasons.ts';

export interface SyncOptions {
  /** Title of the program. */
  program: string;
  cohortKey: string;
  cohortTitle: string;
  scope: Scope;
  enrolments: Enrolment[];
  wanted: Wanted[];
  dayOf: (moment: Date) => string;
  render: Render;
}

export interface ReadOptions {
  /** Read closures too, for the burn-up and for past days. */
  history: boolean;
  /** A past day whose end is shown; null for now. */
  at: string | null;
  /** The token is that of a CI job, which sees the project's issues and nothing else (docs/gitlab.md#tokens). */
  issuesOnly: boolean;
}

export interface Reading {
  card: Scorecard;
  /** What is in GitLab, and which wanted thing it is. */
  found: Found;
  matched: Matched;
  /** Names of wanted epics and issues that GitLab does not have. */
  missing: string[];
  states: Map<string, ScorecardState>;
  /** What was scored, for what follows from the score. */
  input: ScoreInput;
  cases: Cases;
}

export const NOW: ReadOptions = { history: false, at: null, issuesOnly: false };

export async function readScorecard(
  options: SyncOptions,
  tracker: Tracker,
  how: Partial<ReadOptions> = {},
): Promise<Reading> {
  const { history, at, issuesOnly } = { ...NOW, ...how };
  const { scope, enrolments } = options;
  const world = await tracker.read(scope, issuesOnly ? ['issues'] : ['project', 'epics', 'issues', 'expiry']);
  const { wanted, found } = await match(options, world, tracker, issuesOnly);
  const results = enrolments.flatMap(({ keyResults }) => keyResults);
  const issues = results.flatMap(({ issue }) => {
    const live = found.matched.get(issue);
    return live?.kind === 'issue' ? [live] : [];
  });
  const states = statesOf(enrolments, found.matched);
  // What became of an internship after its end does not count: that needs to know when everything was closed.
  const isOver = enrolments.some((each) => endOf(each, { matched: found.matched, states }) !== null);
  const [closures, work, elsewhere, byNumber, statuses] = await Promise.all([
    (history || isOver || at !== null) && !issuesOnly ? closuresOf(issues, world, options, tracker) : null,
    countedWork(enrolments, options, tracker, { issuesOnly, history: history || at !== null }),
    movedTo(issues, scope, tracker, issuesOnly),
    originalsOf(issues, world, scope, tracker),
    statusesOf(issues, world, scope, tracker),
  ]);
  const matched = withReasons(found.matched, world, statuses);
  const input: ScoreInput = {
    program: options.program,
    cohortTitle: options.cohortTitle,
    project: world.project.path,
    now: world.now,
    dayOf: options.dayOf,
    at,
    enrolments,
    matched,
    leftOut: leftOutOf(results, world),
    elsewhere,
    byNumber,
    closures,
    work: work.rows,
    states,
    notes: new Map(),
    selfId: world.selfId,
    tokenExpiresAt: world.tokenExpiresAt,
    issuesOnly,
    unseen: [
      ...(issuesOnly ? ['epics (blocks, links, what was agreed at kickoff)', 'events (history)'] : []),
      ...work.unseen,
    ],
  };
  const today = options.dayOf(world.now);
  const gone = enrolments.filter(({ left }) => left !== null && left.on <= today);
  const scored = [
    ...ofKind(wanted, 'epic'),
    ...ofKind(wanted, 'issue').filter((each) => each.role === 'key-result' || each.asParent !== null),
  ];
  const missing = scored
    // In an internship that is closed nothing is made any more, nor for who left, so nothing of it is missing.
    .filter((each) => !matched.has(each.key) && !inClosed(each, matched) && !ownerAmong(each, gone))
    .map((each) => (each.kind === 'issue' && each.confidential ? 'a confidential key result' : each.title));
  const { whole, cases } = await withNotes(input, scope, tracker);
  return { card: score(whole, cases), found, matched, missing, states, input: whole, cases };
}

/** Issues whose notes are read at once, the first time: what came before in others is known by its last change alone. */
const MOST_NOTES = 300;

/** Notes of what was touched since the last night, and the facts with them. */
async function withNotes(
  input: ScoreInput,
  scope: Scope,
  tracker: Tracker,
): Promise<{ whole: ScoreInput; cases: Cases }> {
  const cases = casesOf(input);
  const unread = input.issuesOnly ? [] : unreadOf(cases, input);
  const isFirst = [...input.states.values()].every(({ log }) => log === null);
  if (unread.length === 0 || (isFirst && unread.length > MOST_NOTES)) return { whole: input, cases };
  const notes = new Map(
    await Promise.all(
      [...new Set(unread.map(({ iid }) => iid))].map(
        async (iid) => [iid, await tracker.activity(scope, iid)] as const,
      ),
    ),
  );
  const whole = { ...input, notes };
  return { whole, cases: casesOf(whole) };
}

/** Which live issue and epic is which wanted one. A job token cannot look for epics, so nothing is said about them. */
async function match(
  options: SyncOptions,
  world: World,
  tracker: Tracker,
  issuesOnly: boolean,
): Promise<{ wanted: Wanted[]; found: Found }> {
  const all = options.wanted.filter((each) => each.kind === 'epic' || each.kind === 'issue');
  const wanted = issuesOnly
    ? ofKind(all, 'issue')
        .filter(({ role }) => role === 'key-result')
        .map((each): WantedIssue => ({ ...each, epic: null, parent: null }))
    : adapt(all, world.capabilities, options.scope.labelsIn).wanted;
  return { wanted, found: await matchLive(tracker, options.scope, wanted, world) };
}

/** Issues that were made for what the cohort leaves out now. */
function leftOutOf(results: EnrolledKeyResult[], { issues, project }: World): ScoreInput['leftOut'] {
  const keys = new Set(
    results.flatMap(({ skipped, missed, issue }) => (skipped === null || missed ? [] : [issue])),
  );
  if (keys.size === 0) return new Map();
  return new Map(
    issues.flatMap((each) =>
      keysHere(each, project.id).flatMap((key) => (keys.has(key) ? [[key, each] as const] : [])),
    ),
  );
}

/** What the block in each epic remembers. */
const statesOf = (enrolments: Enrolment[], matched: Matched): Map<string, ScorecardState> =>
  new Map(
    enrolments.map((enrolment) => {
      const parent = parentOf(matched, enrolment);
      const block = parent && findBlock(parent.description, scorecardKey(enrolment.epic));
      return [enrolment.epic, readState(block?.written ?? {})];
    }),
  );

/** From the day before the oldest issue on: older events are of others. */
async function closuresOf(
  issues: LiveIssue[],
  world: World,
  { scope, dayOf }: SyncOptions,
  tracker: Tracker,
): Promise<Closure[]> {
  if (issues.length === 0) return [];
  const first = issues.reduce(
    (oldest, { createdAt }) => Math.min(oldest, Date.parse(createdAt)),
    world.now.getTime(),
  );
  // Two days: GitLab's dates are UTC, and the bound is exclusive (docs/gitlab.md#events).
  return tracker.closures(scope, addDays(dayOf(new Date(first)), -2));
}

/** One list for each kind of counted work, whoever did it. */
async function countedWork(
  enrolments: Enrolment[],
  { scope }: SyncOptions,
  tracker: Tracker,
  { issuesOnly, history }: Pick<ReadOptions, 'issuesOnly' | 'history'>,
): Promise<{ rows: Map<string, LiveWork[] | null>; unseen: string[] }> {
  const queries = new Map<string, WorkQuery>();
  for (const { keyResults, span } of enrolments) {
    for (const { counted, skipped } of keyResults) {
      // What is left out now counted once.
      if (counted === null || counted.project === null || (skipped !== null && !history)) continue;
      const key = workKey(counted);
      // A day early: time zones are sorted out when they are counted.
      const createdAfter = `${addDays(span.start, -1)}T00:00:00Z`;
      const known = queries.get(key);
      if (!known || createdAfter < known.createdAfter)
        queries.set(key, { ...counted, project: counted.project, createdAfter });
    }
  }
  const unseen: string[] = [];
  const rows = await Promise.all(
    [...queries].map(async ([key, query]): Promise<[string, LiveWork[] | null]> => {
      const cannot = (): [string, null] => {
        unseen.push(`${query.what} of ${query.project}`);
        return [key, null];
      };
      if (issuesOnly && (query.what === 'merge-requests' || query.project !== scope.project)) return cannot();
      try {
        return [key, await tracker.work(scope, query)];
      } catch (error) {
        // A project that went away must not cost everybody the rest of the scorecard.
        if (error instanceof KickoffError && ['not-found', 'access'].includes(error.code)) return cannot();
        throw error;
      }
    }),
  );
  return { rows: new Map(rows), unseen: unseen.sort() };
}

/** Where moved issues are now: one list of the group, and only when there is one. */
async function movedTo(
  issues: LiveIssue[],
  scope: Scope,
  tracker: Tracker,
  issuesOnly: boolean,
): Promise<Map<number, LiveIssue>> {
  if (issues.every(({ movedTo: id }) => id === null) || issuesOnly || scope.group === null) return new Map();
  const found = await tracker.issuesElsewhere(scope);
  return new Map(found.map((each) => [each.id, each]));
}

/** What duplicates point to: mostly issues of the cohort, which are read already. */
async function originalsOf(
  issues: LiveIssue[],
  world: World,
  scope: Scope,
  tracker: Tracker,
): Promise<Map<number, LiveIssue>> {
  const known = new Map(world.issues.map((each) => [each.iid, each]));
  // Chains are rare and short; a circle ends because everything in it is known.
  for (let round = 0, at = issues; round < 4; round += 1) {
    const numbers = at.map(originalRefOf).filter((each) => typeof each === 'number');
    const unknown = [...new Set(numbers)].filter((number) => !known.has(number));
    if (unknown.length === 0) break;
    at = [];
    for (let from = 0; from < unknown.length; from += 50)
      at.push(...(await tracker.findIssues(scope, { iids: unknown.slice(from, from + 50) })));
    for (const each of at) known.set(each.iid, each);
  }
  return known;
}
