/** Statuses of work items that every instance has, `ee/app/models/work_items/statuses/system_defined/status.rb` (docs/gitlab.md#statuses). */
import type { Context } from './context.ts';
import { isLicensed } from './entities.ts';
import type { Issue } from './state.ts';

export interface Status {
  at: number;
  name: string;
  category: 'to_do' | 'in_progress' | 'done' | 'canceled';
  iconName: string;
  color: string;
  position: number;
}

export const STATUSES: readonly Status[] = [
  { at: 1, name: 'To do', category: 'to_do', iconName: 'status-waiting', color: '#737278', position: 0 },
  {
    at: 2,
    name: 'In progress',
    category: 'in_progress',
    iconName: 'status-running',
    color: '#1f75cb',
    position: 0,
  },
  { at: 3, name: 'Done', category: 'done', iconName: 'status-success', color: '#108548', position: 0 },
  {
    at: 4,
    name: "Won't do",
    category: 'canceled',
    iconName: 'status-cancelled',
    color: '#DD2B0E',
    position: 0,
  },
  {
    at: 5,
    name: 'Duplicate',
    category: 'canceled',
    iconName: 'status-cancelled',
    color: '#DD2B0E',
    position: 10,
  },
];

const [TO_DO, , DONE] = STATUSES as [Status, Status, Status];
const HAVE_STATUS = ['issue', 'task'];

/** Closing by REST sets Done, opening again To do; nothing without a licence, and for types that have none. */
export function statusOf(context: Context, issue: Issue): Status | null {
  const project = context.state.projects.find(({ id }) => id === issue.project_id);
  if (!isLicensed(context, project) || !HAVE_STATUS.includes(issue.issue_type)) return null;
  const closed = issue.state === 'closed';
  const own = STATUSES.find(({ at }) => at === issue.status);
  const isClosing = own?.category === 'done' || own?.category === 'canceled';
  return own && isClosing === closed ? own : closed ? DONE : TO_DO;
}
