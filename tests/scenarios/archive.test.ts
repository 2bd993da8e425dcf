/** The end of an internship: shown as a plan, then done; everything kept, and a second run has nothing to do. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dieAt } from '../support/faults.ts';
import { act, close, internOf, internship, KR, line, resultOf, same, tick } from '../support/people.ts';
import {
  EXAMPLE,
  essence,
  file,
  GROUP,
  issueOf,
  PROJECT,
  provisioned,
  type Stage,
  stage,
} from '../support/stage.ts';

const CLOSING = ['archive', EXAMPLE, '--yes', '--open-key-results', 'close'];

async function atTheEnd(tier: 'free' | 'premium' = 'premium'): Promise<Stage> {
  const world = await provisioned({ tier });
  await internship(world, 8);
  return world;
}

test.each([
  'premium',
  'free',
] as const)('on %s: last scorecard, milestones and epic closed; open key results are listed and left', async (tier) => {
  const world = await atTheEnd(tier);
  const before = await internOf(world);
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const run = await world.kickoff(['archive', EXAMPLE, '--yes', '--out', folder]);
  expect(run.code, run.err).toBe(0);
  expect(run.out).toMatch(
    /Key results that are open {2}\d left open\n[\s\S]*Have 10 coffee chats .*9 of 10 boxes ticked · left open/,
  );
  expect(run.out).not.toContain('HackerOne');
  const { state } = world.sandbox;
  expect(state.milestones.every(({ state: at }) => at === 'closed')).toBe(true);
  const parent = tier === 'premium' ? state.epics[0] : issueOf(state, 'spring-2027/robin-ito');
  expect(parent?.state).toBe('closed');
  expect(parent?.description).toContain(
    '_The last scorecard, written on 2027-04-24 when the program was archived. Final score: ',
  );
  expect(parent?.description).not.toContain('```glql');
  expect(issueOf(state, `${KR}/coffee-chats`).state).toBe('opened');
  expect(readdirSync(folder)).toContain('scorecard.html');
  expect((await internOf(world)).score).toBe(before.score);
  // Again: nothing. Provisioning and syncing an archived cohort change nothing either.
  const again = await world.kickoff(['archive', EXAMPLE, '--yes']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(again.out).toContain('Nothing to do.');
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  expect((await world.kickoff(['sync', EXAMPLE])).writes).toBe(0);
});

test('open key results can be closed as not done: no score changes by it', async () => {
  const world = await atTheEnd();
  await world.kickoff(['sync', EXAMPLE]);
  world.moveClock('2027-04-24T02:00:00Z');
  const before = await internOf(world);
  expect((await world.kickoff(CLOSING)).code).toBe(0);
  const { state } = world.sandbox;
  const results = state.issues.filter(({ labels }) => labels.includes('key-result'));
  expect(results.every(({ state: at }) => at === 'closed')).toBe(true);
  expect(issueOf(state, `${KR}/coffee-chats`).description).toMatch(
    /Closed on 2027-04-24 with the end of the program; it was not finished/,
  );
  // The last scorecard is written after they were closed, and says so.
  expect(state.epics[0]?.description).toMatch(
    /^Since 24 Apr: score unchanged.*closed: .*Have 10 coffee chats/m,
  );
  const after = await internOf(world);
  expect(after.score).toBe(before.score);
  expect(after.objectives.map(({ score }) => score)).toEqual(before.objectives.map(({ score }) => score));
  // Check-lists and goals are people's own.
  expect(
    state.issues
      .filter(({ labels }) => labels.includes('checklist'))
      .every(({ state: at }) => at === 'opened'),
  ).toBe(true);
  expect((await world.kickoff(CLOSING)).writes).toBe(0);
});

test('before the end it is refused unless asked for, and shown in any case', async () => {
  const world = await provisioned();
  await internship(world, 2);
  const run = await world.kickoff(['archive', EXAMPLE, '--yes']);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.out).toContain('write the last scorecard and close');
  expect(run.err).toMatch(/is not over yet[\s\S]*--early/);
  expect((await world.kickoff(['archive', EXAMPLE, '--yes', '--early'])).code).toBe(0);
});

test('nobody to ask is no yes, and a no changes nothing', async () => {
  const world = await atTheEnd();
  expect(await world.kickoff(['archive', EXAMPLE])).toMatchObject({ code: 64, writes: 0 });
  expect(await world.kickoff(['archive', EXAMPLE], { ask: async () => 'no' })).toMatchObject({
    code: 1,
    writes: 0,
  });
  expect((await world.kickoff(['archive', EXAMPLE], { ask: async () => 'yes' })).code).toBe(0);
});

test('crash: it dies before or after any request; the next run ends the same', async () => {
  const whole = await atTheEnd();
  // Each run begins with the same state; making it anew takes longer than what is tested.
  const base = structuredClone(whole.sandbox.state);
  const begin = (): Stage => {
    const world = stage({ state: structuredClone(base) });
    world.moveClock('2027-04-24T01:00:00Z');
    return world;
  };
  await whole.kickoff(CLOSING);
  const end = essence(whole.sandbox.state);
  for (const when of ['before', 'after'] as const) {
    // A sample; the long suite dies at every request, on three tiers.
    for (let at = 0; ; at += when === 'before' ? 9 : 13) {
      const world = begin();
      const death = dieAt(world.sandbox, at, when);
      await world.kickoff(CLOSING, death);
      if (!death.reached()) break;
      const next = await world.kickoff(CLOSING);
      expect(next.code, next.err).toBe(0);
      expect(withoutMemory(essence(world.sandbox.state))).toEqual(withoutMemory(end));
      expect((await world.kickoff(CLOSING)).writes).toBe(0);
    }
  }
}, 120_000);

/** What the last block remembers depends on what had been closed when it was written; nothing that is shown does. */
const withoutMemory = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/(?:text|since|was|at|score)=\S+/g, '')
    .replace(/Since 24 Apr|Looks odd[\s\S]*?_The last scorecard/g, '');

