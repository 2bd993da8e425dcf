/** Groups and projects made, changed and archived, `lib/api/groups.rb`, `lib/api/projects.rb` (recorded: "subgroup: made" and others). */
import { type Context, findGroup, findProject, type Reply, roleInGroup, roleInProject } from './context.ts';
import { showGroup, showProject } from './entities-places.ts';
import { forbidden, invalid } from './http-error.ts';
import { oneOf, requireParams, text, whole } from './params.ts';
import { type Project, ROLE, takeId } from './state.ts';

const VISIBILITIES = ['private', 'internal', 'public'] as const;

/** A group below another one; top-level ones are seeded. */
export function createGroup(context: Context): Reply {
  const { params, state, user } = context;
  requireParams(params, ['name', 'path']);
  const parent = findGroup(context, String(whole(params, 'parent_id') ?? ''));
  if (roleInGroup(state, user.id, parent.id) < ROLE.maintainer) throw forbidden();
  const path = text(params, 'path') ?? '';
  const full_path = `${parent.full_path}/${path}`;
  if (state.groups.some((each) => each.full_path === full_path))
    throw invalid('Failed to save group {:path=>["has already been taken"]}');
  const group = {
    id: takeId(state),
    name: text(params, 'name') ?? '',
    path,
    full_path,
    parent_id: parent.id,
    visibility: oneOf(params, 'visibility', VISIBILITIES) ?? 'private',
    created_at: context.now(),
  };
  state.groups.push(group);
  return { status: 201, body: showGroup(context, group) };
}

export function createProject(context: Context): Reply {
  const { params, state, user } = context;
  requireParams(params, ['name']);
  const group = findGroup(context, String(whole(params, 'namespace_id') ?? ''));
  if (roleInGroup(state, user.id, group.id) < ROLE.developer) throw forbidden();
  const name = text(params, 'name') ?? '';
  const path = text(params, 'path') ?? name.toLowerCase();
  const project: Project = {
    id: takeId(state),
    name,
    path,
    full_path: `${group.full_path}/${path}`,
    group_id: group.id,
    owner_id: null,
    empty_repo: true,
    visibility: oneOf(params, 'visibility', VISIBILITIES) ?? 'private',
    created_at: context.now(),
  };
  state.projects.push(project);
  return { status: 201, body: { ...showProject(context, project, false), import_error: null } };
}

/** Whether issues are on. */
export function updateProject(context: Context): Reply {
  const project = owned(context);
  const level = oneOf(context.params, 'issues_access_level', ['disabled', 'private', 'enabled'] as const);
  if (level !== undefined) project.issues_off = level === 'disabled';
  return { status: 200, body: { ...showProject(context, project, false), import_error: null } };
}

export function archive(context: Context, archived: boolean): Reply {
  const project = owned(context);
  project.archived = archived;
  return { status: 201, body: showProject(context, project, false) };
}

function owned(context: Context): Project {
  const project = findProject(context, context.path[0] ?? '');
  if (roleInProject(context.state, context.user.id, project) < ROLE.maintainer) throw forbidden();
  return project;
}
