/**
 * The words for what we manage in GitLab. A *wanted* resource is what the template says; a *live* one is what
 * GitLab has. Dates are plain `YYYY-MM-DD`; times are ISO 8601.
 */

import type { LiveBoard, WantedBoard } from './board.ts';
import type { LiveEpic, WantedEpic } from './epic.ts';
import type { LiveIssue, WantedIssue } from './issue.ts';
import type { Kind } from './kind.ts';
import type { LiveLabel, WantedLabel } from './label.ts';
import type { LiveMilestone, WantedMilestone } from './milestone.ts';

export type * from './board.ts';
export type * from './epic.ts';
export type * from './issue.ts';
export { type Key, KINDS, type Kind } from './kind.ts';
export type * from './label.ts';
export type * from './milestone.ts';
export type * from './work.ts';

export type Wanted = WantedLabel | WantedMilestone | WantedEpic | WantedIssue | WantedBoard;
export type Live = LiveLabel | LiveMilestone | LiveEpic | LiveIssue | LiveBoard;

/** The wanted resource of a kind. */
export type WantedOf<K extends Kind> = Extract<Wanted, { kind: K }>;
/** The live one. */
export type LiveOf<K extends Kind> = Extract<Live, { kind: K }>;

/** What carries a description, and therefore a marker. */
export type Described = LiveMilestone | LiveEpic | LiveIssue;

export function ofKind<K extends Kind>(wanted: readonly Wanted[], kind: K): WantedOf<K>[] {
  return wanted.filter((each): each is WantedOf<K> => each.kind === kind);
}

/** What a person calls the resource. */
export function nameOf(resource: Wanted | Live): string {
  return resource.kind === 'label' || resource.kind === 'board' ? resource.name : resource.title;
}
