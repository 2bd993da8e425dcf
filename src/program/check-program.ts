import type { Problem } from '../model/errors.ts';
import { checkOrder } from './check-order.ts';
import { checkDates } from './check-work.ts';
import { checkReferences } from './fill.ts';
import type { Measure } from './measures.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';
import type { YamlFile } from './yaml-file.ts';

export function repeated(keys: { key: string; path: Path }[]): Path[] {
  const seen = new Set<string>();
  return keys.flatMap(({ key, path }) => (seen.size === seen.add(key).size ? [path] : []));
}

export function checkProgram({ value: program, problem }: YamlFile<Program>): Problem[] {
  const problems: Problem[] = [];
  const say = (path: Path, message: string): number => problems.push(problem(path, message));
  const results = [
    ...program.objectives.flatMap((objective, at) =>
      objective.key_results.map((result, index) => ({
        ...result,
        path: ['objectives', at, 'key_results', index] as Path,
      })),
    ),
    ...program.areas.flatMap((area, at) =>
      area.key_results.map((result, index) => ({
        ...result,
        path: ['areas', at, 'key_results', index] as Path,
      })),
    ),
  ];
  const twice = 'is used twice; keys are names for ever and must differ';
  for (const path of repeated(results.map(({ key, path }) => ({ key, path: [...path, 'key'] }))))
    say(path, twice);
  for (const part of ['areas', 'objectives', 'tasks', 'backlog', 'parameters', 'applications'] as const) {
    const keys = program[part].map(({ key }, at) => ({ key, path: [part, at, 'key'] as Path }));
    for (const path of repeated(keys)) say(path, twice);
  }
  const kinds = new Map(results.map(({ key, measure }) => [key, measure.kind]));
  for (const { key, measure, path } of results) {
    for (const { at, message } of checkMeasure(key, measure, program, kinds))
      say([...path, 'measure', ...at], message);
  }
  for (const { path, message } of checkOrder(results)) say(path, message);
  checkDates(program, say);
  for (const { path, message } of checkReferences(program, program)) say(path, message);
  const linkKeys = program.links.flatMap(({ key }, at) =>
    key === undefined ? [] : [{ key, path: ['links', at, 'key'] as Path }],
  );
  for (const path of repeated(linkKeys)) say(path, twice);
  if (results.length === 0 && program.tasks.length === 0 && Object.keys(program.roles).length === 0)
    say([], 'has nothing to do in it: neither key results, nor tasks, nor duties of roles');
  if (program.write_up !== undefined && !kinds.has(program.write_up))
    say(['write_up'], `is not a key result of the program; they are ${[...kinds.keys()].join(', ')}`);
  program.areas.forEach(({ key }, at) => {
    if (key === 'program')
      say(['areas', at, 'key'], 'is the word for what belongs to no area; choose another');
  });
  const titles = program.rotations.map(({ title, area }, at) => ({
    key: title ?? program.areas.find(({ key }) => key === area)?.title ?? '',
    path: ['rotations', at] as Path,
  }));
  for (const path of repeated(titles))
    say(path, 'has the title of another rotation; titles of milestones must differ');
  if (program.rotations.length === 0 && program.weeks === undefined) {
    say([], 'needs rotations, or weeks for a program without rotations');
  }
  if (program.rotations.length > 0 && program.weeks !== undefined) {
    say(['weeks'], 'does not go with rotations, whose weeks are the length of the program');
  }
  program.rotations.forEach((rotation, at) => {
    if (rotation.area !== undefined && !program.areas.some((area) => area.key === rotation.area)) {
      say(
        ['rotations', at, 'area'],
        `is not an area of the program; they are ${program.areas.map(({ key }) => key).join(', ') || 'none'}`,
      );
    }
    if (rotation.area === undefined && (rotation.key === undefined || rotation.title === undefined)) {
      say(['rotations', at], 'needs an area, or a key and a title');
    }
  });
  const rotationKeys = program.rotations.map(({ key, area }, at) => ({
    key: key ?? area ?? '',
    path: ['rotations', at] as Path,
  }));
  for (const path of repeated(rotationKeys))
    say(path, 'is in the plan twice; give one of them a key of its own');
  const areaTwice = program.rotations.flatMap(({ area }, at) =>
    area === undefined ? [] : [{ key: area, path: ['rotations', at, 'area'] as Path }],
  );
  for (const path of repeated(areaTwice))
    say(path, 'has a rotation already; key results belong to one rotation');
  return problems;
}

/** What a measure says about other parts of the program. */
export function checkMeasure(
  key: string,
  measure: Measure,
  program: Program,
  kinds: Map<string, Measure['kind']>,
): { at: Path; message: string }[] {
  const from = measure.kind === 'derived' ? measure.from : null;
  const needsAreas = from === 'areas' || (measure.kind === 'count' && measure.one_per === 'area');
  if (needsAreas && program.areas.length === 0)
    return [{ at: [], message: 'needs areas, and the program has none' }];
  if (from === 'rotations' && program.rotations.length === 0)
    return [{ at: ['from'], message: 'needs rotations, and the program has none' }];
  if (measure.kind === 'count' && measure.of?.project_from !== undefined) {
    const from = measure.of.project_from;
    return program.parameters.some((each) => each.key === from)
      ? []
      : [
          {
            at: ['of', 'project_from'],
            message: `is not a parameter of the program; ${listed(program.parameters)}`,
          },
        ];
  }
  if (measure.kind !== 'derived') return [];
  return (measure.of ?? []).flatMap((name, index) => {
    const kind = kinds.get(name);
    const message =
      name === key
        ? 'is the key result itself'
        : kind === undefined
          ? `is not a key result of the program; they are ${[...kinds.keys()].join(', ')}`
          : kind === 'derived'
            ? 'is derived itself; name the key results that it looks at'
            : null;
    return message === null ? [] : [{ at: ['of', index], message }];
  });
}
