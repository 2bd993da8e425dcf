import { forbidden, HttpError, notFoundNamed } from './http-error.ts';
import type { Params } from './params.ts';
import {
  ancestry,
  type Group,
  type Issue,
  type Project,
  ROLE,
  type State,
  type Token,
  type User,
} from './state.ts';

/** What a route handler gets to work with. */
export interface Context {
  state: State;
  user: User;
  token: Token;
  params: Params;
  /** Path parameters, decoded. */
  path: string[];
  now: () => string;
  /** Today on the server's calendar, `YYYY-MM-DD`; GitLab compares due dates with the server's date (docs/gitlab.md#times). */
  today: () => string;
  /** True when a validation without a database index may not see the thing yet: it was saved a moment ago (docs/gitlab.md#uniqueness). */
  unseen: (id: number) => boolean;
  /** The base of the instance, without a trailing slash. */
  origin: string;
}

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** The role of a user in a group: the highest of the group's and its ancestors' memberships. */
export function roleInGroup(state: State, userId: number, groupId: number | null): number {
  const groups = new Set(ancestry(state, groupId).map((group) => group.id));
  return state.members
    .filter((each) => each.user_id === userId && each.source === 'group' && groups.has(each.source_id))
    .reduce((highest, each) => Math.max(highest, each.access_level), 0);
}

export function roleInProject(state: State, userId: number, project: Project): number {
  if (project.owner_id === userId) return ROLE.owner;
  const direct = state.members
    .filter((each) => each.user_id === userId && each.source === 'project' && each.source_id === project.id)
    .reduce((highest, each) => Math.max(highest, each.access_level), 0);
  return Math.max(direct, roleInGroup(state, userId, project.group_id));
}

const isId = (id: string): boolean => /^\d+$/.test(id);

/** The project by id or full path; invisible and absent are one answer, never 403 (docs/gitlab.md#errors). */
export function findProject(context: Context, id: string): Project {
  const { state, user, token } = context;
  const project = state.projects.find((each) =>
    isId(id) ? each.id === Number(id) : each.full_path.toLowerCase() === id.toLowerCase(),
  );
  const visible = project && (project.visibility !== 'private' || roleInProject(state, user.id, project) > 0);
  if (!project || !visible) throw notFoundNamed('Project');
  if (token.job_project_id !== undefined && token.job_project_id !== project.id) {
    const from = state.projects.find((each) => each.id === token.job_project_id)?.path ?? '';
    // Recorded: "list: with a job token" of a premium group.
    throw new HttpError(403, {
      message: `403 Forbidden - Authentication by CI/CD job token not allowed from ${from} to project #${project.id}.`,
    });
  }
  return project;
}

export function findGroup(context: Context, id: string): Group {
  const { state, user } = context;
  const group = state.groups.find((each) =>
    isId(id) ? each.id === Number(id) : each.full_path.toLowerCase() === id.toLowerCase(),
  );
  // Who is a member of a project alone sees its private group (recorded: "group: as member of the project alone").
  const below = (): boolean =>
    state.projects.some(
      (each) =>
        ancestry(state, each.group_id).some(({ id: above }) => above === group?.id) &&
        roleInProject(state, user.id, each) > 0,
    );
  const visible =
    group && (group.visibility !== 'private' || roleInGroup(state, user.id, group.id) > 0 || below());
  if (!group || !visible) throw notFoundNamed('Group');
  return group;
}

/** "P/R" of the facts: Planner, or Reporter and up. */
export const mayPlan = (role: number): boolean => role >= ROLE.planner;

export function needPlanner(role: number): void {
  if (!mayPlan(role)) throw forbidden();
}

/** Confidential issues are seen by their author, their assignees and Planner or Reporter up. */
export function maySee(context: Context, issue: Issue, project: Project): boolean {
  if (!issue.confidential) return true;
  const { user, state } = context;
  return (
    issue.author_id === user.id ||
    issue.assignee_ids.includes(user.id) ||
    mayPlan(roleInProject(state, user.id, project))
  );
}
