/**
 * What one wanted thing would change on one live thing: pure, so that the plan shows it and the run computes it again
 * right after reading the thing anew. The ownership table decides; digests in the mark tell our writing from people's.
 */
import {
  digest,
  type Fence,
  findFence,
  isTouched,
  replaceFence,
  replaceMark,
  type Written,
  writeFence,
} from '../fence.ts';
import type { FieldChange } from '../plan.ts';
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
} from '../resource.ts';
import type { Patch } from '../tracker.ts';
import { appendBoxes, missingBoxes } from '../worksheet.ts';

export interface Change {
  changes: FieldChange[];
  /** What is sent. `milestone` is resolved to an id when it is. */
  patch: Patch & { milestone?: Key; assignees?: string[] };
  /** Fields that a person changed and that we therefore leave. */
  kept: string[];
}

/** What a change needs to know about other things. */
export interface Surroundings {
  /** The milestone's title as it is in GitLab, or as it will be. */
  milestoneTitle(key: Key): string;
  /** A member who can be assigned. */
  isMember(username: string): boolean;
}

const nothing = (): Change => ({ changes: [], patch: {}, kept: [] });

export const isNothing = (change: Change): boolean => change.changes.length === 0;

/** `ours`: put back. */
export function changeLabel(wanted: WantedLabel, live: LiveLabel): Change {
  const change = nothing();
  if (live.color.toLowerCase() !== wanted.color.toLowerCase()) {
    change.changes.push({ field: 'color', from: live.color, to: wanted.color });
    change.patch.color = wanted.color;
  }
  if (live.description !== wanted.description) {
    change.changes.push({ field: 'description', from: live.description, to: wanted.description });
    change.patch.description = wanted.description;
  }
  return change;
}

/** A field that both sides may write: compared with what we last wrote. */
interface Shared {
  field: string;
  /** Name in the mark. */
  mark: string;
  wanted: string;
  live: string | null;
  set: (patch: Change['patch']) => void;
}

/** What we have written once the fields are as wanted. */
function writtenOf(fields: Shared[]): Written {
  return Object.fromEntries(fields.map(({ mark, wanted }) => [mark, digest(wanted)]));
}

/** Follows the template where nobody touched the field since we last wrote it. */
function follow(change: Change, fields: Shared[], before: Written): Written {
  const written: Written = {};
  for (const { field, mark, wanted, live, set } of fields) {
    const base = before[mark];
    if ((live ?? '') === wanted) {
      written[mark] = digest(wanted);
    } else if (base !== undefined && base === digest(live)) {
      change.changes.push({ field, from: live ?? '', to: wanted });
      set(change.patch);
      written[mark] = digest(wanted);
    } else {
      change.kept.push(field);
      if (base !== undefined) written[mark] = base;
    }
  }
  return written;
}

/** The text between the marks; a fence that a person removed or edited stays as it is. */
function followText(
  change: Change,
  description: string,
  fence: Fence | undefined,
  text: string,
): string | null {
  if (!fence) {
    change.kept.push('text (the marks are gone)');
    return null;
  }
  if (digest(fence.text) === digest(text)) return null;
  if (isTouched(fence)) {
    change.kept.push('text');
    return null;
  }
  change.changes.push({ field: 'text', from: 'as last written', to: 'as the template says now' });
  return description;
}

/** The description with the new mark, and with the new text where it may be replaced. */
function renewed(description: string, fence: Fence, key: Key, text: string | null, written: Written): string {
  return text === null
    ? replaceMark(description, fence, { text: fence.written.text ?? '', ...written })
    : replaceFence(description, fence, writeFence(key, text, written));
}

