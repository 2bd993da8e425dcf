/** GitLab's answers in our nouns. */
import type { z } from 'zod';
import type {
  Closure,
  LiveEpic,
  LiveIssue,
  LiveLabel,
  LiveMilestone,
  LiveWork,
} from '../../model/resource.ts';
import { beginMarkers } from '../../record/managed-block.ts';
import type * as schemas from './schemas.ts';

export const milestoneOf = (raw: z.output<typeof schemas.milestoneSchema>): LiveMilestone => ({
  kind: 'milestone',
  id: raw.id,
  url: raw.web_url,
  title: raw.title,
  description: raw.description ?? '',
  state: raw.state,
  startDate: raw.start_date,
  dueDate: raw.due_date,
  home: raw.group_id == null ? 'project' : 'group',
});

export const labelOf = (raw: z.output<typeof schemas.labelSchema>, home: 'group' | 'project'): LiveLabel => ({
  kind: 'label',
  id: raw.id,
  name: raw.name,
  color: raw.color,
  description: raw.description ?? '',
  home: raw.is_project_label === undefined ? home : raw.is_project_label ? 'project' : 'group',
});

export const epicOf = (raw: z.output<typeof schemas.epicSchema>): LiveEpic => ({
  kind: 'epic',
  id: raw.id,
  iid: raw.iid,
  url: raw.web_url,
  title: raw.title,
  description: raw.description ?? '',
  state: raw.state,
  labels: raw.labels,
  startDate: raw.start_date,
  dueDate: raw.due_date,
  author: raw.author.username,
  updatedAt: raw.updated_at,
});

export const issueOf = (raw: z.output<typeof schemas.issueSchema>): LiveIssue => ({
  kind: 'issue',
  id: raw.id,
  iid: raw.iid,
  url: raw.web_url,
  title: raw.title,
  description: raw.description ?? '',
  state: raw.state,
  closedAt: raw.closed_at,
  closedBy: raw.closed_by?.username ?? null,
  labels: raw.labels,
  milestone: raw.milestone?.title ?? null,
  milestoneId: raw.milestone?.id ?? null,
  notes: raw.user_notes_count,
  dueDate: raw.due_date,
  assignees: raw.assignees.map((each) => each.username),
  confidential: raw.confidential,
  movedTo: raw.moved_to_id ?? null,
  closedAsDuplicateOf: closedAsDuplicateOf(raw._links),
  epic: raw.epic?.iid ?? null,
  author: raw.author.username,
  tasks: { count: raw.task_completion_status.count, completed: raw.task_completion_status.completed_count },
  createdAt: raw.created_at,
  updatedAt: raw.updated_at,
});

/** A link into the API, like `…/api/v4/projects/12/issues/7`. */
function closedAsDuplicateOf(
  links: z.output<typeof schemas.issueSchema>['_links'],
): LiveIssue['closedAsDuplicateOf'] {
  const target = /^(.*\/projects\/[^/]+)\/(?:issues|work_items)\/(\d+)$/.exec(
    links?.closed_as_duplicate_of ?? '',
  );
  if (!target) return links?.closed_as_duplicate_of ? 'elsewhere' : null;
  return target[1] === links?.project ? Number(target[2]) : 'elsewhere';
}

/** Issues and merge requests that key results count. */
export const workOf = (raw: z.output<typeof schemas.workSchema>): LiveWork => ({
  title: raw.title,
  url: raw.web_url,
  author: raw.author.username,
  labels: raw.labels,
  state: raw.state === 'locked' ? 'opened' : raw.state,
  createdAt: raw.created_at,
  endedAt: raw.merged_at ?? raw.closed_at,
  ours: beginMarkers(raw.description ?? '').length > 0,
});

export const closureOf = (raw: z.output<typeof schemas.eventSchema>): Closure[] =>
  raw.target_iid === null || !['Issue', 'WorkItem'].includes(raw.target_type ?? '')
    ? []
    : [
        {
          iid: raw.target_iid,
          at: raw.created_at,
          state: raw.action_name === 'closed' ? 'closed' : 'opened',
          by: raw.author_username,
        },
      ];
