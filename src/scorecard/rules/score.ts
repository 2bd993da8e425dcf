/**
 * The scorecard: a pure function of the enrolments, of what GitLab has, and of the server's date. The rules for one key
 * result stand in progress.ts and judge.ts, the means here, the schedule in expected.ts.
 */

import { addDays, daysBetween } from '../../model/dates.ts';
import { closedKey } from '../../record/keys.ts';
import { hasMarker } from '../../record/managed-block.ts';
import type { ScorecardState } from '../../record/scorecard-state.ts';
import type { Scorecard } from '../scorecard.ts';
import { type Case, judgeAll } from './cases.ts';
import { BANDS } from './expected.ts';
import { type Cases, casesOf, momentFor, momentOf, type ScoreInput } from './input.ts';
import { lateTicks } from './late-ticks.ts';
import { scoreIntern } from './score-intern.ts';

export function score(input: ScoreInput, cases: Cases = casesOf(input)): Scorecard {
  const moment = momentOf(input);
  const today = addDays(moment.overOn, 1);
  const first = input.enrolments[0];
  const preset = first?.program.bands ?? 'google';
  return {
    schemaVersion: 2,
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
      ...(input.at === null
        ? []
        : [
            `As of the end of ${input.at}, from closures alone: ticks and values of issues that were open then are not known.`,
          ]),
    ],
    unseen: input.unseen,
  };
}

/** A month at least, judged on the Friday that is over; the words hold the date alone, so that they do not change from day to day. */
const EXPIRY_WARNING_DAYS = 37;

export const isEnding = (expiresAt: string | null, judged: string): expiresAt is string =>
  expiresAt !== null && daysBetween(judged, expiresAt) <= EXPIRY_WARNING_DAYS;

const expiry = (expiresAt: string | null, judged: string): string[] =>
  isEnding(expiresAt, judged)
    ? [`The token of the sync expires on ${expiresAt}; rotate it, or the scorecard stops.`]
    : [];

/** What the block should remember from now on: ticks, late ones, and what we closed. */
export function remembered(cased: Case, before: ScorecardState, input: ScoreInput): ScorecardState {
  const verdicts = judgeAll(cased, momentFor(cased.enrolment, input));
  const ticks = new Map<string, number>();
  const late = new Map<string, number>();
  const closed = new Set(before.closed);
  for (const [key, one] of cased.facts) {
    const ticked = one.ticks.filter(Boolean).length;
    if (one.live && hasMarker(one.live.description, closedKey(one.result.issue))) closed.add(key);
    // The marker can be read by everybody who sees the epic.
    if (one.confidential) continue;
    ticks.set(key, ticked);
    late.set(key, lateTicks(key, ticked, verdicts.get(key)?.due ?? null, before, input.dayOf));
  }
  return { ...before, ticks, late, closed };
}
