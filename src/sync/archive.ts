/**
 * The end of an internship: the last scorecard goes into the epics, milestones and epics are closed, and key results that are
 * still open are left or closed as not done, as is asked. Everything is kept. What is done is a plan first; each step reads
 * its thing again right before it acts, and what a person closed meanwhile stays as it is. The epic comes last, so that a run
 * that dies is finished by the next.
 */
import { findFence, writeFence } from '../fence.ts';
import { LABEL } from '../labels.ts';
import type { Placement } from '../placement.ts';
import type { LiveEpic, LiveIssue, LiveMilestone } from '../resource.ts';
import { ofKind } from '../resource.ts';
import { archivedKey } from '../scorecard/odd.ts';
import { readOutcome } from '../scorecard/reported.ts';
import { holderOf } from '../scorecard/score.ts';
import type { Tracker } from '../tracker.ts';
import { readLines } from '../worksheet.ts';
import { nextBlock } from './next-block.ts';
import { type Reading, readScorecard, type SyncOrder } from './reading.ts';

export interface OpenResult {
  /** As it may be shown: a confidential one is not named. */
  title: string;
  intern: string;
  url: string | null;
  /** What it has: `2 of 5 boxes ticked`; empty for a confidential one. */
  because: string;
  /** What is done with it: `close as not done`, or `left open`. */
  what: string;
}

export interface ArchiveStep {
  kind: 'issue' | 'milestone' | 'epic';
  name: string;
  /** For people: what is done with it. */
  what: string;
}

export interface Archive {
  reading: Reading;
  steps: ArchiveStep[];
  /** Key results that are open, whatever is done with them. */
  open: OpenResult[];
  /** Interns whose program is not over yet. */
  early: string[];
  apply(): Promise<Archived>;
}

export interface Archived {
  done: ArchiveStep[];
  failed: { step: ArchiveStep; error: unknown }[];
  /** As it is in the end: the last scorecard. */
  reading: Reading;
}

/** What is done with one thing. Epics are told what was read after everything below them was closed. */
type Act = ArchiveStep & { run: (last: Reading) => Promise<unknown> };

export async function prepareArchive(
  order: SyncOrder,
  tracker: Tracker,
  { closeOpen }: { closeOpen: boolean },
): Promise<Archive> {
  const reading = await readScorecard(order, tracker, { history: true });
  const { milestones } = await tracker.read(order.scope, ['milestones']);
  const open = order.placements.flatMap((placement, at) => openOf(placement, at, reading));
  const acts: Act[] = [
    ...open.flatMap((each) =>
      closeOpen && !each.reopened ? [closeIssue(each, order, tracker, reading)] : [],
    ),
    ...ofKind(order.wanted, 'milestone').flatMap((wanted): Act[] => {
      const live = milestones.find(
        (each) => each.home === 'project' && findFence(each.description, wanted.key) !== undefined,
      );
      return live?.state === 'active' ? [closeMilestone(live, order, tracker)] : [];
    }),
    ...order.placements.flatMap((placement, at): Act[] => {
      const live = holderOf(reading.matched, placement);
      return live?.state === 'opened' ? [closeEpic(live, placement, at, order, tracker)] : [];
    }),
  ];
  return {
    reading,
    steps: acts.map(({ run: _run, ...step }) => step),
    open: open.map(({ title, intern, url, because, reopened, done, live }) => ({
      title,
      intern,
      url,
      because,
      what: !closeOpen
        ? 'left open'
        : reopened
          ? 'left, because a person opened it again'
          : closing(done, live.description).what,
    })),
    early: reading.card.interns.filter(({ span }) => reading.card.today <= span.end).map(({ name }) => name),
    apply: () => carryOut(acts, reading, () => readScorecard(order, tracker, { history: true })),
  };
}

