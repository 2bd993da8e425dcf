/**
 * A plan without conflicts, or why there is none. HiGHS, a solver of integer programs compiled to WebAssembly, is loaded here and nowhere
 * else; the same task gives the same plan on every machine, since it runs one thread, without a limit of time.
 */
import type { LegacyHighs } from 'highs';
import { KickoffError } from '../model/errors.ts';
import { type GivenUp, type Goal, type IntegerProgram, integerProgram, NOTHING } from './program.ts';
import type { Stay, Task } from './task.ts';

export interface Solved {
  plan: Stay[];
  /** Idle weeks between the areas of all interns together, and changes of the plan that stands. */
  idle: number;
  changes: number;
}

/** What a solver answers; null when there is no plan at all. */
export type Solver = (program: IntegerProgram) => { value: number; columns: Map<string, number> } | null;

/** So many branches are looked at, a limit that does not depend on the machine; what was found by then is taken. */
const MOST_NODES = 20_000;

export async function loadSolver(): Promise<Solver> {
  // Its types describe what CommonJS gets; a module's default export is the loader itself.
  const module = await import('highs').catch(() => {
    throw new KickoffError(
      'usage',
      'The solver is not installed: kickoff needs the package highs beside it for plans.',
      {
        hint: 'npm install highs',
      },
    );
  });
  const highs = await (module as unknown as { default: () => Promise<LegacyHighs> }).default();
  return ({ text, impossible }) => {
    if (impossible !== null) return null;
    const { Status, ObjectiveValue, Columns } = highs.solve(text, {
      output_flag: false,
      threads: 1,
      random_seed: 0,
      mip_rel_gap: 0,
      mip_max_nodes: MOST_NODES,
    });
    if (Status === 'Infeasible') return null;
    const columns = new Map(
      Object.entries(Columns).map(([name, column]) => [
        name,
        'Primal' in column ? Math.round(column.Primal ?? 0) : 0,
      ]),
    );
    if ([...columns.values()].every((value) => value === 0)) return null;
    return { value: Math.round(ObjectiveValue), columns };
  };
}

export const staysOf = ({ choices }: IntegerProgram, columns: Map<string, number>): Stay[] =>
  choices
    .filter(({ name }) => columns.get(name) === 1)
    .map(({ intern, area, at, weeks, mentor }) => ({ intern, area, at, weeks, mentor }));

/** In this order: few idle weeks, even work for mentors, few changes. */
const GOALS: Goal[] = ['idle', 'load', 'change'];

/** The best plan; null when there is none. Weeks in which somebody is away are no idle weeks that a plan could spare. */
export function solve(task: Task, solver: Solver, up: GivenUp = NOTHING): Solved | null {
  if (task.trainees.every(({ visits }) => visits.length === 0)) return { plan: [], idle: 0, changes: 0 };
  const limits: Partial<Record<Goal, number>> = {};
  let last: { program: IntegerProgram; columns: Map<string, number> } | null = null;
  for (const goal of GOALS) {
    if (goal === 'load' && task.teams.every(({ mentors }) => mentors.length < 2)) continue;
    const program = integerProgram(task, goal, limits, up);
    const found = solver(program);
    if (found === null) return null;
    limits[goal] = found.value;
    last = { program, columns: found.columns };
  }
  if (last === null) return null;
  const work = task.trainees.reduce(
    (sum, { visits }) => sum + visits.reduce((all, { weeks }) => all + weeks, 0),
    0,
  );
  return {
    plan: staysOf(last.program, last.columns),
    idle: (limits.idle ?? 0) - work,
    changes: limits.change ?? 0,
  };
}

/** Whether there is any plan. */
export const isPossible = (task: Task, solver: Solver, up: GivenUp = NOTHING): boolean =>
  solver(integerProgram(task, 'any', {}, up)) !== null;
