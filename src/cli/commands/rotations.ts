import { relative, resolve } from 'node:path';
import { MOST_YAML, readText } from '../../library/files.ts';
import { planWritten, type Rotations, rotations, solveRotations } from '../../library/rotations.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { Conflict } from '../../planner/conflicts.ts';
import { weeksText } from '../../planner/explain.ts';
import type { Stay, Task } from '../../planner/task.ts';
import { loadCohort } from '../../program/load.ts';
import type { Loaded } from '../../program/load-program.ts';
import { many, oneLine, wrap } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { readCohort, sourcesOf } from '../session.ts';
import { rotationsAsText } from '../show-rotations.ts';
import { errWidthOf, painter, widthOf } from '../style.ts';

export interface RotationsFlags {
  what: 'check' | 'solve';
  from?: string | undefined;
  write?: boolean | undefined;
  json?: boolean | undefined;
  color: boolean;
}

/** Asks nothing of GitLab. Conflicts, and a task without a plan, end with 1. */
export async function rotationsCommand(io: Io, path: string, options: RotationsFlags): Promise<ExitCode> {
  const loaded = readCohort(io, path);
  if (options.what === 'check') return check(io, rotations(loaded, options), options);
  const { task, ...solved } = await solveRotations(loaded, options);
  if (solved.plan === null) {
    if (options.json) io.out(`${JSON.stringify(solved, null, 2)}\n`);
    else impossible(io, solved);
    return EXIT.error;
  }
  const { plan, idle, changes, conflicts } = solved;
  if (conflicts.length > 0) {
    io.err(conflicts.map((each) => `${conflictLine(task, each, errWidthOf(io))}\n`).join(''));
    io.err('  No plan can keep to this; nothing was written.\n');
    return EXIT.error;
  }
  if (options.json) io.out(`${JSON.stringify({ plan, idle, changes }, null, 2)}\n`);
  else {
    io.out(`${rotationsAsText(task, plan, painter(io, options.color), widthOf(io))}\n\n`);
    io.out(`${many(idle, 'idle week')}, ${many(changes, 'change')} of the plan that stands.\n`);
  }
  if (options.write) writePlan(io, path, loaded, { task, plan });
  else if (!options.json && changes > 0) io.out('To put it into the cohort file: --write.\n');
  return EXIT.done;
}

function impossible(
  io: Io,
  { reasons, concessions }: { reasons: string[]; concessions: { message: string }[] },
): void {
  io.err(`✗ No plan goes.\n${reasons.map((each) => `  ${oneLine(each)}\n`).join('')}`);
  io.err(
    concessions.length > 0
      ? '  What would make one, each tried:\n'
      : '  No single concession that was tried makes one.\n',
  );
  io.err(concessions.map(({ message }) => `  → ${oneLine(message)}\n`).join(''));
}

function check(io: Io, { task, plan, conflicts }: Rotations, { json, color }: RotationsFlags): ExitCode {
  if (json) io.out(`${JSON.stringify({ plan, conflicts }, null, 2)}\n`);
  else {
    io.out(`${rotationsAsText(task, plan, painter(io, color), widthOf(io))}\n\n`);
    if (conflicts.length === 0) io.out('✓ No conflicts.\n');
    for (const each of conflicts) io.err(`${conflictLine(task, each, errWidthOf(io))}\n`);
    if (conflicts.length > 0)
      io.err(`  ${many(conflicts.length, 'conflict')}. To make a plan without: solve.\n`);
  }
  return conflicts.length === 0 ? EXIT.done : EXIT.error;
}

export function conflictLine(
  { trainees }: Task,
  { message, weeks, interns }: Conflict,
  width: number,
): string {
  const names = interns.map((each) => trainees.find(({ username }) => username === each)?.name ?? each);
  const who = interns.length > 1 ? ` (${names.join(', ')})` : '';
  const text = oneLine(`${message}${weeks.length > 0 ? `, ${weeksText(weeks)}` : ''}${who}.`);
  return wrap(text, width - 2)
    .map((line, at) => `${at === 0 ? '✗' : ' '} ${line}`)
    .join('\n');
}

/** The file is checked as it will be before it is written. */
export function writePlan(
  io: Io,
  path: string,
  loaded: Pick<Loaded, 'program' | 'cohort'>,
  made: { task: Task; plan: Stay[] },
): void {
  const file = resolve(io.cwd, path);
  const text = planWritten(readText(file, MOST_YAML) ?? '', loaded, made);
  const sources = sourcesOf(io);
  loadCohort(path, { ...sources, read: (each) => (each === path ? text : sources.read(each)) });
  writeAtomically(file, text);
  io.out(`Written into ${relative(io.cwd, file) || file}; kickoff provision makes it real.\n`);
}
