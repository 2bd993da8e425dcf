/** A directory file with the program and the cohorts that it names; every problem of all of them is reported together. */

import { dirname, join, relative, resolve } from 'node:path';
import { InvalidInput, type Problem } from '../model/errors.ts';
import { outsideOfGroup } from './check-cohort.ts';
import { type Directory, directorySchema } from './directory-schema.ts';
import { loadCohort } from './load.ts';
import { type Loaded, programOf, readSource, strays } from './load-program.ts';
import type { Sources } from './sources.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export interface LoadedDirectory {
  file: YamlFile<Directory>;
  directory: Directory;
  /** The program that applications are for; null when none is named. */
  program: Omit<Loaded, 'cohort' | 'free'> | null;
  /** Its cohorts, with the paths of their files as a command may open them. */
  cohorts: { path: string; loaded: Loaded }[];
}

export function loadDirectory(path: string, sources: Sources): LoadedDirectory {
  const file = readYaml(path, readSource(sources, path, 'The directory file'), directorySchema);
  const { value: directory, problem } = file;
  const problems: Problem[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
  const name = directory.program;
  const program = name === undefined ? null : attempt(() => programOf(name, file, path, sources));
  const outside = directory.gitlab && outsideOfGroup(directory.gitlab);
  if (outside) problems.push(problem(['gitlab', 'project'], outside));
  const home = dirname(resolve(sources.root, path));
  const seen = new Set<string>();
  const cohorts = directory.cohorts.flatMap((each, at) => {
    const wrong = (message: string): [] => {
      problems.push(problem(['cohorts', at], message));
      return [];
    };
    const target = resolve(home, each);
    if (!/^\.\.?\//.test(each)) return wrong('must be a path that starts with ./ or ../');
    if (seen.has(target)) return wrong('is named twice');
    seen.add(target);
    if ([sources.root, home].every((folder) => relative(folder, target).startsWith('..')))
      return wrong('leads out of the folder that the command runs in');
    if (strays(sources, target, [sources.root, home])) return wrong('is a link that leads elsewhere');
    if (sources.read(target) === null) return wrong('names a file that does not exist');
    const shown = join(dirname(path), each);
    const loaded = attempt(() => loadCohort(shown, sources));
    return loaded ? [{ path: shown, loaded }] : [];
  });
  if (problems.length > 0) throw new InvalidInput(problems);
  return { file, directory, program, cohorts };
}
