/** G1: a run that dies before or after any request, one or eight at a time, on every tier. */
import { expect, test } from 'vitest';
import type { Tier } from '../../src/sandbox/state.ts';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { dieAt } from '../support/faults.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, essence, provisioned, stage } from '../support/stage.ts';

const TIERS: Tier[] = ['free', 'premium', 'ultimate'];
const cases = TIERS.flatMap((tier) => [1, 8].map((concurrency) => ({ tier, concurrency })));

test.each(cases)('G1: crash on $tier with $concurrency at a time', async ({ tier, concurrency }) => {
  const whole = essence((await provisioned({ tier })).sandbox.state);
  const wanted = tier === 'free' ? { ...ONE_INTERN, epics: 0, issues: 22 } : ONE_INTERN;
  const args = ['provision', EXAMPLE, '--yes', '--quiet', '--concurrency', String(concurrency)];
  let schedules = 0;
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 1) {
      const { sandbox, kickoff } = stage({ tier });
      const death = dieAt(sandbox, at, when);
      const died = await kickoff(args, { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      expect(died.code).toBe(130);
      const next = await kickoff(args);
      expect(next.code, `${when} ${at}: ${next.err}`).toBe(0);
      expect(duplicatesAndMissing(sandbox.state, wanted), `${when} ${at}`).toEqual({
        duplicates: 0,
        missing: 0,
      });
      expect(essence(sandbox.state), `${when} ${at}`).toEqual(whole);
      schedules += 1;
    }
  }
  record({
    guarantee: 'G1 crash',
    fault: `process dies before and after every request, ${tier}, ${concurrency} at a time`,
    schedules,
    result: 'same end, 0 duplicates, 0 missing',
  });
  expect(schedules).toBeGreaterThan(120);
});
