/** Derived key results close themselves where the cohort asks for it, and never against a person. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dieAt } from '../support/faults.ts';
import { act, close, codes, internOf, internship, KR, line, reopen, same, tick } from '../support/people.ts';
import { EXAMPLE, file, issueOf, PROJECT, provisioned, type Stage } from '../support/stage.ts';

const ASKED = file(
  'cohort.yaml',
  `${readFileSync(EXAMPLE, 'utf8')}\nclose_derived: true\noverrides:\n  - { key_result: automation-project, define: { title: Automate, measure: { kind: done } } }\n`,
);
const DERIVED = `${KR}/key-result-in-each-area`;
const derived = ({ sandbox }: Stage) => issueOf(sandbox.state, DERIVED);

/** All six areas have a key result; the last one on Monday, 19 April. */
async function satisfied(): Promise<Stage> {
  const world = await provisioned({}, ASKED);
  await internship(world, 5);
  world.moveClock('2027-04-16T14:00:00Z');
  await act(world, 'automation-project', same, close);
  await act(world, 'control-test', tick(1), close);
  world.moveClock('2027-04-19T14:00:00Z');
  await act(world, 'secret-scanning-approach', same, close);
  return world;
}

const night = async (world: Stage, date: string) => {
  world.moveClock(`${date}T01:00:00Z`);
  return world.kickoff(['sync', ASKED]);
};

test('it is ready to close at once, closed after three working days, with the reason in the same request', async () => {
  const world = await satisfied();
  await night(world, '2027-04-20');
  expect(codes(await internOf(world, [], ASKED))).toContain('ready-to-close');
  await night(world, '2027-04-21');
  expect(derived(world).state).toBe('opened');
  const run = await night(world, '2027-04-22');
  expect(run.out).toContain('✓ Robin Ito: "Achieve a key result or more in each functional area" closed');
  const puts = run.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/issues/'));
  expect(puts).toHaveLength(1);
  expect(derived(world)).toMatchObject({ state: 'closed' });
  expect(derived(world).description).toMatch(
    /Closed by kickoff on 2027-04-22: 6 of 6 areas have a key result at 1\.0, since 2027-04-19\./,
  );
  expect((await night(world, '2027-04-23')).writes).toBe(0);
  expect((await world.kickoff(['provision', ASKED, '--yes'])).writes).toBe(0);
});

test('one that a person opened again stays open for ever, even when our words were taken out', async () => {
  const world = await satisfied();
  await night(world, '2027-04-22');
  const { iid } = derived(world);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, reopen);
  for (const date of ['2027-04-23', '2027-04-30', '2027-05-07']) await night(world, date);
  expect(derived(world).state).toBe('opened');
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${iid}`, {
    description: derived(world).description?.replace(
      /<!-- kickoff:begin \S+#closed[\s\S]*?<!-- kickoff:end -->/,
      '',
    ),
  });
  await night(world, '2027-05-14');
  expect(derived(world).state).toBe('opened');
  expect((await world.kickoff(['provision', ASKED, '--yes'])).code).toBe(0);
});

test('without being asked, nothing is closed', async () => {
  const world = await provisioned();
  await internship(world, 8);
  world.moveClock('2027-05-20T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  expect(derived(world).state).toBe('opened');
});

test('a key result that is opened again: nothing of ours opens another; it is said', async () => {
  const world = await satisfied();
  await night(world, '2027-04-22');
  await act(world, 'secret-scanning-approach', same, reopen);
  await night(world, '2027-04-23');
  expect(derived(world).state).toBe('closed');
  const intern = await internOf(world, [], ASKED);
  expect(intern.remarks.find(({ about }) => about.startsWith('Achieve a key result'))).toMatchObject({
    code: 'closed-part',
    remedy: 'Reopen it.',
  });
});

test('what a person writes between our reading and our closing stays', async () => {
  const world = await satisfied();
  const { sandbox } = world;
  world.moveClock('2027-04-22T01:00:00Z');
  let done = false;
  await world.kickoff(['sync', ASKED], {
    fetch: async (request) => {
      // The read right before the write: somebody has just written.
      if (!done && request.method === 'GET' && request.url.endsWith(`/issues/${derived(world).iid}`)) {
        done = true;
        await act(world, 'key-result-in-each-area', line('Evidence', 'typed in this very moment'));
      }
      return sandbox.fetch(request);
    },
  });
  expect(derived(world)).toMatchObject({ state: 'closed' });
  expect(derived(world).description).toContain('typed in this very moment');
});

test('a sync that dies at any request, and runs again: closed once, said once', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 3) {
      const world = await satisfied();
      world.moveClock('2027-04-22T01:00:00Z');
      const death = dieAt(world.sandbox, at, when);
      await world.kickoff(['sync', ASKED], death);
      if (!death.reached()) break;
      expect((await world.kickoff(['sync', ASKED])).code).toBe(0);
      expect((await world.kickoff(['sync', ASKED])).writes).toBe(0);
      expect(derived(world).description?.match(/Closed by kickoff/g)).toHaveLength(1);
      const closures = world.sandbox.state.events.filter(
        (event) => event.target_iid === derived(world).iid && event.action_name === 'closed',
      );
      expect(closures).toHaveLength(1);
    }
  }
}, 60_000);
