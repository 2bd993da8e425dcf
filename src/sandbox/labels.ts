/** Labels, `lib/api/helpers/label_helpers.rb`, `app/models/concerns/base_label.rb` (docs/gitlab.md#labels). */
import {
  type Context,
  findGroup,
  findProject,
  needPlanner,
  type Reply,
  roleInGroup,
  roleInProject,
} from './context.ts';
import { showLabel } from './entities.ts';
import { conflict, invalid, notFoundNamed } from './http-error.ts';
import { page } from './pages.ts';
import { flag, requireAny, requireParams, text, whole } from './params.ts';
import { ancestry, type Container, type Label, type State, takeId } from './state.ts';

/** Labels that an object in the container can carry: its own and those of all groups above. */
export function usableLabels(state: State, home: Container, groupId: number | null): Label[] {
  const groups = new Set(ancestry(state, groupId).map((group) => group.id));
  return state.labels.filter(
    (label) =>
      (home.project_id !== null && label.project_id === home.project_id) ||
      (label.group_id !== null && groups.has(label.group_id)),
  );
}

interface Home extends Container {
  above: number | null;
  role: number;
}

function home(context: Context, kind: 'group' | 'project'): Home {
  const id = context.path[0] ?? '';
  if (kind === 'group') {
    const group = findGroup(context, id);
    return {
      group_id: group.id,
      project_id: null,
      above: group.id,
      role: roleInGroup(context.state, context.user.id, group.id),
    };
  }
  const project = findProject(context, id);
  return {
    group_id: null,
    project_id: project.id,
    above: project.group_id,
    role: roleInProject(context.state, context.user.id, project),
  };
}

export function listLabels(context: Context, url: URL, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  const withAncestors = flag(context.params, 'include_ancestor_groups') ?? true;
  const search = text(context.params, 'search')?.toLowerCase();
  const rows = usableLabels(context.state, at, at.above)
    .filter((label) => withAncestors || isNear(label, at))
    .filter((label) => search === undefined || label.name.toLowerCase().includes(search))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return page(context, url, rows, (label) => ({
    ...showLabel(label, kind === 'project'),
    ...(flag(context.params, 'with_counts') ? countsOf(context, label, at) : {}),
  }));
}

/** Of the place itself; for a project those of its own group too, not of the groups above (recorded: "label: list, without ancestors"). */
const isNear = (label: Label, at: Home): boolean =>
  at.project_id === null
    ? label.group_id === at.group_id
    : label.project_id === at.project_id || (label.group_id !== null && label.group_id === at.above);

function countsOf({ state }: Context, label: Label, at: Home): Record<string, number> {
  const issues = state.issues.filter(
    (each) =>
      each.labels.includes(label.name) && (at.project_id === null || each.project_id === at.project_id),
  );
  return {
    open_issues_count: issues.filter((each) => each.state === 'opened').length,
    closed_issues_count: issues.filter((each) => each.state === 'closed').length,
    open_merge_requests_count: 0,
  };
}

/** Names of colours as style sheets know them, the few that are tried. */
const COLORS: Record<string, string> = {
  red: '#FF0000',
  green: '#008000',
  blue: '#0000FF',
  gray: '#808080',
  black: '#000000',
  white: '#FFFFFF',
  yellow: '#FFFF00',
  orange: '#FFA500',
  purple: '#800080',
  teal: '#008080',
  navy: '#000080',
  tomato: '#FF6347',
  rebeccapurple: '#663399',
};

