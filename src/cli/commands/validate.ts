import { resolve } from 'node:path';
import { cohortOf } from '../../library/cohort.ts';
import { MOST_YAML, readText } from '../../library/files.ts';
import { dayIn, shortSpan } from '../../model/dates.ts';
import { EXIT, type ExitCode, InvalidInput, type Problem } from '../../model/errors.ts';
import { enrol } from '../../program/enrol.ts';
import type { Advice } from '../../program/lint.ts';
import { readProgram } from '../../program/load-program.ts';
import { readYaml } from '../../program/yaml-file.ts';
import { many, oneLine } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { readCohort, sourcesOf } from '../session.ts';

/** Checks files without asking GitLab. A file with `objectives`, or with an aim and no cohort, is a program template, one with `levels` a role, one with `slots`, `alumni` or `cohorts` a directory. */
export async function validateCommand(
  io: Io,
  paths: string[],
  options: { lint?: boolean | undefined; junit?: string | undefined } = {},
): Promise<ExitCode> {
  const advise = async (find: (lint: typeof import('../../program/lint.ts')) => Advice[]): Promise<void> => {
    if (!options.lint) return;
    for (const { rule, about, message, because } of find(await import('../../program/lint.ts')))
      io.out(`  ${rule}: "${oneLine(about)}" ${message}\n    Why: ${because}\n`);
  };
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      const source = readText(resolve(io.cwd, path), MOST_YAML);
      if (source !== null && isProgram(source)) {
        const { program, language } = readProgram(path, sourcesOf(io));
        const results = [...program.objectives, ...program.areas].reduce(
          (sum, each) => sum + each.key_results.length,
          0,
        );
        io.out(
          `✓ ${path}: program "${program.title}" with ${many(program.objectives.length, 'objective')}, ${many(program.areas.length, 'area')} and ${many(results, 'key result')}.\n`,
        );
        await advise((lint) => [...lint.lintProgram(program), ...lint.lintLanguage(language)]);
      } else if (source !== null && /^levels\s*:/m.test(source)) {
        const { roleSchema } = await import('../../program/role-schema.ts');
        const role = readYaml(path, source, roleSchema()).value;
        io.out(`✓ ${path}: role "${role.title}" with ${many(role.levels.length, 'level')}.\n`);
      } else if (source !== null && isDirectory(source)) {
        const { loadDirectory } = await import('../../program/load-directory.ts');
        const { directory, cohorts } = loadDirectory(path, sourcesOf(io));
        const { slots, alumni } = directory;
        const from = cohorts.length === 0 ? '' : ` and ${many(cohorts.length, 'cohort')}`;
        io.out(
          `✓ ${path}: directory with ${many(slots.length, 'slot')}, ${many(alumni.length, 'alumnus', 'alumni')}${from}.\n`,
        );
      } else {
        const loaded = readCohort(io, path);
        const { program, cohort } = loaded;
        const enrolments = enrol(program, cohort, loaded.language.words, loaded.role, loaded.free);
        if (loaded.templates !== null) {
          const { rehearse } = await import('../../library/rehearse.ts');
          rehearse(cohortOf(loaded));
        }
        const days = enrolments.flatMap(({ span }) => [span.start, span.end]).sort();
        const when = `, ${shortSpan({ start: days[0] ?? '', end: days.at(-1) ?? '' })}`;
        io.out(
          `✓ ${path}: cohort "${cohort.cohort}" of "${program.title}" with ${many(cohort.interns.length, 'intern')}${when}.\n`,
        );
        // Advice depends on how soon things begin, and this is asked on this machine.
        const today = (): string => dayIn(cohort.time_zone, new Date(io.time()));
        await advise((lint) => [
          ...lint.lintProgram(program),
          ...lint.lintLanguage(loaded.language),
          ...enrolments.flatMap((each) => lint.lintEnrolment(each, today())),
        ]);
      }
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
    }
  }
  if (options.junit !== undefined) await writeJunit(io, options.junit, paths, problems);
  if (problems.length > 0) throw new InvalidInput(problems);
  return EXIT.done;
}

/** A file a case; a problem in a program stands with the program. */
async function writeJunit(io: Io, target: string, paths: string[], problems: Problem[]): Promise<void> {
  const { renderJunit } = await import('../../scorecard/render/reports.ts');
  const files = [...new Set([...paths, ...problems.map(({ file }) => file)])];
  const cases = files.map((name) => ({
    name,
    failures: problems
      .filter(({ file }) => file === name)
      .map(
        ({ line, column, path, message }) => `${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
      ),
  }));
  writeAtomically(resolve(io.cwd, target), renderJunit([{ name: 'kickoff validate', cases }]));
}

/** Slots, alumni or cohorts; or a place for applications, and nobody who takes part. */
const isProgram = (source: string): boolean =>
  /^objectives\s*:/m.test(source) ||
  (/^aim\s*:/m.test(source) && !/^(?:cohort|levels|slots|alumni|cohorts)\s*:/m.test(source));

const isDirectory = (source: string): boolean =>
  /^(?:slots|alumni|cohorts)\s*:/m.test(source) ||
  (/^gitlab\s*:/m.test(source) && !/^(?:cohort|interns|people|first_day)\s*:/m.test(source));
