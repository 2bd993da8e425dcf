/**
 * What one wanted thing would change on one live thing: pure, so that the plan shows it and the run computes it again
 * right after reading the thing anew. The ownership table decides; the marker tells our writing from people's.
 */

import { appendBoxes, missingBoxes } from '../../issues/worksheet.ts';
import type { FieldChange } from '../../model/plan.ts';
import type {
  Key,
  LiveBoard,
  LiveEpic,
  LiveIssue,
  LiveLabel,
  LiveMilestone,
  WantedBoard,
  WantedEpic,
  WantedIssue,
  WantedLabel,
  WantedMilestone,
} from '../../model/resource.ts';
import type { Patch } from '../../model/tracker.ts';
import { digest } from '../../record/digest.ts';
import { scorecardKey } from '../../record/keys.ts';
import {
  findBlock,
  isEdited,
  type ManagedBlock,
  printBlock,
  replaceBlock,
  replaceMarker,
  type Written,
} from '../../record/managed-block.ts';

export interface Change {
  changes: FieldChange[];
  /** What is sent. Keys and names are resolved to ids when it is. */
  patch: Omit<Patch, 'milestoneId' | 'epicId' | 'assigneeIds'> & {
    milestone?: Key;
    epic?: Key;
    assignees?: string[];
  };
  /** Fields that a person changed and that we therefore leave. */
  kept: string[];
  /** Our text between the markers, where it is renewed; for the plan, which shows the difference. */
  text?: { from: string; to: string };
}

/** What a change needs to know about other things. */
export interface Surroundings {
  /** The milestone's title as it is in GitLab, or as it will be. */
  milestoneTitle(key: Key): string;
  /** Which wanted milestone an issue is in; another one is told by its number. Empty for none. */
  milestoneOf(live: LiveIssue): string;
  /** Number of the epic or tracking issue with this key, null before it has one. */
  parentIid(key: Key): number | null;
  /** A member who can be assigned. */
  isMember(username: string): boolean;
}

const nothing = (): Change => ({ changes: [], patch: {}, kept: [] });

export const isNothing = (change: Change): boolean => change.changes.length === 0;

/** Stands in `kept` for everything. */
export const CLOSED = 'everything, because it is closed';

/** What is closed is finished: nothing in it is changed any more. */
const closed = (change: Change): Change => (isNothing(change) ? change : { ...nothing(), kept: [CLOSED] });

/**
 * `ours`: put back. A label that agrees with ours in neither colour nor description is somebody else's label of the same
 * name, and one that comes from elsewhere in the hierarchy is not ours to change.
 */
export function changeLabel(wanted: WantedLabel, live: LiveLabel, home: 'group' | 'project'): Change {
  const change = nothing();
  const color = live.color.toLowerCase() === wanted.color.toLowerCase();
  const description = live.description === wanted.description;
  if (color && description) return change;
  if (live.home !== home || (!color && !description)) {
    change.kept.push('colour and description (the label is somebody else’s)');
    return change;
  }
  if (!color) {
    change.changes.push({ field: 'color', from: live.color, to: wanted.color });
    change.patch.color = wanted.color;
  } else {
    change.changes.push({ field: 'description', from: live.description, to: wanted.description });
    change.patch.description = wanted.description;
  }
  return change;
}

/** A field that both sides may write: compared with what we last wrote. */
interface Shared {
  field: string;
  /** Name in the marker. */
  marker: string;
  wanted: string;
  live: string | null;
  /** For people, where the value is a key. */
  shown?: { from: string; to: string };
  set: (patch: Change['patch']) => void;
}

/** What we have written once the fields are as wanted. */
function writtenOf(fields: Shared[]): Written {
  return Object.fromEntries(fields.map(({ marker, wanted }) => [marker, digest(wanted)]));
}

/** Follows the template where nobody touched the field since we last wrote it. */
function follow(change: Change, fields: Shared[], before: Written): Written {
  const written: Written = {};
  for (const { field, marker, wanted, live, shown, set } of fields) {
    const base = before[marker];
    if ((live ?? '') === wanted) {
      written[marker] = digest(wanted);
    } else if (base !== undefined && base === digest(live)) {
      change.changes.push({ field, from: shown?.from ?? live ?? '', to: shown?.to ?? wanted });
      set(change.patch);
      written[marker] = digest(wanted);
    } else {
      change.kept.push(field);
      if (base !== undefined) written[marker] = base;
    }
  }
  return written;
}

/**
 * When a person moved one date and ours would move the other past it, GitLab would refuse the pair: then both stay.
 * A milestone must end after it starts, an epic may end on the day it starts.
 */
function holdDates(
  change: Change,
  live: { startDate: string | null; dueDate: string | null },
  written: Written,
  before: Written,
  mayBeEqual: boolean,
): void {
  const start = change.patch.startDate ?? live.startDate ?? '';
  const due = change.patch.dueDate ?? live.dueDate ?? '9999';
  if (start < due || (mayBeEqual && start === due)) return;
  const dates = ['start date', 'due date'];
  change.changes = change.changes.filter(({ field }) => !dates.includes(field));
  change.kept = [
    ...change.kept.filter((field) => !dates.includes(field)),
    'dates (with ours they would be in the wrong order)',
  ];
  delete change.patch.startDate;
  delete change.patch.dueDate;
  for (const marker of ['start', 'due']) {
    if (before[marker] !== undefined) written[marker] = before[marker];
  }
}

