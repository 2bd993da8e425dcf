/** What a wanted thing changes on a live one, by the policy of each field: the template is followed until a person writes. */
import { beforeAll, expect, test } from 'vitest';
import type { Described, Live, LiveIssue, Wanted, WantedIssue } from '../../../src/model/resource.ts';
import type { Matched, Patch } from '../../../src/model/tracker.ts';
import { changedField, notTaken } from '../../../src/provision/fields/creation.ts';
import type { Surroundings } from '../../../src/provision/fields/field.ts';
import { ownershipTable } from '../../../src/provision/fields/table.ts';
import { CLOSED, changeOf, detailsOf } from '../../../src/provision/plan/change.ts';
import type { Change } from '../../../src/provision/plan/draft.ts';
import { digest } from '../../../src/record/digest.ts';
import { writeIndex } from '../../../src/record/issue-index.ts';
import { findBlock } from '../../../src/record/managed-block.ts';
import {
  around,
  board,
  epic,
  issue,
  label,
  liveOf,
  made,
  madeAll,
  milestone,
  world,
} from '../../support/resources.ts';

const ALL: Wanted[] = [label(), milestone(), epic(), issue(), board()];
// Made within a test: what breaks while a file is loaded is no failing test.
let live: Matched;
let about: Surroundings;
beforeAll(() => {
  live = indexed(madeAll(ALL));
  about = around(ALL, live);
});

/** Its index names the issue: it was seen whole once. */
function indexed(matched: Matched): Matched {
  const parent = liveOf(matched, epic());
  const description = writeIndex(parent.description, { [issue().key]: liveOf(matched, issue()).iid }, 12);
  return new Map(matched).set(epic().key, { ...parent, description });
}

/** The change of one thing after the template says `now` and people did `theirs`. */
function after<W extends Wanted>(
  each: W,
  now: Partial<W>,
  theirs: object = {},
  matched: Matched = live,
): Change {
  const wanted = { ...each, ...now };
  const there = { ...(matched.get(each.key) as Live), ...theirs } as Live;
  return changeOf(wanted, there, around(ALL, matched));
}

/** The live thing with a patch carried out, as far as descriptions go. */
const patched = <L extends Live>(there: L, { description, ...patch }: Patch): L =>
  ({ ...there, ...patch, ...(description === undefined ? {} : { description }) }) as L;

test.each(ALL)('$kind: what was just made needs no change', (each) => {
  expect(changeOf(each, live.get(each.key) as Live, about)).toEqual({ changes: [], patch: {}, kept: [] });
});

test('a thing of another kind under the same key is a mistake of ours, and says so', () => {
  expect(() => changeOf(epic(), live.get(milestone().key) as Live, about)).toThrow(
    'c/robin is a epic, but a milestone was found for it',
  );
});

type Case = [
  what: string,
  each: Wanted,
  now: object,
  field: string,
  from: string,
  to: string,
  patch: Patch,
  marker: string,
];

const SHARED: Case[] = [
  ['milestone title', milestone(), { title: 'N' }, 'title', 'c: X', 'N', { title: 'N' }, 'title'],
  [
    'milestone start',
    milestone(),
    { startDate: '2027-03-02' },
    'start date',
    '2027-03-01',
    '2027-03-02',
    { startDate: '2027-03-02' },
    'start',
  ],
  [
    'milestone due',
    milestone(),
    { dueDate: '2027-03-19' },
    'due date',
    '2027-03-12',
    '2027-03-19',
    { dueDate: '2027-03-19' },
    'due',
  ],
  ['epic title', epic(), { title: 'N' }, 'title', 'Robin', 'N', { title: 'N' }, 'title'],
  [
    'epic start',
    epic(),
    { startDate: '2027-03-02' },
    'start date',
    '2027-03-01',
    '2027-03-02',
    { startDate: '2027-03-02' },
    'start',
  ],
  [
    'epic due',
    epic(),
    { dueDate: '2027-03-19' },
    'due date',
    '2027-04-23',
    '2027-03-19',
    { dueDate: '2027-03-19' },
    'due',
  ],
  ['issue title', issue(), { title: 'N' }, 'title', 'Do A', 'N', { title: 'N' }, 'title'],
  [
    'issue due',
    issue(),
    { dueDate: '2027-03-19' },
    'due date',
    '2027-03-12',
    '2027-03-19',
    { dueDate: '2027-03-19' },
    'due',
  ],
];
const THEIRS: Record<string, object> = {
  title: { title: 'Theirs' },
  'start date': { startDate: '2027-02-28' },
  'due date': { dueDate: '2027-05-01' },
};

