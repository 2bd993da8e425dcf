/** From a plan to what stands in the cohort file, and what a slip moves. */
import type { Cohort } from '../program/cohort-schema.ts';
import type { Program } from '../program/program-schema.ts';
import type { WrittenRotation } from '../program/rotation-edit.ts';
import { rotationKey, stretched } from '../program/rotation-plan.ts';
import { mondayAt, type Stay, type Task } from './task.ts';

/** Each intern's rotations in order of time. Days of the first week are the intern's first day, others are Mondays. */
export function writtenPlan(
  task: Task,
  plan: Stay[],
  program: Program,
  cohort: Cohort,
): Map<string, WrittenRotation[]> {
  return new Map(
    cohort.interns.flatMap((intern) => {
      const own = plan
        .filter((each) => each.intern === intern.username)
        .sort((left, right) => left.at - right.at);
      // What somebody had who leaves is not written anew: it is what the score of that person goes by.
      if (own.length === 0 || intern.left !== undefined) return [];
      const firstDay = intern.first_day ?? cohort.first_day;
      const rotations = own.map(({ area, at, weeks, mentor }): WrittenRotation => {
        const usual = program.rotations.find((each) => rotationKey(each) === area)?.weeks ?? 1;
        const monday = mondayAt(task, at);
        const people = cohort.areas[area];
        const [first] = people?.mentors ?? [];
        const usually = people?.mentor ?? (typeof first === 'string' ? first : first?.username);
        return {
          area,
          from: monday < firstDay ? firstDay : monday,
          ...(weeks === stretched(usual, intern.part_time) ? {} : { weeks }),
          ...(mentor === null || mentor === usually ? {} : { mentor }),
        };
      });
      return [[intern.username, rotations] as const];
    }),
  );
}

/** The plan with one rotation so many weeks later, and those behind it only as far as they have to give way. */
export function slipped(plan: Stay[], intern: string, area: string, weeks: number): Stay[] {
  const own = plan.filter((each) => each.intern === intern).sort((left, right) => left.at - right.at);
  let free = 0;
  const moved = new Map<Stay, Stay>();
  for (const each of own) {
    const isIt = each.area === area;
    const hasMoved = moved.size > 0;
    const at = isIt ? each.at + weeks : hasMoved ? Math.max(each.at, free) : each.at;
    free = at + each.weeks;
    if (at !== each.at || isIt) moved.set(each, { ...each, at });
  }
  return plan.map((each) => moved.get(each) ?? each);
}