/** The text between the markers; a block that a person removed or edited stays as it is. */
function followText(change: Change, block: ManagedBlock | undefined, text: string): boolean {
  if (!block) {
    change.kept.push('text (the markers are gone)');
    return false;
  }
  if (digest(block.text) === digest(text)) return false;
  if (isEdited(block)) {
    change.kept.push('text');
    return false;
  }
  change.changes.push({ field: 'text', from: 'as last written', to: 'as the template says now' });
  change.text = { from: block.text, to: text };
  return true;
}

/** The description with the new marker, and with the new text where it may be replaced. */
function renewed(description: string, block: ManagedBlock, text: string | null, written: Written): string {
  return text === null
    ? replaceMarker(description, block, { text: block.written.text ?? '', ...written })
    : replaceBlock(description, block, printBlock(block.key, text, written));
}

type PlainField = 'title' | 'startDate' | 'dueDate';

/** A field that is sent as it is wanted. */
function plain<F extends PlainField>(
  name: F,
  wanted: Record<F, string>,
  live: Record<F, string | null> | null,
): Shared {
  const { field, marker } = {
    title: { field: 'title', marker: 'title' },
    startDate: { field: 'start date', marker: 'start' },
    dueDate: { field: 'due date', marker: 'due' },
  }[name];
  return {
    field,
    marker,
    wanted: wanted[name],
    live: live?.[name] ?? null,
    set: (patch) => {
      patch[name as PlainField] = wanted[name];
    },
  };
}

function datesAndTitle(
  wanted: Record<PlainField, string>,
  live: (Record<'title', string> & Record<'startDate' | 'dueDate', string | null>) | null,
): Shared[] {
  return [plain('title', wanted, live), plain('startDate', wanted, live), plain('dueDate', wanted, live)];
}

export function describeNewMilestone(wanted: WantedMilestone): string {
  return printBlock(wanted.key, wanted.text, writtenOf(datesAndTitle(wanted, null)));
}

export function changeMilestone(wanted: WantedMilestone, live: LiveMilestone): Change {
  const change = nothing();
  const block = findBlock(live.description, wanted.key);
  const before = block?.written ?? {};
  const written = { ...follow(change, datesAndTitle(wanted, live), before), ...remembered(before) };
  holdDates(change, live, written, before, false);
  const rewrite = followText(change, block, wanted.text);
  if (live.state === 'closed') return closed(change);
  if (block && !isNothing(change)) {
    change.patch.description = renewed(live.description, block, rewrite ? wanted.text : null, written);
  }
  return change;
}

const scopeOf = (label: string): string | null =>
  label.includes('::') ? label.slice(0, label.lastIndexOf('::')) : null;

/**
 * Labels that the template gained since we last wrote are added. One that a person took off stays off, and one whose
 * place in its scope a person gave to another stays away.
 */
function followLabels(change: Change, wanted: string[], live: string[], before: Written): Written {
  const known = before.labels === undefined ? null : before.labels.split(',');
  const missing = wanted.filter((name) => !live.includes(name));
  const ours = new Set([...(known ?? []), ...wanted]);
  const replaced = (name: string): boolean =>
    live.some((each) => scopeOf(each) !== null && scopeOf(each) === scopeOf(name) && !ours.has(each));
  const gained = known === null ? [] : missing.filter((name) => !known.includes(name) && !replaced(name));
  const left = missing.filter((name) => !gained.includes(name));
  if (gained.length > 0) {
    change.changes.push({ field: 'labels', from: '', to: `+ ${gained.join(', ')}` });
    change.patch.addLabels = gained;
  }
  if (left.length > 0) change.kept.push(`labels (without ${left.join(', ')})`);
  return known === null ? {} : { labels: wanted.join(',') };
}

/** Words of the marker that are written once: where an issue was made, what was agreed at kickoff, and that it was archived. */
function remembered(before: Written): Written {
  return Object.fromEntries(
    (['in', 'baseline', 'archived'] as const).flatMap((word) =>
      before[word] === undefined ? [] : [[word, before[word]]],
    ),
  );
}

export function describeNewEpic(wanted: WantedEpic): string {
  const written = {
    ...writtenOf(datesAndTitle(wanted, null)),
    labels: wanted.labels.join(','),
    baseline: wanted.asParent.baseline,
  };
  return [
    printBlock(wanted.key, wanted.text, written),
    printBlock(scorecardKey(wanted.key), wanted.asParent.scorecardSeed),
  ].join('\n\n');
}

export function changeEpic(wanted: WantedEpic, live: LiveEpic): Change {
  const change = nothing();
  const block = findBlock(live.description, wanted.key);
  const before = block?.written ?? {};
  const written = follow(change, datesAndTitle(wanted, live), before);
  holdDates(change, live, written, before, true);
  Object.assign(written, followLabels(change, wanted.labels, live.labels, before), remembered(before));
  const rewrite = followText(change, block, wanted.text);
  if (live.state === 'closed') return closed(change);
  if (block && !isNothing(change)) {
    change.patch.description = renewed(live.description, block, rewrite ? wanted.text : null, written);
  }
  return change;
}