test('people: what they close or write in the same moment stays as they did it', async () => {
  const world = await atTheEnd();
  const { sandbox } = world;
  let once = false;
  const run = await world.kickoff(CLOSING, {
    fetch: async (request) => {
      const chats = issueOf(sandbox.state, `${KR}/coffee-chats`);
      if (!once && request.method === 'GET' && request.url.endsWith(`/issues/${chats.iid}`)) {
        once = true;
        await act(world, 'coffee-chats', line('Evidence', 'ten names'), close);
      }
      return sandbox.fetch(request);
    },
  });
  expect(run.code, run.err).toBe(0);
  const text = issueOf(sandbox.state, `${KR}/coffee-chats`).description;
  expect(text).toContain('- Evidence: ten names');
  expect(text).not.toContain('with the end of the program');
});

test('one that a person opens again stays open, and the archive lists it', async () => {
  const world = await atTheEnd();
  await world.kickoff(CLOSING);
  await act(world, 'coffee-chats', same, { state_event: 'reopen' });
  const run = await world.kickoff(['archive', EXAMPLE, '--yes']);
  expect(run.writes).toBe(0);
  expect(run.out).toContain('Have 10 coffee chats');
  expect(issueOf(world.sandbox.state, `${KR}/coffee-chats`).state).toBe('opened');
  expect((await world.kickoff(CLOSING)).writes).toBe(0);
});

test.each([
  ['', 'close as not done', 0, true],
  ['maybe later', 'close as not done', 0, true],
  ['done', 'close as done, as its Outcome line says', 1, false],
  ["won't do: no time", 'close as not done, as its Outcome line says', 0, false],
])('with the outcome "%s" it says "%s", and scores %d', async (outcome, what, score, labelled) => {
  const world = await provisioned();
  await internship(world, 5);
  await act(world, 'technical-project', line('Outcome', outcome));
  const run = await world.kickoff([...CLOSING, '--early']);
  expect(run.out).toMatch(
    new RegExp(`Finish a technical project.*\\n? *.*${what.replace("'", '.')}(?:\\n|$)`, 'm'),
  );
  const { labels, state } = issueOf(world.sandbox.state, `${KR}/technical-project`);
  expect([state, labels.includes('outcome::wont-do')]).toEqual(['closed', labelled]);
  expect(resultOf(await internOf(world), 'technical-project').score).toBe(score);
});

test('an open one that carries the label already: the plan says what its closure will mean', async () => {
  const world = await atTheEnd();
  await act(world, 'coffee-chats', same, { add_labels: 'outcome::wont-do' });
  const run = await world.kickoff(CLOSING);
  expect(run.out).toMatch(/9 of 10 boxes ticked · close as not done, as its label outcome::wont-do says/);
});

