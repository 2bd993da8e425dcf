/** Milestones, `lib/api/milestone_responses.rb`, `app/models/milestone.rb` (docs/gitlab.md#milestones). */
import {
  type Context,
  findGroup,
  findProject,
  needPlanner,
  type Reply,
  roleInGroup,
  roleInProject,
} from './context.ts';
import { showMilestone } from './entities.ts';
import { record } from './events.ts';
import { invalid, notFound } from './http-error.ts';
import { page } from './pages.ts';
import { date, flag, oneOf, requireAny, requireOne, requireParams, text, wholeList } from './params.ts';
import { ancestry, type Milestone, nextIid, type State, takeId } from './state.ts';

interface Home {
  group_id: number | null;
  project_id: number | null;
  above: number | null;
  role: number;
}

function home(context: Context, kind: 'group' | 'project'): Home {
  const id = context.path[0] ?? '';
  if (kind === 'group') {
    const group = findGroup(context, id);
    const role = roleInGroup(context.state, context.user.id, group.id);
    return { group_id: group.id, project_id: null, above: group.parent_id, role };
  }
  const project = findProject(context, id);
  const role = roleInProject(context.state, context.user.id, project);
  return { group_id: null, project_id: project.id, above: project.group_id, role };
}

const ofHome = (milestone: Milestone, at: Home): boolean =>
  at.project_id === null ? milestone.group_id === at.group_id : milestone.project_id === at.project_id;

/** Milestones whose title may not be used again: own and ancestors', and for a group everything below it. */
function sameHierarchy(state: State, at: Home): Milestone[] {
  const above = new Set(ancestry(state, at.above).map((group) => group.id));
  const isBelow = (groupId: number | null): boolean =>
    at.group_id !== null && ancestry(state, groupId).some((group) => group.id === at.group_id);
  return state.milestones.filter((each) => {
    if (ofHome(each, at) || (each.group_id !== null && above.has(each.group_id))) return true;
    const project = state.projects.find((candidate) => candidate.id === each.project_id);
    return isBelow(each.group_id ?? project?.group_id ?? null);
  });
}

export function listMilestones(context: Context, url: URL, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  const state = oneOf(context.params, 'state', ['active', 'closed', 'all'] as const);
  const title = text(context.params, 'title');
  const iids = wholeList(context.params, 'iids');
  requireOne(context.params, 'include_ancestors', 'include_parent_milestones');
  const withAncestors =
    flag(context.params, 'include_ancestors') ?? flag(context.params, 'include_parent_milestones') ?? false;
  const search = text(context.params, 'search')?.toLowerCase();
  const above = new Set(ancestry(context.state, at.above).map((group) => group.id));
  const rows = context.state.milestones
    .filter(
      (each) => ofHome(each, at) || (withAncestors && each.group_id !== null && above.has(each.group_id)),
    )
    .filter((each) => state === undefined || state === 'all' || each.state === state)
    .filter((each) => title === undefined || each.title === title)
    .filter((each) => iids === undefined || iids.includes(each.iid))
    .filter(
      (each) =>
        search === undefined || `${each.title}\n${each.description ?? ''}`.toLowerCase().includes(search),
    )
    .sort(
      (left, right) =>
        (left.due_date ?? '9999').localeCompare(right.due_date ?? '9999') || right.id - left.id,
    );
  return page(context, url, rows, (each) => showMilestone(context, each));
}

/** A Ruby-inspected hash inside a string, as GitLab answers on Ruby before 3.4. */
const failed = (deed: 'create' | 'update', attribute: string, problem: string): Error =>
  invalid(`Failed to ${deed} milestone {:${attribute}=>["${problem}"]}`);

function check(context: Context, at: Home, milestone: Milestone, deed: 'create' | 'update'): void {
  const { state } = context;
  if (milestone.title === '') throw failed(deed, 'title', "can't be blank");
  const clash = sameHierarchy(state, at).some(
    // Only validated, no index: two requests at one moment both pass (docs/gitlab.md#milestones).
    (each) => each.id !== milestone.id && each.title === milestone.title && !context.unseen(each.id),
  );
  if (clash) throw failed(deed, 'title', 'already being used for another group or project milestone.');
  // Strictly after: a milestone of one day is refused.
  if (
    milestone.start_date !== null &&
    milestone.due_date !== null &&
    milestone.due_date <= milestone.start_date
  ) {
    throw failed(deed, 'due_date', 'must be greater than start date');
  }
}

export function createMilestone(context: Context, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  requireParams(context.params, ['title']);
  needPlanner(at.role);
  const { params, state } = context;
  const milestone: Milestone = {
    id: takeId(state),
    iid: nextIid(state.milestones.filter((each) => ofHome(each, at))),
    group_id: at.group_id,
    project_id: at.project_id,
    title: (text(params, 'title') ?? '').trim(),
    description: text(params, 'description') ?? null,
    state: 'active',
    start_date: date(params, 'start_date') ?? null,
    due_date: date(params, 'due_date') ?? null,
    created_at: context.now(),
    updated_at: context.now(),
  };
  check(context, at, milestone, 'create');
  state.milestones.push(milestone);
  record(context, 'opened', milestone, 'Milestone');
  return { status: 201, body: showMilestone(context, milestone) };
}

function findMilestone(context: Context, at: Home): Milestone {
  const found = context.state.milestones.find(
    (each) => ofHome(each, at) && each.id === Number(context.path[1]),
  );
  if (!found) throw notFound();
  return found;
}

export function deleteMilestone(context: Context, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  const found = findMilestone(context, at);
  needPlanner(at.role);
  const { state } = context;
  state.milestones = state.milestones.filter((each) => each !== found);
  for (const issue of state.issues) if (issue.milestone_id === found.id) issue.milestone_id = null;
  return { status: 204, body: null };
}

export function showOneMilestone(context: Context, kind: 'group' | 'project'): Reply {
  return { status: 200, body: showMilestone(context, findMilestone(context, home(context, kind))) };
}

export function updateMilestone(context: Context, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  const found = findMilestone(context, at);
  needPlanner(at.role);
  const { params } = context;
  requireAny(params, ['title', 'description', 'start_date', 'due_date', 'state_event']);
  const event = oneOf(params, 'state_event', ['close', 'activate'] as const);
  const start = date(params, 'start_date');
  const due = date(params, 'due_date');
  const changed: Milestone = {
    ...found,
    title: text(params, 'title')?.trim() ?? found.title,
    description: text(params, 'description') ?? found.description,
    start_date: start === undefined ? found.start_date : start,
    due_date: due === undefined ? found.due_date : due,
    state: event === 'close' ? 'closed' : event === 'activate' ? 'active' : found.state,
    updated_at: context.now(),
  };
  check(context, at, changed, 'update');
  if (found.state !== changed.state)
    record(context, changed.state === 'closed' ? 'closed' : 'reopened', found, 'Milestone');
  Object.assign(found, changed);
  return { status: 200, body: showMilestone(context, found) };
}
