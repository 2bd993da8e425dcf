/**
 * The nightly run: closure, ticks and lines are read back, scored, and written into the block of each epic when
 * something shown has changed, and once a week as a sign of life. It creates nothing.
 */

import { mondayOf } from './calendar.ts';
import { KickoffError } from './errors.ts';
import { digest, findFence, isTouched, replaceFence, writeFence } from './fence.ts';
import type { Placement } from './placement.ts';
import { adapt } from './provision/adapt.ts';
import { scorecardKey } from './provision/change.ts';
import { look } from './provision/look.ts';
import { type LiveEpic, type LiveIssue, ofKind, type Wanted } from './resource.ts';
import { renderBlock } from './scorecard/render.ts';
import { score } from './scorecard/score.ts';
import { redact, type Scorecard } from './scorecard/scorecard.ts';
import type { Render } from './templates.ts';
import type { Matched, Scope, Tracker } from './tracker.ts';

export interface SyncOrder {
  program: string;
  cohort: string;
  scope: Scope;
  placements: Placement[];
  wanted: Wanted[];
  dayOf: (moment: Date) => string;
  render: Render;
}

export interface Reading {
  card: Scorecard;
  matched: Matched;
  /** Names of wanted epics and issues that GitLab does not have. */
  missing: string[];
}

/** Reads GitLab and scores it; writes nothing. Two lists, whatever the number of issues below a hundred. */
export async function readScorecard(order: SyncOrder, tracker: Tracker): Promise<Reading> {
  const world = await tracker.read(order.scope, ['project', 'epics', 'issues', 'expiry']);
  const { wanted } = adapt(
    order.wanted.filter((each) => each.kind === 'epic' || each.kind === 'issue'),
    world.capabilities,
    order.scope.labelsIn,
  );
  const { matched } = await look(tracker, order.scope, wanted, world);
  const scored = [
    ...ofKind(wanted, 'epic'),
    ...ofKind(wanted, 'issue').filter((each) => each.role === 'key-result' || each.holds !== null),
  ];
  const missing = scored.filter((each) => !matched.has(each.key)).map((each) => each.title);
  const card = score({
    program: order.program,
    cohort: order.cohort,
    project: world.project.path,
    now: world.now,
    today: order.dayOf(world.now),
    placements: order.placements,
    matched,
    tokenExpiresAt: world.tokenExpiresAt,
  });
  return { card, matched, missing };
}

export interface Synced extends Reading {
  written: string[];
  unchanged: string[];
  /** Blocks that were left, with the reason. */
  left: { name: string; because: string }[];
  /** Scorecards that GitLab did not take. */
  failed: { name: string; error: unknown }[];
}

/** Reads, scores, and writes the blocks. */
export async function sync(order: SyncOrder, tracker: Tracker): Promise<Synced> {
  const reading = await readScorecard(order, tracker);
  const result: Synced = { ...reading, written: [], unchanged: [], left: [], failed: [] };
  // What others can read shows confidential key results without title or link.
  const shown = redact(reading.card);
  await Promise.all(
    order.placements.map(async (placement, at) => {
      const intern = shown.interns[at];
      const live = reading.matched.get(placement.epic);
      if (!intern || (live?.kind !== 'epic' && live?.kind !== 'issue')) return;
      const blockOf = (date: string): string => renderBlock(intern, shown.notices, date, order.render);
      const first = nextBlock(live, placement.epic, shown.today, blockOf);
      if (first.kind === 'same') return void result.unchanged.push(intern.name);
      if (first.kind === 'left') return void result.left.push({ name: intern.name, because: first.because });
      try {
        // Right before writing it is read again: what a person wrote meanwhile stays.
        const fresh = await tracker.again(order.scope, live);
        const next = nextBlock(fresh, placement.epic, shown.today, blockOf);
        if (next.kind === 'left') return void result.left.push({ name: intern.name, because: next.because });
        if (next.kind === 'write')
          await tracker.update(order.scope, fresh, { description: next.description });
        result.written.push(intern.name);
      } catch (error) {
        // One epic that is refused must not cost the others theirs.
        result.failed.push({ name: intern.name, error });
      }
    }),
  );
  return result;
}

type Next = { kind: 'same' } | { kind: 'left'; because: string } | { kind: 'write'; description: string };

/**
 * What to do with a block. It is compared under the date it was last written, so that a new day alone is no change; on
 * the first run of a week it is written all the same, so that an old date tells a reader that the sync has stopped.
 */
function nextBlock(
  live: LiveEpic | LiveIssue,
  epic: string,
  today: string,
  blockOf: (date: string) => string,
): Next {
  if (live.state === 'closed') return { kind: 'left', because: 'it is closed' };
  const key = scorecardKey(epic);
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
  const written = fence.written.date;
  const heartbeat = written === undefined || written < mondayOf(today);
  if (!heartbeat && digest(fence.text) === digest(blockOf(written))) return { kind: 'same' };
  const block = writeFence(key, blockOf(today), { date: today });
  return { kind: 'write', description: replaceFence(live.description, fence, block) };
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
