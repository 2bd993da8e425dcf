import { appendBoxes, missingBoxes } from '../../issues/worksheet.ts';
import { isSameUser } from '../../model/accounts.ts';
import type { LiveIssue, WantedIssue } from '../../model/resource.ts';
import type { Written } from '../../record/managed-block.ts';
import type { FieldsOf, Grown, Later, Surroundings } from './field.ts';
import { dueDate, labels, text, title } from './values.ts';

export const issueFields: FieldsOf<'issue'> = {
  title,
  text,
  dueDate: { ...dueDate, detail: ({ dueDate: day }) => (day === null ? null : `due ${day}`) },
  assignees: {
    policy: 'seed',
    name: 'assignees',
    wanted: ({ assignees }, around) => assignees.filter(around.isMember).join(', '),
    live: ({ assignees }) => assignees.join(', '),
    lost({ assignees }, live, around) {
      const names = assignees.filter((name) => around.isMember(name) && !isAmong(name, live.assignees));
      return names.length === 0 ? null : `assignee ${names.join(', ')}`;
    },
    isTheirs: ({ assignees }, live) => live.assignees.some((name) => !isAmong(name, assignees)),
    send: ({ assignees }, around) => {
      const ids = around.memberIds(assignees);
      return ids.length > 0 ? { assigneeIds: ids } : {};
    },
    later: assigned,
    detail: ({ assignees }, around) =>
      assignees
        .map((name) => (around.isMember(name) ? `@${name}` : `@${name} (not a member yet)`))
        .join(' · '),
    remember: ({ assignees }, around) => {
      const pending = assignees.filter((name) => !around.isMember(name));
      return {
        ...listed('to', around.memberIds(assignees)),
        ...listed('pending', pending),
      };
    },
  },
  milestone: {
    policy: 'shared',
    name: 'milestone',
    marker: 'milestone',
    isReference: true,
    // By key: a milestone may be renamed without any issue leaving it.
    wanted: ({ milestone }) => milestone,
    live: (live, around) => around.milestoneOf(live),
    send: ({ milestone }, around) => {
      const id = around.milestoneId(milestone);
      return id === null ? {} : { milestoneId: id };
    },
    shown: (live, { milestone }, around) => ({
      from: live.milestone ?? '',
      to: around.milestoneTitle(milestone ?? ''),
    }),
    detail: ({ milestone }, around) =>
      milestone === null ? null : `milestone "${around.milestoneTitle(milestone)}"`,
  },
  boxes: {
    policy: 'append',
    name: 'check-list',
    grow: growList,
    detail: ({ boxes }) =>
      boxes.length === 0 ? null : boxes.length === 1 ? '1 box' : `${boxes.length} boxes`,
    remember: ({ boxes }): Written => (boxes.length > 0 ? { boxes: String(boxes.length) } : {}),
  },
  weight: {
    policy: 'shared',
    name: 'weight',
    marker: 'weight',
    wanted: ({ weight }) => (weight === undefined ? null : String(weight)),
    live: ({ weight }) => (weight === undefined ? undefined : weight === null ? null : String(weight)),
    send: ({ weight }) => (weight === undefined ? {} : { weight }),
    detail: ({ weight }) => (weight === undefined ? null : `weight ${weight}`),
  },
  labels,
  worksheet: {
    policy: 'seed',
    name: 'worksheet',
    // Part of the first description, and nobody's business from then on.
    wanted: () => null,
    live: () => null,
    send: () => ({}),
  },
  epic: {
    policy: 'seed',
    name: 'epic',
    isReference: true,
    wanted: ({ epic }) => (epic === null ? null : 'one'),
    // Which one is people's choice; that there is one was ours.
    live: ({ epic }) => (epic === null ? null : 'one'),
    shown: () => ({ from: '', to: 'the epic of the internship' }),
    send: ({ epic }, around) => {
      const id = around.epicId(epic);
      return id === null ? {} : { epicId: id };
    },
    later: epicAtLast,
    remember: ({ epic }): Written => (epic === null ? {} : { epic: '1' }),
  },
  parent: {
    policy: 'name',
    name: 'parent',
    remember: ({ parent }, around): Written => {
      const iid = around.parentIid(parent);
      return iid === null ? {} : { in: String(iid) };
    },
  },
  asParent: {
    policy: 'append',
    name: 'scorecard block and index of issues',
    remember: ({ asParent }): Written => (asParent ? { baseline: asParent.baseline } : {}),
    grow: () => null,
  },
  confidential: {
    policy: 'seed',
    name: 'confidentiality',
    wanted: ({ confidential }) => String(confidential),
    live: ({ confidential }) => String(confidential),
    send: ({ confidential }) => ({ confidential }),
    detail: ({ confidential }) => (confidential ? 'confidential' : null),
  },
};

const isAmong = (name: string, names: string[]): boolean => names.some((each) => isSameUser(each, name));

