/** What kinds of things we manage, and their names for ever. */

/** In the order in which they are created: each kind refers only to kinds before it. */
export const KINDS = ['label', 'milestone', 'epic', 'issue', 'board'] as const;
export type Kind = (typeof KINDS)[number];

/** A resource's name for ever, for example `spring-2027/robin-ito/kr/triage-reports`. */
export type Key = string;