function milestoneFields(wanted: WantedMilestone, live: LiveMilestone | null): Shared[] {
  return [
    {
      field: 'title',
      mark: 'title',
      wanted: wanted.title,
      live: live?.title ?? null,
      set: (patch) => {
        patch.title = wanted.title;
      },
    },
    {
      field: 'start date',
      mark: 'start',
      wanted: wanted.startDate,
      live: live?.startDate ?? null,
      set: (patch) => {
        patch.startDate = wanted.startDate;
      },
    },
    {
      field: 'due date',
      mark: 'due',
      wanted: wanted.dueDate,
      live: live?.dueDate ?? null,
      set: (patch) => {
        patch.dueDate = wanted.dueDate;
      },
    },
  ];
}

export function describeNewMilestone(wanted: WantedMilestone): string {
  return writeFence(wanted.key, wanted.text, writtenOf(milestoneFields(wanted, null)));
}

export function changeMilestone(wanted: WantedMilestone, live: LiveMilestone): Change {
  const change = nothing();
  const fence = findFence(live.description, wanted.key);
  const written = follow(change, milestoneFields(wanted, live), fence?.written ?? {});
  const rewrite = followText(change, live.description, fence, wanted.text) !== null;
  if (fence && !isNothing(change)) {
    change.patch.description = renewed(
      live.description,
      fence,
      wanted.key,
      rewrite ? wanted.text : null,
      written,
    );
  }
  return change;
}

const sorted = (names: string[]): string => [...names].sort().join(',');

function followLabels(change: Change, wanted: string[], live: string[], before: Written): Written {
  const missing = wanted.filter((name) => !live.includes(name));
  const base = before.labels;
  if (missing.length > 0 && base !== undefined && base !== digest(sorted(wanted))) {
    change.changes.push({ field: 'labels', from: '', to: `+ ${missing.join(', ')}` });
    change.patch.addLabels = missing;
  } else if (missing.length > 0) {
    change.kept.push(`labels (without ${missing.join(', ')})`);
  }
  return { labels: digest(sorted(wanted)) };
}

function epicFields(wanted: WantedEpic, live: LiveEpic | null): Shared[] {
  return [
    {
      field: 'title',
      mark: 'title',
      wanted: wanted.title,
      live: live?.title ?? null,
      set: (patch) => {
        patch.title = wanted.title;
      },
    },
    {
      field: 'start date',
      mark: 'start',
      wanted: wanted.startDate,
      live: live?.startDate ?? null,
      set: (patch) => {
        patch.startDate = wanted.startDate;
      },
    },
    {
      field: 'due date',
      mark: 'due',
      wanted: wanted.dueDate,
      live: live?.dueDate ?? null,
      set: (patch) => {
        patch.dueDate = wanted.dueDate;
      },
    },
  ];
}

/** Key of the scorecard block inside an epic or a tracking issue. */
export const scorecardKey = (key: Key): Key => `${key}/scorecard`;

export function describeNewEpic(wanted: WantedEpic): string {
  const written = { ...writtenOf(epicFields(wanted, null)), labels: digest(sorted(wanted.labels)) };
  return [
    writeFence(wanted.key, wanted.text, written),
    writeFence(scorecardKey(wanted.key), wanted.holds.scorecardSeed),
  ].join('\n\n');
}

export function changeEpic(wanted: WantedEpic, live: LiveEpic): Change {
  const change = nothing();
  const fence = findFence(live.description, wanted.key);
  const before = fence?.written ?? {};
  const written = {
    ...follow(change, epicFields(wanted, live), before),
    ...followLabels(change, wanted.labels, live.labels, before),
  };
  const rewrite = followText(change, live.description, fence, wanted.text) !== null;
  if (fence && !isNothing(change)) {
    change.patch.description = renewed(
      live.description,
      fence,
      wanted.key,
      rewrite ? wanted.text : null,
      written,
    );
  }
  return change;
}

