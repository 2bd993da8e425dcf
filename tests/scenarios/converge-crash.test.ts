/** The two tests that outrank all others. */
import { expect, test } from 'vitest';
import type { Tier } from '../../src/sandbox/state.ts';
import { dieAt, hangUp, spoilOne } from '../support/faults.ts';
import { EXAMPLE, essence, provisioned, stage, TWO_INTERNS } from '../support/stage.ts';

const TIERS: Tier[] = ['free', 'premium'];

test.each(TIERS)('converge: on %s a second run is empty', async (tier) => {
  for (const cohort of [EXAMPLE, TWO_INTERNS]) {
    const { kickoff } = await provisioned({ tier }, cohort);
    const again = await kickoff(['plan', cohort, '--detailed-exitcode', '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out).steps).toEqual([]);
  }
});

test.each(
  TIERS,
)('crash: on %s a run that dies at any request is mended by the next, with the same end and no duplicates', async (tier) => {
  const whole = essence((await provisioned({ tier })).sandbox.state);
  let schedules = 0;
  for (const when of ['before', 'after'] as const) {
    // Every twelfth request here; every one, on three tiers, in `npm run test:deep`.
    for (let at = when === 'before' ? 0 : 3; ; at += 12) {
      const { sandbox, kickoff } = stage({ tier });
      const death = dieAt(sandbox, at, when);
      const died = await kickoff(['provision', EXAMPLE, '--yes'], {
        fetch: death.fetch,
        signal: death.signal,
      });
      if (!death.reached()) break;
      expect(died.code).toBe(130);
      const next = await kickoff(['provision', EXAMPLE, '--yes']);
      expect(next.code, `${when} ${at}: ${next.err}`).toBe(0);
      expect(essence(sandbox.state), `${when} ${at}`).toEqual(whole);
      expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes, `${when} ${at}`).toBe(0);
      schedules += 1;
    }
  }
  console.log(`crash on ${tier}: ${schedules} schedules, each with the same end`);
  expect(schedules).toBeGreaterThan(9);
});

test('crash: a sync that dies anywhere leaves an epic that the next sync writes whole', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 1) {
      const { sandbox, kickoff } = await provisioned();
      const death = dieAt(sandbox, at, when);
      await kickoff(['sync', EXAMPLE], { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      expect((await kickoff(['sync', EXAMPLE])).code).toBe(0);
      expect(sandbox.state.epics[0]?.description).toContain('_Last written on 2027-02-22.');
      expect((await kickoff(['sync', EXAMPLE])).writes).toBe(0);
    }
  }
});

const LOST: [string, () => Response][] = [
  ['502', () => new Response('Bad gateway', { status: 502 })],
  ['a hang-up', hangUp],
  ['HTML with 200', () => new Response('<html>', { status: 200, headers: { 'content-type': 'text/html' } })],
  [
    'half a JSON',
    () => new Response('{"id": 1', { status: 201, headers: { 'content-type': 'application/json' } }),
  ],
];

test.each(
  LOST,
)('a lost answer (%s) to any request leads to reading again, and never to a duplicate', async (_name, answer) => {
  const whole = essence((await provisioned()).sandbox.state);
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; at < 64; at += 10) {
      const { sandbox, kickoff } = stage();
      const run = await kickoff(['provision', EXAMPLE, '--yes'], {
        fetch: spoilOne(sandbox, at, when, answer),
      });
      expect(run.code, `${when} ${at}: ${run.err}${run.out.slice(-500)}`).toBe(0);
      expect(essence(sandbox.state), `${when} ${at}`).toEqual(whole);
    }
  }
});

test('a licence that lapses: a tracking issue is made, no key result is taken for it, and a second run is empty', async () => {
  const { sandbox, kickoff } = await provisioned({ tier: 'premium' });
  const before = sandbox.state.issues.map(({ iid, title, description }) => [iid, title, description]);
  sandbox.state.tier = 'free';
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.code, run.err).toBe(0);
  expect(run.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
    expect.stringMatching(/\/issues$/),
  ]);
  expect(
    sandbox.state.issues.slice(0, -1).map(({ iid, title, description }) => [iid, title, description]),
  ).toEqual(before);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});
