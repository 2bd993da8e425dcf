/** When the weekly 1:1 is: one a week, on the next working day that is not free when it falls on one that is. Pure. */
import { addDays, weekday } from '../model/dates.ts';
import type { Cohort } from './cohort-schema.ts';
import type { Enrolment, Span } from './enrolment.ts';
import type { FreeDays } from './free-days.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

const USUAL: Rule = { weekday: 'wednesday', time: '10:00', minutes: 30 };

export interface Meeting {
  /** Monday of its week; it names the meeting. */
  week: string;
  day: string;
  /** `10:00`, in the cohort's time zone. */
  time: string;
  minutes: number;
}

type Rule = NonNullable<NonNullable<Cohort['rituals']>['one_on_one']>;

/** The 1:1s of an intern: on days on which intern, mentor and manager all work, until who left is gone. */
export function oneOnOnesOf(
  cohort: Cohort,
  { intern, mentor, manager, span, left }: Enrolment,
  free: FreeDays,
): Meeting[] {
  const own = { start: span.start, end: left?.on ?? span.end };
  const lost = [intern.username, mentor, manager].flatMap((name) => free(name, own).map(({ day }) => day));
  return meetingsOf(cohort.rituals?.one_on_one ?? USUAL, own, new Set(lost));
}

/** `free` are days on which somebody does not work. */
function meetingsOf(rule: Rule, { start, end }: Span, free: ReadonlySet<string>): Meeting[] {
  const wanted = WEEKDAYS.indexOf(rule.weekday) + 1;
  const found: Meeting[] = [];
  for (let monday = addDays(start, 1 - weekday(start)); monday <= end; monday = addDays(monday, 7)) {
    const days = [0, 1, 2, 3, 4].map((at) => addDays(monday, (wanted - 1 + at) % 5));
    const day = days.find((each) => each >= start && each <= end && !free.has(each));
    if (day !== undefined) found.push({ week: monday, day, time: rule.time, minutes: rule.minutes });
  }
  return found;
}
