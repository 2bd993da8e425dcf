/** What is wrong with a cohort that its schema cannot say. */

import { addDays, weekday, workingWeeks } from '../model/dates.ts';
import type { Problem } from '../model/errors.ts';
import { checkOrder } from './check-order.ts';
import { checkMeasure, repeated } from './check-program.ts';
import { checkRotations } from './check-rotations.ts';
import { checkRoles } from './check-work.ts';
import type { Cohort, Intern, Override } from './cohort-schema.ts';
import { checkReferences } from './fill.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';
import { lengthFor } from './rotation-plan.ts';
import { keyOfIntern } from './setting.ts';
import type { YamlFile } from './yaml-file.ts';

export function checkCohort({ value: cohort, problem }: YamlFile<Cohort>, program: Program): Problem[] {
  const problems: Problem[] = [];
  const say = (path: Path, message: string): number => problems.push(problem(path, message));
  const checkDay = (day: string | undefined, path: Path): void => {
    if (day === undefined || weekday(day) < 6) return;
    say(
      path,
      `is a ${weekday(day) === 6 ? 'Saturday' : 'Sunday'}; weeks run Monday to Friday, so write ${addDays(day, 8 - weekday(day))}`,
    );
  };
  checkDay(cohort.first_day, ['first_day']);
  checkRoles(program, cohort, say);
  for (const { path, message } of checkReferences(cohort, program)) say(path, message);
  cohort.links.forEach(({ key }, at) => {
    if (key !== undefined && !program.links.some((each) => each.key === key))
      say(
        ['links', at, 'key'],
        `is not the key of a link of the program; ${listed(program.links.flatMap((each) => (each.key === undefined ? [] : [{ key: each.key }])))}`,
      );
  });
  for (const area of Object.keys(cohort.areas)) {
    if (program.areas.some(({ key }) => key === area)) continue;
    say(
      ['areas', area],
      `is not an area of the program; they are ${program.areas.map(({ key }) => key).join(', ') || 'none'}`,
    );
  }
  const parameters = new Set(program.parameters.map(({ key }) => key));
  const checkParameters = (given: object, path: Path): void => {
    for (const key of Object.keys(given)) {
      if (!parameters.has(key))
        say([...path, key], `is not a parameter of the program; ${listed(program.parameters)}`);
    }
  };
  checkParameters(cohort.parameters, ['parameters']);
  const usernames = cohort.interns.map((intern, at) => ({
    key: keyOfIntern(intern),
    path: ['interns', at, 'username'] as Path,
  }));
  for (const path of repeated(usernames))
    say(path, 'is in the cohort twice, or reads like another intern once dots and dashes are alike');
  cohort.interns.forEach((intern, at) => {
    checkDay(intern.first_day, ['interns', at, 'first_day']);
    checkDay(intern.joined, ['interns', at, 'joined']);
    for (const { field, message } of checkStay(intern, cohort, program)) say(['interns', at, field], message);
    checkParameters(intern.parameters, ['interns', at, 'parameters']);
    const goals = intern.goals.map(({ key }, index) => ({
      key,
      path: ['interns', at, 'goals', index, 'key'] as Path,
    }));
    for (const path of repeated(goals)) say(path, 'is used twice for this intern');
    checkOverrides([...cohort.overrides, ...intern.overrides], program, (index, path, message) => {
      if (index >= cohort.overrides.length)
        say(['interns', at, 'overrides', index - cohort.overrides.length, ...path], message);
    });
  });
  checkOverrides(cohort.overrides, program, (index, path, message) =>
    say(['overrides', index, ...path], message),
  );
  const stock = [
    ...program.backlog.map(({ key }) => ({ key, path: [] as Path })),
    ...cohort.backlog.map(({ key }, at) => ({ key, path: ['backlog', at, 'key'] as Path })),
  ];
  for (const path of repeated(stock)) say(path, 'is used already; keys must differ');
  checkRotations(cohort, program, say);
  const outside = outsideOfGroup(cohort.gitlab);
  if (outside !== null) say(['gitlab', 'project'], outside);
  return problems;
}

