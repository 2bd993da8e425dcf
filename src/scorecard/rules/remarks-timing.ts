/** What looks odd about the days of a key result: closed early or late, worked on late, moved, silent. */
import { addDays, shortDay } from '../../model/dates.ts';
import { lateAfter } from './late.ts';
import type { RemarkInput, Said } from './remark-input.ts';
import { isAchieved } from './verdict.ts';

export function timing({
  facts,
  verdict,
  expected,
  silentSince,
  judgedOn,
  staleAfter,
  lateTicks,
}: RemarkInput): Said[] {
  const { result, live } = facts;
  const { closure } = verdict;
  const said: Said[] = [];
  if (!live) return said;
  if (closure && verdict.standing === 'closed' && closure.day < result.span.start) {
    const what = result.rotation ? 'its rotation begins' : 'the program begins';
    said.push([
      'closed-early',
      `was closed on ${shortDay(closure.day)}, before ${what} on ${shortDay(result.span.start)}.`,
      'Reopen it if that was a mistake.',
    ]);
  }
  const isByClosure =
    facts.past === null || result.measure.kind === 'done' || verdict.standing === 'duplicate';
  if (closure && verdict.lateBy > 0 && result.late !== 'none' && isByClosure) {
    said.push([
      'closed-late',
      `was closed ${verdict.lateBy} ${verdict.lateBy === 1 ? 'day' : 'days'} after its due date; its late rule applies.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (verdict.lateBy > 0 && result.late !== 'none' && !isByClosure && lateTicks === 0) {
    said.push([
      'worked-late',
      `was worked on up to ${verdict.lateBy} ${verdict.lateBy === 1 ? 'day' : 'days'} after its due date; its late rule applies to that part.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  const costs = result.late !== 'none' && result.measure.kind !== 'derived';
  // Earlier than agreed raises nobody's score.
  if (costs && (live.dueDate === null || live.dueDate > result.span.end)) {
    const agreed = shortDay(result.span.end);
    said.push([
      'due-moved',
      live.dueDate === null
        ? `has no due date any more; its late rule goes by ${agreed}, which was agreed.`
        : `is due on ${shortDay(live.dueDate)}; its late rule goes by ${agreed}, which was agreed.`,
      'Move the date back, or have a manager agree to it in the cohort file: overrides, due.',
    ]);
  }
  if (lateTicks > 0) {
    said.push([
      'ticked-late',
      `had ${lateTicks === 1 ? '1 box' : `${lateTicks} boxes`} ticked after its due date, ${shortDay(lateAfter(facts))}.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (
    costs &&
    !isByClosure &&
    verdict.standing === 'open' &&
    !isAchieved(verdict) &&
    lateAfter(facts) < judgedOn
  ) {
    said.push([
      'overdue',
      `was due on ${shortDay(lateAfter(facts))}, and what is done from now on is late: every further week costs.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (costs && isByClosure && verdict.standing === 'open' && lateAfter(facts) < judgedOn) {
    said.push([
      'overdue',
      `was due on ${shortDay(lateAfter(facts))}, and the late rule counts from its closure: every further week costs.`,
      'Close it if it is finished. If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  // There is nothing to tick where work is counted, and nothing to wait for where a score was set.
  const quiet =
    !['derived', 'to-be-defined'].includes(result.measure.kind) &&
    result.counted === null &&
    verdict.override === null;
  if (
    quiet &&
    verdict.standing === 'open' &&
    expected > 0 &&
    !isAchieved(verdict) &&
    facts.updatedOn < silentSince
  ) {
    said.push([
      'no-activity',
      facts.createdOn > silentSince || result.span.start > silentSince
        ? `had no activity since ${shortDay(facts.createdOn > result.span.start ? facts.createdOn : result.span.start)}.`
        : `had no activity in the ${staleAfter} days before ${shortDay(addDays(judgedOn, 1))}.`,
      'Tick, write or comment what has happened, or close it.',
    ]);
  }
  return said;
}
