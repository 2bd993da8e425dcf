/** The end of an internship: shown as a plan, then done; everything kept, and a second run has nothing to do. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dieAt } from './support/faults.ts';
import { act, close, internOf, internship, KR, line, resultOf, same } from './support/people.ts';
import { EXAMPLE, essence, issueOf, provisioned, type Stage } from './support/stage.ts';

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
    /Key results that are open {2}\d, left open\n[\s\S]*Have 10 coffee chats .*9 of 10 boxes ticked · left open/,
  );
  expect(run.out).not.toContain('HackerOne');
  const { state } = world.sandbox;
  expect(state.milestones.every(({ state: at }) => at === 'closed')).toBe(true);
  const holder = tier === 'premium' ? state.epics[0] : issueOf(state, 'spring-2027/robin-ito');
  expect(holder?.state).toBe('closed');
  expect(holder?.description).toContain(
    '_The last scorecard, written on 2027-04-24 when the program was archived. Final score: ',
  );
  expect(holder?.description).not.toContain('```glql');
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
  await whole.kickoff(CLOSING);
  const end = essence(whole.sandbox.state);
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 1) {
      const world = await atTheEnd();
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
