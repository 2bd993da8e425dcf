/**
 * Which live thing is which wanted one. The mark in the description names it. When a person took the mark, the label or
 * the title away, a second look finds the thing by the epic's index, by the epic's children and by title: a removed
 * mark must never lead to a twin.
 */
import { findFence, keysOf, readIndex } from '../fence.ts';
import type { Note } from '../plan.ts';
import {
  type Key,
  type LiveEpic,
  type LiveIssue,
  type LiveMilestone,
  ofKind,
  type Wanted,
  type WantedBoard,
  type WantedEpic,
  type WantedIssue,
  type WantedMilestone,
} from '../resource.ts';
import type { Matched, Scope, Tracker, World } from '../tracker.ts';
import { missingLists } from './change.ts';
import { duplicateOf, leftBecause, sortByMark, type Trust, type Twin, trustOf } from './twins.ts';

export interface Found {
  matched: Matched;
  notes: Note[];
  twins: Twin[];
  /** Issues that hang on a settled loser and belong to the winner. */
  astray: { issue: LiveIssue; epic: LiveEpic | null; milestone: LiveMilestone | null }[];
  /** The world with what the second look found. */
  world: World;
}

/** Collects matches, notes and twins while the kinds are gone through. */
interface Search {
  /** Numbers of issues by key, as the epics or tracking issues tell. */
  index: Map<Key, number>;
  wanted: Map<Key, Wanted>;
  matched: Matched;
  notes: Note[];
  twins: Twin[];
  trust: Trust;
}

/** Things by their mark; twins and strangers are noted. */
function byMark<L extends LiveMilestone | LiveEpic | LiveIssue>(things: L[], search: Search): Map<Key, L> {
  const { first, twins, strangers } = sortByMark(things, search.wanted, search.index, search.trust);
  for (const { key, winner, loser } of twins) {
    if (search.twins.some((twin) => twin.loser.kind === loser.kind && twin.loser.id === loser.id)) continue;
    const because = leftBecause(loser, winner, search.wanted.get(key), search.trust);
    search.twins.push({ key, winner, loser, leftBecause: because });
    if (because === null) continue;
    search.notes.push({
      code: 'twin',
      about: loser.title,
      message: `is there again: ${loser.url}. ${winner.url} counts. The other one is left, because ${because}.`,
    });
  }
  for (const stranger of strangers) {
    if (stranger.kind !== 'issue') continue;
    search.notes.push({
      code: 'stranger',
      about: stranger.title,
      message: `carries our mark, but ${stranger.author} made it, who may not plan here. It is not taken for ours: ${stranger.url}`,
    });
  }
  return first;
}

/** Everything except issues and epics, which may need a second look. */
function matchByName(wanted: Wanted[], world: World, search: Search, before: boolean): void {
  const { matched, notes } = search;
  for (const each of ofKind(wanted, 'label')) {
    const live = world.labels.find((label) => label.name === each.name);
    if (live) matched.set(each.key, live);
  }
  const marked = byMark(
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

/** It carries no mark at all, of this cohort or another, and is no settled loser: the title alone may say what it is. */
function isNobodys(thing: LiveMilestone | LiveEpic | LiveIssue): boolean {
  return keysOf(thing.description).length === 0 && duplicateOf(thing.description) === undefined;
}

/** A milestone of this cohort whose rotation got another key: its title is taken, so it is used again. */
function isRetired(milestone: LiveMilestone, wanted: WantedMilestone, search: Search): boolean {
  const cohort = wanted.key.slice(0, wanted.key.indexOf('#') + 1);
  const keys = keysOf(milestone.description);
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
      code: 'twin',
      about: wanted.name,
      message: `is the name of ${named.length} boards; the oldest is used.`,
    });
  }
  return (
    named[0] ??
    (before ? boards : []).find((board) => missingLists(wanted, board).length * 2 <= wanted.lists.length)
  );
}

/**
 * Matches what the lists show, and asks again for what they do not show. The second look costs requests only when
 * something is missing although the cohort exists: never on a first run, never on an unchanged one.
 */
