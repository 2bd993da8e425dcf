/** Issues, `lib/api/issues.rb`, `app/services/issues/*`, `ee/app/services/ee/issues/*` (docs/gitlab.md#issues). */
import { type Context, findProject, mayPlan, maySee, type Reply, roleInProject } from './context.ts';
import { isLicensed } from './entities.ts';
import { showIssue } from './entities-work.ts';
import { record } from './events.ts';
import { watch } from './history.ts';
import { broken, conflict, forbidden, invalid, notFound, notFoundNamed } from './http-error.ts';
import { changeLabels, type LabelHome, runCommands, setState, takeDescription } from './issuables.ts';
import { TYPES } from './issue-lists.ts';
import { commaList, date, flag, oneOf, requireParams, text, whole, wholeList } from './params.ts';
import { ancestry, type Issue, nextIid, type Project, ROLE, takeId } from './state.ts';

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

/** One issue tells whether the reader is subscribed: who made it, is assigned, or left a note by word or deed, is. */
const one = (context: Context, issue: Issue): Record<string, unknown> => ({
  ...showIssue(context, issue),
  subscribed:
    issue.author_id === context.user.id ||
    issue.assignee_ids.includes(context.user.id) ||
    (context.state.notes ?? []).some(
      (each) => each.issue_id === issue.id && each.author_id === context.user.id,
    ),
});

function validTitle(title: string): string {
  if (title.trim() === '') throw invalid({ title: ["can't be blank"] });
  if ([...title].length > 255) throw invalid({ title: ['is too long (maximum is 255 characters)'] });
  return title.trim();
}

/** Unknown, invisible and non-member assignees are dropped; without a licence only the first is kept. */
function assignees(context: Context, project: Project, ids: number[]): number[] {
  const members = ids.filter((id) => roleInProject(context.state, id, project) >= ROLE.guest);
  return isLicensed(context, project) ? members : members.slice(0, 1);
}

/** Those that are wanted: `assignee_ids`, or the one of `assignee_id`. */
function wantedAssignees({ params }: Context): number[] | undefined {
  const one = whole(params, 'assignee_id');
  return wholeList(params, 'assignee_ids') ?? (one === undefined ? undefined : one === null ? [0] : [one]);
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

/**
 * The epic of an `epic_id` or `epic_iid`: undefined when neither was sent; ignored for a project in a user's namespace. Any group of the
 * hierarchy will do (recorded: "issue: epic of the subgroup"), and of two epics with one number the younger (recorded: "issue: epic_iid").
 */
function epicId(context: Context, project: Project, role: number): number | null | undefined {
  const { params, state } = context;
  const [id, iid] = [whole(params, 'epic_id'), whole(params, 'epic_iid')];
  if ((id === undefined && iid === undefined) || project.group_id === null) return undefined;
  // 0 takes the issue out of its epic, as the API documents.
  if (!id && !iid) return null;
  const root = ancestry(state, project.group_id).at(-1)?.id;
  const epic = state.epics
    .filter((each) => (id === undefined ? each.iid === iid : each.id === id))
    .filter((each) => ancestry(state, each.group_id).at(-1)?.id === root)
    .sort((left, right) => right.id - left.id)[0];
  if (!isLicensed(context, project) || !epic) throw notFound();
  if (role < ROLE.guest) throw forbidden();
  return epic.id;
}

/** A Planner makes no incident: it becomes an issue (recorded: "issue: type incident"). */
const typeFor = (role: number, wanted: string): string =>
  wanted === 'incident' && role < ROLE.reporter ? 'issue' : wanted;

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
  const issue_type = typeFor(role, oneOf(params, 'issue_type', TYPES) ?? 'issue');
  const weight = whole(params, 'weight');
  if (typeof weight === 'number' && weight < 0)
    throw invalid({ weight: ['must be greater than or equal to 0'] });
  const title = validTitle(text(params, 'title') ?? '');
  const given = text(params, 'description');
  const { commands, stored } = takeDescription(given ?? '');
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
    assignee_ids: assignees(context, project, wantedAssignees(context) ?? []),
    milestone_id: milestoneId(context, project, whole(params, 'milestone_id') ?? null),
    due_date: date(params, 'due_date') ?? null,
    weight: isLicensed(context, project) ? (weight ?? null) : null,
    epic_id,
    issue_type,
    moved_to_id: null,
  };
  state.issues.push(issue);
  const noted = watch(context, issue, true);
  const home: LabelHome = { project_id: project.id, group_id: project.group_id, role };
  // Those that are added come first, so that of two that exclude each other the list's one stays (recorded: "issue: add_labels on create").
  const names = [...(commaList(params, 'add_labels') ?? []), ...(commaList(params, 'labels') ?? [])];
  changeLabels(context, issue, { labels: names }, home);
  record(context, 'opened', issue);
  for (const event of runCommands(context, issue, commands, home)) record(context, event, issue, 'WorkItem');
  hide(context, issue);
  noted();
  return { status: 201, body: one(context, issue) };
}