test('without an epic to close, the files tell how it ended all the same', async () => {
  const world = await atTheEnd();
  await world.kickoff(['archive', EXAMPLE, '--yes']);
  const epic = world.sandbox.state.epics[0];
  await world.as('maya.torres', 'PUT', `${GROUP}/epics/${epic?.iid}`, { state_event: 'reopen' });
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  expect((await world.kickoff([...CLOSING, '--out', folder])).code).toBe(0);
  const card = JSON.parse(readFileSync(join(folder, 'scorecard.json'), 'utf8'));
  expect(resultOf(card.interns[0], 'coffee-chats').standing).toBe('closed');
});

test('another outcome label of a person is not replaced: that one is left, and said', async () => {
  const world = await atTheEnd();
  await world.as('maya.torres', 'POST', `${PROJECT}/labels`, { name: 'outcome::partly', color: '#ff0000' });
  await act(world, 'coffee-chats', same, { add_labels: 'outcome::partly' });
  await act(world, 'technical-project', same, { state_event: 'reopen', add_labels: 'outcome::partly' });
  const run = await world.kickoff(CLOSING);
  expect(run.out).toMatch(/left, because its label outcome::partly may say something else; close it by hand/);
  const left = issueOf(world.sandbox.state, `${KR}/technical-project`);
  expect([left.state, left.labels.includes('outcome::partly')]).toEqual(['opened', true]);
  expect(issueOf(world.sandbox.state, `${KR}/coffee-chats`)).toMatchObject({ state: 'closed' });
});

test.each([
  'zero',
  '{ decay_per_week: 0.1 }',
])('what the archive closes is not late, with late: %s', async (late) => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const template = readFileSync('templates/programs/security-internship.yaml', 'utf8');
  writeFileSync(join(at, 'program.yaml'), `${template}\nlate: ${late}\n`);
  const cohort = join(at, 'cohort.yaml');
  writeFileSync(cohort, readFileSync(EXAMPLE, 'utf8').replace('security-internship\n', './program.yaml\n'));
  const world = await provisioned({}, cohort);
  await internship(world, 8);
  const before = await internOf(world, [], cohort);
  await world.kickoff(['archive', cohort, '--yes', '--open-key-results', 'close']);
  world.moveClock('2027-05-22T01:00:00Z');
  const after = await internOf(world, [], cohort);
  expect(resultOf(after, 'coffee-chats')).toMatchObject({ score: 0.9, standing: 'closed' });
  expect(after.score).toBe(before.score);
});

test('what a person opens again after an archive stays open: epic, milestone, key result', async () => {
  const world = await atTheEnd();
  await world.kickoff(CLOSING);
  const { epics, milestones } = world.sandbox.state;
  await world.as('maya.torres', 'PUT', `${GROUP}/epics/${epics[0]?.iid}`, { state_event: 'reopen' });
  await world.as('maya.torres', 'PUT', `${PROJECT}/milestones/${milestones[0]?.id}`, {
    state_event: 'activate',
  });
  await act(world, 'coffee-chats', same, { state_event: 'reopen' });
  for (const command of [CLOSING, ['provision', EXAMPLE, '--yes'], CLOSING]) {
    const run = await world.kickoff(command);
    expect(run).toMatchObject({ code: 0, writes: 0 });
    if (command === CLOSING) expect(run.out.match(/left, because a person opened it again/g)).toHaveLength(3);
  }
});

test('another run closes while this one stands at its question, and a person opens one again: it stays open', async () => {
  const world = await atTheEnd();
  const run = await world.kickoff(
    CLOSING.filter((each) => each !== '--yes'),
    {
      ask: async () => {
        await world.kickoff(CLOSING);
        await act(world, 'coffee-chats', same, { state_event: 'reopen' });
        return 'yes';
      },
    },
  );
  expect(run.code).toBe(0);
  expect(issueOf(world.sandbox.state, `${KR}/coffee-chats`).state).toBe('opened');
});

test('the last scorecard is that of the end, though people and a sync went on while it was asked for', async () => {
  const world = await atTheEnd();
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const run = await world.kickoff(['archive', EXAMPLE, '--out', folder], {
    ask: async () => {
      await act(world, 'coffee-chats', tick(1), close);
      await world.kickoff(['sync', EXAMPLE]);
      return 'yes';
    },
  });
  expect(run.code).toBe(0);
  const { score } = await internOf(world);
  expect(world.sandbox.state.epics[0]?.description).toContain(`**${score?.toFixed(2)}** `);
  expect(JSON.parse(readFileSync(join(folder, 'scorecard.json'), 'utf8')).interns[0].score).toBe(score);
});

