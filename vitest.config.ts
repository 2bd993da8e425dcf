import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/seed.ts'],
    // Two cores: one worker each, and nothing that waits for time.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
