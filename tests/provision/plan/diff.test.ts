/** A plan: steps between wanted and live, in order, with what they cost and what is worth saying. */
import { beforeAll, expect, test } from 'vitest';
import type { Note, Plan, Step } from '../../../src/model/plan.ts';
import type { Live, LiveIssue, Wanted } from '../../../src/model/resource.ts';
import type { Matched, World } from '../../../src/model/tracker.ts';
import { adapt } from '../../../src/provision/plan/adapt.ts';
import { creationsOf, mails, requestsOf } from '../../../src/provision/plan/costs.ts';
import { countsOf, type DiffInput, diff } from '../../../src/provision/plan/diff.ts';
import { byUrgency, peopleNotes, retired } from '../../../src/provision/plan/notes.ts';
import {
  inClosed,
  indexChange,
  indexIsStale,
  isClosed,
  knownIssues,
  wantedIndex,
} from '../../../src/provision/plan/parent-index.ts';
import { textChange } from '../../../src/provision/plan/text-change.ts';
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
  world,
} from '../../support/resources.ts';

const second = issue({ key: 'c/robin/kr/b', title: 'Do B', assignees: ['sam', 'noor'] });
const ALL: Wanted[] = [label(), milestone(), epic(), issue(), second, board()];

// Made within a test: what breaks while a file is loaded is no failing test.
let live: Matched;
beforeAll(() => {
  const matched = madeAll(ALL);
  const parent = liveOf(matched, epic());
  const description = writeIndex(
    parent.description,
    {
      'c/robin/kr/a': liveOf(matched, issue()).iid,
      'c/robin/kr/b': liveOf(matched, second).iid,
    },
    12,
  );
  live = matched.set(epic().key, { ...parent, description });
});

const inputOf = (matched: Matched, more: Partial<DiffInput> = {}): DiffInput => ({
  program: 'Program',
  cohortKey: 'c',
  host: 'https://x.test',
  project: 'team/lab',
  today: '2027-02-22',
  wanted: ALL,
  matched,
  world: world(),
  found: { duplicates: [], misplaced: [] },
  notes: [],
  labelsIn: 'group',
  creationsPerMinute: 2,
  links: [{ title: 'Board', url: 'u' }],
  leavers: [],
  ...more,
});

const lines = ({ steps }: Plan): string[] =>
  steps.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

test('nothing there: everything is made, kind after kind, with what it costs', () => {
  const plan = diff(inputOf(new Map()));
  expect(lines(plan)).toEqual([
    'create label area::x',
    'create milestone c: X',
    'create epic Robin',
    'create issue Do A',
    'create issue Do B',
    'create board Program',
  ]);
  expect(plan).toMatchObject({
    version: 2,
    program: 'Program',
    cohort: 'c',
    host: 'https://x.test',
    project: 'team/lab',
    today: '2027-02-22',
    requests: 1 + 1 + 3 + 1 + 1 + 3,
    minutesByLimit: 1,
    mails: { robin: 1, sam: 1 },
    refusals: [],
    links: [{ title: 'Board', url: 'u' }],
  });
  expect(plan.counts.issue).toEqual({ create: 2, update: 0, close: 0, unchanged: 0 });
  expect(plan.steps[3]).toMatchObject({ key: 'c/robin/kr/a', wanted: issue() });
  expect(plan.steps[3]?.action === 'create' && plan.steps[3].details[0]).toBe('due 2027-03-12');
  expect(plan.notes.map(({ code, about }) => [code, about])).toEqual([['not-a-member', 'noor']]);
});

test('all there: an empty plan', () => {
  const plan = diff(inputOf(live));
  expect(plan.steps).toEqual([]);
  expect(plan.counts).toEqual(
    Object.fromEntries(
      ['label', 'milestone', 'epic', 'issue', 'board'].map((kind) => [
        kind,
        { create: 0, update: 0, close: 0, unchanged: kind === 'issue' ? 2 : 1 },
      ]),
    ),
  );
  expect([plan.requests, plan.minutesByLimit, plan.mails]).toEqual([0, 0, {}]);
});

