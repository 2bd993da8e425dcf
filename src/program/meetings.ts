/** When the weekly 1:1 is: one a week, on the next working day that is not free when it falls on one that is. Pure. */
import { addDays, weekday } from '../model/dates.ts';
import type { Cohort } from './cohort-schema.ts';
import type { Span } from './enrolment.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

export interface Meeting {
  /** Monday of its week; it names the meeting. */
  week: string;
  day: string;
  /** `10:00`, in the cohort's time zone. */
  time: string;
  minutes: number;
}

/** `free` are days on which one of the two does not work. */
export function meetingsOf(
  rule: NonNullable<NonNullable<Cohort['rituals']>['one_on_one']>,
  { start, end }: Span,
  free: ReadonlySet<string>,
): Meeting[] {
  const wanted = WEEKDAYS.indexOf(rule.weekday) + 1;
  const found: Meeting[] = [];
  for (let monday = addDays(start, 1 - weekday(start)); monday <= end; monday = addDays(monday, 7)) {
    const days = [0, 1, 2, 3, 4].map((at) => addDays(monday, (wanted - 1 + at) % 5));
    const day = days.find((each) => each >= start && each <= end && !free.has(each));
    if (day !== undefined) found.push({ week: monday, day, time: rule.time, minutes: rule.minutes });
  }
  return found;
}
