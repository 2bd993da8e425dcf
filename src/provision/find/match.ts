/**
 * Which live thing is which wanted one. The marker in the description names it. When a person took the marker, the label or
 * the title away, a second look finds the thing by the epic's index, by the epic's children and by title: a removed
 * marker must never lead to a duplicate.
 */

import type { Note } from '../../model/plan.ts';
import {
  type LiveMilestone,
  ofKind,
  type Wanted,
  type WantedBoard,
  type WantedMilestone,
} from '../../model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../../model/tracker.ts';
import { scorecardKey } from '../../record/keys.ts';
import { keysHere } from '../../record/place.ts';
import { isNewer, refuseNewer } from '../../record/version.ts';
import { surroundings } from '../fields/surroundings.ts';
import { type Duplicate, trustOf } from './duplicates.ts';
import { matchEpics } from './match-epics.ts';
import { matchIssues } from './match-issues.ts';
import { findMisplaced, type Misplaced } from './misplaced.ts';
import { byMarker, existed, isNobodys, type Search } from './search.ts';

export interface Found {
  matched: Matched;
  notes: Note[];
  duplicates: Duplicate[];
  /** Issues that hang on a resolved loser and belong to the winner. */
  misplaced: Misplaced[];
  /** The world with what the second look found. */
  world: World;
}

/**
 * Matches what the lists show, and asks again for what they do not show. The second look costs requests only when
 * something is missing although the cohort exists: never on a first run, never on an unchanged one.
 */
export async function matchLive(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
): Promise<Found> {
  const search: Search = {
    wanted: new Map(wanted.map((each) => [each.key, each])),
    index: new Map(),
    matched: new Map(),
    notes: [],
    duplicates: [],
    trust: trustOf(world),
    around: () => surroundings(wanted, search.matched, world, scope.labelsIn),
  };
  matchByName(wanted, world, search, existed(scope, wanted, world));
  const epics = await matchEpics(tracker, scope, wanted, world, search);
  const issues = await matchIssues(tracker, scope, wanted, world, search);
  const { matched, notes, duplicates } = search;
  refuseNewer(
    [...matched].flatMap(([key, live]) =>
      'state' in live && isNewer(live.description, [key, scorecardKey(key)]) ? [live] : [],
    ),
  );
  const misplaced = await findMisplaced(tracker, scope, wanted, world, matched, duplicates);
  return { matched, notes, duplicates, misplaced, world: { ...world, epics, issues } };
}

/** Everything except issues and epics, which may need a second look. */
function matchByName(wanted: Wanted[], world: World, search: Search, before: boolean): void {
  const { matched, notes } = search;
  for (const each of ofKind(wanted, 'label')) {
    const live = world.labels.find((label) => label.name === each.name);
    if (live) matched.set(each.key, live);
  }
  const marked = byMarker(
    world.milestones.filter((one) => one.home === 'project'),
    search,
  );
  for (const each of ofKind(wanted, 'milestone')) {
    const live =
      marked.get(each.key) ??
      world.milestones.find(
        (one) =>
          one.home === 'project' &&
          one.title === each.title &&
          (isNobodys(one) || isRetired(one, each, search)),
      );
    if (live) matched.set(each.key, live);
  }
  for (const each of ofKind(wanted, 'board')) {
    const live = findBoard(each, world, notes, before);
    if (live) matched.set(each.key, live);
  }
}

/** A milestone of this cohort whose rotation got another key: its title is taken, so it is used again. */
function isRetired(milestone: LiveMilestone, wanted: WantedMilestone, search: Search): boolean {
  const cohort = wanted.key.slice(0, wanted.key.indexOf('#') + 1);
  const keys = keysHere(milestone, search.trust.project);
  return keys.length > 0 && keys.every((key) => key.startsWith(cohort) && !search.wanted.has(key));
}

/** By name, oldest first; a board that people renamed after it was made is known by holding half of our lists. */
function findBoard(
  wanted: WantedBoard,
  world: World,
  notes: Note[],
  before: boolean,
): World['boards'][number] | undefined {
  const boards = [...world.boards].sort((left, right) => left.id - right.id);
  const named = boards.filter((board) => board.name === wanted.name);
  if (named.length > 1) {
    notes.push({
      code: 'duplicate',
      about: wanted.name,
      message: `is the name of ${named.length} boards; the oldest is used.`,
    });
  }
  return (
    named[0] ?? (before ? boards : []).find((board) => listsOf(wanted, board) * 2 >= wanted.lists.length)
  );
}

/** How many of our lists the board has. */
const listsOf = (wanted: WantedBoard, board: World['boards'][number]): number =>
  wanted.lists.filter((name) => board.lists.some((list) => list.label === name)).length;