export async function look(tracker: Tracker, scope: Scope, wanted: Wanted[], world: World): Promise<Found> {
  const search: Search = {
    wanted: new Map(wanted.map((each) => [each.key, each])),
    index: new Map(),
    matched: new Map(),
    notes: [],
    twins: [],
    trust: trustOf(world),
  };
  matchByName(wanted, world, search, existed(scope, wanted, world));
  const epics = await matchEpics(tracker, scope, wanted, world, search);
  const issues = await matchIssues(tracker, scope, wanted, world, search);
  const { matched, notes, twins } = search;
  const astray = await findAstray(tracker, scope, wanted, world, matched, twins);
  return { matched, notes, twins, astray, world: { ...world, epics, issues } };
}

async function matchEpics(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  search: Search,
): Promise<LiveEpic[]> {
  const wantedEpics = ofKind(wanted, 'epic');
  let epics = world.epics;
  let known = byMark(epics, search);
  if (wantedEpics.some((each) => !known.has(each.key)) && existed(scope, wanted, world)) {
    epics = merge(epics, await missingEpics(tracker, scope, world, wantedEpics.length));
    known = byMark(epics, search);
  }
  for (const each of wantedEpics) {
    const live = known.get(each.key) ?? epicWithoutMark(each, epics, world, search);
    if (live) search.matched.set(each.key, live);
  }
  learnIndex(search);
  return epics;
}

/** By its title, or by its children when title and mark are gone: they were made in the epic with that number. */
function epicWithoutMark(
  { key, title }: WantedEpic,
  epics: LiveEpic[],
  world: World,
  search: Search,
): LiveEpic | undefined {
  const taken = new Set([...search.matched.values()].map((live) => live.id));
  const free = epics.filter((one) => !taken.has(one.id) && isNobodys(one));
  const numbers = new Set(
    world.issues.flatMap((issue) =>
      keysOf(issue.description).flatMap((own) => {
        const written = findFence(issue.description, own)?.written;
        return holderOf(own, search) === key && written?.epic === '1' ? [Number(written.in)] : [];
      }),
    ),
  );
  return free.find((one) => one.title === title) ?? free.find((one) => numbers.has(one.iid));
}

/** The cohort was provisioned before: its label is there, or things of it, or a label of one of its interns. */
function existed(scope: Scope, wanted: Wanted[], world: World): boolean {
  if (world.issues.length > 0 || world.epics.length > 0) return true;
  const names = new Set([scope.cohortLabel, ...internLabels(wanted)]);
  return world.labels.some((label) => names.has(label.name));
}

const internLabels = (wanted: Wanted[]): string[] => [
  ...new Set(
    ofKind(wanted, 'issue').flatMap((each) => each.labels.filter((label) => label.startsWith('intern::'))),
  ),
];

function holderOf(key: Key, { wanted }: Search): Key | null {
  const each = wanted.get(key);
  return each?.kind === 'issue' ? each.holder : null;
}

/** What epics and tracking issues say about the numbers of their issues. */
function learnIndex(search: Search): void {
  for (const [key, live] of search.matched) {
    const holds = search.wanted.get(key);
    if ((holds?.kind !== 'epic' && holds?.kind !== 'issue') || !holds.holds) continue;
    if (live.kind !== 'epic' && live.kind !== 'issue') continue;
    for (const [issue, iid] of Object.entries(readIndex(live.description))) {
      search.index.set(issue, iid);
      search.trust.indexed.add(iid);
    }
  }
}

