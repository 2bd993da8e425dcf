/**
 * Carries out exactly the steps of a plan, kind after kind, the steps of a kind side by side. A failed step fails
 * alone; steps that refer to it are skipped; the next run mends.
 *
 * A POST is never repeated blindly. When its answer is lost we read again and adopt what is there; only what is
 * proved absent is sent again.
 */
import type { Emit } from '../../model/events.ts';
import { Failure, type FailureKind } from '../../model/failure.ts';
import type { Plan, Step, WantedStep } from '../../model/plan.ts';
import type {
  Key,
  Kind,
  Live,
  LiveBoard,
  LiveEpic,
  LiveIssue,
  LiveMilestone,
  Wanted,
} from '../../model/resource.ts';
import type { Matched, Part, Scope, Tracker } from '../../model/tracker.ts';
import { trustOf } from '../find/duplicates.ts';
import { type Found, matchLive } from '../find/match.ts';
import { isNothing, type Surroundings } from '../plan/change.ts';
import { changeOf, surroundings } from '../plan/change-of.ts';
import { stepsOf } from '../plan/diff.ts';
import { indexIsStale, wantedIndex } from '../plan/parent-index.ts';
import { creation, dropped, patchOf, withIndex } from './request.ts';
import { moveToParent, resolveDuplicate } from './resolve.ts';

export interface Outcome {
  done: Step[];
  failed: { step: Step; message: string /** The work may have been done. */; unknown: boolean }[];
  skipped: { step: Step; because: string }[];
  /** What was there twice and is resolved. */
  resolved: string[];
  /** What GitLab dropped without saying. */
  warnings: string[];
  /** Why everything stopped early, when it did. */
  halted: Error | null;
  matched: Matched;
}

export interface ApplyInput {
  plan: Plan;
  wanted: Wanted[];
  found: Found;
  tracker: Tracker;
  scope: Scope;
  emit: Emit;
}

/** Kinds of which GitLab lets two alike exist; boards are only reported. */
const VERIFIED = ['milestone', 'epic', 'issue'] as const;

const PART = {
  label: 'labels',
  milestone: 'milestones',
  epic: 'epics',
  issue: 'issues',
  board: 'boards',
} as const satisfies Record<Kind, Part>;

/** POSTs of one thing: the first, and again only after it was proved absent. */
const ATTEMPTS = 3;

/** Failures after which no further request makes sense. */
const FATAL = new Set<FailureKind>(['unauthorized', 'scope', 'unreachable', 'untrusted', 'redirected']);

