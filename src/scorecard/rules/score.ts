/**
 * The scorecard: a pure function of the enrolments, of what GitLab has, and of the server's date. The rules for one key
 * result stand in progress.ts and judge.ts, the means here, the schedule in expected.ts.
 */
import { addDays, daysBetween } from '../../model/dates.ts';
import type { Closure, LiveEpic, LiveIssue, LiveWork } from '../../model/resource.ts';
import type { Matched } from '../../model/tracker.ts';
import type { EnrolledKeyResult, Enrolment } from '../../program/enrolment.ts';
import { closedKey } from '../../record/keys.ts';
import { hasMarker } from '../../record/managed-block.ts';
import { NO_STATE, type ScorecardState } from '../../record/scorecard-state.ts';
import type { AreaCard, GroupCard, InternCard, KeyResultCard, Remark, Scorecard } from '../scorecard.ts';
import { burnUp } from './burn-up.ts';
import { type Case, judgeAll, latest } from './cases.ts';
import { BANDS, bandWords, expectedOf, healthOf, judgedOn } from './expected.ts';
import { type Facts, factsOf } from './facts.ts';
import { ambition, goalposts } from './goalposts.ts';
import { isAchieved, type Moment, type Verdict } from './judge.ts';
import { lateTicks } from './late-ticks.ts';
import { readinessOf } from './readiness.ts';
import { remarksOn } from './remarks.ts';
import { expectedMean, explainMean, weightedMean } from './weighted-mean.ts';

export interface ScoreInput {
  program: string;
  cohortTitle: string;
  project: string;
  now: Date;
  /** The calendar day of a moment, in the cohort's time zone. */
  dayOf(moment: Date): string;
  /** A past day, `YYYY-MM-DD`, whose end is shown; null for now. */
  at: string | null;
  enrolments: Enrolment[];
  matched: Matched;
  /** By global id: where moved issues went. */
  elsewhere: Map<number, LiveIssue>;
  /** By number: what duplicates point to. */
  byNumber: Map<number, LiveIssue>;
  /** Closures and reopenings, oldest first; null when they were not read. */
  closures: Closure[] | null;
  /** Rows of counted work by `workKey`; null where they cannot be read. */
  work: Map<string, LiveWork[] | null>;
  /** What the block of each epic remembers, by key of the epic. */
  states: Map<string, ScorecardState>;
  /** `YYYY-MM-DD` of the end of the sync's token, when it has one. */
  tokenExpiresAt: string | null;
  /** The token sees the project's issues and nothing else. */
  issuesOnly: boolean;
  /** What the token may not see; empty when it sees all that is asked for. */
  unseen: string[];
}

/** When the scorecard looks: now, or the end of a past day, as a nightly sync saw it the morning after. */
export function momentOf({ now, at, dayOf }: ScoreInput): Moment {
  const actual = dayOf(now);
  const today = at === null ? actual : addDays(at, 1);
  return {
    day: at ?? actual,
    overOn: addDays(today, -1),
    judgedOn: judgedOn(today),
    newest: at === null,
  };
}

/** The facts of every intern, by key of the epic: read once, however often they are scored. */
export type Cases = Map<string, Case>;

export function casesOf(input: ScoreInput): Cases {
  const byIssue = input.closures && byNumber(input.closures);
  const results = new Map(
    input.enrolments.flatMap(({ keyResults }) =>
      keyResults.flatMap((result) => {
        const live = input.matched.get(result.issue);
        return live?.kind === 'issue' ? [[live.iid, result] as const] : [];
      }),
    ),
  );
  return new Map(
    input.enrolments.map((enrolment) => [enrolment.epic, caseOf(enrolment, input, byIssue, results)]),
  );
}

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
    interns: [...cases.values()].map((cased) => scoreIntern(cased, moment, input)),
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

function byNumber(closures: Closure[]): Map<number, Closure[]> {
  const found = new Map<number, Closure[]>();
  for (const each of closures) found.set(each.iid, [...(found.get(each.iid) ?? []), each]);
  return found;
}

/** Two weeks at least, judged once a week; the words hold the date alone, so that they do not change from day to day. */
const EXPIRY_WARNING_DAYS = 21;

function expiry(expiresAt: string | null, judged: string): string[] {
  return expiresAt !== null && daysBetween(judged, expiresAt) <= EXPIRY_WARNING_DAYS
    ? [`The token of the sync expires on ${expiresAt}; rotate it, or the scorecard stops.`]
    : [];
}

