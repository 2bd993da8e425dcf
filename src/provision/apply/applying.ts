/** What all parts of one run share. */
import type { Key, Wanted } from '../../model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../../model/tracker.ts';
import type { Surroundings } from '../fields/field.ts';
import type { Outcome } from './outcome.ts';

export interface Applying {
  wanted: Wanted[];
  world: World;
  tracker: Tracker;
  scope: Scope;
  /** Grows as things are made. */
  matched: Matched;
  outcome: Outcome;
  /** What this run made, by key, with the global id. */
  made: Map<Key, number>;
  /** Of these GitLab said that they are there already, though the plan did not see them. */
  taken: Set<Key>;
  /** Of these an answer was lost: two of them may both be ours. */
  unsure: Set<Key>;
  /** How often each was sent. */
  sends: Map<Key, number>;
  labelKeys: ReadonlyMap<string, Key>;
  around(): Surroundings;
}
