/**
 * Notes of a merge request, `lib/api/notes.rb`: who reads it may write one, and its author or a maintainer may change it. Quick actions
 * are taken out and do nothing here.
 */
import { type Context, findProject, type Reply, roleInProject } from './context.ts';
import { noteShape } from './entities.ts';
import { forbidden, invalid, notFound } from './http-error.ts';
import { page } from './pages.ts';
import { oneOf, requireParams, text } from './params.ts';
import { extractCommands } from './quick-actions.ts';
import { type MergeRequest, type MergeRequestNote, ROLE, takeId } from './state.ts';

function find(context: Context): { request: MergeRequest; role: number } {
  const project = findProject(context, context.path[0] ?? '');
  const role = roleInProject(context.state, context.user.id, project);
  const request = (context.state.merge_requests ?? []).find(
    (each) => each.project_id === project.id && each.iid === Number(context.path[1]),
  );
  // A guest of a private project does not see its merge requests.
  if (!request || role <= ROLE.guest) throw notFound();
  return { request, role };
}

export function listMergeRequestNotes(context: Context, url: URL): Reply {
  const { request } = find(context);
  const sort = oneOf(context.params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const rows = (context.state.merge_request_notes ?? [])
    .filter(({ merge_request_id }) => merge_request_id === request.id)
    .sort((left, right) => (sort === 'asc' ? left.id - right.id : right.id - left.id));
  return page(context, url, rows, (each) => show(context, request, each));
}

export function createMergeRequestNote(context: Context): Reply {
  const { request } = find(context);
  requireParams(context.params, ['body']);
  const { stored } = extractCommands(text(context.params, 'body') ?? '');
  if (stored === '') throw invalid({ note: ["can't be blank"] });
  const at = context.now();
  const note = {
    id: takeId(context.state),
    merge_request_id: request.id,
    author_id: context.user.id,
    body: stored,
    created_at: at,
    updated_at: at,
  };
  context.state.merge_request_notes = [...(context.state.merge_request_notes ?? []), note];
  return { status: 201, body: show(context, request, note) };
}

export function updateMergeRequestNote(context: Context): Reply {
  const { request, role } = find(context);
  requireParams(context.params, ['body']);
  const note = (context.state.merge_request_notes ?? []).find(
    ({ id, merge_request_id }) => id === Number(context.path[2]) && merge_request_id === request.id,
  );
  if (!note) throw notFound();
  if (note.author_id !== context.user.id && role < ROLE.maintainer) throw forbidden();
  note.body = extractCommands(text(context.params, 'body') ?? '').stored;
  note.updated_at = context.now();
  return { status: 200, body: show(context, request, note) };
}

const show = (context: Context, request: MergeRequest, note: MergeRequestNote): Record<string, unknown> =>
  noteShape(context, note, 'MergeRequest', request);
