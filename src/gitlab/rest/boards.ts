import * as z from 'zod';
import { KickoffError } from '../../model/errors.ts';
import type { LiveBoard } from '../../model/resource.ts';
import type { Create, Scope } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { check, readAll } from './pages.ts';

const listSchema = z.object({ id: z.int(), label: z.object({ name: z.string() }).nullish() });

/** A board with a bad name answers 201 with `id: null` (docs/gitlab.md#boards). */
const schema = z.object({
  id: z.int().nullable(),
  name: z.string(),
  project: z.object({ web_url: z.string().optional() }).optional(),
  lists: z.array(listSchema),
});

const liveOf = (raw: z.output<typeof schema>, id: number, api: Api, scope: Scope): LiveBoard => ({
  kind: 'board',
  id,
  // The name that GitLab gives itself, as everywhere else; another may have been typed.
  url: `${raw.project?.web_url ?? `${api.host}/${scope.project}`}/-/boards/${id}`,
  name: raw.name,
  lists: raw.lists.flatMap((list) => (list.label ? [{ id: list.id, label: list.label.name }] : [])),
});

export async function readBoards(api: Api, scope: Scope): Promise<LiveBoard[]> {
  const rows = await readAll(schema, 'the boards', (page) => api.boards.all(scope.project, page));
  return rows.flatMap((row) => (row.id === null ? [] : [liveOf(row, row.id, api, scope)]));
}

export async function createBoard(api: Api, scope: Scope, name: string): Promise<LiveBoard> {
  const raw = check(schema, await api.boards.create(scope.project, name), 'a new board');
  if (raw.id === null) {
    throw new KickoffError('refused', `GitLab did not save the board "${name}".`, {
      hint: 'A board needs a name of at most 255 characters.',
    });
  }
  return liveOf(raw, raw.id, api, scope);
}

/** The board with one more list. */
export async function createList(
  api: Api,
  scope: Scope,
  { board, labelId }: Extract<Create, { kind: 'list' }>,
): Promise<LiveBoard> {
  const raw = await api.boards.createList(scope.project, board.id, { labelId });
  const list = check(listSchema, raw, 'a new board list');
  return { ...board, lists: [...board.lists, { id: list.id, label: list.label?.name ?? '' }] };
}
