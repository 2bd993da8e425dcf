/** Who is where when: the plan that stands in a cohort file, and one without conflicts. Asks nothing of GitLab. */
import { type Conflict, conflictsOf } from '../planner/conflicts.ts';
import { type Concession, explain } from '../planner/explain.ts';
import { replanFrom } from '../planner/replan.ts';
import { loadSolver, solve } from '../planner/solve.ts';
import { type Stay, standing, type Task, taskOf } from '../planner/task.ts';
import { writtenPlan } from '../planner/written.ts';
import type { Loaded } from '../program/load-program.ts';
import { withRotations } from '../program/rotation-edit.ts';
import { weekAt } from '../program/rotation-plan.ts';

type Given = Pick<Loaded, 'program' | 'cohort'>;

export interface Rotations {
  /** The question: interns, teams and weeks, counted from `task.monday`. */
  task: Task;
  plan: Stay[];
  conflicts: Conflict[];
}

export interface RotationOptions {
  /** `YYYY-MM-DD`: what begins before the week of that day stays as it stands, and what is wrong with weeks before it is not told. */
  from?: string | undefined;
}

function taskFrom({ program, cohort }: Given, { from }: RotationOptions): Task {
  const task = taskOf(program, cohort);
  return from === undefined ? task : replanFrom(task, weekAt(task.monday, from));
}

/** The plan that stands, and what is wrong with it. */
export function rotations(given: Given, options: RotationOptions = {}): Rotations {
  const task = taskFrom(given, options);
  const plan = standing(task);
  return { task, plan, conflicts: conflictsOf(task, plan) };
}

export type SolvedRotations = { task: Task } & (
  | {
      plan: Stay[];
      /** Weeks without a team of all interns together, and changes of the plan that stands. */
      idle: number;
      changes: number;
      /** What no plan can keep to, for example a pin before somebody joined; empty as a rule. */
      conflicts: Conflict[];
    }
  | {
      plan: null;
      /** A smallest set: without any one of them there would be a plan. */
      reasons: string[];
      /** What would make one, each tried. */
      concessions: Concession[];
    }
);

/** A plan without conflicts, or why there is none. The same file gives the same plan. Throws `KickoffError` where `highs` is not installed. */
export async function solveRotations(given: Given, options: RotationOptions = {}): Promise<SolvedRotations> {
  const task = taskFrom(given, options);
  const solver = await loadSolver();
  const solved = solve(task, solver);
  if (solved === null) return { task, plan: null, ...explain(task, solver) };
  return { task, ...solved, conflicts: conflictsOf(task, solved.plan) };
}

/**
 * The text of a cohort file with a plan beside its interns; every other byte stays. Throws `KickoffError` where the interns are written
 * so that nothing can be put beside them.
 */
export const planWritten = (
  source: string,
  { program, cohort }: Given,
  { task, plan }: { task: Task; plan: Stay[] },
): string => withRotations(source, writtenPlan(task, plan, program, cohort));
