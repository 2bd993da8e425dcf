import type { Key } from './kind.ts';

/** What an issue is for: only key results are scored; a tracking issue stands for an epic where there are none. */
export type IssueRole = 'key-result' | 'checklist' | 'goal' | 'tracking' | 'application' | 'ritual';

/** What the thing that holds an internship together carries beside its text: an epic, or a tracking issue. */
export interface AsParent {
  /** The scorecard block as it is before the first sync. */
  scorecardSeed: string;
  /** Above the visible list of its issues. */
  heading: string;
  /** Links to read on, below it; written once. Empty when there are none. */
  reading: string;
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
  /** Absent where the program says nothing about it. */
  weight?: number;
}

export interface LiveIssue {
  kind: 'issue';
  id: number;
  iid: number;
  projectId: number;
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
  /** The epic it belongs to, which may be of another group: numbers are told apart by the global id. */
  epic: { id: number; iid: number; groupId: number } | null;
  author: string;
  /** Comments of people and system notes that count as such. */
  notes: number;
  /** Check-boxes as GitLab counts them, all of the description's. */
  tasks: { count: number; completed: number };
  /** Absent where this GitLab has no weights; they need Premium. */
  weight?: number | null;
  createdAt: string;
  updatedAt: string;
  /** GitLab's own status; read apart, for closed ones, where the instance has statuses. */
  status?: Status;
  /** The epic that it was promoted to, which GitLab does not link back to it. */
  promotedTo?: { url: string; isClosed: boolean };
}

/** A status of a work item: its name, and GitLab's category (to_do, in_progress, done, canceled, triage). */
export interface Status {
  name: string;
  category: string;
}

/** What is sent of an issue, with references looked up. */
export interface IssueFields {
  title: string;
  description: string;
  labels: string[];
  milestoneId: number;
  /** Global id of the epic; 0 takes the issue out of its epic. */
  epicId: number;
  dueDate: string;
  assigneeIds: number[];
  confidential: boolean;
  weight: number;
}
