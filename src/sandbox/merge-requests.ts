/** Lists of merge requests, `lib/api/merge_requests.rb`; the sandbox makes none itself. */
import { type Context, findProject, type Reply } from './context.ts';
import { showMergeRequest } from './entities.ts';
import { page } from './pages.ts';
import { commaList, oneOf, text } from './params.ts';

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