/** A target that grew: the missing boxes are appended, none is removed or rewritten. */
function growList({ key, boxes }: WantedIssue, description: string, written: Written): Grown | null {
  const had = Number(written.boxes ?? 0);
  if (boxes.length <= had) return null;
  const names = missingBoxes(description, key, boxes, boxes.length - had);
  return {
    from: `${had} boxes`,
    to: `${boxes.length} boxes`,
    description: names.length > 0 ? appendBoxes(description, key, names) : description,
    written: { ...written, boxes: String(boxes.length) },
  };
}

/** A word of the marker that holds user names, or numbers of users, which stay when an account is renamed; absent where it is empty. */
const listed = (word: 'to' | 'pending', all: (string | number)[]): Written =>
  all.length > 0 ? { [word]: all.join(',') } : {};

const listIn = (word: string | undefined): string[] => (word ?? '').split(',').filter((each) => each !== '');

/** Who came to be a member, and who took another's place. People's own choice of assignees stays. */
function assigned(each: WantedIssue, live: LiveIssue, around: Surroundings, written: Written): Later | null {
  return awaited(each, live, around, written) ?? replaced(each, live, around, written);
}

/** An account that did not exist at kickoff: filled in once it does, unless somebody was assigned meanwhile. */
function awaited(each: WantedIssue, live: LiveIssue, around: Surroundings, written: Written): Later | null {
  const { pending: word, ...rest } = written;
  const pending = listIn(word);
  if (pending.length === 0) return null;
  if (live.assignees.some((name) => !isAmong(name, each.assignees))) {
    // People decided. The marker forgets, so that their taking somebody off later is not undone.
    return {
      field: 'awaited assignee',
      from: pending.join(','),
      to: 'no longer awaited',
      patch: {},
      written: rest,
    };
  }
  const arrived = pending.filter((username) => around.isMember(username));
  if (arrived.length === 0) return null;
  const still = pending.filter((username) => !arrived.includes(username));
  return {
    field: 'assignee',
    from: '',
    to: arrived.join(', '),
    // Those of ours who are there already stay.
    patch: { assigneeIds: around.memberIds([...live.assignees, ...arrived]) },
    written: {
      ...rest,
      ...listed('to', [...listIn(rest.to), ...around.memberIds(arrived)]),
      ...listed('pending', still),
    },
  };
}

/**
 * Whom we assigned and the cohort no longer names gives way to who stands there now, for example when a mentor changes. Where people
 * took all of them off already, that was their choice, and the marker forgets them.
 */
function replaced(each: WantedIssue, live: LiveIssue, around: Surroundings, written: Written): Later | null {
  const { to: word, ...rest } = written;
  const before = listIn(word).map(Number);
  const now = around.memberIds(each.assignees);
  if (before.length === 0 || now.length === 0) return null;
  const idOf = (name: string): number | undefined => around.memberIds([name])[0];
  const there = live.assignees.map((name) => ({ name, id: idOf(name) }));
  const isThere = (id: number): boolean => there.some((one) => one.id === id);
  const old = before.filter((id) => !now.includes(id));
  const coming = each.assignees.filter((name) => {
    const id = idOf(name);
    return id !== undefined && !before.includes(id) && !isThere(id);
  });
  if (old.length > 0 && !old.some(isThere)) {
    const to = 'left to people, who changed it';
    return { field: 'assignee on record', from: '', to, patch: {}, written: rest };
  }
  if (old.length === 0 && (coming.length === 0 || !before.every(isThere))) return null;
  const going = there.filter(({ id }) => id !== undefined && old.includes(id));
  const staying = there.filter((one) => !going.includes(one));
  // What is sent replaces all; who is no member could not be among them.
  if (!staying.every(({ id }) => id !== undefined)) return null;
  return {
    field: 'assignee',
    from: going.map(({ name }) => name).join(', '),
    to: coming.length === 0 ? 'nobody in that place' : coming.join(', '),
    // Where one assignee is allowed, the first is taken.
    patch: { assigneeIds: around.memberIds([...coming, ...staying.map(({ name }) => name)]) },
    // Whom people assigned is theirs, also when the cohort names that person later.
    written: {
      ...rest,
      ...listed('to', [...before.filter((id) => now.includes(id)), ...around.memberIds(coming)]),
    },
  };
}

/** Made where there were no epics, and nobody has put it into one since. */
function epicAtLast(
  { epic }: WantedIssue,
  live: LiveIssue,
  around: Surroundings,
  written: Written,
): Later | null {
  if (epic === null || live.epic !== null || written.epic !== undefined) return null;
  const id = around.epicId(epic);
  return {
    field: 'epic',
    from: '',
    to: 'the epic of the internship',
    patch: id === null ? {} : { epicId: id },
    written: { ...written, epic: '1' },
  };
}
