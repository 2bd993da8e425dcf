import { defineConfig } from 'vitest/config';

/** The long suites: every index, every tier, many seeds. `npm run test:deep` runs them. */
export default defineConfig({
  test: {
    include: ['tests/deep/**/*.deep.ts'],
    setupFiles: ['tests/support/seed.ts'],
    maxWorkers: 2,
    testTimeout: 900_000,
    disableConsoleIntercept: true,
  },
});
