/** From a program and a cohort to a plan, and from a plan to what is in GitLab. */
import type { Emit } from '../model/events.ts';
import type { Note, Plan } from '../model/plan.ts';
import type { Live, Wanted } from '../model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../model/tracker.ts';
import type { CountedWork } from '../program/enrolment.ts';
import { keysOf } from '../record/managed-block.ts';
import { apply } from './apply/apply.ts';
import type { Outcome } from './apply/outcome.ts';
import { type Intern, renamedAccounts, unknownUsers } from './checks/accounts.ts';
import type { Check, Examination } from './checks/check.ts';
import { examineWork } from './checks/counted-work.ts';
import { examine } from './checks/doctor.ts';
import { sameKey } from './checks/guard.ts';
import { namelessIssues } from './checks/nameless.ts';
import { closeOver, type Over } from './ends/close-open.ts';
import { leaving, withLeaving } from './ends/leavers.ts';
import { matchLive } from './find/match.ts';
import { adapt } from './plan/adapt.ts';
import { diff } from './plan/diff.ts';
import { goingNotes, goneBy, type Leaver } from './plan/leaver.ts';

export interface ProvisionOptions {
  /** Title of the program. */
  program: string;
  /** Key of the cohort, or what stands in its place. */
  cohortKey: string;
  scope: Scope;
  wanted: Wanted[];
  notes: Note[];
  /** What GitLab allows; the plan says how long that will take. */
  creationsPerMinute: number;
  /** Calendar day in the cohort's time zone. */
  dayOf: (moment: Date) => string;
  /** Interns by the labels of their own work in this cohort, for the board's links. */
  boards: { intern: string; labels: string[] }[];
  interns: Intern[];
  /** Who leaves or left before the end. */
  leavers: Leaver[];
  /** User names that appear in the cohort file, and what for. */
  people: Examination['people'];
  /** Work in GitLab that key results count. */
  counted: Pick<CountedWork, 'what' | 'project' | 'author'>[];
  /** Last day of the program, `YYYY-MM-DD`. */
  lastDay: string;
  publicIsFine: boolean;
  /** Only what is not there is made; what is there belongs to people. */
  onlyNew?: boolean;
  /** What is closed because its time is over. */
  over?: Over[];
  /** The local clock, for nothing but a comparison with the server's; null where nobody looks. */
  localTime: (() => number) | null;
}

export interface Prepared {
  plan: Plan;
  /** What `doctor` says. */
  checks: Check[];
  /** What is in GitLab already. */
  matched: Matched;
  /** Carries the plan out. */
  apply(): Promise<Outcome>;
}

const ALL = [
  'project',
  'group',
  'robot',
  'members',
  'labels',
  'milestones',
  'epics',
  'issues',
  'boards',
] as const;

