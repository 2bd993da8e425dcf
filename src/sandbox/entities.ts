/** How objects look in answers, `lib/api/entities/*.rb` and their EE counterparts. */
import type { Context } from './context.ts';
import type { EventRow, Label, MergeRequest, Milestone, Note, Project, User } from './state.ts';

export function userBasic(context: Context, id: number | null): Record<string, unknown> | null {
  const user = context.state.users.find((each) => each.id === id);
  return user ? showUser(context, user) : null;
}

export function showUser(context: Context, user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    public_email: null,
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: `${context.origin}/uploads/-/avatar/${user.id}.png`,
    web_url: `${context.origin}/${user.username}`,
  };
}

/** EE objects show `epic` and `weight` only with a licence: the key is absent, not null (docs/gitlab.md#endpoints). */
export const hasLicence = (context: Context): boolean => context.state.tier !== 'free';

/** An Enterprise build, which says nothing about the licence (docs/gitlab.md#tiers). */
export const isEnterprise = (context: Context): boolean => /-(?:ee|pre)$/.test(context.state.gitlab_version);

/** A licence belongs to a group; what a person owns has none (recorded: "own project: issue with epic"). */
export const isLicensed = (context: Context, project: Project | undefined): boolean =>
  hasLicence(context) && project !== undefined && project.group_id !== null;

/** A label as other things show it. */
export const labelBasic = (label: Label): Record<string, unknown> => ({
  id: label.id,
  name: label.name,
  description: label.description,
  description_html: label.description ?? '',
  text_color: textColor(label.color),
  color: label.color,
});

export function showLabel(label: Label, inProject: boolean): Record<string, unknown> {
  return {
    ...labelBasic(label),
    subscribed: false,
    ...(inProject ? { priority: label.priority ?? null, is_project_label: label.project_id !== null } : {}),
  };
}

export function textColor(color: string): string {
  const full = color.length === 4 ? color.replace(/[0-9a-f]/gi, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  return red + green + blue > 500 ? '#1F1E24' : '#FFFFFF';
}

export function showMilestone(context: Context, milestone: Milestone): Record<string, unknown> {
  const home =
    milestone.project_id === null
      ? `groups/${context.state.groups.find((each) => each.id === milestone.group_id)?.full_path}`
      : context.state.projects.find((each) => each.id === milestone.project_id)?.full_path;
  return {
    id: milestone.id,
    iid: milestone.iid,
    ...(milestone.project_id === null
      ? { group_id: milestone.group_id }
      : { project_id: milestone.project_id }),
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    created_at: milestone.created_at,
    updated_at: milestone.updated_at,
    due_date: milestone.due_date,
    start_date: milestone.start_date,
    expired: milestone.due_date !== null && milestone.due_date < context.today(),
    web_url: `${context.origin}/${home}/-/milestones/${milestone.iid}`,
  };
}

export function showMergeRequest(context: Context, request: MergeRequest): Record<string, unknown> {
  const project = context.state.projects.find((each) => each.id === request.project_id);
  return {
    id: request.id,
    iid: request.iid,
    project_id: request.project_id,
    title: request.title,
    description: request.description,
    state: request.state,
    created_at: request.created_at,
    updated_at: request.updated_at,
    merged_at: request.merged_at,
    closed_at: request.closed_at,
    author: userBasic(context, request.author_id),
    labels: [...request.labels].sort(),
    web_url: `${context.origin}/${project?.full_path}/-/merge_requests/${request.iid}`,
  };
}

/** Opening again is shown as opening, and a title is that of today (recorded: "events: reopened", "events: issues"). */
export function showEvent(context: Context, event: EventRow): Record<string, unknown> {
  const { state } = context;
  const author = state.users.find((each) => each.id === event.author_id);
  const targets: { id: number; title: string }[] =
    event.target_type === 'Milestone' ? state.milestones : state.issues;
  return {
    ...event,
    action_name: event.action_name === 'reopened' ? 'opened' : event.action_name,
    target_title: targets.find(({ id }) => id === event.target_id)?.title ?? null,
    author: userBasic(context, event.author_id),
    author_username: author?.username ?? null,
    imported: false,
    imported_from: 'none',
  };
}

export function showNote(context: Context, note: Note): Record<string, unknown> {
  const issue = context.state.issues.find((each) => each.id === note.issue_id);
  return noteShape(context, { ...note, updated_at: note.created_at }, 'Issue', {
    id: note.issue_id,
    iid: issue?.iid,
    project_id: issue?.project_id,
  });
}

/** A note, whatever it is of. */
export function noteShape(
  context: Context,
  note: Pick<Note, 'id' | 'body' | 'author_id' | 'created_at'> & { updated_at: string; system?: boolean },
  of: 'Issue' | 'MergeRequest',
  noteable: { id: number; iid: number | undefined; project_id: number | undefined },
): Record<string, unknown> {
  return {
    id: note.id,
    type: null,
    body: note.body,
    author: userBasic(context, note.author_id),
    created_at: note.created_at,
    updated_at: note.updated_at,
    system: note.system ?? false,
    noteable_id: noteable.id,
    noteable_type: of,
    project_id: noteable.project_id,
    resolvable: false,
    confidential: false,
    internal: false,
    imported: false,
    imported_from: 'none',
    noteable_iid: noteable.iid,
    commands_changes: {},
  };
}
