/** Which live epic is which: by marker, by title, or by the children that remember its number. */

import { type LiveEpic, ofKind, type Wanted, type WantedEpic } from '../../model/resource.ts';
import type { Scope, Tracker, World } from '../../model/tracker.ts';
import { findBlock, keysOf } from '../../record/managed-block.ts';
import { byMarker, existed, isNobodys, learnIndex, merge, parentOf, type Search } from './search.ts';

export async function matchEpics(
  tracker: Tracker,
  scope: Scope,
  wanted: Wanted[],
  world: World,
  search: Search,
): Promise<LiveEpic[]> {
  const wantedEpics = ofKind(wanted, 'epic');
  let epics = world.epics;
  let known = byMarker(epics, search);
  if (wantedEpics.some((each) => !known.has(each.key)) && existed(scope, wanted, world)) {
    epics = merge(epics, await missingEpics(tracker, scope, world, wantedEpics.length));
    known = byMarker(epics, search);
  }
  for (const each of wantedEpics) {
    const live = known.get(each.key) ?? epicWithoutMark(each, epics, world, search);
    if (live) search.matched.set(each.key, live);
  }
  learnIndex(search);
  return epics;
}

/** By its title, or by its children when title and marker are gone: they were made in the epic with that number. */
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
        const written = findBlock(issue.description, own)?.written;
        return parentOf(own, search) === key && written?.epic === '1' ? [Number(written.in)] : [];
      }),
    ),
  );
  return free.find((one) => one.title === title) ?? free.find((one) => numbers.has(one.iid));
}

/** The epics that issues of the cohort belong to; when those do not tell, every epic of the group. */
async function missingEpics(
  tracker: Tracker,
  scope: Scope,
  world: World,
  count: number,
): Promise<LiveEpic[]> {
  if (!world.capabilities.epics) return [];
  const known = new Set(world.epics.map((epic) => epic.id));
  const unknown = new Map(
    world.issues.flatMap(({ epic }) => (epic === null || known.has(epic.id) ? [] : [[epic.id, epic.iid]])),
  );
  const found = (await Promise.all([...unknown.values()].map((iid) => tracker.findEpics(scope, iid))))
    .flat()
    // An epic of another group has a number, too.
    .filter((epic) => unknown.has(epic.id));
  return known.size + found.length >= count ? found : tracker.findEpics(scope);
}
