/**
 * The end of an internship: the last scorecard goes into the epics, milestones and epics are closed, and key results that are
 * still open are left or closed as not done, as is asked. Everything is kept. What is done is a plan first; each step reads
 * its thing again right before it acts. What a person closed meanwhile stays as it is, and what a person opened again after an
 * archive stays open. The epic comes last, so that a run that dies is finished by the next.
 */

import { ofKind } from '../model/resource.ts';
import type { Tracker } from '../model/tracker.ts';
import { matchLive } from '../provision/find/match.ts';
import { parentOf } from '../scorecard/rules/score.ts';
import { type Act, type ArchiveEntry, endEpic, endMilestone, endResults } from './archive-steps.ts';
import { type Reading, readScorecard, type SyncOptions } from './reading.ts';

export interface Archive {
  reading: Reading;
  /** Everything that is open, with what is done with it. */
  entries: ArchiveEntry[];
  /** Interns whose program is not over yet. */
  early: string[];
  apply(): Promise<Archived>;
}

export interface Archived {
  done: ArchiveEntry[];
  failed: { entry: ArchiveEntry; error: unknown }[];
  /** As it is in the end: the last scorecard. */
  reading: Reading;
}

export async function prepareArchive(
  order: SyncOptions,
  tracker: Tracker,
  { closeOpen }: { closeOpen: boolean },
): Promise<Archive> {
  const read = (): Promise<Reading> => readScorecard(order, tracker, { history: true });
  const reading = await read();
  const world = await tracker.read(order.scope, ['milestones']);
  const wanted = ofKind(order.wanted, 'milestone');
  const { matched: milestones } = await matchLive(tracker, order.scope, wanted, world);
  const acts: Act[] = [
    ...order.enrolments.flatMap((enrolment, at) =>
      endResults(enrolment, at, reading, closeOpen, order, tracker),
    ),
    ...wanted.flatMap(({ key }) => {
      const live = milestones.get(key);
      return live?.kind === 'milestone' ? endMilestone(live, key, order, tracker) : [];
    }),
    ...order.enrolments.flatMap((enrolment, at) => {
      const live = parentOf(reading.matched, enrolment);
      return live ? endEpic(live, enrolment, at, reading, order, tracker) : [];
    }),
  ];
  return {
    reading,
    entries: acts.map(({ entry }) => entry),
    early: reading.card.interns.filter(({ span }) => reading.card.today <= span.end).map(({ name }) => name),
    apply: () => carryOut(acts, reading, read),
  };
}

/** Kinds one after the other, each in parallel: epics are closed when all that is theirs is, and say how that ended. */
async function carryOut(acts: Act[], first: Reading, again: () => Promise<Reading>): Promise<Archived> {
  const archived: Archived = { done: [], failed: [], reading: first };
  const { done, failed } = archived;
  for (const kind of ['issue', 'milestone', 'epic'] as const) {
    const own = acts.flatMap(({ entry, run }) =>
      entry.kind === kind && run !== null ? [{ entry, run }] : [],
    );
    // An epic stays open while something below it could not be closed.
    if (own.length === 0 || (kind === 'epic' && failed.length > 0)) continue;
    // The last word must be true: people go on until the end, and so does a nightly sync.
    if (kind === 'epic') archived.reading = await again();
    await Promise.all(
      own.map(async ({ entry, run }) => {
        try {
          await run(archived.reading);
          done.push(entry);
        } catch (error) {
          failed.push({ entry, error });
        }
      }),
    );
  }
  // Without an epic to close, the files still tell how it ended.
  if (archived.reading === first && done.length > 0) archived.reading = await again();
  return archived;
}
