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
  const { cohort } = loaded.cohort;
  const calendars = calendarsOf(loaded.cohort, loaded.enrolments, loaded.free).map(({ slug, ...each }) => ({
    file: `${cohort}-${slug}.ics`,
    ...each,
  }));
  // Of who is in nobody's plan any more: what their calendars hold is cancelled. Names tell this cohort; events tell whether it is true.
  const known = new Set(calendars.map(({ file }) => file));
  const gone = listFiles(folder)
    .filter((file) => /\.ics$/.test(file) && file.startsWith(`${cohort}-`) && !known.has(file))
    .filter((file) => readText(join(folder, file), MOST_CALENDAR)?.includes(`\nUID:${cohort}/`))
    .map((file) => ({ file, name: loaded.cohort.title ?? cohort, events: [] }));
  let written = 0;
  for (const { file, name, events } of [...calendars, ...gone]) {
    const path = join(folder, file);
    const before = readText(path, MOST_CALENDAR);
    const text = await writeCalendar(name, events, before, now);
    if (text === before) continue;
    writeAtomically(path, text);
    written += 1;
  }
  io.out(`✓ ${many(calendars.length, 'calendar')} in ${out}, ${written} of them new or changed.\n`);
  return EXIT.done;
}
