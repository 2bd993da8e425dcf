/**
 * Two situations in which a plan is shown and not carried out unless asked for by name: it would change a great part of
 * what people work with, or something known to exist cannot be found, and making it again would double it.
 */
import type { Plan } from '../../model/plan.ts';
import { KINDS } from '../../model/resource.ts';

export const ALLOWABLE = ['many-changes', 'missing-issues'] as const;
export type Allowable = (typeof ALLOWABLE)[number];

export interface Refusal {
  what: Allowable;
  because: string;
}

/** Share of live things that a plan may change without a word. The field's safety nets use the same number. */
const MOST_CHANGED = 0.3;
/** Below so many live things the share says nothing. */
const FEWEST = 10;

/** `known` issue numbers are named by an index, `found` of them exist. */
export function refusals(plan: Plan, retired: number, known: number, found: number): Refusal[] {
  const live =
    KINDS.reduce((sum, kind) => sum + plan.counts[kind].update + plan.counts[kind].unchanged, 0) + retired;
  const index = (step: Plan['steps'][number]): boolean =>
    step.action === 'update' && step.changes.every(({ field }) => field === 'index of issues');
  const changed = plan.steps.filter((step) => step.action !== 'create' && !index(step)).length + retired;
  const result: Refusal[] = [];
  if (live >= FEWEST && changed > live * MOST_CHANGED) {
    result.push({
      what: 'many-changes',
      because: `the plan changes or gives up ${changed} of ${live} things that are live, more than ${MOST_CHANGED * 100} %`,
    });
  }
  if (known > 0 && found === 0) {
    result.push({
      what: 'missing-issues',
      because: `the epic names ${known} issues and GitLab shows none of them; making them again would double them`,
    });
  }
  return result;
}
