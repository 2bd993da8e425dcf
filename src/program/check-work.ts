/** What is wrong with dates, people and conditions of a program's work that its schema cannot say. */

import type { Cohort } from './cohort-schema.ts';
import { type Due, readDue } from './due.ts';
import { isOwnRole, ownersOf } from './people-schema.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';
import { weeksOf } from './weeks.ts';

interface Work {
  path: Path;
  owner: string | string[];
  due?: Due | undefined;
}

/** Key results and tasks of a program, with their places in its file. */
function workOf(program: Program): Work[] {
  return [
    ...(['objectives', 'areas'] as const).flatMap((part) =>
      program[part].flatMap(({ key_results }, at) =>
        key_results.map((result, index) => ({ ...result, path: [part, at, 'key_results', index] as Path })),
      ),
    ),
    ...program.tasks.map((task, at) => ({ ...task, path: ['tasks', at] as Path })),
    ...program.backlog.map((item, at) => ({ ...item, path: ['backlog', at] as Path })),
  ];
}

/** A week that the program does not have, a rotation that it does not name. */
export function checkDates(program: Program, say: (path: Path, message: string) => unknown): void {
  const weeks = weeksOf(program);
  const rotations = program.rotations.map(({ key, area }) => ({ key: key ?? area ?? '' }));
  for (const { due, path } of workOf(program)) {
    if (due === undefined) continue;
    const reading = readDue(due);
    if (reading.kind === 'week' && reading.count > weeks)
      say([...path, 'due'], `is after the last of its ${weeks} weeks`);
    if (reading.kind === 'rotation' && !rotations.some(({ key }) => key === reading.key))
      say([...path, 'due'], `names no rotation of the program; ${listed(rotations)}`);
  }
}

const everyRole = (program: Program): string[] =>
  Object.keys(program.roles).filter((name) => !isOwnRole(name));

/** Roles of the program's own that work belongs to, and that the cohort names nobody for. */
export function checkRoles(
  program: Program,
  cohort: Cohort,
  say: (path: Path, message: string) => unknown,
): void {
  const own = everyRole(program);
  const people = new Set(Object.keys(cohort.people));
  for (const name of people) {
    if (!isOwnRole(name) && !own.includes(name))
      say(
        ['people', name],
        `is no role of the program; ${listed(['manager', 'mentor', ...own].map((key) => ({ key })))}`,
      );
  }
  const needed = [...workOf(program), ...cohort.backlog].flatMap(({ owner }) =>
    ownersOf(owner).filter((name) => own.includes(name)),
  );
  for (const name of new Set(needed)) {
    if (!people.has(name)) say(['people'], `names nobody for the role ${name}, to which work is given`);
  }
}
