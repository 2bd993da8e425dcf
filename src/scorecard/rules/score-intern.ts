/** The scorecard of one intern: key results, objectives, areas, and what is worth a word. */

import { addDays } from '../../model/dates.ts';
import { timesOf } from '../../program/boxes.ts';
import type { Enrolment } from '../../program/enrolment.ts';
import { NO_STATE } from '../../record/scorecard-state.ts';
import type { AreaCard, GroupCard, Health, InternCard, KeyResultCard } from '../scorecard.ts';
import { burnUp } from './burn-up.ts';
import { type Case, judgeAll, latest } from './cases.ts';
import { eventsOf } from './events.ts';
import { bandWords, healthOf } from './expected.ts';
import { goalposts } from './goalposts.ts';
import { parentOf, type ScoreInput } from './input.ts';
import { isUncertain, touchedBy } from './past.ts';
import { readinessOf } from './readiness.ts';
import { remarksOf } from './remarks-intern.ts';
import { type Judged, judgedOf, type Scoring } from './scoring.ts';
import { isAchieved, type Moment } from './verdict.ts';
import { expectedMean, explainMean, weightedMean } from './weighted-mean.ts';

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
    anyTouch: latest(
      [...facts.values()].flatMap((one) => (one.result.skipped === null ? [touchedBy(one, moment)] : [])),
    ),
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
    range: rangeOf(cased, moment, input, value),
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

/** Of a past day of which not everything is known: the least and the most that it can have been. */
function rangeOf(cased: Case, moment: Moment, input: ScoreInput, low: number | null): InternCard['range'] {
  const isPast = !moment.newest && !moment.most;
  if (!isPast || low === null || ![...cased.facts.values()].some((one) => isUncertain(one, moment.day)))
    return null;
  const high = scoreIntern(cased, { ...moment, most: true }, input).score ?? low;
  return { low: Math.min(low, high), high: Math.max(low, high) };
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
  const touched = latest(
    counted.flatMap(({ key: own }) => {
      const one = facts.get(own);
      return one ? [touchedBy(one, scoring.moment)] : [];
    }),
  );
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
  { anyTouch, silentSince, moment, verdicts, cased }: Scoring,
): KeyResultCard {
  const { result, live } = facts;
  // A derived one is as alive as what it looks at.
  const touched = result.measure.kind === 'derived' ? anyTouch : touchedBy(facts, moment);
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
    waitsFor: cased.enrolment.keyResults
      .filter(({ key }) => result.template.after.includes(key))
      .filter(({ key }) => {
        const before = verdicts.get(key);
        return before?.standing === 'open' && !isAchieved(before);
      })
      .map(({ title }) => title),
    missedWeeks:
      result.template.pair_work && moment.newest
        ? timesOf(result).flatMap(({ name, end }, at) => (end < moment.day && !facts.ticks[at] ? [name] : []))
        : [],
    carriedOver: verdict.due !== null && verdict.due > result.span.end,
    closedOn: verdict.closure?.day ?? null,
    closedAt: verdict.closure?.at ?? null,
    // Closed is not achieved: that it is closed all the same must be seen.
    because:
      verdict.standing === 'closed' &&
      result.measure.kind !== 'done' &&
      verdict.score !== null &&
      !isAchieved(verdict) &&
      verdict.override === null
        ? `closed at ${verdict.because}`
        : verdict.because,
    explained: verdict.explained,
    evidence: facts.evidence,
    events: eventsOf(facts, moment.day),
    confidential: facts.confidential,
    url: verdict.standing === 'skipped' ? null : (live?.url ?? null),
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
