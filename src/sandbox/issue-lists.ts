/** Lists of issues and their filters, `lib/api/issues.rb`, `app/finders/issues_finder.rb` (docs/gitlab.md#issues). */
import { type Context, findGroup, findProject, maySee, type Reply, roleInProject } from './context.ts';
import { showIssue } from './entities-work.ts';
import { HttpError } from './http-error.ts';
import { page, pageByCursor } from './pages.ts';
import { commaList, flag, oneOf, text, time, whole } from './params.ts';
import { ancestry, type Issue } from './state.ts';

export const TYPES = ['issue', 'incident', 'test_case', 'requirement', 'task', 'ticket'] as const;
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

type Filter = (issue: Issue) => boolean;

const none = (value: string): boolean => /^none$/i.test(value);
const any = (value: string): boolean => /^any$/i.test(value);

function byLabels(names: string[]): Filter {
  return (issue) =>
    names.every((name) =>
      none(name)
        ? issue.labels.length === 0
        : any(name)
          ? issue.labels.length > 0
          : issue.labels.includes(name),
    );
}

/** Each parameter that was sent is one filter; unknown ones are ignored. */
function filtersOf(context: Context): Filter[] {
  const { params, state } = context;
  const filters: Filter[] = [];
  const on = <T>(value: T | undefined, filter: (value: T) => Filter): void => {
    if (value !== undefined) filters.push(filter(value));
  };
  const titleOf = (id: number | null): string | undefined =>
    state.milestones.find((each) => each.id === id)?.title;
  const idsOf = (names: string[]): number[] =>
    state.users.filter(({ username }) => names.includes(username.toLowerCase())).map(({ id }) => id);
  const lower = (names: string[]): string[] => names.map((name) => name.toLowerCase());
  on(oneOf(params, 'state', ['opened', 'closed', 'all'] as const), (wanted) => (each) => {
    return wanted === 'all' || each.state === wanted;
  });
  on(commaList(params, 'labels'), byLabels);
  on(commaList(params, 'not[labels]'), (names) => (each) => {
    return !names.some((name) => each.labels.includes(name));
  });
  // What is no number is none (recorded: "list: iids" of a free group).
  on(commaList(params, 'iids')?.map(Number), (iids) => (each) => iids.includes(each.iid));
  on(epicOf(context), (epic) => (each) => each.epic_id === epic);
  on(text(params, 'milestone'), (title) => (each) => {
    return none(title)
      ? each.milestone_id === null
      : any(title)
        ? each.milestone_id !== null
        : titleOf(each.milestone_id) === title;
  });
  on(time(params, 'updated_after'), (moment) => (each) => each.updated_at >= moment);
  on(time(params, 'created_after'), (moment) => (each) => {
    return Date.parse(each.created_at) >= Date.parse(moment);
  });
  on(flag(params, 'confidential'), (wanted) => (each) => each.confidential === wanted);
  on(oneOf(params, 'issue_type', TYPES), (type) => (each) => each.issue_type === type);
  on(text(params, 'author_username'), (name) => (each) => idsOf(lower([name])).includes(each.author_id));
  on(commaList(params, 'assignee_username'), (names) => (each) => {
    return lower(names).every((name) => idsOf([name]).some((id) => each.assignee_ids.includes(id)));
  });
  on(text(params, 'search')?.toLowerCase(), (words) => (each) => {
    const where = commaList(params, 'in') ?? ['title', 'description'];
    const told = [
      where.includes('title') ? each.title : '',
      where.includes('description') ? (each.description ?? '') : '',
    ];
    // Every word must be there, in the title or in the text.
    return words
      .split(/\s+/)
      .filter((word) => word !== '')
      .every((word) => told.join('\n').toLowerCase().includes(word));
  });
  return filters;
}

/** The id of an epic, null for none; what is no number is refused (recorded: "list: by epic" of a free group). */
function epicOf({ params }: Context): number | null | undefined {
  const given = text(params, 'epic_id');
  if (given === undefined) return undefined;
  if (none(given)) return null;
  if (!/^\d+$/.test(given) && !any(given)) {
    throw new HttpError(400, { error: `epic_id should be an integer, none, or any, however got ${given}` });
  }
  return whole(params, 'epic_id');
}

function filterIssues(context: Context, rows: Issue[]): Issue[] {
  const { params } = context;
  const order = oneOf(params, 'order_by', ORDERS) ?? 'created_at';
  const sort = oneOf(params, 'sort', ['asc', 'desc'] as const) ?? 'desc';
  const filters = filtersOf(context);
  const keyOf = (issue: Issue): string =>
    order === 'updated_at'
      ? issue.updated_at
      : order === 'due_date'
        ? (issue.due_date ?? '9999')
        : order === 'title'
          ? issue.title
          : issue.created_at;
  return rows
    .filter((each) => filters.every((holds) => holds(each)))
    .sort((left, right) => {
      const way = keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : left.id - right.id;
      return sort === 'asc' ? way : -way;
    });
}

export function listIssues(context: Context, url: URL): Reply {
  const project = findProject(context, context.path[0] ?? '');
  // Where issues are off there are none (recorded: "issues off: list").
  const rows = context.state.issues.filter(
    (each) => each.project_id === project.id && !project.issues_off && maySee(context, each, project),
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
  return page(context, url, filterIssues(context, rows), (each) => showIssue(context, each, group.id));
}
