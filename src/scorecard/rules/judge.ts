/** What became of a key result, now or at the end of a past day: its standing, and its score with every rule applied. */
import type { Standing } from '../scorecard.ts';
import { type Facts, isArchived, type Turn } from './fact.ts';
import { plain } from './figures.ts';
import { withLate } from './late.ts';
import { factsAt, isUncertain } from './past.ts';
import { type Around, progressOf } from './progress.ts';
import type { Moment, Verdict } from './verdict.ts';

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
  const changed = facts.past?.changes.filter(({ day }) => day <= moment.day).length ?? -1;
  return `${facts.result.key} ${closureAt(facts, moment)?.at ?? 'open'} ${counted} ${changed} ${isThere}`;
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

/** As it was on the day that is looked at; how it ended, for who left, is what that end made of it. */
function asOf(whole: Facts, moment: Moment): Facts {
  const facts = factsAt(whole, moment.day, moment.most);
  const closure = moment.isLast ? closureAt(whole, moment) : null;
  if (closure === null || !isArchived(whole, closure)) return facts;
  const { outcome, outcomeLine, wontDoLabel, canceled, isDuplicate } = factsAt(whole, moment.seenOn);
  return { ...facts, outcome, outcomeLine, wontDoLabel, canceled, isDuplicate };
}

function judgeIssue(whole: Facts, moment: Moment, around: Around): Verdict {
  const facts = asOf(whole, moment);
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
    return withLate(
      { ...followOriginal(facts, moment, around), closure, due: live.dueDate },
      whole,
      around,
      moment.most,
    );
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
  const isKnown = stands || moment.newest || facts.past !== null;
  const progress = progressOf(facts, closure !== null, isKnown, around);
  // A past day on which it was open: what was ticked or written then is not known.
  const hidden =
    !isKnown &&
    closure === null &&
    ['count', 'metric', 'rubric', 'maintain'].includes(result.measure.kind) &&
    result.counted === null;
  const isPartlyKnown = !moment.newest && isUncertain(whole, moment.day);
  return withLate(
    {
      ...progress,
      ...(hidden
        ? { because: 'open then; its ticks and values of that day are not known', reached: null }
        : {}),
      ...(isPartlyKnown
        ? { because: `at least ${progress.because}; more of it may have been done by then` }
        : {}),
      standing: closure ? 'closed' : 'open',
      computed: progress.score,
      override: null,
      closure,
      due: live.dueDate,
      lateBy: 0,
    },
    whole,
    around,
    moment.most,
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
