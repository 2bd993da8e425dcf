/** Which live thing is which wanted one: by marker, index, epic, labels and title; what is there twice; whom markers are believed of. */
import { expect, test } from 'vitest';
import type { Described, LiveEpic, LiveIssue, LiveMilestone, Wanted } from '../../../src/model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../../../src/model/tracker.ts';
import { isTrusted, leftBecause, sortByMarker, trustOf } from '../../../src/provision/find/duplicates.ts';
import { type Found, matchLive } from '../../../src/provision/find/match.ts';
import { existed, internLabels, isNobodys, merge } from '../../../src/provision/find/search.ts';
import { resolvedText } from '../../../src/record/duplicate-marker.ts';
import { writeIndex } from '../../../src/record/issue-index.ts';
import {
  around,
  board,
  epic,
  issue,
  label,
  liveOf,
  madeAll,
  milestone,
  ROBOT,
  world,
} from '../../support/resources.ts';

const second = issue({ key: 'c/robin/kr/b', title: 'Do B' });
const ALL: Wanted[] = [label(), milestone(), epic(), issue(), second, board()];
const made = madeAll(ALL);
const scope: Scope = { project: 'team/lab', group: 'team', labelsIn: 'group', cohortLabel: 'cohort::c' };
const robot = {
  id: 3,
  username: ROBOT,
  name: '',
  scopes: null,
  expiresAt: null,
  groupLevel: 15,
  instance: '',
};

const ours = {
  epic: liveOf(made, epic()),
  milestone: liveOf(made, milestone()),
  a: liveOf(made, issue()),
  b: liveOf(made, second),
  board: liveOf(made, board()),
  label: liveOf(made, label()),
};
const indexed: LiveEpic = {
  ...ours.epic,
  description: writeIndex(ours.epic.description, { [issue().key]: ours.a.iid, [second.key]: ours.b.iid }, 12),
};

/** The lists as they are read, and what a second look finds. */
const there = (more: Partial<World> = {}): World =>
  world({
    robot,
    labels: [ours.label],
    milestones: [ours.milestone],
    epics: [indexed],
    issues: [ours.a, ours.b],
    boards: [ours.board],
    ...more,
  });

interface Hidden {
  issues?: LiveIssue[];
  epics?: LiveEpic[];
}

/** Finds with a tracker that also has what the lists did not show; tells what it was asked. */
async function find(
  where: World,
  hidden: Hidden = {},
  wanted: Wanted[] = ALL,
): Promise<Found & { asked: string[]; of: (each: Wanted) => number | undefined }> {
  const asked: string[] = [];
  const { issues = [], epics = [] } = hidden;
  const tracker: Pick<Tracker, 'findIssues' | 'findEpics'> = {
    async findIssues(_scope, by) {
      asked.push(JSON.stringify(by));
      return issues.filter((each) =>
        'iids' in by
          ? by.iids.includes(each.iid)
          : 'epicId' in by
            ? each.epic?.id === by.epicId
            : by.label === 'None'
              ? each.labels.length === 0
              : each.labels.includes(by.label),
      );
    },
    async findEpics(_scope, iid) {
      asked.push(iid === undefined ? 'epics' : `epic ${iid}`);
      return epics.filter((each) => iid === undefined || each.iid === iid);
    },
  };
  const found = await matchLive(tracker as Tracker, scope, wanted, where);
  return { ...found, asked, of: (each) => found.matched.get(each.key)?.id };
}

const wiped = { description: 'Nothing of it is left.' };

test('everything that is there is found by its marker, without a further question', async () => {
  const found = await find(there());
  expect([...found.matched.keys()].sort()).toEqual(ALL.map(({ key }) => key).sort());
  expect(found).toMatchObject({ asked: [], notes: [], duplicates: [], misplaced: [] });
});

test('a cohort that never was costs no second look', async () => {
  const found = await find(world({ robot }), { issues: [ours.a], epics: [indexed] });
  expect([found.matched.size, found.asked]).toEqual([0, []]);
});

