import { join, resolve } from 'node:path';
import { calendars } from '../../library/calendars.ts';
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
  const read = (name: string): string | null => readText(join(folder, name), MOST_CALENDAR);
  const before = { names: listFiles(folder), read };
  const files = await calendars(loaded, { before, now: new Date(io.time()) });
  const changed = files.filter(({ name, text }) => text !== read(name));
  for (const { name, text } of changed) writeAtomically(join(folder, name), text);
  const count = files.filter(({ isGone }) => !isGone).length;
  io.out(`✓ ${many(count, 'calendar')} in ${out}, ${changed.length} of them new or changed.\n`);
  return EXIT.done;
}
