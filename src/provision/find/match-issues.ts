/** Which live issue is which: by marker, by the index of what holds it, by the epic's children, by label, and last by title. */

import { type Key, type LiveIssue, ofKind, type Wanted, type WantedIssue } from '../../model/resource.ts';
import type { Scope, Tracker, World } from '../../model/tracker.ts';
import { findBlock } from '../../record/managed-block.ts';
import { byMarker, existed, internLabels, isNobodys, learnIndex, merge, type Search } from './search.ts';

/** The issues that were read so far. */
interface Pool {
  issues: LiveIssue[];
  /** So many were in the list by the cohort's label. */
  listed: number;
  /** Reads more of them. */
  more(by: Parameters<Tracker['findIssues']>[1]): Promise<void>;
}

/** One more way to find what is missing: it reads more into the pool, where markers are looked for again, or matches itself. */
type Finder = (missing: WantedIssue[], pool: Pool, search: Search) => Promise<void>;

/** In this order, each only while something is missing. */
const FINDERS: Finder[] = [byIndex, byEpic, byInternLabel, byOwnLabel, byTitle];

export async function matchIssues(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  search: Search,
): Promise<LiveIssue[]> {
  const { matched } = search;
  const all = ofKind(wanted, 'issue');
  const pool: Pool = {
    issues: world.issues,
    listed: world.issues.length,
    async more(by) {
      pool.issues = merge(pool.issues, await tracker.findIssues(scope, by));
    },
  };
  const missing = (): WantedIssue[] => all.filter((each) => !matched.has(each.key));
  const take = (): void => {
    const found = byMarker(pool.issues, search);
    for (const each of missing()) {
      const live = found.get(each.key);
      if (live) matched.set(each.key, live);
    }
  };
  await matchParents(all, pool, search);
  take();
  for (const find of FINDERS) {
    if (missing().length === 0 || !existed(scope, wanted, world)) break;
    await find(missing(), pool, search);
    take();
  }
  return pool.issues;
}

/** What holds others comes first, since its index tells where they are: by marker, by title, or by the number that the others remember. */
async function matchParents(all: WantedIssue[], pool: Pool, search: Search): Promise<void> {
  const { matched, wanted } = search;
  const parents = all.filter((each) => each.asParent !== null);
  if (parents.length === 0) return;
  const marked = byMarker(pool.issues, search);
  for (const each of parents) {
    const live =
      marked.get(each.key) ?? pool.issues.find((one) => one.title === each.title && isNobodys(one));
    if (live) matched.set(each.key, live);
  }
  if (parents.some((each) => !matched.has(each.key))) {
    const told = new Map<number, Key>();
    for (const each of all) {
      for (const issue of pool.issues) {
        const written = findBlock(issue.description, each.key)?.written;
        // One that was made in an epic remembers that epic's number, which means another thing among issues.
        const number = written?.epic === undefined ? Number(written?.in ?? 0) : 0;
        if (number > 0 && each.parent !== null) told.set(number, each.parent);
      }
    }
    await byNumber([...told.keys()], pool);
    for (const [number, key] of told) {
      const live = pool.issues.find((issue) => issue.iid === number);
      if (live && isNobodys(live) && !matched.has(key) && wanted.get(key)?.kind === 'issue')
        matched.set(key, live);
    }
  }
  learnIndex(search);
}

async function byNumber(iids: number[], pool: Pool): Promise<void> {
  const unseen = [...new Set(iids)].filter((iid) => !pool.issues.some((issue) => issue.iid === iid));
  for (let at = 0; at < unseen.length; at += 50) await pool.more({ iids: unseen.slice(at, at + 50) });
}

async function byIndex(missing: WantedIssue[], pool: Pool, { index }: Search): Promise<void> {
  await byNumber(
    missing.flatMap((each) => index.get(each.key) ?? []),
    pool,
  );
}

async function byEpic(missing: WantedIssue[], pool: Pool, { matched }: Search): Promise<void> {
  const epics = new Set<number>();
  for (const each of missing) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    if (epic?.kind === 'epic') epics.add(epic.id);
  }
  for (const epicId of epics) await pool.more({ epicId });
}

/** The label of the cohort is gone from all of them: the interns' labels are left. */
async function byInternLabel(missing: WantedIssue[], pool: Pool): Promise<void> {
  // A job's token sees no parent that would tell, so this is all that it can ask.
  if (pool.listed > 0 && missing.some(({ parent }) => parent !== null)) return;
  for (const label of internLabels(missing)) await pool.more({ label });
}

/** What nothing holds, an application or a ritual, has no index: by its other labels, and among issues that have none at all. */
async function byOwnLabel(missing: WantedIssue[], pool: Pool): Promise<void> {
  const alone = missing.filter(({ role }) => standsAlone(role));
  const labels = new Set(alone.flatMap((each) => each.labels.slice(1)));
  for (const label of alone.length > 0 ? [...labels, 'None'] : []) await pool.more({ label });
}

const standsAlone = (role: WantedIssue['role']): boolean => role === 'application' || role === 'ritual';

/** Among issues without a marker that our own user made and that sit where this one would. */
async function byTitle(missing: WantedIssue[], pool: Pool, { matched, trust }: Search): Promise<void> {
  const taken = new Set([...matched.values()].map((live) => live.id));
  for (const each of missing) {
    const epic = each.epic === null ? undefined : matched.get(each.epic);
    const place = epic?.kind === 'epic' ? epic.id : null;
    const live = pool.issues.find(
      (issue) =>
        issue.title === each.title &&
        (issue.epic?.id ?? null) === place &&
        issue.author === trust.robot &&
        isNobodys(issue) &&
        !taken.has(issue.id) &&
        (place !== null ||
          standsAlone(each.role) ||
          issue.labels.some((label) => each.labels.includes(label) && label.startsWith('intern::'))),
    );
    if (live) {
      matched.set(each.key, live);
      taken.add(live.id);
    }
  }
}
