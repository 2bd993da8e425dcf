/** The project's event list, `lib/api/project_events.rb`, `app/finders/events_finder.rb` (docs/gitlab.md#events). */
import { type Context, findProject, maySee, type Reply } from './context.ts';
import { showEvent } from './entities.ts';
import { badParam } from './http-error.ts';
import { page } from './pages.ts';
import { date, oneOf, text } from './params.ts';
import { type EventRow, type Issue, type Milestone, takeId } from './state.ts';

/** Where it happened decides the type: closing by a quick action, a move or the work item's own screen is told of a WorkItem. */
export function record(
  context: Context,
  action_name: EventRow['action_name'],
  issue: Issue | Milestone,
  target_type: EventRow['target_type'] = 'Issue',
): void {
  if (issue.project_id === null) return;
  context.state.events.push({
    id: takeId(context.state),
    project_id: issue.project_id,
    action_name,
    target_type,
    target_id: issue.id,
    target_iid: issue.iid,
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

const TARGETS = {
  issue: ['Issue'],
  milestone: ['Milestone'],
  merge_request: [],
  note: [],
  project: [],
  snippet: [],
  user: [],
  wiki: [],
  design: [],
  epic: [],
} as const;

/** A day; what is none is refused (recorded: "events: nonsense after"). */
function day(context: Context, name: 'before' | 'after'): string | undefined {
  const given = text(context.params, name);
  if (given === undefined) return undefined;
  const value = date(context.params, name);
  if (value === null || value === undefined) throw badParam(`${name} is invalid`);
  return value;
}

/** `before` and `after` are dates, both exclusive. */
export function listEvents(context: Context, url: URL): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const action = oneOf(context.params, 'action', ACTIONS);
  const target = oneOf(context.params, 'target_type', Object.keys(TARGETS) as (keyof typeof TARGETS)[]);
  const types: readonly string[] | undefined = target && TARGETS[target];
  const before = day(context, 'before');
  const after = day(context, 'after');
  const sort = oneOf(context.params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const rows = context.state.events
    .filter((each) => each.project_id === project.id)
    .filter((each) => action === undefined || each.action_name === (action === 'created' ? 'opened' : action))
    .filter((each) => types === undefined || types.includes(each.target_type))
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
