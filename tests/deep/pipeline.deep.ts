/** The pipeline that `init-ci` writes, run by a runner in a project of its own, judged by what is in GitLab afterwards. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { personalToken } from '../../src/sandbox/seed.ts';

const has = (command: string): boolean => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const absent = ['git', 'rsync'].filter((command) => !has(command));
if (absent.length > 0) console.log(`skipped: the runner needs ${absent.join(' and ')}`);

const CLI = resolve('dist/cli.js');
const RUNNER = resolve('node_modules/.bin/gitlab-ci-local');

interface Project {
  at: string;
  kickoff(...args: string[]): string;
  git(...args: string[]): string;
  commit(message: string): void;
  /** Runs jobs as a pipeline of this kind, and tells what the runner said: it ends with 0 also when a job failed. */
  pipeline(source: 'merge_request_event' | 'schedule', ...jobs: string[]): string;
}

/** What GitLab tells the jobs of a merge request's pipeline, and the runner here does not. */
const REQUEST = { CI_MERGE_REQUEST_IID: '1', CI_MERGE_REQUEST_PROJECT_ID: 'security-team/internship' };

function project(env: Record<string, string>): Project {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-project-'));
  const run = (command: string, args: string[]): string =>
    execFileSync(command, args, {
      cwd: at,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
  const git = (...args: string[]): string =>
    run('git', ['-c', 'user.name=Maya', '-c', 'user.email=maya@example.com', ...args]);
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'git@gitlab.example.com:security-team/internship.git');
  return {
    at,
    git,
    kickoff: (...args) => run(process.execPath, [CLI, ...args]),
    commit(message) {
      git('add', '-A');
      git('commit', '-qm', message);
    },
    pipeline: (source, ...jobs) =>
      run(process.execPath, [
        RUNNER,
        '--force-shell-executor',
        '--shell-isolation',
        '--needs',
        '--ignore-predefined-vars',
        'CI_PIPELINE_SOURCE',
        ...Object.entries({ ...env, ...REQUEST, CI_PIPELINE_SOURCE: source }).flatMap(([name, value]) => [
          '--variable',
          `${name}=${value}`,
        ]),
        ...jobs,
      ]),
  };
}

test.skipIf(absent.length > 0)(
  'from an empty folder to a nightly scorecard, without this checkout',
  async () => {
    const sandbox = spawn(process.execPath, [CLI, 'sandbox', '--json', '--clock', '2027-02-22T09:00:00Z'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((read) =>
      sandbox.stdout.once('data', (data) => read(String(data))),
    );
    const { url, token } = JSON.parse(line) as { url: string; token: string };
    const ask = async <T>(path: string, post?: object): Promise<T> => {
      const once = (): Promise<Response> =>
        fetch(`${url}/api/v4/${path}`, {
          headers: {
            'private-token': post ? personalToken('sam.okafor') : token,
            'content-type': 'application/json',
          },
          ...(post ? { method: 'POST', body: JSON.stringify(post) } : {}),
        });
      // While the runner ran, nothing here noticed that the connection of the last request was closed.
      return (await (await once().catch(once)).json()) as T;
    };
    try {
      const { at, git, kickoff, commit, pipeline } = project({ GITLAB_HOST: url, GITLAB_TOKEN: token });
      kickoff(
        'init',
        'cohorts/spring.yaml',
        '--program',
        'security-internship',
        '--first-day',
        '2027-03-01',
        '--group',
        'security-team',
        '--project',
        'security-team/internship',
        '--manager',
        'maya.torres',
        '--mentor',
        'sam.okafor',
        '--intern',
        'robin.ito',
        '--cohort',
        'spring-2027',
      );
      kickoff('init-ci', '--pages');
      expect(kickoff('init-ci', '--pages', '--check')).toContain('Everything is as it should be.');
      commit('Kickoff');
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
      git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
      // A merge request that touches the cohort.
      const { iid } = await ask<{ iid: number }>('projects/security-team%2Finternship/merge_requests', {
        title: 'A link',
        source_branch: 'link',
        target_branch: 'main',
      });
      const note = async (): Promise<string> => {
        const notes = await ask<{ body: string }[]>(
          `projects/security-team%2Finternship/merge_requests/${iid}/notes`,
        );
        expect(notes).toHaveLength(1);
        return notes[0]?.body ?? '';
      };
      const file = join(at, 'cohorts/spring.yaml');
      writeFileSync(
        file,
        `${readFileSync(file, 'utf8')}links:\n  - { title: Map, url: "https://example.com/map" }\n`,
      );
      commit('A link');
      expect(pipeline('merge_request_event', 'kickoff-validate', 'kickoff-plan')).toContain(
        'PASS  kickoff-plan',
      );
      expect(readFileSync(join(at, 'plans/cohorts/spring.yaml.md'), 'utf8')).toContain(
        'to create, 0 to update',
      );
      expect(await note()).toContain('to create, 0 to update');
      expect(await ask<unknown[]>('projects/security-team%2Finternship/issues')).toEqual([]);
      expect(pipeline('merge_request_event', 'kickoff-provision')).not.toContain(' FAIL ');
      const issues = await ask<{ state: string }[]>(
        'projects/security-team%2Finternship/issues?per_page=100',
      );
      expect(issues).toHaveLength(20);
      const again = pipeline('merge_request_event', 'kickoff-plan');
      expect(again).toContain('Nothing to do');
      expect(await note()).toContain('Nothing to do');
      // The night.
      const night = pipeline('schedule');
      expect(night).toMatch(/PASS {2}kickoff-sync[\s\S]*PASS {2}pages/);
      const [epic] = await ask<{ description: string }[]>('groups/security-team/epics');
      expect(epic?.description).toContain('_Last written on 2027-02-22.');
      expect(readFileSync(join(at, 'public/index.html'), 'utf8')).toContain(
        'href="./cohorts/spring.yaml/scorecard.html"',
      );
      expect(existsSync(join(at, 'public/cohorts/spring.yaml/scorecard.html'))).toBe(true);
      expect(existsSync(join(at, 'scorecards/cohorts/spring.yaml/scorecard.json'))).toBe(true);
      // What a job unpacks is not committed.
      expect(git('status', '--short', '.kickoff')).toBe('');
      // A tool that somebody exchanged runs nowhere.
      writeFileSync(
        join(
          at,
          '.kickoff',
          git('ls-files', '.kickoff')
            .split('\n')
            .find((name) => name.endsWith('.tgz'))
            ?.slice('.kickoff/'.length) ?? '',
        ),
        'x',
      );
      commit('Evil');
      expect(pipeline('schedule', 'kickoff-sync')).toMatch(/tgz: FAILED[\s\S]* FAIL /);
    } finally {
      sandbox.kill('SIGINT');
    }
  },
);
