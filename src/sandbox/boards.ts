/** Project boards and their lists, `lib/api/boards_responses.rb`, `app/services/boards/*` (docs/gitlab.md#boards). */

import { type Context, findProject, needPlanner, type Reply, roleInProject } from './context.ts';
import { showBoard, showList } from './entities-places.ts';
import { badParam, invalid, notFound } from './http-error.ts';
import { usableLabels } from './labels.ts';
import { page } from './pages.ts';
import { requireParams, text, whole } from './params.ts';
import { type Board, type BoardList, type Project, takeId } from './state.ts';

export function listBoards(context: Context, url: URL): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const rows = context.state.boards.filter((each) => each.project_id === project.id);
  return page(context, url, rows, (each) => showBoard(context, each));
}

export function createBoard(context: Context): Reply {
  const project = findProject(context, context.path[0] ?? '');
  requireParams(context.params, ['name']);
  needPlanner(roleInProject(context.state, context.user.id, project));
  const name = text(context.params, 'name') ?? '';
  const board: Board = { id: takeId(context.state), name, project_id: project.id, lists: [] };
  if (name.trim() === '' || name.length > 255) {
    // The service's error is ignored and the unsaved board is rendered: 201 without an id.
    return { status: 201, body: { ...showBoard(context, board), id: null } };
  }
  // Names are not unique: posting twice makes two boards.
  context.state.boards.push(board);
  return { status: 201, body: showBoard(context, board) };
}

function findBoard(context: Context): { project: Project; board: Board } {
  const project = findProject(context, context.path[0] ?? '');
  const board = context.state.boards.find(
    (each) => each.project_id === project.id && each.id === Number(context.path[1]),
  );
  if (!board) throw notFound();
  return { project, board };
}

export function showOneBoard(context: Context): Reply {
  return { status: 200, body: showBoard(context, findBoard(context).board) };
}

export function renameBoard(context: Context): Reply {
  const { project, board } = findBoard(context);
  needPlanner(roleInProject(context.state, context.user.id, project));
  board.name = text(context.params, 'name') ?? board.name;
  return { status: 200, body: showBoard(context, board) };
}

export function deleteBoard(context: Context): Reply {
  const { project, board } = findBoard(context);
  needPlanner(roleInProject(context.state, context.user.id, project));
  context.state.boards = context.state.boards.filter((each) => each !== board);
  return { status: 204, body: null };
}

export function listLists(context: Context, url: URL): Reply {
  return page(context, url, findBoard(context).board.lists, (list) => showList(context, list));
}

/** The others close up. */
export function deleteList(context: Context): Reply {
  const { project, board } = findBoard(context);
  needPlanner(roleInProject(context.state, context.user.id, project));
  if (!board.lists.some((each) => each.id === Number(context.path[2]))) throw notFound();
  board.lists = board.lists.filter((each) => each.id !== Number(context.path[2]));
  board.lists.forEach((each, index) => {
    each.position = index;
  });
  return { status: 204, body: null };
}

const LIST_KEYS = ['label_id', 'milestone_id', 'iteration_id', 'assignee_id'] as const;

export function createList(context: Context): Reply {
  const { project, board } = findBoard(context);
  const given = LIST_KEYS.filter((key) => context.params[key] !== undefined);
  if (given.length === 0) {
    throw badParam(`${LIST_KEYS.join(', ')} are missing, exactly one parameter must be provided`);
  }
  if (given.length > 1) throw badParam(`${given.join(', ')} are mutually exclusive`);
  needPlanner(roleInProject(context.state, context.user.id, project));
  const kind = given[0];
  if (kind !== 'label_id') {
    const name = { milestone_id: 'Milestone', iteration_id: 'Iteration', assignee_id: 'Assignee' }[
      kind ?? 'milestone_id'
    ];
    throw invalid({ error: `${name} lists not available with your current license` });
  }
  const label_id = whole(context.params, 'label_id') ?? 0;
  const home = { project_id: project.id, group_id: null };
  if (!usableLabels(context.state, home, project.group_id).some((each) => each.id === label_id)) {
    throw invalid({ error: 'Label not found' });
  }
  if (board.lists.some((each) => each.label_id === label_id)) {
    throw invalid({ error: 'Label has already been taken' });
  }
  const list: BoardList = { id: takeId(context.state), label_id, position: board.lists.length };
  board.lists.push(list);
  return { status: 201, body: showList(context, list) };
}

/** Position is 0-based; the others close up. */
export function moveList(context: Context): Reply {
  const { project, board } = findBoard(context);
  requireParams(context.params, ['position']);
  needPlanner(roleInProject(context.state, context.user.id, project));
  const list = board.lists.find((each) => each.id === Number(context.path[2]));
  if (!list) throw notFound();
  const position = whole(context.params, 'position') ?? 0;
  if (position < 0 || position >= board.lists.length) throw invalid({ error: 'List could not be moved!' });
  const rest = board.lists.filter((each) => each !== list);
  rest.splice(position, 0, list);
  rest.forEach((each, index) => {
    each.position = index;
  });
  board.lists = rest;
  return { status: 200, body: showList(context, list) };
}
