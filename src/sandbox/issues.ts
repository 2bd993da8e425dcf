/** Issues, `lib/api/issues.rb`, `app/services/issues/*`, `ee/app/services/ee/issues/*` (docs/gitlab.md#issues). */
import {
  type Context,
  findGroup,
  findProject,
  mayPlan,
  maySee,
  type Reply,
  roleInProject,
} from './context.ts';
import { hasLicence, showIssue } from './entities.ts';
import { record } from './events.ts';
import { conflict, forbidden, invalid, notFound } from './http-error.ts';
import { changeLabels, type LabelHome, runCommands, setState, takeDescription } from './issuables.ts';
import { page, pageByCursor } from './pages.ts';
import {
  commaList,
  date,
  flag,
  oneOf,
  requireAny,
  requireOne,
  requireParams,
  text,
  time,
  whole,
  wholeList,
} from './params.ts';
import { ancestry, type Issue, nextIid, type Project, ROLE, takeId } from './state.ts';

const TYPES = ['issue', 'incident', 'test_case', 'requirement', 'task', 'ticket'] as const;
const ORDERS = [
  'created_at',
  'updated_at',
  'due_date',
  'title',
  'priority',
  'relative_position',
  'weight',
  'popularity',
] as const;

/** Rows of a list after the documented filters; unknown parameters are ignored. */
export function filterIssues(context: Context, rows: Issue[]): Issue[] {
  const { params, state } = context;
  const wantedState = oneOf(params, 'state', ['opened', 'closed', 'all'] as const);
  const labels = commaList(params, 'labels');
  const iids = wholeList(params, 'iids');
  const noEpic = /^none$/i.test(String(params.epic_id));
  const epic = params.epic_id === undefined ? undefined : noEpic ? null : whole(params, 'epic_id');
  const milestone = text(params, 'milestone');
  const updatedAfter = time(params, 'updated_after');
  const createdAfter = time(params, 'created_after');
  const confidential = flag(params, 'confidential');
  const order = oneOf(params, 'order_by', ORDERS) ?? 'created_at';
  const sort = oneOf(params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const keyOf = (issue: Issue): string =>
    order === 'updated_at'
      ? issue.updated_at
      : order === 'due_date'
        ? (issue.due_date ?? '9999')
        : order === 'title'
          ? issue.title
          : issue.created_at;
  const titleOf = (id: number | null): string | undefined =>
    state.milestones.find((each) => each.id === id)?.title;
  return rows
    .filter((each) => wantedState === undefined || wantedState === 'all' || each.state === wantedState)
    .filter(
      (each) =>
        labels === undefined ||
        labels.every((name) =>
          /^none$/i.test(name)
            ? each.labels.length === 0
            : /^any$/i.test(name)
              ? each.labels.length > 0
              : each.labels.includes(name),
        ),
    )
    .filter((each) => iids === undefined || iids.includes(each.iid))
    .filter((each) => epic === undefined || each.epic_id === epic)
    .filter(
      (each) =>
        milestone === undefined ||
        (/^none$/i.test(milestone) ? each.milestone_id === null : titleOf(each.milestone_id) === milestone),
    )
    .filter((each) => updatedAfter === undefined || each.updated_at >= updatedAfter)
    .filter((each) => createdAfter === undefined || Date.parse(each.created_at) >= Date.parse(createdAfter))
    .filter((each) => confidential === undefined || each.confidential === confidential)
    .sort((left, right) => {
      const way = keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : left.id - right.id;
      return sort === 'asc' ? way : -way;
    });
}

export function listIssues(context: Context, url: URL): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const rows = context.state.issues.filter(
    (each) => each.project_id === project.id && maySee(context, each, project),
  );
  const found = filterIssues(context, rows);
  const show = (each: Issue): unknown => showIssue(context, each);
  return context.params.pagination === 'keyset'
    ? pageByCursor(context, url, found, show)
    : page(context, url, found, show);
}

