/** At most so many tasks at a time; the others wait their turn, first come first served. */
export interface ConcurrencyLimit {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Half as many from now on, and slowly more again with every `recover` that follows. */
  yield(): void;
  recover(): void;
}

/** So many successes buy one lane back. */
const SUCCESSES_PER_LANE = 25;

export function limitConcurrency(most: number): ConcurrencyLimit {
  let open = most;
  let busy = 0;
  let successes = 0;
  const waiting: (() => void)[] = [];
  const admit = (): void => {
    while (busy < open) {
      const next = waiting.shift();
      if (!next) return;
      busy += 1;
      next();
    }
  };
  return {
    async run(task) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        admit();
      });
      try {
        return await task();
      } finally {
        busy -= 1;
        admit();
      }
    },
    yield() {
      open = Math.max(Math.floor(open / 2), 1);
      successes = 0;
    },
    recover() {
      successes += 1;
      if (open === most || successes < SUCCESSES_PER_LANE) return;
      successes = 0;
      open += 1;
      admit();
    },
  };
}
