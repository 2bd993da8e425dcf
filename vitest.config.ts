import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/seed.ts'],
    // Two cores: one worker each, and nothing that waits for time.
    maxWorkers: 2,
    // Files share the loaded modules of their worker: warming them up for each would be two fifths of the time.
    isolate: false,
    testTimeout: 30_000,
  },
});
