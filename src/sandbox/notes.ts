/** Notes of an issue, and the events of its states, labels and milestones (docs/gitlab.md#notes; recorded: "note", "notes", "state events"). */
import { type Context, findProject, mayPlan, maySee, type Reply, roleInProject } from './context.ts';
import { labelBasic, showMilestone, showNote, userBasic } from './entities.ts';
import { record } from './events.ts';
import { note, watch } from './history.ts';
import { forbidden, invalid, notFound } from './http-error.ts';
import { type LabelHome, runCommands, setState } from './issuables.ts';
import { page } from './pages.ts';
import { oneOf, requireParams, text } from './params.ts';
import { type Command, extractCommands } from './quick-actions.ts';
import { type Issue, type Project, type ResourceEvent, ROLE } from './state.ts';

function findIssue(context: Context): { project: Project; issue: Issue; role: number } {
  const project = findProject(context, context.path[0] ?? '');
  const issue = context.state.issues.find(
    (each) => each.project_id === project.id && each.iid === Number(context.path[1]),
  );
  if (!issue || !maySee(context, issue, project)) throw notFound();
  return { project, issue, role: roleInProject(context.state, context.user.id, project) };
}

export function listNotes(context: Context, url: URL): Reply {
  const { issue } = findIssue(context);
  const sort = oneOf(context.params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const filter = oneOf(context.params, 'activity_filter', [
    'all_notes',
    'only_comments',
    'only_activity',
  ] as const);
  const rows = (context.state.notes ?? [])
    .filter((each) => each.issue_id === issue.id)
    .filter(
      (each) =>
        filter === undefined || filter === 'all_notes' || each.system === (filter === 'only_activity'),
    )
    .sort((left, right) => (sort === 'asc' ? left.id - right.id : right.id - left.id));
  return page(context, url, rows, (each) => showNote(context, each));
}

/** Nothing but quick actions leaves no note, and is answered with what they did. */
export function createNote(context: Context): Reply {
  const { project, issue, role } = findIssue(context);
  requireParams(context.params, ['body']);
  if (role < ROLE.guest) throw forbidden();
  const { commands, stored } = extractCommands(text(context.params, 'body') ?? '');
  const home: LabelHome = { project_id: project.id, group_id: project.group_id, role };
  const noted = watch(context, issue);
  if (mayPlan(role)) {
    for (const event of runCommands(context, issue, commands, home))
      record(context, event, issue, 'WorkItem');
    for (const command of commands) closeAsDuplicate(context, issue, command);
  }
  noted();
  if (commands.length > 0) issue.updated_at = context.now();
  if (stored === '') {
    if (commands.length === 0) throw invalid({ note: ["can't be blank"] });
    return { status: 202, body: toldOf(context, commands) };
  }
  const id = note(context, issue, stored, false);
  issue.updated_at = context.now();
  const made = context.state.notes?.find((each) => each.id === id);
  return { status: 201, body: made ? showNote(context, made) : null };
}

function closeAsDuplicate(context: Context, issue: Issue, { name, args }: Command): void {
  const iid = /^#(\d+)$/.exec(args)?.[1];
  if (name !== 'duplicate' || iid === undefined) return;
  const other = context.state.issues.find(
    (each) => each.project_id === issue.project_id && each.iid === Number(iid),
  );
  if (!other) return;
  issue.duplicated_to_id = other.id;
  if (setState(context, issue, 'close')) record(context, 'closed', issue, 'WorkItem');
}

function toldOf(context: Context, commands: Command[]): unknown {
  const changes: Record<string, unknown> = {};
  const summary: string[] = [];
  for (const { name, args } of commands) {
    if (name === 'label' || name === 'labels') {
      const names = [...args.matchAll(/~"([^"]+)"|~([^\s~"]+)/g)].map((match) => match[1] ?? match[2] ?? '');
      changes.add_label_ids = context.state.labels
        .filter((each) => names.includes(each.name))
        .map(({ id }) => id);
      summary.push(
        `Added ${names.map((each) => `~"${each}"`).join(' ')} label${names.length > 1 ? 's' : ''}.`,
      );
    } else if (name === 'close' || name === 'reopen') {
      changes.state_event = name;
      summary.push(name === 'close' ? 'Closed this issue.' : 'Reopened this issue.');
    }
  }
  return { commands_changes: changes, summary };
}

/** Events of one kind, oldest first. */
export function listResourceEvents(context: Context, url: URL, kind: ResourceEvent['change']['kind']): Reply {
  const { issue } = findIssue(context);
  const rows = (context.state.resource_events ?? []).filter(
    (each) => each.issue_id === issue.id && each.change.kind === kind,
  );
  return page(context, url, rows, (each) => showResourceEvent(context, each));
}

function showResourceEvent(context: Context, event: ResourceEvent): Record<string, unknown> {
  const { change } = event;
  const { state } = context;
  const label = change.kind === 'label' ? state.labels.find(({ id }) => id === change.label_id) : undefined;
  const milestone =
    change.kind === 'milestone' ? state.milestones.find(({ id }) => id === change.milestone_id) : undefined;
  return {
    id: event.id,
    user: userBasic(context, event.user_id),
    created_at: event.created_at,
    resource_type: 'Issue',
    resource_id: event.issue_id,
    ...(change.kind === 'state'
      ? { source_commit: null, source_merge_request_id: null, state: change.state }
      : {}),
    ...(change.kind === 'label'
      ? {
          label: label ? labelBasic(label) : null,
          action: change.action,
        }
      : {}),
    ...(change.kind === 'milestone'
      ? {
          milestone: milestone ? showMilestone(context, milestone) : null,
          action: change.action,
          state: change.state,
        }
      : {}),
  };
}

/** Nothing is linked here; the list of links has no pages (recorded: "links"). */
export function listLinks(context: Context): Reply {
  findIssue(context);
  return { status: 200, body: [] };
}

export function listRelatedMergeRequests(context: Context, url: URL): Reply {
  findIssue(context);
  return page(context, url, [], () => null);
}
