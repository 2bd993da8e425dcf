/** The project and the group that a cohort lives in. */
import * as z from 'zod';
import { KickoffError } from '../../model/errors.ts';
import { Failure } from '../../model/failure.ts';
import type { Scope, World } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { check } from './pages.ts';

const projectSchema = z.object({
  id: z.int(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  visibility: z.string().default('private'),
  archived: z.boolean().default(false),
  issues_access_level: z.string().optional(),
  namespace: z.object({ kind: z.string(), full_path: z.string() }),
});

const groupSchema = z.object({ id: z.int(), full_path: z.string(), web_url: z.string() });

export async function readProject(api: Api, scope: Scope): Promise<World['project']> {
  const found = check(projectSchema, await show(api, scope), 'the project');
  const { id, path_with_namespace: path, web_url: url, namespace, visibility } = found;
  return {
    id,
    path,
    url,
    inGroup: namespace.kind === 'group',
    visibility,
    isArchived: found.archived,
    hasNoIssues: found.issues_access_level === 'disabled',
  };
}

/** A project that moved answers with a redirect to its number, which tells where it is now (docs/gitlab.md#errors). */
async function show(api: Api, scope: Scope): Promise<unknown> {
  try {
    return await api.projects.show(scope.project);
  } catch (error) {
    const id =
      error instanceof Failure && error.kind === 'redirected'
        ? /\/projects\/(\d+)$/.exec(error.text)?.[1]
        : undefined;
    if (id === undefined) throw error;
    const { path_with_namespace: path } = check(
      projectSchema,
      await api.projects.show(Number(id)),
      'the project',
    );
    throw new KickoffError('not-found', `The project "${scope.project}" is now called "${path}".`, {
      undone: 'Nothing was changed.',
      hint: `Write ${path} as gitlab.project in the cohort file, and check gitlab.group.`,
    });
  }
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