test('existed: by its issues, its epics, its label, or the label of an intern', () => {
  const of = (more: Partial<World>): boolean => existed(scope, ALL, world(more));
  expect(of({})).toBe(false);
  expect(of({ issues: [ours.a] })).toBe(true);
  expect(of({ epics: [ours.epic] })).toBe(true);
  expect(of({ labels: [{ ...ours.label, name: 'cohort::c' }] })).toBe(true);
  expect(of({ labels: [{ ...ours.label, name: 'intern::robin' }] })).toBe(true);
  expect(of({ labels: [ours.label] })).toBe(false);
  expect(internLabels([issue(), second, epic(), issue({ labels: ['x', 'intern::noor'] })])).toEqual([
    'intern::robin',
    'intern::noor',
  ]);
});

test('labels and boards are known by name; a renamed board by half of our lists, and the oldest of two', async () => {
  const lists = (labels: string[]): (typeof ours.board)['lists'] =>
    labels.map((name, at) => ({ id: at, label: name }));
  const named = async (boards: (typeof ours.board)[]): Promise<number | undefined> =>
    (await find(there({ boards }))).of(board());
  const renamed = { ...ours.board, name: 'Renamed' };
  expect(await named([renamed])).toBe(ours.board.id);
  expect(await named([{ ...renamed, lists: lists(['area::x']) }])).toBe(ours.board.id);
  expect(await named([{ ...renamed, lists: lists(['theirs']) }])).toBeUndefined();
  const two = [ours.board, { ...ours.board, id: 5 }];
  expect(await named(two)).toBe(5);
  const noted = await find(there({ boards: two }));
  expect(noted.notes).toEqual([
    { code: 'duplicate', about: 'Program', message: 'is the name of 2 boards; the oldest is used.' },
  ]);
  const first = await find(world({ robot, boards: [renamed] }));
  expect(first.of(board())).toBeUndefined();
  expect((await find(there({ labels: [{ ...ours.label, name: 'Area::x' }] }))).of(label())).toBeUndefined();
});

test('milestones: by marker, by title when nobody’s marker is there, by title when a rotation got another key', async () => {
  const of = async (milestones: LiveMilestone[]): Promise<number | undefined> =>
    (await find(there({ milestones }))).of(milestone());
  const id = ours.milestone.id;
  expect(await of([{ ...ours.milestone, title: 'Renamed' }])).toBe(id);
  expect(await of([{ ...ours.milestone, ...wiped }])).toBe(id);
  expect(await of([{ ...ours.milestone, ...wiped, title: 'Renamed' }])).toBeUndefined();
  expect(await of([{ ...ours.milestone, ...wiped, home: 'group' }])).toBeUndefined();
  expect(await of([{ ...ours.milestone, home: 'group' }])).toBeUndefined();
  const marked = (key: string): LiveMilestone => ({
    ...ours.milestone,
    description: ours.milestone.description.replaceAll('c#rotation/x', key),
  });
  expect(await of([marked('c#rotation/old')])).toBe(id);
  expect(await of([marked('other#rotation/old')])).toBeUndefined();
  expect(await of([{ ...ours.milestone, description: resolvedText('c#rotation/x', 'u') }])).toBeUndefined();
  const other = milestone({ key: 'c#rotation/y', title: 'c: Y' });
  const kept = await find(there({ milestones: [{ ...marked('c#rotation/y') }] }), {}, [...ALL, other]);
  expect([kept.of(milestone()), kept.of(other)]).toEqual([undefined, id]);
});