test('changes are updates, what people changed is a note, and names carry their numbers', () => {
  const wanted = [
    label({ color: '#ffffff' }),
    milestone(),
    epic({ title: 'N' }),
    issue({ text: 'New.' }),
    second,
    board(),
  ];
  const matched = new Map(live).set(second.key, { ...liveOf(live, second), title: 'Theirs' });
  const plan = diff(inputOf(matched, { wanted }));
  const numbers = [liveOf(live, epic()).iid, liveOf(live, issue()).iid, liveOf(live, second).iid];
  expect(lines(plan)).toEqual([
    'update label area::x',
    `update epic Robin &${numbers[0]}`,
    `update issue Do A #${numbers[1]}`,
  ]);
  expect(plan.steps[2]).toMatchObject({
    changes: [{ field: 'text', from: '', to: '1 line → 1 line', lines: ['- A key result.', '+ New.'] }],
  });
  expect(plan.requests).toBe(1 + 2 + 2);
  expect(plan.notes.at(-1)).toEqual({
    code: 'kept',
    about: `Theirs #${numbers[2]}`,
    message: 'people changed title; left as it is.',
  });
  expect(plan.counts.epic).toEqual({ create: 0, update: 1, close: 0, unchanged: 0 });
});

test('a confidential text is not shown line by line, whoever made it so', () => {
  const secret = diff(
    inputOf(live, {
      wanted: [...ALL.filter(({ key }) => key !== issue().key), issue({ text: 'New.', confidential: true })],
    }),
  );
  const theirs = diff(
    inputOf(new Map(live).set(issue().key, { ...liveOf(live, issue()), confidential: true }), {
      wanted: [...ALL.filter(({ key }) => key !== issue().key), issue({ text: 'New.' })],
    }),
  );
  for (const plan of [secret, theirs])
    expect(plan.steps[0]).toMatchObject({ changes: [{ field: 'text', from: '', to: '1 line → 1 line' }] });
  for (const plan of [secret, theirs]) expect(JSON.stringify(plan.steps[0])).not.toContain('lines');
});

test('a closed thing is left, and says so; a closed epic ends everything that belongs to it', () => {
  const closed = new Map(live).set(issue().key, { ...liveOf(live, issue()), state: 'closed' as const });
  const wanted = ALL.map((each) => (each.key === issue().key ? issue({ title: 'N' }) : each));
  expect(diff(inputOf(closed, { wanted })).notes.at(-1)?.message).toBe(
    'is closed, so what the template says now does not reach it.',
  );
  const ended = new Map(live).set(epic().key, { ...liveOf(live, epic()), state: 'closed' as const });
  ended.delete(second.key);
  const changed = [
    label({ color: '#ffffff' }),
    milestone({ title: 'N' }),
    epic(),
    issue({ title: 'N' }),
    second,
    board(),
  ];
  const plan = diff(inputOf(ended, { wanted: changed }));
  expect(plan.steps).toEqual([]);
  expect(plan.notes.at(-1)).toEqual({
    code: 'kept',
    about: 'Do B',
    message: 'is not made, because its internship is closed. Open its epic again to go on.',
  });
  expect(plan.counts.issue.unchanged).toBe(1);
  // Another internship that goes on keeps what both share alive.
  const other = epic({ key: 'c/noor', title: 'Noor' });
  const both = diff(inputOf(ended, { wanted: [...changed, other] }));
  expect(lines(both)).toEqual(['update label area::x', 'update milestone c: X', 'create epic Noor']);
});

