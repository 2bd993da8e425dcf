/**
 * What a write costs the server, and what waits for what: a project hands out the numbers of its issues one by one, and an epic takes its
 * children one by one. The shares were measured on GitLab EE 18.9 with nothing else to do: an issue with everything takes 998 ms, of
 * which 345 ms for its number and 456 ms for the link to its epic; any other write about 274 ms (docs/gitlab.md#order).
 */
const WHOLE = 998;
const NUMBER = 345 / WHOLE;
const LINK = 456 / WHOLE;
const OTHER = 274 / WHOLE;

type Wait = (milliseconds: number) => Promise<void>;

/** `work`: milliseconds of an issue with everything. Resolves when the server would answer. */
export function createServerWork(work: number, wait: Wait): (request: Request) => Promise<void> {
  const queues = new Map<string, Promise<void>>();
  const inQueue = (name: string, milliseconds: number): Promise<void> => {
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => wait(milliseconds));
    queues.set(name, turn);
    return turn;
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (work <= 0 || request.method === 'GET' || pathname.endsWith('/graphql')) return;
    const project = /\/projects\/([^/]+)\/issues$/.exec(pathname)?.[1];
    if (request.method !== 'POST' || project === undefined) return wait(work * OTHER);
    await inQueue(`project ${project}`, work * NUMBER);
    await wait(work * (1 - NUMBER - LINK));
    const body: unknown = await request
      .clone()
      .json()
      .catch(() => null);
    const epic = typeof body === 'object' && body !== null && 'epic_id' in body ? body.epic_id : null;
    if (epic) await inQueue(`epic ${String(epic)}`, work * LINK);
  };
}
