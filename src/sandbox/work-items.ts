/** Work items as GraphQL shows them: types, their widgets, their parents (`app/graphql/types/work_items`; recorded: "graphql: …"). */
import { type Context, maySee } from './context.ts';
import { hasLicence, isLicensed } from './entities.ts';
import type { Node } from './selection.ts';
import type { Epic, Issue, Project } from './state.ts';
import { STATUSES, type Status, statusOf } from './statuses.ts';

export const idOf = (at: number): string => `gid://gitlab/WorkItems::Statuses::SystemDefined::Status/${at}`;
export const statusNode = ({ at, ...status }: Status): Node => ({
  __typename: 'WorkItemStatus',
  id: idOf(at),
  ...status,
});

/** Widgets of issues and of epics in GitLab's order; `+` comes with a licence, `++` with Ultimate. */
const WIDGETS = {
  Issue: `ASSIGNEES AWARD_EMOJI CRM_CONTACTS CURRENT_USER_TODOS +CUSTOM_FIELDS DESCRIPTION DESIGNS DEVELOPMENT EMAIL_PARTICIPANTS
    ERROR_TRACKING ++HEALTH_STATUS HIERARCHY +ITERATION LABELS LINKED_ITEMS MILESTONE NOTES NOTIFICATIONS PARTICIPANTS
    START_AND_DUE_DATE TIME_TRACKING ++VULNERABILITIES LINKED_RESOURCES +WEIGHT +STATUS`,
  Task: `ASSIGNEES AWARD_EMOJI CRM_CONTACTS CURRENT_USER_TODOS +CUSTOM_FIELDS DESCRIPTION DEVELOPMENT EMAIL_PARTICIPANTS HIERARCHY
    +ITERATION LABELS LINKED_ITEMS MILESTONE NOTES NOTIFICATIONS PARTICIPANTS START_AND_DUE_DATE TIME_TRACKING +WEIGHT +STATUS`,
  Incident: `ASSIGNEES AWARD_EMOJI CRM_CONTACTS CURRENT_USER_TODOS +CUSTOM_FIELDS DESCRIPTION DEVELOPMENT EMAIL_PARTICIPANTS HIERARCHY
    +ITERATION LABELS LINKED_ITEMS LINKED_RESOURCES MILESTONE NOTES NOTIFICATIONS PARTICIPANTS TIME_TRACKING`,
  Epic: `ASSIGNEES AWARD_EMOJI +COLOR CURRENT_USER_TODOS +CUSTOM_FIELDS DESCRIPTION ++HEALTH_STATUS HIERARCHY LABELS LINKED_ITEMS MILESTONE
    NOTES NOTIFICATIONS PARTICIPANTS START_AND_DUE_DATE ++VERIFICATION_STATUS TIME_TRACKING +WEIGHT`,
};

function widgetsOf(context: Context, type: keyof typeof WIDGETS, licensed: boolean): string[] {
  const ultimate = licensed && context.state.tier === 'ultimate';
  return WIDGETS[type]
    .split(/\s+/)
    .filter((name) => (name.startsWith('++') ? ultimate : name.startsWith('+') ? licensed : true))
    .map((name) => name.replace(/^\++/, ''));
}

const TYPE_NAMES: Record<string, keyof typeof WIDGETS> = { task: 'Task', incident: 'Incident' };

const widget = (type: string, fields: Node = {}): Node => {
  const name = type
    .split('_')
    .map((part) => part[0] + part.slice(1).toLowerCase())
    .join('');
  return { __typename: `WorkItemWidget${name}`, type, ...fields };
};

