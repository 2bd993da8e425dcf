/**
 * The scorecard: a pure function of the enrolments, of what GitLab has, and of the server's date. The rules for one key
 * result stand in progress.ts and judge.ts, the means here, the schedule in expected.ts.
 */

import { addDays, daysBetween } from '../../model/dates.ts';
import type { FactLog } from '../../record/fact-log.ts';
import { closedKey } from '../../record/keys.ts';
import { hasMarker } from '../../record/managed-block.ts';
import type { ScorecardState } from '../../record/scorecard-state.ts';
import { RULES, type Scorecard } from '../scorecard.ts';
import { type Case, latest } from './cases.ts';
import { BANDS } from './expected.ts';
import { type Cases, casesOf, momentFor, momentOf, type ScoreInput } from './input.ts';
import { isUncertain, rowsOf } from './past.ts';
import { scoreIntern } from './score-intern.ts';

export function score(input: ScoreInput, cases: Cases = casesOf(input)): Scorecard {
  const moment = momentOf(input);
  const today = addDays(moment.overOn, 1);
  const first = input.enrolments[0];
  const preset = first?.program.bands ?? 'google';
  return {
    schemaVersion: 2,
    rules: RULES,
    program: input.program,
    cohort: input.cohortTitle,
    project: input.project,
    readAt: input.now.toISOString(),
    today,
    asOf: input.at,
    judgedOn: moment.judgedOn,
    bands: { preset, low: BANDS[preset].low, high: BANDS[preset].high },
    interns: [...cases.values()].map((cased) => scoreIntern(cased, momentFor(cased.enrolment, input), input)),
    notices: [
      ...expiry(input.tokenExpiresAt, moment.judgedOn),
      ...(input.at === null ? [] : pastNotice(input.at, cases)),
    ],
    unseen: input.unseen,
  };
}

/** What nobody knows any more of a past day. */
function pastNotice(at: string, cases: Cases): string[] {
  const facts = [...cases.values()].flatMap((cased) => [...cased.facts.values()]);
  const counts = (kind: string): boolean => ['count', 'metric', 'rubric', 'maintain'].includes(kind);
  const open = facts.filter(
    ({ live, result }) => live && result.counted === null && counts(result.measure.kind),
  );
  if (open.some(({ past }) => past === null))
    return [
      `As of the end of ${at}, from closures alone: ticks and values of issues that were open then are not known.`,
    ];
  return open.some((one) => isUncertain(one, at))
    ? [
        `As of the end of ${at}: not of everything the day is known, so the score is the least that it can have been.`,
      ]
    : [];
}

/** A month at least, judged on the Friday that is over; the words hold the date alone, so that they do not change from day to day. */
const EXPIRY_WARNING_DAYS = 37;

export const isEnding = (expiresAt: string | null, judged: string): expiresAt is string =>
  expiresAt !== null && daysBetween(judged, expiresAt) <= EXPIRY_WARNING_DAYS;

const expiry = (expiresAt: string | null, judged: string): string[] =>
  isEnding(expiresAt, judged)
    ? [`The token of the sync expires on ${expiresAt}; rotate it, or the scorecard stops.`]
    : [];

/** What the block should remember from now on: how everything was on which day, and what we closed. */
export function remembered(cased: Case, before: ScorecardState, input: ScoreInput): ScorecardState {
  const closed = new Set(before.closed);
  const log: FactLog = { rows: [], seen: new Map() };
  for (const [key, one] of cased.facts) {
    if (one.live && hasMarker(one.live.description, closedKey(one.result.issue))) closed.add(key);
    // The marker can be read by everybody who sees the epic.
    if (one.confidential || one.past === null) continue;
    const rows = rowsOf(key, one.past);
    log.rows.push(...rows);
    // Closures are read on some runs and not on others: they are no part of what is known anyway.
    const last = latest([one.createdOn, ...rows.map(({ day }) => day)]);
    if (one.past.touchedOn > (last ?? '')) log.seen.set(key, one.past.touchedOn);
  }
  return { ...before, closed, log: input.issuesOnly ? before.log : log };
}
