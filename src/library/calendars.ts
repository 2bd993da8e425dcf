/** Calendars of a cohort as iCalendar files. Asks nothing of GitLab. */
import { calendarsOf } from '../calendar/events.ts';
import { writeCalendar } from '../calendar/ics.ts';
import type { LoadedCohort } from './cohort.ts';

/** What was written before: `names` of the files that are there, and the text of one, or null. */
export interface Shelf {
  names: string[];
  read(name: string): string | null;
}

const EMPTY: Shelf = { names: [], read: () => null };

export interface CalendarFile {
  /** `COHORT-cohort.ics`, `COHORT-intern-KEY.ics`, `COHORT-mentor-NAME.ics`. */
  name: string;
  text: string;
  /** Somebody whom no plan has any more; all events are cancelled. */
  isGone: boolean;
}

/**
 * The cohort's, each intern's and each mentor's: rotations, due dates and 1:1s. What was written `before` is the memory: what moved has a
 * higher SEQUENCE under the same UID, what is gone is cancelled, and what stayed keeps its bytes. `now` is the time stamp of what is new.
 */
export async function calendars(
  loaded: LoadedCohort,
  { before = EMPTY, now }: { before?: Shelf; now: Date },
): Promise<CalendarFile[]> {
  const { cohort } = loaded.cohort;
  const wanted = calendarsOf(loaded.cohort, loaded.enrolments, loaded.free).map(({ slug, ...each }) => ({
    file: `${cohort}-${slug}.ics`,
    isGone: false,
    ...each,
  }));
  // Names tell this cohort; events tell whether it is true.
  const known = new Set(wanted.map(({ file }) => file));
  const gone = before.names
    .filter((file) => /\.ics$/.test(file) && file.startsWith(`${cohort}-`) && !known.has(file))
    .filter((file) => before.read(file)?.includes(`\nUID:${cohort}/`))
    .map((file) => ({ file, isGone: true, name: loaded.cohort.title ?? cohort, events: [] }));
  const files: CalendarFile[] = [];
  for (const { file, name, events, isGone } of [...wanted, ...gone])
    files.push({ name: file, isGone, text: await writeCalendar(name, events, before.read(file), now) });
  return files;
}
