/** What a plan will cost: requests, creations under GitLab's limit, and mails. */
import type { Step } from '../../model/plan.ts';
import type { Surroundings } from '../fields/field.ts';

/** Requests of a step when nothing fails: descriptions are read again before they are written. */
export function requestsOf(step: Step): number {
  if (step.action === 'create') {
    if (step.wanted.kind === 'board') return 1 + step.wanted.lists.length;
    // What holds others gets their index once they have numbers.
    return 'asParent' in step.wanted && step.wanted.asParent ? 3 : 1;
  }
  if (step.action === 'update' && step.kind === 'board')
    return step.changes.reduce((sum, change) => sum + change.to.split(',').length, 0);
  return step.kind === 'label' ? 1 : 2;
}

export const creationsOf = (steps: Step[]): number =>
  steps.filter(({ action, kind }) => action === 'create' && (kind === 'issue' || kind === 'epic')).length;

/** GitLab mails each assignee of a new issue; nobody is mentioned anywhere. */
export function mails(steps: Step[], around: Surroundings): Record<string, number> {
  const count = new Map<string, number>();
  for (const step of steps) {
    if (step.action !== 'create' || step.wanted.kind !== 'issue') continue;
    for (const name of step.wanted.assignees) {
      if (around.isMember(name)) count.set(name, (count.get(name) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...count].sort());
}
