/** What issues and epics have in common: texts with quick actions, labels, closing and reopening. */
import type { Context } from './context.ts';
import { invalid } from './http-error.ts';
import { resolveLabelNames } from './labels.ts';
import { commaList, type Params } from './params.ts';
import { type Command, extractCommands } from './quick-actions.ts';
import { type Epic, type Issue, nextIid, takeId } from './state.ts';

export interface LabelHome {
  project_id: number | null;
  group_id: number | null;
  role: number;
}

/** Description limit in bytes, `Issuable::DESCRIPTION_LENGTH_MAX`. */
const DESCRIPTION_MAX = 1_048_576;

/** Refuses a text that is too long, and splits off the quick actions. */
export function takeDescription(raw: string): { commands: Command[]; stored: string } {
  const bytes = Buffer.byteLength(raw);
  if (bytes > DESCRIPTION_MAX) {
    const size = (bytes / DESCRIPTION_MAX).toFixed(2).replace(/0$/, '').replace(/\.0$/, '');
    const words = [`is too long (${size} MiB). The maximum size is 1 MiB.`];
    throw invalid({ description: words, 'work_item_description.description': words });
  }
  return extractCommands(raw);
}

export function setState(
  context: Context,
  target: Issue | Epic,
  event: 'close' | 'reopen',
): 'closed' | 'reopened' | null {
  if (context.path.length > 0 && 'status' in target) delete target.status;
  if (event === 'close' && target.state === 'opened') {
    target.state = 'closed';
    target.closed_at = context.now();
    target.closed_by_id = context.user.id;
    return 'closed';
  }
  if (event === 'reopen' && target.state === 'closed') {
    target.state = 'opened';
    // Cleared on reopen; the history is in the events (docs/gitlab.md#times).
    target.closed_at = null;
    target.closed_by_id = null;
    return 'reopened';
  }
  return null;
}

/** `labels` replaces, `add_labels` and `remove_labels` change; names resolve as GitLab resolves them. */
export function changeLabels(context: Context, target: Issue | Epic, params: Params, home: LabelHome): void {
  const all = commaList(params, 'labels');
  const added = commaList(params, 'add_labels');
  const removed = commaList(params, 'remove_labels');
  if (all !== undefined) target.labels = resolveLabelNames(context, all, home);
  if (added !== undefined) target.labels = resolveLabelNames(context, [...target.labels, ...added], home);
  if (removed !== undefined) target.labels = target.labels.filter((each) => !removed.includes(each));
}

/** Runs the commands that the sandbox knows the effect of; the others vanish from the text, as in GitLab. */
export function runCommands(
  context: Context,
  target: Issue | Epic,
  commands: Command[],
  home: LabelHome,
): ('closed' | 'reopened')[] {
  const happened: ('closed' | 'reopened')[] = [];
  for (const { name, args } of commands) {
    const labels = [...args.matchAll(/~"([^"]+)"|~([^\s~"]+)/g)].map((match) => match[1] ?? match[2] ?? '');
    if (name === 'close' || name === 'reopen') {
      const event = setState(context, target, name);
      if (event) happened.push(event);
    } else if (name === 'label' || name === 'labels') {
      changeLabels(context, target, { add_labels: labels }, home);
    } else if (name === 'unlabel') {
      const rest = labels.length > 0 ? target.labels.filter((each) => !labels.includes(each)) : [];
      target.labels = rest;
    } else if (name === 'promote' && 'project_id' in target) {
      const event = promote(context, target);
      if (event) happened.push(event);
    } else if (name === 'title' && args !== '') {
      target.title = args;
    } else if (name === 'confidential') {
      target.confidential = true;
    } else if ('assignee_ids' in target && (name === 'assign' || name === 'unassign')) {
      const names = [...args.matchAll(/@([\w.-]+)/g)].map((match) => match[1]?.toLowerCase());
      const ids = context.state.users
        .filter((user) => names.includes(user.username.toLowerCase()))
        .map((user) => user.id);
      target.assignee_ids =
        name === 'assign'
          ? [...new Set([...target.assignee_ids, ...ids])]
          : target.assignee_ids.filter((id) => ids.length > 0 && !ids.includes(id));
    } else if ('milestone_id' in target && name === 'remove_milestone') {
      target.milestone_id = null;
    } else if (name === 'remove_due_date') {
      target.due_date = null;
    } else if (name === 'due') {
      target.due_date = dayIn(context, args) ?? target.due_date;
    }
  }
  return happened;
}

/** A day as people write it, the few ways that are tried. */
function dayIn(context: Context, words: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return words;
  const days =
    { today: 0, tomorrow: 1 }[words] ?? Number(/^in (\d{1,3}) days?$/.exec(words)?.[1] ?? Number.NaN);
  if (Number.isNaN(days)) return undefined;
  return new Date(Date.parse(context.today()) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Closes the issue and makes an epic of its title, text and labels, our marker included; nothing in the issue says so
 * (`ee/app/services/epics/issue_promote_service.rb`; recorded: "issue: promoted").
 */
function promote(context: Context, issue: Issue): 'closed' | 'reopened' | null {
  const { state, user } = context;
  const group_id = state.projects.find(({ id }) => id === issue.project_id)?.group_id ?? null;
  if (group_id === null || state.tier === 'free') return null;
  state.epics.push({
    id: takeId(state),
    work_item_id: takeId(state),
    iid: nextIid(state.epics.filter((each) => each.group_id === group_id)),
    group_id,
    title: issue.title,
    description: issue.description,
    state: 'opened',
    confidential: issue.confidential,
    labels: [...issue.labels],
    author_id: user.id,
    created_at: context.now(),
    updated_at: context.now(),
    closed_at: null,
    closed_by_id: null,
    start_date: null,
    due_date: null,
    dates_fixed: false,
    parent_id: null,
  });
  return setState(context, issue, 'close');
}
