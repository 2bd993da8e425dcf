/**
 * The history of an intern without a database: the facts of every day, judged as that day saw them.
 */
import { addDays, isWorkday } from '../../model/dates.ts';
import type { BurnUp } from '../scorecard.ts';
import { type Case, judgeAll, judgePast, type PastVerdict } from './cases.ts';
import { expectedOf, judgedOn } from './expected.ts';
import type { Moment } from './verdict.ts';
import { expectedMean, weightedMean } from './weighted-mean.ts';

const later = (left: string, right: string): string => (left > right ? left : right);

export function burnUp(cased: Case, moment: Moment): BurnUp {
  const { enrolment, facts } = cased;
  const counted = [...facts.values()].filter(({ result }) => result.skipped === null);
  const turns = counted.flatMap((one) => one.turns.map(({ day }) => day));
  // Work after the end still belongs into the picture; silence after it does not.
  const last = [enrolment.span.end, ...turns, ...counted.map(({ live }) => live?.dueDate ?? '')].reduce(
    later,
  );
  const end = moment.day < last ? moment.day : last;
  const days: string[] = [];
  for (let day = addDays(enrolment.span.start, -1); day <= end; day = addDays(day, 1)) {
    if (isWorkday(day) || turns.includes(day) || day === end || days.length === 0) days.push(day);
  }
  const changing = new Set([
    ...turns,
    ...enrolment.rotations.map(({ span }) => span.end),
    ...workDays(cased),
    ...[...facts.values()].flatMap(({ addedOn }) => addedOn ?? []),
    ...[...facts.values()].flatMap(({ past }) => past?.changes.map(({ day }) => day) ?? []),
  ]);
  const known = new Map<string, PastVerdict>();
  let verdicts = null as Map<string, PastVerdict> | null;
  const points = days.map((day, at) => {
    const newest = moment.newest && at === days.length - 1;
    // Between two days on which something changed, nothing has to be judged again.
    const since = days[at - 1] ?? '';
    const changed = verdicts === null || [...changing].some((each) => each > since && each <= day);
    const past: Moment = {
      day,
      overOn: day,
      judgedOn: judgedOn(addDays(day, 1)),
      newest: false,
      isLast: false,
      seenOn: day,
    };
    const now: Map<string, PastVerdict> = newest
      ? judgeAll(cased, moment)
      : changed || verdicts === null
        ? judgePast(cased, past, known)
        : verdicts;
    verdicts = now;
    return pointOf(cased, now, day, newest);
  });
  return { points, ahead: moment.isLast ? [] : aheadOf(cased, verdicts, end) };
}

/** The expected line from the day after the newest point to the end of the program. */
function aheadOf(
  { enrolment }: Case,
  verdicts: Map<string, PastVerdict> | null,
  end: string,
): BurnUp['ahead'] {
  const scored = enrolment.keyResults.flatMap((result) => {
    const verdict = verdicts?.get(result.key);
    return verdict && verdict.score !== null ? [{ result, due: verdict.due }] : [];
  });
  const last = scored.reduce((day, { due }) => (due === null ? day : later(day, due)), enrolment.span.end);
  const ahead: BurnUp['ahead'] = [];
  for (let day = addDays(end, 1); day <= last && scored.length > 0; day = addDays(day, 1)) {
    if (!isWorkday(day)) continue;
    const expected = scored.reduce(
      (sum, { result, due }) => sum + result.weight * expectedOf(result, due, enrolment, day),
      0,
    );
    ahead.push({ day, expected: rounded(expected) });
  }
  return ahead;
}

const workDays = ({ facts }: Case): string[] => [...facts.values()].flatMap(({ work }) => work ?? []);

function pointOf(
  { enrolment, facts }: Case,
  verdicts: Map<string, PastVerdict>,
  day: string,
  newest: boolean,
): BurnUp['points'][number] {
  const { program } = enrolment;
  const parts = enrolment.keyResults.flatMap((result) => {
    const verdict = verdicts.get(result.key);
    const one = facts.get(result.key);
    if (!verdict || !one || verdict.standing === 'skipped') return [];
    return [
      {
        home: result.home,
        score: verdict.score,
        weight: result.weight,
        expected: expectedOf(result, verdict.due, enrolment, day),
        there:
          newest || one.createdOn === '' || one.createdOn <= day || one.createdOn <= enrolment.span.start,
      },
    ];
  });
  const scored = parts.filter(({ score, there }) => score !== null && there);
  const sum = (value: (part: (typeof parts)[number]) => number): number =>
    scored.reduce((total, part) => total + part.weight * value(part), 0);
  const groups = (kind: 'objective' | 'area', key: string): { score: number | null; expected: number } => {
    const own = parts.filter(({ home }) => home.kind === kind && home.key === key);
    return { score: weightedMean(own, program.unscored), expected: expectedMean(own, program.unscored) };
  };
  const objectives = program.objectives.map(({ key, weight }) => ({
    ...groups('objective', key),
    weight: weight ?? 1,
  }));
  const areas =
    program.areas_score === 'own-objective'
      ? program.areas.map(({ key }) => ({ ...groups('area', key), weight: 1 }))
      : [];
  const all =
    areas.length > 0 ? [...objectives, { score: weightedMean(areas, 'leave-out'), weight: 1 }] : objectives;
  return {
    day,
    achieved: rounded(sum(({ score }) => score ?? 0)),
    scope: rounded(sum(() => 1)),
    expected: rounded(sum(({ expected }) => expected)),
    score: weightedMean(all, 'leave-out'),
    objectives: objectives.map(({ score }) => score),
    objectivesExpected: objectives.map(({ expected }) => rounded(expected)),
  };
}

/** Six decimals: sums of fractions must be the same bytes in whatever order they came about. */
const rounded = (value: number): number => Number(value.toFixed(6));