/** The facts of one intern's key results. */
function caseOf(
  enrolment: Enrolment,
  input: ScoreInput,
  byIssue: Map<number, Closure[]> | null,
  results: Map<number, EnrolledKeyResult>,
): Case {
  const { matched } = input;
  const facts = new Map(
    enrolment.keyResults.map((result) => [
      result.key,
      factsOf(result, {
        ...input,
        issueOf: ({ issue }) => {
          const live = matched.get(issue);
          return live?.kind === 'issue' ? live : null;
        },
        resultOf: (iid) => results.get(iid) ?? null,
        closures: byIssue,
        firstDay: enrolment.span.start,
      }),
    ]),
  );
  return { enrolment, facts };
}

/** What the block should remember from now on: ticks, late ones, and what we closed. */
export function remembered(cased: Case, before: ScorecardState, input: ScoreInput): ScorecardState {
  const verdicts = judgeAll(cased, momentOf(input));
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

function scoreIntern(cased: Case, moment: Moment, input: ScoreInput): InternCard {
  const { enrolment, facts } = cased;
  const { program } = enrolment;
  const parent = parentOf(input.matched, enrolment);
  const state = input.states.get(enrolment.epic) ?? NO_STATE;
  const verdicts = judgeAll(cased, moment);
  const silentSince = addDays(moment.judgedOn, -program.stale_after_days);
  let remarks: Remark[] = [];
  // The job token sees no epics; what it cannot see is not missing.
  const provisioned = parent !== null || input.issuesOnly;
  if (!provisioned) {
    remarks.push({
      code: 'not-provisioned',
      about: enrolment.intern.name,
      message: 'is not provisioned yet.',
      remedy: 'Run provision.',
      url: null,
      confidential: false,
    });
  }
  const anyTouch = latest([...facts.values()].map(({ updatedOn }) => updatedOn));
  const cardOf = (result: EnrolledKeyResult): KeyResultCard[] => {
    const one = facts.get(result.key);
    const verdict = verdicts.get(result.key);
    if (!one || !verdict) return [];
    const expected = expectedOf(result, verdict.due, enrolment, moment.judgedOn);
    const ticked = one.ticks.filter(Boolean).length;
    if (moment.newest) {
      remarks.push(
        ...remarksOn({
          facts: one,
          verdict,
          expected,
          silentSince,
          judgedOn: moment.judgedOn,
          staleAfter: program.stale_after_days,
          provisioned,
          closes: enrolment.closeDerived,
          // The block remembers no ticks of confidential ones, so nobody knows which of them came late.
          lateTicks: one.confidential ? 0 : lateTicks(result.key, ticked, verdict.due, state, input.dayOf),
        }),
      );
    }
    // A derived one is as alive as what it looks at.
    const touched = result.measure.kind === 'derived' ? anyTouch : one.updatedOn;
    return [keyResultCard(one, verdict, expected, touched, silentSince, moment.newest)];
  };
  const inHome = (kind: 'objective' | 'area', key: string): KeyResultCard[] =>
    enrolment.keyResults.filter(({ home }) => home.kind === kind && home.key === key).flatMap(cardOf);
  const groupOf = (key: string, title: string, weight: number, keyResults: KeyResultCard[]): GroupCard => {
    const counted = keyResults.filter(({ standing }) => standing !== 'skipped');
    const value = weightedMean(counted, program.unscored);
    const expected = expectedMean(counted, program.unscored);
    const touched = latest(counted.flatMap((card) => facts.get(card.key)?.updatedOn ?? []));
    return {
      key,
      title,
      weight,
      score: value,
      expected,
      health: healthOf(value, expected, touched, silentSince),
      explained: explainMean(counted, value, program.unscored),
      keyResults,
    };
  };
  const areas = program.areas.map((area): AreaCard => {
    const rotation = enrolment.rotations.find((each) => each.area === area.key);
    return {
      ...groupOf(area.key, area.title, 1, inHome('area', area.key)),
      span: rotation?.span ?? null,
      mentor: rotation?.mentor ?? null,
    };
  });
  const objectives = program.objectives.map((objective) =>
    groupOf(objective.key, objective.title, objective.weight ?? 1, inHome('objective', objective.key)),
  );
  for (const area of moment.newest && provisioned ? areas : []) {
    if (area.keyResults.length === 0 || area.score !== null) continue;
    const titles = new Set(area.keyResults.map(({ title }) => title));
    // One line for the area, not one more for each of its key results.
    remarks = remarks.filter(({ code, about }) => code !== 'to-be-defined' || !titles.has(about));
    remarks.push({
      code: 'area-undefined',
      about: area.title,
      message: 'has nothing that is defined, so it has no score.',
      remedy: 'Define a key result for it in the cohort file.',
      url: null,
      confidential: false,
    });
  }
  const counted = programParts(enrolment, objectives, areas);
  const value = weightedMean(counted, 'leave-out');
  const expected = expectedMean(counted, 'leave-out');
  if (moment.newest) remarks.push(...ambition(enrolment, verdicts, moment));
  return {
    key: enrolment.intern.key,
    name: enrolment.intern.name,
    username: enrolment.intern.username,
    mentor: enrolment.mentor,
    span: enrolment.span,
    score: value,
    expected,
    health: healthOf(value, expected, anyTouch, silentSince),
    // How a final score reads; before the end it would argue with the health.
    band: moment.overOn >= enrolment.span.end ? bandWords(value, program.bands) : null,
    explained: explainMean(counted, value),
    objectives,
    areas,
    // Seen from the working week that is on, or that the weekend leads to.
    rotations: enrolment.rotations.map(({ key, title, span, mentor }) => ({
      key,
      title,
      span,
      mentor,
      when: span.end <= moment.judgedOn ? 'past' : span.start > addDays(moment.judgedOn, 7) ? 'ahead' : 'now',
    })),
    burnUp: input.closures === null ? null : burnUp(cased, moment),
    // Both are about now.
    changes: moment.newest
      ? changesOf(
          [...objectives, ...areas].flatMap(({ keyResults }) => keyResults),
          state.at,
          state.score,
          input.dayOf,
        )
      : null,
    goalposts: moment.newest ? goalposts(cased, parent) : [],
    readiness: readinessOf(
      enrolment,
      [...objectives, ...areas].flatMap(({ keyResults }) => keyResults),
    ),
    remarks,
    url: parent?.url ?? null,
  };
}

/** Objectives, and the areas together as one more where the program says so. */
function programParts(
  { program }: Enrolment,
  objectives: GroupCard[],
  areas: AreaCard[],
): { title: string; score: number | null; expected: number; weight: number }[] {
  if (program.areas_score !== 'own-objective') return objectives;
  const score = weightedMean(areas, 'leave-out');
  return [...objectives, { title: 'Areas', score, expected: expectedMean(areas, 'leave-out'), weight: 1 }];
}

export function parentOf(matched: Matched, { epic }: Enrolment): LiveEpic | LiveIssue | null {
  const live = matched.get(epic);
  return live?.kind === 'epic' || live?.kind === 'issue' ? live : null;
}

function keyResultCard(
  facts: Facts,
  verdict: Verdict,
  expected: number,
  touched: string | null,
  silentSince: string,
  newest: boolean,
): KeyResultCard {
  const { result, live } = facts;
  const ended = ['skipped', 'not-provisioned', 'moved', 'wont-do'].includes(verdict.standing);
  return {
    key: result.key,
    title: result.title,
    measure: result.measure.kind,
    weight: result.weight,
    ambition: result.ambition,
    standing: verdict.standing,
    score: verdict.score,
    computed: verdict.computed,
    override: verdict.override,
    reached: verdict.reached,
    expected,
    health: ended ? null : healthOf(verdict.score, expected, touched, silentSince),
    confidence: newest && facts.confidence.kind === 'number' ? facts.confidence.value : null,
    start: result.span.start,
    due: verdict.due,
    carriedOver: verdict.due !== null && verdict.due > result.span.end,
    closedOn: verdict.closure?.day ?? null,
    closedAt: verdict.closure?.at ?? null,
    // Closed is not achieved: that it is closed all the same must be seen.
    because:
      verdict.standing === 'closed' &&
      verdict.score !== null &&
      !isAchieved(verdict) &&
      verdict.override === null
        ? `closed at ${verdict.because}`
        : verdict.because,
    explained: verdict.explained,
    evidence: facts.evidence,
    confidential: facts.confidential,
    url: live?.url ?? null,
  };
}

/** What was closed after a time, and the score of that time. Null without one. */
export function changesOf(
  results: KeyResultCard[],
  since: string | null,
  before: number | null,
  dayOf: (moment: Date) => string,
): InternCard['changes'] {
  if (since === null) return null;
  const after = Date.parse(since);
  return {
    since,
    on: dayOf(new Date(since)),
    score: before,
    closed: results
      .filter(({ closedAt }) => closedAt !== null && Date.parse(closedAt) > after)
      .map(({ title }) => title),
  };
}
