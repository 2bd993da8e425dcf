/** Scoring at size and over time: 100 interns at their end, and a month of nights in which nothing happens. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manyInterns } from '../support/many-interns.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

test('100 interns with 1,500 closures: at most 60 reads, with history and files', async () => {
  const { path, addUsers } = manyInterns(100);
  const world = stage();
  addUsers(world.sandbox.state);
  const fast = ['--creations-per-minute', '1000000'];
  expect((await world.kickoff(['provision', path, '--yes', '--quiet', ...fast])).code).toBe(0);
  const { state } = world.sandbox;
  const results = state.issues.filter(({ labels }) => labels.includes('key-result'));
  expect(results).toHaveLength(1500);
  results.forEach((issue, index) => {
    const at = new Date(Date.UTC(2027, 2, 2 + (index % 52), 9)).toISOString();
    Object.assign(issue, { state: 'closed', closed_at: at, closed_by_id: 21, updated_at: at });
    state.events.push({
      id: 50_000_000 + index,
      project_id: issue.project_id,
      action_name: 'closed',
      target_type: index % 3 ? 'Issue' : 'WorkItem',
      target_id: issue.id,
      target_iid: issue.iid,
      author_id: 21,
      created_at: at,
    });
  });
  world.moveClock('2027-04-24T01:00:00Z');
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  expect((await world.kickoff(['sync', path, '--quiet', '--out', folder])).code).toBe(0);
  const night = await world.kickoff(['sync', path, '--quiet', '--out', folder]);
  expect(night).toMatchObject({ code: 0, writes: 0 });
  expect(night.reads).toBeLessThanOrEqual(60);
  const report = await world.kickoff(['report', path, '--json', '--quiet']);
  expect(report.reads).toBeLessThanOrEqual(60);
  record({
    guarantee: 'Scorecard',
    fault: '100 interns, 1,500 closures, read with history',
    schedules: 1,
    result: `${night.reads} reads, 0 writes on an unchanged night`,
  });
});

test('thirty nights in which nothing happens, begun on any day of the week: one write a week, no comment ever', async () => {
  for (let first = 0; first < 7; first += 1) {
    const world = await provisioned();
    const nights: string[] = [];
    for (let night = 0; night < 30; night += 1) {
      // From before the program, through its first rotations.
      const time = new Date(Date.UTC(2027, 1, 24 + first + night, 1));
      world.moveClock(time.toISOString());
      const run = await world.kickoff(['sync', EXAMPLE, '--quiet']);
      expect(run.code, run.err).toBe(0);
      expect(run.requests.filter(({ path }) => path.includes('/notes'))).toEqual([]);
      if (run.writes > 0) nights.push(`${time.getUTCDay()}`);
    }
    // The first night writes; after it, Saturdays alone.
    expect(nights.slice(1).every((day) => day === '6')).toBe(true);
    expect(nights.length).toBeLessThanOrEqual(6);
  }
  record({
    guarantee: 'Scorecard',
    fault: 'thirty nights in which nothing happens, from each day of the week',
    schedules: 7,
    result: 'one write a week, 0 comments',
  });
});
