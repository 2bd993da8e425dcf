/**
 * The nightly run: what people did is read back, scored, and written into the block of each epic when something shown has
 * changed, and once a week as a sign of life. Where the cohort wants it, derived key results are closed. It creates
 * nothing.
 */

import { KickoffError } from '../model/errors.ts';
import type { Emit } from '../model/events.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Matched, Tracker } from '../model/tracker.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { apply, type Stage } from '../provision/apply/apply.ts';
import type { Outcome } from '../provision/apply/outcome.ts';
import { scorecardKey } from '../record/keys.ts';
import { findBlock } from '../record/managed-block.ts';
import { readState } from '../record/scorecard-state.ts';
import { number } from '../scorecard/render/words.ts';
import { casesOf, parentOf } from '../scorecard/rules/input.ts';
import { score } from '../scorecard/rules/score.ts';
import { derivedClosures } from './close-derived.ts';
import { nextBlock } from './next-block.ts';
import { type Reading, type ReadOptions, readScorecard, type SyncOptions } from './reading.ts';
import { type Planned, planOf } from './sync-plan.ts';

export interface Synced {
  plan: Plan;
  outcome: Outcome;
  /** With what was closed just now. */
  reading: Reading;
  /** Names of interns: whose block was written, and whose says what it should. */
  written: string[];
  unchanged: string[];
  /** Blocks that were left, with the reason. */
  left: { name: string; because: string }[];
  /** Derived key results that were closed. */
  closed: { title: string; intern: string }[];
}

/** What is done with the block of one intern. */
interface Block {
  name: string;
  planned: Planned | null;
  /** Why it is left; null when it is not. */
  left: string | null;
}

/** Reads, scores, closes what follows from the score, and writes the blocks. */
export async function sync(
  options: SyncOptions,
  tracker: Tracker,
  emit: Emit,
  how: Pick<ReadOptions, 'history'> = { history: false },
): Promise<Synced> {
  // Whether somebody opened a derived key result again is told by events alone.
  const asked = options.enrolments.some(({ closeDerived }) => closeDerived);
  const first = await readScorecard(options, tracker, { history: how.history || asked });
  let reading = first;
  const closures = derivedClosures(options, first);
  const blocks = options.enrolments.flatMap((enrolment, at) =>
    blockOf(enrolment, at, closures, options, () => reading),
  );
  const stages: Stage[] = [
    { edits: closures },
    {
      edits: blocks.flatMap(({ planned }) => planned ?? []),
      before: async (matched) => {
        if (closures.length > 0) reading = scoredAgain(first, matched);
      },
    },
  ];
  const notes = blocks.flatMap(({ name, left }) =>
    left === null ? [] : [{ code: 'kept' as const, about: name, message: `is left, because ${left}.` }],
  );
  const plan = planOf(options, tracker, first, stages, notes);
  emit({ kind: 'planned', steps: plan.steps.length });
  const { scope } = options;
  const outcome = await apply({ plan, wanted: [], found: first.found, tracker, scope, emit, stages });
  const closed = closures.filter(({ step }) => sent(outcome, step));
  return {
    plan,
    outcome,
    reading,
    ...told(blocks, outcome),
    closed: closed.map(({ step }) => ({
      title: step.name,
      intern: step.action === 'close' ? (step.details[0] ?? '') : '',
    })),
  };
}

const sent = ({ done, unneeded }: Outcome, step: Step): boolean =>
  done.includes(step) && !unneeded.includes(step);

/** The block of one intern: nothing where there is no epic. A closure of ours is a reason to look at it again. */
function blockOf(
  enrolment: Enrolment,
  at: number,
  closures: Planned[],
  options: SyncOptions,
  reading: () => Reading,
): Block[] {
  const live = parentOf(reading().matched, enrolment);
  const intern = reading().card.interns[at];
  if (!live || !intern) return [];
  const { name } = intern;
  const next = nextBlock(live, enrolment, intern, options, reading());
  const closes = closures.some(({ step }) => step.key.startsWith(`${enrolment.epic}/`));
  if (next.kind === 'left') return [{ name, planned: null, left: next.because }];
  if (next.kind === 'same' && !closes) return [{ name, planned: null, left: null }];
  const key = scorecardKey(enrolment.epic);
  const before = readState(findBlock(live.description, key)?.written ?? {}).score;
  const step: Step = {
    action: 'update',
    kind: live.kind,
    key,
    name: live.title,
    changes: [{ field: 'scorecard', from: number(before), to: number(intern.score) }],
    wanted: null,
  };
  return [
    {
      name,
      left: null,
      planned: {
        step,
        live,
        // What a person wrote meanwhile stays, and what was closed just now counts.
        edit(fresh) {
          const now = reading().card.interns[at];
          if (fresh.kind === 'milestone' || !now) return null;
          const renewed = nextBlock(fresh, enrolment, now, options, reading());
          if (renewed.kind === 'left') return { left: renewed.because };
          return renewed.kind === 'write' ? { description: renewed.description } : null;
        },
      },
    },
  ];
}

function told(blocks: Block[], outcome: Outcome): Pick<Synced, 'written' | 'unchanged' | 'left'> {
  const found: Pick<Synced, 'written' | 'unchanged' | 'left'> = { written: [], unchanged: [], left: [] };
  for (const { name, planned, left } of blocks) {
    const late = outcome.left.find(({ step }) => step === planned?.step)?.because ?? left;
    if (late !== null) found.left.push({ name, because: late });
    else if (planned && sent(outcome, planned.step)) found.written.push(name);
    else if (!planned || outcome.unneeded.includes(planned.step)) found.unchanged.push(name);
  }
  return found;
}

/** What was closed just now counts as closed. */
function scoredAgain(reading: Reading, matched: Matched): Reading {
  const input = { ...reading.input, matched };
  const cases = casesOf(input);
  return { ...reading, matched, input, cases, card: score(input, cases) };
}

/** The failure of a sync that found things not provisioned. */
export function notProvisioned(missing: string[]): KickoffError {
  const shown = missing
    .slice(0, 5)
    .map((title) => `"${title}"`)
    .join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return new KickoffError('not-provisioned', `GitLab does not have ${shown}${more}.`, {
    undone: 'What is there was scored; a sync creates nothing.',
    hint: 'Run kickoff provision with the same cohort file.',
  });
}
