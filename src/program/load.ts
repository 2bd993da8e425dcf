/**
 * A cohort file and its program template, read and checked against each other. Nothing is half loaded: either both
 * are sound, or every problem of both files is reported.
 */
import { basename, dirname, join, relative, resolve } from 'node:path';
import { addDays, weekday } from '../model/dates.ts';
import { InvalidInput, KickoffError, type Problem } from '../model/errors.ts';
import { checkTemplate, TEMPLATES, type TemplateName } from '../text/templates.ts';
import { slugOf } from './enrol.ts';
import { askedFor, type Role, roleSchema } from './role-schema.ts';
import {
  type Cohort,
  cohortSchema,
  type Measure,
  type Override,
  type Program,
  programSchema,
} from './schema.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export interface Sources {
  /** The text of a file, or null when there is none. */
  read(path: string): string | null;
  /** Names of the files in a folder, for those who would misspell one. */
  list?(folder: string): string[];
  /** Folder that the command runs in. */
  root: string;
  /** Folder of the installed program templates. */
  programs: string;
}

export interface Loaded {
  program: Program;
  cohort: Cohort;
  /** The role that the program leads to; null when it names none. */
  role: Role | null;
  /** Folder of the program's own templates, absolute; null when it brings none. */
  templates: string | null;
}

export function readSource(sources: Sources, path: string, what: string): string {
  const source = sources.read(path);
  if (source === null) {
    throw new KickoffError('not-found', `${what} ${path} does not exist.`, {
      hint: 'Check the path, or start from config/cohort.example.yaml.',
    });
  }
  return source;
}

/** Reads a program template by path. */
export function loadProgram(path: string, sources: Sources): Program {
  return readProgram(path, sources).program;
}

function readProgram(path: string, sources: Sources): Omit<Loaded, 'cohort'> {
  const file = readYaml(path, readSource(sources, path, 'The program template'), programSchema);
  const { folder, problems: wrong } = ownTemplates(file, path, sources);
  const { role, problems: asked } = targetRole(file, path, sources);
  const problems = [...checkProgram(file), ...wrong, ...asked];
  if (problems.length > 0) throw new InvalidInput(problems);
  return { program: file.value, role, templates: folder };
}

/** The target role, installed or beside the program, and what key results say about it. */
function targetRole(
  { value: program, problem }: YamlFile<Program>,
  path: string,
  sources: Sources,
): { role: Role | null; problems: Problem[] } {
  const results = (['objectives', 'areas'] as const).flatMap((part) =>
    program[part].flatMap(({ key_results }, at) =>
      key_results.map(({ shows }, index) => ({
        shows,
        path: [part, at, 'key_results', index, 'shows'] as Path,
      })),
    ),
  );
  if (program.target === undefined) {
    const early = results.filter(({ shows }) => shows.length > 0);
    return {
      role: null,
      problems: early.map(({ path: at }) => problem(at, 'needs a target of the program: role and level')),
    };
  }
  const { role: name, level } = program.target;
  const home = dirname(resolve(sources.root, path));
  const isPath = name.startsWith('./');
  const file = isPath ? resolve(home, name) : join(dirname(sources.programs), 'roles', `${name}.yaml`);
  const wrong = (at: Path, message: string): { role: null; problems: Problem[] } => ({
    role: null,
    problems: [problem(at, message)],
  });
  if (!isPath && !/^[a-z0-9-]+$/.test(name))
    return wrong(['target', 'role'], 'must be the name of an installed role, or a path that starts with ./');
  if (isPath && relative(home, file).startsWith('..'))
    return wrong(['target', 'role'], 'leads out of the folder of the program');
  const text = sources.read(file);
  if (text === null)
    return wrong(['target', 'role'], isPath ? 'names a file that does not exist' : 'is no installed role');
  const role = readYaml(file, text, roleSchema).value;
  const found = role.levels.find(({ key }) => key === level);
  if (!found)
    return wrong(
      ['target', 'level'],
      `is no level of the role; they are ${role.levels.map(({ key }) => key).join(', ')}`,
    );
  const known = new Set(askedFor(role, found).map(({ key }) => key));
  return {
    role,
    problems: results.flatMap(({ shows, path: at }) =>
      shows.flatMap((key, index) =>
        known.has(key)
          ? []
          : [
              problem(
                [...at, index],
                `is nothing that the level asks for; it asks for ${[...known].join(', ')}`,
              ),
            ],
      ),
    ),
  };
}

/** The folder of a program's own templates: inside the program's folder, and every template in it sound. */
function ownTemplates(
  { value: program, problem }: YamlFile<Program>,
  path: string,
  sources: Sources,
): { folder: string | null; problems: Problem[] } {
  if (program.templates === undefined) return { folder: null, problems: [] };
  const home = dirname(resolve(sources.root, path));
  const folder = resolve(home, program.templates);
  const wrong = (message: string): { folder: null; problems: Problem[] } => ({
    folder: null,
    problems: [problem(['templates'], message)],
  });
  if (!program.templates.startsWith('./') || relative(home, folder).startsWith('..'))
    return wrong('must be a folder beside the program, as a path that starts with ./');
  const names = Object.keys(TEMPLATES) as TemplateName[];
  const found = names.flatMap((name) => {
    const file = join(folder, basename(TEMPLATES[name]));
    const text = sources.read(file);
    return text === null ? [] : [{ file, text, html: !file.endsWith('.md.hbs') }];
  });
  if (found.length === 0)
    return wrong(
      `holds no template; their names are ${names.map((name) => basename(TEMPLATES[name])).join(', ')}`,
    );
  const known = new Set(names.map((name) => basename(TEMPLATES[name])));
  const strangers = (sources.list?.(folder) ?? []).filter(
    (name) => name.endsWith('.hbs') && !known.has(name),
  );
  if (strangers.length > 0)
    return wrong(
      `holds ${strangers.join(', ')}, which stands for none of ours; their names are ${[...known].join(', ')}`,
    );
  return { folder, problems: found.flatMap(({ file, text, html }) => checkTemplate(file, text, html)) };
}

