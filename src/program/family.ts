/**
 * Programs that say only what is different: `extends` names another one, whose parts stand unless they are said again. Lists of things
 * with a key are merged by key: the same key changes, `remove: true` takes away, a new one is added at the end; other lists are replaced.
 */

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rotations are known by their area when they have no key. */
const keyOf = (value: unknown): string | null => {
  if (!isPlain(value)) return null;
  const key = value.key ?? value.area;
  return typeof key === 'string' ? key : null;
};

const isKeyed = (list: unknown[]): boolean => list.length > 0 && list.every((each) => keyOf(each) !== null);

/** The parent with what the child says otherwise. */
export function inherit(parent: unknown, child: unknown): unknown {
  if (Array.isArray(parent) && Array.isArray(child) && isKeyed(parent) && isKeyed(child))
    return byKey(parent, child);
  if (!isPlain(parent) || !isPlain(child)) return child;
  const names = new Set([...Object.keys(parent), ...Object.keys(child)]);
  return Object.fromEntries(
    [...names].map((name) => [name, name in child ? inherit(parent[name], child[name]) : parent[name]]),
  );
}

function byKey(parent: unknown[], child: unknown[]): unknown[] {
  const own = new Map(child.map((each) => [keyOf(each), each]));
  const kept = parent.flatMap((each) => {
    const said = own.get(keyOf(each));
    if (said === undefined) return [each];
    return isPlain(said) && said.remove === true ? [] : [inherit(each, said)];
  });
  const known = new Set(parent.map(keyOf));
  return [...kept, ...child.filter((each) => !known.has(keyOf(each)))];
}
