/**
 * Carries out steps, told as they go: one that fails fails alone, steps that refer to it are skipped, and a failure after which no
 * request makes sense stops the rest. The next run mends.
 */
import type { Emit } from '../../model/events.ts';
import { Failure, type FailureKind } from '../../model/failure.ts';
import type { Step } from '../../model/plan.ts';
import type { Outcome } from './outcome.ts';

/** Failures after which no further request makes sense. */
const FATAL = new Set<FailureKind>(['unauthorized', 'scope', 'unreachable', 'untrusted', 'redirected']);

/** What a step came to: it was sent, there was nothing to send any more, or it is left. */
export type Came = 'sent' | 'unneeded' | { left: string };

export interface Runner {
  /** All of them side by side; resolves when each has ended, whatever became of it. */
  all<S extends Step>(steps: readonly S[], work: (step: S) => Promise<Came>): Promise<void>;
  /** One after the other; one that fails does not stop the next. */
  oneByOne<S extends Step>(steps: readonly S[], work: (step: S) => Promise<Came>): Promise<void>;
  /** What goes wrong between the steps leaves a hole: the run is not done, and says so. */
  between(work: () => Promise<void>): Promise<void>;
}

export function createRunner(
  outcome: Outcome,
  emit: Emit,
  total: number,
  /** Why a step cannot be done, because something that it refers to is not there. */
  missing: (step: Step) => string | null,
): Runner {
  let finished = 0;
  const one = async (step: Step, work: () => Promise<Came>): Promise<void> => {
    const because = outcome.halted ? 'the run stopped before' : missing(step);
    if (because !== null) {
      outcome.skipped.push({ step, because });
      return;
    }
    emit({ kind: 'started', step });
    try {
      const came = await work();
      finished += 1;
      if (typeof came === 'object') outcome.left.push({ step, because: came.left });
      else outcome.done.push(step);
      if (came === 'unneeded') outcome.unneeded.push(step);
      emit({ kind: 'finished', step, done: finished, of: total });
    } catch (error) {
      if (!(error instanceof Failure)) {
        outcome.halted ??= asError(error);
        outcome.failed.push({ step, message: 'the run stopped', unknown: true, error });
        return;
      }
      if (FATAL.has(error.kind)) outcome.halted ??= error;
      const message = error.text === '' ? error.message : error.text;
      outcome.failed.push({ step, message, unknown: error.kind === 'ambiguous', error });
      emit({ kind: 'failed', step, message, done: finished, of: total });
    }
  };
  return {
    async all(steps, work) {
      await Promise.all(steps.map((step) => one(step, () => work(step))));
    },
    async oneByOne(steps, work) {
      for (const step of steps) await one(step, () => work(step));
    },
    async between(work) {
      if (outcome.halted) return;
      try {
        await work();
      } catch (error) {
        outcome.halted = asError(error);
      }
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