/** The group's projects and those of its subgroups, as far as the reader sees them (docs/gitlab.md#endpoints). */
export function listGroupIssues(context: Context, url: URL): Reply {
  const group = findGroup(context, context.path[0] ?? '');
  const { state, user } = context;
  const projects = new Map(
    state.projects
      .filter((each) => ancestry(state, each.group_id).some(({ id }) => id === group.id))
      .filter((each) => each.visibility !== 'private' || roleInProject(state, user.id, each) > 0)
      .map((each) => [each.id, each]),
  );
  const rows = state.issues.filter((each) => {
    const project = projects.get(each.project_id);
    return project !== undefined && maySee(context, each, project);
  });
  return page(context, url, filterIssues(context, rows), (each) => showIssue(context, each));
}

function findIssue(context: Context): { project: Project; issue: Issue; role: number } {
  const project = findProject(context, context.path[0] ?? '');
  const issue = context.state.issues.find(
    (each) => each.project_id === project.id && each.iid === Number(context.path[1]),
  );
  if (!issue || !maySee(context, issue, project)) throw notFound();
  return { project, issue, role: roleInProject(context.state, context.user.id, project) };
}

export function showOneIssue(context: Context): Reply {
  return { status: 200, body: one(context, findIssue(context).issue) };
}

/** One issue tells whether the reader is subscribed: who made it, or is assigned, is. */
const one = (context: Context, issue: Issue): Record<string, unknown> => ({
  ...showIssue(context, issue),
  subscribed: issue.author_id === context.user.id || issue.assignee_ids.includes(context.user.id),
});

function validTitle(title: string): string {
  if (title.trim() === '') throw invalid({ title: ["can't be blank"] });
  if ([...title].length > 255) throw invalid({ title: ['is too long (maximum is 255 characters)'] });
  return title.trim();
}

/** Unknown, invisible and non-member assignees are dropped; without a licence only the first is kept. */
function assignees(context: Context, project: Project, ids: number[]): number[] {
  const members = ids.filter((id) => roleInProject(context.state, id, project) >= ROLE.guest);
  return hasLicence(context) ? members : members.slice(0, 1);
}

/** Milestones of the project or of a group above; another id is ignored. */
function milestoneId(context: Context, project: Project, id: number | null): number | null {
  const groups = new Set(ancestry(context.state, project.group_id).map((group) => group.id));
  const found = context.state.milestones.find(
    (each) =>
      each.id === id &&
      (each.project_id === project.id || (each.group_id !== null && groups.has(each.group_id))),
  );
  return found?.id ?? null;
}

/** The epic of an `epic_id`: undefined when not sent; ignored for a project in a user's namespace. */
function epicId(context: Context, project: Project, role: number): number | null | undefined {
  const id = whole(context.params, 'epic_id');
  if (id === undefined || project.group_id === null) return undefined;
  // 0 takes the issue out of its epic, as the API documents.
  if (id === null || id === 0) return null;
  const groups = new Set(ancestry(context.state, project.group_id).map((group) => group.id));
  const epic = context.state.epics.find((each) => each.id === id);
  if (!hasLicence(context) || !epic || !groups.has(epic.group_id)) throw notFound();
  if (role < ROLE.guest) throw forbidden();
  return epic.id;
}

/** A public issue in a confidential epic becomes confidential (recorded: "issue: public in a confidential epic"). */
function hide(context: Context, issue: Issue): void {
  const epic = context.state.epics.find((each) => each.id === issue.epic_id);
  if (epic?.confidential) issue.confidential = true;
}

