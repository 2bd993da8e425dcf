import { defineConfig } from 'vitest/config';

/** The tests of one room, named by `ROOM`: those that a mutant of it runs against. */
export default defineConfig({
  test: {
    include: [`tests/${process.env.ROOM}/**/*.test.ts`],
    maxWorkers: 1,
  },
});
