/** GraphQL as far as statuses and work items go, `app/graphql` and `ee/app/graphql` (docs/gitlab.md#statuses; recorded: "graphql: …"). */
import {
  type Context,
  findGroup,
  findProject,
  mayPlan,
  maySee,
  type Reply,
  roleInProject,
} from './context.ts';
import { hasLicence } from './entities.ts';
import { record } from './events.ts';
import { HttpError } from './http-error.ts';
import { setState } from './issuables.ts';
import { type Node, parseDocument, select, UnknownField } from './selection.ts';
import type { Issue, Project } from './state.ts';

/** The statuses that every instance has, and which of them close. */
const STATUSES = [
  { at: 1, name: 'To do', category: 'to_do' },
  { at: 2, name: 'In progress', category: 'in_progress' },
  { at: 3, name: 'Done', category: 'done' },
  { at: 4, name: "Won't do", category: 'canceled' },
  { at: 5, name: 'Duplicate', category: 'canceled' },
] as const;

const idOf = (at: number): string => `gid://gitlab/WorkItems::Statuses::SystemDefined::Status/${at}`;
const asNode = ({ at, name, category }: (typeof STATUSES)[number]): Node => ({
  __typename: 'WorkItemStatus',
  id: idOf(at),
  name,
  category,
});

/** Closing by REST sets Done, opening again To do. */
function statusOf(issue: Issue): Node {
  const closed = issue.state === 'closed';
  const own = STATUSES.find(({ at }) => at === issue.status);
  const isClosing = own?.category === 'done' || own?.category === 'canceled';
  return asNode(own && isClosing === closed ? own : closed ? STATUSES[2] : STATUSES[0]);
}

function workItem(context: Context, issue: Issue): Node {
  return {
    __typename: 'WorkItem',
    id: `gid://gitlab/WorkItem/${issue.id}`,
    iid: String(issue.iid),
    title: issue.title,
    state: issue.state === 'closed' ? 'CLOSED' : 'OPEN',
    closedAt: issue.closed_at,
    widgets: () => [
      { __typename: 'WorkItemWidgetDescription', type: 'DESCRIPTION' },
      { __typename: 'WorkItemWidgetLabels', type: 'LABELS' },
      ...(hasLicence(context)
        ? [{ __typename: 'WorkItemWidgetStatus', type: 'STATUS', status: statusOf(issue) }]
        : []),
    ],
  };
}

const root = (context: Context): Node => ({
  __typename: 'Query',
  currentUser: { __typename: 'User', username: context.user.username },
  namespace: ({ fullPath }: { fullPath: string }) => ({
    __typename: 'Namespace',
    fullPath: findGroup(context, fullPath).full_path,
    statuses: hasLicence(context) ? { nodes: STATUSES.map(asNode) } : null,
  }),
  project: ({ fullPath }: { fullPath: string }) => {
    const project = findProject(context, fullPath);
    return {
      __typename: 'Project',
      workItems: ({ iids, first = 100 }: { iids?: (string | number)[]; first?: number }) => ({
        __typename: 'WorkItemConnection',
        nodes: visible(context, project)
          .filter(({ iid }) => iids === undefined || iids.map(String).includes(String(iid)))
          .sort((left, right) => right.id - left.id)
          .slice(0, Math.min(first, 100))
          .map((issue) => workItem(context, issue)),
      }),
    };
  },
});

const visible = (context: Context, project: Project): Issue[] =>
  context.state.issues.filter((each) => each.project_id === project.id && maySee(context, each, project));

interface Update {
  input: { id: string; stateEvent?: 'CLOSE' | 'REOPEN'; statusWidget?: { status: string } };
}

/** Setting a status that is done or canceled closes, any other opens again. */
function updateWorkItem(context: Context, { input }: Update): Node {
  const issue = context.state.issues.find(({ id }) => `gid://gitlab/WorkItem/${id}` === input.id);
  const project = context.state.projects.find(({ id }) => id === issue?.project_id);
  if (!issue || !project || !mayPlan(roleInProject(context.state, context.user.id, project))) {
    throw new HttpError(200, {
      errors: [
        {
          message:
            "The resource that you are attempting to access does not exist or you don't have permission to perform this action",
        },
      ],
    });
  }
  const wanted = STATUSES.find(({ at }) => idOf(at) === input.statusWidget?.status);
  if (wanted) issue.status = wanted.at;
  const closes = wanted ? ['done', 'canceled'].includes(wanted.category) : input.stateEvent === 'CLOSE';
  const happened = setState(context, issue, closes ? 'close' : 'reopen');
  issue.updated_at = context.now();
  if (happened) record(context, happened, issue);
  return { __typename: 'WorkItemUpdatePayload', errors: [], workItem: workItem(context, issue) };
}

export function graphql(context: Context): Reply {
  const { query, variables } = context.params as { query?: string; variables?: Record<string, unknown> };
  const { kind, selections } = parseDocument(query ?? '', variables ?? {});
  const graph: Node =
    kind === 'query'
      ? root(context)
      : { __typename: 'Mutation', workItemUpdate: (args: Update) => updateWorkItem(context, args) };
  try {
    return { status: 200, body: { data: select(graph, selections) } };
  } catch (error) {
    if (!(error instanceof UnknownField)) throw error;
    const { message, field, type } = error;
    const extensions = { code: 'undefinedField', typeName: type, fieldName: field };
    return { status: 200, body: { errors: [{ message, path: [kind, field], extensions }] } };
  }
}
