/** The effort of a key result is the weight of its issue: followed while nobody touches it, and not missed where there are no weights. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

const KEY = 'spring-2027/robin-ito/kr/extra';

const withEffort = (effort: number): string =>
  file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}overrides:\n  - add:\n      objective: contribution\n      key: extra\n      title: One more thing\n      effort: ${effort}\n      measure: { kind: done }\n`,
  );

const weightOf = ({ sandbox }: Stage): number | null => issueOf(sandbox.state, KEY).weight;

test('Premium: it is sent, followed when the program says another, and left when a person says another', async () => {
  const world = stage({ tier: 'premium' });
  const plan = await world.kickoff(['plan', withEffort(3)]);
  expect(plan.out).toMatch(/One more thing {2}.*weight 3/);
  expect((await world.kickoff(['provision', withEffort(3), '--yes'])).code).toBe(0);
  expect(weightOf(world)).toBe(3);
  expect((await world.kickoff(['provision', withEffort(3), '--yes'])).writes).toBe(0);
  const changed = await world.kickoff(['provision', withEffort(5), '--yes']);
  expect(changed.out).toContain('weight: 3 → 5');
  expect(weightOf(world)).toBe(5);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issueOf(world.sandbox.state, KEY).iid}`, {
    weight: 8,
  });
  const left = await world.kickoff(['provision', withEffort(2), '--yes']);
  expect(left.out).toContain('people changed weight; left as it is');
  expect(weightOf(world)).toBe(8);
});

test('Free: it is dropped, said once, and a second run has nothing to do', async () => {
  const world = stage({ tier: 'free' });
  const run = await world.kickoff(['provision', withEffort(3), '--yes']);
  expect(run.code).toBe(0);
  expect(run.out.match(/no weight/g)).toHaveLength(1);
  const second = await world.kickoff(['provision', withEffort(3), '--yes']);
  expect(second).toMatchObject({ code: 0, writes: 0 });
  expect(second.out).toContain('Nothing to do');
  expect(second.out).not.toContain('weight');
});
