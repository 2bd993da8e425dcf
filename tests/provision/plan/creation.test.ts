/** What is sent for a new thing, kind by kind, to the letter: each field of the table once. */
import { beforeAll, expect, test } from 'vitest';
import type { Live } from '../../../src/model/resource.ts';
import type { Matched } from '../../../src/model/tracker.ts';
import { changedField, creation } from '../../../src/provision/fields/creation.ts';
import type { Surroundings } from '../../../src/provision/fields/field.ts';
import { surroundings } from '../../../src/provision/fields/surroundings.ts';
import { fieldsOf, ownedBy } from '../../../src/provision/fields/table.ts';
import { findBlock } from '../../../src/record/managed-block.ts';
import {
  around,
  board,
  epic,
  issue,
  label,
  liveOf,
  madeAll,
  milestone,
  world,
} from '../../support/resources.ts';

const ALL = [label(), milestone(), epic(), issue(), board()];
// Made within a test: what breaks while a file is loaded is no failing test.
let there: Matched;
let about: Surroundings;
beforeAll(() => {
  there = madeAll(ALL);
  about = around(ALL, there);
});
const wordsOf = (description: string, key: string): string[] =>
  Object.keys(findBlock(description, key)?.written ?? {}).sort();

test('a label, a milestone and a board are their fields', () => {
  expect(creation(label(), around([], new Map(), world(), 'project'))).toEqual({
    kind: 'label',
    home: 'project',
    name: 'area::x',
    color: '#1f75cb',
    description: 'Functional area: X',
  });
  expect(creation(board(), about)).toEqual({ kind: 'board', name: 'Program' });
  const made = creation(milestone(), about);
  expect(made).toMatchObject({
    kind: 'milestone',
    title: 'c: X',
    startDate: '2027-03-01',
    dueDate: '2027-03-12',
  });
  const { description } = made as { description: string };
  expect(wordsOf(description, milestone().key)).toEqual(['due', 'place', 'start', 'text', 'title', 'v']);
  expect(description.split('\n\n')).toHaveLength(1);
});

test('an epic carries its block, what was agreed, and the place of the scorecard', () => {
  const made = creation(epic(), about);
  const { description, ...fields } = made as { description: string };
  expect(fields).toEqual({
    kind: 'epic',
    title: 'Robin',
    labels: ['cohort::c', 'intern::robin'],
    startDate: '2027-03-01',
    dueDate: '2027-04-23',
  });
  expect(findBlock(description, 'c/robin')).toMatchObject({
    text: 'The internship of Robin.',
    written: { baseline: 'a,b/5', labels: 'cohort::c,intern::robin', place: '33/12' },
  });
  expect(wordsOf(description, 'c/robin')).toEqual([
    'baseline',
    'due',
    'labels',
    'place',
    'start',
    'text',
    'title',
    'v',
  ]);
  expect(findBlock(description, 'c/robin#scorecard')?.text).toBe('No score yet.');
});

test('an issue carries its fields by number, its block, and people’s own part', () => {
  const made = creation(issue({ weight: 3, confidential: true }), about);
  const { description, ...fields } = made as { description: string };
  expect(fields).toEqual({
    kind: 'issue',
    title: 'Do A',
    dueDate: '2027-03-12',
    assigneeIds: [1],
    milestoneId: liveOf(there, milestone()).id,
    weight: 3,
    labels: ['cohort::c', 'intern::robin', 'area::x'],
    epicId: liveOf(there, epic()).id,
    confidential: true,
  });
  expect(findBlock(description, issue().key)?.written).toMatchObject({
    boxes: '2',
    epic: '1',
    in: String(liveOf(there, epic()).iid),
    place: '12',
    labels: 'cohort::c,intern::robin,area::x',
  });
  expect(wordsOf(description, issue().key)).toEqual(
    [
      'boxes',
      'due',
      'epic',
      'in',
      'labels',
      'milestone',
      'place',
      'text',
      'title',
      'to',
      'v',
      'weight',
    ].sort(),
  );
  expect(description.endsWith(`\n\n${issue().worksheet}`)).toBe(true);
  expect(description.split('\n\n').filter((part) => part.includes('kickoff:boxes '))).toHaveLength(1);
  expect(description).not.toContain('#scorecard');
});

