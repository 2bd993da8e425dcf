/**
 * Carries out exactly the steps of a plan, whoever made it: kind after kind, the steps of a kind side by side. What is made is
 * looked at once more; what is changed or closed is read again right before (rewrite.ts).
 */
import type { Emit } from '../../model/events.ts';
import { isWantedStep, type Plan, type Step, type WantedStep } from '../../model/plan.ts';
import type { Described, Key, Kind, Wanted } from '../../model/resource.ts';
import type { Matched, Scope, Tracker } from '../../model/tracker.ts';
import { surroundings } from '../fields/surroundings.ts';
import type { Found } from '../find/match.ts';
import { changeOf } from '../plan/change.ts';
import type { Applying } from './applying.ts';
import { create, fillBoard, labelKeysOf } from './create.ts';
import { finishAll, tellDropped } from './finish.ts';
import { requireAlone, requireFirst, requireLabel } from './lock.ts';
import type { Outcome } from './outcome.ts';
import { resolveAll } from './resolve.ts';
import { type Edit, rewrite } from './rewrite.ts';
import { type Came, createRunner, type Runner } from './run-steps.ts';
import { asWanted, VERIFIED, verify, writeIndexes } from './verify.ts';

/** Steps that no wanted resource describes, with how each changes its thing as it is right before the write. */
export interface Stage {
  edits: { step: Step; live: Described; edit: Edit }[];
  /** Done before the first of them, for example reading once more. */
  before?: (matched: Matched) => Promise<void>;
  /** Not begun while a step before it failed. */
  needsAll?: boolean;
}

export interface ApplyInput {
  plan: Plan;
  wanted: Wanted[];
  found: Found;
  tracker: Tracker;
  scope: Scope;
  emit: Emit;
  /** One after the other, behind everything that is wanted. */
  stages?: Stage[];
}

export async function apply(input: ApplyInput): Promise<Outcome> {
  const { plan, emit, stages = [] } = input;
  const run = begin(input);
  const runner = createRunner(run.outcome, emit, plan.steps.length, (step) => missingReference(step, run));
  await carryOutWanted(plan, run, runner);
  await runner.all(
    plan.steps.filter((step) => step.action === 'resolve'),
    (step) => resolveStep(step, input.found, run),
  );
  const made = VERIFIED.filter((kind) =>
    run.outcome.done.some((step) => step.action === 'create' && step.kind === kind),
  );
  if (made.length > 0) await runner.between(() => verify(made, run));
  if (plan.steps.some(isWantedStep)) await runner.between(() => finishAll(run));
  if (plan.steps.some(isWantedStep)) await runner.between(() => writeIndexes(run));
  for (const stage of stages) await carryOutStage(stage, run, runner);
  tellDropped(run);
  return run.outcome;
}

function begin({ wanted, found, tracker, scope }: ApplyInput): Applying {
  const matched: Matched = new Map(found.matched);
  return {
    wanted,
    world: found.world,
    tracker,
    scope,
    matched,
    outcome: {
      done: [],
      unneeded: [],
      left: [],
      failed: [],
      skipped: [],
      resolved: [],
      incomplete: [],
      warnings: [],
      halted: null,
      matched,
    },
    labelKeys: labelKeysOf(wanted),
    made: new Map(),
    taken: new Set(),
    unsure: new Set(),
    sends: new Map(),
    around: () => surroundings(wanted, matched, found.world, scope.labelsIn),
  };
}

/** Each kind refers only to kinds before it, and what holds others comes before them. */
async function carryOutWanted(plan: Plan, run: Applying, runner: Runner): Promise<void> {
  const all = plan.steps.filter(isWantedStep);
  const of = (kind: Kind, action: WantedStep['action']): WantedStep[] =>
    all.filter((step) => step.kind === kind && step.action === action);
  const make = async ({ wanted }: WantedStep): Promise<Came> => {
    await create(wanted, run);
    return 'sent';
  };
  const change = ({ wanted }: WantedStep): Promise<Came> => update(wanted, run);
  const look = async (steps: WantedStep[]): Promise<void> => {
    if (steps.length === 0) return;
    await runner.between(() => requireFirst(parentsOf(run.wanted), run));
  };
  for (const kind of ['label', 'milestone'] as const) {
    await runner.all(of(kind, 'create'), make);
    if (kind === 'label') await runner.between(async () => requireLabel(run));
    await runner.all(of(kind, 'update'), change);
  }
  await runner.all(of('epic', 'create'), make);
  await look(of('epic', 'create'));
  const issues = of('issue', 'create');
  const parents = issues.filter(({ wanted }) => wanted.kind === 'issue' && wanted.asParent !== null);
  await runner.all(parents, make);
  await look(parents);
  await makeChildren(
    issues.filter((step) => !parents.includes(step)),
    run,
    runner,
    make,
  );
  await runner.all(of('board', 'create'), make);
  await runner.all(of('board', 'update'), change);
  await runner.all([...of('epic', 'update'), ...of('issue', 'update')], change);
}

