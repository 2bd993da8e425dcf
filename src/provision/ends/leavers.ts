/**
 * Who left before the end. From the last day on nothing is made or changed for that person any more: open key results are
 * closed as the end of a program closes them, and open check-lists of that person go to the manager. What a person opened again, or
 * gave to somebody else, stays.
 */
import { isSameUser } from '../../model/accounts.ts';
import type { Note, Plan, Step } from '../../model/plan.ts';
import type { Key, LiveIssue, Wanted } from '../../model/resource.ts';
import type { Matched, World } from '../../model/tracker.ts';
import { handedKey } from '../../record/keys.ts';
import { findBlock } from '../../record/managed-block.ts';
import type { Stage } from '../apply/apply.ts';
import type { Edit } from '../apply/rewrite.ts';
import { requestsOf } from '../plan/costs.ts';
import { type Leaver, ownerAmong } from '../plan/leaver.ts';
import { isClosed } from '../plan/parent-index.ts';
import { closeIssue, closing, REOPENED, wasClosed, withBlock } from './close-open.ts';

/** What becomes of one open issue. */
type Ending = Stage['edits'][number] | Note;

export interface Leaving {
  edits: Stage['edits'];
  notes: Note[];
}

/** What is still open of those who left. */
export function leaving(
  leavers: Leaver[],
  wanted: Wanted[],
  matched: Matched,
  world: World,
  today: string,
): Leaving {
  // An internship that is over stays as it ended.
  const open = leavers.filter(({ epic }) => !isClosed(matched.get(epic)));
  const endings = open.flatMap((leaver) => [
    ...leaver.results.flatMap((result) => retire(result, leaver, matched, today)),
    ...wanted.flatMap((each) =>
      each.kind === 'issue' && each.role === 'checklist' && ownerAmong(each, [leaver])
        ? handOver(each.key, leaver, matched, world, today)
        : [],
    ),
  ]);
  return {
    edits: endings.flatMap((each) => ('edit' in each ? [each] : [])),
    notes: endings.flatMap((each) => ('edit' in each ? [] : [each])),
  };
}

/** The plan with these steps behind its own. They were asked for by name, so that they are no reason to refuse it. */
export function withLeaving(plan: Plan, { edits, notes }: Leaving): Plan {
  const steps = edits.map(({ step }) => step);
  const { issue } = plan.counts;
  const closes = steps.filter(({ action }) => action === 'close').length;
  return {
    ...plan,
    steps: [...plan.steps, ...steps],
    notes: [...plan.notes, ...notes],
    counts: {
      ...plan.counts,
      issue: {
        ...issue,
        close: issue.close + closes,
        update: issue.update + steps.length - closes,
        unchanged: issue.unchanged - steps.length,
      },
    },
    requests: plan.requests + steps.reduce((sum, step) => sum + requestsOf(step), 0),
  };
}

/** Why an issue was closed or given to somebody else. */
function whyOf({ name, on, reason, words }: Leaver): string {
  const params = { name, date: words.full(on) };
  return reason === null
    ? words.say('close.why', params)
    : words.say('close.why-reason', { ...params, reason });
}

function retire(
  { issue, done, confidential }: Leaver['results'][number],
  leaver: Leaver,
  matched: Matched,
  today: string,
): Ending[] {
  const live = matched.get(issue);
  if (live?.kind !== 'issue' || live.state === 'closed') return [];
  const end = closing(done, live);
  const name = confidential || live.confidential ? 'a confidential key result' : live.title;
  if (wasClosed(live, issue, leaver.on) || 'left' in end) {
    const message = `${leaver.name} · ${'left' in end ? end.left : REOPENED}`;
    return [{ code: 'left-open', kind: 'issue', about: name, message }];
  }
  const step: Step = {
    action: 'close',
    kind: 'issue',
    key: issue,
    name,
    details: [`${leaver.name} left on ${leaver.on}`, end.what],
    url: live.url,
  };
  const why = (date: string): string =>
    leaver.words.markdown('close.left', { date: leaver.words.full(date), why: whyOf(leaver) });
  return [{ step, live, edit: closeIssue(issue, done, () => today, why, leaver.on) }];
}

/** Once: what is given on by a person afterwards is a person's choice. */
function handOver(issue: Key, leaver: Leaver, matched: Matched, world: World, today: string): Ending[] {
  const live = matched.get(issue);
  if (live?.kind !== 'issue' || live.state === 'closed' || !isTheirs(live, issue, leaver)) return [];
  // Who leaves a place as intern may stay as manager.
  if (isSameUser(leaver.manager, leaver.username)) return [];
  const manager = world.members.get(leaver.manager.toLowerCase());
  if (manager === undefined) {
    const message = `stays with ${leaver.name}, who left: ${leaver.manager} is not a member of the project. Add the account and run again.`;
    return [{ code: 'left-open', kind: 'issue', about: live.title, message }];
  }
  const edit: Edit = (fresh) => {
    if (fresh.kind !== 'issue' || fresh.state === 'closed' || !isTheirs(fresh, issue, leaver)) return null;
    const others = fresh.assignees.filter((name) => !isSameUser(name, leaver.username));
    const ids = others.flatMap((name) => world.members.get(name.toLowerCase())?.id ?? []);
    // Who is assigned and no member would be taken off by what is sent.
    if (ids.length < others.length)
      return { left: 'somebody is assigned who is no member; give it on by hand' };
    const said = { name: manager.username, date: leaver.words.full(today), why: whyOf(leaver) };
    const words = `_${leaver.words.markdown('close.handed', said)}_`;
    return {
      assigneeIds: [...new Set([manager.id, ...ids])],
      description: withBlock(fresh.description, handedKey(issue), words, today),
    };
  };
  const step: Step = {
    action: 'update',
    kind: 'issue',
    key: handedKey(issue),
    name: `${live.title} #${live.iid}`,
    changes: [{ field: 'assignee', from: leaver.username, to: manager.username }],
    wanted: null,
  };
  return [{ step, live, edit }];
}

/** Assigned to who left, and not given on since that day. */
function isTheirs({ assignees, description }: LiveIssue, issue: Key, { username, on }: Leaver): boolean {
  const block = findBlock(description, handedKey(issue));
  const given = block !== undefined && (block.written.date ?? '9') >= on;
  return assignees.some((name) => isSameUser(name, username)) && !given;
}
