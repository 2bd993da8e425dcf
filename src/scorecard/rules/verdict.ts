/** When something is looked at, and what became of it. */
import type { KeyResultCard, Standing } from '../scorecard.ts';
import type { Turn } from './fact.ts';
import { type Progress, TINY } from './figures.ts';

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
  /** What may have been done by then counts as done, where nobody knows the day. */
  most?: boolean;
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

export const isAchieved = ({ score }: { score: number | null }): boolean =>
  score !== null && score >= 1 - TINY;
