/**
 * Where a resource lies, as its marker says: `12`, the project, for an issue or a milestone; `33/12` for an epic, its group and the
 * project whose cohort it holds. A key alone is no identity: texts are copied, and another group may use the same keys.
 *
 * A marker of 0.1.0 says no place, and is understood where it lies.
 */
import type { Described, Key } from '../model/resource.ts';
import { ownerOf } from './keys.ts';
import { beginMarkers } from './managed-block.ts';

/** The ids of the places that a cohort lives in; 0 and null where they were not read. */
export interface Places {
  project: number;
  group: number | null;
}

/** What a marker says of the place of a new thing; null where nothing is known of it. */
export function placeOf(kind: string, { project, group }: Places): string | null {
  if (project === 0) return null;
  if (kind !== 'epic') return String(project);
  return group === null ? null : `${group}/${project}`;
}

/** The marker says the place where the thing lies. */
function agrees(said: string, thing: Described, project: number): boolean {
  if (thing.kind !== 'epic') return said === String(thing.projectId);
  const [group, of] = said.split('/');
  return group === String(thing.groupId) && (project === 0 || of === String(project));
}

/** The keys of a thing's markers that do not say another place, in order. */
export function keysHere(thing: Described, project: number): Key[] {
  const markers = beginMarkers(thing.description);
  const elsewhere = (key: Key): boolean => {
    const said = markers.flatMap((marker) => (marker.key === key ? (marker.written.place ?? []) : []));
    return said.length > 0 && !said.some((place) => agrees(place, thing, project));
  };
  return [...new Set(markers.map(({ key }) => ownerOf(key)))].filter((key) => !elsewhere(key));
}
