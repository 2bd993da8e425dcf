/** What was begun is finished: an issue whose making was cut short gets what did not arrive, and one that stays incomplete is told. */
import { Failure } from '../../model/failure.ts';
import type { Live, LiveIssue, Wanted, WantedIssue } from '../../model/resource.ts';
import { notTaken } from '../fields/creation.ts';
import type { Surroundings } from '../fields/field.ts';
import { missingOf } from '../fields/missing.ts';
import type { Applying } from './applying.ts';
import { rewrite } from './rewrite.ts';

/** Everything that was wanted when it was made is there; nothing is asked of what is closed. */
export const isWhole = (each: Wanted, live: Live, around: Surroundings): boolean =>
  ('state' in live && live.state === 'closed') || missingOf(each, live, around).changes.length === 0;

export async function finishAll(run: Applying): Promise<void> {
  const around = run.around();
  for (const each of run.wanted) {
    if (each.kind !== 'issue' || around.isConfirmed(each.key)) continue;
    const live = run.matched.get(each.key);
    if (live?.kind === 'issue' && !isWhole(each, live, around)) await finish(each, live, run);
  }
}

/** What GitLab dropped of what this run made, for a reason of its own: a tier, a limit. Told, and no fault. */
export function tellDropped(run: Applying): void {
  const { made, wanted, matched, outcome } = run;
  const around = run.around();
  const unknownFields = new Map<string, number>();
  for (const each of wanted) {
    const live = matched.get(each.key);
    if (each.kind !== 'issue' || live?.kind !== 'issue' || !made.has(each.key)) continue;
    const { dropped, unknown } = notTaken(each, live, around);
    if (isWhole(each, live, around))
      outcome.warnings.push(...dropped.map((field) => `${live.url}: GitLab dropped the ${field}.`));
    for (const field of unknown) unknownFields.set(field, (unknownFields.get(field) ?? 0) + 1);
  }
  for (const [field, count] of unknownFields)
    outcome.warnings.push(`This GitLab has no ${field}; it was sent for ${count} issues and dropped.`);
}

async function finish(each: WantedIssue, live: LiveIssue, run: Applying): Promise<void> {
  const { tracker, scope, outcome } = run;
  let now: Live = live;
  try {
    const edit = (fresh: LiveIssue) => missingOf(each, fresh, run.around()).patch;
    now = (await rewrite<LiveIssue>(live, edit, tracker, scope)).live;
    run.matched.set(each.key, now);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const { changes } = missingOf(each, now, run.around());
  if (changes.length === 0) return;
  outcome.incomplete.push(
    `${live.url} is there without its ${changes.map(({ field }) => field).join(', ')}; GitLab did not take it twice.`,
  );
}
