/** What is wanted beside what is there: the steps between them, and what is worth saying. Pure. */
import type { FieldChange, Note, Plan, Step } from '../../model/plan.ts';
import { KINDS, type Live, nameOf, type Wanted } from '../../model/resource.ts';
import type { Matched, World } from '../../model/tracker.ts';
import { refusals } from '../checks/guard.ts';
import type { Surroundings } from '../fields/field.ts';
import { surroundings } from '../fields/surroundings.ts';
import type { Found } from '../find/match.ts';
import { CLOSED, changeOf, detailsOf } from './change.ts';
import { creationsOf, mails, requestsOf } from './costs.ts';
import { type Leaver, ownerAmong } from './leaver.ts';
import { byUrgency, peopleNotes, retired } from './notes.ts';
import { inClosed, indexChange, isClosed, knownIssues } from './parent-index.ts';
import { textChange } from './text-change.ts';

export interface DiffInput {
  /** Title of the program. */
  program: string;
  cohortKey: string;
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
  /** Whose last day has come. */
  leavers: Leaver[];
}

export function diff(input: DiffInput): Plan {
  const { wanted, matched, world } = input;
  const around = surroundings(wanted, matched, world, input.labelsIn);
  const ended = allClosed(wanted, matched);
  const seen = KINDS.flatMap((kind) =>
    wanted
      .filter((each) => each.kind === kind)
      .map((each) =>
        ended || inClosed(each, matched)
          ? afterTheEnd(each, matched, 'its internship is closed. Open its epic again to go on.')
          : (afterLeaving(each, matched, input.leavers) ?? compare(each, matched, around)),
      ),
  );
  const steps = [...seen.flatMap(({ step }) => step ?? []), ...resolveSteps(input.found)];
  const said = [
    ...input.notes,
    ...peopleNotes(
      wanted.filter((each) => !ownerAmong(each, input.leavers)),
      world,
    ),
    ...retired(wanted, world, input.cohortKey),
  ];
  const notes = [...said.sort(byUrgency), ...seen.flatMap(({ note }) => note ?? [])];
  const plan: Plan = {
    version: 2,
    program: input.program,
    cohort: input.cohortKey,
    host: input.host,
    project: input.project,
    today: input.today,
    steps,
    notes,
    counts: countsOf(
      steps,
      seen.flatMap(({ unchanged }) => unchanged ?? []),
    ),
    requests: steps.reduce((sum, step) => sum + requestsOf(step), 0),
    minutesByLimit: Math.floor(creationsOf(steps) / input.creationsPerMinute),
    mails: mails(steps, around),
    refusals: [],
    links: input.links,
  };
  const { known, found } = knownIssues(wanted, matched, world.project.id);
  const gone = notes.filter(({ code }) => code === 'no-longer-wanted').length;
  return { ...plan, refusals: refusals(plan, gone, known, found) };
}

/** What came of one wanted thing. */
interface Seen {
  step?: Step;
  note?: Note;
  unchanged?: Live;
}

/** In an internship that is over nothing is made or changed. */
function afterTheEnd(each: Wanted, matched: Matched, because: string): Seen {
  const live = matched.get(each.key);
  if (live) return { unchanged: live };
  return { note: { code: 'kept', about: nameOf(each), message: `is not made, because ${because}` } };
}

function afterLeaving(each: Wanted, matched: Matched, leavers: Leaver[]): Seen | null {
  const owner = ownerAmong(each, leavers);
  return owner ? afterTheEnd(each, matched, `${owner.name} left on ${owner.on}.`) : null;
}

function compare(each: Wanted, matched: Matched, around: Surroundings): Seen {
  const { kind, key } = each;
  const live = matched.get(key);
  if (!live) {
    const details = detailsOf(each, around);
    return { step: { action: 'create', kind, key, name: nameOf(each), details, wanted: each } };
  }
  const { changes: fields, kept, text } = changeOf(each, live, around);
  const shown = (change: FieldChange): FieldChange =>
    change.field === 'text' && text ? textChange(text, isConfidential(each, live)) : change;
  const changes = [...fields.map(shown), ...indexChange(each, live, matched)];
  const about = shownName(live);
  const message =
    kept[0] === CLOSED
      ? 'is closed, so what the template says now does not reach it.'
      : kind === 'label'
        ? `has another ${kept.join(', ')}: of another program, of a person, or of an earlier file; left as it is.`
        : `people changed ${kept.join(', ')}; left as it is.`;
  return {
    ...(kept.length > 0 ? { note: { code: 'kept', about, message } } : {}),
    ...(changes.length > 0
      ? { step: { action: 'update', kind, key, name: about, changes, wanted: each } }
      : { unchanged: live }),
  };
}

/** Steps and unchanged things by kind; what is resolved is an update of its kind. */
export function countsOf(steps: Step[], unchanged: Live[]): Plan['counts'] {
  const count = (kind: Live['kind'], actions: Step['action'][]): number =>
    steps.filter((step) => step.kind === kind && actions.includes(step.action)).length;
  const entries = KINDS.map((kind) => [
    kind,
    {
      create: count(kind, ['create']),
      update: count(kind, ['update', 'resolve']),
      close: count(kind, ['close']),
      unchanged: unchanged.filter((live) => live.kind === kind).length,
    },
  ]);
  // Every kind has its entry, as the map over all of them shows.
  return Object.fromEntries(entries) as Plan['counts'];
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
