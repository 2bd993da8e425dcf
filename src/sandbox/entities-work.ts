/** Issues and epics as GitLab shows them, `lib/api/entities/issue.rb`, `ee/lib/api/entities/epic.rb`. */
import type { Context } from './context.ts';
import { isEnterprise, isLicensed, showMilestone, userBasic } from './entities.ts';
import { taskCompletion } from './markdown.ts';
import type { Epic, Issue, Milestone } from './state.ts';

/** `from` is the group whose list it stands in: references are relative to it. */
export function showIssue(
  context: Context,
  issue: Issue,
  from: number | null = null,
): Record<string, unknown> {
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
    user_notes_count: (state.notes ?? []).filter((each) => each.issue_id === issue.id && !each.system).length,
    merge_requests_count: 0,
    upvotes: 0,
    downvotes: 0,
    start_date: null,
    due_date: issue.due_date,
    confidential: issue.confidential,
    discussion_locked: null,
    issue_type: issue.issue_type,
    web_url: `${context.origin}/${path}/-/${issue.issue_type === 'task' ? 'work_items' : 'issues'}/${issue.iid}`,
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
    references: {
      short: `#${issue.iid}`,
      relative: `${from === null ? '' : from === project?.group_id ? project.path : path}#${issue.iid}`,
      full: `${path}#${issue.iid}`,
    },
    severity: 'UNKNOWN',
    moved_to_id: issue.moved_to_id,
    imported: false,
    imported_from: 'none',
    service_desk_reply_to: null,
    ...(isEnterprise(context) ? { blocking_issues_count: 0 } : {}),
    ...(isLicensed(context, project)
      ? {
          ...(issue.issue_type === 'incident' ? {} : { weight: issue.weight }),
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
    ...(state.tier === 'ultimate' && project?.group_id != null ? { health_status: null } : {}),
  };
}

/**
 * Dates that are not fixed come from the children: the first start and the last end of their milestones and due dates
 * (recorded: "issue changed: only epic_iid").
 */
function datesOf(context: Context, epic: Epic): { start: string | null; due: string | null } {
  if (epic.dates_fixed) return { start: epic.start_date, due: epic.due_date };
  const children = context.state.issues.filter((each) => each.epic_id === epic.id);
  const milestoneOf = (issue: Issue): Milestone | undefined =>
    context.state.milestones.find((each) => each.id === issue.milestone_id);
  const starts = children.flatMap((each) => milestoneOf(each)?.start_date ?? []).sort();
  const ends = children.flatMap((each) => each.due_date ?? milestoneOf(each)?.due_date ?? []).sort();
  return { start: starts[0] ?? null, due: ends.at(-1) ?? null };
}

/** As an epic's dates stand in its card on an issue; nothing when it has none (recorded: "issue: confidential epic"). */
function inWords(context: Context, epic: Epic): Record<string, unknown> {
  const { start, due } = datesOf(context, epic);
  if (start === null && due === null) return {};
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

/** `from` is the group whose list it stands in. */
export function showEpic(
  context: Context,
  epic: Epic,
  from: number = epic.group_id,
): Record<string, unknown> {
  const group = context.state.groups.find((each) => each.id === epic.group_id);
  const path = group?.full_path ?? '';
  const api = `${context.origin}/api/v4/groups/${epic.group_id}/epics/${epic.iid}`;
  const { start, due } = datesOf(context, epic);
  const fixed = (date: string | null): string | null => (epic.dates_fixed ? date : null);
  const asTime = (date: string | null): string | null => (date === null ? null : `${date}T00:00:00+00:00`);
  const parent = context.state.epics.find((each) => each.id === epic.parent_id);
  return {
    id: epic.id,
    work_item_id: epic.work_item_id,
    iid: epic.iid,
    color: '',
    text_color: '',
    group_id: epic.group_id,
    parent_id: epic.parent_id,
    parent_iid: parent?.iid ?? null,
    imported: false,
    imported_from: 'none',
    title: epic.title,
    description: epic.description,
    confidential: epic.confidential,
    author: userBasic(context, epic.author_id),
    start_date: start,
    start_date_is_fixed: epic.dates_fixed,
    start_date_fixed: fixed(epic.start_date),
    start_date_from_inherited_source: asTime(start),
    start_date_from_milestones: asTime(start),
    end_date: due,
    due_date: due,
    due_date_is_fixed: epic.dates_fixed,
    due_date_fixed: fixed(epic.due_date),
    due_date_from_inherited_source: asTime(due),
    due_date_from_milestones: asTime(due),
    state: epic.state,
    web_edit_url: `/groups/${path}/-/epics/${epic.iid}`,
    web_url: `${context.origin}/groups/${path}/-/epics/${epic.iid}`,
    references: {
      short: `&${epic.iid}`,
      relative: `${from === epic.group_id ? '' : path}&${epic.iid}`,
      full: `${path}&${epic.iid}`,
    },
    created_at: epic.created_at,
    updated_at: epic.updated_at,
    closed_at: epic.closed_at,
    labels: [...epic.labels].sort(),
    upvotes: 0,
    downvotes: 0,
    _links: {
      self: api,
      epic_issues: `${api}/issues`,
      group: `${context.origin}/api/v4/groups/${epic.group_id}`,
      parent: parent ? `${context.origin}/api/v4/groups/${parent.group_id}/epics/${parent.iid}` : null,
    },
  };
}
