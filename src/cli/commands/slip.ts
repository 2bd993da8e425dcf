import { rotations } from '../../library/rotations.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { conflictsOf } from '../../planner/conflicts.ts';
import { slipped } from '../../planner/written.ts';
import { many, oneLine } from '../../text/plain-text.ts';
import type { Io } from '../io.ts';
import { readCohort } from '../session.ts';
import { rotationsAsText, spanText } from '../show-rotations.ts';
import { errWidthOf, painter, widthOf } from '../style.ts';
import { conflictLine, writePlan } from './rotations.ts';

export interface SlipFlags {
  weeks: number;
  dryRun?: boolean | undefined;
  color: boolean;
}

/** Moves one rotation of one intern, and those behind it as far as they have to give way. Asks nothing of GitLab. */
export async function slipCommand(
  io: Io,
  path: string,
  intern: string,
  area: string,
  { weeks, dryRun = false, color }: SlipFlags,
): Promise<ExitCode> {
  if (weeks > 104) throw new KickoffError('usage', 'A rotation slips by at most 104 weeks.');
  const loaded = readCohort(io, path);
  const { task, plan: before } = rotations(loaded);
  const own = before.filter((each) => each.intern === intern);
  const listed = (names: string[]): string => `There are ${names.join(', ')}.`;
  if (own.length === 0)
    throw new KickoffError('usage', `"${oneLine(intern)}" is no intern of ${path}.`, {
      hint: listed(task.trainees.map(({ username }) => username)),
    });
  if (!own.some((each) => each.area === area))
    throw new KickoffError('usage', `"${oneLine(area)}" is not among the weeks of ${intern}.`, {
      hint: listed(own.map((each) => each.area)),
    });
  const after = slipped(before, intern, area, weeks);
  // The program of one who slips ends later; that is no conflict.
  const longer = {
    ...task,
    weeks: Math.max(task.weeks, ...after.map((each) => each.at + each.weeks)),
    trainees: task.trainees.map((each) => ({
      ...each,
      until: Math.max(
        each.until,
        ...after.filter((one) => one.intern === each.username).map((one) => one.at + one.weeks),
      ),
    })),
  };
  const name = task.trainees.find(({ username }) => username === intern)?.name ?? intern;
  for (const [index, each] of after.entries()) {
    const was = before[index];
    if (!was || was.at === each.at) continue;
    const title = task.teams.find(({ key }) => key === each.area)?.title ?? each.area;
    io.out(`~ ${oneLine(name)}: ${oneLine(title)}: ${spanText(task, was)} → ${spanText(task, each)}\n`);
  }
  io.out(`\n${rotationsAsText(longer, after, painter(io, color), widthOf(io))}\n`);
  const found = conflictsOf(longer, after);
  for (const each of found) io.err(`${conflictLine(task, each, errWidthOf(io))}\n`);
  if (found.length > 0)
    io.err(`  ${many(found.length, 'conflict')}; kickoff rotations ${path} solve makes a plan without.\n`);
  if (dryRun) io.out('Nothing was written.\n');
  else writePlan(io, path, loaded, { task: longer, plan: after.filter((each) => each.intern === intern) });
  return EXIT.done;
}