export function issueItem(context: Context, issue: Issue): Node {
  const { state } = context;
  const project = state.projects.find(({ id }) => id === issue.project_id);
  const epic = state.epics.find(({ id }) => id === issue.epic_id);
  const type = TYPE_NAMES[issue.issue_type] ?? 'Issue';
  const path = type === 'Task' ? 'work_items' : 'issues';
  const status = statusOf(context, issue);
  const fields: Record<string, Node> = {
    STATUS: { status: status && statusNode(status) },
    HIERARCHY: {
      parent: epic ? { __typename: 'WorkItem', iid: String(epic.iid), title: epic.title } : null,
      hasChildren: false,
    },
  };
  return {
    __typename: 'WorkItem',
    id: `gid://gitlab/WorkItem/${issue.id}`,
    iid: String(issue.iid),
    title: issue.title,
    description: issue.description,
    state: issue.state === 'closed' ? 'CLOSED' : 'OPEN',
    createdAt: inSeconds(issue.created_at),
    closedAt: issue.closed_at && inSeconds(issue.closed_at),
    webUrl: `${context.origin}/${project?.full_path}/-/${path}/${issue.iid}`,
    workItemType: { __typename: 'WorkItemType', name: type },
    namespace: { __typename: 'Namespace', fullPath: project?.full_path },
    widgets: () =>
      widgetsOf(context, type, isLicensed(context, project)).map((name) => widget(name, fields[name])),
  };
}

/** GraphQL tells moments without fractions. */
const inSeconds = (moment: string): string => moment.replace(/\.\d+Z$/, 'Z');

export function epicItem(context: Context, epic: Epic): Node {
  const { state } = context;
  const children: Record<string, { state: string }[]> = {
    Epic: state.epics.filter(({ parent_id }) => parent_id === epic.id),
    Issue: state.issues.filter(({ epic_id }) => epic_id === epic.id),
    Ticket: [],
    Task: [],
  };
  const fields: Record<string, Node> = {
    HIERARCHY: {
      parent: null,
      hasChildren: Object.values(children).some((each) => each.length > 0),
      rolledUpCountsByType: Object.entries(children).map(([name, each]) => ({
        __typename: 'WorkItemTypeCountsByState',
        workItemType: { __typename: 'WorkItemType', name },
        countsByState: {
          __typename: 'WorkItemStateCounts',
          all: each.length,
          closed: each.filter((one) => one.state === 'closed').length,
        },
      })),
    },
  };
  return {
    __typename: 'WorkItem',
    id: `gid://gitlab/WorkItem/${epic.work_item_id}`,
    iid: String(epic.iid),
    title: epic.title,
    state: epic.state === 'closed' ? 'CLOSED' : 'OPEN',
    closedAt: epic.closed_at && inSeconds(epic.closed_at),
    namespace: {
      __typename: 'Namespace',
      fullPath: state.groups.find(({ id }) => id === epic.group_id)?.full_path,
    },
    workItemType: { __typename: 'WorkItemType', name: 'Epic' },
    widgets: () => widgetsOf(context, 'Epic', true).map((name) => widget(name, fields[name])),
  };
}

/** As the older fields for issues show one. */
export function issueNode(context: Context, issue: Issue): Node {
  return {
    __typename: 'Issue',
    iid: String(issue.iid),
    title: issue.title,
    description: issue.description,
    state: issue.state,
    dueDate: issue.due_date,
    labels: { nodes: [...issue.labels].sort().map((title) => ({ __typename: 'Label', title })) },
    assignees: {
      nodes: issue.assignee_ids.map((id) => ({
        __typename: 'User',
        username: context.state.users.find((each) => each.id === id)?.username,
      })),
    },
  };
}

/** Of a project, the newest first, by number first: as the screens list them. */
export const visibleIn = (context: Context, project: Project): Issue[] =>
  context.state.issues
    .filter((each) => each.project_id === project.id && maySee(context, each, project))
    .sort((left, right) =>
      left.created_at < right.created_at ? 1 : left.created_at > right.created_at ? -1 : right.id - left.id,
    );

export const statusesOf = (context: Context): Node | null =>
  hasLicence(context) ? { nodes: STATUSES.map(statusNode) } : null;
