/**
 * The nightly run: what people did is read back, scored, and written into the block of each epic when something shown has
 * changed, and once a week as a sign of life. Where the cohort wants it, derived key results are closed. It creates
 * nothing.
 */

import { KickoffError } from '../model/errors.ts';
import type { LiveEpic, LiveIssue } from '../model/resource.ts';
import type { Tracker } from '../model/tracker.ts';
import { casesOf, parentOf, score } from '../scorecard/rules/score.ts';
import { closeDerived } from './close-derived.ts';
import { type Next, nextBlock } from './next-block.ts';
import { type Reading, type ReadOptions, readScorecard, type SyncOptions } from './reading.ts';

export interface Synced extends Reading {
  written: string[];
  unchanged: string[];
  /** Blocks that were left, with the reason. */
  left: { name: string; because: string }[];
  /** Derived key results that were closed. */
  closed: { title: string; intern: string }[];
  /** Scorecards and closures that GitLab did not take. */
  failed: { name: string; error: unknown }[];
}

/** Reads, scores, closes what follows from the score, and writes the blocks. */
export async function sync(
  order: SyncOptions,
  tracker: Tracker,
  options: Pick<ReadOptions, 'history'> = { history: false },
): Promise<Synced> {
  // Whether somebody opened a derived key result again is told by events alone.
  const asked = order.enrolments.some(({ closeDerived: wanted }) => wanted);
  const first = await readScorecard(order, tracker, { history: options.history || asked });
  const { closed, failed } = await closeDerived(order, tracker, first);
  const reading = closed.length === 0 ? first : again(first);
  const result: Synced = { ...reading, written: [], unchanged: [], left: [], closed, failed };
  await Promise.all(
    order.enrolments.map(async (enrolment, at) => {
      const intern = reading.card.interns[at];
      const live = parentOf(reading.matched, enrolment);
      if (!intern || !live) return;
      const next = (parent: LiveEpic | LiveIssue): Next =>
        nextBlock(parent, enrolment, intern, order, reading);
      const first = next(live);
      if (first.kind === 'same') return void result.unchanged.push(intern.name);
      if (first.kind === 'left') return void result.left.push({ name: intern.name, because: first.because });
      try {
        // Right before writing it is read again: what a person wrote meanwhile stays.
        const fresh = await tracker.again(order.scope, live);
        const now = next(fresh);
        if (now.kind === 'left') return void result.left.push({ name: intern.name, because: now.because });
        if (now.kind === 'write') await tracker.update(order.scope, fresh, { description: now.description });
        result.written.push(intern.name);
      } catch (error) {
        // One epic that is refused must not cost the others theirs.
        result.failed.push({ name: intern.name, error });
      }
    }),
  );
  return result;
}

/** What was closed just now counts as closed. */
function again(reading: Reading): Reading {
  const cases = casesOf(reading.input);
  return { ...reading, cases, card: score(reading.input, cases) };
}

/** The failure of a sync that found things not provisioned. */
export function notProvisioned(missing: string[]): KickoffError {
  const shown = missing
    .slice(0, 5)
    .map((title) => `"${title}"`)
    .join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return new KickoffError('not-provisioned', `GitLab does not have ${shown}${more}.`, {
    undone: 'What is there was scored; a sync creates nothing.',
    hint: 'Run kickoff provision with the same cohort file.',
  });
}