/** Issues that still hang on a loser: on an epic that says of itself that it is a duplicate, or on such a milestone. */
async function findAstray(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  matched: Matched,
  twins: Twin[],
): Promise<Found['astray']> {
  const losers = new Map<string, Key>();
  const mark = (thing: LiveEpic | LiveMilestone, key: Key | undefined): void => {
    if (key !== undefined) losers.set(`${thing.kind} ${thing.kind === 'epic' ? thing.iid : thing.id}`, key);
  };
  for (const milestone of world.milestones) mark(milestone, duplicateOf(milestone.description));
  for (const { loser, key, leftBecause: because } of twins) {
    if (loser.kind !== 'issue' && because === null) mark(loser, key);
  }
  const issues = ofKind(wanted, 'issue').flatMap((each) => {
    const live = matched.get(each.key);
    return live?.kind === 'issue' ? [{ each, live }] : [];
  });
  // An epic that is not the wanted one: a person's choice, or the loser of an earlier race. It tells itself.
  const unknown = new Set<number>();
  for (const { each, live } of issues) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    if (
      epic?.kind === 'epic' &&
      live.epic !== null &&
      live.epic !== epic.iid &&
      !losers.has(`epic ${live.epic}`)
    ) {
      unknown.add(live.epic);
    }
  }
  for (const iid of unknown) {
    for (const epic of await tracker.findEpics(scope, iid)) mark(epic, duplicateOf(epic.description));
  }
  return issues.flatMap(({ each, live }): Found['astray'] => {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    const milestone = each.milestone === null ? undefined : matched.get(each.milestone);
    const fromEpic =
      epic?.kind === 'epic' &&
      live.epic !== null &&
      losers.get(`epic ${live.epic}`) === each.epic &&
      live.epic !== epic.iid;
    const fromMilestone =
      milestone?.kind === 'milestone' &&
      live.milestoneId !== null &&
      losers.get(`milestone ${live.milestoneId}`) === each.milestone &&
      live.milestoneId !== milestone.id;
    if (!fromEpic && !fromMilestone) return [];
    return [{ issue: live, epic: fromEpic ? epic : null, milestone: fromMilestone ? milestone : null }];
  });
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
  search: Search,
): Promise<LiveIssue[]> {
  const { matched, index } = search;
  const all = ofKind(wanted, 'issue');
  let pool = world.issues;
  const missing = (): WantedIssue[] => all.filter((each) => !matched.has(each.key));
  const more = async (by: Parameters<Tracker['findIssues']>[1]): Promise<void> => {
    pool = merge(pool, await tracker.findIssues(scope, by));
  };
  const byNumber = async (iids: number[]): Promise<void> => {
    const unseen = [...new Set(iids)].filter((iid) => !pool.some((issue) => issue.iid === iid));
    for (let at = 0; at < unseen.length; at += 50) await more({ iids: unseen.slice(at, at + 50) });
  };
  const take = (): void => {
    const found = byMark(pool, search);
    for (const each of missing()) {
      const live = found.get(each.key);
      if (live) matched.set(each.key, live);
    }
  };

  // What holds others comes first: its index tells where they are.
  const holders = all.filter((each) => each.holds !== null);
  if (holders.length > 0) {
    const marked = byMark(pool, search);
    for (const each of holders) {
      const live = marked.get(each.key) ?? pool.find((one) => one.title === each.title && isNobodys(one));
      if (live) matched.set(each.key, live);
    }
    if (holders.some((each) => !matched.has(each.key))) {
      // The others remember its number.
      const told = new Map<number, Key>();
      for (const each of all) {
        for (const issue of pool) {
          const number = Number(findFence(issue.description, each.key)?.written.in ?? 0);
          if (number > 0 && each.holder !== null) told.set(number, each.holder);
        }
      }
      await byNumber([...told.keys()]);
      for (const [number, key] of told) {
        const live = pool.find((issue) => issue.iid === number);
        if (live && !matched.has(key) && search.wanted.get(key)?.kind === 'issue') matched.set(key, live);
      }
    }
    learnIndex(search);
  }
  take();
  if (missing().length === 0) return pool;
  if (!existed(scope, wanted, world)) return pool;

  await byNumber(missing().flatMap((each) => index.get(each.key) ?? []));
  take();
  const epics = new Set<number>();
  for (const each of missing()) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    if (epic?.kind === 'epic') epics.add(epic.id);
  }
  for (const epicId of epics) await more({ epicId });
  take();
  // The label of the cohort is gone from all of them: the interns' labels are left.
  if (world.issues.length === 0 && missing().length > 0) {
    for (const label of internLabels(missing())) await more({ label });
    take();
  }
  // Last by title, among issues without a mark that our own user made and that sit where this one would.
  const taken = new Set([...matched.values()].map((live) => live.id));
  for (const each of missing()) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    const place = epic?.kind === 'epic' ? epic.iid : null;
    const live = pool.find(
      (issue) =>
        issue.title === each.title &&
        issue.epic === place &&
        issue.author === search.trust.robot &&
        isNobodys(issue) &&
        !taken.has(issue.id) &&
        (place !== null ||
          issue.labels.some((label) => each.labels.includes(label) && /^(?:intern|applying)::/.test(label))),
    );
    if (live) {
      matched.set(each.key, live);
      taken.add(live.id);
    }
  }
  return pool;
}
