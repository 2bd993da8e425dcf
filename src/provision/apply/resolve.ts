/** Resolves what is there twice, one at a time. Nothing is ever deleted. */
import type { Described, Wanted } from '../../model/resource.ts';
import type { Patch } from '../../model/tracker.ts';
import { resolvedKeyOf, resolvedText } from '../../record/duplicate-marker.ts';
import { type Duplicate, leftBecause, trustOf } from '../find/duplicates.ts';
import type { Found } from '../find/match.ts';
import type { Misplaced } from '../find/misplaced.ts';
import type { Applying } from './applying.ts';
import { type Edit, type Rewritten, rewrite } from './rewrite.ts';

/** Duplicates that nobody touched, and the issues that hang on them. */
export async function resolveAll(
  { duplicates, misplaced, world }: Pick<Found, 'duplicates' | 'misplaced' | 'world'>,
  run: Applying,
): Promise<Rewritten['came']> {
  const { tracker, scope, outcome } = run;
  const trust = trustOf(world);
  let came: Rewritten['came'] = 'unneeded';
  for (const duplicate of duplicates) {
    if (duplicate.leftBecause !== null) continue;
    const { winner, loser } = duplicate;
    const wanted = run.wanted.find(({ key }) => key === duplicate.key);
    const done = await rewrite(loser, asDuplicate(duplicate, wanted, trust, run), tracker, scope);
    const left = typeof done.came === 'object' ? `left, because ${done.came.left}` : 'closed';
    outcome.resolved.push(`${loser.url} was made twice and is ${left}; ${winner.url} counts.`);
    came = 'sent';
  }
  for (const each of misplaced) {
    await rewrite(each.issue, toParent(each), tracker, scope);
    outcome.resolved.push(`${each.issue.url} belongs to ${each.epic?.url ?? each.milestone?.url} now.`);
    came = 'sent';
  }
  return came;
}

/**
 * Closes, unlabels, unparents and re-marks the loser in one PUT; a milestone is renamed, since its title must become
 * free.
 */
function asDuplicate(
  { key, winner }: Duplicate,
  wanted: Wanted | undefined,
  trust: ReturnType<typeof trustOf>,
  run: Applying,
): Edit {
  const description = resolvedText(key, winner.url);
  return (fresh: Described) => {
    if (resolvedKeyOf(fresh.description) !== undefined) return null;
    const because = leftBecause(fresh, winner, wanted, trust, run.around());
    if (because !== null) return { left: because };
    if (fresh.kind === 'milestone')
      return { title: `${fresh.title} (made twice, ${fresh.id})`, description, close: true };
    const patch: Patch = { description, labels: [], close: true };
    return fresh.kind === 'issue' && fresh.epic !== null ? { ...patch, epicId: 0 } : patch;
  };
}

/** From a resolved epic or milestone to the one that counts, unless a person moved it meanwhile. */
const toParent =
  ({ issue, epic, milestone }: Misplaced): Edit<typeof issue> =>
  (fresh) => ({
    ...(epic && fresh.epic?.id === issue.epic?.id ? { epicId: epic.id } : {}),
    ...(milestone && fresh.milestoneId === issue.milestoneId ? { milestoneId: milestone.id } : {}),
  });
