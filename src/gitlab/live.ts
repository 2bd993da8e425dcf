/** GitLab's answers in our nouns. */
import type { z } from 'zod';
import type { LiveEpic, LiveIssue, LiveLabel, LiveMilestone } from '../resource.ts';
import type * as wire from './wire.ts';

export const milestoneOf = (raw: z.output<typeof wire.milestoneWire>): LiveMilestone => ({
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

export const labelOf = (raw: z.output<typeof wire.labelWire>, home: 'group' | 'project'): LiveLabel => ({
  kind: 'label',
  id: raw.id,
  name: raw.name,
  color: raw.color,
  description: raw.description ?? '',
  home: raw.is_project_label === undefined ? home : raw.is_project_label ? 'project' : 'group',
});

export const epicOf = (raw: z.output<typeof wire.epicWire>): LiveEpic => ({
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

export const issueOf = (raw: z.output<typeof wire.issueWire>): LiveIssue => ({
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
  moved: raw.moved_to_id != null,
  epic: raw.epic?.iid ?? null,
  author: raw.author.username,
  tasks: { count: raw.task_completion_status.count, completed: raw.task_completion_status.completed_count },
  updatedAt: raw.updated_at,
});
