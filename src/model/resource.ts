/**
 * The words for what we manage in GitLab. A *wanted* resource is what the template says; a *live* one is what
 * GitLab has. Dates are plain `YYYY-MM-DD`; times are ISO 8601.
 */

/** In the order in which they are created: each kind refers only to kinds before it. */
export const KINDS = ['label', 'milestone', 'epic', 'issue', 'board'] as const;
export type Kind = (typeof KINDS)[number];

/** A resource's name for ever, for example `spring-2027/robin-ito/kr/triage-reports`. */
export type Key = string;

export interface WantedLabel {
  kind: 'label';
  key: Key;
  name: string;
  /** `#rrggbb` */
  color: string;
  description: string;
}

export interface WantedMilestone {
  kind: 'milestone';
  key: Key;
  title: string;
  /** Markdown for our block. */
  text: string;
  startDate: string;
  dueDate: string;
}

export interface WantedEpic {
  kind: 'epic';
  key: Key;
  title: string;
  text: string;
  asParent: AsParent;
  labels: string[];
  startDate: string;
  dueDate: string;
}

/** What an issue is for: only key results are scored; a tracking issue stands for an epic where there are none. */
export type IssueRole = 'key-result' | 'checklist' | 'goal' | 'tracking' | 'application';

/** What the thing that holds an internship together carries beside its text: an epic, or a tracking issue. */
export interface AsParent {
  /** The scorecard block as it is before the first sync. */
  scorecardSeed: string;
  /** What was agreed at kickoff, for the marker (see baseline.ts). */
  baseline: string;
  /** Keys of the issues that belong to it, for the index that finds them again when everything else was edited. */
  issues: Key[];
}

export interface WantedIssue {
  kind: 'issue';
  key: Key;
  role: IssueRole;
  title: string;
  text: string;
  /** People's own part below the block, written once. */
  worksheet: string;
  /** Boxes of the issue's own check-list, by name; when the list grows, missing ones are appended. */
  boxes: string[];
  labels: string[];
  milestone: Key | null;
  /** Key of its epic; null where there are none. */
  epic: Key | null;
  /** Key of the epic or tracking issue that it belongs to; null for a tracking issue itself. */
  parent: Key | null;
  /** Only a tracking issue holds others. */
  asParent: AsParent | null;
  /** Null for what is due on no day. */
  dueDate: string | null;
  /** User names. */
  assignees: string[];
  confidential: boolean;
}

export interface WantedBoard {
  kind: 'board';
  key: Key;
  name: string;
  /** Label names in the order of the lists. */
  lists: string[];
}

export type Wanted = WantedLabel | WantedMilestone | WantedEpic | WantedIssue | WantedBoard;

export interface LiveLabel {
  kind: 'label';
  id: number;
  name: string;
  color: string;
  description: string;
  /** Where it lives: labels of groups above the project can be used too. */
  home: 'group' | 'project';
}

export interface LiveMilestone {
  kind: 'milestone';
  id: number;
  url: string;
  title: string;
  description: string;
  state: 'active' | 'closed';
  startDate: string | null;
  dueDate: string | null;
  /** Milestones of groups above can be used and block their titles, but are not ours to change. */
  home: 'group' | 'project';
}

export interface LiveEpic {
  kind: 'epic';
  id: number;
  iid: number;
  url: string;
  title: string;
  description: string;
  state: 'opened' | 'closed';
  labels: string[];
  startDate: string | null;
  dueDate: string | null;
  author: string;
  updatedAt: string;
}

export interface LiveIssue {
  kind: 'issue';
  id: number;
  iid: number;
  url: string;
  title: string;
  description: string;
  state: 'opened' | 'closed';
  /** ISO time of the closure that still stands. */
  closedAt: string | null;
  closedBy: string | null;
  labels: string[];
  /** Title of the milestone; titles are unique in the hierarchy. */
  milestone: string | null;
  milestoneId: number | null;
  dueDate: string | null;
  assignees: string[];
  confidential: boolean;
  /** Global id of the issue that it was moved to, in another project; null when it was not. */
  movedTo: number | null;
  /** What it was closed as a duplicate of: a number in the same project, or somewhere else. */
  closedAsDuplicateOf: number | 'elsewhere' | null;
  /** Iid of the epic it belongs to. */
  epic: number | null;
  author: string;
  /** Comments of people and system notes that count as such. */
  notes: number;
  /** Check-boxes as GitLab counts them, all of the description's. */
  tasks: { count: number; completed: number };
  createdAt: string;
  updatedAt: string;
}

/** An issue or a merge request that a key result counts. */
export interface LiveWork {
  title: string;
  url: string;
  author: string;
  labels: string[];
  state: 'opened' | 'closed' | 'merged';
  createdAt: string;
  /** When it was merged or closed; null while it is open. */
  endedAt: string | null;
  /** It carries a marker of ours: a key result or check-list, not work that somebody did. */
  ours: boolean;
}

/** An issue that was closed or opened again, as the project's event list tells. */
export interface Closure {
  iid: number;
  /** ISO time. */
  at: string;
  state: 'closed' | 'opened';
  by: string;
}

export interface LiveBoard {
  kind: 'board';
  id: number;
  url: string;
  name: string;
  lists: { id: number; label: string }[];
}

export type Live = LiveLabel | LiveMilestone | LiveEpic | LiveIssue | LiveBoard;

/** The wanted resource of a kind. */
export type WantedOf<K extends Kind> = Extract<Wanted, { kind: K }>;

export function ofKind<K extends Kind>(wanted: readonly Wanted[], kind: K): WantedOf<K>[] {
  return wanted.filter((each): each is WantedOf<K> => each.kind === kind);
}

/** What a person calls the resource. */
export function nameOf(resource: Wanted | Live): string {
  return resource.kind === 'label' || resource.kind === 'board' ? resource.name : resource.title;
}
