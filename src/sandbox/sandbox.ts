/**
 * A small GitLab: `fetch(Request)` in, `Response` out, state in between. Tests mount the same `fetch` in memory that
 * the demo serves on loopback. It enforces GitLab's documented rules; each rule stands beside its source.
 */
import type { Context } from './context.ts';
import { badParam, HttpError, noRoute, unauthorized } from './http-error.ts';
import type { Params } from './params.ts';
import { match, type Route } from './routes.ts';
import { seed } from './seed.ts';
import type { State, Tier, Token, User } from './state.ts';

export interface SandboxOptions {
  tier?: Tier;
  /** State from an earlier run; wins over `tier`. */
  state?: State;
  /**
   * So many requests long a validation that has no database index behind it does not see what was just saved. 0, the
   * default, is a server with one request at a time.
   */
  raceWindow?: number;
  /** The clock under the sandbox's own; the default is the machine's. */
  clock?: () => Date;
}

/** One request as the server saw it. */
export interface LogEntry {
  method: string;
  path: string;
  status: number;
  username: string | null;
}

export interface Sandbox {
  fetch(request: Request): Promise<Response>;
  readonly state: State;
  readonly log: LogEntry[];
  now(): Date;
  /** Moves the sandbox's clock, forwards or back; later answers carry the new time. */
  moveClockTo(time: Date): void;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = options.clock ?? (() => new Date());
  const state = options.state ?? seed(options.tier ?? 'premium', clock());
  const log: LogEntry[] = [];
  const raceWindow = options.raceWindow ?? 0;
  /** Length of the log when an id was given. */
  const bornAt = new Map<number, number>();
  const now = (): Date => new Date(clock().getTime() + state.clock_offset);

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const entry: LogEntry = {
      method: request.method,
      path: url.pathname + url.search,
      status: 0,
      username: null,
    };
    log.push(entry);
    let response: Response;
    try {
      response = await serve(request, url, entry);
    } catch (error) {
      response =
        error instanceof HttpError
          ? json(error.status, error.body, error.headers)
          : json(500, { message: '500 Internal Server Error' });
      if (!(error instanceof HttpError)) crashes.push(error);
    }
    entry.status = response.status;
    response.headers.set('Date', now().toUTCString());
    return response;
  };

  const serve = async (request: Request, url: URL, entry: LogEntry): Promise<Response> => {
    const under = /^(.*)\/api\/(?:v4\/(?=.)|(?=graphql$))(.+?)\/?$/.exec(url.pathname);
    if (!under) throw noRoute();
    const found = match(request.method, under[2] ?? '');
    if (!found) throw noRoute();
    const given = authenticate(state, request, now());
    // Where nobody need be known, a token that does not count there is none (recorded: "auth: none", "job token: project").
    const counts =
      given !== null && (given.job_project_id === undefined || isJobs(given, request, found.route));
    if (!counts && !found.route.anonymous) throw unauthorized();
    const token = counts && given !== null ? given : NO_TOKEN;
    if (counts) checkScope(token, request.method, under[2] ?? '');
    const user = counts ? state.users.find((each) => each.id === token.user_id) : NOBODY;
    if (!user) throw unauthorized();
    entry.username = user === NOBODY ? null : user.username;
    const params = await readParams(request, url);
    needWholes(found, params);
    const context: Context = {
      state,
      user,
      token,
      params,
      path: found.path,
      now: () => now().toISOString(),
      today: () => now().toISOString().slice(0, 10),
      unseen: (id) => (bornAt.get(id) ?? Number.NEGATIVE_INFINITY) > log.length - raceWindow,
      origin: `${url.origin}${under[1] ?? ''}`,
    };
    if (request.method !== 'GET') refuseClosed(state, found.path[0] ?? '', under[2] ?? '');
    const before = state.next_id;
    const reply = found.route.run(context, url);
    if (raceWindow > 0) for (let id = before + 1; id <= state.next_id; id += 1) bornAt.set(id, log.length);
    return json(reply.status, reply.body, reply.headers);
  };

  const crashes: unknown[] = [];
  return {
    fetch: answer,
    state,
    log,
    now,
    moveClockTo(time) {
      state.clock_offset = time.getTime() - clock().getTime();
    },
  };
}

