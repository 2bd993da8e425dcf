/** The scorecard of one intern: key results, objectives, areas, and what is worth a word. */

import { addDays } from '../../model/dates.ts';
import type { LiveEpic, LiveIssue } from '../../model/resource.ts';
import type { Enrolment } from '../../program/enrolment.ts';
import { NO_STATE, type ScorecardState } from '../../record/scorecard-state.ts';
import type { AreaCard, GroupCard, Health, InternCard, KeyResultCard, Remark } from '../scorecard.ts';
import { burnUp } from './burn-up.ts';
import { type Case, judgeAll, latest } from './cases.ts';
import { bandWords, expectedOf, healthOf } from './expected.ts';
import type { Facts } from './facts.ts';
import { ambition, goalposts } from './goalposts.ts';
import { parentOf, type ScoreInput } from './input.ts';
import { isAchieved, type Moment, type Verdict } from './judge.ts';
import { lateTicks } from './late-ticks.ts';
import { readinessOf } from './readiness.ts';
import type { RemarkInput } from './remark-input.ts';
import { remarksOn } from './remarks.ts';
import { expectedMean, explainMean, weightedMean } from './weighted-mean.ts';

/** What every part of one intern's scorecard looks at. */
interface Scoring {
  cased: Case;
  moment: Moment;
  input: ScoreInput;
  verdicts: Map<string, Verdict>;
  parent: LiveEpic | LiveIssue | null;
  state: ScorecardState;
  /** Nobody touched anything since this day. */
  silentSince: string;
  /** The job token sees no epics; what it cannot see is not missing. */
  provisioned: boolean;
  /** The last day on which anything was touched. */
  anyTouch: string | null;
}

export function scoreIntern(cased: Case, moment: Moment, input: ScoreInput): InternCard {
  const { enrolment, facts } = cased;
  const { program, intern } = enrolment;
  const parent = parentOf(input.matched, enrolment);
  const scoring: Scoring = {
    cased,
    moment,
    input,
    verdicts: judgeAll(cased, moment),
    parent,
    state: input.states.get(enrolment.epic) ?? NO_STATE,
    silentSince: addDays(moment.judgedOn, -program.stale_after_days),
    provisioned: parent !== null || input.issuesOnly,
    anyTouch: latest([...facts.values()].map(({ updatedOn }) => updatedOn)),
  };
  const areas = program.areas.map((area): AreaCard => {
    const rotation = enrolment.rotations.find((each) => each.area === area.key);
    return {
      ...groupOf('area', area.key, area.title, 1, scoring),
      span: rotation?.span ?? null,
      mentor: rotation?.mentor ?? null,
    };
  });
  const objectives = program.objectives.map(({ key, title, weight }) =>
    groupOf('objective', key, title, weight ?? 1, scoring),
  );
  const counted = programParts(enrolment, objectives, areas);
  const value = isUnseen(cased, input) ? null : weightedMean(counted, 'leave-out');
  const expected = expectedMean(counted, 'leave-out');
  const results = [...objectives, ...areas].flatMap(({ keyResults }) => keyResults);
  return {
    key: intern.key,
    name: intern.name,
    username: intern.username,
    mentor: enrolment.mentor,
    span: enrolment.span,
    score: value,
    expected,
    health: lively(moment, healthOf(value, expected, scoring.anyTouch, scoring.silentSince)),
    left: moment.isLast ? moment.day : null,
    // How a final score reads; before the end it would argue with the health.
    band: moment.isLast || moment.overOn >= enrolment.span.end ? bandWords(value, program.bands) : null,
    explained: explainMean(counted, value),
    objectives,
    areas,
    rotations: rotationsOf(enrolment, moment),
    burnUp: input.closures === null ? null : burnUp(cased, moment),
    // Both are about now.
    changes: moment.newest ? changesOf(results, scoring.state.at, scoring.state.score, input.dayOf) : null,
    goalposts: moment.newest ? goalposts(cased, parent) : [],
    readiness: readinessOf(enrolment, results),
    remarks: remarksOf(areas, scoring),
    url: parent?.url ?? null,
  };
}

/** Nothing is at risk any more, and nothing on track, where somebody left. */
const lively = ({ isLast }: Moment, health: Health): Health => (isLast ? null : health);

/** An issue that the token of a CI job does not find may be there all the same: then the whole is not known. */
const isUnseen = ({ facts }: Case, { issuesOnly }: ScoreInput): boolean =>
  issuesOnly &&
  [...facts.values()].some(({ live, lost, result }) => !live && !lost && result.skipped === null);

