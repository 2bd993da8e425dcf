/** What the finding of live things has in common: what was found so far, whom markers are believed of, and who was here before. */

import type { Note } from '../../model/plan.ts';
import {
  type Key,
  type LiveEpic,
  type LiveIssue,
  type LiveMilestone,
  ofKind,
  type Wanted,
} from '../../model/resource.ts';
import type { Matched, Scope, World } from '../../model/tracker.ts';
import { resolvedKeyOf } from '../../record/duplicate-marker.ts';
import { readIndex } from '../../record/issue-index.ts';
import { keysOf } from '../../record/managed-block.ts';
import type { Surroundings } from '../fields/field.ts';
import { type Duplicate, leftBecause, sortByMarker, type Trust } from './duplicates.ts';

/** Collects matches, notes and duplicates while the kinds are gone through. */
export interface Search {
  /** Numbers of issues by key, as the epics or tracking issues tell. */
  index: Map<Key, number>;
  wanted: Map<Key, Wanted>;
  matched: Matched;
  notes: Note[];
  duplicates: Duplicate[];
  trust: Trust;
  /** What fields need to know about other things, as far as they are matched. */
  around(): Surroundings;
}

/** Things by their marker; duplicates and strangers are noted. */
export function byMarker<L extends LiveMilestone | LiveEpic | LiveIssue>(
  things: L[],
  search: Search,
): Map<Key, L> {
  const { first, duplicates, strangers } = sortByMarker(things, search.wanted, search.index, search.trust);
  for (const { key, winner, loser } of duplicates) {
    if (
      search.duplicates.some(
        (duplicate) => duplicate.loser.kind === loser.kind && duplicate.loser.id === loser.id,
      )
    )
      continue;
    const because = leftBecause(loser, winner, search.wanted.get(key), search.trust, search.around());
    search.duplicates.push({ key, winner, loser, leftBecause: because });
    if (because === null) continue;
    search.notes.push({
      code: 'duplicate',
      about: loser.title,
      message: `is there again: ${loser.url}. ${winner.url} counts. The other one is left, because ${because}.`,
    });
  }
  for (const stranger of strangers) {
    if (stranger.kind !== 'issue') continue;
    const message = `carries our marker, but ${stranger.author} made it, who may not plan here. It is not taken for ours: ${stranger.url}`;
    // Marks are looked for again whenever more was read.
    if (search.notes.some((note) => note.code === 'stranger' && note.message === message)) continue;
    search.notes.push({ code: 'stranger', about: stranger.title, message });
  }
  return first;
}

/** It carries no marker at all, of this cohort or another, and is no resolved loser: the title alone may say what it is. */
export function isNobodys(thing: LiveMilestone | LiveEpic | LiveIssue): boolean {
  return keysOf(thing.description).length === 0 && resolvedKeyOf(thing.description) === undefined;
}

/** The cohort was provisioned before: its label is there, or things of it, or a label of one of its interns. */
export function existed(scope: Scope, wanted: Wanted[], world: World): boolean {
  if (world.issues.length > 0 || world.epics.length > 0) return true;
  const names = new Set([scope.cohortLabel, ...internLabels(wanted)]);
  return world.labels.some((label) => names.has(label.name));
}

export const internLabels = (wanted: Wanted[]): string[] => [
  ...new Set(
    ofKind(wanted, 'issue').flatMap((each) => each.labels.filter((label) => label.startsWith('intern::'))),
  ),
];

export function parentOf(key: Key, { wanted }: Search): Key | null {
  const each = wanted.get(key);
  return each?.kind === 'issue' ? each.parent : null;
}

/** What epics and tracking issues say about the numbers of their issues. */
export function learnIndex(search: Search): void {
  for (const [key, live] of search.matched) {
    const asParent = search.wanted.get(key);
    if ((asParent?.kind !== 'epic' && asParent?.kind !== 'issue') || !asParent.asParent) continue;
    if (live.kind !== 'epic' && live.kind !== 'issue') continue;
    const index = Object.entries(readIndex(live.description, search.trust.project));
    if (index.length > 0) search.trust.parents.add(live.author);
    for (const [issue, iid] of index) {
      search.index.set(issue, iid);
      search.trust.indexed.add(iid);
    }
  }
}

export function merge<T extends { id: number }>(some: T[], more: T[]): T[] {
  const known = new Set(some.map((each) => each.id));
  return [...some, ...more.filter((each) => !known.has(each.id))];
}