/** An archived project, or one without issues, refuses writes with nothing but 403 (recorded: "archived: post", "issues off: post"). */
function refuseClosed(state: State, id: string, path: string): void {
  if (!path.startsWith('projects/') || /\/(?:un)?archive$/.test(path)) return;
  const project = state.projects.find((each) => String(each.id) === id || each.full_path === id);
  if (project?.archived || (project?.issues_off && path.includes('/issues')))
    throw new HttpError(403, { message: '403 Forbidden' });
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

/** Somebody without a name sees what is public. */
const NOBODY: User = { id: 0, username: '', name: '', state: 'active', bot: false };
const NO_TOKEN: Token = {
  value: '',
  id: 0,
  name: '',
  user_id: 0,
  scopes: ['api'],
  created_at: '',
  expires_at: null,
  revoked: false,
};

const isJobs = (token: Token, request: Request, route: Route): boolean =>
  token.job_project_id !== undefined && request.headers.get('job-token') !== null && route.jobToken === true;

/** Numbers that are none are refused before anything is looked for, all in one line (recorded: "issue: one" of a free group). */
function needWholes({ path, route }: { path: string[]; route: Route }, params: Params): void {
  const named = route.pattern.split('/').filter((part) => part.startsWith(':'));
  const wrong = [
    ...named.flatMap((name, at) =>
      /_(?:iid|id)$/.test(name) && !/^\d+$/.test(path[at] ?? '') ? [name.slice(1)] : [],
    ),
    ...(route.wholes ?? []).filter((name) => {
      const value = params[name];
      return value !== undefined && value !== null && value !== '' && !Number.isInteger(Number(value));
    }),
  ];
  const told = wrong.map((name) => `${name} is invalid`);
  for (const rule of route.rules ?? []) {
    try {
      rule(params);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      told.push((error.body as { error: string }).error);
    }
  }
  if (told.length > 0) throw badParam(told.join(', '));
}

/** The three ways in, and GitLab's bodies for what is wrong with a token (`lib/api/api_guard.rb`, docs/gitlab.md#errors). */
function authenticate(state: State, request: Request, now: Date): Token | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const value = request.headers.get('private-token') ?? bearer ?? request.headers.get('job-token');
  if (value === null || value === undefined) return null;
  const token = state.tokens.find((each) => each.value === value);
  if (!token) throw unauthorized();
  if (token.job_project_id === undefined && request.headers.get('job-token') !== null) throw unauthorized();
  if (token.revoked) {
    throw new HttpError(401, {
      error: 'invalid_token',
      error_description: 'Token was revoked. You have to re-authorize from the user.',
    });
  }
  if (token.expires_at !== null && token.expires_at <= now.toISOString().slice(0, 10)) {
    throw new HttpError(401, {
      error: 'invalid_token',
      error_description: 'Token is expired. You can either do re-authorization or token refresh.',
    });
  }
  return token;
}

function checkScope(token: Token, method: string, path: string): void {
  if (token.scopes.includes('api') || token.job_project_id !== undefined) return;
  const reading = method === 'GET' || method === 'HEAD' || path === 'graphql';
  if (reading && token.scopes.includes('read_api')) return;
  if (path === 'personal_access_tokens/self') return;
  const forUsers = /^(?:user|users|metadata|projects\/[^/]+\/events)(?:\/|$)/.test(path);
  if (reading && forUsers && token.scopes.includes('read_user')) return;
  throw new HttpError(403, {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: reading ? 'api read_api' : 'ai_workflows api read_api',
  });
}

/** Query and JSON body as one set; `x[]=1&x[]=2` is an array. */
async function readParams(request: Request, url: URL): Promise<Params> {
  const params: Params = Object.create(null) as Params;
  collect(params, url.searchParams);
  const body = request.method === 'GET' ? '' : await request.text();
  // A zero byte makes the whole request a bad one (recorded: "null byte").
  if (/(?<!\\)\\u0000/.test(body) || body.includes('\u0000'))
    throw new HttpError(400, { message: '400 Bad request' });
  if (body === '') return params;
  if ((request.headers.get('content-type') ?? '').includes('application/x-www-form-urlencoded')) {
    collect(params, new URLSearchParams(body));
    return params;
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new HttpError(400, { error: 'Invalid JSON format' });
  }
  return Object.assign(params, parsed);
}

function collect(params: Params, given: URLSearchParams): void {
  for (const [name, value] of given) {
    if (!name.endsWith('[]')) {
      params[name] = value;
      continue;
    }
    const list = params[name.slice(0, -2)];
    params[name.slice(0, -2)] = Array.isArray(list) ? [...list, value] : [value];
  }
}
