/**
 * Which things carry our markers, whom we believe, and what is there twice. Pure.
 *
 * Duplicates come from two runs that raced, or from an answer that was lost and a commit that came late. They are resolved by
 * a total order (`sortByMarker`), so that any two runs choose the same winner. Only a duplicate that nobody touched and
 * that our token's user made is resolved; any other is said and left. A marker can be pasted by anybody who may write an
 * issue, so a thing made by somebody below Planner is never taken for ours.
 */

import type { Key, LiveEpic, LiveIssue, LiveMilestone, Wanted } from '../../model/resource.ts';
import type { Member, World } from '../../model/tracker.ts';
import { normalise } from '../../record/digest.ts';
import { resolvedKeyOf } from '../../record/duplicate-marker.ts';
import { readIndex, withoutIndex } from '../../record/issue-index.ts';
import { blocksOf, isEdited, outside } from '../../record/managed-block.ts';
import { keysHere } from '../../record/place.ts';
import { changedField } from '../fields/creation.ts';
import type { Surroundings } from '../fields/field.ts';
import { firstBelow } from '../fields/first-text.ts';

type Marked = LiveMilestone | LiveEpic | LiveIssue;

/** GitLab hands the work of deleted users, and of revoked project and group tokens, to its ghost user. */
const GHOST = 'ghost';
/** GitLab's Planner: the smallest role that may do what we do. */
const PLANNER = 15;

export interface Trust {
  /** Our own user name, null when it was not read. */
  robot: string | null;
  members: Map<string, Member>;
  /** Issue numbers that an epic's index names: what stands there was ours once, whoever its author is today. */
  indexed: Set<number>;
  /** Who made what carries an index: our user, whatever it is called today. */
  parents: Set<string>;
  /** Global id of the project; 0 where it was not read. */
  project: number;
}

export function trustOf(world: World): Trust {
  const project = world.project.id;
  const indexes = world.epics.map(({ author, description }) => ({
    author,
    numbers: Object.values(readIndex(description, project)),
  }));
  return {
    robot: world.robot?.username ?? null,
    members: world.members,
    indexed: new Set(indexes.flatMap(({ numbers }) => numbers)),
    parents: new Set(indexes.flatMap(({ author, numbers }) => (numbers.length > 0 ? [author] : []))),
    project,
  };
}

/** May this thing be what its marker says? Milestones and epics take a Planner to make; issues only a guest. */
export function isTrusted(thing: Marked, { robot, members, indexed, parents }: Trust): boolean {
  if (thing.kind !== 'issue') return true;
  const isOurs = thing.author === robot || thing.author === GHOST || parents.has(thing.author);
  if (isOurs || indexed.has(thing.iid)) return true;
  // A sync does not read the members: there the epic's index tells, which people can edit.
  if (members.size === 0) return indexed.size === 0;
  return (members.get(thing.author.toLowerCase())?.level ?? 0) >= PLANNER;
}

export interface Duplicate {
  key: Key;
  winner: Marked;
  loser: Marked;
  /** Why it is not resolved; null when it is. */
  leftBecause: string | null;
}

export interface Sorted<L extends Marked> {
  first: Map<Key, L>;
  duplicates: { key: Key; winner: L; loser: L }[];
  /** Carry a marker and are not believed. */
  strangers: L[];
}

const numberOf = (thing: Marked): number => (thing.kind === 'milestone' ? thing.id : thing.iid);

/**
 * Which thing is which. What an index names wins; otherwise what we made ourselves, and of that the lowest number. The others with the same key are duplicates. A
 * description can hold several markers, because people paste texts into one another: only a marker that is wanted of this
 * kind is looked at.
 */
