/**
 * One run makes a cohort. Two that race are told apart twice. The cohort's label comes first, and its name is unique in GitLab: who is
 * told that it is there already, though the plan did not see it, was second. Where the label was there before, what holds an internship
 * decides: both runs make one before either makes an issue, each looks once more, both see the same winner (duplicates.ts), and who
 * lost stops.
 */
import { KickoffError } from '../../model/errors.ts';
import { type Described, nameOf, type Wanted } from '../../model/resource.ts';
import { matchLive } from '../find/match.ts';
import type { Applying } from './applying.ts';
import { PART } from './create.ts';
import { resolveAll } from './resolve.ts';

/** Throws when another run made the cohort's label meanwhile. */
export function requireLabel({ wanted, scope, taken, unsure }: Applying): void {
  const label = wanted.find((each) => each.kind === 'label' && each.name === scope.cohortLabel);
  if (label && taken.has(label.key) && !unsure.has(label.key))
    throw anotherRun(`it was first to make the label ${scope.cohortLabel}`);
}

/** Throws when another run was first to make what holds an internship. Parents that this run did not make were there before, and tell nothing. */
export async function requireFirst(parents: Wanted[], run: Applying): Promise<void> {
  const { tracker, scope, world, made, unsure, matched } = run;
  const part = PART[parents[0]?.kind ?? 'epic'];
  const fresh = await tracker.read(scope, [part]);
  const found = await matchLive(tracker, scope, parents, { ...world, [part]: fresh[part] });
  const contested = found.duplicates.map(({ key }) => key).filter((key) => made.has(key));
  for (const each of parents) {
    const live = found.matched.get(each.key);
    if (live) matched.set(each.key, live);
  }
  const own = new Set(made.values());
  await resolveAll(
    { ...found, duplicates: found.duplicates.filter(({ loser }) => own.has(loser.id)), misplaced: [] },
    run,
  );
  // Both runs see the same keys contested: the first of them says who goes on, whatever became of the others.
  const [first] = [...new Set(contested)].sort();
  if (first === undefined || unsure.has(first) || matched.get(first)?.id === made.get(first)) return;
  const live = matched.get(first) as Described;
  throw anotherRun(`it was first to make "${nameOf(live)}" (${live.url})`);
}

const anotherRun = (how: string): KickoffError =>
  new KickoffError('unreachable', `Another run is provisioning the same cohort: ${how}.`, {
    hint: 'Nothing was made twice. Run again when the other one is done, to see that nothing is left to do.',
  });