function validColor(color: string): string {
  const hex = COLORS[color.toLowerCase()] ?? color;
  if (!/^#(?:[0-9A-Fa-f]{3}){1,2}$/.test(hex)) throw invalid({ color: ['must be a valid color code'] });
  return hex;
}

function validTitle(name: string): string {
  const title = name.trim();
  if (title === '') throw invalid({ title: ["can't be blank"] });
  if ([...title].length > 255) throw invalid({ title: ['is too long (maximum is 255 characters)'] });
  if (/[,]/.test(title)) throw invalid({ title: ['is invalid'] });
  return title;
}

export function createLabel(context: Context, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  requireParams(context.params, ['name', 'color']);
  needPlanner(at.role);
  const name = text(context.params, 'name') ?? '';
  const taken = usableLabels(context.state, at, at.above);
  // The pre-check compares the name as it was sent; `bug ` passes it and fails validation instead.
  if (taken.some((label) => label.name === name)) throw conflict('Label already exists');
  const title = validTitle(name);
  if (taken.some((label) => label.name === title)) throw invalid({ title: ['has already been taken'] });
  const label: Label = {
    id: takeId(context.state),
    group_id: at.group_id,
    project_id: at.project_id,
    name: title,
    color: validColor(text(context.params, 'color') ?? ''),
    description: text(context.params, 'description') ?? null,
    priority: at.project_id === null ? null : (whole(context.params, 'priority') ?? null),
  };
  context.state.labels.push(label);
  return { status: 201, body: showLabel(label, kind === 'project') };
}

export function updateLabel(context: Context, kind: 'group' | 'project'): Reply {
  const at = home(context, kind);
  // The old route names the label among the parameters (recorded: "label: old route").
  if (context.path[1] === undefined) requireParams(context.params, ['name']);
  requireAny(context.params, [
    'new_name',
    'color',
    'description',
    ...(kind === 'project' ? ['priority'] : []),
    'archived',
  ]);
  const { label } = findLabel(context, kind);
  needPlanner(at.role);
  const newName = text(context.params, 'new_name');
  const color = text(context.params, 'color');
  const description = text(context.params, 'description');
  const title = newName === undefined ? label.name : validTitle(newName);
  const hex = color === undefined ? label.color : validColor(color);
  if (title !== label.name) refuseTaken(context, label, title);
  Object.assign(label, { name: title, color: hex });
  if (description !== undefined) label.description = description;
  return { status: 200, body: showLabel(label, kind === 'project') };
}

function findLabel(context: Context, kind: 'group' | 'project'): { at: Home; label: Label } {
  const at = home(context, kind);
  const wanted = context.path[1] ?? text(context.params, 'name') ?? '';
  // One that lives above is not found from below (recorded: "label: of the parent, through the subgroup").
  const label = usableLabels(context.state, at, at.above)
    .filter((each) => isNear(each, at))
    .find((each) => each.name === wanted || String(each.id) === wanted);
  if (!label) throw notFoundNamed('Label');
  return { at, label };
}

export function showOneLabel(context: Context, kind: 'group' | 'project'): Reply {
  return { status: 200, body: showLabel(findLabel(context, kind).label, kind === 'project') };
}

/** It goes from all that carry it. */
export function deleteLabel(context: Context, kind: 'group' | 'project'): Reply {
  const { at, label } = findLabel(context, kind);
  needPlanner(at.role);
  const { state } = context;
  state.labels = state.labels.filter((each) => each !== label);
  for (const each of [...state.issues, ...state.epics])
    each.labels = each.labels.filter((name) => name !== label.name);
  return { status: 204, body: null };
}

/** A title of the group above is refused by the group's name (recorded: "label: project, renamed to a title of the group"). */
function refuseTaken({ state }: Context, label: Label, title: string): void {
  const project = state.projects.find(({ id }) => id === label.project_id);
  const above = new Set(ancestry(state, project?.group_id ?? null).map(({ id }) => id));
  const taken = state.labels.find(
    (each) => each.name === title && each.group_id !== null && above.has(each.group_id),
  );
  const group = state.groups.find(({ id }) => id === taken?.group_id);
  if (group)
    throw invalid({
      title: [`already exists at group level for ${group.name}. Please choose another one.`],
    });
  const same = state.labels.some(
    (each) => each.name === title && each.project_id === label.project_id && each.group_id === label.group_id,
  );
  if (same) throw invalid({ title: ['has already been taken'] });
}

/**
 * Label names on an issue or epic: unknown ones are created in the project when the caller may, else dropped
 * (docs/gitlab.md#issues). With a licence `a::b` labels exclude each other and the last one wins, silently (docs/gitlab.md#tiers).
 */
export function resolveLabelNames(
  context: Context,
  names: string[],
  at: { project_id: number | null; group_id: number | null; role: number },
): string[] {
  const usable = usableLabels(context.state, at, at.group_id);
  const kept: string[] = [];
  for (const name of names) {
    if (!usable.some((label) => label.name === name)) {
      if (at.role < 15) continue;
      // An epic makes it in its group (recorded: "epic").
      context.state.labels.push({
        id: takeId(context.state),
        group_id: at.project_id === null ? at.group_id : null,
        project_id: at.project_id,
        name,
        color: '#6699cc',
        description: null,
      });
    }
    kept.push(name);
  }
  if (context.state.tier === 'free') return [...new Set(kept)];
  const byScope = new Map<string, string>();
  for (const name of kept) {
    const scope = name.includes('::') ? name.slice(0, name.lastIndexOf('::')) : `=${name}`;
    byScope.delete(scope);
    byScope.set(scope, name);
  }
  return [...byScope.values()];
}