test('epics: by marker also without label, by title, and by the children that remember its number', async () => {
  const id = ours.epic.id;
  const hidden = await find(there({ epics: [] }), { epics: [indexed] });
  expect([hidden.of(epic()), hidden.asked]).toEqual([id, [`epic ${ours.epic.iid}`]]);
  const nowhere = await find(there({ epics: [], issues: [{ ...ours.a, epic: null }] }), { epics: [indexed] });
  expect(nowhere.of(epic())).toBe(id);
  expect(nowhere.asked).toContain('epics');
  expect((await find(there({ epics: [{ ...indexed, ...wiped }] }), {})).of(epic())).toBe(id);
  const renamed = await find(there({ epics: [{ ...indexed, ...wiped, title: 'Renamed' }] }));
  expect(renamed.of(epic())).toBe(id);
  const foreign = {
    ...indexed,
    description: indexed.description.replaceAll('c/robin', 'c/noor'),
    title: 'Robin',
  };
  expect((await find(there({ epics: [foreign], issues: [] }))).of(epic())).toBeUndefined();
  const noEpics = there({ epics: [], capabilities: { epics: false, noEpicsBecause: '' } });
  expect((await find(noEpics, { epics: [indexed] })).asked.filter((each) => each.startsWith('epic'))).toEqual(
    [],
  );
});

test('issues: by the epic’s index when label, title and marker are gone', async () => {
  const lost: LiveIssue = { ...ours.a, ...wiped, title: 'Renamed', labels: [] };
  const found = await find(there({ issues: [ours.b] }), { issues: [lost] });
  expect([found.of(issue()), found.asked]).toEqual([ours.a.id, [JSON.stringify({ iids: [ours.a.iid] })]]);
});

test('issues: by the epic’s children when the index does not know them', async () => {
  const found = await find(there({ issues: [ours.b], epics: [ours.epic] }), {
    issues: [{ ...ours.a, labels: [] }],
  });
  expect([found.of(issue()), found.asked]).toEqual([ours.a.id, [JSON.stringify({ epicId: ours.epic.id })]]);
});

test('issues: by the intern’s label when the cohort’s is gone from all of them', async () => {
  const bare = (each: LiveIssue): LiveIssue => ({ ...each, epic: null, labels: ['intern::robin'] });
  const where = there({ issues: [], epics: [ours.epic] });
  const found = await find(where, { issues: [bare(ours.a), bare(ours.b)] });
  expect([found.of(issue()), found.of(second)]).toEqual([ours.a.id, ours.b.id]);
  expect(found.asked).toContain(JSON.stringify({ label: 'intern::robin' }));
  const listed = await find(there({ issues: [ours.b], epics: [ours.epic] }), { issues: [bare(ours.a)] });
  expect(listed.asked).not.toContain(JSON.stringify({ label: 'intern::robin' }));
});

test('issues: last by title, of our own user, without any marker, where this one would sit', async () => {
  const plain: LiveIssue = { ...ours.a, ...wiped };
  const of = async (more: Partial<LiveIssue>): Promise<number | undefined> =>
    (await find(there({ issues: [{ ...plain, ...more }, ours.b], epics: [ours.epic] }))).of(issue());
  expect(await of({})).toBe(ours.a.id);
  expect(await of({ title: 'Other' })).toBeUndefined();
  expect(await of({ author: 'sam' })).toBeUndefined();
  expect(await of({ epic: { id: 999, iid: 999, groupId: 33 } })).toBeUndefined();
  expect(await of({ description: resolvedText(issue().key, 'u') })).toBeUndefined();
  expect(await of({ description: ours.a.description.replaceAll('c/robin', 'd/noor') })).toBeUndefined();
  const twoOfOneTitle = [issue(), issue({ key: second.key })];
  const both = await find(there({ issues: [plain], epics: [ours.epic] }), {}, [
    label(),
    milestone(),
    epic(),
    ...twoOfOneTitle,
  ]);
  expect(twoOfOneTitle.map((each) => both.of(each))).toEqual([ours.a.id, undefined]);
  const free = issue({ epic: null });
  const wanted = [label(), milestone(), free];
  const without = async (labels: string[]): Promise<number | undefined> =>
    (await find(there({ epics: [], issues: [{ ...plain, epic: null, labels }] }), {}, wanted)).of(free);
  expect(await without(['intern::robin'])).toBe(ours.a.id);
  expect(await without(['area::x'])).toBeUndefined();
});