test.each(
  SHARED,
)('shared, %s: followed while nobody touched it', (_what, each, now, field, from, to, patch, marker) => {
  const change = after(each, now);
  expect(change.changes).toEqual([{ field, from, to }]);
  expect(change.kept).toEqual([]);
  const { description, ...sent } = change.patch;
  expect(sent).toEqual(patch);
  expect(findBlock(description ?? '', each.key)?.written[marker]).toBe(digest(to));
  // Carried out, there is nothing left to do; around the marker nothing moved.
  const there = live.get(each.key) as Described;
  expect(changeOf({ ...each, ...now } as Wanted, patched(there, change.patch), about).changes).toEqual([]);
  expect((description ?? '').replace(/<!-- kickoff:begin (?!\S*#scorecard).*? -->/, '')).toBe(
    there.description.replace(/<!-- kickoff:begin (?!\S*#scorecard).*? -->/, ''),
  );
});

test.each(SHARED)('shared, %s: left and said once a person wrote it', (_what, each, now, field) => {
  expect(after(each, now, THEIRS[field])).toEqual({ changes: [], patch: {}, kept: [field] });
  // Also when the template still says what it said.
  expect(after(each, {}, THEIRS[field])).toEqual({ changes: [], patch: {}, kept: [field] });
});

test.each(SHARED)('shared, %s: a person who writes what we want has done it', (_what, each, now, _field) => {
  const same = { ...(live.get(each.key) as Live), ...now } as Live;
  expect(changeOf({ ...each, ...now } as Wanted, same, about)).toEqual({ changes: [], patch: {}, kept: [] });
});

test('shared: without a marker we know nothing of what we wrote, so it is theirs', () => {
  const change = after(issue(), { title: 'N' }, { description: 'wiped' });
  expect(change).toEqual({ changes: [], patch: {}, kept: ['title', 'text (the markers are gone)'] });
});

test('an issue that is due on no day, in no milestone and of no weight says nothing about them', () => {
  const wanted = issue({ dueDate: null, milestone: null });
  const there = made(wanted, 7, about);
  expect(there.dueDate).toBeNull();
  expect(changeOf(wanted, { ...there, dueDate: '2027-01-01', milestoneId: 9, weight: 4 }, about)).toEqual({
    changes: [],
    patch: {},
    kept: [],
  });
});

test('a milestone is followed by key: renamed it is the same, another is shown by title and sent by number', () => {
  const other = milestone({ key: 'c#rotation/y', title: 'c: Y' });
  const wanted = [...ALL, other];
  const matched = indexed(madeAll(wanted));
  const renamed = { ...liveOf(matched, milestone()), title: 'Renamed' };
  matched.set(renamed.title, renamed);
  const from = liveOf(matched, issue());
  const change = changeOf(issue({ milestone: other.key }), from, around(wanted, matched));
  expect(change.changes).toEqual([{ field: 'milestone', from: 'c: X', to: 'c: Y' }]);
  expect(change.patch.milestoneId).toBe(liveOf(matched, other).id);
  const elsewhere = changeOf(issue(), { ...from, milestoneId: 999 }, around(wanted, matched));
  expect(elsewhere).toMatchObject({ changes: [], kept: ['milestone'] });
  // Taken off by a person is a word of theirs, too.
  expect(
    changeOf(issue(), { ...from, milestone: null, milestoneId: null }, around(wanted, matched)).kept,
  ).toEqual(['milestone']);
  const unmade = changeOf(issue({ milestone: 'c#rotation/z' }), from, around(wanted, matched));
  expect(unmade.changes).toEqual([{ field: 'milestone', from: 'c: X', to: '' }]);
  expect(unmade.patch.milestoneId).toBeUndefined();
});

test('weight: followed where there is one, absent where this GitLab has none', () => {
  const wanted = issue({ weight: 3 });
  const there: LiveIssue = { ...made(wanted, 7, about), weight: 3 };
  expect(changeOf(wanted, there, about).changes).toEqual([]);
  expect(changeOf({ ...wanted, weight: 5 }, there, about)).toMatchObject({
    changes: [{ field: 'weight', from: '3', to: '5' }],
    patch: { weight: 5 },
  });
  expect(changeOf(wanted, { ...there, weight: 8 }, about).kept).toEqual(['weight']);
  expect(changeOf(wanted, { ...there, weight: null }, about).kept).toEqual(['weight']);
  const { weight: _none, ...without } = there;
  expect(changeOf(wanted, without, about)).toEqual({ changes: [], patch: {}, kept: [] });
});

test.each([
  [
    'a milestone may not end on the day it starts',
    milestone(),
    { startDate: '2027-03-12', dueDate: '2027-03-12' },
    {},
    false,
  ],
  ['an epic may', epic(), { startDate: '2027-04-23' }, {}, true],
  ['our start behind their end', milestone(), { startDate: '2027-03-20' }, { dueDate: '2027-03-15' }, false],
  ['our end before their start', epic(), { dueDate: '2027-03-05' }, { startDate: '2027-03-10' }, false],
  ['no end at all', epic(), { startDate: '2027-05-01' }, { dueDate: null }, true],
  ['both move together', milestone(), { startDate: '2027-04-01', dueDate: '2027-04-09' }, {}, true],
])('dates: %s', (_what, each, now, theirs, sent) => {
  const change = after(each as Wanted, now, theirs);
  const dates = change.changes.filter(({ field }) => field.endsWith('date'));
  if (sent) {
    expect(dates.length).toBeGreaterThan(0);
    expect(change.kept).not.toContain('dates (with ours they would be in the wrong order)');
  } else {
    expect(dates).toEqual([]);
    expect(change.kept).toEqual(['dates (with ours they would be in the wrong order)']);
    expect(change.patch).toEqual({});
  }
});

test('dates that are held keep the marker’s memory of them, while a title is followed', () => {
  const before = findBlock(liveOf(live, epic()).description, epic().key)?.written ?? {};
  const change = after(
    epic(),
    { title: 'N', dueDate: '2027-03-05', startDate: '2027-03-04' },
    { startDate: '2027-03-10' },
  );
  expect(change.changes).toEqual([{ field: 'title', from: 'Robin', to: 'N' }]);
  expect(change.patch.startDate ?? change.patch.dueDate).toBeUndefined();
  const written = findBlock(change.patch.description ?? '', epic().key)?.written ?? {};
  expect([written.start, written.due, written.title]).toEqual([before.start, before.due, digest('N')]);
});

test('text: renewed while nobody edited it, kept when somebody did, filled again when it was emptied', () => {
  const there = liveOf(live, issue());
  const change = after(issue(), { text: 'Another text.' });
  expect(change.changes).toEqual([
    { field: 'text', from: 'as last written', to: 'as the template says now' },
  ]);
  expect(change.text).toEqual({ from: 'A key result.', to: 'Another text.' });
  const block = findBlock(change.patch.description ?? '', issue().key);
  expect([block?.text, block?.written.text]).toEqual(['Another text.', digest('Another text.')]);
  expect(
    change.patch.description?.endsWith(
      there.description.slice(there.description.indexOf('<!-- kickoff:end')),
    ),
  ).toBe(true);
  const edited = there.description.replace('A key result.', 'Ours.');
  expect(after(issue(), { text: 'Another text.' }, { description: edited })).toEqual({
    changes: [],
    patch: {},
    kept: ['text'],
  });
  expect(after(issue(), {}, { description: edited })).toEqual({ changes: [], patch: {}, kept: ['text'] });
  const emptied = there.description.replace('A key result.', '');
  expect(after(issue(), {}, { description: emptied }).text).toEqual({ from: '', to: 'A key result.' });
  // A title that changes beside an edited text renews the marker alone.
  const both = after(issue(), { title: 'N', text: 'Another text.' }, { description: edited });
  expect(both.kept).toEqual(['text']);
  expect(both.patch.description).toBe(edited.replace(`title=${digest('Do A')}`, `title=${digest('N')}`));
});

test('labels: what the template gains is added; what people took off stays off, and what they added stays', () => {
  const added = after(issue(), { labels: [...issue().labels, 'new'] });
  expect(added.changes).toEqual([{ field: 'labels', from: '', to: '+ new' }]);
  expect(added.patch.addLabels).toEqual(['new']);
  expect(findBlock(added.patch.description ?? '', issue().key)?.written.labels).toBe(
    'cohort::c,intern::robin,area::x,new',
  );
  expect(after(issue(), {}, { labels: ['cohort::c', 'intern::robin', 'theirs'] })).toEqual({
    changes: [],
    patch: {},
    kept: ['labels (without area::x)'],
  });
  expect(after(epic(), { labels: ['cohort::c', 'intern::robin', 'n'] }, { labels: [] })).toMatchObject({
    changes: [{ field: 'labels', from: '', to: '+ n' }],
    kept: ['labels (without cohort::c, intern::robin)'],
    patch: { addLabels: ['n'] },
  });
});

test('labels: one whose place in its scope a person gave to another stays away; a scope of ours is no reason', () => {
  const wanted = { labels: [...issue().labels, 'state::new'] };
  const theirs = after(issue(), wanted, { labels: [...issue().labels, 'state::theirs'] });
  expect(theirs).toMatchObject({ changes: [], kept: ['labels (without state::new)'] });
  const other = after(issue(), { labels: ['cohort::c', 'intern::robin', 'area::y'] });
  expect(other.changes).toEqual([{ field: 'labels', from: '', to: '+ area::y' }]);
  const plain = after(
    issue(),
    { labels: [...issue().labels, 'new'] },
    { labels: [...issue().labels, 'old'] },
  );
  expect(plain.changes).toHaveLength(1);
  const nested = after(
    issue(),
    { labels: [...issue().labels, 'a::b::c'] },
    { labels: [...issue().labels, 'a::d'] },
  );
  expect(nested.changes).toHaveLength(1);
});

test('labels: where the marker does not remember any, none is added', () => {
  const forgotten = liveOf(live, issue()).description.replace(/ labels=\S+/, '');
  const change = after(
    issue(),
    { labels: [...issue().labels, 'new'], title: 'N' },
    { description: forgotten },
  );
  expect(change.kept).toEqual(['labels (without new)']);
  expect(findBlock(change.patch.description ?? '', issue().key)?.written.labels).toBeUndefined();
});

test('check-list: a target that grew gets the missing boxes, one that shrank loses none', () => {
  const there = liveOf(live, issue());
  const grown = after(issue(), { boxes: ['One', 'Two', 'Three'] });
  expect(grown.changes).toEqual([{ field: 'check-list', from: '2 boxes', to: '3 boxes' }]);
  expect(grown.patch.description).toContain('- [ ] Two\n- [ ] Three\n<!-- kickoff:boxes-end -->');
  expect(findBlock(grown.patch.description ?? '', issue().key)?.written.boxes).toBe('3');
  expect(after(issue(), { boxes: ['One'] })).toEqual({ changes: [], patch: {}, kept: [] });
  expect(after(issue(), { boxes: [] })).toEqual({ changes: [], patch: {}, kept: [] });
  // People may have written the box already, or ticked what is there.
  const theirs = there.description.replace('- [ ] Two', '- [x] Two\n- [x] Three');
  const known = after(issue(), { boxes: ['One', 'Two', 'Three'] }, { description: theirs });
  expect(known.patch.description).toContain('- [x] Two\n- [x] Three\n<!-- kickoff:boxes-end -->');
  expect(after(issue(), { boxes: ['One', 'Two', 'Three'] }, { description: 'wiped' }).changes).toEqual([]);
});

test('assignees: who was no member is awaited, and set once, unless somebody else was assigned', () => {
  const wanted = issue({ assignees: ['robin', 'noor', 'ines'] });
  const there = { ...made(wanted, 7, about), assignees: [] };
  expect(findBlock(there.description, wanted.key)?.written.pending).toBe('noor,ines');
  const members = new Map(world().members);
  members.set('noor', { id: 50, username: 'noor', name: 'Noor', isBlocked: false, level: 30 });
  const later = around(ALL, live, world({ members }));
  const change = changeOf(wanted, there, later);
  expect(change.changes).toEqual([{ field: 'assignee', from: '', to: 'noor' }]);
  expect(change.patch.assigneeIds).toEqual([50]);
  expect(findBlock(change.patch.description ?? '', wanted.key)?.written.pending).toBe('ines');
  members.set('ines', { id: 51, username: 'ines', name: 'Ines', isBlocked: false, level: 30 });
  const joined = changeOf(wanted, { ...there, assignees: ['Robin'] }, later);
  expect(joined.patch.assigneeIds).toEqual([1, 50, 51]);
  const all = changeOf(wanted, there, around(ALL, live, world({ members })));
  expect(all.patch.assigneeIds).toEqual([50, 51]);
  expect(findBlock(all.patch.description ?? '', wanted.key)?.written.pending).toBeUndefined();
  expect(changeOf(wanted, there, about).changes).toEqual([]);
  const decided = changeOf(wanted, { ...there, assignees: ['sam'] }, later);
  expect(decided.changes).toEqual([
    { field: 'awaited assignee', from: 'noor,ines', to: 'no longer awaited' },
  ]);
  expect(decided.patch.assigneeIds).toBeUndefined();
  expect(findBlock(decided.patch.description ?? '', wanted.key)?.written.pending).toBeUndefined();
});

test('epic: an issue that was made without one joins it; who took it out is left', () => {
  const alone = issue({ epic: null });
  const there = made(alone, 7, about);
  expect(there.epic).toBeNull();
  const joins = changeOf(issue(), there, about);
  expect(joins.changes).toEqual([{ field: 'epic', from: '', to: 'the epic of the internship' }]);
  expect(joins.patch.epicId).toBe(liveOf(live, epic()).id);
  expect(findBlock(joins.patch.description ?? '', issue().key)?.written.epic).toBe('1');
  expect(after(issue(), {}, { epic: null })).toEqual({ changes: [], patch: {}, kept: [] });
  expect(changeOf(issue(), { ...there, epic: { id: 3, iid: 3, groupId: 33 } }, about).changes).toEqual([]);
  expect(changeOf(alone, there, about).changes).toEqual([]);
  const before = changeOf(issue({ epic: 'c/none' }), there, about);
  expect([before.changes.length, before.patch.epicId]).toEqual([1, undefined]);
});

test.each([milestone(), epic(), issue()])('$kind: what is closed is finished, and that is said', (each) => {
  expect(after(each, { title: 'N', text: 'T' } as object, { state: 'closed' })).toEqual({
    changes: [],
    patch: {},
    kept: [CLOSED],
  });
  expect(after(each, {}, { state: 'closed' })).toEqual({ changes: [], patch: {}, kept: [] });
  expect(after(each, {}, { state: 'closed', title: 'Theirs' }).kept).toEqual(['title']);
});

test('labels of ours get their colour back; other words are left, and one that agrees in nothing or lives elsewhere is somebody else’s', () => {
  expect(after(label(), { color: '#FFFFFF' })).toEqual({
    changes: [{ field: 'color', from: '#1f75cb', to: '#ffffff' }],
    patch: { color: '#FFFFFF' },
    kept: [],
  });
  expect(after(label(), {}, { color: '#1F75CB' })).toEqual({ changes: [], patch: {}, kept: [] });
  expect(after(label(), { description: 'D' })).toEqual({
    changes: [],
    patch: {},
    kept: ['description'],
  });
  const theirs = { changes: [], patch: {}, kept: ['colour and description'] };
  expect(after(label(), { color: '#ffffff', description: 'D' })).toEqual(theirs);
  expect(after(label(), { color: '#ffffff' }, { home: 'project' })).toEqual(theirs);
  expect(after(label(), {}, { home: 'project' })).toEqual({ changes: [], patch: {}, kept: [] });
});

test('a board gets the lists that it lacks, whoever took them off', () => {
  const lacks = after(
    board(),
    {},
    {
      lists: [
        { id: 1, label: 'area::y' },
        { id: 2, label: 'theirs' },
      ],
    },
  );
  expect(lacks).toEqual({ changes: [{ field: 'lists', from: '', to: '+ area::x' }], patch: {}, kept: [] });
});

test('details of a new thing', () => {
  expect(detailsOf(label(), about)).toEqual(['#1f75cb', 'Functional area: X']);
  expect(detailsOf(milestone(), about)).toEqual(['2027-03-01 to 2027-03-12']);
  expect(detailsOf(epic(), about)).toEqual(['2027-03-01 to 2027-04-23', '2 issues']);
  expect(detailsOf(board(), about)).toEqual(['2 lists']);
  expect(detailsOf(issue(), about)).toEqual(['due 2027-03-12', '@robin', 'milestone "c: X"', '2 boxes']);
  const bare: Partial<WantedIssue> = { dueDate: null, assignees: [], milestone: null, boxes: [] };
  expect(detailsOf(issue(bare), about)).toEqual([]);
  expect(
    detailsOf(
      issue({ ...bare, assignees: ['robin', 'noor'], boxes: ['x'], weight: 3, confidential: true }),
      about,
    ),
  ).toEqual(['@robin · @noor (not a member yet)', '1 box', 'weight 3', 'confidential']);
});

test('what GitLab dropped is named; what it does not have is told apart', () => {
  const there = made(issue(), 7, about);
  expect(notTaken(issue(), there, about)).toEqual({ dropped: [], unknown: [] });
  expect(notTaken(issue({ weight: 3 }), there, about)).toEqual({ dropped: [], unknown: ['weight'] });
  const lost = {
    ...there,
    title: 'T',
    dueDate: null,
    milestoneId: null,
    epic: null,
    assignees: [],
    confidential: true,
  };
  expect(notTaken(issue({ assignees: ['robin', 'noor', 'Sam'] }), lost, about).dropped.sort()).toEqual(
    ['assignee robin, Sam', 'confidentiality', 'due date', 'epic', 'milestone', 'title'].sort(),
  );
  expect(
    notTaken(issue({ dueDate: null, milestone: null, epic: null }), { ...there, dueDate: null }, about)
      .dropped,
  ).toEqual([]);
  expect(notTaken(milestone(), { ...liveOf(live, milestone()), startDate: null }, about).dropped).toEqual([
    'start date',
  ]);
});

test('what a person changed on a copy is named; what it refers to may itself be there twice', () => {
  const there = made(issue({ weight: 3 }), 7, about);
  const of = (theirs: Partial<LiveIssue>): string | null =>
    changedField(issue({ weight: 3 }), { ...there, weight: 3, ...theirs }, about);
  expect(of({})).toBeNull();
  expect(of({ title: 'T' })).toBe('title');
  expect(of({ dueDate: '2027-01-01' })).toBe('due date');
  expect(of({ dueDate: null })).toBeNull();
  expect(of({ weight: 4 })).toBe('weight');
  expect(of({ confidential: true })).toBe('confidentiality');
  expect(of({ assignees: ['ROBIN'] })).toBeNull();
  expect(of({ assignees: [] })).toBeNull();
  expect(of({ assignees: ['robin', 'sam'] })).toBe('assignees');
  expect(of({ labels: [...there.labels, 'theirs'] })).toBe('labels');
  expect(of({ labels: [] })).toBeNull();
  expect(of({ milestoneId: 999, epic: null })).toBeNull();
});

test('the README’s table has a row for each kind and policy, and no field that is only a name', () => {
  const table = ownershipTable();
  expect(table.split('\n').slice(0, 2)).toEqual(['| Field | Whose |', '|---|---|']);
  expect(table).toContain('| issue: title, due date, milestone, weight | **shared**:');
  expect(table).toContain('| issue: assignees, worksheet, epic, confidentiality | **seed**:');
  expect(table).toContain('| board: lists | **add**:');
  expect(table).not.toMatch(/: name|parent/);
  for (const row of table.split('\n').slice(2))
    expect(row).toMatch(/^\| \w+: [\w ,-]+ \| \*\*\w+\*\*: \w.+ \|$/);
});

test('check-list: what people took out of it does not come back when the target grows', () => {
  const grown = { boxes: ['One', 'Two', 'Three'] };
  const there = liveOf(live, issue());
  const without = there.description.replace('- [ ] Two\n', '');
  const change = after(issue(), grown, { description: without });
  expect(change.changes).toHaveLength(1);
  expect(change.patch.description).not.toContain('[ ] Two');
  expect(change.patch.description).toContain('[ ] Three');
});

test('assignees: where nobody is awaited, whoever people assign is theirs to choose', () => {
  expect(after(issue(), {}, { assignees: ['sam'] })).toEqual({ changes: [], patch: {}, kept: [] });
  expect(after(issue(), {}, { assignees: [] })).toEqual({ changes: [], patch: {}, kept: [] });
});

test('an issue that was never seen whole gets what did not arrive; what people put there stays', () => {
  const torn: Matched = new Map(live).set(epic().key, liveOf(madeAll(ALL), epic()));
  const bare = { epic: null, milestoneId: null, milestone: null, labels: [], assignees: [], dueDate: null };
  const wanted = issue({ weight: 3, confidential: true });
  const there = { ...liveOf(live, issue()), ...bare, weight: null };
  const change = changeOf(wanted, there, around(ALL, torn));
  expect(change.patch).toMatchObject({
    epicId: liveOf(live, epic()).id,
    milestoneId: liveOf(live, milestone()).id,
    addLabels: wanted.labels,
    assigneeIds: [1],
    dueDate: wanted.dueDate,
    weight: 3,
    confidential: true,
  });
  expect(change.kept).toEqual([]);
  // Seen whole once, all of it was people's doing; so it is where the parent's description was wiped, and tells nothing.
  expect(changeOf(wanted, there, about).patch).toEqual({});
  const wiped: Matched = new Map(live).set(epic().key, { ...liveOf(live, epic()), description: '' });
  expect(changeOf(wanted, there, around(ALL, wiped)).patch).toEqual({});
  const theirs = {
    ...liveOf(live, issue()),
    epic: { id: 4711, iid: 1, groupId: 33 },
    assignees: ['sam'],
    labels: ['cohort::c', 'intern::robin', 'area::z'],
    dueDate: '2027-05-01',
    milestoneId: 4711,
  };
  expect(changeOf(issue(), theirs, around(ALL, torn)).patch).toEqual({});
});