test('what is there twice is resolved, and counts as an update of its kind', () => {
  const winner = liveOf(live, issue());
  const loser: LiveIssue = { ...winner, id: 900, iid: 90, url: 'https://x.test/issue/90' };
  const found: DiffInput['found'] = {
    duplicates: [
      { key: issue().key, winner, loser, leftBecause: null },
      { key: second.key, winner: liveOf(live, second), loser, leftBecause: 'somebody edited it' },
    ],
    misplaced: [
      { issue: winner, epic: liveOf(live, epic()), milestone: null },
      { issue: winner, epic: null, milestone: liveOf(live, milestone()) },
    ],
  };
  const plan = diff(inputOf(live, { found }));
  expect(plan.steps).toEqual([
    {
      action: 'resolve',
      kind: 'issue',
      key: issue().key,
      name: 'Do A',
      changes: [{ field: 'made twice', from: 'https://x.test/issue/90', to: `${winner.url} counts` }],
      url: 'https://x.test/issue/90',
    },
    {
      action: 'resolve',
      kind: 'issue',
      key: winner.url,
      name: 'Do A',
      changes: [{ field: 'epic', from: 'the one made twice', to: 'Robin' }],
      url: winner.url,
    },
    {
      action: 'resolve',
      kind: 'issue',
      key: winner.url,
      name: 'Do A',
      changes: [{ field: 'milestone', from: 'the one made twice', to: 'c: X' }],
      url: winner.url,
    },
  ]);
  expect(plan.counts.issue).toEqual({ create: 0, update: 3, close: 0, unchanged: 2 });
  expect(plan.requests).toBe(6);
});

test('the plan refuses to double what is known and not found', () => {
  const lost = new Map(live);
  lost.delete(issue().key);
  lost.delete(second.key);
  expect(diff(inputOf(lost)).refusals.map(({ what }) => what)).toEqual(['missing-issues']);
  lost.set(issue().key, liveOf(live, issue()));
  expect(diff(inputOf(lost)).refusals).toEqual([]);
});

test('requests of each step', () => {
  const step = (more: object): Step =>
    ({ kind: 'issue', key: 'k', name: 'n', changes: [], ...more }) as unknown as Step;
  expect(requestsOf(step({ action: 'resolve' }))).toBe(2);
  expect(requestsOf(step({ action: 'close' }))).toBe(2);
  expect(requestsOf(step({ action: 'update' }))).toBe(2);
  expect(requestsOf(step({ action: 'update', kind: 'label' }))).toBe(1);
  expect(
    requestsOf(
      step({
        action: 'update',
        kind: 'board',
        changes: [
          { field: 'lists', from: '', to: '+ a, b' },
          { field: 'x', from: '', to: 'c' },
        ],
      }),
    ),
  ).toBe(3);
  expect(requestsOf(step({ action: 'create', wanted: board() }))).toBe(3);
  expect(requestsOf(step({ action: 'create', wanted: epic() }))).toBe(3);
  expect(requestsOf(step({ action: 'create', wanted: issue() }))).toBe(1);
  expect(requestsOf(step({ action: 'create', wanted: issue({ asParent: epic().asParent }) }))).toBe(3);
  expect(requestsOf(step({ action: 'create', wanted: label() }))).toBe(1);
});

test('creations under GitLab’s limit are issues and epics; mails go to assignees who are members', () => {
  const create = (wanted: Wanted): Step => ({
    action: 'create',
    kind: wanted.kind,
    key: wanted.key,
    name: '',
    details: [],
    wanted,
  });
  const steps: Step[] = [
    ...[label(), milestone(), epic(), issue(), second, board()].map(create),
    { action: 'update', kind: 'issue', key: 'k', name: '', changes: [], wanted: issue() },
  ];
  expect(creationsOf(steps)).toBe(3);
  expect(mails([...steps, create(issue({ key: 'z', assignees: ['robin', 'sam'] }))], around(ALL))).toEqual({
    robin: 2,
    sam: 2,
  });
  expect(Object.keys(mails([create(second), create(issue())], around(ALL)))).toEqual(['robin', 'sam']);
});

test('counts hold every kind, and what is closed apart from what is updated', () => {
  const steps = ['create', 'update', 'resolve', 'close'].map((action) => ({ action, kind: 'epic' }) as Step);
  const counts = countsOf(steps, [liveOf(live, epic()), liveOf(live, label())]);
  expect(counts.epic).toEqual({ create: 1, update: 2, close: 1, unchanged: 1 });
  expect(counts.label).toEqual({ create: 0, update: 0, close: 0, unchanged: 1 });
  expect(Object.keys(counts)).toEqual(['label', 'milestone', 'epic', 'issue', 'board']);
});

