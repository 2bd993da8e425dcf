/** Who there is, and who we are. */
import * as z from 'zod';
import { Failure } from '../../model/failure.ts';
import type { Member, Robot, Scope, World } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { check, readAll } from './pages.ts';
import { date, user } from './schemas.ts';

const memberSchema = user.extend({ access_level: z.int(), state: z.string().default('active') });
const levelSchema = z.object({ access_level: z.int() });
export const tokenSchema = z.object({
  scopes: z.array(z.string()),
  expires_at: date,
  user_id: z.int().nullish(),
});
const metadataSchema = z.object({ version: z.string() });

/** By lower-case user name. */
export async function readMembers(api: Api, scope: Scope): Promise<Map<string, Member>> {
  const rows = await readAll(memberSchema, 'the members', (page) =>
    api.members.all(scope.project, { includeInherited: true, ...page }),
  );
  return new Map(
    rows.map((row) => [
      row.username.toLowerCase(),
      {
        id: row.id,
        username: row.username,
        name: row.name,
        isBlocked: row.state !== 'active',
        level: row.access_level,
      },
    ]),
  );
}

export async function userExists(api: Api, username: string): Promise<boolean> {
  return check(user.array(), await api.users.all({ username }), 'a user').length > 0;
}

/** The three things a token can tell about itself; a job token is refused by all of them (docs/gitlab.md#tokens). */
export async function readRobot(api: Api, scope: Scope): Promise<Robot> {
  const [self, token, instance] = await Promise.all([
    api.users.showCurrentUser(),
    api.tokens.show().catch(unlessInvalid),
    api.metadata.show(),
  ]);
  const { id, username, name } = check(user, self, 'the current user');
  const known = token === null ? null : check(tokenSchema, token, 'the token');
  return {
    id,
    username,
    name,
    scopes: known?.scopes ?? null,
    expiresAt: known?.expires_at ?? null,
    groupLevel: await groupLevel(api, scope, id),
    instance: check(metadataSchema, instance, 'the instance').version,
  };
}

/** A token of another sort does not tell about itself. */
export function unlessInvalid(error: unknown): null {
  if (error instanceof Failure && error.kind === 'invalid') return null;
  throw error;
}

async function groupLevel(api: Api, scope: Scope, id: number): Promise<number | null> {
  if (scope.group === null) return null;
  try {
    const member = await api.groupMembers.show(scope.group, id, { includeInherited: true });
    return check(levelSchema, member, 'a membership').access_level;
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'not-found' || error.kind === 'forbidden')) return 0;
    throw error;
  }
}

/** Told at the edge of a sync; a token that does not tell must not stop it. */
export async function readExpiry(api: Api): Promise<Pick<World, 'tokenExpiresAt' | 'selfId'>> {
  try {
    const { expires_at, user_id } = check(tokenSchema, await api.tokens.show(), 'the token');
    return { tokenExpiresAt: expires_at, selfId: user_id ?? null };
  } catch (error) {
    if (error instanceof Failure && error.kind !== 'unreachable' && error.kind !== 'ambiguous')
      return { tokenExpiresAt: null, selfId: null };
    throw error;
  }
}
