/** A change while it comes about. */
import type { FieldChange } from '../../model/plan.ts';
import type { Live, Wanted } from '../../model/resource.ts';
import type { Patch } from '../../model/tracker.ts';
import type { ManagedBlock, Written } from '../../record/managed-block.ts';
import type { Surroundings } from '../fields/field.ts';

export interface Change {
  changes: FieldChange[];
  /** What is sent. */
  patch: Patch;
  /** Fields that a person changed and that we therefore leave. */
  kept: string[];
  /** Our text between the markers, where it is renewed; for the plan, which shows the difference. */
  text?: { from: string; to: string };
}

/** A change while it comes about. */
export interface Draft {
  each: Wanted;
  live: Live;
  around: Surroundings;
  change: Change;
  /** Our block; undefined where people took it away, and for what has no description. */
  block: ManagedBlock | undefined;
  /** The marker's words as they stand there, and as they will be. */
  before: Written;
  written: Written;
  description: string;
}