test('an issue of nothing sends nothing, and remembers nothing of it', () => {
  const bare = issue({
    worksheet: '',
    boxes: [],
    milestone: null,
    epic: null,
    parent: null,
    dueDate: null,
    assignees: ['noor', 'robin', 'kim'],
    labels: [],
  });
  const made = creation(bare, about);
  const { description, ...fields } = made as { description: string };
  expect(fields).toEqual({
    kind: 'issue',
    title: 'Do A',
    assigneeIds: [1],
    labels: [],
    confidential: false,
  });
  expect(findBlock(description, bare.key)?.written.pending).toBe('noor,kim');
  expect(wordsOf(description, bare.key)).toEqual(['labels', 'pending', 'place', 'text', 'title', 'to', 'v']);
  expect(description.split('\n\n')).toHaveLength(1);
  const nobody = creation(issue({ assignees: ['noor'] }), around([issue(), milestone(), epic()]));
  for (const name of ['assigneeIds', 'milestoneId', 'epicId']) expect(nobody).not.toHaveProperty(name);
});

test('a tracking issue is a parent: baseline, and a place for the scorecard', () => {
  const tracking = issue({ asParent: epic().asParent, boxes: [], worksheet: '' });
  const { description } = creation(tracking, about) as { description: string };
  expect(findBlock(description, tracking.key)?.written.baseline).toBe('a,b/5');
  expect(findBlock(description, `${tracking.key}#scorecard`)?.text).toBe('No score yet.');
  const under = issue({ key: 'c/robin/kr/b', parent: tracking.key });
  const parents: Matched = new Map([[tracking.key, { ...liveOf(there, issue()), iid: 77 } as Live]]);
  const made = creation(under, around([tracking, under], parents)) as { description: string };
  expect(findBlock(made.description, under.key)?.written.in).toBe('77');
  // A thing of another kind under that key holds nothing.
  const wrong: Matched = new Map([[tracking.key, liveOf(there, milestone())]]);
  const lost = creation(under, around([tracking, under], wrong)) as { description: string };
  expect(findBlock(lost.description, under.key)?.written.in).toBeUndefined();
});

test('what fields know of one another: titles, numbers and people', () => {
  const renamed: Matched = new Map(there).set(milestone().key, {
    ...liveOf(there, milestone()),
    title: 'Renamed',
  });
  const other = milestone({ key: 'c#rotation/y', title: 'c: Y' });
  const known = surroundings([label(), milestone(), other, epic()], renamed, world(), 'group');
  expect([milestone().key, other.key, 'none'].map(known.milestoneTitle)).toEqual(['Renamed', 'c: Y', '']);
  expect(known.milestoneTitle(epic().key)).toBe('');
  const within = (milestoneId: number | null): string =>
    known.milestoneOf({ ...liveOf(there, issue()), milestoneId });
  expect([within(null), within(4711), within(liveOf(there, milestone()).id)]).toEqual([
    '',
    '4711',
    milestone().key,
  ]);
  // Ids are each kind's own: an epic with the milestone's number is no milestone.
  expect(known.milestoneId(epic().key)).toBeNull();
  expect(known.epicId(milestone().key)).toBeNull();
  expect(known.memberIds(['ROBIN', 'noor', 'sam'])).toEqual([1, 2]);
  expect([known.isMember('Robin'), known.isMember('noor')]).toEqual([true, false]);
});

test('a policy owns its fields only; every kind has a field', () => {
  expect(ownedBy('label', 'ours').map(({ name }) => name)).toEqual(['color']);
  expect(ownedBy('label', 'shared')).toEqual([]);
  expect(fieldsOf('board').map(({ name, policy }) => [name, policy])).toEqual([
    ['name', 'name'],
    ['lists', 'add'],
  ]);
  expect(fieldsOf('issue').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['title', 'text', 'worksheet', 'parent', 'scorecard block and index of issues']),
  );
});

test('on a copy, another epic or milestone is no change of a person, another due date is', () => {
  const live = liveOf(there, issue());
  expect(changedField(issue(), { ...live, epic: null, milestoneId: 99 }, about)).toBeNull();
  expect(changedField(issue(), { ...live, dueDate: '2027-03-13' }, about)).toBe('due date');
  expect(changedField(issue(), { ...live, assignees: ['ROBIN'] }, about)).toBeNull();
  expect(changedField(issue(), { ...live, assignees: ['sam'] }, about)).toBe('assignees');
});
