/** One application, as a plan like any other. */
import type { Emit } from '../model/events.ts';
import { LABEL } from '../model/labels.ts';
import type { Cohort } from '../program/cohort-schema.ts';
import type { Slot } from '../program/directory-schema.ts';
import type { LoadedDirectory } from '../program/load-directory.ts';
import type { Application } from '../program/program-schema.ts';
import { type Applicant, applicationIssue } from '../program/wanted-application.ts';
import { type Prepared, prepare } from '../provision/prepare.ts';
import { scopeOf } from './cohort.ts';
import type { GitLab } from './connect.ts';
import { createRenderFromFiles } from './renders.ts';

export interface ApplicationRequest {
  application: Application;
  applicant: Applicant;
  /** The slot that is applied for; null for none. */
  slot: Slot | null;
  /** `YYYY-MM-DD` */
  today: string;
  localTime?: () => number;
}

/** Where applications of a directory are opened. Its file must name a program and a project. */
export interface ApplicationPlace {
  directory: LoadedDirectory['directory'];
  program: NonNullable<LoadedDirectory['program']>;
  gitlab: Cohort['gitlab'];
}

export function planApplication(
  { directory, program: { program, templates, language }, gitlab: place }: ApplicationPlace,
  { application, applicant, slot, today, localTime }: ApplicationRequest,
  gitlab: GitLab,
  emit: Emit = () => {},
): Promise<Prepared> {
  const render = createRenderFromFiles(templates, language.words);
  return prepare(
    {
      program: program.title,
      cohortKey: `application of ${applicant.name}`,
      scope: scopeOf(place, LABEL.applications(program.key)),
      wanted: applicationIssue(program, application, applicant, slot, directory, today, render),
      notes: [],
      creationsPerMinute: gitlab.creationsPerMinute,
      dayOf: (moment) => moment.toISOString().slice(0, 10),
      boards: [],
      interns: [],
      leavers: [],
      people: applicant.url === null ? [{ username: applicant.name, role: 'intern' }] : [],
      counted: [],
      lastDay: '',
      // What a project offers is not about a person.
      publicIsFine: place.public_is_fine === true || application.by === 'project',
      localTime: localTime ?? null,
    },
    gitlab.tracker,
    emit,
  );
}
