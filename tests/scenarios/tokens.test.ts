/** What is said of tokens before a night stands still, and how one takes the place of another. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { EXAMPLE, HOST, provisioned, stage } from '../support/stage.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'kickoff-token-'));
const env = (token: string): Record<string, string> => ({ GITLAB_HOST: HOST, GITLAB_TOKEN: token });

test('doctor --token says what each command needs, without a cohort file', async () => {
  const run = await stage().kickoff(['doctor', '--token']);
  expect(run.code, run.err).toBe(0);
  expect(run.out).toContain('acts as kickoff-robot; its scope is api');
  for (const command of ['provision, sync', 'plan, doctor, report', 'plan --note', 'init-ci --schedule'])
    expect(run.out).toContain(`· ${command}`);
  for (const sort of ['Group access token', 'Service account', 'Project access token'])
    expect(run.out).toContain(sort);
  expect(run.writes).toBe(0);
  expect(run.out + run.err).not.toContain(SEEDED.token);
});

test('a token that only reads, and one that ends soon, end it with 4', async () => {
  const { sandbox, kickoff } = stage();
  const token = sandbox.state.tokens.find(({ value }) => value === SEEDED.token);
  Object.assign(token ?? {}, { scopes: ['read_api'], expires_at: '2027-03-10' });
  const run = await kickoff(['doctor', '--token', '--json']);
  expect(run.code).toBe(4);
  const told = JSON.parse(run.out);
  expect(told.daysLeft).toBe(16);
  expect(told.needs.map(({ scopeIsEnough }: { scopeIsEnough: boolean }) => scopeIsEnough)).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect((await kickoff(['doctor', '--token'])).out).toContain('kickoff doctor --rotate --token-file FILE');
});

test('in a job without another secret it is said what the job’s own token can do', async () => {
  const run = await stage().kickoff(['doctor', '--token'], {
    env: { GITLAB_HOST: HOST, CI_JOB_TOKEN: SEEDED.jobToken },
  });
  expect(run.code).toBe(4);
  expect(run.out).toContain('it reads the issues of its project and writes nothing');
  expect(run.out).toMatch(/✗ provision, sync/);
  expect(run.out).toMatch(/✓ report in a CI job/);
});

test('with the job’s own token report works, and what writes is refused with the remedy', async () => {
  const { kickoff } = await provisioned();
  const job = { env: { GITLAB_HOST: HOST, CI_JOB_TOKEN: SEEDED.jobToken } };
  const report = await kickoff(['report', EXAMPLE], job);
  expect(report.code, report.err).toBe(0);
  expect(report.out).toContain('Robin Ito');
  expect(report.writes).toBe(0);
  for (const line of [
    ['sync', EXAMPLE],
    ['provision', EXAMPLE, '--yes'],
    ['archive', EXAMPLE, '--yes'],
  ]) {
    const run = await kickoff(line, job);
    expect(run.code, line[0]).toBe(4);
    expect(run.err).toContain('Set GITLAB_TOKEN to a token with the scope api.');
    expect(run.writes).toBe(0);
  }
});

test('--rotate writes the new token into a file for its owner, and nowhere else', async () => {
  const { kickoff } = stage();
  const cwd = folder();
  const run = await kickoff(['doctor', '--rotate', '--token-file', 'fresh', '--until', '2027-12-31'], {
    cwd,
  });
  expect(run.code, run.err).toBe(0);
  const fresh = readFileSync(join(cwd, 'fresh'), 'utf8').trim();
  expect(fresh).toMatch(/^glpat-/);
  expect(fresh).not.toBe(SEEDED.token);
  expect(statSync(join(cwd, 'fresh')).mode & 0o777).toBe(0o600);
  expect(run.out + run.err).not.toContain(fresh);
  expect(run.out).toContain('ends on 2027-12-31');
  expect((await kickoff(['doctor', '--token'])).code).toBe(4);
  expect((await kickoff(['doctor', '--token'], { env: env(fresh) })).code).toBe(0);
});

test.each([
  [['--rotate'], 'needs --token-file', 64],
  [['--rotate', '--token-file', 'there'], 'there exists.', 64],
  [['--rotate', '--token-file', 'no/such\u0000'], 'control character', 64],
  [['--rotate', '--token-file', 'fresh', '--until', 'soon'], 'soon is no day', 64],
  [['--rotate', '--token-file', 'fresh', '--until', '2020-01-01'], 'must be in the future', 1],
] as const)('%j: %s, and the token is as it was', async (flags, words, code) => {
  const { kickoff } = stage();
  const cwd = folder();
  writeFileSync(join(cwd, 'there'), '');
  const run = await kickoff(['doctor', ...flags], { cwd });
  expect(run.err).toContain(words);
  expect(run.code).toBe(code);
  expect(readdirSync(cwd)).toEqual(['there']);
  expect((await kickoff(['doctor', '--token'])).code).toBe(0);
});

test('a lost answer is told as what it is', async () => {
  const { sandbox, kickoff } = stage();
  const cwd = folder();
  const run = await kickoff(['doctor', '--rotate', '--token-file', 'fresh'], {
    cwd,
    fetch: async (request) => {
      const answer = await sandbox.fetch(request);
      if (request.method === 'GET') return answer;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
  });
  expect(run.code).toBe(75);
  expect(run.err).toContain('the token may have ended');
  expect(readdirSync(cwd)).toEqual([]);
});

test('the new token does not land in a repository', async () => {
  const cwd = folder();
  execFileSync('git', ['init', '-q'], { cwd });
  const refused = await stage().kickoff(['doctor', '--rotate', '--token-file', 'fresh'], { cwd });
  expect(refused.code).toBe(64);
  expect(refused.err).toContain('fresh lies in a git repository');
  expect(readdirSync(cwd)).toEqual(['.git']);
  writeFileSync(join(cwd, '.gitignore'), 'fresh\n');
  expect((await stage().kickoff(['doctor', '--rotate', '--token-file', 'fresh'], { cwd })).code).toBe(0);
});
