import { resolve } from 'node:path';
import { shortSpan } from '../../calendar.ts';
import { EXIT, type ExitCode, InvalidInput, type Problem } from '../../errors.ts';
import { loadProgram } from '../../program/load.ts';
import { place } from '../../program/place.ts';
import { jsonSchema } from '../../program/schema.ts';
import { type Io, readText } from '../io.ts';
import { createRenderFromFiles, MOST_YAML, programsFolder, readCohort } from '../session.ts';

/** Checks files without asking GitLab. A file with `objectives` is a program template, any other a cohort file. */
export async function validateCommand(io: Io, paths: string[]): Promise<ExitCode> {
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      const source = readText(resolve(io.cwd, path), MOST_YAML);
      if (source !== null && /^objectives\s*:/m.test(source)) {
        const program = loadProgram(path, {
          read: (file) => readText(resolve(io.cwd, file), MOST_YAML),
          programs: programsFolder(),
          root: io.cwd,
        });
        const results = [...program.objectives, ...program.areas].reduce(
          (sum, each) => sum + each.key_results.length,
          0,
        );
        io.out(
          `✓ ${path}: program "${program.title}" with ${program.objectives.length} objectives, ${program.areas.length} areas and ${results} key results.\n`,
        );
      } else {
        const loaded = readCohort(io, path);
        const { program, cohort } = loaded;
        const placements = place(program, cohort);
        if (loaded.templates !== null) {
          const { rehearse } = await import('../rehearse.ts');
          rehearse(loaded, placements, createRenderFromFiles(loaded.templates));
        }
        const first = placements[0];
        const when = first ? `, ${shortSpan(first.span)}` : '';
        io.out(
          `✓ ${path}: cohort "${cohort.cohort}" of "${program.title}" with ${cohort.interns.length} intern${cohort.interns.length === 1 ? '' : 's'}${when}.\n`,
        );
      }
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return EXIT.done;
}

export async function schemaCommand(io: Io, which: 'program' | 'cohort' | 'scorecard'): Promise<ExitCode> {
  const schema =
    which === 'scorecard'
      ? (await import('zod')).z.toJSONSchema((await import('../../scorecard/scorecard.ts')).scorecardSchema)
      : jsonSchema(which);
  io.out(`${JSON.stringify(schema, null, 2)}\n`);
  return EXIT.done;
}
