/** A cohort file that validates, from a few answers: on a terminal they are asked for, elsewhere they come as flags. */

import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Document } from 'yaml';
import type { ImportResult } from '../../handbook/import.ts';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../model/errors.ts';
import { schemaLine, schemaText } from '../../program/json-schema.ts';
import { loadCohort } from '../../program/load.ts';
import { slugOf } from '../../program/setting.ts';
import { oneLine } from '../../text/plain-text.ts';
import { FOLDER } from '../ci-files.ts';
import { type Io, isSameFile, writeAtomically } from '../io.ts';
import { sourcesOf } from '../session.ts';
import { imported, inWords, tell } from './import.ts';
import { type Answers, type InitFlags, nameOf, type Question, questionsOf } from './init-questions.ts';

export async function initCommand(io: Io, path: string, options: InitFlags): Promise<ExitCode> {
  const target = resolve(io.cwd, path);
  if (existsSync(target) && !options.force) {
    throw new KickoffError('usage', `${path} exists.`, {
      undone: 'It was left as it is.',
      hint: 'Name another file, or add --force.',
    });
  }
  if (options.from !== undefined && isSameFile(target, resolve(io.cwd, options.from))) {
    throw new KickoffError('usage', `${path} is the page itself.`, {
      undone: 'Nothing was written.',
      hint: 'Name another file for the cohort.',
    });
  }
  const from = options.from === undefined ? null : programOf(io, options.from, path, options.force ?? false);
  const answers = await answersOf(io, path, options, from?.name ?? null);
  const text = cohortText(answers);
  // Both are sound, or neither is written.
  const files = new Map([
    ...withSchema(io, target, 'cohort', text),
    ...(from ? withSchema(io, from.file, 'program', from.result.text) : []),
  ]);
  check(io, path, files);
  for (const [file, own] of files) writeAtomically(file, own);
  if (from && options.from !== undefined) {
    io.out(`✓ ${from.shown}: ${inWords(from.result)}.\n`);
    tell(io, from.result, from.result.directory ? options.from : null);
  }
  io.out(
    `✓ ${path} is written, and ${FOLDER} tells your editor what may stand in it. Next, with GITLAB_HOST and GITLAB_TOKEN set:\n  npx kickoff doctor ${path}\n  npx kickoff plan ${path}\n`,
  );
  return EXIT.done;
}

type Which = 'cohort' | 'program';

/** Where an editor finds the schema of a file: in the folder that the command runs in, or beside a file that lies elsewhere. */
function schemaFile(io: Io, file: string, which: Which): string {
  const isBelow = !relative(io.cwd, file).startsWith('..');
  return join(isBelow ? io.cwd : dirname(file), FOLDER, `${which}.schema.json`);
}

const withSchema = (io: Io, file: string, which: Which, text: string): [string, string][] => {
  const schema = schemaFile(io, file, which);
  const path = relative(dirname(file), schema).replaceAll('\\', '/');
  return [
    [file, `${schemaLine(path)}\n${text}`],
    [schema, schemaText(which)],
  ];
};

interface FromPage {
  /** As the cohort file names it. */
  name: string;
  file: string;
  shown: string;
  result: ImportResult;
}

/** A page becomes a program template beside the cohort file; nothing is written yet. */
function programOf(io: Io, page: string, path: string, force: boolean): FromPage {
  const slug = slugOf(basename(page).replace(/\.[a-z]+$/i, ''));
  const shown = join(dirname(path), `${slug === '' ? 'imported' : slug}.program.yaml`);
  const file = resolve(io.cwd, shown);
  const name = `./${relative(resolve(io.cwd, dirname(path)), file)}`;
  if (existsSync(file) && !force) {
    throw new KickoffError('usage', `${shown} exists.`, {
      undone: 'It was left as it is, and nothing was written.',
      hint: `To use it: --program ${name} instead of --from. To compare it with the page: kickoff import ${page} --check ${shown}. To write over it: --force.`,
    });
  }
  const result = imported(io, page, { measures: true });
  if (result.kind === 'role') {
    throw new KickoffError('usage', `${page} describes a role, and a cohort needs a program.`, {
      undone: 'Nothing was written.',
      hint: `Make a role file of it: kickoff import ${page} --out my-role.yaml, and name that as target.role of a program.`,
    });
  }
  return { name, file, shown, result };
}

async function answersOf(
  io: Io,
  path: string,
  options: InitFlags,
  imported: string | null,
): Promise<Answers> {
  const questions = questionsOf(io, path, options, imported);
  const missing = Object.values(questions).filter(
    ({ given, otherwise }) => given === undefined && otherwise === null,
  );
  if (io.ask === null && missing.length > 0) {
    throw new KickoffError(
      'usage',
      `${missing.map(({ flag }) => flag).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      {
        hint: 'On a terminal they are asked for; here they must be given.',
      },
    );
  }
  const answers: Partial<Answers> = {};
  for (const [name, question] of Object.entries(questions) as [keyof Answers, Question][]) {
    const { ask, given, otherwise, wrong } = question;
    let answer = given;
    // What must be answered, and what cannot be, is asked again; five times is enough for slips.
    for (let time = 0; answer === undefined && time < 5 && io.ask !== null; time += 1) {
      const typed = oneLine(await io.ask(`${ask}${otherwise === null ? '' : ` [${otherwise}]`}: `));
      const because = typed === '' ? null : wrong(typed);
      if (because === null) answer = typed === '' ? (otherwise ?? undefined) : typed;
      else io.out(`  ${oneLine(typed)} ${because}.\n`);
    }
    answer ??= otherwise ?? undefined;
    if (answer === undefined)
      throw new KickoffError('usage', `Nothing was answered to: ${ask}.`, { undone: 'Nothing was written.' });
    answers[name] = oneLine(answer);
  }
  return answers as Answers;
}

function cohortText(answers: Answers): string {
  const title = answers.cohort
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
  const document = new Document({
    version: 1,
    program: answers.program,
    cohort: answers.cohort,
    title,
    first_day: answers.firstDay,
    time_zone: answers.timeZone,
    gitlab: {
      ...(answers.group === '-' ? {} : { group: answers.group }),
      project: answers.project,
    },
    people: { manager: nameOf(answers.manager), mentor: nameOf(answers.mentor) },
    interns: answers.interns
      .split(',')
      .map(nameOf)
      .filter((name) => name !== '')
      .map((username) => ({ username })),
  });
  document.commentBefore =
    ' Who, when and where. `kickoff schema cohort` prints all that may stand here: names of people,\n mentors for each area, growth goals, overrides, links.';
  return document.toString({ lineWidth: 0 });
}

/** What would be refused later is refused now, with nothing written. */
function check(io: Io, path: string, files: ReadonlyMap<string, string>): void {
  const sources = sourcesOf(io);
  const read = (file: string): string | null => files.get(resolve(io.cwd, file)) ?? sources.read(file);
  try {
    loadCohort(path, { ...sources, read });
  } catch (error) {
    // A program that is wrong is told with its own place: nothing that was answered is.
    if (!(error instanceof InvalidInput) || error.problems.some(({ file }) => file !== path)) throw error;
    throw new KickoffError(
      'usage',
      error.problems
        .map(({ path: where, message }) => (where === '' ? message : `${where}: ${message}`))
        .join('\n  '),
      { undone: 'Nothing was written.', hint: 'Answer again.' },
    );
  }
}
