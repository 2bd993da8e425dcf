/** Time that passes only when everybody waits: then to the earliest end of a wait. */
export interface VirtualTime {
  /** Milliseconds since the start. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /** Lets time pass until the work is done. */
  drive<T>(work: Promise<T>): Promise<T>;
}

export function virtualTime(): VirtualTime {
  let now = 0;
  let order = 0;
  const waits: { until: number; order: number; wake: () => void }[] = [];
  return {
    now: () => now,
    wait: (milliseconds) =>
      new Promise((wake) => {
        order += 1;
        waits.push({ until: now + milliseconds, order, wake });
      }),
    async drive(work) {
      let ended = false;
      const done = work.finally(() => {
        ended = true;
      });
      done.catch(() => {});
      while (!ended) {
        await new Promise((resolve) => setImmediate(resolve));
        if (ended) break;
        waits.sort((left, right) => left.until - right.until || left.order - right.order);
        const next = waits.shift();
        if (!next) continue;
        now = Math.max(now, next.until);
        next.wake();
      }
      return done;
    },
  };
}
