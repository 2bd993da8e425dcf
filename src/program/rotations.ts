/** The rotations of one intern, with dates and people. */
import { workingWeeks } from '../model/dates.ts';
import type { Cohort } from './cohort-schema.ts';
import type { EnrolledRotation } from './enrolment.ts';
import type { Program } from './program-schema.ts';
import { weeksOf } from './weeks.ts';

export function enrolRotations(program: Program, cohort: Cohort, firstDay: string): EnrolledRotation[] {
  const weeks = workingWeeks(firstDay, weeksOf(program));
  let at = 0;
  return program.rotations.map((rotation): EnrolledRotation => {
    const start = weeks[at]?.start ?? firstDay;
    at += rotation.weeks;
    const end = weeks[at - 1]?.end ?? start;
    const area = program.areas.find((each) => each.key === rotation.area);
    const key = rotation.key ?? rotation.area ?? `weeks-${at}`;
    const people = rotation.area === undefined ? undefined : cohort.areas[rotation.area];
    return {
      key,
      title: rotation.title ?? area?.title ?? key,
      description: rotation.description ?? area?.description ?? null,
      area: area?.key ?? null,
      weeks: rotation.weeks,
      span: { start, end },
      dates: { start, end },
      // Interns with the cohort's dates share one milestone a rotation; other dates make another one.
      milestone:
        firstDay === cohort.first_day
          ? `${cohort.cohort}#rotation/${key}`
          : `${cohort.cohort}#rotation/${key}/${start}`,
      mentor: people?.mentor ?? null,
      manager: people?.manager ?? null,
    };
  });
}

/** What is over before that day is not there; what runs then begins on it. */
export const fromDayOn = (all: EnrolledRotation[], day: string): EnrolledRotation[] =>
  all
    .filter(({ span }) => span.end >= day)
    .map((each) => ({
      ...each,
      span: { start: day > each.span.start ? day : each.span.start, end: each.span.end },
    }));

/** Areas whose rotations were over when the intern came. */
export function passedAreas(program: Program, rotations: EnrolledRotation[]): Set<string> {
  const ahead = new Set(rotations.map(({ area }) => area));
  const planned = program.rotations.flatMap(({ area }) => area ?? []);
  return new Set(planned.filter((area) => !ahead.has(area)));
}
