/** Plans of rotations against a checker and a search of all plans that share nothing with the planner. */
import { expect, test } from 'vitest';
import { loadSolver } from '../../src/planner/solve.ts';
import { agreeOn } from '../support/planning.ts';
import { record } from '../support/record.ts';

const PLANS = Number(process.env.PLANS ?? 600);

test(`${PLANS} random tasks of up to four interns: the best plan, or none where there is none`, async () => {
  const none = agreeOn(PLANS, await loadSolver());
  expect(none).toBeGreaterThan(PLANS / 10);
  record({
    guarantee: 'Rotations',
    fault: `random tasks of up to four interns, against all plans tried one by one; ${none} of them without any`,
    schedules: PLANS,
    result: 'no conflict, as short as any; none only where there is none',
  });
}, 900_000);
