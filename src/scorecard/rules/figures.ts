/** Figures of scoring: what progress is, and how numbers are compared and shown. */
import type { Explained, KeyResultCard } from '../scorecard.ts';

export interface Progress {
  /** 0 to 1; null when there is no rule for it yet. */
  score: number | null;
  reached: KeyResultCard['reached'];
  because: string;
  explained: Explained;
}

/** A score that is a sum of fractions must not miss a threshold by its last bit. */
export const TINY = 1e-9;

export const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

/** At most four decimals, none that are zeros. */
export const plain = (value: number): string => String(Number(value.toFixed(4)));
