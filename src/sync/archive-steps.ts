/** What the end of a program does with one thing, and why it leaves another as it is. */
import type { Note, Step } from '../model/plan.ts';
import type { Described, Key, LiveEpic, LiveIssue, LiveMilestone } from '../model/resource.ts';
import type { Enrolment } from '../program/enrolment.ts';
import type { Edit } from '../provision/apply/rewrite.ts';
import { closeIssue, closing, REOPENED, wasClosed } from '../provision/ends/close-open.ts';
import { asArchived, wasArchived } from '../record/archived.ts';
import type { KeyResultCard } from '../scorecard/scorecard.ts';
import { nextBlock } from './next-block.ts';
import type { Reading, SyncOptions } from './reading.ts';
import type { Planned } from './sync-plan.ts';

/** One thing that is open: closed by a step, or left with a note. */
export type Ending = { planned: Planned } | { note: Note };

/** `details` say whose it is, what it has, and as what it is closed; empty ones are left out. */
function closeStep(kind: Step['kind'], key: Key, live: Described, name: string, details: string[]): Step {
  return { action: 'close', kind, key, name, details: details.filter((each) => each !== ''), url: live.url };
}

const leftNote = (kind: Step['kind'], about: string, details: string[]): { note: Note } => ({
  note: { code: 'left-open', kind, about, message: details.filter((each) => each !== '').join(' · ') },
});

/** The key results of one intern that are open. */
export function endResults(
  enrolment: Enrolment,
  at: number,
  reading: Reading,
  closeOpen: boolean,
  today: () => string,
): Ending[] {
  const { words } = enrolment;
  const intern = reading.card.interns[at];
  const cards = new Map<string, KeyResultCard>(
    [...(intern?.objectives ?? []), ...(intern?.areas ?? [])].flatMap(({ keyResults }) =>
      keyResults.map((each) => [each.key, each] as const),
    ),
  );
  return enrolment.keyResults.flatMap((result): Ending[] => {
    const live = reading.matched.get(result.issue);
    const card = cards.get(result.key);
    if (live?.kind !== 'issue' || live.state === 'closed' || !card) return [];
    const done = result.measure.kind === 'done';
    const end = closing(done, live);
    const reopened = wasClosed(live, result.issue);
    const left = !closeOpen ? 'left open' : reopened ? REOPENED : 'left' in end ? end.left : null;
    const name = card.confidential ? 'a confidential key result' : live.title;
    const has = [enrolment.intern.name, card.confidential ? '' : card.because];
    if (left !== null || 'left' in end) return [leftNote('issue', name, [...has, left ?? ''])];
    const step = closeStep('issue', result.issue, live, name, [...has, end.what]);
    return [
      {
        planned: {
          step,
          live,
          edit: closeIssue(result.issue, done, today, (date) =>
            words.markdown('close.end', { date: words.full(date) }),
          ),
        },
      },
    ];
  });
}

export function endMilestone(live: LiveMilestone, key: Key): Ending[] {
  if (live.state === 'closed') return [];
  if (wasArchived(live.description, key)) return [leftNote('milestone', live.title, [REOPENED])];
  const step = closeStep('milestone', key, live, live.title, ['close']);
  const edit: Edit = (fresh) => {
    if (fresh.state === 'closed' || wasArchived(fresh.description, key)) return null;
    const description = asArchived(fresh.description, key);
    return { close: true, ...(description === fresh.description ? {} : { description }) };
  };
  return [{ planned: { step, live, edit } }];
}

/** The epic, or the tracking issue that stands for it; it is told what was read after everything below it was closed. */
export function endEpic(
  live: LiveEpic | LiveIssue,
  enrolment: Enrolment,
  at: number,
  options: SyncOptions,
  reading: () => Reading,
): Ending[] {
  const intern = reading().card.interns[at];
  if (live.state === 'closed' || !intern) return [];
  const key = enrolment.epic;
  if (wasArchived(live.description, key)) return [leftNote('epic', live.title, [REOPENED])];
  const block = nextBlock(live, enrolment, intern, options, reading(), true);
  const what =
    block.kind === 'left'
      ? `close without a last scorecard: ${block.because}`
      : 'write the last scorecard and close';
  const step = closeStep('epic', key, live, live.title, [what]);
  const edit: Edit = (fresh) => {
    const now = reading().card.interns[at];
    if (fresh.kind === 'milestone' || fresh.state === 'closed' || !now) return null;
    if (wasArchived(fresh.description, key)) return null;
    const written = nextBlock(fresh, enrolment, now, options, reading(), true);
    const description = written.kind === 'write' ? written.description : fresh.description;
    return { close: true, description: asArchived(description, key) };
  };
  return [{ planned: { step, live, edit } }];
}
