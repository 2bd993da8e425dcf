/** What init asks for, and why an answer cannot be. */

import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type * as z from 'zod';
import { listFiles, programsFolder } from '../../library/files.ts';
import { addDays, weekday } from '../../model/dates.ts';
import { fullPath, username } from '../../program/basics.ts';
import { cohortSchema } from '../../program/cohort-schema.ts';
import type { Io } from '../io.ts';

export interface InitFlags {
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

export interface Question {
  flag: string;
  ask: string;
  given: string | undefined;
  /** What an empty answer means; null when there must be one. */
  otherwise: string | null;
  /** Why an answer cannot be; null when it can. */
  wrong: (answer: string) => string | null;
}

/** The programs that are installed, by name. */
const installed = (): string[] =>
  listFiles(programsFolder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();

export type Answers = Record<
  'program' | 'cohort' | 'firstDay' | 'timeZone' | 'group' | 'project' | 'manager' | 'mentor' | 'interns',
  string
>;

/** In the order in which they are asked. */
export function questionsOf(
  io: Io,
  path: string,
  options: InitFlags,
  imported: string | null,
): Record<keyof Answers, Question> {
  const monday = nextMonday(new Date(io.time()).toISOString().slice(0, 10));
  return {
    program: {
      flag: '--program',
      ask: `Program (${installed().join(', ')}, or a path that starts with ./)`,
      given: imported ?? options.program,
      otherwise: 'security-internship',
      wrong: (answer) => programWrong(io, path, answer),
    },
    cohort: {
      flag: '--cohort',
      ask: 'Name of the cohort, like spring-2027; it is part of labels for ever',
      given: options.cohort,
      otherwise: null,
      wrong: complaint(cohortSchema.shape.cohort),
    },
    firstDay: {
      flag: '--first-day',
      ask: 'First working day',
      given: options.firstDay,
      otherwise: monday,
      wrong: dayWrong,
    },
    timeZone: {
      flag: '--time-zone',
      ask: 'Time zone',
      given: options.timeZone,
      otherwise: Intl.DateTimeFormat().resolvedOptions().timeZone,
      wrong: complaint(cohortSchema.shape.time_zone),
    },
    group: {
      flag: '--group',
      ask: 'GitLab group that holds epics and labels (a dash for none)',
      given: options.group,
      otherwise: null,
      wrong: (answer) => (answer === '-' ? null : complaint(fullPath)(answer)),
    },
    project: {
      flag: '--project',
      ask: 'GitLab project that holds the issues',
      given: options.project,
      otherwise: null,
      wrong: complaint(fullPath),
    },
    manager: {
      flag: '--manager',
      ask: 'User name of the manager',
      given: options.manager,
      otherwise: null,
      wrong: personWrong,
    },
    mentor: {
      flag: '--mentor',
      ask: 'User name of the primary mentor',
      given: options.mentor,
      otherwise: null,
      wrong: personWrong,
    },
    interns: {
      flag: '--intern',
      ask: 'User names of the interns, with commas between them',
      given: options.intern.length > 0 ? options.intern.join(',') : undefined,
      otherwise: null,
      wrong: (answer) =>
        answer
          .split(',')
          .map(nameOf)
          .map(personWrong)
          .find((each) => each !== null) ?? null,
    },
  };
}

/** The first complaint of a part of the schema. */
const complaint =
  (schema: z.ZodType) =>
  (answer: string): string | null => {
    const { error } = schema.safeParse(answer);
    return error?.issues[0]?.message ?? null;
  };

const personWrong = (answer: string): string | null => complaint(username)(nameOf(answer));

function dayWrong(answer: string): string | null {
  const because = complaint(cohortSchema.shape.first_day)(answer);
  return because ?? (weekday(answer) > 5 ? `is no working day; the next one is ${nextMonday(answer)}` : null);
}

function programWrong(io: Io, path: string, answer: string): string | null {
  if (/^\.\.?\//.test(answer))
    return statSync(resolve(io.cwd, dirname(path), answer), { throwIfNoEntry: false })?.isFile()
      ? null
      : 'is no file beside the cohort file';
  return installed().includes(answer)
    ? null
    : `is not installed; there are ${installed().join(', ')}, or a path that starts with ./`;
}

/** The Monday after a day. */
const nextMonday = (day: string): string => addDays(day, 8 - weekday(day));

export const nameOf = (text: string): string => text.trim().replace(/^@/, '');
