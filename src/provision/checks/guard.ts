/**
 * Situations in which a plan is shown and not carried out unless asked for by name: it would change a great part of what people work
 * with; something known to exist cannot be found, and making it again would double it; or its key is in use elsewhere.
 */
import { KickoffError } from '../../model/errors.ts';
import type { Plan, Refusal } from '../../model/plan.ts';
import { KINDS, type LiveIssue } from '../../model/resource.ts';
import type { Check } from './check.ts';

/** What can be asked for by name, beside `early`, which is a question of its own. */
export const ALLOWABLE = [
  'many-changes',
  'missing-issues',
  'same-key',
  'renamed',
  'unknown-user',
  'lost-issue',
] as const;
export type Allowable = Refusal['what'];
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

/** The same key is in use in another project: labels would mix, and people could not tell the cohorts apart. */
export function sameKey(cohortKey: string, here: string, elsewhere: LiveIssue[]): Refusal[] {
  const [first] = elsewhere;
  if (!first) return [];
  const count = elsewhere.length === 1 ? '1 issue' : `${elsewhere.length} issues`;
  return [
    {
      what: 'same-key',
      because: `the cohort key "${cohortKey}" is not new in ${here}: ${count} of a cohort with this key stand in ${placeIn(first.url)} (${first.url})`,
    },
  ];
}

const placeIn = (url: string): string => new URL(url).pathname.slice(1).replace(/\/-\/.*$/, '');

/** Throws when a check found a problem, or when the plan is refused for something that nobody allowed. */
export function refuse(plan: Plan, checks: readonly Check[], allowed: ReadonlySet<string>): void {
  const problems = checks.filter(({ level }) => level === 'problem');
  if (problems.length > 0) {
    const isAccess = problems.some(({ about }) => about === 'token' || about === 'rights');
    throw new KickoffError(
      isAccess ? 'access' : 'refused',
      problems.map(({ message }) => message).join(' '),
      { undone: 'Nothing was changed.', hint: problems.map(({ remedy }) => remedy).join(' ') },
    );
  }
  const refused = plan.refusals.filter(({ what }) => !allowed.has(what));
  if (refused.length === 0) return;
  const flags = refused.map(({ what }) => (what === 'early' ? '--early' : `--allow ${what}`)).join(' ');
  throw new KickoffError(
    'refused',
    `The plan is not carried out: ${refused.map(({ because }) => because).join('; ')}.`,
    {
      undone: 'Nothing was changed.',
      hint: `Look at the plan above. If it is what you want, add ${flags}.`,
    },
  );
}
