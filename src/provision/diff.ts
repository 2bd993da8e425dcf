/** Wanted and live → the plan. Pure. */
import { keysOf, readIndex } from '../fence.ts';
import type { Note, Plan, Step, WantedStep } from '../plan.ts';
import { type Key, KINDS, type Kind, type Live, nameOf, type Wanted, type WantedIssue } from '../resource.ts';
import type { Matched, World } from '../tracker.ts';
import {
  type Change,
  CLOSED,
  changeEpic,
  changeIssue,
  changeLabel,
  changeMilestone,
  missingLists,
  type Surroundings,
} from './change.ts';
import { refusals } from './guard.ts';
import type { Found } from './look.ts';

export interface DiffInput {
  program: string;
  cohort: string;
  host: string;
  project: string;
  today: string;
  wanted: Wanted[];
  matched: Matched;
  world: World;
  found: Pick<Found, 'twins' | 'astray'>;
  notes: Note[];
  labelsIn: 'group' | 'project';
  /** New issues and epics that GitLab allows a minute. */
  creationsPerMinute: number;
  links: Plan['links'];
}

export function diff(input: DiffInput): Plan {
  const { wanted, matched, world } = input;
  const around = surroundings(wanted, matched, world);
  const notes = [...input.notes, ...peopleNotes(wanted, world), ...retired(input)].sort(byUrgency);
  const steps: Step[] = [];
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, { create: 0, update: 0, unchanged: 0 }]),
  ) as Plan['counts'];
  for (const kind of KINDS) {
    for (const each of wanted.filter((one) => one.kind === kind)) {
      const live = matched.get(each.key);
      if (!live) {
        steps.push({
          action: 'create',
          kind,
          key: each.key,
          name: nameOf(each),
          details: details(each, around),
          wanted: each,
        });
        counts[kind].create += 1;
        continue;
      }
      const change = changeOf(each, live, around, input.labelsIn);
      if (change.kept.length > 0) {
        notes.push({
          code: 'kept',
          about: shownName(live),
          message:
            change.kept[0] === CLOSED
              ? 'is closed, so what the template says now does not reach it.'
              : `people changed ${change.kept.join(', ')}; left as it is.`,
        });
      }
      const changes = [...change.changes, ...indexChange(each, live, matched)];
      if (changes.length > 0) {
        steps.push({ action: 'update', kind, key: each.key, name: shownName(live), changes, wanted: each });
        counts[kind].update += 1;
      } else {
        counts[kind].unchanged += 1;
      }
    }
  }
  const settling = settleSteps(input.found);
  for (const step of settling) counts[step.kind].update += 1;
  steps.push(...settling);
  const plan: Plan = {
    version: 1,
    program: input.program,
    cohort: input.cohort,
    host: input.host,
    project: input.project,
    today: input.today,
    steps,
    notes,
    counts,
    requests: steps.reduce((sum, step) => sum + requestsOf(step), 0),
    minutesByLimit: Math.floor(creationsOf(steps) / input.creationsPerMinute),
    mails: mails(steps, around),
    refusals: [],
    links: input.links,
  };
  const { known, found } = knownIssues(input);
  return {
    ...plan,
    refusals: refusals(plan, notes.filter(({ code }) => code === 'no-longer-wanted').length, known, found),
  };
}

/** What may be a mistake comes first. */
function byUrgency(left: Note, right: Note): number {
  const urgent = (note: Note): number =>
    note.code === 'person' || note.code === 'stranger' || note.code === 'twin' ? 0 : 1;
  return urgent(left) - urgent(right);
}

/** Numbers of wanted issues that indexes name, and how many of them were found. */
function knownIssues({ wanted, matched }: DiffInput): { known: number; found: number } {
  const numbers = new Set<Key>();
  for (const live of matched.values()) {
    if (live.kind !== 'epic' && live.kind !== 'issue') continue;
    for (const key of Object.keys(readIndex(live.description))) numbers.add(key);
  }
  const known = wanted.filter((each) => numbers.has(each.key));
  return { known: known.length, found: known.filter((each) => matched.has(each.key)).length };
}

