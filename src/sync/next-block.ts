/** What to do with the scorecard block of one epic, as a value. */

import type { LiveEpic, LiveIssue } from '../model/resource.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { digest } from '../record/digest.ts';
import type { FactLog } from '../record/fact-log.ts';
import { scorecardKey } from '../record/keys.ts';
import { findBlock, isEdited, printBlock, replaceBlock } from '../record/managed-block.ts';
import { printState, readState, type ScorecardState } from '../record/scorecard-state.ts';
import { renderBlock } from '../scorecard/render/block.ts';
import { redact } from '../scorecard/render/redact.ts';
import type { ScoreInput } from '../scorecard/rules/input.ts';
import { isEnding, remembered } from '../scorecard/rules/score.ts';
import { changesOf } from '../scorecard/rules/score-intern.ts';
import type { InternCard, Scorecard } from '../scorecard/scorecard.ts';
import type { Words } from '../text/words.ts';
import type { Reading, SyncOptions } from './reading.ts';

export type Next =
  | { kind: 'same' }
  | { kind: 'left'; because: string }
  | { kind: 'write'; description: string };

/**
 * What to do with a block. It is compared under the date and the changes it was last written with, so that a new day alone
 * is no change; on the first run after a working week it is written all the same, so that an old date tells a reader that
 * the sync has stopped. `last` writes it in any case: for the end of the program.
 */
export function nextBlock(
  live: LiveEpic | LiveIssue,
  enrolment: Enrolment,
  intern: InternCard,
  options: SyncOptions,
  { card, input, cases }: Reading,
  last = false,
): Next {
  if (live.state === 'closed') return { kind: 'left', because: 'it is closed' };
  const key = scorecardKey(enrolment.epic);
  const block = findBlock(live.description, key);
  if (!block) {
    return {
      kind: 'left',
      because: `its scorecard block was removed. To get it back, write these two lines into the description: <!-- kickoff:begin ${key} --> and <!-- kickoff:end -->`,
    };
  }
  if (isEdited(block)) {
    return {
      kind: 'left',
      because:
        'somebody edited its scorecard block. Empty the block between its markers to have it written again',
    };
  }
  const results = [...intern.objectives, ...intern.areas].flatMap(({ keyResults }) => keyResults);
  const text = (date: string, since: string | null, was: number | null): string => {
    const changed = { ...intern, changes: changesOf(results, since, was, options.dayOf) };
    // What others can read shows confidential key results without title or link.
    const shown = redact({ ...card, interns: [changed] });
    return renderBlock(
      {
        intern: shown.interns[0] ?? changed,
        card: shown,
        notices: noticesIn(options.render.words, shown, input),
        cohortLabel: options.scope.cohortLabel,
        date,
        last,
      },
      options.render,
    );
  };
  const before = readState(block.written);
  if (before.at !== null && Date.parse(before.at) > input.now.getTime()) {
    return {
      kind: 'left',
      because: `it was written at ${before.at}, which is later than the clock says now (${card.readAt})`,
    };
  }
  const written = block.written.date;
  const cased = cases.get(enrolment.epic);
  const heartbeat = written === undefined || written <= card.judgedOn;
  const known = cased ? remembered(cased, before, input) : before;
  // What a night saw is news, too: another night would not know its day. A block of an earlier version gets its log with other news.
  const isKnown = before.log === null || isSameLog(before.log, known.log);
  if (
    !heartbeat &&
    !last &&
    isKnown &&
    digest(block.text) === digest(text(written, before.since, before.was))
  )
    return { kind: 'same' };
  const after: ScorecardState = {
    ...known,
    at: card.readAt,
    score: intern.score,
    since: before.at,
    was: before.score,
  };
  const fresh = text(card.today, after.since, after.was);
  const renewed = printBlock(key, fresh, { date: card.today, ...printState(after) });
  return { kind: 'write', description: replaceBlock(live.description, block, renewed) };
}

/** Whether there is nothing new; that somebody looked at something is none. */
const isSameLog = (left: FactLog, right: FactLog | null): boolean =>
  right !== null && JSON.stringify(left.rows) === JSON.stringify(right.rows);

/** What the reader should know about the reading, in the program's language. */
function noticesIn(words: Words, { notices, judgedOn }: Scorecard, { tokenExpiresAt }: ScoreInput): string[] {
  if (words.isSource) return notices;
  return isEnding(tokenExpiresAt, judgedOn)
    ? [words.say('card.expires', { date: words.full(tokenExpiresAt) })]
    : [];
}
