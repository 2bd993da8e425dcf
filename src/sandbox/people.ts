/** The instance, the token, users, members, projects and groups. */

import { type Context, findGroup, findProject, type Reply, roleInGroup, roleInProject } from './context.ts';
import { isEnterprise, showUser, userBasic } from './entities.ts';
import { showGroup, showProject } from './entities-places.ts';
import { forbidden, HttpError, notFound, notFoundNamed, unauthorized } from './http-error.ts';
import { page } from './pages.ts';
import { text } from './params.ts';
import { OF_ONESELF, OF_USERS } from './settings.ts';
import { ancestry, ROLE, takeId } from './state.ts';

export function metadata(context: Context): Reply {
  const version = context.state.gitlab_version;
  return {
    status: 200,
    body: {
      version,
      revision: 'Unknown',
      kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
      // An EE build, which says nothing about the licence (docs/gitlab.md#tiers).
      enterprise: isEnterprise(context),
    },
  };
}

export function currentUser(context: Context): Reply {
  const { user } = context;
  return {
    status: 200,
    body: {
      ...showUser(context, user),
      ...OF_ONESELF,
      bot: user.bot,
      created_at: JOINED,
      confirmed_at: JOINED,
      last_activity_on: context.today(),
      email: `${user.username}@example.com`,
      commit_email: `${user.username}@example.com`,
    },
  };
}

/** Since when everybody is here. */
const JOINED = '2020-01-01T00:00:00.000Z';

export function oneUser(context: Context): Reply {
  const user = context.state.users.find((each) => each.id === Number(context.path[0]));
  if (!user) throw notFoundNamed('User');
  return {
    status: 200,
    body: {
      ...showUser(context, user),
      ...OF_USERS,
      bot: user.bot,
      created_at: JOINED,
      followers: 0,
      following: 0,
      is_followed: false,
    },
  };
}

/** Works for personal, project and group access tokens; a job token is refused (docs/gitlab.md#endpoints). */
export function tokenSelf(context: Context): Reply {
  const { token } = context;
  if (token.job_project_id !== undefined) {
    throw new HttpError(400, {
      message: '400 Bad request - This endpoint requires token type to be a personal access token',
    });
  }
  return {
    status: 200,
    body: {
      id: token.id,
      name: token.name,
      revoked: token.revoked,
      created_at: token.created_at,
      description: null,
      scopes: token.scopes,
      user_id: token.user_id,
      last_used_at: context.now(),
      active: true,
      expires_at: token.expires_at,
      last_used_ips: [new URL(context.origin).hostname],
    },
  };
}

const ROTATED_DAYS = 7;

/** The token that asks ends, and another one with the same rights takes its place; it is told this one time. */
export function rotateSelf(context: Context): Reply {
  const { token, state } = context;
  if (token.job_project_id !== undefined) throw unauthorized();
  const until = text(context.params, 'expires_at');
  const today = context.today();
  if (until !== undefined && until <= today)
    throw new HttpError(400, { message: '400 Bad request - Expiration date must be in the future' });
  const week = new Date(Date.parse(`${today}T00:00:00Z`) + ROTATED_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const id = takeId(state);
  const made = {
    ...token,
    id,
    value: `glpat-sandbox-rotated-${id}`,
    created_at: context.now(),
    expires_at: until ?? week,
  };
  token.revoked = true;
  state.tokens.push(made);
  return {
    status: 200,
    body: { ...(tokenSelf({ ...context, token: made }).body as object), token: made.value },
  };
}

/** Exact and case-insensitive by `username`; an empty list when there is nobody (docs/gitlab.md#endpoints). */
export function users(context: Context, url: URL): Reply {
  const username = text(context.params, 'username')?.toLowerCase();
  const found = context.state.users.filter(
    (each) => username === undefined || each.username.toLowerCase() === username,
  );
  return page(context, url, found, (each) => showUser(context, each));
}

export function project(context: Context): Reply {
  const found = findProject(context, context.path[0] ?? '');
  return { status: 200, body: showProject(context, found, true) };
}

/** Members of the project itself. */
export function directProjectMembers(context: Context, url: URL): Reply {
  const found = findProject(context, context.path[0] ?? '');
  const rows = context.state.members
    .filter((each) => each.source === 'project' && each.source_id === found.id)
    .flatMap(({ user_id, access_level }) => {
      const user = context.state.users.find(({ id }) => id === user_id);
      return user ? [{ user, access_level }] : [];
    });
  return page(context, url, rows, (row) => showMember(context, row));
}

/** Access tokens and service accounts of a group, for its owners; there are none (recorded: "group tokens", "service accounts"). */
export function groupTokens(context: Context, url: URL): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  if (roleInGroup(context.state, context.user.id, found.id) < ROLE.owner) throw unauthorized();
  return page(context, url, [], () => null);
}

