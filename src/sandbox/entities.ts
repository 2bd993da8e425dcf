/** How objects look in answers, `lib/api/entities/*.rb` and their EE counterparts. */
import type { Context } from './context.ts';
import { taskCompletion } from './markdown.ts';
import type { Epic, EventRow, Issue, Label, MergeRequest, Milestone, User } from './state.ts';

export function userBasic(context: Context, id: number | null): Record<string, unknown> | null {
  const user = context.state.users.find((each) => each.id === id);
  return user ? showUser(context, user) : null;
}

export function showUser(context: Context, user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    public_email: null,
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: `${context.origin}/uploads/-/avatar/${user.id}.png`,
    web_url: `${context.origin}/${user.username}`,
  };
}

/** EE objects show `epic` and `weight` only with a licence: the key is absent, not null (docs/gitlab.md#endpoints). */
export const hasLicence = (context: Context): boolean => context.state.tier !== 'free';

export function showLabel(label: Label, inProject: boolean): Record<string, unknown> {
  return {
    id: label.id,
    name: label.name,
    description: label.description,
    description_html: label.description ?? '',
    text_color: textColor(label.color),
    color: label.color,
    subscribed: false,
    ...(inProject ? { priority: null, is_project_label: label.project_id !== null } : {}),
  };
}

