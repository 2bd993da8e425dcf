/** The change of any kind of thing, and what it needs to know about the others. */
import type { Key, Live, Wanted } from '../../model/resource.ts';
import type { Matched, World } from '../../model/tracker.ts';
import {
  type Change,
  changeEpic,
  changeIssue,
  changeLabel,
  changeMilestone,
  missingLists,
  type Surroundings,
} from './change.ts';

export function surroundings(wanted: Wanted[], matched: Matched, world: World): Surroundings {
  const titles = new Map<Key, string>();
  const keys = new Map<number, Key>();
  for (const each of wanted) {
    if (each.kind !== 'milestone') continue;
    const live = matched.get(each.key);
    titles.set(each.key, live?.kind === 'milestone' ? live.title : each.title);
    if (live?.kind === 'milestone') keys.set(live.id, each.key);
  }
  return {
    milestoneTitle: (key) => titles.get(key) ?? '',
    milestoneOf: (live) =>
      live.milestoneId === null ? '' : (keys.get(live.milestoneId) ?? String(live.milestoneId)),
    parentIid(key) {
      const live = matched.get(key);
      return live?.kind === 'epic' || live?.kind === 'issue' ? live.iid : null;
    },
    // A guest can be assigned too; who is no member is dropped silently by GitLab (facts §3.4).
    isMember: (username) => world.members.has(username.toLowerCase()),
  };
}

/** What changes on the live thing; the index of an epic aside. */
export function changeOf(
  wanted: Wanted,
  live: Live,
  around: Surroundings,
  labelsIn: 'group' | 'project',
): Change {
  switch (wanted.kind) {
    case 'label':
      return live.kind === 'label' ? changeLabel(wanted, live, labelsIn) : mismatch(wanted, live);
    case 'milestone':
      return live.kind === 'milestone' ? changeMilestone(wanted, live) : mismatch(wanted, live);
    case 'epic':
      return live.kind === 'epic' ? changeEpic(wanted, live) : mismatch(wanted, live);
    case 'issue':
      return live.kind === 'issue' ? changeIssue(wanted, live, around) : mismatch(wanted, live);
    case 'board': {
      if (live.kind !== 'board') return mismatch(wanted, live);
      const missing = missingLists(wanted, live);
      const changes = missing.length > 0 ? [{ field: 'lists', from: '', to: `+ ${missing.join(', ')}` }] : [];
      return { changes, patch: {}, kept: [] };
    }
  }
}

function mismatch(wanted: Wanted, live: Live): never {
  throw new Error(`${wanted.key} is a ${wanted.kind}, but a ${live.kind} was found for it`);
}
