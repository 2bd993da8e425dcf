/**
 * Makes a wanted thing. A POST is never repeated blindly: when its answer is lost we read again and adopt what is there; only what is
 * proved absent is sent again.
 */
import { Failure } from '../../model/failure.ts';
import type { Key, Kind, Live, LiveBoard, Wanted } from '../../model/resource.ts';
import type { Part } from '../../model/tracker.ts';
import { creation } from '../fields/creation.ts';
import { matchLive } from '../find/match.ts';
import type { Applying } from './applying.ts';
import { mayTryAgain } from './rewrite.ts';

export const PART = {
  label: 'labels',
  milestone: 'milestones',
  epic: 'epics',
  issue: 'issues',
  board: 'boards',
} as const satisfies Record<Kind, Part>;

/** Makes it, or adopts what is there already. */
export async function create(each: Wanted, run: Applying): Promise<void> {
  let live = await createOrAdopt(each, run);
  if (each.kind === 'board' && live.kind === 'board') live = await fillBoard(live, each.lists, run);
  run.made.set(each.key, live.id);
  run.matched.set(each.key, live);
}

async function createOrAdopt(each: Wanted, run: Applying): Promise<Live> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      run.sends.set(each.key, attempt);
      return await run.tracker.create(run.scope, creation(each, run.around()));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind === 'ambiguous') run.unsure.add(each.key);
      // "Taken" is an answer too: somebody made it between our reading and our writing.
      const maybeThere = error.kind === 'ambiguous' || error.kind === 'conflict' || error.kind === 'invalid';
      const there = maybeThere ? await adopt(each, run) : null;
      if (there && error.kind !== 'ambiguous') run.taken.add(each.key);
      if (there) return there;
      if (!(await mayTryAgain(error, attempt, run.tracker))) throw error;
    }
  }
}

/** Reads again what a lost answer may have left behind. */
async function adopt(each: Wanted, { tracker, scope, world }: Applying): Promise<Live | null> {
  const part = PART[each.kind];
  const fresh = await tracker.read(scope, [part]);
  const found = await matchLive(tracker, scope, [each], { ...world, [part]: fresh[part] });
  return found.matched.get(each.key) ?? null;
}

/** One list for each label, one after another: GitLab appends, and the order is the order of the rotations. */
export async function fillBoard(board: LiveBoard, lists: string[], run: Applying): Promise<LiveBoard> {
  let live = board;
  for (const name of lists.filter((each) => !live.lists.some((list) => list.label === each))) {
    const label = run.matched.get(run.labelKeys.get(name) ?? '');
    if (label?.kind === 'label') live = await addList(live, label.id, name, run);
  }
  return live;
}

async function addList(
  board: LiveBoard,
  labelId: number,
  name: string,
  { tracker, scope }: Applying,
): Promise<LiveBoard> {
  // A list comes back as the board that it was added to.
  const add = async (to: LiveBoard): Promise<LiveBoard> =>
    (await tracker.create(scope, { kind: 'list', board: to, labelId })) as LiveBoard;
  for (let attempt = 1, now = board; ; attempt += 1) {
    try {
      return await add(now);
    } catch (error) {
      if (!(error instanceof Failure) || !['ambiguous', 'invalid', 'conflict'].includes(error.kind))
        throw error;
      const again = (await tracker.read(scope, ['boards'])).boards.find((each) => each.id === board.id);
      if (!again) throw error;
      if (again.lists.some((list) => list.label === name)) return again;
      if (!(await mayTryAgain(error, attempt, tracker))) throw error;
      now = again;
    }
  }
}

/** Names of labels with the keys of what they are. */
export const labelKeysOf = (wanted: Wanted[]): Map<string, Key> =>
  new Map(wanted.flatMap((each) => (each.kind === 'label' ? [[each.name, each.key] as const] : [])));