test('the index of a parent names the issues that are there', () => {
  expect(wantedIndex(epic(), live)).toEqual({
    'c/robin/kr/a': liveOf(live, issue()).iid,
    'c/robin/kr/b': liveOf(live, second).iid,
  });
  expect(wantedIndex(epic(), new Map())).toEqual({});
  expect(wantedIndex(epic(), new Map([[issue().key, liveOf(live, epic())]]) as Matched)).toEqual({});
  expect([wantedIndex(issue(), live), wantedIndex(milestone(), live), wantedIndex(label(), live)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(wantedIndex(issue({ asParent: epic().asParent }), live)).toEqual(wantedIndex(epic(), live));
  const text = '<!-- kickoff:index a=1 b=2 -->';
  expect(indexIsStale(text, { a: 1 })).toBe(false);
  expect(indexIsStale(text, {})).toBe(false);
  expect(indexIsStale(text, { a: 2 })).toBe(true);
  expect(indexIsStale(text, { a: 1, c: 3 })).toBe(true);
});

test('the index changes when an issue is coming, or when it names another; in what is closed it does not', () => {
  const parent = liveOf(live, epic());
  expect(indexChange(epic(), parent, live)).toEqual([]);
  const lacks = new Map(live);
  lacks.delete(second.key);
  expect(indexChange(epic(), parent, lacks)).toEqual([{ field: 'index of issues', from: '2', to: '2' }]);
  expect(indexChange(epic(), { ...parent, description: 'wiped' }, live)).toEqual([
    { field: 'index of issues', from: '0', to: '2' },
  ]);
  expect(indexChange(epic(), { ...parent, description: 'wiped', state: 'closed' }, live)).toEqual([]);
  expect(indexChange(issue(), liveOf(live, issue()), live)).toEqual([]);
  expect(indexChange(milestone(), liveOf(live, milestone()), live)).toEqual([]);
  const tracking = issue({ key: 'c/robin', asParent: epic().asParent });
  expect(indexChange(tracking, liveOf(live, issue()), live)).toHaveLength(1);
});

test('known and found: of what an index names and is wanted', () => {
  expect(knownIssues(ALL, live, 12)).toEqual({ known: 2, found: 2 });
  const lost = new Map(live);
  lost.delete(issue().key);
  expect(knownIssues(ALL, lost, 12)).toEqual({ known: 2, found: 1 });
  expect(knownIssues([issue()], live, 12)).toEqual({ known: 1, found: 1 });
  expect(knownIssues(ALL, new Map(), 12)).toEqual({ known: 0, found: 0 });
  const milestones = new Map([
    [milestone().key, { ...liveOf(live, milestone()), description: '<!-- kickoff:index c/robin/kr/a=1 -->' }],
  ]);
  expect(knownIssues(ALL, milestones, 12)).toEqual({ known: 0, found: 0 });
});

test('closed: only an epic or an issue ends an internship', () => {
  const states = (kind: 'epic' | 'issue', state: string): Live =>
    ({ ...liveOf(live, kind === 'epic' ? epic() : issue()), state }) as Live;
  expect([
    isClosed(undefined),
    isClosed(states('epic', 'opened')),
    isClosed(states('epic', 'closed')),
    isClosed(states('issue', 'closed')),
  ]).toEqual([false, false, true, true]);
  expect(isClosed({ ...liveOf(live, milestone()), state: 'closed' })).toBe(false);
  const ended = new Map([[epic().key, states('epic', 'closed')]]);
  expect(inClosed(issue(), ended)).toBe(true);
  expect(inClosed(issue({ parent: null }), ended)).toBe(false);
  expect(inClosed(epic(), ended)).toBe(false);
  expect(inClosed(issue(), live)).toBe(false);
});

test('a text change in lines: what goes, what comes, and a gap between places', () => {
  const of = (from: string, to: string): unknown => textChange({ from, to });
  expect(of('a\nb\nc', 'a\nB\nc')).toEqual({
    field: 'text',
    from: '',
    to: '1 line → 1 line',
    lines: ['- b', '+ B'],
  });
  expect(of('a\nb\nc\nd', 'A\nb\nc\nD')).toMatchObject({
    lines: ['- a', '+ A', '…', '- d', '+ D'],
    to: '2 lines → 2 lines',
  });
  expect(of('a', 'a\nb\nc')).toMatchObject({ to: '2 lines more', lines: ['+ b', '+ c'] });
  expect(of('a\nb\n\nc', 'a')).toMatchObject({ to: '3 lines less', lines: ['- b', '-', '- c'] });
  expect(of('a  \r\nb', 'a\nb')).toMatchObject({ lines: [] });
  expect(textChange({ from: 'a', to: 'b' }, true)).toEqual({
    field: 'text',
    from: '',
    to: '1 line → 1 line',
  });
});

test('epics that this GitLab does not have become tracking issues, which is said once', () => {
  const without = { epics: false, noEpicsBecause: 'of the licence' };
  const { wanted, notes } = adapt(ALL, without, 'group');
  expect(wanted.find(({ key }) => key === epic().key)).toEqual({
    kind: 'issue',
    key: 'c/robin',
    role: 'tracking',
    title: 'Robin',
    text: 'The internship of Robin.',
    worksheet: '',
    boxes: [],
    labels: ['cohort::c', 'intern::robin'],
    milestone: null,
    epic: null,
    parent: null,
    asParent: epic().asParent,
    dueDate: '2027-04-23',
    assignees: [],
    confidential: false,
  });
  expect(wanted.find(({ key }) => key === issue().key)).toEqual(issue({ epic: null }));
  expect(wanted.filter(({ kind }) => kind !== 'issue')).toEqual([label(), milestone(), board()]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatchObject({ code: 'adapted', about: 'Epics' });
  expect(notes[0]?.message).toContain('because of the licence.');
  expect(adapt([label(), issue()], without, 'group')).toEqual({ wanted: [label(), issue()], notes: [] });
  expect(adapt(ALL, { epics: true, noEpicsBecause: '' }, 'group')).toEqual({ wanted: ALL, notes: [] });
  const ownLabels = adapt(ALL, { epics: true, noEpicsBecause: '' }, 'project');
  expect(ownLabels.notes).toEqual([]);
  expect(ownLabels.wanted).toEqual(
    ALL.map((each) => (each.kind === 'epic' ? { ...each, labels: [] } : each)),
  );
});

test('what may be a mistake comes first; the others stay in order', () => {
  const codes: Note['code'][] = ['kept', 'stranger', 'schedule', 'person', 'adapted', 'duplicate'];
  const sorted = codes.map((code): Note => ({ code, about: '', message: '' })).sort(byUrgency);
  expect(sorted.map(({ code }) => code)).toEqual([
    'stranger',
    'person',
    'duplicate',
    'kept',
    'schedule',
    'adapted',
  ]);
});

test('people who are no members are told once each, with how many issues wait', () => {
  const notes = peopleNotes(
    [issue({ assignees: ['Noor'] }), second, epic(), issue({ assignees: ['ines', 'robin', 'ROBIN'] })],
    world(),
  );
  expect(notes.map(({ code, about }) => [code, about])).toEqual([
    ['not-a-member', 'Noor'],
    ['not-a-member', 'noor'],
    ['not-a-member', 'ines'],
  ]);
  expect(peopleNotes([issue({ assignees: ['x'] })], world())[0]?.message).toContain(' 1 issue stays ');
  expect(
    peopleNotes([issue({ assignees: ['x'] }), issue({ assignees: ['x'] })], world())[0]?.message,
  ).toContain(' 2 issues stay ');
});

test('what is no longer wanted is a note; what is closed, of others, or a tracking issue beside its epic is not', () => {
  const lists = (more: Partial<World>): World => world(more);
  const there = liveOf(live, issue());
  const gone = (more: object = {}): Note[] =>
    retired([epic()], lists({ issues: [{ ...there, ...more }] }), 'c');
  expect(gone()).toEqual([
    {
      code: 'no-longer-wanted',
      about: `Do A ${there.url}`,
      message: 'is no longer in the program. It is left as it is.',
    },
  ]);
  expect(gone({ state: 'closed' })).toEqual([]);
  expect(gone({ description: 'no marker' })).toEqual([]);
  expect(gone({ description: there.description.replaceAll('c/robin', 'cc/robin') })).toEqual([]);
  expect(retired(ALL, lists({ issues: [there] }), 'c')).toEqual([]);
  expect(retired([], lists({ milestones: [liveOf(live, milestone())] }), 'c')).toHaveLength(1);
  expect(retired([], lists({ epics: [liveOf(live, epic())] }), 'c')).toHaveLength(1);
  const tracking = {
    ...there,
    description: liveOf(live, epic()).description.replace('place=33/12', 'place=12'),
  };
  const beside = retired([epic()], lists({ issues: [tracking] }), 'c');
  expect(beside.map(({ code }) => code)).toEqual(['adapted']);
  expect(beside[0]?.message).toContain(there.url);
  expect(retired([epic()], lists({ issues: [{ ...tracking, state: 'closed' }] }), 'c')).toEqual([]);
  expect(retired([epic()], lists({ epics: [{ ...liveOf(live, epic()) }] }), 'c')).toEqual([]);
});

test('what is shared stays open to change where no internship is there to be over', () => {
  const labels = [label({ color: '#ffffff' })];
  expect(lines(diff(inputOf(live, { wanted: labels })))).toEqual(['update label area::x']);
});

test('one closed internship of two ends its own issues, not what both share', () => {
  const other = epic({ key: 'c/sam', title: 'Sam', asParent: { ...epic().asParent, issues: [] } });
  const wanted = [label({ color: '#ffffff' }), epic(), other, issue({ text: 'New.' }), second];
  const closed = new Map(live)
    .set(epic().key, { ...liveOf(live, epic()), state: 'closed' })
    .set(other.key, { ...liveOf(live, epic()), id: 300, iid: 30, title: 'Sam' });
  const { steps } = diff(inputOf(closed, { wanted }));
  expect(steps.filter(({ kind }) => kind === 'label' || kind === 'issue').map(({ name }) => name)).toEqual([
    'area::x',
  ]);
});

test('an index names what is no longer there: the plan refuses, however its parent is kept', () => {
  const tracking = issue({ key: 'c/robin', asParent: epic().asParent, epic: null, parent: null });
  const matched: Matched = new Map([
    [tracking.key, { ...liveOf(live, issue()), description: writeIndex('', { [issue().key]: 5 }, 12) }],
  ]);
  expect(knownIssues([tracking, issue()], matched, 12)).toEqual({ known: 1, found: 0 });
});

test('urgent notes come before the plan’s own, whatever order they were found in', () => {
  const note = (code: Note['code']): Note => ({ code, about: code, message: '' });
  const { notes } = diff(inputOf(live, { notes: [note('adapted'), note('stranger')] }));
  expect(notes.slice(0, 2).map(({ code }) => code)).toEqual(['stranger', 'adapted']);
});

test('what the program gives up counts as changed, other notes do not', () => {
  const note = (code: Note['code'], at: number): Note => ({ code, about: `${code} ${at}`, message: '' });
  const given = (code: Note['code']): Plan =>
    diff(inputOf(live, { notes: [1, 2, 3, 4, 5].map((at) => note(code, at)) }));
  expect(given('no-longer-wanted').refusals.map(({ what }) => what)).toEqual(['many-changes']);
  expect(given('adapted').refusals).toEqual([]);
});

test('a text that is confidential in the program alone, or in GitLab alone, shows no line', () => {
  const shown = (wanted: LiveIssue['confidential'], there: boolean): string => {
    const matched = new Map(live).set(issue().key, { ...liveOf(live, issue()), confidential: there });
    const all = [
      label(),
      milestone(),
      epic(),
      issue({ text: 'New.', confidential: wanted }),
      second,
      board(),
    ];
    return JSON.stringify(diff(inputOf(matched, { wanted: all })).steps);
  };
  expect(
    [shown(false, false), shown(true, false), shown(false, true)].map((text) => text.includes('+ New.')),
  ).toEqual([true, false, false]);
});
