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

/** At most four decimals, none that are zeros; what is below 1 never reads as 1, and what is above 0 never as 0. */
export function plain(value: number): string {
  const shown = Number(value.toFixed(4));
  if (shown === 1 && value < 1 - TINY) return '0.9999';
  if (shown === 0 && value > TINY) return '0.0001';
  return String(shown);
}

/** A bound as it was agreed: `1.0`, `0.85`. */
export const asAgreed = (bound: number): string =>
  Number.isInteger(bound) ? bound.toFixed(1) : String(bound);
