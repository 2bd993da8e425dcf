/** A program template with its role and its own templates. */

import { basename, dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { InvalidInput, KickoffError, type Problem } from '../model/errors.ts';
import { checkTemplate } from '../text/check-template.ts';
import { TEMPLATES, type TemplateName } from '../text/templates.ts';
import { checkProgram } from './check-program.ts';
import type { Cohort } from './cohort-schema.ts';
import { inherit } from './family.ts';
import type { FreeDays } from './free-days.ts';
import { type Language, languageOf } from './load-language.ts';
import type { Path } from './problem-words.ts';
import { type Program, programSchema } from './program-schema.ts';
import { readyProgram } from './ready-program.ts';
import { askedFor, type Role, roleSchema } from './role-schema.ts';
import type { Sources } from './sources.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export interface Loaded {
  program: Program;
  cohort: Cohort;
  /** The role that the program leads to; null when it names none. */
  role: Role | null;
  /** Folder of the program's own templates, absolute; null when it brings none. */
  templates: string | null;
  /** What is written into GitLab is said with these. */
  language: Language;
  /** When somebody of the cohort is free. */
  free: FreeDays;
}

export function readSource(sources: Sources, path: string, what: string): string {
  const source = sources.read(path);
  if (source === null) {
    throw new KickoffError('not-found', `${what} ${path.replace(/\s+/g, ' ')} does not exist.`, {
      hint: 'Check the path, or make one: kickoff init.',
    });
  }
  return source;
}

/** Reads a program template by path. */
export function loadProgram(path: string, sources: Sources): Program {
  return readProgram(path, sources).program;
}

/** The same with all that it names. */
export function readProgram(path: string, sources: Sources): Omit<Loaded, 'cohort' | 'free'> {
  const ready = readyProgram(path, sources);
  if (ready !== null) {
    const { language } = languageOf(ready.program.language, path, sources, () => {
      throw new Error('an installed program speaks an installed language');
    });
    return { ...ready, templates: null, language };
  }
  const source = readSource(sources, path, 'The program template');
  const file = readYaml(path, source, programSchema(), (plain) => withParents(plain, path, sources, []));
  const { folder, problems: wrong } = ownTemplates(file, path, sources);
  const { role, problems: asked } = targetRole(file, path, sources);
  const { language, problems: unsaid } = languageOf(file.value.language, path, sources, (message) =>
    file.problem(['language'], message),
  );
  const problems = [...checkProgram(file), ...wrong, ...asked, ...unsaid];
  if (problems.length > 0) throw new InvalidInput(problems);
  return { program: file.value, role, templates: folder, language };
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
  if (isPath && strays(sources, file, [home])) return wrong(['target', 'role'], STRAY);
  const text = sources.read(file);
  if (text === null)
    return wrong(['target', 'role'], isPath ? 'names a file that does not exist' : 'is no installed role');
  const role = readYaml(file, text, roleSchema()).value;
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
  const stray = names
    .map((name) => basename(TEMPLATES[name]))
    .find((name) => strays(sources, join(folder, name), [home]));
  if (stray !== undefined) return wrong(`${stray} in it ${STRAY}`);
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

const MOST_PARENTS = 5;

/** The program with all that it extends, the farthest first. */
function withParents(plain: unknown, path: string, sources: Sources, below: string[]): unknown {
  if (typeof plain !== 'object' || plain === null || !('extends' in plain)) return plain;
  const { extends: name, ...own } = plain as Record<string, unknown>;
  const wrong = (message: string): InvalidInput =>
    new InvalidInput([{ file: path, line: 1, column: 1, path: 'extends', message }]);
  if (typeof name !== 'string')
    throw wrong('must be the name of a program, or a path that starts with ./ or ../');
  const parent = locate(name, path, sources);
  if ('because' in parent) throw wrong(parent.because);
  if (below.includes(parent.path) || below.length >= MOST_PARENTS)
    throw wrong(`comes back to itself, or is the end of more than ${MOST_PARENTS} programs`);
  const source = readSource(sources, parent.path, 'The program template');
  const inherited = readYaml(parent.path, source, z.looseObject({}), (value) =>
    withParents(value, parent.path, sources, [...below, parent.path]),
  );
  return inherit(inherited.value, own);
}

const STRAY = 'is a link that leads elsewhere; what a file names lies in its own folders';

/** A link in a folder of a program may lead to any file of the machine, which then would stand in GitLab for all to read. */
export const strays = (sources: Sources, file: string, folders: string[]): boolean =>
  sources.staysIn?.(file, folders) === false;

/** Where a program is that a file names: installed, or a file of one's own that the command may read. */
function locate(name: string, path: string, sources: Sources): { path: string } | { because: string } {
  const isPath = name.startsWith('./') || name.startsWith('../');
  const programPath = isPath
    ? resolve(sources.root, dirname(path), name)
    : join(sources.programs, `${name}.yaml`);
  if (!isPath && !/^[a-z0-9-]+$/.test(name))
    return {
      because: 'must be the name of an installed program template, or a path that starts with ./ or ../',
    };
  // A cohort file may come from anywhere; it must not make us read, and quote, what lies elsewhere.
  const inside = [sources.root, dirname(resolve(sources.root, path))].some(
    (folder) => !relative(folder, programPath).startsWith('..'),
  );
  if (isPath && !inside) return { because: 'leads out of the folder that the command runs in' };
  if (isPath && strays(sources, programPath, [sources.root, dirname(resolve(sources.root, path))]))
    return { because: STRAY };
  if (sources.read(programPath) === null)
    return { because: isPath ? 'names a file that does not exist' : 'is not an installed program template' };
  return { path: programPath };
}

/** The program that a cohort or directory file names: installed, or a file of one's own. */
export function programOf(
  name: string,
  { problem }: Pick<YamlFile<unknown>, 'problem'>,
  path: string,
  sources: Sources,
): Omit<Loaded, 'cohort' | 'free'> {
  const found = locate(name, path, sources);
  if ('because' in found) throw new InvalidInput([problem(['program'], found.because)]);
  return readProgram(found.path, sources);
}