export async function apply(input: ApplyInput): Promise<Outcome> {
  const { plan, wanted, tracker, scope, emit } = input;
  const { world } = input.found;
  const matched: Matched = new Map(input.found.matched);
  const outcome: Outcome = {
    done: [],
    failed: [],
    skipped: [],
    resolved: [],
    warnings: [],
    halted: null,
    matched,
  };
  const around = (): Surroundings => surroundings(wanted, matched, world);
  const labelNames = new Map(
    wanted.flatMap((each) => (each.kind === 'label' ? [[each.name, each.key] as const] : [])),
  );
  let finished = 0;

  /** A thing that the step refers to and that is not there. */
  const missingReference = (step: Step): string | null => {
    if (step.action === 'resolve') return null;
    const each = step.wanted;
    const absent = (key: Key | null): boolean => key !== null && !matched.has(key);
    const labels =
      each.kind === 'issue' || each.kind === 'epic' ? each.labels : each.kind === 'board' ? each.lists : [];
    const label = labels.find((name) => absent(labelNames.get(name) ?? null));
    if (label !== undefined) return `its label ${label} could not be made`;
    if (each.kind !== 'issue') return null;
    if (absent(each.milestone)) return 'its milestone could not be made';
    return absent(each.epic) ? 'its epic could not be made' : null;
  };

  const run = async (step: Step, work: () => Promise<void>): Promise<void> => {
    if (outcome.halted) {
      outcome.skipped.push({ step, because: 'the run stopped before' });
      return;
    }
    const because = missingReference(step);
    if (because !== null) {
      outcome.skipped.push({ step, because });
      return;
    }
    emit({ kind: 'started', step });
    try {
      await work();
      finished += 1;
      outcome.done.push(step);
      emit({ kind: 'finished', step, done: finished, of: plan.steps.length });
    } catch (error) {
      if (!(error instanceof Failure)) {
        outcome.halted ??= error instanceof Error ? error : new Error(String(error));
        outcome.failed.push({ step, message: 'the run stopped', unknown: true });
        return;
      }
      if (FATAL.has(error.kind)) outcome.halted ??= error;
      const unknown = error.kind === 'ambiguous';
      const message = error.text === '' ? error.message : error.text;
      outcome.failed.push({ step, message, unknown });
      emit({ kind: 'failed', step, message, done: finished, of: plan.steps.length });
    }
  };

  const wave = <S extends Step>(steps: S[], work: (step: S) => Promise<void>): Promise<unknown> =>
    Promise.all(steps.map((step) => run(step, () => work(step))));

  /** Reads again what a lost answer may have left behind. */
  const adopt = async (each: Wanted): Promise<Live | null> => {
    const fresh = await tracker.read(scope, [PART[each.kind]]);
    const found = await matchLive(tracker, scope, [each], {
      ...world,
      [PART[each.kind]]: fresh[PART[each.kind]],
    });
    return found.matched.get(each.key) ?? null;
  };

  const create = async (each: Wanted): Promise<Live> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await tracker.create(scope, creation(each, matched, world, scope, around()));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // "Taken" is an answer too: somebody made it between our reading and our writing.
        const maybeThere =
          error.kind === 'ambiguous' || error.kind === 'conflict' || error.kind === 'invalid';
        const there = maybeThere ? await adopt(each) : null;
        if (there) return there;
        if (error.kind !== 'ambiguous' || attempt === ATTEMPTS) throw error;
      }
    }
  };

  const createStep = async ({ wanted: each }: WantedStep): Promise<void> => {
    let live = await create(each);
    if (each.kind === 'board' && live.kind === 'board') live = await fillBoard(live, each.lists);
    if (each.kind === 'issue' && live.kind === 'issue')
      outcome.warnings.push(...dropped(each, live, around(), matched));
    matched.set(each.key, live);
  };

  const fillBoard = async (board: LiveBoard, lists: string[]): Promise<LiveBoard> => {
    let live = board;
    // One after another: GitLab appends, and the order is the order of the rotations.
    for (const name of lists.filter((each) => !live.lists.some((list) => list.label === each))) {
      const label = matched.get(labelNames.get(name) ?? '');
      if (label?.kind !== 'label') continue;
      try {
        live = (await tracker.create(scope, { kind: 'list', board: live, labelId: label.id })) as LiveBoard;
      } catch (error) {
        if (!(error instanceof Failure) || (error.kind !== 'ambiguous' && error.kind !== 'invalid'))
          throw error;
        const again = (await tracker.read(scope, ['boards'])).boards.find((each) => each.id === live.id);
        if (!again) throw error;
        live = again;
        if (!live.lists.some((list) => list.label === name)) {
          if (error.kind === 'invalid') throw error;
          live = (await tracker.create(scope, { kind: 'list', board: live, labelId: label.id })) as LiveBoard;
        }
      }
    }
    return live;
  };

  const updateStep = async ({ wanted: each }: WantedStep): Promise<void> => {
    const live = matched.get(each.key);
    if (!live) return;
    if (live.kind === 'board') {
      if (each.kind === 'board') matched.set(each.key, await fillBoard(live, each.lists));
      return;
    }
    if (live.kind === 'label') {
      const change = changeOf(each, live, around(), scope.labelsIn);
      if (!isNothing(change))
        matched.set(each.key, await tracker.update(scope, live, patchOf(change, matched, world)));
      return;
    }
    matched.set(each.key, await writeDescribed(each, live));
  };

  /**
   * Milestones, epics and issues are read again right before they are written, and the change is computed anew: what a person did
   * since the plan is neither lost nor overwritten.
   */
  const writeDescribed = async (each: Wanted, live: LiveMilestone | LiveEpic | LiveIssue): Promise<Live> => {
    for (let attempt = 1; ; attempt += 1) {
      const fresh = await tracker.again(scope, live);
      const change = changeOf(each, fresh, around(), scope.labelsIn);
      const patch = patchOf(change, matched, world);
      const index = wantedIndex(each, matched);
      const description = patch.description ?? fresh.description;
      if (index && fresh.kind !== 'milestone' && fresh.state === 'opened' && indexIsStale(description, index))
        patch.description = withIndex(each, description, index);
      if (Object.keys(patch).length === 0) return fresh;
      try {
        return await tracker.update(scope, fresh, patch);
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'ambiguous' || attempt === ATTEMPTS) throw error;
      }
    }
  };

  /** What goes wrong between the steps leaves a hole: the run is not done, and says so. */
  const orHalt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      outcome.halted ??= error instanceof Error ? error : new Error(String(error));
    }
  };

  const byKey = new Map(wanted.map((each) => [each.key, each]));

  const resolveAll = async (found: Found): Promise<void> => {
    const trust = trustOf(found.world);
    for (const duplicate of found.duplicates) {
      if (duplicate.leftBecause !== null) continue;
      outcome.resolved.push(
        await resolveDuplicate(duplicate, byKey.get(duplicate.key), trust, tracker, scope),
      );
    }
    for (const each of found.misplaced) {
      await moveToParent(each, tracker, scope);
      outcome.resolved.push(`${each.issue.url} belongs to ${each.epic?.url ?? each.milestone?.url} now.`);
    }
  };

  /** The steps of the plan that resolve what an earlier run left twice. */
  const resolvePlanned = async (): Promise<void> => {
    const steps = plan.steps.filter((step) => step.action === 'resolve');
    for (const step of steps) {
      await run(step, async () => {
        const duplicates = input.found.duplicates.filter((duplicate) => duplicate.loser.url === step.url);
        const misplaced = input.found.misplaced.filter(({ issue }) => issue.url === step.url);
        await resolveAll({ ...input.found, duplicates, misplaced });
      });
    }
  };

  const verify = async (kinds: (typeof VERIFIED)[number][]): Promise<void> => {
    const fresh = await tracker.read(
      scope,
      kinds.map((kind) => PART[kind]),
    );
    const read = Object.fromEntries(kinds.map((kind) => [PART[kind], fresh[PART[kind]]]));
    const found = await matchLive(tracker, scope, wanted, { ...world, ...read });
    for (const [key, live] of found.matched) {
      if (kinds.some((kind) => kind === live.kind)) matched.set(key, live);
    }
    outcome.warnings.push(
      ...found.notes
        .filter(({ code }) => code === 'duplicate')
        .map(({ about, message }) => `${about} ${message}`),
    );
    await resolveAll(found);
  };

  /** What holds others learns their numbers, as soon as they have some. */
  const writeIndexes = async (): Promise<void> => {
    for (const each of wanted) {
      const live = matched.get(each.key);
      const index = wantedIndex(each, matched);
      if (!index || (live?.kind !== 'epic' && live?.kind !== 'issue')) continue;
      if (live.state === 'opened' && indexIsStale(live.description, index))
        matched.set(each.key, await writeDescribed(each, live));
    }
  };

  for (const kind of ['label', 'milestone', 'epic'] as const) {
    await wave(stepsOf(plan, kind, 'create'), createStep);
    if (kind !== 'epic') await wave(stepsOf(plan, kind, 'update'), updateStep);
  }
  // What holds others comes before them.
  const issues = stepsOf(plan, 'issue', 'create');
  const parents = issues.filter(({ wanted: each }) => each.kind === 'issue' && each.asParent !== null);
  await wave(parents, createStep);
  await wave(
    issues.filter((step) => !parents.includes(step)),
    createStep,
  );
  await wave(stepsOf(plan, 'board', 'create'), createStep);
  await wave(stepsOf(plan, 'board', 'update'), updateStep);
  await wave([...stepsOf(plan, 'epic', 'update'), ...stepsOf(plan, 'issue', 'update')], updateStep);
  await resolvePlanned();
  // What was made in this run is looked at once more: another run may have made the same, and a commit may come late.
  const made = VERIFIED.filter((kind) =>
    outcome.done.some((step) => step.action === 'create' && step.kind === kind),
  );
  if (!outcome.halted && made.length > 0) await orHalt(() => verify(made));
  if (!outcome.halted) await orHalt(writeIndexes);
  return outcome;
}