function settleSteps({ twins, astray }: Pick<Found, 'twins' | 'astray'>): Step[] {
  const losers = twins
    .filter((twin) => twin.leftBecause === null)
    .map(
      ({ key, winner, loser }): Step => ({
        action: 'settle',
        kind: loser.kind,
        key,
        name: loser.title,
        changes: [{ field: 'made twice', from: loser.url, to: `${winner.url} counts` }],
        url: loser.url,
      }),
    );
  const moved = astray.map(
    ({ issue, epic, milestone }): Step => ({
      action: 'settle',
      kind: 'issue',
      key: issue.url,
      name: issue.title,
      changes: [
        ...(epic ? [{ field: 'epic', from: 'the one made twice', to: epic.title }] : []),
        ...(milestone ? [{ field: 'milestone', from: 'the one made twice', to: milestone.title }] : []),
      ],
      url: issue.url,
    }),
  );
  return [...losers, ...moved];
}

/** With its number, where there are many of one name. */
const shownName = (live: Live): string =>
  live.kind === 'issue'
    ? `${live.title} #${live.iid}`
    : live.kind === 'epic'
      ? `${live.title} &${live.iid}`
      : nameOf(live);

export function surroundings(wanted: Wanted[], matched: Matched, world: World): Surroundings {
  const titles = new Map<Key, string>();
  const keys = new Map<number, Key>();
  for (const each of wanted) {
    if (each.kind !== 'milestone') continue;
    const live = matched.get(each.key);
    titles.set(each.key, live?.kind === 'milestone' ? live.title : each.title);
    if (live?.kind === 'milestone') keys.set(live.id, each.key);
  }
  return {
    milestoneTitle: (key) => titles.get(key) ?? '',
    milestoneOf: (live) =>
      live.milestoneId === null ? '' : (keys.get(live.milestoneId) ?? String(live.milestoneId)),
    holderIid(key) {
      const live = matched.get(key);
      return live?.kind === 'epic' || live?.kind === 'issue' ? live.iid : null;
    },
    // A guest can be assigned too; who is no member is dropped silently by GitLab (facts §3.4).
    isMember: (username) => world.members.has(username.toLowerCase()),
  };
}

/** What changes on the live thing; the index of an epic aside. */
export function changeOf(
  wanted: Wanted,
  live: Live,
  around: Surroundings,
  labelsIn: 'group' | 'project',
): Change {
  switch (wanted.kind) {
    case 'label':
      return live.kind === 'label' ? changeLabel(wanted, live, labelsIn) : mismatch(wanted, live);
    case 'milestone':
      return live.kind === 'milestone' ? changeMilestone(wanted, live) : mismatch(wanted, live);
    case 'epic':
      return live.kind === 'epic' ? changeEpic(wanted, live) : mismatch(wanted, live);
    case 'issue':
      return live.kind === 'issue' ? changeIssue(wanted, live, around) : mismatch(wanted, live);
    case 'board': {
      if (live.kind !== 'board') return mismatch(wanted, live);
      const missing = missingLists(wanted, live);
      const changes = missing.length > 0 ? [{ field: 'lists', from: '', to: `+ ${missing.join(', ')}` }] : [];
      return { changes, patch: {}, kept: [] };
    }
  }
}

function mismatch(wanted: Wanted, live: Live): never {
  throw new Error(`${wanted.key} is a ${wanted.kind}, but a ${live.kind} was found for it`);
}

/** The index a holder should carry as far as is known; null for what holds nothing. */
export function wantedIndex(wanted: Wanted, matched: Matched): Record<Key, number> | null {
  const holds = wanted.kind === 'epic' || wanted.kind === 'issue' ? wanted.holds : null;
  if (!holds) return null;
  return Object.fromEntries(
    holds.issues.flatMap((key) => {
      const live = matched.get(key);
      return live?.kind === 'issue' ? [[key, live.iid]] : [];
    }),
  );
}

/** True when the index in the description lacks an issue, or names another one. */
export function indexIsStale(description: string, index: Record<Key, number>): boolean {
  const now = readIndex(description);
  return Object.entries(index).some(([key, iid]) => now[key] !== iid);
}

function indexChange(
  wanted: Wanted,
  live: Live,
  matched: Matched,
): { field: string; from: string; to: string }[] {
  const index = wantedIndex(wanted, matched);
  if (!index || (live.kind !== 'epic' && live.kind !== 'issue') || live.state === 'closed') return [];
  const holds = (wanted as WantedIssue).holds;
  const coming = holds?.issues.some((key) => !matched.has(key)) ?? false;
  if (!coming && !indexIsStale(live.description, index)) return [];
  const known = Object.keys(readIndex(live.description)).length;
  return [{ field: 'index of issues', from: String(known), to: String(holds?.issues.length ?? 0) }];
}

