/** The project and the group that a cohort lives in. */
import { z } from 'zod';
import type { Scope, World } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { check } from './pages.ts';

const projectSchema = z.object({
  id: z.int(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  visibility: z.string().default('private'),
  namespace: z.object({ kind: z.string(), full_path: z.string() }),
});

const groupSchema = z.object({ id: z.int(), full_path: z.string(), web_url: z.string() });

export async function readProject(api: Api, scope: Scope): Promise<World['project']> {
  const found = check(projectSchema, await api.projects.show(scope.project), 'the project');
  const { id, path_with_namespace: path, web_url: url, namespace, visibility } = found;
  return { id, path, url, inGroup: namespace.kind === 'group', visibility };
}

/** That it is there, and that we see it. */
export async function readGroup(api: Api, scope: Scope): Promise<World['group']> {
  if (scope.group === null) return null;
  const { id } = check(
    groupSchema,
    await api.groups.show(scope.group, { withProjects: false } as never),
    'the group',
  );
  return { id };
}
