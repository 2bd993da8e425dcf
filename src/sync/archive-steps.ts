/** What the end of a program does with one thing, and why it leaves another as it is. */
import { readOutcome } from '../issues/reported.ts';
import { readLines } from '../issues/worksheet.ts';
import { LABEL } from '../model/labels.ts';
import type { Note, Step } from '../model/plan.ts';
import type { Described, Key, LiveEpic, LiveIssue, LiveMilestone } from '../model/resource.ts';
import type { Enrolment } from '../program/enrolment.ts';
import type { Edit } from '../provision/apply/rewrite.ts';
import { asArchived, wasArchived } from '../record/archived.ts';
import { archivedKey } from '../record/keys.ts';
import { findBlock, printBlock } from '../record/managed-block.ts';
import type { KeyResultCard } from '../scorecard/scorecard.ts';
import { nextBlock } from './next-block.ts';
import type { Reading, SyncOptions } from './reading.ts';
import type { Planned } from './sync-plan.ts';

/** One thing that is open: closed by a step, or left with a note. */
export type Ending = { planned: Planned } | { note: Note };

const REOPENED = 'left, because a person opened it again';

/** `details` say whose it is, what it has, and as what it is closed; empty ones are left out. */
function closeStep(kind: Step['kind'], key: Key, live: Described, name: string, details: string[]): Step {
  return { action: 'close', kind, key, name, details: details.filter((each) => each !== ''), url: live.url };
}

const leftNote = (kind: Step['kind'], about: string, details: string[]): { note: Note } => ({
  note: { code: 'left-open', kind, about, message: details.filter((each) => each !== '').join(' · ') },
});

type Closing = { what: string; label: boolean } | { left: string };

/**
 * What was counted stays counted; one that is done or not gets the label, or closing would make it done. Where a person wrote an
 * outcome that is understood, that counts, and where another outcome label stands, nobody knows what closing would mean.
 */
function closing(done: boolean, { description, labels }: LiveIssue): Closing {
  const outcome = readOutcome(readLines(description).Outcome).kind;
  if (labels.includes(LABEL.wontDo) && outcome !== 'duplicate')
    return { what: `close as not done, as its label ${LABEL.wontDo} says`, label: false };
  if ((outcome === 'done' && done) || outcome === 'wont-do' || outcome === 'duplicate') {
    const said = { done: 'done', 'wont-do': 'not done', duplicate: 'a duplicate' }[outcome];
    return { what: `close as ${said}, as its Outcome line says`, label: false };
  }
  if (!done) return { what: 'close with what it has', label: false };
  const other = labels.find((name) => name.startsWith('outcome::') && name !== LABEL.wontDo);
  return other === undefined
    ? { what: 'close as not done', label: true }
    : { left: `left, because its label ${other} may say something else; close it by hand` };
}

/** The key results of one intern that are open. */
export function endResults(
  enrolment: Enrolment,
  at: number,
  reading: Reading,
  closeOpen: boolean,
  today: () => string,
): Ending[] {
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
    const reopened = findBlock(live.description, archivedKey(result.issue)) !== undefined;
    const left = !closeOpen ? 'left open' : reopened ? REOPENED : 'left' in end ? end.left : null;
    const name = card.confidential ? 'a confidential key result' : live.title;
    const has = [enrolment.intern.name, card.confidential ? '' : card.because];
    if (left !== null || 'left' in end) return [leftNote('issue', name, [...has, left ?? ''])];
    const step = closeStep('issue', result.issue, live, name, [...has, end.what]);
    return [{ planned: { step, live, edit: closeIssue(result.issue, done, today) } }];
  });
}

/** Closed by a person, or closed by another run and opened again by a person: then nothing is sent. */
function closeIssue(issue: Key, done: boolean, today: () => string): Edit {
  return (fresh) => {
    if (fresh.kind !== 'issue') return null;
    const end = closing(done, fresh);
    const key = archivedKey(issue);
    if (fresh.state === 'closed' || findBlock(fresh.description, key) || 'left' in end) return null;
    const date = today();
    const words = `_Closed on ${date} with the end of the program; it was not finished. Reopen it to go on._`;
    return {
      description: `${fresh.description.trimEnd()}\n\n${printBlock(key, words, { date })}`,
      close: true,
      ...(end.label ? { addLabels: [LABEL.wontDo] } : {}),
    };
  };
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
