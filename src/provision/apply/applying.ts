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
  labelKeys: ReadonlyMap<string, Key>;
  /** Fields that this GitLab does not have, and for how many things they were sent. */
  unknownFields: Map<string, number>;
  around(): Surroundings;
}