/** Seen from the working week that is on, or that the weekend leads to; for somebody who left, up to the last day. */
function rotationsOf({ rotations }: Enrolment, { day, judgedOn, isLast }: Moment): InternCard['rotations'] {
  const shown = isLast ? rotations.filter(({ span }) => span.start <= day) : rotations;
  return shown.map(({ key, title, span, mentor }) => ({
    key,
    title,
    span,
    mentor,
    when: isLast || span.end <= judgedOn ? 'past' : span.start > addDays(judgedOn, 7) ? 'ahead' : 'now',
  }));
}

/** One key result as it is, and what the schedule expects of it. */
interface Judged {
  one: Facts;
  verdict: Verdict;
  expected: number;
}

function judgedOf(
  kind: 'objective' | 'area',
  key: string | null,
  { cased: { enrolment, facts }, verdicts, moment }: Scoring,
): Judged[] {
  return enrolment.keyResults
    .filter(({ home }) => home.kind === kind && (key === null || home.key === key))
    .flatMap((result): Judged[] => {
      const one = facts.get(result.key);
      const verdict = verdicts.get(result.key);
      if (!one || !verdict) return [];
      return [{ one, verdict, expected: expectedOf(result, verdict.due, enrolment, moment.judgedOn) }];
    });
}

function groupOf(
  kind: 'objective' | 'area',
  key: string,
  title: string,
  weight: number,
  scoring: Scoring,
): GroupCard {
  const { facts, enrolment } = scoring.cased;
  const { unscored } = enrolment.program;
  const keyResults = judgedOf(kind, key, scoring).map((each) => keyResultCard(each, scoring));
  const counted = keyResults.filter(({ standing }) => standing !== 'skipped');
  const value = weightedMean(counted, unscored);
  const expected = expectedMean(counted, unscored);
  const touched = latest(counted.flatMap((card) => facts.get(card.key)?.updatedOn ?? []));
  return {
    key,
    title,
    weight,
    score: value,
    expected,
    health: lively(scoring.moment, healthOf(value, expected, touched, scoring.silentSince)),
    explained: explainMean(counted, value, unscored),
    keyResults,
  };
}

const remark = (code: Remark['code'], about: string, message: string, remedy: string): Remark => ({
  code,
  about,
  message,
  remedy,
  url: null,
  confidential: false,
});

/** All that looks odd, areas before objectives; remarks are about now. */
function remarksOf(areas: AreaCard[], scoring: Scoring): Remark[] {
  const { cased, moment, verdicts, provisioned } = scoring;
  const { enrolment } = cased;
  const missing = provisioned
    ? []
    : [remark('not-provisioned', enrolment.intern.name, 'is not provisioned yet.', 'Run provision.')];
  if (!moment.newest || moment.isLast) return missing;
  const said = [...judgedOf('area', null, scoring), ...judgedOf('objective', null, scoring)].flatMap((each) =>
    remarksOn(remarkInput(each, scoring)),
  );
  const empty = areas.filter(
    ({ score, keyResults }) =>
      provisioned && score === null && keyResults.some(({ standing }) => standing !== 'skipped'),
  );
  // One line for the area, not one more for each of its key results.
  const titles = new Set(empty.flatMap(({ keyResults }) => keyResults.map(({ title }) => title)));
  return [
    ...missing,
    ...said.filter(({ code, about }) => code !== 'to-be-defined' || !titles.has(about)),
    ...empty.map(({ title }) =>
      remark(
        'area-undefined',
        title,
        'has nothing that is defined, so it has no score.',
        'Define a key result for it in the cohort file.',
      ),
    ),
    ...ambition(enrolment, verdicts, moment),
  ];
}

function remarkInput({ one, verdict, expected }: Judged, scoring: Scoring): RemarkInput {
  const { cased, moment, state, silentSince, provisioned, input } = scoring;
  const { enrolment } = cased;
  const ticked = one.ticks.filter(Boolean).length;
  return {
    facts: one,
    verdict,
    expected,
    silentSince,
    judgedOn: moment.judgedOn,
    staleAfter: enrolment.program.stale_after_days,
    provisioned,
    issuesOnly: input.issuesOnly,
    closes: enrolment.closeDerived,
    // The block remembers no ticks of confidential ones, so nobody knows which of them came late.
    lateTicks: one.confidential ? 0 : lateTicks(one.result.key, ticked, verdict.due, state, input.dayOf),
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

function keyResultCard(
  { one: facts, verdict, expected }: Judged,
  { anyTouch, silentSince, moment }: Scoring,
): KeyResultCard {
  const { result, live } = facts;
  // A derived one is as alive as what it looks at.
  const touched = result.measure.kind === 'derived' ? anyTouch : facts.updatedOn;
  const ended =
    moment.isLast || ['skipped', 'not-provisioned', 'moved', 'wont-do'].includes(verdict.standing);
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
    confidence: moment.newest && facts.confidence.kind === 'number' ? facts.confidence.value : null,
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
