/**
 * The one way to change a live thing: it is read again right before it is written, and the change is computed from what is there then.
 * What a person did since the plan is neither lost nor overwritten. A write whose answer was lost is computed anew.
 */
import { Failure } from '../../model/failure.ts';
import type { Described } from '../../model/resource.ts';
import type { Patch, Scope, Tracker } from '../../model/tracker.ts';

/** What is sent to a thing as it is now: null when there is nothing to send, or why it is left. */
export type Edit<L extends Described = Described> = (fresh: L) => Patch | null | { left: string };

/** Sends of one change: the first, and again after an answer that was lost. */
export const ATTEMPTS = 3;
/** Sends while somebody else is writing the same thing, which passes (docs/gitlab.md#errors). */
const ATTEMPTS_LOCKED = 6;

/** Whether the work that failed may be tried once more, after it was looked at what is there now; the wait before it is done. */
export async function mayTryAgain(error: unknown, attempt: number, tracker: Tracker): Promise<boolean> {
  if (!(error instanceof Failure)) return false;
  if (error.kind === 'ambiguous' && attempt < ATTEMPTS) return true;
  if (error.kind !== 'conflict' || attempt >= ATTEMPTS_LOCKED) return false;
  await tracker.backOff(attempt, 'somebody else is writing there');
  return true;
}

export interface Rewritten {
  live: Described;
  came: 'sent' | 'unneeded' | { left: string };
}

export async function rewrite<L extends Described>(
  live: L,
  edit: Edit<L>,
  tracker: Tracker,
  scope: Scope,
): Promise<Rewritten> {
  for (let attempt = 1; ; attempt += 1) {
    const fresh = await tracker.again(scope, live);
    const patch = edit(fresh);
    if (patch === null || Object.keys(patch).length === 0) return { live: fresh, came: 'unneeded' };
    if ('left' in patch) return { live: fresh, came: patch };
    try {
      const written = await tracker.update(scope, fresh, patch);
      // The same kind comes back as was sent.
      return { live: written as Described, came: 'sent' };
    } catch (error) {
      if (!(await mayTryAgain(error, attempt, tracker))) throw error;
    }
  }
}
