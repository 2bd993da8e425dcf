/** What is done once everything is made: one more look for what came about twice, and the numbers that parents learn. */
import type { Key, LiveEpic, LiveIssue, Wanted } from '../../model/resource.ts';
import { writeIndex, writeReferences } from '../../record/issue-index.ts';
import { matchLive } from '../find/match.ts';
import { changeOf } from '../plan/change.ts';
import { indexIsStale, wantedIndex } from '../plan/parent-index.ts';
import type { Applying } from './applying.ts';
import { PART } from './create.ts';
import { isWhole } from './finish.ts';
import { resolveAll } from './resolve.ts';
import { type Edit, rewrite } from './rewrite.ts';

/** Kinds of which GitLab lets two alike exist; boards are only reported. */
export const VERIFIED = ['milestone', 'epic', 'issue'] as const;

/** Another run may have made the same, and a commit may come late. */
export async function verify(kinds: (typeof VERIFIED)[number][], run: Applying): Promise<void> {
  const { tracker, scope, world, wanted, matched, outcome } = run;
  const fresh = await tracker.read(
    scope,
    kinds.map((kind) => PART[kind]),
  );
  const read = Object.fromEntries(kinds.map((kind) => [PART[kind], fresh[PART[kind]]]));
  const found = await matchLive(tracker, scope, wanted, { ...world, ...read });
  for (const [key, live] of found.matched) {
    if (kinds.some((kind) => kind === live.kind)) matched.set(key, live);
  }
  outcome.warnings.push(
    ...found.notes
      .filter(({ code }) => code === 'duplicate')
      .map(({ about, message }) => `${about} ${message}`),
  );
  await resolveAll(found, run);
}

/** What holds others learns their numbers, as soon as they have some and are whole. */
export async function writeIndexes(run: Applying): Promise<void> {
  const { wanted, matched, tracker, scope } = run;
  for (const each of wanted) {
    const live = matched.get(each.key);
    const index = wholeIndex(each, run);
    if (!index || (live?.kind !== 'epic' && live?.kind !== 'issue')) continue;
    if (live.state !== 'opened' || !indexIsStale(live.description, index)) continue;
    matched.set(
      each.key,
      (await rewrite<LiveEpic | LiveIssue>(live, asWanted(each, run), tracker, scope)).live,
    );
  }
}

/** The change by the ownership table, and the index of what the thing holds. */
export function asWanted(each: Wanted, run: Applying): Edit {
  return (fresh) => {
    const { patch } = changeOf(each, fresh, run.around());
    const index = wholeIndex(each, run);
    const description = patch.description ?? fresh.description;
    return index && fresh.kind !== 'milestone' && fresh.state === 'opened' && indexIsStale(description, index)
      ? { ...patch, description: withIndex(each, description, index, run.world.project.id) }
      : patch;
  };
}

/** Without those that were never seen whole: what the index names is confirmed. */
function wholeIndex(each: Wanted, run: Applying): Record<Key, number> | null {
  const index = wantedIndex(each, run.matched);
  if (index === null) return null;
  const around = run.around();
  const wanted = new Map(run.wanted.map((one) => [one.key, one]));
  return Object.fromEntries(
    Object.entries(index).filter(([key]) => {
      const [child, live] = [wanted.get(key), run.matched.get(key)];
      return !child || !live || around.isConfirmed(key) || isWhole(child, live, around);
    }),
  );
}

/** A tracking issue shows what belongs to it; an epic's page lists its children anyway. */
function withIndex(each: Wanted, description: string, index: Record<Key, number>, project: number): string {
  const indexed = writeIndex(description, index, project);
  return each.kind === 'issue'
    ? writeReferences(indexed, each.key, Object.values(index), each.asParent?.heading)
    : indexed;
}
