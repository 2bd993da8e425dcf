import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Two cores: one worker each, and nothing that waits for time.
    setupFiles: ['tests/support/seed.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
