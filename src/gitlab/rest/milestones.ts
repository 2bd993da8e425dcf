import * as z from 'zod';
import type { LiveMilestone } from '../../model/resource.ts';
import type { Create, Patch, Scope } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { check, readAll } from './pages.ts';
import { date } from './schemas.ts';

const schema = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['active', 'closed']),
  group_id: z.int().nullish(),
  project_id: z.int().nullish(),
  start_date: date,
  due_date: date,
  web_url: z.string(),
});

const liveOf = (raw: z.output<typeof schema>): LiveMilestone => ({
  kind: 'milestone',
  id: raw.id,
  projectId: raw.project_id ?? null,
  url: raw.web_url,
  title: raw.title,
  description: raw.description ?? '',
  state: raw.state,
  startDate: raw.start_date,
  dueDate: raw.due_date,
  home: raw.group_id == null ? 'project' : 'group',
});

// gitbeaker's types know only the parameter's older name.
const withAncestors: object = { includeAncestors: true };

/** Those of the groups above, too: titles are unique in the whole hierarchy. */
export async function readMilestones(api: Api, scope: Scope): Promise<LiveMilestone[]> {
  const rows = await readAll(schema, 'the milestones', (page) =>
    api.milestones.all(scope.project, { ...withAncestors, ...page }),
  );
  return rows.map(liveOf);
}

export async function readMilestone(api: Api, scope: Scope, { id }: LiveMilestone): Promise<LiveMilestone> {
  return liveOf(check(schema, await api.milestones.show(scope.project, id), 'a milestone'));
}

export async function createMilestone(
  api: Api,
  scope: Scope,
  { title, description, startDate, dueDate }: Extract<Create, { kind: 'milestone' }>,
): Promise<LiveMilestone> {
  const raw = await api.milestones.create(scope.project, title, { description, startDate, dueDate });
  return liveOf(check(schema, raw, 'a new milestone'));
}

export async function updateMilestone(
  api: Api,
  scope: Scope,
  { id }: LiveMilestone,
  { title, description, startDate, dueDate, close }: Patch,
): Promise<LiveMilestone> {
  const raw = await api.milestones.edit(scope.project, id, {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(startDate === undefined ? {} : { startDate }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(close ? { stateEvent: 'close' as const } : {}),
  });
  return liveOf(check(schema, raw, 'a milestone'));
}