/** Kinds one after the other, each in parallel: epics are closed when all that is theirs is, and say how that ended. */
async function carryOut(acts: Act[], first: Reading, again: () => Promise<Reading>): Promise<Archived> {
  const archived: Archived = { done: [], failed: [], reading: first };
  const { done, failed } = archived;
  for (const kind of ['issue', 'milestone', 'epic'] as const) {
    // An epic stays open while something below it could not be closed.
    if (kind === 'epic' && failed.length > 0) break;
    if (kind === 'epic' && done.some((step) => step.kind === 'issue')) archived.reading = await again();
    await Promise.all(
      acts
        .filter((act) => act.kind === kind)
        .map(async ({ run, ...step }) => {
          try {
            await run(archived.reading);
            done.push(step);
          } catch (error) {
            failed.push({ step, error });
          }
        }),
    );
  }
  return archived;
}

type Open = Omit<OpenResult, 'what'> & {
  live: LiveIssue;
  key: string;
  done: boolean;
  /** It carries our closing words and is open all the same. */
  reopened: boolean;
};

/**
 * What was counted stays counted; one that is done or not gets the label, or closing would make it done. Where a person wrote an
 * outcome that is understood, that counts.
 */
function closing(done: boolean, description: string): { what: string; label: boolean } {
  const outcome = readOutcome(readLines(description).Outcome).kind;
  if (outcome === 'done' || outcome === 'wont-do' || outcome === 'duplicate') {
    const said = { done: 'done', 'wont-do': 'not done', duplicate: 'a duplicate' }[outcome];
    return { what: `close as ${said}, as its Outcome line says`, label: false };
  }
  return done ? { what: 'close as not done', label: true } : { what: 'close with what it has', label: false };
}

function openOf(placement: Placement, at: number, { card, matched }: Reading): Open[] {
  const intern = card.interns[at];
  const cards = new Map(
    [...(intern?.objectives ?? []), ...(intern?.areas ?? [])].flatMap(({ keyResults }) =>
      keyResults.map((each) => [each.key, each] as const),
    ),
  );
  return placement.keyResults.flatMap((result): Open[] => {
    const live = matched.get(result.issue);
    const one = cards.get(result.key);
    if (live?.kind !== 'issue' || live.state === 'closed' || !one) return [];
    return [
      {
        title: one.confidential ? 'a confidential key result' : live.title,
        intern: placement.intern.name,
        url: one.confidential ? null : live.url,
        because: one.confidential ? '' : one.because,
        reopened: findFence(live.description, archivedKey(result.issue)) !== undefined,
        live,
        key: result.issue,
        done: result.measure.kind === 'done',
      },
    ];
  });
}

function closeIssue(
  { live, key, done, title }: Open,
  { scope }: SyncOrder,
  tracker: Tracker,
  { card }: Reading,
): Act {
  return {
    kind: 'issue',
    name: title,
    what: closing(done, live.description).what,
    async run() {
      const fresh = await tracker.again(scope, live);
      if (fresh.state === 'closed') return;
      const words = `_Closed on ${card.today} with the end of the program; it was not finished. Reopen it to go on._`;
      const fence = findFence(fresh.description, archivedKey(key));
      const description = fence
        ? fresh.description
        : `${fresh.description.trimEnd()}\n\n${writeFence(archivedKey(key), words, { date: card.today })}`;
      await tracker.update(scope, fresh, {
        description,
        close: true,
        ...(closing(done, fresh.description).label ? { addLabels: [LABEL.wontDo] } : {}),
      });
    },
  };
}

function closeMilestone(live: LiveMilestone, { scope }: SyncOrder, tracker: Tracker): Act {
  return {
    kind: 'milestone',
    name: live.title,
    what: 'close',
    async run() {
      const fresh = await tracker.again(scope, live);
      if (fresh.state === 'active') await tracker.update(scope, fresh, { close: true });
    },
  };
}

function closeEpic(
  live: LiveEpic | LiveIssue,
  placement: Placement,
  at: number,
  order: SyncOrder,
  tracker: Tracker,
): Act {
  return {
    kind: 'epic',
    name: live.title,
    what: 'write the last scorecard and close',
    async run(reading) {
      const fresh = await tracker.again(order.scope, live);
      const intern = reading.card.interns[at];
      if (fresh.state === 'closed' || !intern) return;
      const block = nextBlock(fresh, placement, intern, order, reading, true);
      await tracker.update(order.scope, fresh, {
        close: true,
        ...(block.kind === 'write' ? { description: block.description } : {}),
      });
    },
  };
}
