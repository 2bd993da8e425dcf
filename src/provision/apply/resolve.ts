/** Carries out the resolving of duplicates, one at a time, each read again right before. Nothing is ever deleted. */

import { Failure } from '../../model/failure.ts';
import type { Live, LiveEpic, LiveIssue, LiveMilestone, Wanted } from '../../model/resource.ts';
import type { Patch, Scope, Tracker } from '../../model/tracker.ts';
import { resolvedKeyOf, resolvedText } from '../../record/duplicate-marker.ts';
import { type Duplicate, leftBecause, type Trust } from '../find/duplicates.ts';
import type { Found } from '../find/match.ts';

const ATTEMPTS = 3;

/** A write whose answer was lost is computed anew from what is there then. */
async function untilClear<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'ambiguous' || count === ATTEMPTS) throw error;
    }
  }
}

/**
 * Closes, unlabels, unparents and re-marks the loser in one PUT; a milestone is renamed, since its title must become
 * free. Says what it did, or why it did not.
 */
export function resolveDuplicate(
  { key, winner, loser }: Duplicate,
  wanted: Wanted | undefined,
  trust: Trust,
  tracker: Tracker,
  scope: Scope,
): Promise<string> {
  const done = `${loser.url} was made twice and is closed; ${winner.url} counts.`;
  const description = resolvedText(key, winner.url);
  return untilClear(async () => {
    const fresh: LiveMilestone | LiveEpic | LiveIssue = await tracker.again(scope, loser);
    if (resolvedKeyOf(fresh.description) !== undefined) return done;
    const because = leftBecause(fresh, winner, wanted, trust);
    if (because !== null)
      return `${loser.url} was made twice and is left, because ${because}; ${winner.url} counts.`;
    if (fresh.kind === 'milestone') {
      const title = `${fresh.title} (made twice, ${fresh.id})`;
      await tracker.update(scope, fresh, { title, description, close: true });
      return done;
    }
    const patch: Patch = { description, labels: [], close: true };
    await tracker.update(
      scope,
      fresh,
      fresh.kind === 'issue' && fresh.epic !== null ? { ...patch, epicId: 0 } : patch,
    );
    return done;
  });
}

/** Moves an issue from a resolved epic or milestone to the one that counts. */
export function moveToParent(
  { issue, epic, milestone }: Found['misplaced'][number],
  tracker: Tracker,
  scope: Scope,
): Promise<Live> {
  return untilClear(async () => {
    const fresh = await tracker.again(scope, issue);
    const patch: Patch = {
      ...(epic && fresh.epic === issue.epic ? { epicId: epic.id } : {}),
      ...(milestone && fresh.milestoneId === issue.milestoneId ? { milestoneId: milestone.id } : {}),
    };
    return Object.keys(patch).length === 0 ? fresh : tracker.update(scope, fresh, patch);
  });
}