export function createIssue(context: Context): Reply {
  const { params, state, user } = context;
  const project = findProject(context, context.path[0] ?? '');
  const role = roleInProject(state, user.id, project);
  if (role < ROLE.guest) throw forbidden();
  requireParams(params, ['title']);
  const issue_type = oneOf(params, 'issue_type', TYPES) ?? 'issue';
  const weight = whole(params, 'weight');
  if (typeof weight === 'number' && weight < 0)
    throw invalid({ weight: ['must be greater than or equal to 0'] });
  const title = validTitle(text(params, 'title') ?? '');
  const given = text(params, 'description');
  const { commands, stored } = takeDescription(given ?? '');
  requireOne(params, 'epic_id', 'epic_iid');
  const epic_id = epicId(context, project, role) ?? null;
  const siblings = state.issues.filter((each) => each.project_id === project.id);
  const wantedIid = role >= ROLE.owner ? whole(params, 'iid') : undefined;
  if (wantedIid && siblings.some((each) => each.iid === wantedIid)) throw conflict('Duplicated issue');
  const backdated = role >= ROLE.owner ? text(params, 'created_at') : undefined;
  const at = backdated ?? context.now();
  const issue: Issue = {
    id: takeId(state),
    iid: wantedIid ?? nextIid(siblings),
    project_id: project.id,
    title,
    // An absent description is null (recorded: "issue: bare").
    description: given === undefined ? null : stored,
    state: 'opened',
    confidential: flag(params, 'confidential') ?? false,
    labels: [],
    author_id: user.id,
    created_at: at,
    updated_at: at,
    closed_at: null,
    closed_by_id: null,
    assignee_ids: assignees(context, project, wholeList(params, 'assignee_ids') ?? []),
    milestone_id: milestoneId(context, project, whole(params, 'milestone_id') ?? null),
    due_date: date(params, 'due_date') ?? null,
    weight: hasLicence(context) ? (weight ?? null) : null,
    epic_id,
    issue_type,
    moved_to_id: null,
  };
  state.issues.push(issue);
  const home: LabelHome = { project_id: project.id, group_id: project.group_id, role };
  changeLabels(context, issue, { labels: params.labels }, home);
  record(context, 'opened', issue);
  for (const event of runCommands(context, issue, commands, home)) record(context, event, issue);
  hide(context, issue);
  return { status: 201, body: one(context, issue) };
}

const UPDATABLE = [
  'assignee_id', 'assignee_ids', 'confidential', 'created_at', 'description', 'discussion_locked', 'due_date', 'labels', 'add_labels',
  'remove_labels', 'milestone_id', 'state_event', 'title', 'issue_type', 'weight', 'epic_id', 'epic_iid',
]; // biome-ignore format: one list

export function updateIssue(context: Context): Reply {
  const { params, user } = context;
  const { project, issue, role } = findIssue(context);
  requireAny(params, UPDATABLE);
  const planner = mayPlan(role);
  const concerned = planner || issue.author_id === user.id || issue.assignee_ids.includes(user.id);
  if (!concerned) throw forbidden();
  const event = oneOf(params, 'state_event', ['close', 'reopen'] as const);
  const newTitle = text(params, 'title');
  const title = newTitle === undefined ? issue.title : validTitle(newTitle);
  const raw = text(params, 'description');
  const parsed = raw === undefined ? null : takeDescription(raw);
  const epic_id = planner ? epicId(context, project, role) : undefined;
  issue.title = title;
  if (parsed) issue.description = parsed.stored;
  const home: LabelHome = { project_id: project.id, group_id: project.group_id, role };
  if (planner) {
    const due = date(params, 'due_date');
    const milestone = whole(params, 'milestone_id');
    const people = wholeList(params, 'assignee_ids');
    const confidential = flag(params, 'confidential');
    const weight = whole(params, 'weight');
    if (due !== undefined) issue.due_date = due;
    // 0 and null take the milestone away; an unknown id is ignored.
    if (milestone !== undefined) {
      issue.milestone_id = milestone
        ? (milestoneId(context, project, milestone) ?? issue.milestone_id)
        : null;
    }
    if (people !== undefined)
      issue.assignee_ids = assignees(
        context,
        project,
        people.filter((id) => id !== 0),
      );
    if (confidential !== undefined) issue.confidential = confidential;
    if (weight !== undefined && hasLicence(context)) issue.weight = weight;
    if (epic_id !== undefined) issue.epic_id = epic_id;
    changeLabels(context, issue, params, home);
  }
  issue.updated_at = context.now();
  if (event) {
    const happened = setState(context, issue, event);
    // An owner's `updated_at` with a close also sets closed_at, so that closures can be backdated (docs/gitlab.md#issues).
    const backdated = role >= ROLE.owner ? text(params, 'updated_at') : undefined;
    if (happened === 'closed' && backdated !== undefined) issue.closed_at = backdated;
    if (happened) record(context, happened, issue);
  }
  for (const happened of runCommands(context, issue, parsed?.commands ?? [], home)) {
    record(context, happened, issue);
  }
  hide(context, issue);
  return { status: 200, body: one(context, issue) };
}