export function sortByMarker<L extends Marked>(
  things: L[],
  wanted: ReadonlyMap<Key, Wanted>,
  index: ReadonlyMap<Key, number>,
  trust: Trust,
): Sorted<L> {
  const first = new Map<Key, L>();
  const duplicates: Sorted<L>['duplicates'] = [];
  const strangers: L[] = [];
  const isWanted = (key: Key): boolean => wanted.get(key)?.kind === things[0]?.kind;
  // What has its wanted title, and what our own user made, comes before what a person pasted our marker into.
  const likely = (thing: L): number => {
    const each = wanted.get(keysHere(thing, trust.project).find(isWanted) ?? '');
    const isOurs = thing.kind !== 'milestone' && thing.author === trust.robot;
    return (isTitled(each, thing) ? 2 : 0) + Number(isOurs);
  };
  const inOrder = [...things].sort(
    (left, right) => likely(right) - likely(left) || numberOf(left) - numberOf(right),
  );
  const named = (thing: L, key: Key): boolean => thing.kind === 'issue' && index.get(key) === numberOf(thing);
  const byNumber = new Map(inOrder.map((thing) => [numberOf(thing), thing]));
  for (const [key, number] of index) {
    const thing = byNumber.get(number);
    if (thing?.kind === 'issue' && isWanted(key) && isWhatIndexSays(thing, key, isWanted, trust))
      first.set(key, thing);
  }
  const taken = new Set([...first.values()].map((thing) => thing.id));
  for (const thing of inOrder) {
    if (taken.has(thing.id)) continue;
    const key = keysHere(thing, trust.project).find(isWanted);
    if (key === undefined || named(thing, key)) continue;
    if (!isTrusted(thing, trust)) {
      strangers.push(thing);
      continue;
    }
    const winner = first.get(key);
    if (winner === undefined) first.set(key, thing);
    else if (winner.id !== thing.id) duplicates.push({ key, winner, loser: thing });
  }
  return { first, duplicates, strangers };
}

/**
 * An index is text that people can edit, and a number means another issue elsewhere: it is believed for an issue that says the same of
 * itself, or whose marker is gone and that our user made.
 */
function isWhatIndexSays(
  issue: LiveIssue,
  key: Key,
  isWanted: (key: Key) => boolean,
  { project, robot, parents }: Trust,
): boolean {
  if (resolvedKeyOf(issue.description) !== undefined) return false;
  const keys = keysHere(issue, project);
  if (keys.includes(key)) return true;
  if (keys.some(isWanted)) return false;
  const isOurs = issue.author === robot || issue.author === GHOST || parents.has(issue.author);
  return isOurs || (robot === null && parents.size === 0);
}

/**
 * Why a duplicate is left alone, or null when it may be resolved: our own user made both, and nobody touched the loser since.
 * Milestones tell no author: both must be just what we would make.
 */
export function leftBecause(
  loser: Marked,
  winner: Marked,
  wanted: Wanted | undefined,
  trust: Trust,
  around: Surroundings,
): string | null {
  if (wanted === undefined) return 'the program no longer wants it';
  const isAsMade =
    winner.kind === 'milestone'
      ? touched(winner, wanted, around) === null
      : winner.author === trust.robot && isTitled(wanted, winner);
  // A text with our marker may have been pasted over another of our things: that one is no reason to close this one.
  if (!isAsMade) return 'the one that counts is not as we made it';
  if (loser.kind !== 'milestone' && (trust.robot === null || loser.author !== trust.robot))
    return `${loser.author} made it`;
  return touched(loser, wanted, around);
}

const isTitled = (wanted: Wanted | undefined, thing: Marked): boolean =>
  wanted !== undefined && 'title' in wanted && wanted.title === thing.title;

/** What a person did to it, in words, or null. */
function touched(thing: Marked, wanted: Wanted, around: Surroundings): string | null {
  if (thing.state === 'closed') return 'it is closed';
  if (thing.kind !== wanted.kind) return 'it is something else';
  if (blocksOf(thing.description).some(isEdited)) return 'somebody edited it';
  const theirs = normalise(withoutIndex(outside(thing.description)));
  if (theirs !== normalise(firstBelow(wanted))) return 'somebody wrote into it';
  if (thing.kind === 'issue' && thing.notes > 0) return 'somebody commented on it';
  const field = changedField(wanted, thing, around);
  return field === null ? null : `somebody changed its ${field}`;
}
