/** The project's event list, `lib/api/project_events.rb`, `app/finders/events_finder.rb` (docs/gitlab.md#events). */
import { type Context, findProject, maySee, type Reply } from './context.ts';
import { showEvent } from './entities.ts';
import { page } from './pages.ts';
import { oneOf, text } from './params.ts';
import { type EventRow, type Issue, takeId } from './state.ts';

export function record(context: Context, action_name: EventRow['action_name'], issue: Issue): void {
  context.state.events.push({
    id: takeId(context.state),
    project_id: issue.project_id,
    action_name,
    target_type: 'Issue',
    target_id: issue.id,
    target_iid: issue.iid,
    target_title: issue.title,
    author_id: context.user.id,
    created_at: context.now(),
  });
}

const ACTIONS = [
  'created',
  'updated',
  'closed',
  'reopened',
  'pushed',
  'commented',
  'merged',
  'joined',
  'left',
  'destroyed',
  'expired',
  'approved',
] as const;

/** `before` and `after` are dates, both exclusive. */
export function listEvents(context: Context, url: URL): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const action = oneOf(context.params, 'action', ACTIONS);
  const before = text(context.params, 'before');
  const after = text(context.params, 'after');
  const sort = oneOf(context.params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const rows = context.state.events
    .filter((each) => each.project_id === project.id)
    .filter((each) => action === undefined || each.action_name === (action === 'created' ? 'opened' : action))
    .filter((each) => before === undefined || each.created_at.slice(0, 10) < before)
    .filter((each) => after === undefined || each.created_at.slice(0, 10) > after)
    .sort((left, right) => (sort === 'asc' ? left.id - right.id : right.id - left.id));
  const reply = page(context, url, rows, (each) => each);
  // Rows that the reader may not see are taken out after paging, so that a page can be short.
  const visible = (reply.body as EventRow[]).filter((each) => {
    const issue = context.state.issues.find((candidate) => candidate.id === each.target_id);
    return !issue || maySee(context, issue, project);
  });
  return { ...reply, body: visible.map((each) => showEvent(context, each)) };
}