export function textColor(color: string): string {
  const full = color.length === 4 ? color.replace(/[0-9a-f]/gi, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  return red + green + blue > 500 ? '#1F1E24' : '#FFFFFF';
}

export function showMilestone(context: Context, milestone: Milestone): Record<string, unknown> {
  const home =
    milestone.project_id === null
      ? context.state.groups.find((each) => each.id === milestone.group_id)?.full_path
      : context.state.projects.find((each) => each.id === milestone.project_id)?.full_path;
  return {
    id: milestone.id,
    iid: milestone.iid,
    ...(milestone.project_id === null
      ? { group_id: milestone.group_id }
      : { project_id: milestone.project_id }),
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    created_at: milestone.created_at,
    updated_at: milestone.updated_at,
    due_date: milestone.due_date,
    start_date: milestone.start_date,
    expired: milestone.due_date !== null && milestone.due_date < context.today(),
    web_url: `${context.origin}/${home}/-/milestones/${milestone.iid}`,
  };
}

export function showIssue(context: Context, issue: Issue): Record<string, unknown> {
  const { state } = context;
  const project = state.projects.find((each) => each.id === issue.project_id);
  const milestone = state.milestones.find((each) => each.id === issue.milestone_id);
  const epic = state.epics.find((each) => each.id === issue.epic_id);
  const group = state.groups.find((each) => each.id === epic?.group_id);
  const path = project?.full_path ?? '';
  const api = `${context.origin}/api/v4/projects/${issue.project_id}`;
  const tasks = taskCompletion(issue.description);
  return {
    id: issue.id,
    iid: issue.iid,
    project_id: issue.project_id,
    title: issue.title,
    description: issue.description,
    state: issue.state,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    closed_by: userBasic(context, issue.closed_by_id),
    labels: [...issue.labels].sort(),
    milestone: milestone ? showMilestone(context, milestone) : null,
    assignees: issue.assignee_ids.map((id) => userBasic(context, id)),
    author: userBasic(context, issue.author_id),
    type: issue.issue_type.toUpperCase(),
    assignee: userBasic(context, issue.assignee_ids[0] ?? null),
    user_notes_count: 0,
    merge_requests_count: 0,
    upvotes: 0,
    downvotes: 0,
    start_date: null,
    due_date: issue.due_date,
    confidential: issue.confidential,
    discussion_locked: null,
    issue_type: issue.issue_type,
    web_url: `${context.origin}/${path}/-/issues/${issue.iid}`,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    task_completion_status: tasks,
    // Inverted in 18.9 (docs/gitlab.md#task-lists): true when there are no tasks.
    has_tasks: tasks.count === 0,
    ...(tasks.count === 0
      ? { task_status: issue.description === null ? '' : '0 of 0 checklist items completed' }
      : {}),
    _links: {
      self: `${api}/issues/${issue.iid}`,
      notes: `${api}/issues/${issue.iid}/notes`,
      award_emoji: `${api}/issues/${issue.iid}/award_emoji`,
      project: api,
      closed_as_duplicate_of: duplicateLink(context, issue),
    },
    references: { short: `#${issue.iid}`, relative: `#${issue.iid}`, full: `${path}#${issue.iid}` },
    severity: 'UNKNOWN',
    moved_to_id: issue.moved_to_id,
    imported: false,
    imported_from: 'none',
    service_desk_reply_to: null,
    ...(hasLicence(context)
      ? {
          weight: issue.weight,
          blocking_issues_count: 0,
          epic_iid: epic?.iid ?? null,
          epic: epic
            ? {
                id: epic.id,
                iid: epic.iid,
                title: epic.title,
                url: `/groups/${group?.full_path}/-/epics/${epic.iid}`,
                group_id: epic.group_id,
                ...inWords(context, epic),
              }
            : null,
          iteration: null,
        }
      : {}),
    ...(state.tier === 'ultimate' ? { health_status: null } : {}),
  };
}

/** As an epic's dates stand in its card on an issue. */
function inWords(context: Context, { start_date, due_date, dates_fixed }: Epic): Record<string, unknown> {
  const due = dates_fixed ? due_date : null;
  const start = dates_fixed ? start_date : null;
  const today = context.today();
  const words = new Date(`${due}T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const state =
    start !== null && start > today ? 'Upcoming' : due !== null && due < today ? 'Past due' : null;
  return {
    human_readable_end_date: due === null ? null : words,
    human_readable_timestamp: state === null ? null : `<strong>${state}</strong>`,
  };
}

/** A link into the API; nothing when there is no such issue, `lib/api/entities/issue.rb`. */
function duplicateLink(context: Context, issue: Issue): string | null {
  const target = context.state.issues.find((each) => each.id === issue.duplicated_to_id);
  return target ? `${context.origin}/api/v4/projects/${target.project_id}/issues/${target.iid}` : null;
}

export function showMergeRequest(context: Context, request: MergeRequest): Record<string, unknown> {
  const project = context.state.projects.find((each) => each.id === request.project_id);
  return {
    id: request.id,
    iid: request.iid,
    project_id: request.project_id,
    title: request.title,
    description: request.description,
    state: request.state,
    created_at: request.created_at,
    updated_at: request.updated_at,
    merged_at: request.merged_at,
    closed_at: request.closed_at,
    author: userBasic(context, request.author_id),
    labels: [...request.labels].sort(),
    web_url: `${context.origin}/${project?.full_path}/-/merge_requests/${request.iid}`,
  };
}

export function showEpic(context: Context, epic: Epic): Record<string, unknown> {
  const group = context.state.groups.find((each) => each.id === epic.group_id);
  const path = group?.full_path ?? '';
  const api = `${context.origin}/api/v4/groups/${epic.group_id}/epics/${epic.iid}`;
  const fixed = (date: string | null): string | null => (epic.dates_fixed ? date : null);
  return {
    id: epic.id,
    work_item_id: epic.work_item_id,
    iid: epic.iid,
    color: '',
    text_color: '',
    group_id: epic.group_id,
    parent_id: epic.parent_id,
    parent_iid: context.state.epics.find((each) => each.id === epic.parent_id)?.iid ?? null,
    imported: false,
    imported_from: 'none',
    title: epic.title,
    description: epic.description,
    confidential: epic.confidential,
    author: userBasic(context, epic.author_id),
    start_date: fixed(epic.start_date),
    start_date_is_fixed: epic.dates_fixed,
    start_date_fixed: fixed(epic.start_date),
    start_date_from_inherited_source: fixed(epic.start_date),
    start_date_from_milestones: fixed(epic.start_date),
    end_date: fixed(epic.due_date),
    due_date: fixed(epic.due_date),
    due_date_is_fixed: epic.dates_fixed,
    due_date_fixed: fixed(epic.due_date),
    due_date_from_inherited_source: fixed(epic.due_date),
    due_date_from_milestones: fixed(epic.due_date),
    state: epic.state,
    web_edit_url: `/groups/${path}/-/epics/${epic.iid}`,
    web_url: `${context.origin}/groups/${path}/-/epics/${epic.iid}`,
    references: { short: `&${epic.iid}`, relative: `&${epic.iid}`, full: `${path}&${epic.iid}` },
    reference: `&${epic.iid}`,
    created_at: epic.created_at,
    updated_at: epic.updated_at,
    closed_at: epic.closed_at,
    labels: [...epic.labels].sort(),
    upvotes: 0,
    downvotes: 0,
    subscribed: false,
    _links: {
      self: api,
      epic_issues: `${api}/issues`,
      group: `${context.origin}/api/v4/groups/${epic.group_id}`,
      parent: null,
    },
  };
}

export function showEvent(context: Context, event: EventRow): Record<string, unknown> {
  const author = context.state.users.find((each) => each.id === event.author_id);
  return {
    ...event,
    author: userBasic(context, event.author_id),
    author_username: author?.username ?? null,
    imported: false,
    imported_from: 'none',
  };
}
