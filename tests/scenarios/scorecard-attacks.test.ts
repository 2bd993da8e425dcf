/** What attackers found in scoring, rendering and templates, each mended and kept here. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readValue } from '../../src/issues/reported.ts';
import { checkTemplate } from '../../src/text/check-template.ts';
import {
  act,
  close,
  codes,
  internOf,
  internship,
  KR,
  line,
  reopen,
  resultOf,
  same,
  tick,
} from '../support/people.ts';
import {
  enrolmentOf,
  type IssueLike,
  issueFor,
  resultOf as one,
  internOf as scored,
  type World,
} from '../support/scoring.ts';
import { EXAMPLE, file, issueOf, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const C = '2027-03-09T12:00:00Z';
const kr = (key: string, measure: object = { kind: 'done' }, more: object = {}) => ({
  key,
  title: key.toUpperCase(),
  measure,
  ...more,
});
const duplicate = (number: number): IssueLike => ({
  closed: C,
  lines: { Outcome: `duplicate of #${number}` },
});

function scoreOfX(
  likes: Record<string, IssueLike>,
  results: object[] = Object.keys(likes).map((key) => kr(key)),
  world: World = {},
): number | null {
  const enrolment = enrolmentOf(results);
  const issues = Object.fromEntries(
    Object.entries(likes).map(([key, like]) => [key, issueFor(enrolment, key, like)]),
  );
  return one(scored(enrolment, issues, world), 'x').score;
}

test('a duplicate is as far as the other one, by the other one’s rules', () => {
  expect(scoreOfX({ x: duplicate(2), y: { closed: C, lines: { Outcome: "won't do: no time" } } })).toBe(0);
  expect(scoreOfX({ x: duplicate(2), y: { closed: C, labels: ['outcome::wont-do'] } })).toBe(0);
  expect(scoreOfX({ x: duplicate(2), y: {} })).toBe(0);
  expect(scoreOfX({ x: duplicate(2), y: { closed: C } })).toBe(1);
  expect(
    scoreOfX({ x: duplicate(2), y: { ticked: 3, closed: C } }, [
      kr('x'),
      kr('y', { kind: 'count', target: 5 }),
    ]),
  ).toBe(0.6);
});

test('duplicates in a chain are followed to its end; in a circle, of itself, or moved away it scores 0', () => {
  expect(scoreOfX({ x: duplicate(2), y: duplicate(3), z: {} })).toBe(0);
  expect(scoreOfX({ x: duplicate(2), y: duplicate(3), z: { closed: C } })).toBe(1);
  expect(scoreOfX({ x: duplicate(2), y: duplicate(1) })).toBe(0);
  expect(scoreOfX({ x: duplicate(1) })).toBe(0);
  expect(scoreOfX({ x: duplicate(2), y: { closed: C, movedTo: 77 } })).toBe(0);
});

test('a duplicate does not escape the late rule, and is what it was on a past day', () => {
  const late = { kind: 'done' };
  expect(
    scoreOfX({ x: { ...duplicate(2), due: '2027-03-05' }, y: { closed: C, due: '2027-03-12' } }, [
      kr('x', late, { late: 'zero' }),
      kr('y'),
    ]),
  ).toBe(0);
  const closures = [
    { iid: 1, at: '2027-03-03T12:00:00Z', state: 'closed' as const, by: 'robin' },
    { iid: 2, at: '2027-03-17T12:00:00Z', state: 'closed' as const, by: 'robin' },
  ];
  const likes = {
    x: { ...duplicate(2), closed: '2027-03-03T12:00:00Z' },
    y: { closed: '2027-03-17T12:00:00Z' },
  };
  const at = (day: string) => scoreOfX(likes, undefined, { now: '2027-03-20T09:00:00Z', at: day, closures });
  expect([at('2027-03-09'), at('2027-03-18')]).toEqual([0, 1]);
});

test('an issue that was moved twice is read where it is in the end', () => {
  const enrolment = enrolmentOf([kr('x')]);
  const here = issueFor(enrolment, 'x', { closed: C, movedTo: 77 });
  const first = { ...issueFor(enrolment, 'x', { closed: C, movedTo: 88 }), id: 77 };
  const end = { ...issueFor(enrolment, 'x'), id: 88 };
  expect(one(scored(enrolment, { x: here }, { elsewhere: [first, end] }), 'x')).toMatchObject({
    score: 0,
    standing: 'open',
  });
  const round = { ...issueFor(enrolment, 'x', { closed: C, movedTo: here.id }), id: 77 };
  expect(one(scored(enrolment, { x: here }, { elsewhere: [round, here] }), 'x').score).toBeNull();
});

test('a number in a moved issue means an issue of the other project', () => {
  const enrolment = enrolmentOf([kr('x'), kr('y')]);
  const there = { ...issueFor(enrolment, 'x', { ...duplicate(2) }), id: 77 };
  const issues = {
    x: issueFor(enrolment, 'x', { closed: C, movedTo: 77 }),
    y: issueFor(enrolment, 'y', { closed: C }),
  };
  expect(one(scored(enrolment, issues, { elsewhere: [there] }), 'x').score).not.toBe(1);
});

test('work in any state counts from its beginning, also on a past day', () => {
  const of = { what: 'issues', label: 'l', state: 'all', author: 'anyone' };
  const row = {
    title: 't',
    description: '',
    url: 'u',
    author: 'a',
    labels: ['l'],
    state: 'closed' as const,
    createdAt: '2027-03-02T12:00:00Z',
    endedAt: '2027-03-17T12:00:00Z',
    isCanceled: false,
    ours: false,
  };
  const world = { now: '2027-03-20T09:00:00Z', work: [row], closures: [], at: '2027-03-09' };
  expect(scoreOfX({ x: {} }, [kr('x', { kind: 'count', target: 1, of })], world)).toBe(1);
});

test('ticks of today say nothing about a closure that no longer stands', () => {
  const enrolment = enrolmentOf([kr('x', { kind: 'count', target: 5 })]);
  const closures = [
    { iid: 1, at: '2027-03-03T12:00:00Z', state: 'closed' as const, by: 'robin' },
    { iid: 1, at: '2027-03-15T12:00:00Z', state: 'opened' as const, by: 'robin' },
  ];
  const intern = scored(
    enrolment,
    { x: issueFor(enrolment, 'x', { ticked: 5, updated: '2027-03-20T08:00:00Z' }) },
    { now: '2027-03-20T09:00:00Z', closures },
  );
  const achieved = intern.burnUp?.points.map((point) => point.achieved) ?? [];
  expect(achieved.at(-1)).toBe(1);
  expect(achieved.slice(0, -1).every((each) => each === 0)).toBe(true);
});

test('an imported issue that does not say when it was closed is closed, with files and without', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-09T12:00:00Z');
  await act(world, 'blog-post', same, close);
  issueOf(world.sandbox.state, `${KR}/blog-post`).closed_at = null;
  await world.kickoff(['sync', EXAMPLE]);
  expect(world.sandbox.state.epics[0]?.description).toContain('**0.25**');
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  expect((await world.kickoff(['sync', EXAMPLE, '--out', folder])).writes).toBe(0);
});

test.each([
  ['2*5', undefined],
  ['1_0', undefined],
  ['70 %', 'minutes'],
  ['70 %', undefined],
  ['1e3', undefined],
])('the value %j with the unit %s is not guessed', (text, unit) => {
  expect(readValue(text, unit).kind).toBe('unclear');
});

test.each([
  ['**42**', undefined, 42],
  ['_42 minutes_', 'minutes', 42],
  ['70 %', '%', 70],
  ['`3.5`', undefined, 3.5],
])('the value %j with the unit %s is %d', (text, unit, value) => {
  expect(readValue(text, unit)).toEqual({ kind: 'number', value });
});

// ---- derived key results

const asked = (more: string): string =>
  file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\nclose_derived: true\noverrides:\n  - { key_result: automation-project, define: { title: Automate, measure: { kind: done } } }\n${more}`,
  );
const derived = ({ sandbox }: Stage) => issueOf(sandbox.state, `${KR}/key-result-in-each-area`);

async function satisfied(path: string): Promise<Stage> {
  const world = await provisioned({}, path);
  await internship(world, 5);
  world.moveClock('2027-04-16T14:00:00Z');
  for (const key of ['automation-project', 'secret-scanning-approach']) await act(world, key, same, close);
  await act(world, 'control-test', tick(1), close);
  return world;
}

test('a score that was set by hand closes nothing: the rule is what counts', async () => {
  const path = asked(
    '  - { key_result: key-result-in-each-area, score: { value: 1, reason: "ok @all <!-- kickoff:end -->", by: maya.torres } }\n',
  );
  const world = await provisioned({}, path);
  await internship(world, 2);
  world.moveClock('2027-03-25T01:00:00Z');
  await world.kickoff(['sync', path]);
  expect(derived(world).state).toBe('opened');
});

test('one that a person said won’t do about, called a duplicate, or opened again is left alone', async () => {
  const path = asked('');
  for (const word of ['label', 'line', 'reopened'] as const) {
    const world = await satisfied(path);
    const { iid } = derived(world);
    const put = (body: object) => world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, body);
    if (word === 'label') await put({ add_labels: 'outcome::wont-do' });
    if (word === 'line') await act(world, 'key-result-in-each-area', line('Outcome', 'duplicate of #1'));
    if (word === 'reopened') {
      await put(close);
      await put(reopen);
    }
    world.moveClock('2027-04-27T01:00:00Z');
    const run = await world.kickoff(['sync', path]);
    expect(run.code, run.err).toBe(0);
    expect([word, derived(world).state]).toEqual([word, 'opened']);
  }
});

// ---- what is confidential

test('reasons, steps and units of confidential key results are in no output that others read', async () => {
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8')
    .replace(
      'measure: { kind: count, target: 5, unit: report }',
      'measure: { kind: rubric, steps: [{ name: SECRETSTEP, score: 0.5 }, { name: SECRETEND, score: 1 }] }',
    )
    .replace(
      'measure: { kind: count, target: 1, unit: incident }',
      'measure: { kind: metric, baseline: 0, target: 9, unit: SECRETUNIT }',
    );
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(join(folder, 'program.yaml'), program);
  const path = join(folder, 'cohort.yaml');
  writeFileSync(
    path,
    `${readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml')}\noverrides:\n  - { key_result: shadow-incident, score: { value: 0.5, reason: SECRETREASON, by: maya.torres } }\n`,
  );
  const world = await provisioned({}, path);
  world.moveClock('2027-03-20T12:00:00Z');
  await act(world, 'triage-reports', tick(1));
  await act(world, 'shadow-incident', line('Value', '3 SECRETUNIT'));
  const out = join(folder, 'out');
  const outputs = [
    (await world.kickoff(['sync', path, '--out', out])).out,
    world.sandbox.state.epics[0]?.description ?? '',
  ];
  for (const name of [
    'scorecard.html',
    'scorecard.json',
    'scorecard.csv',
    'scorecard.md',
    'remarks.xml',
    'metrics.txt',
    'people/robin.ito.html',
    'people/ines.ferreira.html',
  ])
    outputs.push(readFileSync(join(out, name), 'utf8'));
  for (const args of [
    [],
    ['--for', 'robin.ito'],
    ['--explain', 'application-security'],
    ['--explain', 'program'],
    ['--at', '2027-03-15'],
  ])
    outputs.push((await world.kickoff(['report', path, ...args])).out);
  for (const output of outputs) expect(output).not.toMatch(/SECRET|HackerOne|security incident/);
  // The marker of the epic tells how far no confidential one is.
  expect(outputs[1]).not.toMatch(/ticks=\S*triage-reports/);
});

test('what a person made confidential later is not named among moved goalposts, nor where it is missing or lost', async () => {
  const world = await provisioned();
  const chats = issueOf(world.sandbox.state, `${KR}/coffee-chats`);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${chats.iid}`, { confidential: true });
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: coffee-chats, count: 6 }\n`,
  );
  expect((await world.kickoff(['report', path, '--markdown'])).out).not.toContain('coffee chats outside');
  expect((await world.kickoff(['report', path])).out).toContain(
    'a confidential key result: target 6 instead of 10',
  );
  Object.assign(chats, { state: 'closed', closed_at: '2027-03-01T09:00:00Z', moved_to_id: 999 });
  expect((await world.kickoff(['report', EXAMPLE])).out).not.toContain('coffee chats');
  const { state } = world.sandbox;
  state.issues = state.issues.filter(({ description }) => !description?.includes('kr/triage-reports '));
  const run = await world.kickoff(['sync', EXAMPLE]);
  expect(run.code).toBe(1);
  expect(run.err).toContain('a confidential key result');
  expect(run.err).not.toContain('HackerOne');
});

// ---- templates of a program

function bring(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', name), text);
  writeFileSync(
    join(folder, 'program.yaml'),
    `templates: ./mine\n${readFileSync('templates/programs/security-internship.yaml', 'utf8')}`,
  );
  const path = join(folder, 'cohort.yaml');
  writeFileSync(
    path,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  return path;
}

test.each([
  'Hi {{intern}}\n\n{{#if intern}}/close{{/if}}',
  'Hi\n{{! note }}/label ~x',
  'Hi\n{{!-- x --}}/close',
  'Hi\n{{#unless intern}}x{{/unless}}/close',
  'Hi {{~#if intern}}\n{{/if}}/close',
  '<!-- kick{{!}}off:end -->',
])('no template makes GitLab run a command or see a marker: %j', async (text) => {
  const world = stage();
  const run = await world.kickoff(['provision', bring('key-result.md.hbs', text), '--yes']);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toMatch(/key-result\.md\.hbs/);
  expect(world.sandbox.state.issues).toEqual([]);
});

test('nor in the block: it is rendered before anything is provisioned', async () => {
  const world = stage();
  const run = await world.kickoff([
    'provision',
    bring('scorecard-block.md.hbs', 'S {{score}}\n\n{{#if hasRemarks}}/close{{/if}}'),
    '--yes',
  ]);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toMatch(/scorecard-block\.md\.hbs.*quick action/);
});

test.each([
  '{{#if score x=(log this)}}{{/if}}',
  '{{#each a x=(lookup this "constructor")}}{{/each}}',
  '{{#if a b}}{{/if}}',
  '<scr{{!}}ipt>alert(1)</script>',
  '<svg/onload=alert(1)>',
  '<img src="x"\nonerror=alert(1)>',
  '<a href="java{{!}}script:alert(1)">x</a>',
  '<a href="{{title}}">x</a>',
  '<a href="x{{url}}">x</a>',
  '<a href={{url}}>x</a>',
  '<p class={{title}}>',
  '<iframe srcdoc="x"></iframe>',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<{{title}}>',
  '<p style="background:{{title}}">',
  '<link rel="stylesheet" href="https://evil.test/x.css">',
  '<form action="https://evil.test"><button>x</button></form>',
])('no page template brings something that runs, loads or leads away: %j', (text) => {
  expect(checkTemplate('t.html.hbs', text, true)).not.toEqual([]);
});

// ---- smaller things

test('escape codes of people reach no terminal', async () => {
  const world = await provisioned();
  await act(world, 'blog-post', line('Evidence', 'https://x.test/\u001b]0;pwn\u0007 \u001b[2J'));
  for (const format of [[], ['--csv'], ['--markdown'], ['--html'], ['--json']])
    expect((await world.kickoff(['report', EXAMPLE, ...format])).out).not.toMatch(/[\u001b\u0007]/);
});

test('a past day tells of no changes and goalposts of today, and what it cannot know it says', async () => {
  const world = await provisioned();
  await internship(world, 8);
  await world.kickoff(['sync', EXAMPLE]);
  const intern = await internOf(world, ['--at', '2027-03-15']);
  expect([intern.changes, intern.goalposts]).toEqual([null, []]);
  // Ticks have their days, from GitLab's own notes.
  expect(resultOf(intern, 'coffee-chats').because).toBe('3 of 10 boxes ticked');
  expect(intern.range).toBeNull();
  // Where neither a night nor a note tells the day, the score lies between what it was at least and at most.
  const blind = await provisioned();
  await internship(blind, 8);
  blind.sandbox.state.notes = [];
  const past = await internOf(blind, ['--at', '2027-03-15']);
  expect(past.range?.low).toBe(past.score);
  expect(past.range?.low).toBeLessThan(intern.score ?? 0);
  expect(past.range?.high).toBeGreaterThanOrEqual(intern.score ?? 1);
  expect(resultOf(past, 'coffee-chats').because).toContain('at least 0 of 10 boxes ticked; more of it may');
  const shown = (await blind.kickoff(['report', EXAMPLE, '--at', '2027-03-15'])).out.replace(/\s+/g, ' ');
  expect(shown).toContain('the score is the least that it can have been');
  expect(shown).toMatch(/between 0\.\d\d and 0\.\d\d/);
});

test('what is left out or counts as 0 is so in the arithmetic, too', () => {
  const results = [kr('x'), kr('y', { kind: 'to-be-defined' })];
  const explained = (unscored: string) => {
    const enrolment = enrolmentOf(results, { unscored });
    return scored(enrolment, { x: issueFor(enrolment, 'x', { closed: C }), y: issueFor(enrolment, 'y') })
      .objectives[0]?.explained.arithmetic;
  };
  expect(explained('zero')).toBe('(1 × 1 + 1 × 0) ∕ 2 = 0.5');
  expect(explained('leave-out')).toBe('(1 × 1) ∕ 1 = 1');
});

test('an open key result that is overdue under a late rule is said before it costs more', () => {
  const enrolment = enrolmentOf([kr('x', { kind: 'count', target: 3 }, { late: { decay_per_week: 0.1 } })]);
  const intern = scored(
    enrolment,
    { x: issueFor(enrolment, 'x', { ticked: 2, due: '2027-03-03' }) },
    { now: '2027-03-20T09:00:00Z' },
  );
  expect(codes(intern)).toContain('overdue');
});

test('the issue tells its late rule, and the plan a score that was set by hand', async () => {
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8').replace(
    '\nversion: 1',
    '\nversion: 1\nlate: { decay_per_week: 0.1 }',
  );
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(join(folder, 'program.yaml'), program);
  const path = join(folder, 'cohort.yaml');
  writeFileSync(
    path,
    `${readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml')}\noverrides:\n  - { key_result: blog-post, score: { value: 0.8, reason: a talk instead, by: maya.torres } }\n`,
  );
  const world = stage();
  expect((await world.kickoff(['plan', path])).out.replace(/\s+/g, ' ')).toContain(
    'counts 0.8 whatever is computed; maya.torres: a talk instead',
  );
  await world.kickoff(['provision', path, '--yes']);
  expect(issueOf(world.sandbox.state, `${KR}/blog-post`).description).toContain(
    '| Late | each week begun after the due date takes 10 % off when it is closed |',
  );
});

/** What our archive writes into an issue that it closes. */
const archivedMark = (key: string): string =>
  `<!-- kickoff:begin ${KR}/${key}#archived date=2027-05-03 text=0123456789 -->\n_Closed with the end._\n<!-- kickoff:end -->`;

