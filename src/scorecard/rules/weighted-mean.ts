/** Weighted means, of scores and of what is expected of them. */

import type { Explained } from '../scorecard.ts';
import { plain } from './figures.ts';

interface Part {
  score: number | null;
  expected: number;
  weight: number;
}

/** Σ weight·score ∕ Σ weight over what is scored (Doerr: averaging completion; re:Work: "sometimes weighted"). */
export function weightedMean(
  parts: { score: number | null; weight: number }[],
  unscored: 'leave-out' | 'zero',
): number | null {
  const counted = parts.flatMap(({ score: value, weight }) =>
    value !== null ? [{ value, weight }] : unscored === 'zero' ? [{ value: 0, weight }] : [],
  );
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are positive by schema, so that an empty list is the only zero.
  if (counted.length === 0 || total === 0) return null;
  return Math.min(counted.reduce((sum, { value, weight }) => sum + value * weight, 0) / total, 1);
}

/** The expected mean of what is scored: the same parts with the same weights as the score. */
export function expectedMean(parts: Part[], unscored: 'leave-out' | 'zero'): number {
  const counted = parts.filter(({ score: value }) => value !== null || unscored === 'zero');
  return (
    weightedMean(
      counted.map(({ expected, weight }) => ({ score: expected, weight })),
      'leave-out',
    ) ?? 0
  );
}

export function explainMean(
  parts: { title: string; score: number | null; weight: number }[],
  result: number | null,
  unscored: 'leave-out' | 'zero' = 'leave-out',
): Explained {
  const counted = parts.filter(({ score: value }) => value !== null || unscored === 'zero');
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  const without = unscored === 'zero' ? 'no score, counts as 0' : 'no score, left out';
  return {
    rule: 'weighted mean',
    source: 'Doerr: the average of the key results; re:Work: sometimes weighted',
    inputs: parts.map(({ title, score: value, weight }) => ({
      name: title,
      value: `${value === null ? without : plain(value)}${weight === 1 ? '' : `, weight ${weight}`}`,
    })),
    arithmetic:
      result === null
        ? 'nothing is scored'
        : `(${counted.map(({ score: value, weight }) => `${weight} × ${plain(value ?? 0)}`).join(' + ')}) ∕ ${plain(weights)} = ${plain(result)}`,
  };
}
