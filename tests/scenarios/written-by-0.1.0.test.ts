/**
 * What an earlier version wrote is read as it is, and moved to the newer form only by a write that has another reason. The states were
 * made by running 0.1.0 itself: provisioned, synced in the third week after people had acted, and archived.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SEEDED } from '../../src/sandbox/seed.ts';
import type { State } from '../../src/sandbox/state.ts';
import { EXAMPLE, file, HOST, issueOf, PROJECT, type Stage, stage, TWO_INTERNS } from '../support/stage.ts';

const stateOf = (name: string): State =>
  JSON.parse(readFileSync(`tests/fixtures/0.1.0/${name}.json`, 'utf8')) as State;

/** At the moment at which 0.1.0 left it. */
function left(tier: 'premium' | 'free', chapter: string, time: string): Stage {
  const state = stateOf(`${tier}-${chapter}`);
  const world = stage({ state });
  world.moveClock(time);
  // Links in the scorecard hold the address that the sandbox had then.
  const host = /https?:\/\/127\.0\.0\.1:\d+/.exec(JSON.stringify(state))?.[0] ?? HOST;
  const env = { GITLAB_HOST: host, GITLAB_TOKEN: SEEDED.token };
  return { ...world, kickoff: (args) => world.kickoff(args, { env }) };
}

const cohortOf = { premium: TWO_INTERNS, free: EXAMPLE };
const tiers = ['premium', 'free'] as const;

test.each(tiers)('%s: the plan is empty, and a sync without news writes nothing', async (tier) => {
  for (const [chapter, time] of [
    ['provisioned', '2027-02-22T10:00:00Z'],
    ['synced', '2027-03-13T02:00:00Z'],
  ] as const) {
    const { kickoff } = left(tier, chapter, time);
    const plan = await kickoff(['plan', cohortOf[tier], '--detailed-exitcode']);
    expect(plan.out).toContain('Nothing to do');
    expect(plan.code).toBe(0);
    if (chapter === 'provisioned') continue;
    // What is done or not is expected otherwise than then: at most that is written, once.
    expect((await kickoff(['sync', cohortOf[tier]])).writes).toBeLessThanOrEqual(1);
    expect((await kickoff(['sync', cohortOf[tier]])).writes).toBe(0);
  }
});

test.each(
  tiers,
)('%s: what 0.1.0 archived needs nothing more, and what it left open is archived', async (tier) => {
  const again = await left(tier, 'archived', '2027-04-24T02:00:00Z').kickoff([
    'archive',
    cohortOf[tier],
    '--open-key-results',
    'close',
    '--yes',
    '--early',
  ]);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  const world = left(tier, 'synced', '2027-03-20T02:00:00Z');
  const run = await world.kickoff([
    'archive',
    cohortOf[tier],
    '--open-key-results',
    'close',
    '--yes',
    '--early',
  ]);
  expect(run.code).toBe(0);
  expect(world.sandbox.state.milestones.every(({ state }) => state === 'closed')).toBe(true);
  const second = await world.kickoff([
    'archive',
    cohortOf[tier],
    '--open-key-results',
    'close',
    '--yes',
    '--early',
  ]);
  expect(second.writes).toBe(0);
});

test('one new title: the marker is in the new form, and every other byte is as it was', async () => {
  const world = left('premium', 'synced', '2027-03-13T02:00:00Z');
  const key = 'autumn-2027/robin-ito/kr/blog-post';
  const texts = (): Map<number, string> =>
    new Map(world.sandbox.state.issues.map(({ iid, description }) => [iid, description ?? '']));
  const before = texts();
  const cohort = file(
    'cohort.yaml',
    `${readFileSync(TWO_INTERNS, 'utf8')}  - key_result: blog-post\n    retitle: Publish two blog posts\n`,
  );
  const run = await world.kickoff(['provision', cohort, '--yes']);
  expect(run.code, run.err + run.out).toBe(0);
  const issue = issueOf(world.sandbox.state, key);
  expect(issue.title).toBe('Publish two blog posts');
  const marker = /<!-- kickoff:begin .*? -->/;
  const [was = '', is = ''] = [before.get(issue.iid), issue.description ?? ''];
  expect(marker.exec(was)?.[0]).not.toContain(' v=');
  expect(marker.exec(is)?.[0]).toContain(' v=2 ');
  const changed = 'Changed for this cohort';
  // The text names the change; around the block nothing moved.
  expect(is).toContain(changed);
  const end = '<!-- kickoff:end -->';
  expect(is.slice(is.indexOf(end))).toBe(was.slice(was.indexOf(end)));
  for (const [iid, text] of texts()) {
    if (text !== before.get(iid)) expect(text).toContain('retitled from');
  }
});

test('a marker from a version that is newer than ours: one clear error, and not a byte is written', async () => {
  for (const command of [
    ['provision', EXAMPLE, '--yes'],
    ['plan', EXAMPLE],
    ['sync', EXAMPLE],
    ['archive', EXAMPLE, '--yes', '--early'],
  ]) {
    const world = left('free', 'synced', '2027-03-13T02:00:00Z');
    const issue = issueOf(world.sandbox.state, 'spring-2027/robin-ito/kr/blog-post');
    await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
      description: (issue.description ?? '').replace(' title=', ' v=3 title='),
    });
    const run = await world.kickoff(command);
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/was written by a newer kickoff.*\n.*Nothing was changed\.\n.*Update kickoff/);
    expect(run.writes).toBe(0);
  }
});
