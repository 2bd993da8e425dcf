/** GraphQL as far as statuses and work items go, `app/graphql` and `ee/app/graphql` (docs/gitlab.md#statuses; recorded: "graphql: …"). */
import { type Context, findGroup, findProject, mayPlan, type Reply, roleInProject } from './context.ts';
import { isLicensed } from './entities.ts';
import { record } from './events.ts';
import { watch } from './history.ts';
import { HttpError } from './http-error.ts';
import { setState } from './issuables.ts';
import { locate, type Node, parseDocument, select, UnknownField } from './selection.ts';
import { type Issue, ROLE } from './state.ts';
import { STATUSES } from './statuses.ts';
import { epicItem, idOf, issueItem, issueNode, statusesOf, visibleIn } from './work-items.ts';

/** What cannot be seen is null in GraphQL, never an error. */
function seen<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return null;
    throw error;
  }
}

/** One page of a connection; the cursor names the last one by its creation and id. */
function connection<T extends { id: number; created_at: string }>(
  rows: T[],
  { first = 100, after }: { first?: number; after?: string },
  show: (row: T) => Node,
): Node {
  const start = after === undefined ? 0 : rows.findIndex((row) => cursorOf(row) === after) + 1;
  const here = rows.slice(start, start + Math.min(first, 100));
  const last = here.at(-1);
  return {
    __typename: 'Connection',
    nodes: here.map(show),
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: rows.length > start + here.length,
      endCursor: last ? cursorOf(last) : null,
    },
  };
}

function cursorOf({ id, created_at }: { id: number; created_at: string }): string {
  const moment = `${created_at.replace('T', ' ').replace(/Z$/, '')}000000 +0000`;
  return btoa(JSON.stringify({ created_at: moment, id: String(id) })).replace(/=+$/, '');
}

const root = (context: Context): Node => ({
  __typename: 'Query',
  currentUser: context.user.id === 0 ? null : { __typename: 'User', username: context.user.username },
  namespace: ({ fullPath }: { fullPath: string }) => {
    const group = seen(() => findGroup(context, fullPath));
    return group && { __typename: 'Namespace', fullPath: group.full_path, statuses: statusesOf(context) };
  },
  group: ({ fullPath }: { fullPath: string }) => {
    const group = seen(() => findGroup(context, fullPath));
    const epics = context.state.epics
      .filter(({ group_id }) => group_id === group?.id)
      .sort((left, right) => right.id - left.id);
    return (
      group && {
        __typename: 'Group',
        fullPath: group.full_path,
        workItems: (args: { first?: number }) => connection(epics, args, (epic) => epicItem(context, epic)),
      }
    );
  },
  project: ({ fullPath }: { fullPath: string }) => {
    const project = seen(() => findProject(context, fullPath));
    if (project === null) return null;
    const issues = visibleIn(context, project);
    return {
      __typename: 'Project',
      fullPath: project.full_path,
      workItems: (args: { iids?: (string | number)[]; first?: number; after?: string }) =>
        connection(
          issues.filter(({ iid }) => args.iids === undefined || args.iids.map(String).includes(String(iid))),
          args,
          (issue) => issueItem(context, issue),
        ),
      issues: (args: { first?: number; after?: string }) =>
        connection(issues, args, (issue) => issueNode(context, issue)),
    };
  },
});

interface Update {
  input: { id: string; stateEvent?: 'CLOSE' | 'REOPEN'; statusWidget?: { status: string } };
}

/** Setting a status that is done or canceled closes, any other opens again. */
function updateWorkItem(context: Context, { input }: Update): Node {
  const issue = context.state.issues.find(({ id }) => `gid://gitlab/WorkItem/${id}` === input.id);
  const project = context.state.projects.find(({ id }) => id === issue?.project_id);
  const role = project ? roleInProject(context.state, context.user.id, project) : 0;
  if (!issue || !project || !mayPlan(role)) {
    throw new HttpError(200, {
      errors: [
        {
          message:
            "The resource that you are attempting to access does not exist or you don't have permission to perform this action",
        },
      ],
    });
  }
  if (input.statusWidget && !isLicensed(context, project)) throw new NoSuchWidget();
  const noted = watch(context, issue);
  const wanted = STATUSES.find(({ at }) => idOf(at) === input.statusWidget?.status);
  const closes = wanted ? ['done', 'canceled'].includes(wanted.category) : input.stateEvent === 'CLOSE';
  const happened = move(context, issue, closes ? 'close' : 'reopen');
  if (wanted) issue.status = wanted.at;
  issue.updated_at = context.now();
  if (happened && role >= ROLE.guest) record(context, happened, issue, 'WorkItem');
  noted();
  return { __typename: 'WorkItemUpdatePayload', errors: [], workItem: issueItem(context, issue) };
}

const move = (context: Context, issue: Issue, event: 'close' | 'reopen') => setState(context, issue, event);

/** Recorded: "graphql: status set to won’t do" of a free group. */
class NoSuchWidget extends Error {}

export function graphql(context: Context): Reply {
  const { query = '', variables } = context.params as {
    query?: string;
    variables?: Record<string, unknown>;
  };
  const { kind, selections } = parseDocument(query, variables ?? {});
  const graph: Node =
    kind === 'query'
      ? root(context)
      : { __typename: 'Mutation', workItemUpdate: (args: Update) => updateWorkItem(context, args) };
  try {
    return { status: 200, body: { data: select(graph, selections) } };
  } catch (error) {
    if (error instanceof NoSuchWidget) {
      const message = 'Following widget keys are not supported by Issue type: [:status_widget]';
      const locations = [locate(query, 'workItemUpdate')];
      const failed = {
        errors: [{ message, locations, path: ['workItemUpdate'] }],
        data: { workItemUpdate: null },
      };
      return { status: 200, body: failed };
    }
    if (!(error instanceof UnknownField)) throw error;
    const { message, field, type } = error;
    const extensions = { code: 'undefinedField', typeName: type, fieldName: field };
    const locations = [locate(query, field)];
    return { status: 200, body: { errors: [{ message, locations, path: [kind, field], extensions }] } };
  }
}
