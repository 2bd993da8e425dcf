/** Issues whose epic or milestone was made twice, and that still hang on the one that does not count. */

import {
  type Key,
  type LiveEpic,
  type LiveIssue,
  type LiveMilestone,
  ofKind,
  type Wanted,
} from '../../model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../../model/tracker.ts';
import { resolvedKeyOf } from '../../record/duplicate-marker.ts';
import type { Duplicate } from './duplicates.ts';

export interface Misplaced {
  issue: LiveIssue;
  epic: LiveEpic | null;
  milestone: LiveMilestone | null;
}

/** Issues that still hang on a loser: on an epic that says of itself that it is a duplicate, or on such a milestone. */
export async function findMisplaced(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  matched: Matched,
  duplicates: Duplicate[],
): Promise<Misplaced[]> {
  const losers = new Map<string, Key>();
  const marker = (thing: LiveEpic | LiveMilestone, key: Key | undefined): void => {
    if (key !== undefined) losers.set(`${thing.kind} ${thing.id}`, key);
  };
  for (const milestone of world.milestones) marker(milestone, resolvedKeyOf(milestone.description));
  for (const { loser, key, leftBecause: because } of duplicates) {
    if (loser.kind !== 'issue' && because === null) marker(loser, key);
  }
  const issues = ofKind(wanted, 'issue').flatMap((each) => {
    const live = matched.get(each.key);
    return live?.kind === 'issue' ? [{ each, live }] : [];
  });
  // An epic that is not the wanted one: a person's choice, or the loser of an earlier race. It tells itself.
  const unknown = new Map<number, number>();
  for (const { each, live } of issues) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    if (
      epic?.kind === 'epic' &&
      live.epic !== null &&
      live.epic.id !== epic.id &&
      !losers.has(`epic ${live.epic.id}`)
    ) {
      unknown.set(live.epic.id, live.epic.iid);
    }
  }
  for (const [id, iid] of unknown) {
    for (const epic of (await tracker.findEpics(scope, iid)).filter((each) => each.id === id))
      marker(epic, resolvedKeyOf(epic.description));
  }
  return issues.flatMap(({ each, live }): Misplaced[] => {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    const milestone = each.milestone === null ? undefined : matched.get(each.milestone);
    const fromEpic =
      epic?.kind === 'epic' &&
      live.epic !== null &&
      losers.get(`epic ${live.epic.id}`) === each.epic &&
      live.epic.id !== epic.id;
    const fromMilestone =
      milestone?.kind === 'milestone' &&
      live.milestoneId !== null &&
      losers.get(`milestone ${live.milestoneId}`) === each.milestone &&
      live.milestoneId !== milestone.id;
    if (!fromEpic && !fromMilestone) return [];
    return [{ issue: live, epic: fromEpic ? epic : null, milestone: fromMilestone ? milestone : null }];
  });
}