test('an application has no index: by its other labels, and among issues that have none', async () => {
  const application = issue({
    key: 'application/p/intern/noor',
    role: 'application',
    labels: ['application::p', 'applying::intern'],
    milestone: null,
    epic: null,
    parent: null,
  });
  const live = {
    ...ours.a,
    epic: null,
    description: ours.a.description.replaceAll(issue().key, application.key),
  };
  const where = there({ epics: [], issues: [], labels: [{ ...ours.label, name: 'cohort::c' }] });
  const labelled = await find(where, { issues: [{ ...live, labels: ['applying::intern'] }] }, [application]);
  expect([labelled.of(application), labelled.asked.at(0)]).toEqual([
    ours.a.id,
    JSON.stringify({ label: 'applying::intern' }),
  ]);
  const bare = await find(where, { issues: [{ ...live, labels: [] }] }, [application]);
  expect([bare.of(application), bare.asked.at(-1)]).toEqual([ours.a.id, JSON.stringify({ label: 'None' })]);
  const untitled = await find(where, { issues: [{ ...live, ...wiped, labels: [] }] }, [application]);
  expect(untitled.of(application)).toBe(ours.a.id);
  const none = await find(where, {}, [issue()]);
  expect(none.asked).not.toContain(JSON.stringify({ label: 'None' }));
});

test('a tracking issue: by marker, by title, or by the number that its issues remember; its index finds them', async () => {
  const parent = issue({
    key: 'c/robin',
    title: 'Robin',
    role: 'tracking',
    epic: null,
    parent: null,
    asParent: epic().asParent,
    milestone: null,
    worksheet: '',
    boxes: [],
  });
  const child = issue({ epic: null });
  const wanted: Wanted[] = [label(), milestone(), parent, child];
  const live = madeAll(wanted);
  const [p, k] = [liveOf(live, parent), liveOf(live, child)];
  const lists = (issues: LiveIssue[]): World => there({ epics: [], issues });
  expect((await find(lists([p, k]), {}, wanted)).of(parent)).toBe(p.id);
  expect((await find(lists([{ ...p, ...wiped }, k]), {}, wanted)).of(parent)).toBe(p.id);
  const lost = await find(lists([k]), { issues: [{ ...p, ...wiped, title: 'Renamed', labels: [] }] }, wanted);
  expect([lost.of(parent), lost.asked[0]]).toEqual([p.id, JSON.stringify({ iids: [p.iid] })]);
  const index = { ...p, description: writeIndex(p.description, { [child.key]: k.iid }, 12) };
  const found = await find(lists([index]), { issues: [{ ...k, ...wiped, title: 'X', labels: [] }] }, wanted);
  expect(found.of(child)).toBe(k.id);
  // One that was made in an epic remembers that epic's number, which means another thing among issues.
  const inEpic = await find(
    lists([ours.a]),
    { issues: [{ ...p, ...wiped, iid: ours.epic.iid, title: 'X' }] },
    wanted,
  );
  expect(inEpic.of(parent)).toBeUndefined();
});

test('whom a marker is believed of', () => {
  const of = (author: string, more: Partial<World> = {}): boolean =>
    isTrusted({ ...ours.a, author, iid: 99 }, trustOf(there(more)));
  expect(of(ROBOT)).toBe(true);
  expect(of('ghost')).toBe(true);
  expect(of('sam')).toBe(true);
  expect(of('nobody')).toBe(false);
  const level = (value: number): Partial<World> => ({
    members: new Map([['guest', { id: 1, username: 'Guest', name: '', isBlocked: false, level: value }]]),
  });
  expect(of('GUEST', level(15))).toBe(true);
  expect(of('guest', level(14))).toBe(false);
  expect(isTrusted({ ...ours.a, author: 'nobody' }, trustOf(there()))).toBe(true);
  expect(isTrusted({ ...ours.epic, author: 'nobody' }, trustOf(there()))).toBe(true);
  // A sync reads no members: what the index names, or everything where there is no index.
  const silent = { members: new Map() } as Partial<World>;
  expect(of('nobody', silent)).toBe(false);
  expect(isTrusted(ours.a, trustOf(there(silent)))).toBe(true);
  expect(of('nobody', { ...silent, epics: [ours.epic] })).toBe(true);
});

