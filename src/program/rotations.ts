/** The rotations of one intern, with dates and people. */
import { workingWeeks } from '../model/dates.ts';
import type { Cohort, Intern } from './cohort-schema.ts';
import type { EnrolledRotation } from './enrolment.ts';
import type { Program } from './program-schema.ts';
import { lengthFor, ownOrder, placedRotations, rotationKey } from './rotation-plan.ts';

/** `intern` is null for what the whole cohort shares. */
export function enrolRotations(
  program: Program,
  cohort: Cohort,
  intern: Intern | null,
  internKey: string,
): EnrolledRotation[] {
  const firstDay = intern?.first_day ?? cohort.first_day;
  const weeks = workingWeeks(firstDay, lengthFor(program, cohort, intern));
  const shared = new Map(
    placedRotations(program, cohort, firstDay === cohort.first_day ? null : { first_day: firstDay }).map(
      (each) => [each.key, each] as const,
    ),
  );
  return placedRotations(program, cohort, intern).map(
    ({ key, at, weeks: count, mentor }): EnrolledRotation => {
      const start = weeks[at]?.start ?? firstDay;
      const end = weeks[at + count - 1]?.end ?? start;
      const rotation = program.rotations.find((each) => rotationKey(each) === key);
      const area = program.areas.find((each) => each.key === (rotation?.area ?? key));
      const people = area === undefined ? undefined : cohort.areas[area.key];
      const usual = shared.get(key);
      const isUsual = usual?.at === at && usual.weeks === count;
      const title = rotation?.title ?? area?.title ?? key;
      return {
        key,
        title,
        description: rotation?.description ?? area?.description ?? null,
        area: area?.key ?? null,
        weeks: count,
        span: { start, end },
        dates: { start, end },
        lost: [],
        milestone: milestoneOf(cohort, key, isUsual ? null : internKey, firstDay),
        // Interns with the same weeks share one milestone a rotation; own weeks make one of their own, whose dates move with them.
        whose: isUsual ? null : (intern?.name ?? intern?.username ?? internKey),
        mentor: mentor ?? mentorOf(people),
        manager: people?.manager ?? null,
      };
    },
  );
}

/** Who mentors in an area unless a plan says otherwise. */
function mentorOf(people: Cohort['areas'][string] | undefined): string | null {
  const [first] = people?.mentors ?? [];
  return people?.mentor ?? (typeof first === 'string' ? first : first?.username) ?? null;
}

function milestoneOf(cohort: Cohort, key: string, whose: string | null, firstDay: string): string {
  const own = `${cohort.cohort}#rotation/${key}`;
  if (whose !== null) return `${own}/of/${whose}`;
  return firstDay === cohort.first_day ? own : `${own}/${firstDay}`;
}

/** What is over before that day is not there; what runs then begins on it. */
export const fromDayOn = (all: EnrolledRotation[], day: string): EnrolledRotation[] =>
  all
    .filter(({ span }) => span.end >= day)
    .map((each) => ({
      ...each,
      span: { start: day > each.span.start ? day : each.span.start, end: each.span.end },
    }));

/** Areas of the program in which the intern has no weeks: they were over when the intern came, or the own order leaves them out. */
export function passedAreas(
  program: Program,
  cohort: Cohort,
  intern: Intern,
  rotations: EnrolledRotation[],
): Set<string> {
  const ahead = new Set(rotations.map(({ area }) => area));
  const planned = program.rotations.flatMap(({ area }) => area ?? []);
  const ordered =
    ownOrder(cohort, intern) === null ? planned : [...planned, ...program.areas.map(({ key }) => key)];
  return new Set(ordered.filter((area) => !ahead.has(area)));
}
