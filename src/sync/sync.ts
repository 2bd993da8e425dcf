/**
 * The nightly run: what people did is read back, scored, and written into the block of each epic when something shown has
 * changed, and once a week as a sign of life. Where the cohort wants it, derived key results are closed. It creates
 * nothing.
 */

import { KickoffError } from '../errors.ts';
import { digest, findFence, isTouched, replaceFence, writeFence } from '../fence.ts';
import type { Placement } from '../placement.ts';
import { scorecardKey } from '../provision/change.ts';
import type { LiveEpic, LiveIssue } from '../resource.ts';
import { renderBlock } from '../scorecard/block.ts';
import { type Memory, readMemory, writeMemory } from '../scorecard/memory.ts';
import { redact } from '../scorecard/redact.ts';
import { casesOf, changesOf, holderOf, remembered, score } from '../scorecard/score.ts';
import type { InternCard } from '../scorecard/scorecard.ts';
import type { Tracker } from '../tracker.ts';
import { closeDerived } from './close-derived.ts';
import { type Reading, type ReadOptions, readScorecard, type SyncOrder } from './reading.ts';

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
  order: SyncOrder,
  tracker: Tracker,
  options: Pick<ReadOptions, 'history'> = { history: false },
): Promise<Synced> {
  // Whether somebody opened a derived key result again is told by events alone.
  const asked = order.placements.some(({ closeDerived: wanted }) => wanted);
  const first = await readScorecard(order, tracker, { history: options.history || asked });
  const { closed, failed } = await closeDerived(order, tracker, first);
  const reading = closed.length === 0 ? first : again(first);
  const result: Synced = { ...reading, written: [], unchanged: [], left: [], closed, failed };
  await Promise.all(
    order.placements.map(async (placement, at) => {
      const intern = reading.card.interns[at];
      const live = holderOf(reading.matched, placement);
      if (!intern || !live) return;
      const next = (holder: LiveEpic | LiveIssue): Next =>
        nextBlock(holder, placement, intern, order, reading);
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

type Next = { kind: 'same' } | { kind: 'left'; because: string } | { kind: 'write'; description: string };

/**
 * What to do with a block. It is compared under the date and the changes it was last written with, so that a new day alone
 * is no change; on the first run after a working week it is written all the same, so that an old date tells a reader that
 * the sync has stopped.
 */
function nextBlock(
  live: LiveEpic | LiveIssue,
  placement: Placement,
  intern: InternCard,
  order: SyncOrder,
  { card, input, cases }: Reading,
): Next {
  if (live.state === 'closed') return { kind: 'left', because: 'it is closed' };
  const key = scorecardKey(placement.epic);
  const fence = findFence(live.description, key);
  if (!fence) {
    return {
      kind: 'left',
      because: `its scorecard block was removed. To get it back, write these two lines into the description: <!-- kickoff:begin ${key} --> and <!-- kickoff:end -->`,
    };
  }
  if (isTouched(fence)) {
    return {
      kind: 'left',
      because:
        'somebody edited its scorecard block. Empty the block between its marks to have it written again',
    };
  }
  const results = [...intern.objectives, ...intern.areas].flatMap(({ keyResults }) => keyResults);
  const block = (date: string, since: string | null, was: number | null): string => {
    const changed = { ...intern, changes: changesOf(results, since, was, order.dayOf) };
    // What others can read shows confidential key results without title or link.
    const shown = redact({ ...card, interns: [changed] });
    return renderBlock(
      { intern: shown.interns[0] ?? changed, card: shown, notices: shown.notices, date },
      order.render,
    );
  };
  const before = readMemory(fence.written);
  const written = fence.written.date;
  const heartbeat = written === undefined || written <= card.judgedOn;
  if (!heartbeat && digest(fence.text) === digest(block(written, before.since, before.was)))
    return { kind: 'same' };
  const cased = cases.get(placement.epic);
  const after: Memory = {
    ...(cased ? remembered(cased, before, input) : before),
    at: card.readAt,
    score: intern.score,
    since: before.at,
    was: before.score,
  };
  const text = block(card.today, after.since, after.was);
  const renewed = writeFence(key, text, { date: card.today, ...writeMemory(after) });
  return { kind: 'write', description: replaceFence(live.description, fence, renewed) };
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
