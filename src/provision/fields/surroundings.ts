import type { Key, Live, Wanted } from '../../model/resource.ts';
import type { Matched, World } from '../../model/tracker.ts';
import { readIndex } from '../../record/issue-index.ts';
import { ownerOf } from '../../record/keys.ts';
import { blocksOf, findBlock, isEdited, outside } from '../../record/managed-block.ts';
import { placeOf } from '../../record/place.ts';
import type { Surroundings } from './field.ts';
import { firstBelow } from './first-text.ts';

/** What fields need to know about other things, from what is matched by now. */
export function surroundings(
  wanted: Wanted[],
  matched: Matched,
  world: Pick<World, 'members' | 'project' | 'group'>,
  labelsIn: 'group' | 'project',
): Surroundings {
  const titles = new Map<Key, string>();
  const keys = new Map<number, Key>();
  for (const each of wanted) {
    if (each.kind !== 'milestone') continue;
    const live = matched.get(each.key);
    titles.set(each.key, each.title);
    if (live?.kind !== 'milestone') continue;
    titles.set(each.key, live.title);
    keys.set(live.id, each.key);
  }
  const idOf = (kind: 'milestone' | 'epic', key: Key | null): number | null => {
    const live = matched.get(key ?? '');
    return live?.kind === kind ? live.id : null;
  };
  const places = { project: world.project.id, group: world.group?.id ?? null };
  const indexOf = indexesOf(wanted, matched, world.project.id);
  return {
    isConfirmed: (key) => indexOf(key)?.has(key) ?? true,
    place: (kind) => placeOf(kind, places),
    labelsIn,
    milestoneTitle: (key) => titles.get(key) ?? '',
    milestoneOf: (live) =>
      live.milestoneId === null ? '' : (keys.get(live.milestoneId) ?? String(live.milestoneId)),
    milestoneId: (key) => idOf('milestone', key),
    epicId: (key) => idOf('epic', key),
    parentIid(key) {
      const live = matched.get(key ?? '');
      return live?.kind === 'epic' || live?.kind === 'issue' ? live.iid : null;
    },
    // A guest can be assigned too; who is no member is dropped silently by GitLab (docs/gitlab.md#silent-drops).
    isMember: (username) => world.members.has(username.toLowerCase()),
    memberIds: (names) => names.flatMap((name) => world.members.get(name.toLowerCase())?.id ?? []),
  };
}

/** The keys in the index of what holds a thing; null where there is no such index to be believed. Each parent is read once. */
function indexesOf(wanted: Wanted[], matched: Matched, project: number): (key: Key) => Set<Key> | null {
  const byKey = new Map(wanted.map((each) => [each.key, each]));
  const parents = new Map<Key, Key>();
  for (const each of wanted)
    if (each.kind === 'issue' && each.parent !== null) parents.set(each.key, each.parent);
  const known = new Map<Live, Set<Key> | null>();
  return (key) => {
    const parent = parents.get(key);
    const live = parent === undefined ? undefined : matched.get(parent);
    if (parent === undefined || (live?.kind !== 'epic' && live?.kind !== 'issue')) return null;
    // One that was made in another parent was seen whole there.
    const child = matched.get(key);
    const written = child?.kind === 'issue' ? findBlock(child.description, key)?.written : undefined;
    if (written?.in !== String(live.iid)) return null;
    const index = known.get(live);
    if (index !== undefined) return index;
    const names = Object.keys(readIndex(live.description, project));
    // Without any index nothing is told, except by a parent that is as it was made: there the run died before it wrote one.
    const read =
      names.length > 0 || isAsMade(live.description, parent, firstBelow(byKey.get(parent)))
        ? new Set(names)
        : null;
    known.set(live, read);
    return read;
  };
}

/** Nothing but our own blocks and what we put below them, and nobody wrote in them. */
function isAsMade(description: string, parent: Key, below: string): boolean {
  const blocks = blocksOf(description);
  const own = blocks.every((block) => ownerOf(block.key) === parent && !isEdited(block));
  return blocks.length > 0 && own && plainly(outside(description)) === plainly(below);
}

/** GitLab and its editors change white space and line ends. */
const plainly = (text: string): string => text.replace(/\s+/g, ' ').trim();