test.each([
  ['as it stands', (text: string) => text],
  [
    'with the mark of the archive pasted into it',
    (text: string) => `${text}\n\n${archivedMark('blog-post')}`,
  ],
  [
    'with the mark twice',
    (text: string) => `${archivedMark('blog-post')}\n${text}\n${archivedMark('blog-post')}`,
  ],
  [
    'with the mark where people write',
    (text: string) => text.replace('- Evidence:', `- Evidence: ${archivedMark('blog-post')}`),
  ],
  ['with the mark of another one', (text: string) => `${text}\n${archivedMark('coffee-chats')}`],
  [
    'with a mark that names no day',
    (text: string) => `${text}\n${archivedMark('blog-post').replace(/ date=\S+/, '')}`,
  ],
])('what an intern closes late is late, %s', async (_, paste) => {
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(join(folder, 'program.yaml'), `${program}\nlate: zero\n`);
  const cohort = join(folder, 'cohort.yaml');
  writeFileSync(
    cohort,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const world = await provisioned({}, cohort);
  world.moveClock('2027-05-03T12:00:00Z');
  await act(world, 'blog-post', paste, close);
  world.moveClock('2027-05-04T12:00:00Z');
  const intern = await internOf(world, [], cohort);
  expect(resultOf(intern, 'blog-post')).toMatchObject({
    score: 0,
    because: expect.stringContaining('10 days late'),
  });
});
