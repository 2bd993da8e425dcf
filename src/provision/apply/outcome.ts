/** What became of a plan. */
import type { Step } from '../../model/plan.ts';
import type { Matched } from '../../model/tracker.ts';

export interface Outcome {
  done: Step[];
  /** Those of the done ones for which nothing had to be sent any more. */
  unneeded: Step[];
  /** What a person did meanwhile forbids the step. */
  left: { step: Step; because: string }[];
  failed: {
    step: Step;
    message: string;
    /** The work may have been done. */
    unknown: boolean;
    error: unknown;
  }[];
  skipped: { step: Step; because: string }[];
  /** What was there twice and is resolved. */
  resolved: string[];
  /** What is there and lacks a part that GitLab did not take; the next run tries again. */
  incomplete: string[];
  /** What GitLab dropped without saying. */
  warnings: string[];
  /** Why everything stopped early, when it did. */
  halted: Error | null;
  matched: Matched;
}

export const isWhole = ({ failed, skipped, incomplete, halted }: Outcome): boolean =>
  failed.length === 0 && skipped.length === 0 && incomplete.length === 0 && halted === null;
