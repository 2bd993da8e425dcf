/** Merge requests, `lib/api/merge_requests.rb`, as far as somebody who counts them needs: list, open, merge. */
import { type Context, findProject, type Reply, roleInProject } from './context.ts';
import { showMergeRequest } from './entities.ts';
import { forbidden, notFound } from './http-error.ts';
import { page } from './pages.ts';
import { commaList, oneOf, requireParams, text } from './params.ts';
import { nextIid, ROLE, takeId } from './state.ts';

export function listMergeRequests(context: Context, url: URL): Reply {
  const { params, state } = context;
  const project = findProject(context, context.path[0] ?? '');
  const wanted = oneOf(params, 'state', ['opened', 'closed', 'locked', 'merged', 'all'] as const);
  const labels = commaList(params, 'labels');
  const author = text(params, 'author_username')?.toLowerCase();
  const createdAfter = text(params, 'created_after');
  const sort = oneOf(params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const rows = (state.merge_requests ?? [])
    .filter((each) => each.project_id === project.id)
    .filter((each) => wanted === undefined || wanted === 'all' || each.state === wanted)
    .filter((each) => labels === undefined || labels.every((name) => each.labels.includes(name)))
    .filter(
      (each) =>
        author === undefined ||
        state.users.find(({ id }) => id === each.author_id)?.username.toLowerCase() === author,
    )
    .filter((each) => createdAfter === undefined || Date.parse(each.created_at) >= Date.parse(createdAfter))
    .sort((left, right) => (sort === 'asc' ? left.id - right.id : right.id - left.id));
  return page(context, url, rows, (each) => showMergeRequest(context, each));
}

/** Developers and up; a title and two branches are needed. There is no repository behind it. */
export function createMergeRequest(context: Context): Reply {
  const project = findProject(context, context.path[0] ?? '');
  if (roleInProject(context.state, context.user.id, project) < ROLE.developer) throw forbidden();
  requireParams(context.params, ['title', 'source_branch', 'target_branch']);
  context.state.merge_requests ??= [];
  const at = context.now();
  const request = {
    id: takeId(context.state),
    iid: nextIid(context.state.merge_requests.filter(({ project_id }) => project_id === project.id)),
    project_id: project.id,
    title: text(context.params, 'title') ?? '',
    description: text(context.params, 'description') ?? null,
    state: 'opened' as const,
    labels: commaList(context.params, 'labels') ?? [],
    author_id: context.user.id,
    created_at: at,
    updated_at: at,
    merged_at: null,
    closed_at: null,
  };
  context.state.merge_requests.push(request);
  return { status: 201, body: showMergeRequest(context, request) };
}

export function mergeMergeRequest(context: Context): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const request = (context.state.merge_requests ?? []).find(
    (each) => each.project_id === project.id && each.iid === Number(context.path[1]),
  );
  if (!request) throw notFound();
  if (roleInProject(context.state, context.user.id, project) < ROLE.developer) throw forbidden();
  const at = context.now();
  Object.assign(request, { state: 'merged', merged_at: at, updated_at: at });
  return { status: 200, body: showMergeRequest(context, request) };
}
