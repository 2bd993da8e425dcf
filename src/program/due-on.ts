/** From words of a program to a day. */
import { addDays } from '../model/dates.ts';
import { type Due, readDue } from './due.ts';
import type { EnrolledRotation, Span } from './enrolment.ts';

/**
 * The day, for an enrolment with these weeks; the last day of the program where a week lies behind it. Days of the program are
 * everybody's; what comes before the start comes before the own one.
 */
export function dueOn(
  value: Due,
  {
    span,
    firstDay,
    weeks,
    planned,
  }: { span: Span; firstDay: string; weeks: Span[]; planned: EnrolledRotation[] },
): string {
  const reading = readDue(value);
  switch (reading.kind) {
    case 'date':
      return reading.date;
    case 'week':
      return weeks[reading.count - 1]?.end ?? span.end;
    case 'day':
      return addDays(firstDay, reading.count - 1);
    case 'before':
      return addDays(span.start, -reading.count);
    case 'rotation':
      return planned.find(({ key }) => key === reading.key)?.span.end ?? span.end;
  }
}