export const UPDATABLE = [
  'assignee_id', 'assignee_ids', 'confidential', 'created_at', 'description', 'discussion_locked', 'due_date', 'labels', 'add_labels',
  'remove_labels', 'milestone_id', 'state_event', 'title', 'issue_type', 'weight', 'epic_id', 'epic_iid',
]; // biome-ignore format: one list

export function updateIssue(context: Context): Reply {
  const { params, user } = context;
  const { project, issue, role } = findIssue(context);
  const planner = mayPlan(role);
  const concerned = planner || issue.author_id === user.id || issue.assignee_ids.includes(user.id);
  // Incidents are for Reporters and up (recorded: "incident: by the planner").
  if (!concerned || (issue.issue_type === 'incident' && role < ROLE.reporter)) throw forbidden();
  const event = oneOf(params, 'state_event', ['close', 'reopen'] as const);
  const newTitle = text(params, 'title');
  const title = newTitle === undefined ? issue.title : validTitle(newTitle);
  const raw = text(params, 'description');
  const parsed = raw === undefined ? null : takeDescription(raw);
  // These two break the request that carries them in a description (recorded: "duplicate: by quick action", "clone: asked").
  if (parsed?.commands.some(({ name }) => name === 'duplicate' || name === 'clone')) throw broken();
  const epic_id = planner ? epicId(context, project, role) : undefined;
  const noted = watch(context, issue);
  issue.title = title;
  if (parsed) issue.description = parsed.stored;
  const home: LabelHome = { project_id: project.id, group_id: project.group_id, role };
  if (planner) {
    const due = date(params, 'due_date');
    const milestone = whole(params, 'milestone_id');
    const people = wantedAssignees(context);
    const confidential = flag(params, 'confidential');
    const weight = whole(params, 'weight');
    if (due !== undefined) issue.due_date = due;
    // 0 and null take the milestone away; an unknown id is ignored.
    if (milestone !== undefined) {
      issue.milestone_id = milestone
        ? (milestoneId(context, project, milestone) ?? issue.milestone_id)
        : null;
    }
    // Nobody but unknown ones leaves them as they are (recorded: "issue changed: unknown assignee").
    const kept = people && assignees(context, project, people);
    if (kept && (kept.length > 0 || people.every((id) => id === 0))) issue.assignee_ids = kept;
    const type = oneOf(params, 'issue_type', TYPES);
    if (type !== undefined) issue.issue_type = typeFor(role, type);
    if (confidential !== undefined) issue.confidential = confidential;
    if (weight !== undefined && isLicensed(context, project)) issue.weight = weight;
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
    record(context, happened, issue, 'WorkItem');
  }
  hide(context, issue);
  noted();
  const shown = one(context, issue);
  if (planner && wantedAssignees(context) !== undefined) return { status: 200, body: shown };
  // Read again from the database, they come the other way round (recorded: "issue changed: as the assignee with developer").
  const people = [...(shown.assignees as unknown[])].reverse();
  return { status: 200, body: { ...shown, assignees: people, assignee: people[0] ?? null } };
}

/** Planners may (recorded: "delete: by the planner"). */
export function deleteIssue(context: Context): Reply {
  const project = findProject(context, context.path[0] ?? '');
  const { state, user } = context;
  const issue = state.issues.find(
    (each) => each.project_id === project.id && each.iid === Number(context.path[1]),
  );
  if (!issue || !maySee(context, issue, project)) throw notFoundNamed('Issue');
  if (!mayPlan(roleInProject(state, user.id, project))) throw forbidden();
  state.issues = state.issues.filter((each) => each !== issue);
  state.events = state.events.filter((each) => each.target_id !== issue.id);
  return { status: 204, body: null };
}
