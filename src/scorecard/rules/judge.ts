/** What became of a key result, now or at the end of a past day: its standing, and its score with every rule applied. */
import { daysBetween } from '../../model/dates.ts';
import type { KeyResultCard, Standing } from '../scorecard.ts';
import { type Facts, isArchived, type Turn } from './facts.ts';
import { clamp, type Progress, plain, TINY } from './figures.ts';
import { type Around, progressOf } from './progress.ts';

/** When is looked at. */
export interface Moment {
  /** Last day whose closures and work count. */
  day: string;
  /** Last day that is over. */
  overOn: string;
  /** The Friday until which the schedule is judged. */
  judgedOn: string;
  /** It is now: ticks and values of open issues count, and scores that were set by hand. */
  newest: boolean;
  /** Who left did nothing more: what was closed after `day` stays open here, but for what that end closed. */
  isLast: boolean;
  /** The day that is looked at, which lies behind `day` for who left. */
  seenOn: string;
}

export interface Verdict extends Progress {
  standing: Standing;
  /** Before somebody set another score. */
  computed: number | null;
  override: KeyResultCard['override'];
  closure: Turn | null;
  due: string | null;
  /** Days between due date and closure, when it was closed late. */
  lateBy: number;
}

/** The closure that stands at the end of a day. */
function closureAt(facts: Facts, { day, newest, isLast, seenOn }: Moment): Turn | null {
  const { turns, live } = facts;
  if (newest && live?.state === 'opened') return null;
  const end = newest ? turns.at(-1) : turns.findLast((turn) => turn.day <= seenOn);
  // Closed for it that somebody left, and so still: that is the end, though it came after the last day.
  const counts = isLast ? end?.closed && isArchived(facts, end) : newest;
  const last = counts ? end : turns.findLast((turn) => turn.day <= day);
  return last?.closed ? last : null;
}

/**
 * What the verdict of a past day follows from: two days with the same state have the same verdict, if the key result is
 * not derived from others.
 */
export function stateOf(facts: Facts, moment: Moment): string {
  const counted = facts.work?.filter((each) => each <= moment.day).length ?? -1;
  const isThere = facts.addedOn === null || facts.addedOn <= moment.day;
  return `${facts.result.key} ${closureAt(facts, moment)?.at ?? 'open'} ${counted} ${isThere}`;
}

const verdict = (
  facts: Facts,
  standing: Standing,
  score: number | null,
  because: string,
  rule: string,
  source: string,
): Verdict => ({
  standing,
  score,
  computed: score,
  override: null,
  closure: null,
  due: facts.live?.dueDate ?? facts.result.span.end,
  lateBy: 0,
  reached: null,
  because,
  explained: {
    rule,
    source,
    inputs: [],
    arithmetic: score === null ? 'no score' : `${because} = ${plain(score)}`,
  },
});

const STATE_RULE = 'GitLab handbook, OKRs: closed is not achieved';

export function judge(facts: Facts, moment: Moment, around: Omit<Around, 'day' | 'overOn'>): Verdict {
  return withOverride(judgeIssue(facts, moment, { ...around, ...moment }), facts, moment);
}

function judgeIssue(facts: Facts, moment: Moment, around: Around): Verdict {
  const { result, live } = facts;
  if (result.skipped !== null)
    return verdict(facts, 'skipped', null, `left out: ${result.skipped}`, 'left out', 'the cohort file');
  if (facts.addedOn !== null && !moment.newest && moment.day < facts.addedOn) {
    const because = `not there yet: added on ${facts.addedOn}`;
    return verdict(facts, 'skipped', null, because, 'added later', 'the day on which GitLab made its issue');
  }
  if (facts.lost) {
    return verdict(
      facts,
      'moved',
      null,
      'moved to another project',
      'moved',
      `${STATE_RULE}; it follows its issue`,
    );
  }
  if (!live) {
    return verdict(
      facts,
      'not-provisioned',
      null,
      'not provisioned',
      'not provisioned',
      'GitLab has no issue',
    );
  }
  const closure = closureAt(facts, moment);
  if (closure && (facts.wontDoLabel || facts.outcome.kind === 'wont-do')) {
    return {
      ...verdict(facts, 'wont-do', 0, "closed as won't do", "won't do", STATE_RULE),
      closure,
    };
  }
  if (closure && facts.isDuplicate)
    return withLate({ ...followOriginal(facts, moment, around), closure, due: live.dueDate }, facts);
  if (closure && facts.canceled !== null && isStanding(facts, closure)) {
    const because = `closed with the status ${facts.canceled}`;
    return { ...verdict(facts, 'wont-do', 0, because, "won't do", STATE_RULE), closure };
  }
  if (closure && facts.promotedTo && !facts.promotedTo.isClosed)
    return {
      ...verdict(facts, 'open', 0, 'became an epic, which is open', 'promoted', STATE_RULE),
      closure: null,
    };
  // Ticks are known now, and for the closure that still stands; what was ticked at an earlier one nobody knows.
  const stands = isStanding(facts, closure);
  const progress = progressOf(facts, closure !== null, stands || moment.newest, around);
  // A past day on which it was open: what was ticked or written then is not known.
  const hidden =
    !moment.newest &&
    closure === null &&
    ['count', 'metric', 'rubric', 'maintain'].includes(result.measure.kind) &&
    result.counted === null;
  return withLate(
    {
      ...progress,
      ...(hidden
        ? { because: 'open then; its ticks and values of that day are not known', reached: null }
        : {}),
      standing: closure ? 'closed' : 'open',
      computed: progress.score,
      override: null,
      closure,
      due: live.dueDate,
      lateBy: 0,
    },
    facts,
  );
}