test('a block that somebody edited stays, and the plan says that there is no last scorecard', async () => {
  const world = await atTheEnd();
  await world.kickoff(['sync', EXAMPLE]);
  const epic = world.sandbox.state.epics[0];
  await world.as('maya.torres', 'PUT', `${GROUP}/epics/${epic?.iid}`, {
    description: epic?.description?.replace('### Scorecard', '### Scorecard, with my words'),
  });
  const run = await world.kickoff(CLOSING);
  expect(run.out).toContain('close without a last scorecard: somebody edited its scorecard block');
  expect(world.sandbox.state.epics[0]).toMatchObject({ state: 'closed' });
  expect(world.sandbox.state.epics[0]?.description).toContain('### Scorecard, with my words');
});

test('a milestone whose marker a person took away is closed all the same', async () => {
  const world = await atTheEnd();
  const id = world.sandbox.state.milestones[0]?.id;
  await world.as('maya.torres', 'PUT', `${PROJECT}/milestones/${id}`, { description: 'ours' });
  expect((await world.kickoff(CLOSING)).code).toBe(0);
  expect(world.sandbox.state.milestones[0]).toMatchObject({ state: 'closed', description: 'ours' });
});

test.each([
  'premium',
  'free',
] as const)('on %s an archived cohort gets nothing new, and misses nothing', async (tier) => {
  const world = await atTheEnd(tier);
  await world.kickoff(CLOSING);
  const added = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - add: { area: red-team, key: brand-new, title: Brand new thing, measure: { kind: done } }\n`,
  );
  const plan = await world.kickoff(['provision', added, '--yes']);
  expect(plan).toMatchObject({ code: 0, writes: 0 });
  expect(plan.out).toContain('Brand new thing: is not made, because its internship is closed.');
  // Nor a label, a milestone, a list or another date, when the template grows.
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(
    join(at, 'program.yaml'),
    readFileSync('templates/programs/security-internship.yaml', 'utf8')
      .replace('rotations:\n', 'rotations:\n  - { area: privacy, weeks: 1 }\n')
      .replace(
        'areas:\n',
        'areas:\n  - { key: privacy, title: Privacy, key_results: [{ key: map, title: Map, measure: { kind: done } }] }\n',
      ),
  );
  const grown = join(at, 'cohort.yaml');
  writeFileSync(grown, readFileSync(EXAMPLE, 'utf8').replace('security-internship\n', './program.yaml\n'));
  const more = await world.kickoff(['provision', grown, '--yes']);
  expect(more).toMatchObject({ code: 0, writes: 0 });
  for (const command of [
    ['sync', added],
    ['archive', added, '--yes'],
    ['report', added],
  ])
    expect(await world.kickoff(command)).toMatchObject({ code: 0, writes: 0 });
});

test('nobody is asked to do something about what the end of the program closed', async () => {
  const world = await atTheEnd();
  const before = await internOf(world);
  expect(before.remarks.map(({ code }) => code)).toContain('no-activity');
  await world.kickoff(CLOSING);
  const ours = new Set(
    world.sandbox.state.issues
      .filter(({ description }) => description?.includes('#archived'))
      .map(({ iid }) => `https://gitlab.test/security-team/internship/-/issues/${iid}`),
  );
  expect(ours.size).toBeGreaterThan(2);
  const after = await internOf(world);
  expect(after.remarks.filter(({ url }) => url !== null && ours.has(url))).toEqual([]);
  expect(world.sandbox.state.epics[0]?.description).not.toMatch(/Reopen it|say on its Outcome line/);
  // Months later nothing more is expected than at the end.
  world.moveClock('2027-10-16T09:00:00Z');
  expect((await world.kickoff(['report', EXAMPLE])).out).toContain('expected by 23 Apr');
});

test('an epic stays open while something below it could not be closed; the next run ends it', async () => {
  const world = await atTheEnd();
  const { sandbox } = world;
  const refused = issueOf(sandbox.state, `${KR}/coffee-chats`).iid;
  const run = await world.kickoff(CLOSING, {
    fetch: async (request) =>
      request.method === 'PUT' && request.url.endsWith(`/issues/${refused}`)
        ? Response.json({ message: '403 Forbidden' }, { status: 403 })
        : sandbox.fetch(request),
  });
  expect(run.code).toBe(3);
  expect(run.err).toMatch(/Have 10 coffee chats/);
  expect(sandbox.state.epics[0]?.state).toBe('opened');
  expect((await world.kickoff(CLOSING)).code).toBe(0);
  expect(sandbox.state.epics[0]?.state).toBe('closed');
});
