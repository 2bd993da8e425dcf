/** The numbers of its issues that an epic or a tracking issue carries, for finding them when all else was edited. */

import type { Key, Live, Wanted, WantedEpic } from '../../model/resource.ts';
import type { Matched } from '../../model/tracker.ts';
import { readIndex } from '../../record/issue-index.ts';

/** The index a parent should carry as far as is known; null for what holds nothing. */
export function wantedIndex(wanted: Wanted, matched: Matched): Record<Key, number> | null {
  const asParent = 'asParent' in wanted ? wanted.asParent : null;
  if (!asParent) return null;
  return Object.fromEntries(
    asParent.issues.flatMap((key) => {
      const live = matched.get(key);
      return live?.kind === 'issue' ? [[key, live.iid]] : [];
    }),
  );
}

/** True when the index in the description lacks an issue, or names another one. */
export function indexIsStale(description: string, index: Record<Key, number>): boolean {
  const now = readIndex(description);
  return Object.entries(index).some(([key, iid]) => now[key] !== iid);
}

export function indexChange(
  wanted: Wanted,
  live: Live,
  matched: Matched,
): { field: string; from: string; to: string }[] {
  const index = wantedIndex(wanted, matched);
  if (!index || (live.kind !== 'epic' && live.kind !== 'issue') || live.state === 'closed') return [];
  const { issues } = (wanted as WantedEpic).asParent;
  const coming = issues.some((key) => !matched.has(key));
  if (!coming && !indexIsStale(live.description, index)) return [];
  const known = Object.keys(readIndex(live.description)).length;
  return [{ field: 'index of issues', from: String(known), to: String(issues.length) }];
}

/** Numbers of wanted issues that indexes name, and how many of them were found. */
export function knownIssues(
  wanted: Wanted[],
  matched: Matched,
  project: number,
): { known: number; found: number } {
  const numbers = new Set<Key>();
  for (const live of matched.values()) {
    if (live.kind !== 'epic' && live.kind !== 'issue') continue;
    for (const key of Object.keys(readIndex(live.description, project))) numbers.add(key);
  }
  const known = wanted.filter((each) => numbers.has(each.key));
  return { known: known.length, found: known.filter((each) => matched.has(each.key)).length };
}

/** An epic or tracking issue that is closed: its internship is over. */
export const isClosed = (live: Live | undefined): boolean =>
  (live?.kind === 'epic' || live?.kind === 'issue') && live.state === 'closed';

/** What would hold it is closed: nobody gets new work in an internship that is over. */
export const inClosed = (each: Wanted, matched: Matched): boolean =>
  each.kind === 'issue' && isClosed(matched.get(each.parent ?? ''));
