/** Epics, `ee/lib/api/epics.rb`, `ee/app/services/work_items/legacy_epics/*` (docs/gitlab.md#epics). */
import {
  type Context,
  findGroup,
  findProject,
  maySee,
  needPlanner,
  type Reply,
  roleInGroup,
} from './context.ts';
import { hasLicence, isEnterprise } from './entities.ts';
import { showEpic, showIssue } from './entities-work.ts';
import { broken, conflict, forbidden, HttpError, invalid, noRoute } from './http-error.ts';
import { changeLabels, type LabelHome, runCommands, setState, takeDescription } from './issuables.ts';
import { page } from './pages.ts';
import { commaList, date, flag, oneOf, requireAny, requireParams, text, whole } from './params.ts';
import { ancestry, type Epic, type Group, type Issue, nextIid, takeId } from './state.ts';

/** Unlicensed EE answers 403 on every epic route for any role; a FOSS build has no such route. */
function licensedGroup(context: Context): Group {
  if (context.state.tier === 'free' && !isEnterprise(context)) throw noRoute();
  const group = findGroup(context, context.path[0] ?? '');
  if (!hasLicence(context)) throw forbidden();
  return group;
}

const homeOf = (context: Context, group: Group): LabelHome => ({
  project_id: null,
  group_id: group.id,
  role: roleInGroup(context.state, context.user.id, group.id),
});

