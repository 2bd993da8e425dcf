/** Projects, groups and boards as GitLab shows them. */
import { type Context, roleInGroup, roleInProject } from './context.ts';
import { hasLicence, isEnterprise, isLicensed, labelBasic, showUser, userBasic } from './entities.ts';
import {
  FOR_MAINTAINERS,
  FOR_MAINTAINERS_WITH_LICENCE,
  FOR_MAINTAINERS_WITH_ULTIMATE,
  OF_GROUPS,
  OF_LICENSED_GROUPS,
  OF_LICENSED_PROJECTS,
  OF_PROJECTS,
  OF_ULTIMATE_PROJECTS,
} from './settings.ts';
import { ancestry, type Board, type Group, type Project, ROLE } from './state.ts';

export function showBoard(context: Context, board: Board): Record<string, unknown> {
  const { state } = context;
  const project = state.projects.find((each) => each.id === board.project_id);
  return {
    id: board.id,
    name: board.name,
    hide_backlog_list: false,
    hide_closed_list: false,
    project: project ? showProjectInShort(context, project) : null,
    lists: board.lists.map((list) => showList(context, list)),
    ...(isEnterprise(context) ? { group: null } : {}),
    ...(isLicensed(context, project) ? { milestone: null, assignee: null, labels: [], weight: null } : {}),
  };
}

export function showList(
  context: Context,
  list: { id: number; label_id: number; position: number },
): Record<string, unknown> {
  const label = context.state.labels.find((each) => each.id === list.label_id);
  return {
    id: list.id,
    label: label ? labelBasic(label) : null,
    position: list.position,
    ...(hasLicence(context) ? { max_issue_count: 0, max_issue_weight: 0, limit_metric: null } : {}),
  };
}

/** As a board shows its project. */
function showProjectInShort(context: Context, project: Project): Record<string, unknown> {
  const { state, origin } = context;
  const group = state.groups.find((each) => each.id === project.group_id);
  const owner = state.users.find((each) => each.id === project.owner_id);
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: `${group ? namesOf(context, group) : owner?.name} / ${project.name}`,
    path: project.path,
    path_with_namespace: project.full_path,
    created_at: project.created_at,
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${new URL(origin).hostname}:${project.full_path}.git`,
    http_url_to_repo: `${origin}/${project.full_path}.git`,
    web_url: `${origin}/${project.full_path}`,
    avatar_url: null,
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
          avatar_url: owner ? (userBasic(context, owner.id)?.avatar_url ?? null) : null,
          web_url: `${origin}/${owner?.username}`,
        },
    visibility: project.visibility,
  };
}

/** All of a project, `lib/api/entities/project.rb`; an answer to a write tells no permissions. */
export function showProject(context: Context, project: Project, isRead: boolean): Record<string, unknown> {
  const { state, origin, user } = context;
  const api = `${origin}/api/v4/projects/${project.id}`;
  const role = roleInProject(state, user.id, project);
  const owner = state.users.find(({ id }) => id === project.owner_id);
  const isArchived = project.archived ?? false;
  const hasIssues = !project.issues_off;
  const [licensed, ultimate] = [
    isLicensed(context, project),
    state.tier === 'ultimate' && project.group_id !== null,
  ];
  const notification_level = 3;
  return {
    ...showProjectInShort(context, project),
    ...OF_PROJECTS,
    ...(licensed ? OF_LICENSED_PROJECTS : {}),
    ...(licensed && hasIssues ? { issues_template: null } : {}),
    ...(ultimate ? OF_ULTIMATE_PROJECTS : {}),
    ...(role >= ROLE.maintainer
      ? {
          ...FOR_MAINTAINERS,
          ...(licensed ? FOR_MAINTAINERS_WITH_LICENCE : {}),
          ...(ultimate ? FOR_MAINTAINERS_WITH_ULTIMATE : {}),
        }
      : {}),
    ...(owner ? { owner: showUser(context, owner) } : {}),
    ...(hasIssues && !isArchived ? { service_desk_address: null } : {}),
    ...(hasIssues
      ? {
          open_issues_count: state.issues.filter(
            (each) => each.project_id === project.id && each.state === 'opened',
          ).length,
        }
      : {}),
    default_branch: 'main',
    readme_url: null,
    forks_count: 0,
    archived: isArchived,
    empty_repo: project.empty_repo ?? false,
    issues_enabled: hasIssues,
    issues_access_level: hasIssues ? 'enabled' : 'disabled',
    requirements_enabled: ultimate,
    can_create_merge_request_in: role >= ROLE.developer && !isArchived,
    creator_id: project.owner_id ?? ownersOf(context, project)[0] ?? null,
    updated_at: project.created_at,
    container_expiration_policy: {
      cadence: '1d',
      enabled: false,
      keep_n: 10,
      older_than: '90d',
      name_regex: '.*',
      name_regex_keep: null,
      next_run_at: context.now(),
    },
    _links: {
      self: api,
      ...(hasIssues ? { issues: `${api}/issues` } : {}),
      merge_requests: `${api}/merge_requests`,
      repo_branches: `${api}/repository/branches`,
      labels: `${api}/labels`,
      events: `${api}/events`,
      members: `${api}/members`,
      cluster_agents: `${api}/cluster_agents`,
    },
    ...(isRead ? { permissions: permissionsOf(context, project, notification_level) } : {}),
  };
}

const ownersOf = ({ state }: Context, { group_id }: Project): number[] =>
  state.users.filter(({ id }) => roleInGroup(state, id, group_id) >= ROLE.owner).map(({ id }) => id);

/** What one is directly, and through the group. */
function permissionsOf({ state, user }: Context, project: Project, notification_level: number): unknown {
  const direct = state.members
    .filter((each) => each.source === 'project' && each.source_id === project.id && each.user_id === user.id)
    .map(({ access_level }) => access_level);
  const inGroup = roleInGroup(state, user.id, project.group_id);
  const own = project.owner_id === user.id ? ROLE.owner : (direct[0] ?? 0);
  return {
    project_access: own === 0 ? null : { access_level: own, notification_level },
    group_access: inGroup === 0 ? null : { access_level: inGroup, notification_level },
  };
}

/** The names of a group and those above it, outermost first. */
const namesOf = ({ state }: Context, group: Group): string =>
  ancestry(state, group.id)
    .map(({ name }) => name)
    .reverse()
    .join(' / ');

export function showGroup(context: Context, group: Group): Record<string, unknown> {
  return {
    ...OF_GROUPS,
    prevent_forking_outside_group: hasLicence(context) ? false : null,
    ...(hasLicence(context) ? OF_LICENSED_GROUPS : {}),
    ...(group.parent_id === null
      ? {
          prevent_sharing_groups_outside_hierarchy: false,
          ...(hasLicence(context) ? { service_access_tokens_expiration_enforced: true } : {}),
        }
      : {}),
    ...(roleInGroup(context.state, context.user.id, group.id) >= ROLE.owner
      ? {
          web_based_commit_signing_enabled: false,
          ...(hasLicence(context)
            ? {
                duo_core_features_enabled: null,
                duo_features_enabled: true,
                lock_duo_features_enabled: false,
              }
            : {}),
        }
      : {}),
    id: group.id,
    web_url: `${context.origin}/groups/${group.full_path}`,
    name: group.name,
    path: group.path,
    description: null,
    visibility: group.visibility,
    full_name: namesOf(context, group),
    full_path: group.full_path,
    created_at: group.created_at,
    parent_id: group.parent_id,
  };
}