test('a stranger’s copy is told once and counts for nothing', async () => {
  const copy = { ...ours.a, id: 900, iid: 90, author: 'nobody', url: 'u90' };
  const found = await find(there({ issues: [copy, ours.a, ours.b] }));
  expect(found.of(issue())).toBe(ours.a.id);
  expect(found.notes.map(({ code, about }) => [code, about])).toEqual([['stranger', 'Do A']]);
  expect(found.notes[0]?.message).toContain('nobody made it');
  expect(found.duplicates).toEqual([]);
});

const sorted = <L extends Described>(
  things: L[],
  index = new Map<string, number>(),
): [first: (number | undefined)[], pairs: [number, number][]] => {
  const wanted = new Map(ALL.map((each) => [each.key, each]));
  const { first, duplicates } = sortByMarker(things, wanted, index, trustOf(there({ epics: [] })));
  return [
    [...first.values()].map(({ id }) => id),
    duplicates.map(({ winner, loser }) => [winner.id, loser.id]),
  ];
};

test('who wins: what the index names, then our own user’s, then the lowest number', () => {
  const copy = (id: number, iid: number, more: Partial<LiveIssue> = {}): LiveIssue => ({
    ...ours.a,
    id,
    iid,
    ...more,
  });
  expect(sorted([copy(1, 9), copy(2, 8)])).toEqual([[2], [[2, 1]]]);
  expect(sorted([copy(1, 9), copy(2, 8, { author: 'sam' })])).toEqual([[1], [[1, 2]]]);
  expect(sorted([copy(1, 9), copy(2, 8)], new Map([[issue().key, 9]]))).toEqual([[1], [[1, 2]]]);
  // A number in the index that is a resolved duplicate, or of an issue that is not there, decides nothing.
  const resolved = copy(1, 9, { description: resolvedText(issue().key, 'u') });
  expect(sorted([resolved, copy(2, 8)], new Map([[issue().key, 9]]))).toEqual([[2], []]);
  expect(sorted([copy(2, 8)], new Map([[issue().key, 7]]))).toEqual([[2], []]);
  expect(sorted([copy(2, 8)], new Map([['c/robin/kr/none', 8]]))).toEqual([[2], []]);
  expect(sorted([])).toEqual([[], []]);
  expect(sorted([copy(1, 9), copy(2, 8, { title: 'Another, with our text pasted over its own' })])).toEqual([
    [1],
    [[1, 2]],
  ]);
  // An index is not believed of an issue that says another key, or another place, of itself, or that somebody else made.
  expect(sorted([copy(1, 9), copy(2, 8)], new Map([[second.key, 9]]))).toEqual([[2], [[2, 1]]]);
  const bare = copy(1, 9, wiped);
  expect(sorted([bare], new Map([[issue().key, 9]]))).toEqual([[1], []]);
  expect(sorted([{ ...bare, author: 'ghost' }], new Map([[issue().key, 9]]))).toEqual([[1], []]);
  expect(sorted([{ ...bare, author: 'sam' }], new Map([[issue().key, 9]]))).toEqual([[], []]);
  const moved = copy(1, 9, { projectId: 13 });
  expect(sorted([moved, copy(2, 8)])).toEqual([[2], []]);
  // The same row twice, from a list that moved while it was read, is one thing.
  expect(sorted([copy(1, 9), copy(1, 9)])).toEqual([[1], []]);
  expect(
    sorted([
      { ...ours.epic, id: 1, iid: 5 },
      { ...ours.epic, id: 2, iid: 4 },
    ]),
  ).toEqual([[2], [[2, 1]]]);
});

test('milestones tell no author: the one with its wanted title wins, then the lowest number', () => {
  const of = (id: number, title: string): LiveMilestone => ({ ...ours.milestone, id, title });
  expect(sorted([of(1, 'Renamed'), of(2, 'c: X')])).toEqual([[2], [[2, 1]]]);
  expect(sorted([of(2, 'c: X'), of(1, 'c: X')])).toEqual([[1], [[1, 2]]]);
});