function details(wanted: Wanted, around: Surroundings): string[] {
  switch (wanted.kind) {
    case 'label':
      return [wanted.color, wanted.description];
    case 'milestone':
      return [`${wanted.startDate} to ${wanted.dueDate}`];
    case 'epic':
      return [`${wanted.startDate} to ${wanted.dueDate}`, `${wanted.holds.issues.length} issues`];
    case 'issue':
      return [
        `due ${wanted.dueDate}`,
        ...wanted.assignees.map((name) =>
          around.isMember(name) ? `@${name}` : `@${name} (not a member yet)`,
        ),
        ...(wanted.milestone === null ? [] : [`milestone "${around.milestoneTitle(wanted.milestone)}"`]),
        ...(wanted.boxes.length > 0
          ? [wanted.boxes.length === 1 ? '1 box' : `${wanted.boxes.length} boxes`]
          : []),
        ...(wanted.confidential ? ['confidential'] : []),
      ];
    case 'board':
      return [`${wanted.lists.length} lists`];
  }
}

/** Requests of a step when nothing fails: descriptions are read again before they are written. */
function requestsOf(step: Step): number {
  if (step.action === 'settle') return step.kind === 'milestone' ? 1 : 2;
  if (step.action === 'create') {
    if (step.wanted.kind === 'board') return 1 + step.wanted.lists.length;
    // What holds others gets their index once they have numbers.
    const holds = step.wanted.kind === 'epic' || step.wanted.kind === 'issue' ? step.wanted.holds : null;
    return holds ? 3 : 1;
  }
  if (step.kind === 'board')
    return step.changes.reduce((sum, change) => sum + change.to.split(',').length, 0);
  return step.kind === 'label' ? 1 : 2;
}

const creationsOf = (steps: Step[]): number =>
  steps.filter(({ action, kind }) => action === 'create' && (kind === 'issue' || kind === 'epic')).length;

/** GitLab mails each assignee of a new issue; nobody is mentioned anywhere. */
function mails(steps: Step[], around: Surroundings): Record<string, number> {
  const count = new Map<string, number>();
  for (const step of steps) {
    if (step.action !== 'create' || step.wanted.kind !== 'issue') continue;
    for (const name of step.wanted.assignees) {
      if (around.isMember(name)) count.set(name, (count.get(name) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...count].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function peopleNotes(wanted: Wanted[], world: World): Note[] {
  const absent = new Map<string, number>();
  for (const each of wanted) {
    if (each.kind !== 'issue') continue;
    for (const name of each.assignees) {
      if (!world.members.has(name.toLowerCase())) absent.set(name, (absent.get(name) ?? 0) + 1);
    }
  }
  return [...absent].map(([name, count]) => ({
    code: 'not-a-member',
    about: name,
    message: `is not a member of the project, so ${count} issues stay without assignee. Add the account and run again: they are filled in then.`,
  }));
}

/** Things of this cohort that the template no longer wants. They stay; a person decides. */
function retired({ wanted, world, cohort }: DiffInput): Note[] {
  return [...world.epics, ...world.issues, ...world.milestones].flatMap((live): Note[] => {
    const own = keysOf(live.description).filter(
      (key) => key.startsWith(`${cohort}/`) || key.startsWith(`${cohort}#`),
    );
    if (own.length === 0) return [];
    const now = own.map((key) => wanted.find((each) => each.key === key)).find((each) => each !== undefined);
    if (live.kind === 'issue' && now?.kind === 'epic' && live.state === 'opened') {
      const message = `is a tracking issue that is no longer needed, since there is an epic. It is left as it is; close it when you like: ${live.url}`;
      return [{ code: 'adapted', about: live.title, message }];
    }
    if (now !== undefined) return [];
    if (live.state === 'closed') return [];
    return [
      {
        code: 'no-longer-wanted',
        about: `${live.title} ${live.url}`,
        message: 'is no longer in the program. It is left as it is.',
      },
    ];
  });
}

/** Steps of a kind, in order. */
export const stepsOf = (plan: Plan, kind: Kind, action: WantedStep['action']): WantedStep[] =>
  plan.steps.filter((step): step is WantedStep => step.kind === kind && step.action === action);
