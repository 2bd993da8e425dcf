/** An issue that goes to another project, `app/services/work_items/data_sync/move_service.rb` (recorded: "move: to the other project"). */
import { type Context, findProject, mayPlan, maySee, type Reply, roleInProject } from './context.ts';
import { showIssue } from './entities-work.ts';
import { record } from './events.ts';
import { note, watch } from './history.ts';
import { invalid, notFound, notFoundNamed } from './http-error.ts';
import { setState } from './issuables.ts';
import { usableLabels } from './labels.ts';
import { requireParams, whole } from './params.ts';
import { type Issue, nextIid, takeId } from './state.ts';

const MAY_NOT = 'Cannot move issue due to insufficient permissions!';

/** What is left is closed and points to what was made, which takes what its new place has. */
export function moveIssue(context: Context): Reply {
  const { state, user, params } = context;
  const from = findProject(context, context.path[0] ?? '');
  requireParams(params, ['to_project_id']);
  const issue = state.issues.find(
    (each) => each.project_id === from.id && each.iid === Number(context.path[1]),
  );
  if (!issue || !maySee(context, issue, from)) throw notFound();
  const to = state.projects.find(({ id }) => id === whole(params, 'to_project_id'));
  if (!to) throw notFoundNamed('Project');
  const may = (place: typeof to): boolean => mayPlan(roleInProject(state, user.id, place));
  if (!may(from) || !may(to)) throw invalid(MAY_NOT);
  if (from.id === to.id) throw invalid('Cannot move issue to project it originates from!');
  const names = usableLabels(state, { project_id: to.id, group_id: null }, to.group_id).map(
    ({ name }) => name,
  );
  const moved: Issue = {
    ...issue,
    id: takeId(state),
    iid: nextIid(state.issues.filter(({ project_id }) => project_id === to.id)),
    project_id: to.id,
    labels: issue.labels.filter((name) => names.includes(name)),
    assignee_ids: issue.assignee_ids.filter((id) => roleInProject(state, id, to) > 0),
    milestone_id: null,
  };
  state.issues.push(moved);
  const noted = watch(context, issue);
  const place = (project: { full_path: string }, iid: number): string => `${project.full_path}#${iid}`;
  note(context, issue, `moved to ${place(to, moved.iid)}`, true);
  note(context, moved, `moved from ${place(from, issue.iid)}`, true);
  issue.moved_to_id = moved.id;
  issue.updated_at = context.now();
  if (setState(context, issue, 'close')) record(context, 'closed', issue, 'WorkItem');
  noted();
  record(context, 'opened', moved);
  const shown = showIssue(context, moved);
  const relative = place(to, moved.iid);
  return {
    status: 201,
    body: {
      ...shown,
      ...('blocking_issues_count' in shown ? { blocking_issues_count: null } : {}),
      references: { ...(shown.references as object), relative },
      subscribed: true,
    },
  };
}
