/** The one port to GitLab, in our nouns. `gitlab/rest/rest-tracker.ts` speaks REST; another may stand beside it. */
import type {
  Activity,
  Closure,
  EpicFields,
  IssueFields,
  Key,
  LabelFields,
  Live,
  LiveBoard,
  LiveEpic,
  LiveIssue,
  LiveLabel,
  LiveMilestone,
  LiveWork,
  MilestoneFields,
  Status,
} from './resource.ts';

/** Where a cohort lives. */
export interface Scope {
  project: string;
  group: string | null;
  labelsIn: 'group' | 'project';
  /** The label that every issue and epic of the cohort carries; lists are read by it. */
  cohortLabel: string;
}

/** What this GitLab can do for this scope, learnt from answers. */
export interface Capabilities {
  epics: boolean;
  /** Why there are no epics, for people; empty when there are. */
  noEpicsBecause: string;
}

export interface Member {
  id: number;
  username: string;
  name: string;
  /** Blocked, or otherwise unable to sign in. */
  isBlocked: boolean;
  /** GitLab's access level: 10 Guest, 15 Planner, 20 Reporter, 30 Developer, 40 Maintainer, 50 Owner. */
  level: number;
}

/** Parts of the world that can be read; each costs one request and one more per further hundred. */
export type Part =
  | 'project'
  | 'group'
  | 'robot'
  | 'expiry'
  | 'members'
  | 'labels'
  | 'milestones'
  | 'epics'
  | 'issues'
  | 'boards';

/** Who we are to GitLab, and for how long. */
export interface Robot {
  id: number;
  username: string;
  name: string;
  /** Null when the token does not tell, as a job token. */
  scopes: string[] | null;
  /** `YYYY-MM-DD`, or null when it never expires or does not tell. */
  expiresAt: string | null;
  /** Access level in the group; null without a group. */
  groupLevel: number | null;
  /** Version of the instance, for example `18.9.0-ee`. */
  instance: string;
}

export interface World {
  /** The server's clock; the local one where GitLab does not tell it. */
  now: Date;
  /** It is the server's. */
  isTimeTold: boolean;
  project: {
    id: number;
    path: string;
    url: string;
    inGroup: boolean;
    visibility: string;
    /** Nothing in it can be written. */
    isArchived: boolean;
    /** Its issues are switched off. */
    hasNoIssues: boolean;
  };
  /** Null when it was not read, and for a project in a user's namespace. */
  group: { id: number } | null;
  /** Null when it was not read. */
  robot: Robot | null;
  /** `YYYY-MM-DD` of the token's end; null when it has none, does not tell, or was not asked. */
  tokenExpiresAt: string | null;
  /** Id of our own account; null when it was not asked, or the token does not tell. */
  selfId: number | null;
  capabilities: Capabilities;
  /** By lower-case user name. */
  members: Map<string, Member>;
  labels: LiveLabel[];
  milestones: LiveMilestone[];
  epics: LiveEpic[];
  issues: LiveIssue[];
  boards: LiveBoard[];
}

/** What is sent to create a thing, with references already looked up. */
export type Create =
  | ({ kind: 'label'; home: 'group' | 'project' } & LabelFields)
  | ({ kind: 'milestone' } & MilestoneFields)
  | ({ kind: 'epic' } & EpicFields)
  | ({ kind: 'issue' } & Partial<IssueFields> & Pick<IssueFields, 'title' | 'description'>)
  | { kind: 'board'; name: string }
  | { kind: 'list'; board: LiveBoard; labelId: number };

/** Fields of an update; only those given are sent. `labels` replaces all of them. */
export interface Patch extends Partial<LabelFields & MilestoneFields & EpicFields & IssueFields> {
  addLabels?: string[];
  close?: true;
}

/** One list of issues or merge requests. */
export interface WorkQuery {
  what: 'issues' | 'merge-requests';
  project: string;
  label: string | null;
  state: 'opened' | 'closed' | 'merged' | 'all';
  /** ISO time. */
  createdAfter: string;
}

export interface Tracker {
  /** Base of the instance, for links. */
  readonly host: string;
  /** The server's clock as of the last answer. */
  now(): Date;
  /** Waits before a write is tried once more, longer with each attempt, counted from 1. */
  backOff(attempt: number, why: string): Promise<void>;
  read(scope: Scope, parts: readonly Part[]): Promise<World>;
  /**
   * When issues of the project were closed and opened again after a day (`YYYY-MM-DD`, exclusive), oldest first, in two
   * lists whatever the number of issues.
   */
  closures(scope: Scope, after: string): Promise<Closure[]>;
  /** Every note of one issue of the project, oldest first (docs/gitlab.md#notes). */
  activity(scope: Scope, iid: number): Promise<Activity[]>;
  /**
   * Statuses of issues of the project by number, a hundred at a time; null where this GitLab has none. Only the work-item API tells
   * them (docs/gitlab.md#statuses).
   */
  statuses(scope: Scope, iids: number[]): Promise<Map<number, Status> | null>;
  /** Issues or merge requests that were made after a time (ISO), for key results that count them. */
  work(scope: Scope, query: WorkQuery): Promise<LiveWork[]>;
  /** Issues with the cohort's label in the whole group, for those that were moved out of the project. */
  issuesElsewhere(scope: Scope): Promise<LiveIssue[]>;
  /** Issues with the cohort's label in the whole hierarchy of groups, as far as the token sees it. */
  cohortElsewhere(scope: Scope): Promise<LiveIssue[]>;
  /** A second look for issues that the list by label did not show. */
  findIssues(
    scope: Scope,
    by: { iids: number[] } | { epicId: number } | { label: string },
  ): Promise<LiveIssue[]>;
  /** Every epic of the group, or one of them by iid. */
  findEpics(scope: Scope, iid?: number): Promise<LiveEpic[]>;
  /** True when somebody has this user name, member or not. */
  userExists(username: string): Promise<boolean>;
  /** Reads one thing again, right before it is changed. */
  again<L extends LiveMilestone | LiveEpic | LiveIssue>(scope: Scope, live: L): Promise<L>;
  create(scope: Scope, what: Create): Promise<Live>;
  update(scope: Scope, live: LiveLabel | LiveMilestone | LiveEpic | LiveIssue, patch: Patch): Promise<Live>;
}

/** Live things by the key of what they are. */
export type Matched = Map<Key, Live>;
