import type { Note, Plan, Step, WantedStep } from '../../model/plan.ts';
import { KINDS, type Kind, type Live, nameOf, type Wanted } from '../../model/resource.ts';
import type { Matched, World } from '../../model/tracker.ts';
import { refusals } from '../checks/guard.ts';
import type { Found } from '../find/match.ts';
import { CLOSED, type Surroundings } from './change.ts';
import { changeOf, surroundings } from './change-of.ts';
import { creationsOf, mails, requestsOf } from './costs.ts';
import { byUrgency, peopleNotes, retired } from './notes.ts';
import { inClosed, indexChange, isClosed, knownIssues } from './parent-index.ts';
import { textChange } from './text-change.ts';

export interface DiffInput {
  program: string;
  cohort: string;
  host: string;
  project: string;
  today: string;
  wanted: Wanted[];
  matched: Matched;
  world: World;
  found: Pick<Found, 'duplicates' | 'misplaced'>;
  notes: Note[];
  labelsIn: 'group' | 'project';
  /** New issues and epics that GitLab allows a minute. */
  creationsPerMinute: number;
  links: Plan['links'];
}

export function diff(input: DiffInput): Plan {
  const { wanted, matched, world } = input;
  const around = surroundings(wanted, matched, world);
  const notes = [...input.notes, ...peopleNotes(wanted, world), ...retired(wanted, world, input.cohort)].sort(
    byUrgency,
  );
  const steps: Step[] = [];
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, { create: 0, update: 0, unchanged: 0 }]),
  ) as Plan['counts'];
  const ended = allClosed(wanted, matched);
  for (const kind of KINDS) {
    for (const each of wanted.filter((one) => one.kind === kind)) {
      const live = matched.get(each.key);
      if (ended || inClosed(each, matched)) {
        if (live) counts[kind].unchanged += 1;
        else {
          const message = 'is not made, because its internship is closed. Open its epic again to go on.';
          notes.push({ code: 'kept', about: nameOf(each), message });
        }
        continue;
      }
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
      const changes = [
        ...change.changes.map((one) =>
          one.field === 'text' && change.text ? textChange(change.text, isConfidential(each, live)) : one,
        ),
        ...indexChange(each, live, matched),
      ];
      if (changes.length > 0) {
        steps.push({ action: 'update', kind, key: each.key, name: shownName(live), changes, wanted: each });
        counts[kind].update += 1;
      } else {
        counts[kind].unchanged += 1;
      }
    }
  }
  const resolving = resolveSteps(input.found);
  for (const step of resolving) counts[step.kind].update += 1;
  steps.push(...resolving);
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
  const { known, found } = knownIssues(wanted, matched);
  return {
    ...plan,
    refusals: refusals(plan, notes.filter(({ code }) => code === 'no-longer-wanted').length, known, found),
  };
}

/** Every internship of the cohort is over: what they share, milestones and labels, stays as it is, too. */
function allClosed(wanted: Wanted[], matched: Matched): boolean {
  const parents = wanted.filter(
    (each) => (each.kind === 'epic' || each.kind === 'issue') && each.asParent !== null,
  );
  return parents.length > 0 && parents.every(({ key }) => isClosed(matched.get(key)));
}

const isConfidential = (wanted: Wanted, live: Live): boolean =>
  (wanted.kind === 'issue' && wanted.confidential) || (live.kind === 'issue' && live.confidential);

function resolveSteps({ duplicates, misplaced }: Pick<Found, 'duplicates' | 'misplaced'>): Step[] {
  const losers = duplicates
    .filter((duplicate) => duplicate.leftBecause === null)
    .map(
      ({ key, winner, loser }): Step => ({
        action: 'resolve',
        kind: loser.kind,
        key,
        name: loser.title,
        changes: [{ field: 'made twice', from: loser.url, to: `${winner.url} counts` }],
        url: loser.url,
      }),
    );
  const moved = misplaced.map(
    ({ issue, epic, milestone }): Step => ({
      action: 'resolve',
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

function details(wanted: Wanted, around: Surroundings): string[] {
  switch (wanted.kind) {
    case 'label':
      return [wanted.color, wanted.description];
    case 'milestone':
      return [`${wanted.startDate} to ${wanted.dueDate}`];
    case 'epic':
      return [`${wanted.startDate} to ${wanted.dueDate}`, `${wanted.asParent.issues.length} issues`];
    case 'issue':
      return [
        ...(wanted.dueDate === null ? [] : [`due ${wanted.dueDate}`]),
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

/** Steps of a kind, in order. */
export const stepsOf = (plan: Plan, kind: Kind, action: WantedStep['action']): WantedStep[] =>
  plan.steps.filter((step): step is WantedStep => step.kind === kind && step.action === action);