/** Days on which somebody comes late or leaves early lie within the program, in this order. */
function checkStay(
  intern: Intern,
  cohort: Cohort,
  program: Program,
): { field: 'joined' | 'left' | 'reason'; message: string }[] {
  const { first_day, joined, left, reason } = intern;
  const first = first_day ?? cohort.first_day;
  const last = workingWeeks(first, lengthFor(program, cohort, intern)).at(-1)?.end ?? first;
  const within = `the program of this intern runs from ${first} to ${last}`;
  return [
    ...(joined !== undefined && (joined <= first || joined > last)
      ? [{ field: 'joined' as const, message: `is no day on which somebody joins late; ${within}` }]
      : []),
    ...(left !== undefined && (left < (joined ?? first) || left >= last)
      ? [
          {
            field: 'left' as const,
            message: `is no day on which somebody leaves early; ${joined === undefined ? within : `this intern joined on ${joined}, and the program runs to ${last}`}`,
          },
        ]
      : []),
    ...(reason !== undefined && left === undefined
      ? [{ field: 'reason' as const, message: 'goes with left, the last day; write that too' }]
      : []),
  ];
}

/** What is wrong with a project that does not lie in its group; null when it does. */
export function outsideOfGroup({ group, project }: Cohort['gitlab']): string | null {
  return group === undefined || `${project}/`.startsWith(`${group}/`)
    ? null
    : `is not in the group "${group}" of gitlab.group; one of the two is wrong: issues belong only to epics of a group above them`;
}

function checkOverrides(
  overrides: Override[],
  program: Program,
  say: (index: number, path: Path, message: string) => void,
): void {
  const own = [...program.objectives, ...program.areas].flatMap(({ key_results }) => key_results);
  const results = new Map(own.map((each) => [each.key, each.measure.kind] as const));
  const added = overrides.flatMap(({ add }, index) =>
    add ? [{ ...add, path: [index, 'add'] as Path }] : [],
  );
  // The program's own were looked at with it.
  const placed = [...own.map((each) => ({ ...each, path: [] as Path })), ...added];
  for (const { path, message } of checkOrder(placed)) {
    const [index, ...rest] = path;
    if (typeof index === 'number') say(index, rest, message);
  }
  overrides.forEach((each, index) => {
    const measure = each.add?.measure ?? each.define?.measure;
    const key = each.add?.key ?? each.key_result ?? '';
    if (measure) {
      const kinds = new Map([...results, [key, measure.kind] as const]);
      for (const { at, message } of checkMeasure(key, measure, program, kinds))
        say(index, [each.add ? 'add' : 'define', 'measure', ...at], message);
    }
    if (each.add) {
      if (results.has(each.add.key)) say(index, ['add', 'key'], 'is used already; keys must differ');
      results.set(each.add.key, each.add.measure.kind);
      const homes = each.add.area === undefined ? program.objectives : program.areas;
      const kind = each.add.area === undefined ? 'objective' : 'area';
      if (!homes.some(({ key }) => key === each.add?.[kind])) {
        say(
          index,
          ['add', kind],
          `is not an ${kind} of the program; they are ${homes.map(({ key }) => key).join(', ') || 'none'}`,
        );
      }
      return;
    }
    const kind = results.get(each.key_result ?? '');
    if (each.key_result === undefined) return;
    if (kind === undefined) {
      say(
        index,
        ['key_result'],
        `is not a key result of the program; they are ${[...results.keys()].join(', ')}`,
      );
    } else if (each.define && kind !== 'to-be-defined') {
      say(
        index,
        ['define'],
        'is for key results that are to be defined; this one is defined, so retitle it, count differently, or skip it and add another',
      );
    } else if (each.count !== undefined && kind !== 'count') {
      say(index, ['count'], `is for key results that count something; "${each.key_result}" is ${kind}`);
    }
    if (each.define) results.set(each.key_result, each.define.measure.kind);
  });
}