function issueFields(wanted: WantedIssue, live: LiveIssue | null, around: Surroundings): Shared[] {
  const { milestone, dueDate } = wanted;
  return [
    plain('title', wanted, live),
    ...(dueDate === null ? [] : [plain('dueDate', { dueDate }, live)]),
    ...(milestone === null
      ? []
      : [
          {
            field: 'milestone',
            marker: 'milestone',
            // By key: a milestone may be renamed without any issue leaving it.
            wanted: milestone,
            live: live ? around.milestoneOf(live) : null,
            shown: { from: live?.milestone ?? '', to: around.milestoneTitle(milestone) },
            set: (patch: Change['patch']) => {
              patch.milestone = milestone;
            },
          },
        ]),
  ];
}

export function describeNewIssue(wanted: WantedIssue, around: Surroundings): string {
  const pending = wanted.assignees.filter((username) => !around.isMember(username));
  const parent = wanted.parent === null ? null : around.parentIid(wanted.parent);
  const written: Written = {
    ...writtenOf(issueFields(wanted, null, around)),
    labels: wanted.labels.join(','),
    ...(wanted.boxes.length > 0 ? { boxes: String(wanted.boxes.length) } : {}),
    ...(wanted.epic === null ? {} : { epic: '1' }),
    ...(parent === null ? {} : { in: String(parent) }),
    ...(wanted.asParent ? { baseline: wanted.asParent.baseline } : {}),
    ...(pending.length > 0 ? { pending: pending.join(',') } : {}),
  };
  return [
    printBlock(wanted.key, wanted.text, written),
    ...(wanted.asParent ? [printBlock(scorecardKey(wanted.key), wanted.asParent.scorecardSeed)] : []),
    ...(wanted.worksheet === '' ? [] : [wanted.worksheet]),
  ].join('\n\n');
}

export function changeIssue(wanted: WantedIssue, live: LiveIssue, around: Surroundings): Change {
  const change = nothing();
  const block = findBlock(live.description, wanted.key);
  const before = block?.written ?? {};
  const written: Written = {
    ...follow(change, issueFields(wanted, live, around), before),
    ...followLabels(change, wanted.labels, live.labels, before),
    ...remembered(before),
  };
  const rewrite = followText(change, block, wanted.text);
  const description = block ? growList(change, wanted, live.description, before, written) : live.description;
  followAssignees(change, live, around, before, written);

  // Made where there were no epics, and nobody has put it into one since.
  if (before.epic !== undefined) written.epic = before.epic;
  else if (block && wanted.epic !== null && live.epic === null) {
    change.changes.push({ field: 'epic', from: '', to: 'the epic of the internship' });
    change.patch.epic = wanted.epic;
    written.epic = '1';
  }

  if (live.state === 'closed') return closed(change);
  const current = findBlock(description, wanted.key);
  if (current && !isNothing(change)) {
    change.patch.description = renewed(description, current, rewrite ? wanted.text : null, written);
  }
  return change;
}

/** A target that grew: the missing boxes are appended, none is removed or rewritten. */
function growList(
  change: Change,
  wanted: WantedIssue,
  description: string,
  before: Written,
  written: Written,
): string {
  const had = Number(before.boxes ?? 0);
  if (had > 0) written.boxes = String(had);
  if (wanted.boxes.length <= had) return description;
  const names = missingBoxes(description, wanted.key, wanted.boxes, wanted.boxes.length - had);
  change.changes.push({ field: 'check-list', from: `${had} boxes`, to: `${wanted.boxes.length} boxes` });
  written.boxes = String(wanted.boxes.length);
  return names.length > 0 ? appendBoxes(description, wanted.key, names) : description;
}

/** An account that did not exist at kickoff: filled in once it does, unless somebody was assigned meanwhile. */
function followAssignees(
  change: Change,
  live: LiveIssue,
  around: Surroundings,
  before: Written,
  written: Written,
): void {
  const pending = (before.pending ?? '').split(',').filter((name) => name !== '');
  if (pending.length === 0) return;
  if (live.assignees.length > 0) {
    // People decided. The marker forgets, so that their taking somebody off later is not undone.
    change.changes.push({ field: 'awaited assignee', from: pending.join(', '), to: 'no longer awaited' });
    return;
  }
  const arrived = pending.filter((username) => around.isMember(username));
  if (arrived.length > 0) {
    change.changes.push({ field: 'assignee', from: '', to: arrived.join(', ') });
    change.patch.assignees = arrived;
  }
  const still = pending.filter((username) => !arrived.includes(username));
  if (still.length > 0) written.pending = still.join(',');
}

/** Names of lists that the board does not have yet. */
export function missingLists(wanted: WantedBoard, live: LiveBoard): string[] {
  return wanted.lists.filter((name) => !live.lists.some((list) => list.label === name));
}
