/**
 * A cohort file and its program template, read and checked against each other. Nothing is half loaded: either both
 * are sound, or every problem of both files is reported.
 */

import { InvalidInput } from '../model/errors.ts';
import { checkCohort } from './check-cohort.ts';
import { cohortSchema } from './cohort-schema.ts';
import { type Loaded, programOf, readSource } from './load-program.ts';
import type { Sources } from './sources.ts';
import { readYaml } from './yaml-file.ts';

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
  const { program, role, templates, language } = programOf(file.value.program, file, path, sources);
  const problems = checkCohort(file, program);
  if (problems.length > 0) throw new InvalidInput(problems);
  return { program, role, cohort: file.value, templates, language };
}