test('why a duplicate is left: people touched it, made it, or the winner is not as we made it', () => {
  const about = around(ALL, made);
  const trust = trustOf(there());
  const loser: LiveIssue = { ...ours.a, id: 900, iid: 90 };
  const because = (
    more: object,
    winner: Described = ours.a,
    wanted: Wanted | undefined = issue(),
  ): string | null => leftBecause({ ...loser, ...more } as Described, winner, wanted, trust, about);
  expect(because({})).toBeNull();
  expect(leftBecause(loser, ours.a, undefined, trust, about)).toBe('the program no longer wants it');
  expect(because({}, { ...ours.a, author: 'sam' })).toBe('the one that counts is not as we made it');
  expect(because({ author: 'sam' })).toBe('sam made it');
  expect(leftBecause(loser, { ...ours.a, author: 'x' }, issue(), { ...trust, robot: 'x' }, about)).toBe(
    `${ROBOT} made it`,
  );
  expect(because({ state: 'closed' })).toBe('it is closed');
  expect(because({ description: ours.a.description.replace('A key result.', 'Ours.') })).toBe(
    'somebody edited it',
  );
  expect(because({ description: `${ours.a.description}\nmore` })).toBe('somebody wrote into it');
  expect(because({ description: ours.a.description.replace('[ ] One', '[x] One') })).toBe(
    'somebody wrote into it',
  );
  expect(because({ notes: 1 })).toBe('somebody commented on it');
  expect(because({ title: 'T' })).toBe('somebody changed its title');
  expect(because({ labels: [...ours.a.labels, 'x'] })).toBe('somebody changed its labels');
  expect(because({ labels: [] })).toBeNull();
  expect(because({ description: writeIndex(ours.a.description, { a: 1 }, 12) })).toBeNull();
  expect(because({}, { ...ours.a, title: 'Robin' }, epic())).toBe('it is something else');
  // A text that was pasted over another of our things is no reason to close the one that it came from.
  expect(because({}, { ...ours.a, title: 'Another' })).toBe('the one that counts is not as we made it');
  const copy = { ...ours.milestone, id: 900 };
  const rotation = (more: object, winner: object = {}): string | null =>
    leftBecause({ ...copy, ...more }, { ...ours.milestone, ...winner }, milestone(), trust, about);
  expect(rotation({})).toBeNull();
  expect(rotation({ title: 'T' })).toBe('somebody changed its title');
  expect(rotation({}, { dueDate: '2027-05-05' })).toBe('the one that counts is not as we made it');
  expect(
    leftBecause({ ...ours.epic, id: 9 }, ours.epic, epic(), { ...trust, robot: null }, about),
  ).not.toBeNull();
});

test('duplicates are told once, however often markers are looked for; those that are left with their reason', async () => {
  const copy = (id: number, more: Partial<LiveIssue> = {}): LiveIssue => ({
    ...ours.a,
    id,
    iid: id,
    url: `u${id}`,
    ...more,
  });
  const clean = await find(there({ issues: [ours.a, copy(900)], epics: [ours.epic] }), { issues: [ours.b] });
  expect(clean.duplicates).toEqual([
    { key: issue().key, winner: ours.a, loser: copy(900), leftBecause: null },
  ]);
  expect(clean.notes).toEqual([]);
  const touched = await find(there({ issues: [ours.a, copy(900, { notes: 2 })], epics: [ours.epic] }), {
    issues: [ours.b],
  });
  expect(touched.notes).toHaveLength(1);
  expect(touched.notes[0]).toMatchObject({ code: 'duplicate', about: 'Do A' });
  expect(touched.notes[0]?.message).toMatch(/u900\. .* counts\. .* because somebody commented on it\./);
});

