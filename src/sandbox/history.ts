/**
 * What GitLab notes of a change by itself: system notes, and the events of states, labels and milestones
 * (`app/services/system_notes/*`, `app/services/resource_events/*`; recorded: "notes", "label events", "milestone events").
 */
import type { Context } from './context.ts';
import { usableLabels } from './labels.ts';
import { scanTasks } from './markdown.ts';
import type { Issue, ResourceEvent } from './state.ts';
import { statusOf } from './statuses.ts';

type Before = Pick<
  Issue,
  | 'title'
  | 'description'
  | 'due_date'
  | 'confidential'
  | 'assignee_ids'
  | 'labels'
  | 'milestone_id'
  | 'epic_id'
> & { status: string | null; state: Issue['state'] };

const snapshot = (context: Context, issue: Issue): Before => ({
  title: issue.title,
  description: issue.description,
  due_date: issue.due_date,
  confidential: issue.confidential,
  assignee_ids: [...issue.assignee_ids],
  labels: [...issue.labels],
  milestone_id: issue.milestone_id,
  epic_id: issue.epic_id,
  state: issue.state,
  status: statusOf(context, issue)?.name ?? null,
});

/** Call before a change; what it returns notes the difference. A new issue has nothing before it. */
export function watch(context: Context, issue: Issue, isNew = false): () => void {
  const before: Before = isNew
    ? {
        title: issue.title,
        description: issue.description,
        due_date: null,
        confidential: issue.confidential,
        assignee_ids: [],
        labels: [],
        milestone_id: null,
        epic_id: null,
        state: 'opened',
        status: null,
      }
    : snapshot(context, issue);
  return () => {
    const after = snapshot(context, issue);
    for (const body of wordsFor(context, before, after)) note(context, issue, body, true);
    for (const change of eventsOf(context, issue, before, after)) remember(context, issue, change);
    if (isNew || before.description !== after.description || before.title !== after.title)
      mention(context, issue);
  };
}

export function note(context: Context, issue: Issue, body: string, system: boolean): number {
  const { state, user } = context;
  state.notes ??= [];
  const id = state.notes.length + 1;
  state.notes.push({ id, issue_id: issue.id, author_id: user.id, body, system, created_at: context.now() });
  return id;
}

function remember(context: Context, issue: Issue, change: ResourceEvent['change']): void {
  const { state, user } = context;
  state.resource_events ??= [];
  const id = state.resource_events.length + 1;
  state.resource_events.push({ id, issue_id: issue.id, user_id: user.id, created_at: context.now(), change });
}

const inWords = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });

const struck = (side: 'deletion' | 'addition', text: string): string => {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<code class="idiff"><span class="idiff left right ${side}">${safe}</span></code>`;
};

function wordsFor(context: Context, before: Before, after: Before): string[] {
  const { state } = context;
  const names = (ids: number[]): string =>
    ids.map((id) => `@${state.users.find((each) => each.id === id)?.username}`).join(' and ');
  const epicOf = (id: number | null): string => {
    const epic = state.epics.find((each) => each.id === id);
    return `${state.groups.find((each) => each.id === epic?.group_id)?.full_path}#${epic?.iid}`;
  };
  const words: string[] = [];
  if (before.title !== after.title)
    words.push(
      `<p>changed title from ${struck('deletion', before.title)} to ${struck('addition', after.title)}</p>`,
    );
  words.push(...wordsForText(before.description ?? '', after.description ?? ''));
  if (before.status !== after.status && after.status !== null)
    words.push(`set status to **${after.status}**`);
  if (before.due_date !== after.due_date)
    words.push(
      after.due_date === null
        ? `removed due date ${inWords(before.due_date ?? '')}`
        : `changed due date to ${inWords(after.due_date)}`,
    );
  if (before.epic_id !== after.epic_id)
    words.push(
      after.epic_id === null
        ? `removed parent epic ${epicOf(before.epic_id)}`
        : `added ${epicOf(after.epic_id)} as parent epic`,
    );
  const added = after.assignee_ids.filter((id) => !before.assignee_ids.includes(id));
  const removed = before.assignee_ids.filter((id) => !after.assignee_ids.includes(id));
  const assigned = [
    ...(added.length > 0 ? [`assigned to ${names(added)}`] : []),
    ...(removed.length > 0 ? [`unassigned ${names(removed)}`] : []),
  ];
  if (assigned.length > 0) words.push(assigned.join(' and '));
  if (before.confidential !== after.confidential)
    words.push(after.confidential ? 'made the issue confidential' : 'made the issue visible to everyone');
  return words;
}

/** A tick has a note of its own only when nothing else of the text changed (recorded: "issue changed: tick"). */
function wordsForText(before: string, after: string): string[] {
  if (before === after) return [];
  const [old, now] = [scanTasks(before), scanTasks(after)];
  const without = (text: string): string => text.replace(/\[[ xX]\]/g, '[ ]');
  const isTicking = without(before) === without(after) && old.length === now.length;
  if (!isTicking) return ['changed the description'];
  return now
    .filter(({ done }, at) => done !== old[at]?.done)
    .map(({ text, done }) => `marked the checklist item **${text}** as ${done ? 'completed' : 'incomplete'}`);
}

function eventsOf(context: Context, issue: Issue, before: Before, after: Before): ResourceEvent['change'][] {
  const home = context.state.projects.find(({ id }) => id === issue.project_id);
  const usable = usableLabels(
    context.state,
    { project_id: issue.project_id, group_id: null },
    home?.group_id ?? null,
  );
  const label = (action: 'add' | 'remove', names: string[]): ResourceEvent['change'][] =>
    names.flatMap((name) => {
      const found = usable.find((each) => each.name === name);
      return found ? [{ kind: 'label' as const, label_id: found.id, action }] : [];
    });
  const milestone = (action: 'add' | 'remove', id: number | null): ResourceEvent['change'][] =>
    id === null ? [] : [{ kind: 'milestone', milestone_id: id, action, state: after.state }];
  const isMoved = before.milestone_id !== after.milestone_id;
  return [
    ...(before.state === after.state
      ? []
      : [
          {
            kind: 'state' as const,
            state: after.state === 'closed' ? 'closed' : ('reopened' as const),
          } as const,
        ]),
    ...label(
      'add',
      after.labels.filter((each) => !before.labels.includes(each)),
    ),
    ...label('remove', before.labels.filter((each) => !after.labels.includes(each)).sort()),
    ...(isMoved && after.milestone_id === null ? milestone('remove', before.milestone_id) : []),
    ...(isMoved ? milestone('add', after.milestone_id) : []),
  ];
}

/** An issue that another one names learns of it, once. */
function mention(context: Context, issue: Issue): void {
  const text = `${issue.title}\n${issue.description ?? ''}`;
  const body = `mentioned in issue #${issue.iid}`;
  for (const iid of new Set([...text.matchAll(/(?<![\w&])#(\d+)\b/g)].map((match) => Number(match[1])))) {
    const other = context.state.issues.find(
      (each) => each.project_id === issue.project_id && each.iid === iid && each.id !== issue.id,
    );
    const known = context.state.notes?.some((each) => each.issue_id === other?.id && each.body === body);
    if (other && !known) note(context, other, body, true);
  }
}
