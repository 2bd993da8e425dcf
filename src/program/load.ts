/**
 * A cohort file and its program template, read and checked against each other. Nothing is half loaded: either both
 * are sound, or every problem of both files is reported.
 */

import { InvalidInput, type Problem } from '../model/errors.ts';
import { checkCohort } from './check-cohort.ts';
import { type Cohort, cohortSchema } from './cohort-schema.ts';
import { freeDaysOf, type Holidays } from './free-days.ts';
import { type Loaded, programOf, readSource } from './load-program.ts';
import type { Sources } from './sources.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

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
  const holidays: Holidays = sources.holidays ?? (() => []);
  const problems = [...checkCohort(file, program), ...checkPlaces(file, holidays)];
  if (problems.length > 0) throw new InvalidInput(problems);
  return { program, role, cohort: file.value, templates, language, free: freeDaysOf(file.value, holidays) };
}

/** Countries and regions that nobody knows would have no holidays, without a word. */
function checkPlaces({ value, problem }: YamlFile<Cohort>, holidays: Holidays): Problem[] {
  const { calendar, first_day } = value;
  const places = [
    { path: ['calendar'], country: calendar?.country, region: calendar?.region },
    ...Object.entries(calendar?.people ?? {}).map(([who, place]) => ({
      path: ['calendar', 'people', who],
      ...place,
    })),
  ];
  return places.flatMap(({ path, country, region }) => {
    if (country === undefined)
      return region === undefined
        ? []
        : [problem([...path, 'region'], 'goes with a country; write that too')];
    const year = Number(first_day.slice(0, 4));
    if (holidays(country, region ?? null, year) !== null) return [];
    return holidays(country, null, year) === null
      ? [problem([...path, 'country'], 'is no country whose holidays are known')]
      : [problem([...path, 'region'], `is no region of ${country} whose holidays are known`)];
  });
}
