import { relative, resolve } from 'node:path';
import { MOST_YAML, readText } from '../../library/files.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { type Conflict, conflictsOf } from '../../planner/conflicts.ts';
import { explain, weeksText } from '../../planner/explain.ts';
import { loadSolver, solve } from '../../planner/solve.ts';
import { type Stay, standing, type Task, taskOf } from '../../planner/task.ts';
import { writtenPlan } from '../../planner/written.ts';
import type { Cohort } from '../../program/cohort-schema.ts';
import { loadCohort } from '../../program/load.ts';
import type { Program } from '../../program/program-schema.ts';
import { withRotations } from '../../program/rotation-edit.ts';
import { many, oneLine, wrap } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { readCohort, sourcesOf } from '../session.ts';
import { rotationsAsText } from '../show-rotations.ts';
import { errWidthOf, painter, widthOf } from '../style.ts';

export interface RotationsFlags {
  what: 'check' | 'solve';
  write?: boolean | undefined;
  json?: boolean | undefined;
  color: boolean;
}

/** Asks nothing of GitLab. Conflicts, and a task without a plan, end with 1. */
export async function rotationsCommand(io: Io, path: string, options: RotationsFlags): Promise<ExitCode> {
  const { program, cohort } = readCohort(io, path);
  const task = taskOf(program, cohort);
  if (options.what === 'check') return check(io, task, options);
  const solver = await loadSolver();
  const solved = solve(task, solver);
  if (solved === null) {
    const { reasons, concessions } = explain(task, solver);
    if (options.json) io.out(`${JSON.stringify({ plan: null, reasons, concessions }, null, 2)}\n`);
    else {
      io.err(`✗ No plan goes.\n${reasons.map((each) => `  ${oneLine(each)}\n`).join('')}`);
      io.err(
        concessions.length > 0
          ? '  What would make one, each tried:\n'
          : '  No single concession that was tried makes one.\n',
      );
      io.err(concessions.map(({ message }) => `  → ${oneLine(message)}\n`).join(''));
    }
    return EXIT.error;
  }
  const { plan, idle, changes } = solved;
  // A pin in a rotation that was over when somebody joined, for example.
  const left = conflictsOf(task, plan);
  if (left.length > 0) {
    io.err(left.map((each) => `${conflictLine(task, each, errWidthOf(io))}\n`).join(''));
    io.err('  No plan can keep to this; nothing was written.\n');
    return EXIT.error;
  }
  if (options.json) io.out(`${JSON.stringify({ plan, idle, changes }, null, 2)}\n`);
  else {
    io.out(`${rotationsAsText(task, plan, painter(io, options.color), widthOf(io))}\n\n`);
    io.out(`${many(idle, 'idle week')}, ${many(changes, 'change')} of the plan that stands.\n`);
  }
  if (options.write) writePlan(io, path, task, plan, program, cohort);
  else if (!options.json && changes > 0) io.out('To put it into the cohort file: --write.\n');
  return EXIT.done;
}

function check(io: Io, task: Task, { json, color }: RotationsFlags): ExitCode {
  const plan = standing(task);
  const conflicts = conflictsOf(task, plan);
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
  task: Task,
  plan: Stay[],
  program: Program,
  cohort: Cohort,
): void {
  const file = resolve(io.cwd, path);
  const source = readText(file, MOST_YAML) ?? '';
  const text = withRotations(source, writtenPlan(task, plan, program, cohort));
  const sources = sourcesOf(io);
  loadCohort(path, { ...sources, read: (each) => (each === path ? text : sources.read(each)) });
  writeAtomically(file, text);
  io.out(`Written into ${relative(io.cwd, file) || file}; kickoff provision makes it real.\n`);
}