test('issues that hang on a duplicate are misplaced; those that people moved are not', async () => {
  const loser = { ...ours.epic, id: 900, iid: 800, url: 'loser' };
  const racing = await find(
    there({
      epics: [indexed, loser],
      issues: [{ ...ours.a, epic: { id: 900, iid: 800, groupId: 33 } }, ours.b],
    }),
  );
  expect(
    racing.misplaced.map(({ issue: each, epic: to, milestone: rotation }) => [each.id, to?.id, rotation]),
  ).toEqual([[ours.a.id, ours.epic.id, null]]);
  // Resolved by an earlier run: it tells itself, once it is asked.
  const resolved = { ...loser, description: resolvedText(epic().key, 'u') };
  const later = await find(
    there({
      issues: [
        { ...ours.a, epic: { id: 900, iid: 800, groupId: 33 } },
        { ...ours.b, epic: { id: 900, iid: 800, groupId: 33 } },
      ],
    }),
    { epics: [resolved] },
  );
  expect([later.misplaced.length, later.asked]).toEqual([2, ['epic 800']]);
  const theirs = await find(
    there({ issues: [{ ...ours.a, epic: { id: 900, iid: 800, groupId: 33 } }, ours.b] }),
    {
      epics: [{ ...loser, ...wiped }],
    },
  );
  expect(theirs.misplaced).toEqual([]);
  const another = await find(
    there({ issues: [{ ...ours.a, epic: { id: 900, iid: 800, groupId: 33 } }, ours.b] }),
    {
      epics: [{ ...resolved, description: resolvedText('c/noor', 'u') }],
    },
  );
  expect(another.misplaced).toEqual([]);
  const rotation = {
    ...ours.milestone,
    id: 700,
    title: 'c: X (made twice, 700)',
    description: resolvedText(milestone().key, 'u'),
  };
  const moved = await find(
    there({ milestones: [ours.milestone, rotation], issues: [{ ...ours.a, milestoneId: 700 }, ours.b] }),
  );
  expect(moved.misplaced.map(({ milestone: to, epic: none }) => [to?.id, none])).toEqual([
    [ours.milestone.id, null],
  ]);
  const elsewhere = await find(
    there({ milestones: [ours.milestone, rotation], issues: [{ ...ours.a, milestoneId: 701 }, ours.b] }),
  );
  expect(elsewhere.misplaced).toEqual([]);
  const left = await find(
    there({
      epics: [indexed, { ...loser, author: 'sam' }],
      issues: [{ ...ours.a, epic: { id: 900, iid: 800, groupId: 33 } }, ours.b],
    }),
    { epics: [{ ...loser, author: 'sam' }] },
  );
  expect(left.misplaced).toEqual([]);
});

test('nobody’s: no marker at all, and no resolved duplicate', () => {
  expect(isNobodys({ ...ours.a, ...wiped })).toBe(true);
  expect(isNobodys(ours.a)).toBe(false);
  expect(isNobodys({ ...ours.a, description: resolvedText('k', 'u') })).toBe(false);
});

test('lists are merged by id, the first reading wins', () => {
  expect(
    merge(
      [{ id: 1, a: 1 }],
      [
        { id: 1, a: 2 },
        { id: 2, a: 3 },
      ],
    ),
  ).toEqual([
    { id: 1, a: 1 },
    { id: 2, a: 3 },
  ]);
});

test('what a newer version wrote is refused, in any kind and in the scorecard block', async () => {
  const newer = (text: string): string => text.replace(' v=2 ', ' v=3 ');
  for (const where of [
    there({ issues: [{ ...ours.a, description: newer(ours.a.description) }, ours.b] }),
    there({ epics: [{ ...indexed, description: newer(indexed.description) }] }),
    there({
      epics: [{ ...indexed, description: indexed.description.replace(/(#scorecard .*)v=2/, '$1v=3') }],
    }),
    there({ milestones: [{ ...ours.milestone, description: newer(ours.milestone.description) }] }),
  ])
    await expect(find(where)).rejects.toThrow(/written by a newer kickoff/);
});

test('the world that comes back holds what the second look found', async () => {
  const found = await find(there({ epics: [], issues: [ours.b] }), {
    epics: [indexed],
    issues: [{ ...ours.a, labels: [] }],
  });
  expect(found.world.epics.map(({ id }) => id)).toEqual([ours.epic.id]);
  expect(found.world.issues.map(({ id }) => id)).toEqual([ours.b.id, ours.a.id]);
  const matched: Matched = found.matched;
  expect(matched.size).toBe(ALL.length);
});
