import * as z from 'zod';
import { Failure } from '../../model/failure.ts';
import type { LiveEpic } from '../../model/resource.ts';
import type { Create, Patch, Scope } from '../../model/tracker.ts';
import { type Api, groupOf } from './connect.ts';
import { check, readAll } from './pages.ts';
import { BY_AGE, date, user } from './schemas.ts';

const schema = z.object({
  id: z.int(),
  iid: z.int(),
  group_id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed']),
  labels: z.array(z.string()),
  start_date: date,
  due_date: date,
  author: user,
  web_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});

const liveOf = (raw: z.output<typeof schema>): LiveEpic => ({
  kind: 'epic',
  id: raw.id,
  iid: raw.iid,
  groupId: raw.group_id,
  url: raw.web_url,
  title: raw.title,
  description: raw.description ?? '',
  state: raw.state,
  labels: raw.labels,
  startDate: raw.start_date,
  dueDate: raw.due_date,
  author: raw.author.username,
  createdAt: raw.created_at,
  updatedAt: raw.updated_at,
});

/** The group's own, and none of its subgroups, which have numbers of their own (docs/gitlab.md#epics). */
const OWN: object = { includeDescendantGroups: false };

/** Its address says that it is the group's: numbers of epics count within a group. */
function isOf({ group }: Scope, { web_url }: z.output<typeof schema>): boolean {
  const path = /\/groups\/(.+)\/-\/(?:epics|work_items)\/\d+$/.exec(new URL(web_url).pathname)?.[1];
  return path === undefined || path.toLowerCase() === group?.toLowerCase();
}

/** 403 without a licence, 404 where there is no group for us (docs/gitlab.md#epics). */
const isRefused = (error: unknown): boolean =>
  error instanceof Failure && (error.kind === 'forbidden' || error.kind === 'not-found');

/** The epics with the cohort's label, or the reason why this GitLab has none here. */
export async function readEpics(api: Api, scope: Scope): Promise<{ epics: LiveEpic[]; because: string }> {
  if (scope.group === null)
    return { epics: [], because: 'the project is in a user’s namespace, which has no epics' };
  const labels = scope.labelsIn === 'group' ? { labels: scope.cohortLabel } : {};
  try {
    const rows = await readAll(schema, 'the epics', (page) =>
      api.epics.all(groupOf(scope), { ...BY_AGE, ...OWN, ...labels, ...page }),
    );
    return { epics: rows.filter((row) => isOf(scope, row)).map(liveOf), because: '' };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { epics: [], because: 'this GitLab has no epics for the group; they need Premium' };
  }
}

/** Every epic of the group, or one of them by number; an unknown number is refused like one that may not be seen. */
export async function findEpics(api: Api, scope: Scope, iid?: number): Promise<LiveEpic[]> {
  if (scope.group === null) return [];
  if (iid === undefined) {
    const rows = await readAll(schema, 'the epics', (page) =>
      api.epics.all(groupOf(scope), { ...BY_AGE, ...OWN, ...page }),
    );
    return rows.filter((row) => isOf(scope, row)).map(liveOf);
  }
  try {
    return [liveOf(check(schema, await api.epics.show(scope.group, iid), 'an epic'))];
  } catch (error) {
    if (isRefused(error)) return [];
    throw error;
  }
}

export async function readEpic(api: Api, scope: Scope, { iid }: LiveEpic): Promise<LiveEpic> {
  return liveOf(check(schema, await api.epics.show(groupOf(scope), iid), 'an epic'));
}

export async function createEpic(
  api: Api,
  scope: Scope,
  { title, description, labels, startDate, dueDate }: Extract<Create, { kind: 'epic' }>,
): Promise<LiveEpic> {
  const raw = await api.epics.create(groupOf(scope), title, {
    description,
    labels: labels.join(','),
    startDateIsFixed: true,
    startDateFixed: startDate,
    dueDateIsFixed: true,
    dueDateFixed: dueDate,
  });
  return liveOf(check(schema, raw, 'a new epic'));
}

export async function updateEpic(api: Api, scope: Scope, { iid }: LiveEpic, patch: Patch): Promise<LiveEpic> {
  const { title, description, labels, addLabels, startDate, dueDate, close } = patch;
  const raw = await api.epics.edit(groupOf(scope), iid, {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(addLabels === undefined ? {} : { addLabels: addLabels.join(',') }),
    ...(labels === undefined ? {} : { labels: labels.join(',') }),
    ...(startDate === undefined ? {} : { startDateIsFixed: true, startDateFixed: startDate }),
    ...(dueDate === undefined ? {} : { dueDateIsFixed: true, dueDateFixed: dueDate }),
    ...(close ? { stateEvent: 'close' as const } : {}),
  });
  return liveOf(check(schema, raw, 'an epic'));
}
