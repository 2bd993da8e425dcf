/** Projects, groups and boards as GitLab shows them. */
import type { Context } from './context.ts';
import { hasLicence, textColor } from './entities.ts';
import type { Board, Group, Project } from './state.ts';

export function showBoard(context: Context, board: Board): Record<string, unknown> {
  const { state } = context;
  const project = state.projects.find((each) => each.id === board.project_id);
  return {
    id: board.id,
    name: board.name,
    hide_backlog_list: false,
    hide_closed_list: false,
    project: project ? showProjectBasic(context, project) : null,
    lists: board.lists.map((list) => showList(context, list)),
    ...(hasLicence(context)
      ? { group: null, milestone: null, assignee: null, labels: [], weight: null }
      : {}),
  };
}

export function showList(
  context: Context,
  list: { id: number; label_id: number; position: number },
): Record<string, unknown> {
  const label = context.state.labels.find((each) => each.id === list.label_id);
  return {
    id: list.id,
    label: label
      ? {
          id: label.id,
          name: label.name,
          description: label.description,
          description_html: label.description ?? '',
          text_color: textColor(label.color),
          color: label.color,
        }
      : null,
    position: list.position,
    ...(hasLicence(context) ? { max_issue_count: 0, max_issue_weight: 0, limit_metric: null } : {}),
  };
}

export function showProjectBasic(context: Context, project: Project): Record<string, unknown> {
  const { state, origin } = context;
  const group = state.groups.find((each) => each.id === project.group_id);
  const owner = state.users.find((each) => each.id === project.owner_id);
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: `${group?.name ?? owner?.name} / ${project.name}`,
    path: project.path,
    path_with_namespace: project.full_path,
    created_at: project.created_at,
    default_branch: 'main',
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${new URL(origin).hostname}:${project.full_path}.git`,
    http_url_to_repo: `${origin}/${project.full_path}.git`,
    web_url: `${origin}/${project.full_path}`,
    readme_url: null,
    avatar_url: null,
    forks_count: 0,
    star_count: 0,
    last_activity_at: project.created_at,
    namespace: group
      ? {
          id: group.id,
          name: group.name,
          path: group.path,
          kind: 'group',
          full_path: group.full_path,
          parent_id: group.parent_id,
          avatar_url: null,
          web_url: `${origin}/groups/${group.full_path}`,
        }
      : {
          id: owner?.id ?? 0,
          name: owner?.name ?? '',
          path: owner?.username ?? '',
          kind: 'user',
          full_path: owner?.username ?? '',
          parent_id: null,
          avatar_url: null,
          web_url: `${origin}/${owner?.username}`,
        },
    visibility: project.visibility,
    archived: project.archived ?? false,
  };
}

export function showGroup(context: Context, group: Group): Record<string, unknown> {
  return {
    id: group.id,
    web_url: `${context.origin}/groups/${group.full_path}`,
    name: group.name,
    path: group.path,
    description: '',
    visibility: group.visibility,
    full_name: group.name,
    full_path: group.full_path,
    created_at: group.created_at,
    parent_id: group.parent_id,
    avatar_url: null,
    archived: false,
  };
}