/** Row beside row; whenever numbers were given to somebody else in between, it is looked who that is (lock.ts). */
async function makeChildren(
  steps: WantedStep[],
  run: Applying,
  runner: Runner,
  make: (step: WantedStep) => Promise<Came>,
): Promise<void> {
  const numbers = new Set<number>();
  let underWay = 0;
  let isFirst = steps.length > 1;
  const one = async (step: WantedStep): Promise<void> => {
    underWay += 1;
    await runner.oneByOne([step], make);
    underWay -= 1;
    const live = run.matched.get(step.key);
    if (live?.kind === 'issue') numbers.add(live.iid);
    const others = Math.max(...numbers) - Math.min(...numbers) + 1 - numbers.size;
    if (!isFirst && others <= underWay) return;
    isFirst = false;
    numbers.clear();
    if (live?.kind === 'issue') numbers.add(live.iid);
    await runner.between(() => requireAlone(run));
  };
  const rows = inRows(steps);
  const [first] = rows[0] ?? [];
  if (first) await one(first);
  await Promise.all(
    rows.map(async (row) => {
      for (const step of row) if (step !== first) await one(step);
    }),
  );
}

/** Epics, or tracking issues where there are none. */
const parentsOf = (wanted: Wanted[]): Wanted[] =>
  wanted.filter((each) => (each.kind === 'epic' || each.kind === 'issue') && each.asParent !== null);

/** So many new issues at once where no epic holds them. */
const AT_ONCE = 2;

/**
 * Issues that are made one after the other, side by side with other rows. GitLab takes the children of an epic one by one, and the
 * numbers of a project (docs/gitlab.md#order): more at once only queue there. It puts each new child on top, so the last comes first.
 */
function inRows(steps: WantedStep[]): WantedStep[][] {
  const rows = new Map<Key, WantedStep[]>();
  steps.forEach((step, at) => {
    const epic = step.wanted.kind === 'issue' ? step.wanted.epic : null;
    const row = epic ?? `#${at % AT_ONCE}`;
    rows.set(row, epic === null ? [...(rows.get(row) ?? []), step] : [step, ...(rows.get(row) ?? [])]);
  });
  return [...rows.values()];
}

async function update(each: Wanted, run: Applying): Promise<Came> {
  const { tracker, scope, matched } = run;
  const live = matched.get(each.key);
  if (!live) return 'unneeded';
  if (live.kind === 'board') {
    if (each.kind === 'board') matched.set(each.key, await fillBoard(live, each.lists, run));
    return 'sent';
  }
  if (live.kind === 'label') {
    const { patch } = changeOf(each, live, run.around());
    if (Object.keys(patch).length > 0) matched.set(each.key, await tracker.update(scope, live, patch));
    return 'sent';
  }
  const written = await rewrite<Described>(live, asWanted(each, run), tracker, scope);
  matched.set(each.key, written.live);
  return written.came;
}

/** What an earlier run left twice. */
function resolveStep(step: Step & { url: string }, found: Found, run: Applying): Promise<Came> {
  return resolveAll(
    {
      world: found.world,
      duplicates: found.duplicates.filter(({ loser }) => loser.url === step.url),
      misplaced: found.misplaced.filter(({ issue }) => issue.url === step.url),
    },
    run,
  );
}

async function carryOutStage(
  { edits, before, needsAll }: Stage,
  run: Applying,
  runner: Runner,
): Promise<void> {
  if (edits.length === 0 || (needsAll && run.outcome.failed.length > 0)) return;
  if (before) await runner.between(() => before(run.matched));
  const own = new Map(edits.map((each) => [each.step, each]));
  await runner.all([...own.keys()], async (step) => {
    const each = own.get(step);
    if (!each) return 'unneeded';
    const { live, came } = await rewrite(each.live, each.edit, run.tracker, run.scope);
    run.matched.set(step.key, live);
    return came;
  });
}

/** A thing that the step refers to and that is not there. */
function missingReference(step: Step, { matched, labelKeys }: Applying): string | null {
  if (!isWantedStep(step)) return null;
  const each = step.wanted;
  const absent = (key: Key | null): boolean => key !== null && !matched.has(key);
  const labels =
    each.kind === 'issue' || each.kind === 'epic' ? each.labels : each.kind === 'board' ? each.lists : [];
  const label = labels.find((name) => absent(labelKeys.get(name) ?? null));
  if (label !== undefined) return `its label ${label} could not be made`;
  if (each.kind !== 'issue') return null;
  if (absent(each.milestone)) return 'its milestone could not be made';
  return absent(each.epic) ? 'its epic could not be made' : null;
}
