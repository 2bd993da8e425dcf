/** What the end of a program does with one thing, and why it leaves another as it is. */

import { readOutcome } from '../issues/reported.ts';
import { readLines } from '../issues/worksheet.ts';
import { LABEL } from '../model/labels.ts';
import type { Key, LiveEpic, LiveIssue, LiveMilestone } from '../model/resource.ts';
import type { Tracker } from '../model/tracker.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { archivedKey } from '../record/keys.ts';
import { findBlock, type ManagedBlock, printBlock, replaceMarker } from '../record/managed-block.ts';
import { nextBlock } from './next-block.ts';
import type { Reading, SyncOptions } from './reading.ts';

export interface ArchiveEntry {
  kind: 'issue' | 'milestone' | 'epic';
  /** As it may be shown: a confidential key result is not named. */
  name: string;
  /** Whose key result it is; empty for what belongs to nobody alone. */
  intern: string;
  /** What it has: `2 of 5 boxes ticked`. */
  because: string;
  /** What is done with it, or that it is left, and why. */
  what: string;
  left: boolean;
}

export interface Act {
  entry: ArchiveEntry;
  /** Null for what is left. Epics are told what was read after everything below them was closed. */
  run: ((last: Reading) => Promise<unknown>) | null;
}

const REOPENED = 'left, because a person opened it again';

/** Milestones and epics remember in their marker that we closed them once: who opens one again has decided. */
const wasArchived = (block: ManagedBlock | undefined): boolean => block?.written.archived === '1';

const withMark = (description: string, key: Key): { description: string } | object => {
  const block = findBlock(description, key);
  return block ? { description: replaceMarker(description, block, { ...block.written, archived: '1' }) } : {};
};

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
  order: SyncOptions,
  tracker: Tracker,
): Act[] {
  const intern = reading.card.interns[at];
  const cards = new Map(
    [...(intern?.objectives ?? []), ...(intern?.areas ?? [])].flatMap(({ keyResults }) =>
      keyResults.map((each) => [each.key, each] as const),
    ),
  );
  return enrolment.keyResults.flatMap((result): Act[] => {
    const live = reading.matched.get(result.issue);
    const card = cards.get(result.key);
    if (live?.kind !== 'issue' || live.state === 'closed' || !card) return [];
    const done = result.measure.kind === 'done';
    const end = closing(done, live);
    const left = !closeOpen
      ? 'left open'
      : findBlock(live.description, archivedKey(result.issue))
        ? REOPENED
        : 'left' in end
          ? end.left
          : null;
    const entry: ArchiveEntry = {
      kind: 'issue',
      name: card.confidential ? 'a confidential key result' : live.title,
      intern: enrolment.intern.name,
      because: card.confidential ? '' : card.because,
      what: left ?? ('what' in end ? end.what : ''),
      left: left !== null,
    };
    return [
      { entry, run: left === null ? () => closeIssue(live, result.issue, done, order, tracker) : null },
    ];
  });
}

async function closeIssue(
  live: LiveIssue,
  issue: Key,
  done: boolean,
  { scope, dayOf }: SyncOptions,
  tracker: Tracker,
): Promise<void> {
  const fresh = await tracker.again(scope, live);
  const end = closing(done, fresh);
  const key = archivedKey(issue);
  // Closed by a person, or closed by another run and opened again by a person.
  if (fresh.state === 'closed' || findBlock(fresh.description, key) || 'left' in end) return;
  const date = dayOf(tracker.now());
  const words = `_Closed on ${date} with the end of the program; it was not finished. Reopen it to go on._`;
  await tracker.update(scope, fresh, {
    description: `${fresh.description.trimEnd()}\n\n${printBlock(key, words, { date })}`,
    close: true,
    ...(end.label ? { addLabels: [LABEL.wontDo] } : {}),
  });
}

export function endMilestone(live: LiveMilestone, key: Key, { scope }: SyncOptions, tracker: Tracker): Act[] {
  if (live.state === 'closed') return [];
  const reopened = wasArchived(findBlock(live.description, key));
  return [
    {
      entry: {
        kind: 'milestone',
        name: live.title,
        intern: '',
        because: '',
        what: reopened ? REOPENED : 'close',
        left: reopened,
      },
      run: reopened
        ? null
        : async () => {
            const fresh = await tracker.again(scope, live);
            if (fresh.state === 'closed' || wasArchived(findBlock(fresh.description, key))) return;
            await tracker.update(scope, fresh, { close: true, ...withMark(fresh.description, key) });
          },
    },
  ];
}

/** The epic, or the tracking issue that stands for it. */
export function endEpic(
  live: LiveEpic | LiveIssue,
  enrolment: Enrolment,
  at: number,
  reading: Reading,
  order: SyncOptions,
  tracker: Tracker,
): Act[] {
  const intern = reading.card.interns[at];
  if (live.state === 'closed' || !intern) return [];
  const reopened = wasArchived(findBlock(live.description, enrolment.epic));
  const block = nextBlock(live, enrolment, intern, order, reading, true);
  const what =
    block.kind === 'left'
      ? `close without a last scorecard: ${block.because}`
      : 'write the last scorecard and close';
  return [
    {
      entry: {
        kind: 'epic',
        name: live.title,
        intern: '',
        because: '',
        what: reopened ? REOPENED : what,
        left: reopened,
      },
      run: reopened
        ? null
        : async (last) => {
            const fresh = await tracker.again(order.scope, live);
            const now = last.card.interns[at];
            if (fresh.state === 'closed' || wasArchived(findBlock(fresh.description, enrolment.epic)) || !now)
              return;
            const written = nextBlock(fresh, enrolment, now, order, last, true);
            const description = written.kind === 'write' ? written.description : fresh.description;
            await tracker.update(order.scope, fresh, {
              close: true,
              description,
              ...withMark(description, enrolment.epic),
            });
          },
    },
  ];
}
