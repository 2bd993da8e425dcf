/** Two hundred cohorts in one night: every job of the generated child pipeline, as many at once as runners are, at GitLab.com's limits. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseRate, type Rate, withBadDay } from '../../src/sandbox/faults.ts';
import { record } from '../support/record.ts';
import { stage } from '../support/stage.ts';
import { virtualTime } from '../support/virtual-time.ts';

const COHORTS = 200;
const RUNNERS = 50;
/** A job's own limit on GitLab.com, an hour. */
const JOB_LIMIT = 60 * 60_000;
const START = Date.parse('2027-03-06T02:00:00Z');

const PROGRAM = `version: 1
key: small
title: Small
aim: One thing.
weeks: 4
objectives:
  - key: one
    title: One
    key_results:
      - { key: a, title: Do A, measure: { kind: done } }
      - { key: b, title: Do B, measure: { kind: count, target: 3, unit: b } }
`;

function cohortFiles(): { folder: string; paths: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-cohorts-'));
  writeFileSync(join(folder, 'program.yaml'), PROGRAM);
  const paths = Array.from({ length: COHORTS }, (_, at) => `c${at}.yaml`);
  for (const [at, path] of paths.entries())
    writeFileSync(
      join(folder, path),
      JSON.stringify({
        version: 1,
        program: './program.yaml',
        cohort: `c${at}`,
        first_day: '2027-03-01',
        gitlab: { group: 'security-team', project: 'security-team/internship' },
        people: { manager: 'maya.torres', mentor: 'sam.okafor' },
        interns: [{ username: 'robin.ito' }],
      }),
    );
  return { folder, paths };
}

/** Command lines of kickoff in a job's script, with its variables filled in. */
function commandsOf(job: { script: string[]; variables?: Record<string, string> }): string[][] {
  return job.script.flatMap((line) => {
    const found = /cli\.js (sync .*?)(?: \|\||$)/.exec(line)?.[1];
    if (found === undefined) return [];
    const filled = found.replace(/\$(\w+)/g, (_all, name: string) => job.variables?.[name] ?? '');
    return [filled.split(' ').map((word) => word.replaceAll('"', ''))];
  });
}

test.each([
  // GitLab.com's, and an instance that allows less.
  [1, '2000/min'],
  [10, '2000/min'],
  [5, '300/min'],
])('200 cohorts, %d in a job, %s: all are synced, and no job comes near its limit', async (perJob, limit) => {
  const { folder, paths } = cohortFiles();
  const time = virtualTime();
  const world = stage({ clock: () => new Date(START + time.now()) });
  for (const path of paths) {
    const run = await world.kickoff(['provision', path, '--yes', '--quiet'], { cwd: folder });
    expect(run.code, run.err).toBe(0);
  }
  const child = (
    await world.kickoff(['pipeline', ...paths, '--cohorts-per-job', String(perJob)], { cwd: folder })
  ).out;
  const { '.kickoff': _base, ...jobs } = parse(child) as Record<
    string,
    { script: string[]; variables?: Record<string, string> }
  >;
  expect(Object.keys(jobs)).toHaveLength(COHORTS / perJob);
  const behind = withBadDay(world.sandbox.fetch, {
    now: world.sandbox.now,
    wait: time.wait,
    latency: 80,
    rate: parseRate(limit) as Rate,
  });
  let sent = 0;
  let rejected = 0;
  let longest = 0;
  const waiting = Object.values(jobs);
  const runner = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const begun = time.now();
      for (const [name = '', path = ''] of commandsOf(job)) {
        const run = await world.kickoff([name, path, '--quiet'], {
          cwd: folder,
          wait: time.wait,
          clock: time.now,
          async fetch(request) {
            sent += 1;
            const answer = await behind(request);
            if (answer.status === 429) rejected += 1;
            return answer;
          },
        });
        expect(run.code, run.err).toBe(0);
      }
      longest = Math.max(longest, time.now() - begun);
    }
  };
  await time.drive(Promise.all(Array.from({ length: RUNNERS }, runner)));
  expect(waiting).toEqual([]);
  const written = world.sandbox.state.epics.filter(({ description }) =>
    description?.includes('Last written on 2027-03-06'),
  );
  expect(written).toHaveLength(COHORTS);
  expect(longest).toBeLessThan(JOB_LIMIT);
  record({
    guarantee: 'Cohorts',
    fault: `200 cohorts through the child pipeline, ${perJob} in a job, ${RUNNERS} runners, ${limit} requests, 80 ms each`,
    schedules: Object.keys(jobs).length,
    result: `all synced in ${Math.round(time.now() / 1000)} s, longest job ${Math.round(longest / 1000)} s, ${(sent / COHORTS).toFixed(1)} requests a cohort, ${rejected} answered 429`,
  });
});
