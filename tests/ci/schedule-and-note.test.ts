/** What a pipeline leaves in GitLab by itself: its schedule, and the plan below a merge request. Each once, and people's changes stay. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { personalToken, SEEDED } from '../../src/sandbox/seed.ts';
import { EXAMPLE, HOST, PROJECT, stage } from '../support/stage.ts';

const as = (token: string, more: Record<string, string> = {}): Record<string, string> => ({
  GITLAB_HOST: HOST,
  GITLAB_TOKEN: token,
  ...more,
});
const MAINTAINER = as(personalToken('luc.moreau'));
const example = readFileSync(EXAMPLE, 'utf8');

function folder(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'kickoff-schedule-'));
  writeFileSync(join(cwd, 'cohort.yaml'), example);
  return cwd;
}

test.each([
  'git@gitlab.example.com:security-team/internship.git',
  'ssh://git@gitlab.example.com:2222/security-team/internship.git',
  'https://oauth2:secret@gitlab.example.com/security-team/internship',
])('the schedule is made once, for the project of the git remote %s', async (address) => {
  const { sandbox, kickoff } = stage();
  const cwd = folder();
  execFileSync('git', ['init', '-q'], { cwd });
  execFileSync('git', ['remote', 'add', 'origin', address], { cwd });
  const run = (...more: string[]) => kickoff(['init-ci', '--schedule', ...more], { cwd, env: MAINTAINER });
  expect((await run('--check')).code).toBe(2);
  const first = await run();
  expect(first.code, first.err).toBe(0);
  expect(first.out).toContain(
    '✓ Schedule "kickoff: nightly sync" of security-team/internship: 0 3 * * 1-6 (Europe/Berlin) on main, as luc.moreau',
  );
  const second = await run();
  expect(second.out).toContain('it was there and stays as it is');
  expect((await run('--check')).code).toBe(0);
  expect(sandbox.state.pipeline_schedules).toHaveLength(1);
  expect(first.out + second.out).not.toContain('secret');
});

test('what people changed of it stays; that it is switched off is said', async () => {
  const { sandbox, kickoff } = stage();
  const cwd = folder();
  const run = () => kickoff(['init-ci', '--schedule', '--project', SEEDED.project], { cwd, env: MAINTAINER });
  await run();
  const [schedule] = sandbox.state.pipeline_schedules ?? [];
  Object.assign(schedule ?? {}, { cron: '30 5 * * *', active: false });
  const again = await run();
  expect(again.out).toContain('30 5 * * *');
  expect(again.out).toContain('It is switched off.');
  expect(sandbox.state.pipeline_schedules).toEqual([schedule]);
});

test('a lost answer makes no second schedule', async () => {
  const { sandbox, kickoff } = stage();
  const run = await kickoff(['init-ci', '--schedule', '--project', SEEDED.project], {
    cwd: folder(),
    env: MAINTAINER,
    fetch: async (request) => {
      const answer = await sandbox.fetch(request);
      if (request.method !== 'POST') return answer;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
  });
  expect(run.code, run.err).toBe(0);
  expect(run.out).toContain('✓ Schedule');
  expect(sandbox.state.pipeline_schedules).toHaveLength(1);
});

test.each([
  ['sam.okafor', 'a developer', 'maintainer of security-team/internship'],
  ['kickoff-robot', 'the robot, a planner', 'Planner is enough for the sync itself'],
])('%s, %s, is told who may; the files are written', async (username, _role, words) => {
  const { sandbox, kickoff } = stage();
  const cwd = folder();
  const token = username === SEEDED.robot ? SEEDED.token : personalToken(username);
  const run = await kickoff(['init-ci', '--schedule', '--project', SEEDED.project], {
    cwd,
    env: as(token),
  });
  expect(run.code, run.out).toBe(4);
  expect(run.err).toContain(words);
  expect(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')).toContain('.gitlab/kickoff.gitlab-ci.yml');
  expect(sandbox.state.pipeline_schedules ?? []).toEqual([]);
});

test('without a remote the project has to be named', async () => {
  const run = await stage().kickoff(['init-ci', '--schedule'], { cwd: folder(), env: MAINTAINER });
  expect(run.code).toBe(64);
  expect(run.err).toContain('--project my-group/my-project');
});

/** A merge request in the project of the work, and the variables of its pipeline. */
async function request(world: ReturnType<typeof stage>): Promise<Record<string, string>> {
  const { iid, project_id } = await world.as('sam.okafor', 'POST', `${PROJECT}/merge_requests`, {
    title: 'Another cohort',
    source_branch: 'spring',
    target_branch: 'main',
  });
  return as(SEEDED.token, {
    CI_MERGE_REQUEST_IID: String(iid),
    CI_PROJECT_ID: '999',
    CI_MERGE_REQUEST_PROJECT_ID: String(project_id),
  });
}

test('the plan stands below the merge request once: renewed when it changes, and not touched when it does not', async () => {
  const world = stage();
  const { sandbox, kickoff } = world;
  const env = await request(world);
  const note = () => sandbox.state.merge_request_notes ?? [];
  const first = await kickoff(['plan', EXAMPLE, '--note', '--markdown', '--quiet'], { env });
  expect(first.code, first.err).toBe(0);
  expect(first.err).toContain('The note of the plan below !1 is written.');
  expect(note()).toHaveLength(1);
  expect(note()[0]?.body).toContain('46 to create');
  // Nobody is called by name to a plan.
  expect(note()[0]?.body).not.toMatch(/(?<![\w`\\])@[a-z]/);
  const before = note()[0];
  expect((await kickoff(['plan', EXAMPLE, '--note'], { env })).err).toContain('is as it should be');
  await kickoff(['provision', EXAMPLE, '--yes']);
  const after = await kickoff(['plan', EXAMPLE, '--note'], { env });
  expect(after.err).toContain('is renewed');
  expect(note().map(({ id }) => id)).toEqual([before?.id]);
  expect(note()[0]?.body).toContain('Nothing to do');
});

test('a plan of another cohort has a note of its own; one that people changed stays theirs', async () => {
  const world = stage();
  const { sandbox, kickoff } = world;
  const env = await request(world);
  await kickoff(['plan', EXAMPLE, '--note'], { env });
  await kickoff(['plan', 'config/two-interns.example.yaml', '--note'], { env });
  expect(sandbox.state.merge_request_notes).toHaveLength(2);
  const [first] = sandbox.state.merge_request_notes ?? [];
  if (first) first.body += '\n\nDiscussed with Maya: fine.';
  await kickoff(['plan', EXAMPLE, '--note'], { env });
  expect(sandbox.state.merge_request_notes).toHaveLength(3);
  expect(sandbox.state.merge_request_notes?.[0]?.body).toContain('Discussed with Maya: fine.');
});

test('a token that may not write the note leaves the plan as it is, and says why', async () => {
  const world = stage();
  const env = { ...(await request(world)), CI_MERGE_REQUEST_IID: '77' };
  const run = await world.kickoff(['plan', EXAMPLE, '--note'], { env });
  expect(run.code).toBe(0);
  expect(run.out).toContain('46 to create');
  expect(run.err).toContain('the merge request !77 of project 12 is not found');
  const elsewhere = await world.kickoff(['plan', EXAMPLE, '--note']);
  expect(elsewhere.code).toBe(64);
  expect(elsewhere.err).toContain('--note needs the pipeline of a merge request.');
});
