/**
 * When a person moved one date and ours would move the other past it, GitLab would refuse the pair: then both stay.
 * A milestone must end after it starts (docs/gitlab.md#milestones), an epic or issue may end on the day it starts.
 */

const DATES = ['start date', 'due date'];

import type { Draft } from './draft.ts';
export function holdDates({ live, change, before, written }: Draft): void {
  if (!('startDate' in live)) return;
  const start = change.patch.startDate ?? live.startDate ?? '';
  const due = change.patch.dueDate ?? live.dueDate ?? '9999';
  if (start < due || (live.kind !== 'milestone' && start === due)) return;
  change.changes = change.changes.filter(({ field }) => !DATES.includes(field));
  change.kept = [
    ...change.kept.filter((field) => !DATES.includes(field)),
    'dates (with ours they would be in the wrong order)',
  ];
  delete change.patch.startDate;
  delete change.patch.dueDate;
  for (const marker of ['start', 'due']) {
    if (before[marker] !== undefined) written[marker] = before[marker];
  }
}
