import * as z from 'zod';
import { Failure } from '../../model/failure.ts';
import type { LiveIssue } from '../../model/resource.ts';
import type { Create, Patch, Scope } from '../../model/tracker.ts';
import { type Api, groupOf } from './connect.ts';
import { check, readAll, readByCursor } from './pages.ts';
import { BY_AGE, date, user } from './schemas.ts';

const schema = z.object({
  id: z.int(),
  iid: z.int(),
  project_id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed']),
  closed_at: date,
  closed_by: user.nullish(),
  labels: z.array(z.string()),
  milestone: z.object({ id: z.int(), title: z.string() }).nullish(),
  due_date: date,
  assignees: z.array(user),
  confidential: z.boolean(),
  epic: z.object({ id: z.int(), iid: z.int(), group_id: z.int() }).nullish(),
  moved_to_id: z.int().nullish(),
  author: user,
  web_url: z.string(),
  _links: z.object({ project: z.string(), closed_as_duplicate_of: z.string().nullish() }).optional(),
  created_at: z.string(),
  updated_at: z.string(),
  user_notes_count: z.int().default(0),
  weight: z.int().nullish(),
  task_completion_status: z.object({ count: z.int(), completed_count: z.int() }),
});

const liveOf = (raw: z.output<typeof schema>): LiveIssue => ({
  kind: 'issue',
  id: raw.id,
  iid: raw.iid,
  projectId: raw.project_id,
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
  epic: raw.epic ? { id: raw.epic.id, iid: raw.epic.iid, groupId: raw.epic.group_id } : null,
  author: raw.author.username,
  tasks: { count: raw.task_completion_status.count, completed: raw.task_completion_status.completed_count },
  ...(raw.weight === undefined ? {} : { weight: raw.weight }),
  createdAt: raw.created_at,
  updatedAt: raw.updated_at,
});

/** A link into the API, like `…/api/v4/projects/12/issues/7`. */
function closedAsDuplicateOf(links: z.output<typeof schema>['_links']): LiveIssue['closedAsDuplicateOf'] {
  const target = /^(.*\/projects\/[^/]+)\/(?:issues|work_items)\/(\d+)$/.exec(
    links?.closed_as_duplicate_of ?? '',
  );
  if (!target) return links?.closed_as_duplicate_of ? 'elsewhere' : null;
  return target[1] === links?.project ? Number(target[2]) : 'elsewhere';
}

/** A few of them: by number, by epic, or by a label; those of the cohort unless told. */
export type IssueFilter = { iids: number[] } | { epicId: number } | { label: string };

export async function readIssues(
  api: Api,
  scope: Scope,
  by: IssueFilter = { label: scope.cohortLabel },
): Promise<LiveIssue[]> {
  const filter = 'label' in by ? { labels: by.label } : by;
  // With a cursor: what is made or deleted while the list is read moves no row past a page (docs/gitlab.md#pagination).
  const rows = await readByCursor(schema, 'the issues', (page) =>
    api.issues.all({ projectId: scope.project, scope: 'all', ...BY_AGE, ...filter, ...page } as never),
  );
  return rows.map(liveOf);
}

/** Those of the cohort in the whole group. */
export async function readIssuesOfGroup(api: Api, scope: Scope): Promise<LiveIssue[]> {
  const rows = await readAll(schema, 'the issues of the group', (page) =>
    api.issues.all({ groupId: groupOf(scope), labels: scope.cohortLabel, scope: 'all', ...BY_AGE, ...page }),
  );
  return rows.map(liveOf);
}

/** Those of the cohort from the topmost group down; where that is not ours to see, of the group. */
export async function readIssuesOfHierarchy(api: Api, scope: Scope): Promise<LiveIssue[]> {
  const top = groupOf(scope).split('/')[0] ?? '';
  if (top === scope.group) return readIssuesOfGroup(api, scope);
  try {
    return await readIssuesOfGroup(api, { ...scope, group: top });
  } catch (error) {
    if (!(error instanceof Failure) || !['forbidden', 'not-found'].includes(error.kind)) throw error;
    return readIssuesOfGroup(api, scope);
  }
}

export async function readIssue(api: Api, scope: Scope, { iid }: LiveIssue): Promise<LiveIssue> {
  return liveOf(check(schema, await api.issues.show(iid, { projectId: scope.project }), 'an issue'));
}

/** Fields as GitLab names them; only those given are sent. */
function params(fields: Patch): object {
  const { milestoneId, epicId, assigneeIds, dueDate, confidential, labels, addLabels, close } = fields;
  return {
    ...(fields.description === undefined ? {} : { description: fields.description }),
    ...(labels === undefined ? {} : { labels: labels.join(',') }),
    ...(addLabels === undefined ? {} : { addLabels: addLabels.join(',') }),
    ...(milestoneId === undefined ? {} : { milestoneId }),
    ...(epicId === undefined ? {} : { epicId }),
    ...(assigneeIds === undefined ? {} : { assigneeIds }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(confidential === undefined ? {} : { confidential }),
    ...(fields.weight === undefined ? {} : { weight: fields.weight }),
    ...(close ? { stateEvent: 'close' as const } : {}),
  };
}

export async function createIssue(
  api: Api,
  scope: Scope,
  { title, ...fields }: Extract<Create, { kind: 'issue' }>,
): Promise<LiveIssue> {
  const raw = await api.issues.create(scope.project, title, params(fields));
  return liveOf(check(schema, raw, 'a new issue'));
}

export async function updateIssue(
  api: Api,
  scope: Scope,
  { iid }: LiveIssue,
  { title, ...fields }: Patch,
): Promise<LiveIssue> {
  const raw = await api.issues.edit(scope.project, iid, {
    ...(title === undefined ? {} : { title }),
    ...params(fields),
  });
  return liveOf(check(schema, raw, 'an issue'));
}
