/** What is wrong with what key results say about their order, and about pair work. */
import type { KeyResult } from './key-result.ts';
import type { Path } from './problem-words.ts';

export type Placed = Pick<KeyResult, 'key' | 'after' | 'pair_work' | 'measure'> & { path: Path };

/** `all` are those of the program and of what a cohort adds, each with its place in a file. */
export function checkOrder(all: Placed[]): { path: Path; message: string }[] {
  const byKey = new Map(all.map((each) => [each.key, each]));
  return all.flatMap(({ key, after, pair_work, measure, path }) => [
    ...after.flatMap((name, at) => {
      const message =
        name === key
          ? 'is the key result itself'
          : !byKey.has(name)
            ? `is not a key result of the program; they are ${[...byKey.keys()].join(', ')}`
            : comesBack(name, key, byKey)
              ? 'comes after this one itself; neither could begin'
              : null;
      return message === null ? [] : [{ path: [...path, 'after', at], message }];
    }),
    ...(pair_work && (measure.kind !== 'maintain' || measure.checks !== undefined)
      ? [{ path: [...path, 'pair_work'], message: 'goes with measure: { kind: maintain, every: week }' }]
      : []),
  ]);
}

/** Whether one comes, by however many steps, after another. */
function comesBack(from: string, to: string, byKey: Map<string, Placed>): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    const found = byKey.get(key);
    // A derived one is done when those are that it looks at.
    const looked = found?.measure.kind === 'derived' ? (found.measure.of ?? []) : [];
    open.push(...(found?.after ?? []), ...looked);
  }
  return false;
}
