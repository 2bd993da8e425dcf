/** Notes of issues: comments, and what GitLab notes of changes (docs/gitlab.md#notes). */
import * as z from 'zod';
import type { Activity } from '../../model/resource.ts';
import type { Scope } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { readAll } from './pages.ts';

const noteSchema = z.object({
  id: z.int(),
  body: z.string(),
  author: z.object({ id: z.int(), username: z.string() }),
  created_at: z.string(),
  system: z.boolean(),
});

export async function readActivity(api: Api, { project }: Scope, iid: number): Promise<Activity[]> {
  const rows = await readAll(noteSchema, `the notes of #${iid}`, (page) =>
    api.issueNotes.all(project, iid, { sort: 'asc', orderBy: 'created_at', ...page } as never),
  );
  return rows.map(({ body, author, created_at, system }) => ({
    at: created_at,
    by: author.username,
    byId: author.id,
    isSystem: system,
    text: body,
  }));
}
