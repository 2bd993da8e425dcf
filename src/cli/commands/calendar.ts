import { join, resolve } from 'node:path';
import { calendarsOf } from '../../calendar/events.ts';
import { writeCalendar } from '../../calendar/ics.ts';
import { cohortOf } from '../../library/cohort.ts';
import { listFiles, readText } from '../../library/files.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { many } from '../../text/plain-text.ts';
import { type Io, prepareFolder, writeAtomically } from '../io.ts';
import { readCohort } from '../session.ts';

/** Bytes; a year of a hundred interns has a tenth of it. */
const MOST_CALENDAR = 20_000_000;

/** Asks nothing of GitLab. A file whose events are as they were is not written again. */
export async function calendarCommand(io: Io, path: string, { out }: { out: string }): Promise<ExitCode> {
  const loaded = cohortOf(readCohort(io, path));
  const folder = resolve(io.cwd, out);
  prepareFolder(folder);
  const now = new Date(io.time());
  let written = 0;
  const calendars = calendarsOf(loaded.cohort, loaded.enrolments, loaded.free);
  for (const { slug, name, events } of calendars) {
    const file = join(folder, `${loaded.cohort.cohort}-${slug}.ics`);
    const before = readText(file, MOST_CALENDAR);
    const text = await writeCalendar(name, events, before, now);
    if (text === before) continue;
    writeAtomically(file, text);
    written += 1;
  }
  const own = new Set(calendars.map(({ slug }) => `${loaded.cohort.cohort}-${slug}.ics`));
  // Of who is in nobody's plan any more: what their calendars hold is cancelled.
  for (const name of listFiles(folder)) {
    if (own.has(name) || !/^(?:intern|mentor)-.*\.ics$/.test(name.slice(loaded.cohort.cohort.length + 1)))
      continue;
    if (!name.startsWith(`${loaded.cohort.cohort}-`)) continue;
    const before = readText(join(folder, name), MOST_CALENDAR);
    const text = await writeCalendar(loaded.cohort.title ?? loaded.cohort.cohort, [], before, now);
    if (text === before) continue;
    writeAtomically(join(folder, name), text);
    written += 1;
  }
  io.out(`✓ ${many(calendars.length, 'calendar')} in ${out}, ${written} of them new or changed.\n`);
  return EXIT.done;
}