export function serviceAccounts(context: Context, url: URL): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  const isOwner = roleInGroup(context.state, context.user.id, found.id) >= ROLE.owner;
  if (!isOwner || context.state.tier === 'free') throw forbidden();
  return page(context, url, [], () => null);
}

export function group(context: Context): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  return { status: 200, body: showGroup(context, found) };
}

/** Direct and inherited members, each with the highest role. */
export function projectMembers(context: Context, url: URL): Reply {
  const found = findProject(context, context.path[0] ?? '');
  if (roleInProject(context.state, context.user.id, found) < ROLE.guest) throw forbidden();
  const rows = context.state.users
    .map((user) => ({ user, access_level: roleInProject(context.state, user.id, found) }))
    .filter((each) => each.access_level > 0);
  return page(context, url, rows, (row) => showMember(context, row));
}

export function groupMembers(context: Context, url: URL): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  const rows = context.state.users
    .map((user) => ({ user, access_level: roleInGroup(context.state, user.id, found.id) }))
    .filter((each) => each.access_level > 0);
  return page(context, url, rows, (row) => showMember(context, row));
}

/** A direct or inherited member of a group, or 404. */
export function oneGroupMember(context: Context): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  const user = context.state.users.find((each) => each.id === Number(context.path[1]));
  const access_level = user ? roleInGroup(context.state, user.id, found.id) : 0;
  if (!user || access_level === 0) throw notFound();
  return { status: 200, body: showMember(context, { user, access_level }) };
}

/** A direct or inherited member of a project, or 404. */
export function oneProjectMember(context: Context): Reply {
  const found = findProject(context, context.path[0] ?? '');
  const user = context.state.users.find((each) => each.id === Number(context.path[1]));
  const access_level = user ? roleInProject(context.state, user.id, found) : 0;
  if (!user || access_level === 0) throw notFound();
  return { status: 200, body: showMember(context, { user, access_level }) };
}

function showMember(
  context: Context,
  { user, access_level }: { user: Context['user']; access_level: number },
): Record<string, unknown> {
  const by = context.state.members.find((each) => each.user_id === user.id)?.created_by_id;
  return {
    ...showUser(context, user),
    access_level,
    created_at: JOINED,
    ...(by === undefined ? {} : { created_by: userBasic(context, by) }),
    expires_at: null,
    membership_state: 'active',
  };
}

/** The plan is told to owners only, and is `default` on self-managed instances (docs/gitlab.md#tiers). */
export function namespace(context: Context): Reply {
  const found = findGroup(context, context.path[0] ?? '');
  const owner = roleInGroup(context.state, context.user.id, found.id) >= ROLE.owner;
  return {
    status: 200,
    body: {
      id: found.id,
      name: found.name,
      path: found.path,
      kind: 'group',
      full_path: found.full_path,
      parent_id: found.parent_id,
      avatar_url: null,
      web_url: `${context.origin}/groups/${found.full_path}`,
      members_count_with_descendants: ancestry(context.state, found.id).length,
      ...(owner ? { plan: 'default' } : {}),
    },
  };
}