/** The program that a cohort or directory file names: installed, or a file of one's own. */
export function programOf(
  name: string,
  { problem }: Pick<YamlFile<unknown>, 'problem'>,
  path: string,
  sources: Sources,
): Omit<Loaded, 'cohort'> {
  const isPath = name.startsWith('./') || name.startsWith('../');
  const programPath = isPath
    ? resolve(sources.root, dirname(path), name)
    : join(sources.programs, `${name}.yaml`);
  if (!isPath && !/^[a-z0-9-]+$/.test(name)) {
    throw new InvalidInput([
      problem(
        ['program'],
        'must be the name of an installed program template, or a path that starts with ./ or ../',
      ),
    ]);
  }
  // A cohort file may come from anywhere; it must not make us read, and quote, what lies elsewhere.
  const inside = [sources.root, dirname(resolve(sources.root, path))].some(
    (folder) => !relative(folder, programPath).startsWith('..'),
  );
  if (isPath && !inside) {
    throw new InvalidInput([problem(['program'], 'leads out of the folder that the command runs in')]);
  }
  if (sources.read(programPath) === null) {
    throw new InvalidInput([
      problem(
        ['program'],
        isPath ? 'names a file that does not exist' : 'is not an installed program template',
      ),
    ]);
  }
  return readProgram(programPath, sources);
}

/** One sentence instead of every key that another kind of file has. */
function refuseOther(path: string, source: string): void {
  const what = /\.(?:md|markdown)$/i.test(path)
    ? 'is a page, not a cohort file; make a program of it: kickoff import'
    : /^objectives\s*:/m.test(source)
      ? 'is a program template, not a cohort file; a cohort file names it as `program`: kickoff init'
      : /^levels\s*:/m.test(source)
        ? 'is a role file, not a cohort file; a program names it as `target`'
        : /^(?:slots|alumni|cohorts)\s*:/m.test(source)
          ? 'is a directory file, not a cohort file; kickoff directory and kickoff application read it'
          : null;
  if (what !== null) throw new InvalidInput([{ file: path, line: 1, column: 1, path: '', message: what }]);
}

/** Reads a cohort file and the program it names. */
export function loadCohort(path: string, sources: Sources): Loaded {
  const source = readSource(sources, path, 'The cohort file');
  refuseOther(path, source);
  const file = readYaml(path, source, cohortSchema);
  const { program, role, templates } = programOf(file.value.program, file, path, sources);
  const problems = checkCohort(file, program);
  if (problems.length > 0) throw new InvalidInput(problems);
  return { program, role, cohort: file.value, templates };
}

type Path = (string | number)[];

function repeated(keys: { key: string; path: Path }[]): Path[] {
  const seen = new Set<string>();
  return keys.flatMap(({ key, path }) => (seen.size === seen.add(key).size ? [path] : []));
}

function checkProgram({ value: program, problem }: YamlFile<Program>): Problem[] {
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
  for (const part of ['areas', 'objectives', 'parameters', 'applications'] as const) {
    const keys = program[part].map(({ key }, at) => ({ key, path: [part, at, 'key'] as Path }));
    for (const path of repeated(keys)) say(path, twice);
  }
  const kinds = new Map(results.map(({ key, measure }) => [key, measure.kind]));
  for (const { key, measure, path } of results) {
    for (const { at, message } of checkMeasure(key, measure, program, kinds))
      say([...path, 'measure', ...at], message);
  }
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

const listed = (all: { key: string }[]): string =>
  all.length === 0 ? 'it has none' : `they are ${all.map(({ key }) => key).join(', ')}`;

/** What a measure says about other parts of the program. */
function checkMeasure(
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

function checkCohort({ value: cohort, problem }: YamlFile<Cohort>, program: Program): Problem[] {
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
  const usernames = cohort.interns.map(({ username }, at) => ({
    key: slugOf(username),
    path: ['interns', at, 'username'] as Path,
  }));
  for (const path of repeated(usernames))
    say(path, 'is in the cohort twice, or reads like another intern once dots and dashes are alike');
  cohort.interns.forEach((intern, at) => {
    checkDay(intern.first_day, ['interns', at, 'first_day']);
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
  const outside = outsideOfGroup(cohort.gitlab);
  if (outside !== null) say(['gitlab', 'project'], outside);
  return problems;
}

/** What is wrong with a project that does not lie in its group; null when it does. */
export function outsideOfGroup({ group, project }: Cohort['gitlab']): string | null {
  return group === undefined || `${project}/`.startsWith(`${group}/`)
    ? null
    : `is not in the group "${group}"; issues can belong only to epics of a group above them`;
}

function checkOverrides(
  overrides: Override[],
  program: Program,
  say: (index: number, path: Path, message: string) => void,
): void {
  const results = new Map(
    [...program.objectives, ...program.areas].flatMap(({ key_results }) =>
      key_results.map((each) => [each.key, each.measure.kind] as const),
    ),
  );
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