/** Reads GitLab and says what would be done. Sends no write. */
export async function prepare(given: ProvisionOptions, tracker: Tracker, emit: Emit): Promise<Prepared> {
  const { scope } = given;
  emit({ kind: 'reading' });
  const world = await tracker.read(scope, ALL);
  const today = given.dayOf(world.now);
  const gone = goneBy(given.leavers, today);
  const options = {
    ...given,
    people: given.people.filter(({ username }) => !isGone(username, gone)),
    counted: given.counted.filter(({ author }) => !isGone(author, gone)),
  };
  const adapted = adapt(options.wanted, world.capabilities, scope.labelsIn);
  const found = await matchLive(tracker, scope, adapted.wanted, world);
  const { matched, notes } = found;
  const unknown = await strangers(options, tracker, world);
  const left = leaving(gone, adapted.wanted, matched, world, today);
  const over = (options.over ?? []).flatMap((each) => closeOver(each, today));
  const compared = diff({
    program: options.program,
    cohortKey: options.cohortKey,
    host: tracker.host,
    project: world.project.path,
    today,
    wanted: adapted.wanted,
    matched,
    world: found.world,
    found,
    notes: [...options.notes, ...goingNotes(options.leavers, today), ...adapted.notes, ...notes, ...unknown],
    labelsIn: scope.labelsIn,
    creationsPerMinute: options.creationsPerMinute,
    links: boardLinks(options, matched, world),
    leavers: gone,
  });
  const plan = withLeaving(options.onlyNew ? asNew(compared) : compared, {
    ...left,
    edits: [...left.edits, ...over],
  });
  plan.refusals.push(...(await keyInUse(options, tracker, world, matched)));
  plan.refusals.push(...namelessIssues(plan, matched, found.world.issues, world.robot?.username ?? null));
  // Where nothing is to be done, nobody's name does harm.
  if (plan.steps.length > 0)
    plan.refusals.push(
      ...renamedAccounts(options.interns, found.world.issues, world.project.id),
      ...unknownUsers(
        unknown.map(({ about }) => about),
        [...world.members.values()].map(({ username }) => username),
      ),
    );
  emit({ kind: 'planned', steps: plan.steps.length });
  const checks = examine({
    world,
    wanted: adapted.wanted,
    scope,
    people: options.people,
    strangers: unknown.map(({ about }) => about),
    today,
    lastDay: options.lastDay,
    publicIsFine: options.publicIsFine,
    host: tracker.host,
    minutesByLimit: plan.minutesByLimit,
    creationsPerMinute: options.creationsPerMinute,
    skew: options.localTime === null || !world.isTimeTold ? null : options.localTime() - world.now.getTime(),
  });
  checks.push(...(await examineWork(options.counted, scope, tracker)));
  return {
    plan,
    checks,
    matched,
    apply: () =>
      apply({
        plan,
        wanted: adapted.wanted,
        found,
        tracker,
        scope,
        emit,
        stages: [{ edits: [...left.edits, ...over] }],
      }),
  };
}

/** Without changes of what is there. */
function asNew(plan: Plan): Plan {
  const steps = plan.steps.filter(({ action }) => action !== 'update');
  const counts = Object.fromEntries(
    Object.entries(plan.counts).map(([kind, each]) => [
      kind,
      { ...each, update: 0, unchanged: each.unchanged + each.update },
    ]),
  ) as Plan['counts'];
  return { ...plan, steps, counts };
}

/** Nobody minds any more whether the account is there. */
const isGone = (name: string | null, gone: Leaver[]): boolean =>
  gone.some(({ username }) => username === name);

/** Asked once in a cohort's life: before anything of it is here. */
async function keyInUse(
  { scope, cohortKey }: ProvisionOptions,
  tracker: Tracker,
  world: World,
  matched: Matched,
): Promise<Plan['refusals']> {
  const isBegun = [...matched.values()].some(({ kind }) => kind === 'epic' || kind === 'issue');
  if (isBegun || scope.group === null) return [];
  const elsewhere = (await tracker.cohortElsewhere(scope)).filter(
    ({ projectId, description }) =>
      projectId !== world.project.id && keysOf(description).some((key) => key.startsWith(`${cohortKey}/`)),
  );
  return sameKey(cohortKey, world.project.path, elsewhere);
}

/** User names that nobody has: a typo, most likely. Asked only for people who are not members. */
async function strangers(options: ProvisionOptions, tracker: Tracker, world: World): Promise<Note[]> {
  const names = [
    ...options.people.map(({ username }) => username),
    ...options.counted.flatMap(({ author }) => author ?? []),
  ];
  const absent = [...new Set(names)].filter((name) => !world.members.has(name.toLowerCase()));
  const known = await Promise.all(absent.map((name) => tracker.userExists(name)));
  return absent
    .filter((_, index) => known[index] === false)
    .map(
      (name): Note => ({
        code: 'person',
        about: name,
        message:
          'is nobody’s user name on this GitLab. Check the cohort file, or wait until the account exists.',
      }),
    );
}

function boardLinks(options: ProvisionOptions, matched: Matched, world: World): Plan['links'] {
  const board = [...matched.values()].find((live: Live) => live.kind === 'board');
  // Before the board has a number GitLab opens the project's first one.
  const boards = `${world.project.url}/-/boards${board?.kind === 'board' ? `/${board.id}` : ''}`;
  return options.boards.map(({ intern, labels }) => ({
    title: `Board of ${intern}`,
    url: `${boards}?${labels.map((label) => `label_name[]=${encodeURIComponent(label)}`).join('&')}`,
  }));
}