function issueFields(wanted: WantedIssue, live: LiveIssue | null, around: Surroundings): Shared[] {
  const { milestone } = wanted;
  return [
    {
      field: 'title',
      mark: 'title',
      wanted: wanted.title,
      live: live?.title ?? null,
      set: (patch) => {
        patch.title = wanted.title;
      },
    },
    {
      field: 'due date',
      mark: 'due',
      wanted: wanted.dueDate,
      live: live?.dueDate ?? null,
      set: (patch) => {
        patch.dueDate = wanted.dueDate;
      },
    },
    ...(milestone === null
      ? []
      : [
          {
            field: 'milestone',
            mark: 'milestone',
            wanted: around.milestoneTitle(milestone),
            live: live?.milestone ?? null,
            set: (patch: Change['patch']) => {
              patch.milestone = milestone;
            },
          },
        ]),
  ];
}

/** People who are wanted as assignees and cannot be assigned yet. */
function pendingOf(wanted: WantedIssue, around: Surroundings): string[] {
  return wanted.assignees.filter((username) => !around.isMember(username));
}

export function describeNewIssue(wanted: WantedIssue, around: Surroundings): string {
  const pending = pendingOf(wanted, around);
  const written: Written = {
    ...writtenOf(issueFields(wanted, null, around)),
    labels: digest(sorted(wanted.labels)),
    ...(wanted.boxes.length > 0 ? { boxes: String(wanted.boxes.length) } : {}),
    ...(pending.length > 0 ? { pending: pending.join(',') } : {}),
  };
  return [
    writeFence(wanted.key, wanted.text, written),
    ...(wanted.holds ? [writeFence(scorecardKey(wanted.key), wanted.holds.scorecardSeed)] : []),
    ...(wanted.worksheet === '' ? [] : [wanted.worksheet]),
  ].join('\n\n');
}

export function changeIssue(wanted: WantedIssue, live: LiveIssue, around: Surroundings): Change {
  const change = nothing();
  const fence = findFence(live.description, wanted.key);
  const before = fence?.written ?? {};
  const written: Written = {
    ...follow(change, issueFields(wanted, live, around), before),
    ...followLabels(change, wanted.labels, live.labels, before),
  };
  const rewrite = followText(change, live.description, fence, wanted.text) !== null;
  let description = live.description;

  const hadBoxes = before.boxes === undefined ? null : Number(before.boxes);
  if (hadBoxes !== null) written.boxes = String(hadBoxes);
  if (hadBoxes !== null && wanted.boxes.length > hadBoxes) {
    const names = missingBoxes(description, wanted.boxes).slice(-(wanted.boxes.length - hadBoxes));
    const longer = names.length > 0 ? appendBoxes(description, names) : null;
    if (longer !== null) {
      change.changes.push({
        field: 'check-list',
        from: `${hadBoxes} boxes`,
        to: `${wanted.boxes.length} boxes`,
      });
      description = longer;
      written.boxes = String(wanted.boxes.length);
    } else if (names.length > 0) {
      change.kept.push('check-list (it is gone)');
    }
  }

  // An account that did not exist at kickoff: filled in once it does, unless somebody was assigned meanwhile.
  const pending = before.pending?.split(',') ?? [];
  const arrived = pending.filter((username) => around.isMember(username));
  if (arrived.length > 0 && live.assignees.length === 0) {
    change.changes.push({ field: 'assignee', from: '', to: arrived.join(', ') });
    change.patch.assignees = arrived;
  }
  const still = pending.filter((username) => !arrived.includes(username));
  if (still.length > 0) written.pending = still.join(',');

  // What is closed is finished: nothing in it is changed any more.
  if (live.state === 'closed' && !isNothing(change)) {
    return { ...nothing(), kept: ['everything, because it is closed'] };
  }
  const current = findFence(description, wanted.key);
  if (current && !isNothing(change)) {
    change.patch.description = renewed(
      description,
      current,
      wanted.key,
      rewrite ? wanted.text : null,
      written,
    );
  }
  return change;
}

/** Names of lists that the board does not have yet. */
export function missingLists(wanted: WantedBoard, live: LiveBoard): string[] {
  return wanted.lists.filter((name) => !live.lists.some((list) => list.label === name));
}
