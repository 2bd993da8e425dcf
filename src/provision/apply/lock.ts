/**
 * One run makes a cohort. Two that race are told apart three times. The cohort's label comes first, and its name is unique in GitLab: who is
 * told that it is there already, though the plan did not see it, was second. Where the label was there before, what holds an internship
 * decides: both runs make one before either makes an issue, each looks once more, both see the same winner (duplicates.ts), and who
 * lost stops; so does a run that lost its own answer and cannot tell. A run that begins when the other has made all that, and no issue yet, is known by issues that appear meanwhile.
 */
import { KickoffError } from '../../model/errors.ts';
import { type Described, nameOf, type Wanted } from '../../model/resource.ts';
import { keysHere } from '../../record/place.ts';
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
  const { tracker, scope, world, made, sends, taken, unsure, matched } = run;
  // GitLab did not do what was sent, and there it is: somebody else made it after the plan was read.
  const lost = parents.find(({ key }) => taken.has(key) && !unsure.has(key));
  if (lost) throw anotherRun(`it was first to make "${nameOf(lost)}"`);
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
  if (first === undefined) return;
  const live = matched.get(first) as Described;
  // An answer was lost on the way. Where more are there than we sent, somebody else is at work, and who was first cannot be told: were
  // both to go on, everything would come twice. Where we sent it again, the first may have come late, and all are ours.
  const there = 1 + found.duplicates.filter(({ key }) => key === first).length;
  if (unsure.has(first)) {
    if (there <= (sends.get(first) ?? 0)) return;
    throw anotherRun(`"${nameOf(live)}" (${live.url}) was made twice, and who was first cannot be told`);
  }
  if (live.id === made.get(first)) return;
  throw anotherRun(`it was first to make "${nameOf(live)}" (${live.url})`);
}

/**
 * Throws when issues of this cohort appear that this run did not make: another one is at work. Whoever made the first of all goes on. After
 * a run that died nobody did: then both stop, and the next run goes on.
 */
export async function requireAlone(run: Applying): Promise<void> {
  const { tracker, scope, world, wanted, made, unsure } = run;
  const mine = new Set(made.values());
  const known = new Set(world.issues.map(({ id }) => id));
  const keys = new Set(wanted.filter(({ kind }) => kind === 'issue').map(({ key }) => key));
  const { issues } = await tracker.read(scope, ['issues']);
  const ours = issues
    .filter((issue) => keysHere(issue, world.project.id).some((key) => keys.has(key)))
    .sort((left, right) => left.iid - right.iid);
  const other = ours.find(({ id }) => !known.has(id) && !mine.has(id));
  if (!other || unsure.size > 0 || mine.has(ours[0]?.id ?? 0)) return;
  throw anotherRun(`it made "${other.title}" (${other.url}) meanwhile`);
}

const anotherRun = (how: string): KickoffError =>
  new KickoffError('unreachable', `Another run is provisioning the same cohort: ${how}.`, {
    hint: 'Run again when the other one is done: what is there is found, and what is there twice is resolved.',
  });
