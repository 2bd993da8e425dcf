/** A cohort file that validates, from a few answers: on a terminal they are asked for, elsewhere they come as flags. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Document } from 'yaml';
import { addDays, weekday } from '../../calendar.ts';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../errors.ts';
import { oneLine } from '../../plain-text.ts';
import { loadCohort } from '../../program/load.ts';
import { slugOf } from '../../program/place.ts';
import { type Io, listFiles, readText, writeAtomically } from '../io.ts';
import { MOST_YAML, programsFolder } from '../session.ts';
import { importCommand } from './import.ts';

export interface InitOptions {
  from?: string | undefined;
  program?: string | undefined;
  cohort?: string | undefined;
  firstDay?: string | undefined;
  timeZone?: string | undefined;
  group?: string | undefined;
  project?: string | undefined;
  manager?: string | undefined;
  mentor?: string | undefined;
  intern: string[];
  force?: boolean | undefined;
}

interface Question {
  flag: string;
  ask: string;
  given: string | undefined;
  /** What an empty answer means; null when there must be one. */
  otherwise: string | null;
}

/** The programs that are installed, by name. */
const installed = (): string[] =>
  listFiles(programsFolder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();

export async function initCommand(io: Io, path: string, options: InitOptions): Promise<ExitCode> {
  const target = resolve(io.cwd, path);
  if (existsSync(target) && !options.force) {
    throw new KickoffError('usage', `${path} exists.`, {
      undone: 'It was left as it is.',
      hint: 'Name another file, or add --force.',
    });
  }
  const imported =
    options.from === undefined ? null : programOf(io, options.from, path, options.force ?? false);
  const answers = await answersOf(io, options, imported);
  const text = cohortText(answers);
  check(io, path, text);
  writeAtomically(target, text);
  io.out(`✓ ${path} is written. Next:\n  kickoff validate ${path}\n  kickoff plan ${path}\n`);
  return EXIT.done;
}

/** A page becomes a program template beside the cohort file. */
function programOf(io: Io, page: string, path: string, force: boolean): string {
  const file = join(dirname(path), `${slugOf(basename(page).replace(/\.[a-z]+$/i, ''))}.program.yaml`);
  if (existsSync(resolve(io.cwd, file)) && !force) {
    throw new KickoffError('usage', `${file} exists.`, {
      undone: 'It was left as it is.',
      hint: `Compare it with the page: kickoff import ${page} --check ${file}. Or add --force.`,
    });
  }
  importCommand(io, page, { out: file, measures: true });
  return `./${relative(dirname(path), file)}`;
}

type Answers = Record<
  'program' | 'cohort' | 'firstDay' | 'timeZone' | 'group' | 'project' | 'manager' | 'mentor' | 'interns',
  string
>;

async function answersOf(io: Io, options: InitOptions, imported: string | null): Promise<Answers> {
  const monday = nextMonday(new Date(io.time()).toISOString().slice(0, 10));
  const questions: Record<keyof Answers, Question> = {
    program: {
      flag: '--program',
      ask: `Program (${installed().join(', ')}, or a path that starts with ./)`,
      given: imported ?? options.program,
      otherwise: 'security-internship',
    },
    cohort: {
      flag: '--cohort',
      ask: 'Name of the cohort, like spring-2027; it is part of labels for ever',
      given: options.cohort,
      otherwise: null,
    },
    firstDay: { flag: '--first-day', ask: 'First working day', given: options.firstDay, otherwise: monday },
    timeZone: {
      flag: '--time-zone',
      ask: 'Time zone',
      given: options.timeZone,
      otherwise: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    group: {
      flag: '--group',
      ask: 'GitLab group that holds epics and labels (a dash for none)',
      given: options.group,
      otherwise: null,
    },
    project: {
      flag: '--project',
      ask: 'GitLab project that holds the issues',
      given: options.project,
      otherwise: null,
    },
    manager: { flag: '--manager', ask: 'User name of the manager', given: options.manager, otherwise: null },
    mentor: {
      flag: '--mentor',
      ask: 'User name of the primary mentor',
      given: options.mentor,
      otherwise: null,
    },
    interns: {
      flag: '--intern',
      ask: 'User names of the interns, with commas between them',
      given: options.intern.length > 0 ? options.intern.join(',') : undefined,
      otherwise: null,
    },
  };
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
  for (const [name, { ask, given, otherwise }] of Object.entries(questions) as [keyof Answers, Question][]) {
    let answer = given;
    // What must be answered is asked again; three times is enough for a slip.
    for (let time = 0; answer === undefined && time < 3 && io.ask !== null; time += 1) {
      const typed = oneLine(await io.ask(`${ask}${otherwise === null ? '' : ` [${otherwise}]`}: `));
      answer = typed === '' ? (otherwise ?? undefined) : typed;
    }
    answer ??= otherwise ?? undefined;
    if (answer === undefined)
      throw new KickoffError('usage', `Nothing was answered to: ${ask}.`, { undone: 'Nothing was written.' });
    answers[name] = oneLine(answer);
  }
  return answers as Answers;
}

/** The Monday after a day. */
const nextMonday = (day: string): string => addDays(day, 8 - weekday(day));

const nameOf = (text: string): string => text.trim().replace(/^@/, '');

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
    ' Who, when and where. `kickoff schema cohort` prints all that may stand here: mentors for each area,\n growth goals, overrides, links.';
  return document.toString({ lineWidth: 0 });
}

/** What would be refused later is refused now, with nothing written. */
function check(io: Io, path: string, text: string): void {
  const target = resolve(io.cwd, path);
  try {
    loadCohort(path, {
      read: (file) => (resolve(io.cwd, file) === target ? text : readText(resolve(io.cwd, file), MOST_YAML)),
      list: (folder) => listFiles(resolve(io.cwd, folder)),
      programs: programsFolder(),
      root: io.cwd,
    });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new KickoffError(
      'usage',
      error.problems.map(({ path: where, message }) => `${where}: ${message}`).join('\n  '),
      { undone: 'Nothing was written.', hint: 'Answer again.' },
    );
  }
}
