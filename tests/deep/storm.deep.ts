/** G5 and G9 at size: 100 interns in one project, under a limit of 200 creations a minute that no header tells of. */
import { expect, test } from 'vitest';
import { parseRate, type Rate, withBadDay } from '../../src/sandbox/faults.ts';
import { duplicatesAndMissing } from '../support/duplicates.ts';
import { manyInterns } from '../support/many-interns.ts';
import { record } from '../support/record.ts';
import { stage } from '../support/stage.ts';
import { virtualTime } from '../support/virtual-time.ts';

test('G9 and G5: 100 interns under 200 creations a minute, and a second run of at most 60 reads', async () => {
  const { path, addUsers } = manyInterns(100);
  const time = virtualTime();
  const world = stage({ clock: () => new Date(Date.parse('2027-02-22T09:00:00Z') + time.now()) });
  addUsers(world.sandbox.state);
  let rejected = 0;
  const behind = withBadDay(world.sandbox.fetch, {
    latency: 80,
    rate: parseRate('200/min:creations') as Rate,
    now: world.sandbox.now,
    wait: time.wait,
  });
  const run = await time.drive(
    world.kickoff(['provision', path, '--yes', '--quiet', '--creations-per-minute', '200'], {
      wait: time.wait,
      clock: time.now,
      async fetch(request) {
        const answer = await behind(request);
        if (answer.status === 429) rejected += 1;
        return answer;
      },
    }),
  );
  expect(run.code, run.err).toBe(0);
  expect(rejected).toBe(0);
  expect(duplicatesAndMissing(world.sandbox.state, { milestones: 6, epics: 100, issues: 2000 })).toEqual({
    duplicates: 0,
    missing: 0,
  });
  const minutes = time.now() / 60_000;
  record({
    guarantee: 'G9 storm',
    fault: '100 interns, 200 creations a minute, not announced',
    schedules: 1,
    result: `0 rejections, all done in ${minutes.toFixed(1)} virtual minutes`,
  });
  const again = await world.kickoff(['provision', path, '--yes', '--quiet']);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(again.reads).toBeLessThanOrEqual(60);
  const first = await world.kickoff(['sync', path, '--quiet']);
  const sync = await world.kickoff(['sync', path, '--quiet']);
  expect(first.code, first.err).toBe(0);
  expect(sync.writes).toBe(0);
  expect(sync.reads).toBeLessThanOrEqual(60);
  record({
    guarantee: 'G5 no-op',
    fault: '100 interns in one project, second run',
    schedules: 1,
    result: `${again.reads} reads, 0 writes; unchanged sync ${sync.reads} reads, 0 writes`,
  });
});
