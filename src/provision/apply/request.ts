/** Wanted things and changes as they are sent, and what came back compared with what was sent. */

import type { Key, LiveIssue, Wanted } from '../../model/resource.ts';
import type { Create, Matched, Patch, Scope, World } from '../../model/tracker.ts';
import { writeIndex, writeReferences } from '../../record/issue-index.ts';
import {
  type Change,
  describeNewEpic,
  describeNewIssue,
  describeNewMilestone,
  type Surroundings,
} from '../plan/change.ts';

/** A tracking issue shows what belongs to it; an epic's page lists its children anyway. */
export function withIndex(each: Wanted, description: string, index: Record<Key, number>): string {
  const indexed = writeIndex(description, index);
  return each.kind === 'issue' ? writeReferences(indexed, each.key, Object.values(index)) : indexed;
}

export function creation(
  each: Wanted,
  matched: Matched,
  world: World,
  scope: Scope,
  around: Surroundings,
): Create {
  switch (each.kind) {
    case 'label':
      return {
        kind: 'label',
        home: scope.labelsIn,
        name: each.name,
        color: each.color,
        description: each.description,
      };
    case 'milestone':
      return {
        kind: 'milestone',
        title: each.title,
        description: describeNewMilestone(each),
        startDate: each.startDate,
        dueDate: each.dueDate,
      };
    case 'epic': {
      return {
        kind: 'epic',
        title: each.title,
        description: describeNewEpic(each),
        labels: each.labels,
        startDate: each.startDate,
        dueDate: each.dueDate,
      };
    }
    case 'issue': {
      const milestone = each.milestone === null ? undefined : matched.get(each.milestone);
      const epic = each.epic === null ? undefined : matched.get(each.epic);
      return {
        kind: 'issue',
        title: each.title,
        description: describeNewIssue(each, around),
        labels: each.labels,
        milestoneId: milestone?.kind === 'milestone' ? milestone.id : null,
        epicId: epic?.kind === 'epic' ? epic.id : null,
        dueDate: each.dueDate,
        assigneeIds: memberIds(each.assignees, world),
        confidential: each.confidential,
      };
    }
    case 'board':
      return { kind: 'board', name: each.name };
  }
}

function memberIds(usernames: string[], world: World): number[] {
  return usernames.flatMap((name) => world.members.get(name.toLowerCase())?.id ?? []);
}

/** The change as it is sent: references become ids. */
export function patchOf({ patch }: Change, matched: Matched, world: World): Patch {
  const { milestone, epic, assignees, ...rest } = patch;
  const live = milestone === undefined ? undefined : matched.get(milestone);
  const home = epic === undefined ? undefined : matched.get(epic);
  return {
    ...rest,
    ...(live?.kind === 'milestone' ? { milestoneId: live.id } : {}),
    ...(home?.kind === 'epic' ? { epicId: home.id } : {}),
    ...(assignees === undefined ? {} : { assigneeIds: memberIds(assignees, world) }),
  };
}

/** GitLab answers 201 and drops what it does not like (facts §0.3): compare what came back with what was sent. */
export function dropped(
  wanted: Extract<Wanted, { kind: 'issue' }>,
  live: LiveIssue,
  around: Surroundings,
  matched: Matched,
): string[] {
  const say = (what: string): string => `${live.url}: GitLab dropped ${what}.`;
  const expected = wanted.assignees.filter((name) => around.isMember(name));
  const lost = expected.filter(
    (name) => !live.assignees.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
  const milestone = wanted.milestone === null ? undefined : matched.get(wanted.milestone);
  return [
    ...(lost.length > 0 ? [say(`the assignee ${lost.join(', ')}`)] : []),
    ...(milestone?.kind === 'milestone' && live.milestone !== milestone.title ? [say('the milestone')] : []),
    ...(live.dueDate !== wanted.dueDate ? [say('the due date')] : []),
    ...(live.confidential !== wanted.confidential ? [say('the confidentiality')] : []),
    ...(wanted.epic !== null && live.epic === null ? [say('the epic')] : []),
  ];
}
