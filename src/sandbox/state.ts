/**
 * Everything the sandbox remembers, as plain data: it is saved to and loaded from one JSON file.
 *
 * The sandbox is a small GitLab. It imports nothing of the tool, so that one misunderstanding cannot be shared by
 * both sides. Rules carry the place in GitLab's source (18.9) where they can be read.
 */

export type Tier = 'free' | 'premium' | 'ultimate';

/** GitLab's default roles, `lib/gitlab/access.rb`. Planner is not contained in Reporter, but for what we serve it is. */
export const ROLE = {
  guest: 10,
  planner: 15,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;

export interface User {
  id: number;
  username: string;
  name: string;
  state: 'active' | 'blocked';
  bot: boolean;
}

export interface Token {
  value: string;
  id: number;
  name: string;
  user_id: number;
  scopes: string[];
  created_at: string;
  /** `YYYY-MM-DD` */
  expires_at: string | null;
  revoked: boolean;
  /** A CI job token acts only inside this project. */
  job_project_id?: number;
}

export interface Group {
  id: number;
  name: string;
  path: string;
  full_path: string;
  parent_id: number | null;
  visibility: Visibility;
  created_at: string;
}

export type Visibility = 'private' | 'internal' | 'public';

export interface Project {
  id: number;
  name: string;
  path: string;
  full_path: string;
  /** A project lives in a group or in a user's namespace. */
  group_id: number | null;
  owner_id: number | null;
  archived?: boolean;
  issues_off?: boolean;
  /** Made here: it has no repository yet. */
  empty_repo?: boolean;
  visibility: Visibility;
  created_at: string;
}

export interface Member {
  source: 'group' | 'project';
  source_id: number;
  user_id: number;
  access_level: number;
  /** Who let them in; nobody for the owner who made the place. */
  created_by_id?: number;
}

export interface Container {
  group_id: number | null;
  project_id: number | null;
}

export interface Label extends Container {
  id: number;
  name: string;
  color: string;
  description: string | null;
  /** Of a project's own labels. */
  priority?: number | null;
}

export interface Milestone extends Container {
  id: number;
  iid: number;
  title: string;
  description: string | null;
  state: 'active' | 'closed';
  start_date: string | null;
  due_date: string | null;
  created_at: string;
  updated_at: string;
}

interface Issuable {
  id: number;
  iid: number;
  title: string;
  description: string | null;
  state: 'opened' | 'closed';
  confidential: boolean;
  labels: string[];
  author_id: number;
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  closed_by_id: number | null;
}

export interface Issue extends Issuable {
  project_id: number;
  assignee_ids: number[];
  milestone_id: number | null;
  due_date: string | null;
  weight: number | null;
  epic_id: number | null;
  issue_type: string;
  moved_to_id: number | null;
  /** Number of its system-defined status, where one was set; closing and opening by REST forget it. */
  status?: number;
  /** Id of the issue that this one was closed as a duplicate of. */
  duplicated_to_id?: number | null;
}

/** A word of a person on an issue, or what the server noted itself, `app/models/note.rb`. */
export interface Note {
  id: number;
  issue_id: number;
  author_id: number;
  body: string;
  system: boolean;
  created_at: string;
}

/** A change of state, label or milestone, `app/models/resource_*_event.rb`. */
export interface ResourceEvent {
  id: number;
  issue_id: number;
  user_id: number;
  created_at: string;
  change:
    | { kind: 'state'; state: 'closed' | 'reopened' }
    | { kind: 'label'; label_id: number; action: 'add' | 'remove' }
    | { kind: 'milestone'; milestone_id: number; action: 'add' | 'remove'; state: string };
}

/** As far as lists of merge requests tell, `lib/api/merge_requests.rb`. */
export interface MergeRequest {
  id: number;
  iid: number;
  project_id: number;
  title: string;
  description: string | null;
  state: 'opened' | 'closed' | 'merged';
  labels: string[];
  author_id: number;
  created_at: string;
  updated_at: string;
  merged_at: string | null;
  closed_at: string | null;
}

export interface MergeRequestNote {
  id: number;
  merge_request_id: number;
  author_id: number;
  body: string;
  created_at: string;
  updated_at: string;
}

export interface PipelineSchedule {
  id: number;
  project_id: number;
  description: string;
  ref: string;
  cron: string;
  cron_timezone: string;
  active: boolean;
  owner_id: number;
  created_at: string;
}

export interface Epic extends Issuable {
  work_item_id: number;
  group_id: number;
  start_date: string | null;
  due_date: string | null;
  dates_fixed: boolean;
  parent_id: number | null;
}

export interface BoardList {
  id: number;
  label_id: number;
  position: number;
}

export interface Board {
  id: number;
  name: string;
  project_id: number;
  lists: BoardList[];
}

/** A row of the project's event list, `app/models/event.rb`. */
export interface EventRow {
  id: number;
  project_id: number;
  action_name: 'opened' | 'closed' | 'reopened' | 'updated';
  target_type: 'Issue' | 'WorkItem' | 'Milestone';
  target_id: number;
  target_iid: number;
  author_id: number;
  created_at: string;
}

export interface State {
  version: 1;
  tier: Tier;
  gitlab_version: string;
  /** Milliseconds the sandbox's clock runs ahead of the clock it was given. */
  clock_offset: number;
  next_id: number;
  users: User[];
  tokens: Token[];
  groups: Group[];
  projects: Project[];
  members: Member[];
  labels: Label[];
  milestones: Milestone[];
  issues: Issue[];
  epics: Epic[];
  boards: Board[];
  events: EventRow[];
  /** Absent in states that were kept by an earlier version. */
  merge_requests?: MergeRequest[];
  merge_request_notes?: MergeRequestNote[];
  pipeline_schedules?: PipelineSchedule[];
  notes?: Note[];
  resource_events?: ResourceEvent[];
}

/** One counter for all ids: unique, and never mistaken for an iid that starts at 1. */
export function takeId(state: State): number {
  state.next_id += 1;
  return state.next_id;
}

/** The next internal id among siblings, `app/models/internal_id.rb`: monotonic per container. */
export function nextIid(siblings: { iid: number }[]): number {
  return siblings.reduce((highest, each) => Math.max(highest, each.iid), 0) + 1;
}

/** The group and all its ancestors, nearest first. */
export function ancestry(state: State, groupId: number | null): Group[] {
  const found: Group[] = [];
  for (let id = groupId; id !== null; ) {
    const group = state.groups.find((each) => each.id === id);
    if (!group) break;
    found.push(group);
    id = group.parent_id;
  }
  return found;
}