/** It is the closure that holds now: what GitLab says of a closed issue is about this one. */
const isStanding = ({ live, turns }: Facts, closure: Turn | null): boolean =>
  closure !== null && live?.state === 'closed' && closure === turns.at(-1);

/** A duplicate is as far as what it duplicates, which is judged by its own rules. */
function followOriginal(facts: Facts, moment: Moment, around: Around): Verdict {
  const { original, result } = facts;
  if (!original?.live) {
    return verdict(
      facts,
      'duplicate',
      // Out of the mean it would raise the others: a word is no way to a better score.
      0,
      'closed as a duplicate of an issue that is not read here, or of itself',
      'duplicate',
      `${STATE_RULE}; it follows the other issue`,
    );
  }
  const { iid } = original.live;
  const other = judgeIssue(original, moment, around);
  // What was counted here stays counted here, unless the other one is a key result itself.
  const own = original.result.issue === result.issue && result.measure.kind !== 'done';
  const progress = own ? progressOf(facts, true, true, around) : other;
  return {
    ...verdict(
      facts,
      'duplicate',
      progress.score,
      '',
      'duplicate',
      `${STATE_RULE}; it follows the other issue`,
    ),
    score: progress.score,
    computed: progress.score,
    reached: progress.reached,
    because: own
      ? `duplicate of #${iid}; ${progress.because} here`
      : `duplicate of #${iid}: ${other.because}`,
    explained: {
      ...progress.explained,
      rule: `duplicate, then ${progress.explained.rule}`,
      inputs: [{ name: `#${iid}`, value: other.standing }, ...progress.explained.inputs],
    },
  };
}

/** GitLab handbook, OKRs: how lateness counts is decided ahead of time; 0, or a tenth for each week. */
function withLate(found: Verdict, facts: Facts): Verdict {
  const { result } = facts;
  const { closure, due, score } = found;
  // What the archive closes was left open, not closed late.
  const archived = isArchived(facts, closure);
  const exempt = result.measure.kind === 'derived' || score === null || archived;
  if (closure === null || due === null || exempt || closure.day <= due) return found;
  const lateBy = daysBetween(due, closure.day);
  const weeks = Math.ceil(lateBy / 7);
  const { late } = result;
  if (late === 'none') return { ...found, lateBy };
  const factor = late === 'zero' ? 0 : clamp(1 - late.decay_per_week * weeks);
  const computed = score * factor;
  const cost =
    late === 'zero' ? 'late scores 0' : `${weeks} × ${late.decay_per_week} off for ${weeks} weeks begun`;
  return {
    ...found,
    lateBy,
    score: computed,
    computed,
    because: `${found.because}, ${lateBy} ${lateBy === 1 ? 'day' : 'days'} late`,
    explained: {
      ...found.explained,
      rule: `${found.explained.rule}, late`,
      source: `${found.explained.source}; GitLab handbook, OKRs: the late rule is fixed ahead of time`,
      inputs: [
        ...found.explained.inputs,
        { name: 'due', value: due },
        { name: 'closed', value: closure.day },
      ],
      arithmetic: `${found.explained.arithmetic}; ${plain(score)} × ${plain(factor)} = ${plain(computed)} (${cost})`,
    },
  };
}

function withOverride(found: Verdict, { result }: Facts, { newest }: Moment): Verdict {
  const { override } = result;
  if (override === null || !newest || found.standing === 'skipped') return found;
  if (found.standing === 'not-provisioned') return found;
  const before = found.computed === null ? 'none' : plain(found.computed);
  return {
    ...found,
    score: override.value,
    override,
    because: `set to ${plain(override.value)} by ${override.by} (computed: ${before}): ${override.reason}`,
    explained: {
      ...found.explained,
      rule: `${found.explained.rule}, set by hand`,
      source: `${found.explained.source}; asked for in gitlab#382433: a final score with its author and reason`,
      arithmetic: `${found.explained.arithmetic}; ${override.by} set ${plain(override.value)}`,
    },
  };
}

export const isAchieved = ({ score }: { score: number | null }): boolean =>
  score !== null && score >= 1 - TINY;
