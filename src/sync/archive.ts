/**
 * The end of an internship: the last scorecard goes into the epics, milestones and epics are closed, and key results that are
 * still open are left or closed as not done, as is asked. Everything is kept. What a person closed meanwhile stays as it is, and what
 * a person opened again after an archive stays open. The epic comes last, so that a run that dies is finished by the next.
 */

import type { Emit } from '../model/events.ts';
import type { Plan } from '../model/plan.ts';
import { ofKind } from '../model/resource.ts';
import type { Tracker } from '../model/tracker.ts';
import { apply, type Stage } from '../provision/apply/apply.ts';
import type { Outcome } from '../provision/apply/outcome.ts';
import { matchLive } from '../provision/find/match.ts';
import { parentOf } from '../scorecard/rules/input.ts';
import { type Ending, endEpic, endMilestone, endResults } from './archive-steps.ts';
import { type Reading, readScorecard, type SyncOptions } from './reading.ts';
import { type Planned, planOf } from './sync-plan.ts';

export interface Archive {
  /** Everything that is open: steps that close it, and notes on what is left. */
  plan: Plan;
  reading: Reading;
  apply(): Promise<{
    outcome: Outcome;
    /** As it is in the end: the last scorecard. */
    reading: Reading;
  }>;
}

export async function prepareArchive(
  options: SyncOptions,
  tracker: Tracker,
  { closeOpen }: { closeOpen: boolean },
  emit: Emit,
): Promise<Archive> {
  const read = (): Promise<Reading> => readScorecard(options, tracker, { history: true });
  const first = await read();
  let last = first;
  const { scope, enrolments } = options;
  const world = await tracker.read(scope, ['milestones']);
  const wanted = ofKind(options.wanted, 'milestone');
  const { matched: milestones } = await matchLive(tracker, scope, wanted, world);
  const today = (): string => options.dayOf(tracker.now());
  const results = enrolments.flatMap((each, at) => endResults(each, at, first, closeOpen, today));
  const rotations = wanted.flatMap(({ key }) => {
    const live = milestones.get(key);
    return live?.kind === 'milestone' ? endMilestone(live, key) : [];
  });
  const epics = enrolments.flatMap((each, at) => {
    const live = parentOf(first.matched, each);
    return live ? endEpic(live, each, at, options, () => last) : [];
  });
  const stages: Stage[] = [
    { edits: plannedOf(results) },
    { edits: plannedOf(rotations) },
    // The last word must be true: people go on until the end, and so does a nightly sync.
    {
      edits: plannedOf(epics),
      needsAll: true,
      before: async () => {
        last = await read();
      },
    },
  ];
  const notes = [...results, ...rotations, ...epics].flatMap((each) => ('note' in each ? [each.note] : []));
  const plan = { ...planOf(options, tracker, first, stages, notes), refusals: early(first) };
  return {
    plan,
    reading: first,
    async apply() {
      const outcome = await apply({ plan, wanted: [], found: first.found, tracker, scope, emit, stages });
      // Without an epic to close, the files still tell how it ended.
      if (last === first && outcome.done.length > 0 && !outcome.halted) last = await read();
      return { outcome, reading: last };
    },
  };
}

const plannedOf = (endings: Ending[]): Planned[] =>
  endings.flatMap((each) => ('planned' in each ? [each.planned] : []));

/** Interns whose program is not over yet. */
function early({ card }: Reading): Plan['refusals'] {
  const names = card.interns
    .filter(({ span, left }) => left === null && card.today <= span.end)
    .map(({ name }) => name);
  return names.length === 0
    ? []
    : [{ what: 'early', because: `the program of ${names.join(', ')} is not over yet` }];
}