export function listEpics(context: Context, url: URL): Reply {
  const group = licensedGroup(context);
  const { params } = context;
  const wanted = oneOf(params, 'state', ['opened', 'closed', 'all'] as const);
  const labels = commaList(params, 'labels');
  const search = text(params, 'search')?.toLowerCase();
  const order = oneOf(params, 'order_by', ['created_at', 'updated_at', 'title'] as const) ?? 'created_at';
  const sort = oneOf(params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  // With those of subgroups, unless told otherwise (recorded: "epics: list of a group with a subgroup").
  const below = flag(params, 'include_descendant_groups') ?? true;
  const above = flag(params, 'include_ancestor_groups') ?? false;
  const up = new Set(ancestry(context.state, group.id).map(({ id }) => id));
  const isIn = (id: number): boolean =>
    id === group.id ||
    (below && ancestry(context.state, id).some((each) => each.id === group.id)) ||
    (above && up.has(id));
  const rows = context.state.epics
    .filter((each) => isIn(each.group_id))
    .filter((each) => wanted === undefined || wanted === 'all' || each.state === wanted)
    .filter((each) => labels === undefined || labels.every((name) => each.labels.includes(name)))
    .filter(
      (each) =>
        search === undefined || `${each.title}\n${each.description ?? ''}`.toLowerCase().includes(search),
    )
    .sort((left, right) => {
      const way = left[order] < right[order] ? -1 : left[order] > right[order] ? 1 : left.id - right.id;
      return sort === 'asc' ? way : -way;
    });
  return page(context, url, rows, (each) => showEpic(context, each, group.id));
}

/** An unknown epic iid is 403, not 404: the nil epic fails the ability check. */
function findEpic(context: Context): { group: Group; epic: Epic } {
  const group = licensedGroup(context);
  const epic = context.state.epics.find(
    (each) => each.group_id === group.id && each.iid === Number(context.path[1]),
  );
  if (!epic) throw forbidden();
  return { group, epic };
}

export function showOneEpic(context: Context): Reply {
  const { epic } = findEpic(context);
  // Who made it is subscribed; only the epic by itself says so (recorded: "epic: one").
  return {
    status: 200,
    body: { ...showEpic(context, epic), subscribed: epic.author_id === context.user.id },
  };
}

function validate(epic: Pick<Epic, 'title' | 'start_date' | 'due_date'>): void {
  if (epic.title === '') throw invalid({ base: [["Title can't be blank"]] });
  if ([...epic.title].length > 255)
    throw invalid({ base: [['Title is too long (maximum is 255 characters)']] });
  // Dates the wrong way round are taken (recorded: "epic: dates the wrong way").
}

/** The two `_is_fixed` flags are one: any truthy fixes both; given dates without a flag are fixed. */
function fixedDates(context: Context, before: Pick<Epic, 'start_date' | 'due_date' | 'dates_fixed'>) {
  const { params } = context;
  const start = date(params, 'start_date_fixed') ?? date(params, 'start_date');
  const due = date(params, 'due_date_fixed') ?? date(params, 'end_date');
  const flags = [flag(params, 'start_date_is_fixed'), flag(params, 'due_date_is_fixed')];
  const given = start !== undefined || due !== undefined;
  const dates_fixed = flags.includes(true)
    ? true
    : flags.includes(false)
      ? false
      : given || before.dates_fixed;
  return {
    dates_fixed,
    start_date: start === undefined ? before.start_date : start,
    due_date: due === undefined ? before.due_date : due,
  };
}

export function createEpic(context: Context): Reply {
  const group = licensedGroup(context);
  const { params, state, user } = context;
  requireParams(params, ['title']);
  const home = homeOf(context, group);
  needPlanner(home.role);
  if (whole(params, 'parent_id') && state.tier !== 'ultimate') throw forbidden();
  const given = text(params, 'description');
  const { commands, stored } = takeDescription(given ?? '');
  const dates = fixedDates(context, { start_date: null, due_date: null, dates_fixed: false });
  const title = (text(params, 'title') ?? '').trim();
  validate({ title, ...dates });
  const epic: Epic = {
    id: takeId(state),
    work_item_id: takeId(state),
    iid: nextIid(state.epics.filter((each) => each.group_id === group.id)),
    group_id: group.id,
    title,
    description: given === undefined ? null : stored,
    state: 'opened',
    confidential: flag(params, 'confidential') ?? false,
    labels: [],
    author_id: user.id,
    created_at: context.now(),
    updated_at: context.now(),
    closed_at: null,
    closed_by_id: null,
    parent_id: whole(params, 'parent_id') ?? null,
    ...dates,
  };
  state.epics.push(epic);
  changeLabels(context, epic, { labels: params.labels }, home);
  runCommands(context, epic, commands, home);
  return { status: 201, body: showEpic(context, epic) };
}

const UPDATABLE = [
  'add_labels', 'color', 'confidential', 'description', 'due_date_fixed', 'due_date_is_fixed', 'labels', 'parent_id', 'remove_labels',
  'start_date_fixed', 'start_date_is_fixed', 'state_event', 'title', 'start_date', 'end_date',
]; // biome-ignore format: one list

/**
 * The epic above: another one of the hierarchy, with Ultimate. Nothing at all breaks the request there (recorded: "epic: no parent"), and
 * below Ultimate any parent is answered with an empty epic's errors (recorded: "epic: parent" of a premium group).
 */
function parentOf(context: Context): number | undefined {
  if (context.params.parent_id === undefined) return undefined;
  const id = whole(context.params, 'parent_id');
  if (context.state.tier !== 'ultimate') {
    if (id === null) return undefined;
    const blank = ["can't be blank"];
    throw invalid({ author: blank, title: blank, group: blank, work_item: blank });
  }
  if (id === null) throw broken();
  const epic = context.state.epics.find((each) => each.id === id);
  if (!epic) throw forbidden();
  return epic.id;
}

export function updateEpic(context: Context): Reply {
  const { group, epic } = findEpic(context);
  const { params } = context;
  requireAny(params, UPDATABLE);
  const home = homeOf(context, group);
  needPlanner(home.role);
  const event = oneOf(params, 'state_event', ['close', 'reopen'] as const);
  const raw = text(params, 'description');
  const parsed = raw === undefined ? null : takeDescription(raw);
  const dates = fixedDates(context, epic);
  const title = text(params, 'title')?.trim() ?? epic.title;
  const parent = parentOf(context);
  validate({ title, ...dates });
  if (parent !== undefined) epic.parent_id = parent;
  Object.assign(epic, { title, ...dates, updated_at: context.now() });
  if (parsed) epic.description = parsed.stored;
  epic.confidential = flag(params, 'confidential') ?? epic.confidential;
  changeLabels(context, epic, params, home);
  if (event) setState(context, epic, event);
  runCommands(context, epic, parsed?.commands ?? [], home);
  return { status: 200, body: showEpic(context, epic) };
}

/** A new child stands on top: half a thousand before the one that was there, epics included (recorded: "epic: its issues"). */
function positionOf({ state }: Context, issue: Issue): number {
  const above = [
    ...state.issues.filter(({ epic_id, id }) => epic_id === issue.epic_id && id < issue.id),
    ...state.epics.filter(({ parent_id }) => parent_id === issue.epic_id),
  ];
  return above.length === 0 ? 0 : -513 * above.length;
}

export function listEpicIssues(context: Context, url: URL): Reply {
  const { epic } = findEpic(context);
  const rows = context.state.issues.filter((each) => {
    const project = context.state.projects.find((candidate) => candidate.id === each.project_id);
    return each.epic_id === epic.id && project !== undefined && maySee(context, each, project);
  });
  return page(context, url, rows, (issue) => ({
    ...showIssue(context, issue),
    epic_issue_id: issue.id,
    relative_position: positionOf(context, issue),
  }));
}

/** The last path part is the issue's global id. */
export function assignEpicIssue(context: Context): Reply {
  const { epic } = findEpic(context);
  const issue = context.state.issues.find((each) => each.id === Number(context.path[2]));
  const project = context.state.projects.find((each) => each.id === issue?.project_id);
  const missing = 'No matching issue found. Make sure that you are adding a valid issue URL.';
  if (!issue || !project) throw new HttpError(404, { message: missing });
  findProject(context, String(project.id));
  if (issue.epic_id === epic.id) throw conflict('Issue(s) already assigned');
  if (epic.confidential && !issue.confidential) {
    throw new HttpError(422, {
      message: `#${issue.iid} cannot be added: Cannot assign a public issue to a confidential epic`,
    });
  }
  issue.epic_id = epic.id;
  return {
    status: 201,
    body: {
      id: issue.id,
      relative_position: issue.id,
      epic: showEpic(context, epic),
      issue: showIssue(context, issue),
    },
  };
}
