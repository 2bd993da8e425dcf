/**
 * Which live thing is which wanted one. The mark in the description names it. When a person took the mark, the label or
 * the title away, a second look finds the thing by the epic's index, by the epic's children and by title: a removed
 * mark must never lead to a twin.
 */
import { keyOf, readIndex } from '../fence.ts';
import type { Note } from '../plan.ts';
import {
  type Key,
  type LiveEpic,
  type LiveIssue,
  type LiveMilestone,
  ofKind,
  type Wanted,
  type WantedBoard,
  type WantedIssue,
} from '../resource.ts';
import type { Matched, Scope, Tracker, World } from '../tracker.ts';
import { missingLists } from './change.ts';

export interface Found {
  matched: Matched;
  notes: Note[];
}

type Marked = LiveMilestone | LiveEpic | LiveIssue;

/** The oldest thing with the key; younger ones are twins, which are said. */
function byMark<L extends Marked>(things: L[], notes: Note[]): Map<Key, L> {
  const found = new Map<Key, L>();
  for (const thing of [...things].sort((left, right) => left.id - right.id)) {
    const key = keyOf(thing.description);
    if (key === undefined) continue;
    const first = found.get(key);
    if (!first) found.set(key, thing);
    else
      notes.push({
        code: 'twin',
        about: first.title,
        message: `exists twice: ${first.url} and ${thing.url}. The older one is used; close the other.`,
      });
  }
  return found;
}

/** Everything except issues and epics, which may need a second look. */
function matchByName(wanted: Wanted[], world: World, matched: Matched, notes: Note[]): void {
  for (const each of ofKind(wanted, 'label')) {
    const live = world.labels.find((label) => label.name === each.name);
    if (live) matched.set(each.key, live);
  }
  const marked = byMark(world.milestones, notes);
  for (const each of ofKind(wanted, 'milestone')) {
    const live =
      marked.get(each.key) ??
      world.milestones.find((one) => one.title === each.title && keyOf(one.description) === undefined);
    if (live) matched.set(each.key, live);
  }
  for (const each of ofKind(wanted, 'board')) {
    const live = findBoard(each, world, notes);
    if (live) matched.set(each.key, live);
  }
}

/** By name, oldest first; a renamed board is known by its lists. */
function findBoard(wanted: WantedBoard, world: World, notes: Note[]): World['boards'][number] | undefined {
  const boards = [...world.boards].sort((left, right) => left.id - right.id);
  const named = boards.filter((board) => board.name === wanted.name);
  if (named.length > 1) {
    notes.push({
      code: 'twin',
      about: wanted.name,
      message: `is the name of ${named.length} boards; the oldest is used.`,
    });
  }
  return named[0] ?? boards.find((board) => missingLists(wanted, board).length === 0);
}

/**
 * Matches what the lists show, and asks again for what they do not show. The second look costs requests only when
 * something is missing although the cohort exists: never on a first run, never on an unchanged one.
 */
export async function look(tracker: Tracker, scope: Scope, wanted: Wanted[], world: World): Promise<Found> {
  const matched: Matched = new Map();
  const notes: Note[] = [];
  matchByName(wanted, world, matched, notes);
  const exists =
    world.labels.some((label) => label.name === scope.cohortLabel) ||
    world.issues.length > 0 ||
    world.epics.length > 0;
  let epics = world.epics;
  const wantedEpics = ofKind(wanted, 'epic');
  const knownEpics = byMark(epics, notes);
  if (exists && wantedEpics.some((each) => !knownEpics.has(each.key))) {
    epics = merge(epics, await missingEpics(tracker, scope, world, wantedEpics.length));
  }
  const epicsNow = epics === world.epics ? knownEpics : byMark(epics, []);
  for (const each of wantedEpics) {
    const live =
      epicsNow.get(each.key) ??
      epics.find((one) => one.title === each.title && keyOf(one.description) === undefined);
    if (live) matched.set(each.key, live);
  }
  await matchIssues(tracker, scope, wanted, world, matched, notes);
  return { matched, notes };
}

function merge<T extends { id: number }>(some: T[], more: T[]): T[] {
  const known = new Set(some.map((each) => each.id));
  return [...some, ...more.filter((each) => !known.has(each.id))];
}

/** The epics that issues of the cohort belong to; when those do not tell, every epic of the group. */
async function missingEpics(
  tracker: Tracker,
  scope: Scope,
  world: World,
  count: number,
): Promise<LiveEpic[]> {
  if (!world.capabilities.epics) return [];
  const known = new Set(world.epics.map((epic) => epic.iid));
  const iids = [
    ...new Set(
      world.issues.flatMap((issue) => (issue.epic === null || known.has(issue.epic) ? [] : [issue.epic])),
    ),
  ];
  const found = (await Promise.all(iids.map((iid) => tracker.findEpics(scope, iid)))).flat();
  return known.size + found.length >= count ? found : tracker.findEpics(scope);
}

async function matchIssues(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  matched: Matched,
  notes: Note[],
): Promise<void> {
  const all = ofKind(wanted, 'issue');
  let pool = world.issues;
  const take = (live: Map<Key, LiveIssue>): void => {
    for (const each of all) {
      const found = live.get(each.key);
      if (found && !matched.has(each.key)) matched.set(each.key, found);
    }
  };
  take(byMark(pool, notes));
  // Tracking issues first: their index tells where the others are.
  for (const each of all.filter((one) => one.holds !== null && !matched.has(one.key))) {
    const live = pool.find((one) => one.title === each.title && keyOf(one.description) === undefined);
    if (live) matched.set(each.key, live);
  }
  const missing = (): WantedIssue[] => all.filter((each) => !matched.has(each.key));
  if (missing().length === 0) return;

  const index = new Map<Key, number>();
  for (const holder of wanted) {
    const live = matched.get(holder.key);
    if (live?.kind !== 'epic' && live?.kind !== 'issue') continue;
    for (const [key, iid] of Object.entries(readIndex(live.description))) index.set(key, iid);
  }
  const indexed = missing().flatMap((each) => index.get(each.key) ?? []);
  const unseen = indexed.filter((iid) => !pool.some((issue) => issue.iid === iid));
  if (unseen.length > 0) {
    // A handful by iid; many cost less as one list.
    for (let at = 0; at < unseen.length; at += 50) {
      pool = merge(pool, await tracker.findIssues(scope, { iids: unseen.slice(at, at + 50) }));
    }
  }
  for (const each of missing()) {
    const live = pool.find((issue) => issue.iid === index.get(each.key));
    if (live) matched.set(each.key, live);
  }
  const epics = new Map<number, number>();
  for (const each of missing()) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    if (epic?.kind === 'epic') epics.set(epic.id, epic.iid);
  }
  for (const id of epics.keys()) pool = merge(pool, await tracker.findIssues(scope, { epicId: id }));
  take(byMark(pool, []));
  // Last by title, among issues that carry no mark and sit where this one would.
  const taken = new Set([...matched.values()].map((live) => live.id));
  for (const each of missing()) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    const place = epic?.kind === 'epic' ? epic.iid : null;
    const live = pool.find(
      (issue) =>
        issue.title === each.title &&
        issue.epic === place &&
        keyOf(issue.description) === undefined &&
        !taken.has(issue.id),
    );
    if (
      live &&
      (place !== null ||
        live.labels.some((label) => each.labels.includes(label) && label.startsWith('intern::')))
    ) {
      matched.set(each.key, live);
      taken.add(live.id);
    }
  }
}
