import { defineConfig } from 'vitest/config';

/** Writes the scorecards that tests/scorecard/rules/cards.test.ts compares with. */
export default defineConfig({
  test: { include: ['tests/support/make-cards.ts'], maxWorkers: 1, testTimeout: 60_000 },
});
