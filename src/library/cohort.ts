/** A cohort file with everything that it names, ready to be planned and scored. */

import { resolve } from 'node:path';
import { dayIn } from '../model/dates.ts';
import { LABEL } from '../model/labels.ts';
import type { Scope } from '../model/tracker.ts';
import type { Cohort } from '../program/cohort-schema.ts';
import { enrol } from '../program/enrol.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { fill } from '../program/fill.ts';
import { loadCohort as load } from '../program/load.ts';
import type { Loaded } from '../program/load-program.ts';
import type { Render } from '../text/templates.ts';
import { sourcesIn } from './files.ts';
import { createRenderFromFiles } from './renders.ts';

export interface LoadedCohort extends Loaded {
  enrolments: Enrolment[];
  scope: Scope;
  render: Render;
  /** The calendar day of a moment, `YYYY-MM-DD`, in the cohort's time zone. */
  dayOf(moment: Date): string;
}

/**
 * Reads a cohort file and the program that it names. Asks nothing of GitLab. Throws `InvalidInput` with every problem of all the
 * files, each with its place.
 */
export function loadCohort(path: string, { folder = resolve() }: { folder?: string } = {}): LoadedCohort {
  return cohortOf(load(path, sourcesIn(folder)));
}

export function cohortOf(loaded: Loaded): LoadedCohort {
  const { program, cohort, role, templates, language } = loaded;
  const { words } = language;
  return {
    ...loaded,
    program: fill(program, program, cohort, words),
    cohort: fill(cohort, program, cohort, words),
    enrolments: enrol(program, cohort, words, role, loaded.free),
    scope: scopeOf(cohort.gitlab, LABEL.cohort(cohort.cohort)),
    render: createRenderFromFiles(templates, words),
    dayOf: (moment) => dayIn(cohort.time_zone, moment),
  };
}

/** Where the issues of a file live, and by which label they are listed. */
export function scopeOf({ group, project, labels }: Cohort['gitlab'], label: string): Scope {
  return {
    project,
    group: group ?? null,
    labelsIn: labels ?? (group === undefined ? 'project' : 'group'),
    cohortLabel: label,
  };
}
