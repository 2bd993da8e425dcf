/** What is shown of a score lies on the exact value's side of every bound. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { at } from '../../src/scorecard/render/page-parts.ts';
import { bar, number, percent } from '../../src/scorecard/render/words.ts';
import { BANDS, bandOf } from '../../src/scorecard/rules/expected.ts';
import { plain } from '../../src/scorecard/rules/figures.ts';

const BOUNDS = [0.4, 0.6, 0.7, 0.75, 0.85, 0.95, 1];

/** Scores, and those that miss or pass a bound by little. */
const score = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc
    .tuple(fc.constantFrom(...BOUNDS, 0), fc.constantFrom(-1e-3, -4e-3, -1e-5, -1e-12, 0, 1e-12, 1e-5, 4e-3))
    .map(([bound, off]) => Math.min(Math.max(bound + off, 0), 1)),
);

/** Goes through so many scores. */
export function displaysAgree(runs: number): void {
  fc.assert(
    fc.property(score, (exact) => {
      const shown = Number(number(exact));
      for (const bound of BOUNDS) {
        if (exact < bound - 1e-9) expect(shown, `${exact} as ${shown}`).toBeLessThan(bound);
        else expect(shown, `${exact} as ${shown}`).toBeGreaterThanOrEqual(bound);
      }
      if (exact > 1e-9) expect(shown).toBeGreaterThan(0);
      expect(percent(exact) === '100 %', percent(exact)).toBe(exact >= 1 - 1e-9);
      expect(percent(exact) === '0 %').toBe(exact <= 1e-9);
      expect(bar(exact) === '█'.repeat(10)).toBe(exact >= 1 - 1e-9);
      if (exact < 1 - 1e-9) expect(Number(at(exact))).toBeLessThan(100);
      expect(plain(exact) === '1').toBe(exact >= 1 - 1e-9);
      for (const preset of Object.values(BANDS)) expect(bandOf(shown, preset)).toBe(bandOf(exact, preset));
    }),
    { numRuns: runs, seed: 16 },
  );
}
