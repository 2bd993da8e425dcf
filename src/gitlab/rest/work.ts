/** What people did: closures, and the work that key results count. */
import * as z from 'zod';
import { LABEL } from '../../model/labels.ts';
import type { Closure, LiveWork } from '../../model/resource.ts';
import type { Scope, WorkQuery } from '../../model/tracker.ts';
import { beginMarkers } from '../../record/managed-block.ts';
import type { Api } from './connect.ts';
import { readAll } from './pages.ts';
import { BY_AGE, date, user } from './schemas.ts';

/** What issues and merge requests have in common; GitLab's `locked` is a merge under way. */
const workSchema = z.object({
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed', 'merged', 'locked']),
  author: user,
  labels: z.array(z.string()),
  created_at: z.string(),
  closed_at: date,
  merged_at: date,
  web_url: z.string(),
  _links: z.object({ closed_as_duplicate_of: z.string().nullish() }).nullish(),
});

const workOf = (raw: z.output<typeof workSchema>): LiveWork => ({
  title: raw.title,
  description: raw.description ?? '',
  url: raw.web_url,
  author: raw.author.username,
  labels: raw.labels,
  state: raw.state === 'locked' ? 'opened' : raw.state,
  createdAt: raw.created_at,
  endedAt: raw.merged_at ?? raw.closed_at,
  isCanceled: raw.labels.includes(LABEL.wontDo) || (raw._links?.closed_as_duplicate_of ?? null) !== null,
  ours: beginMarkers(raw.description ?? '').length > 0,
});

export async function readWork(
  api: Api,
  { what, project, label, state, createdAfter }: WorkQuery,
): Promise<LiveWork[]> {
  const filter = {
    projectId: project,
    ...BY_AGE,
    ...(label === null ? {} : { labels: label }),
    ...(state === 'all' ? {} : { state }),
    createdAfter,
    scope: 'all',
  };
  const rows = await readAll(workSchema, 'the counted work', (page) => {
    const options = { ...filter, ...page } as never;
    return what === 'issues' ? api.issues.all(options) : api.mergeRequests.all(options);
  });
  return rows.map(workOf);
}

/** Closing through the work-item screens may say `WorkItem` (docs/gitlab.md#events); the author's account may be gone. */
const eventSchema = z.object({
  action_name: z.string(),
  target_iid: z.int().nullable(),
  target_type: z.string().nullable(),
  author_username: z
    .string()
    .nullish()
    .transform((value) => value ?? 'somebody'),
  created_at: z.string(),
});

const closureOf = (raw: z.output<typeof eventSchema>): Closure[] =>
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

/** Oldest first; not by target type, which differs with the way in which people closed. */
export async function readClosures(api: Api, scope: Scope, after: string): Promise<Closure[]> {
  const list = (action: 'closed' | 'reopened'): Promise<z.output<typeof eventSchema>[]> =>
    readAll(eventSchema, 'the events', (page) =>
      api.events.all({ projectId: scope.project, action, after, sort: 'asc', ...page }),
    );
  const lists = await Promise.all([list('closed'), list('reopened')]);
  return lists
    .flat()
    .flatMap(closureOf)
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}
