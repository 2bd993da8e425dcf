/** What sync and archive would change, as a plan like any other, with how each step changes its thing. */
import type { Note, Plan, Step } from '../model/plan.ts';
import type { Described } from '../model/resource.ts';
import type { Tracker } from '../model/tracker.ts';
import type { Stage } from '../provision/apply/apply.ts';
import type { Edit } from '../provision/apply/rewrite.ts';
import { requestsOf } from '../provision/plan/costs.ts';
import { countsOf } from '../provision/plan/diff.ts';
import type { Reading, SyncOptions } from './reading.ts';

/** A step with the thing that it is about. */
export interface Planned {
  step: Step;
  live: Described;
  edit: Edit;
}

export function planOf(
  options: SyncOptions,
  tracker: Tracker,
  { card }: Reading,
  stages: Stage[],
  notes: Note[],
): Plan {
  const steps = stages.flatMap(({ edits }) => edits.map(({ step }) => step));
  return {
    version: 2,
    program: options.program,
    cohort: options.cohortKey,
    host: tracker.host,
    project: card.project,
    today: card.today,
    steps,
    notes,
    counts: countsOf(steps, []),
    requests: steps.reduce((sum, step) => sum + requestsOf(step), 0),
    minutesByLimit: 0,
    mails: {},
    refusals: [],
    links: [],
  };
}
