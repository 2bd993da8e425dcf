/** The pipeline of somebody's own project: what is written, what stays theirs, and that GitLab takes it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { MOST_JOBS } from '../../src/ci/jobs.ts';
import { childPipeline, componentFile } from '../../src/ci/pipeline.ts';
import { beside } from '../support/beside.ts';
import { stage } from '../support/stage.ts';

const EXAMPLE = readFileSync('config/cohort.example.yaml', 'utf8');
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const INCLUDED = '.gitlab/kickoff.gitlab-ci.yml';
const ARCHIVE = `.kickoff/gitlab-kickoff-${version}.tgz`;

/** A project of its own, with one cohort file unless told otherwise. */
function project(files: Record<string, string> = { 'cohort.yaml': EXAMPLE }): {
  at: (path: string) => string;
  read: (path: string) => string;
  run: (...args: string[]) => Promise<{ code: number; out: string; err: string }>;
} {
  const cwd = mkdtempSync(join(tmpdir(), 'kickoff-ci-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return {
    at: (path) => join(cwd, path),
    read: (path) => readFileSync(join(cwd, path), 'utf8'),
    run: (...args) => stage().kickoff(args, { cwd }),
  };
}

/** As GitLab puts them together. */
type Jobs = Record<
  string,
  { script?: string[]; stage?: string; parallel?: { matrix: { KICKOFF_COHORT: string[] }[] } }
>;
const jobsIn = (text: string): Jobs => parse(text) as Jobs;

test('one command writes the pipeline and the tool; a second one has nothing to do', async () => {
  const { at, read, run } = project();
  const first = await run('init-ci');
  expect(first.code, first.err).toBe(0);
  expect(read('.gitlab-ci.yml')).toBe(`include:\n  - local: ${INCLUDED}\n`);
  expect(Object.keys(jobsIn(read(INCLUDED)))).toEqual([
    '.kickoff',
    'kickoff-validate',
    'kickoff-plan',
    'kickoff-provision',
    'kickoff-sync',
  ]);
  execFileSync('sha256sum', ['-c', `gitlab-kickoff-${version}.tgz.sha256`], { cwd: at('.kickoff') });
  // What a job unpacks runs by itself.
  execFileSync('tar', ['-xzf', at(ARCHIVE), '-C', at('.kickoff')]);
  const told = execFileSync(process.execPath, ['.kickoff/package/dist/cli.js', 'validate', 'cohort.yaml'], {
    cwd: at('.'),
    encoding: 'utf8',
  });
  expect(told).toContain('✓ cohort.yaml');
  const second = await run('init-ci');
  expect(second.out.match(/nothing new/g)).toHaveLength(4);
  expect((await run('init-ci', '--check')).code).toBe(0);
});

test('--check says what is stale, and writes nothing', async () => {
  const { at, read, run } = project();
  const before = await run('init-ci', '--check');
  expect(before).toMatchObject({ code: 2 });
  expect(before.out).toContain(`${INCLUDED}: missing`);
  expect(existsSync(at('.gitlab'))).toBe(false);
  await run('init-ci');
  writeFileSync(at(ARCHIVE), 'not the tool');
  writeFileSync(at('second.yaml'), EXAMPLE.replace('cohort: spring-2027', 'cohort: summer-2027'));
  const after = await run('init-ci', '--check');
  expect(after.code).toBe(2);
  expect(after.out).toContain(`${ARCHIVE}: stale`);
  expect(after.out).toContain(`${INCLUDED}: stale`);
  await run('init-ci');
  expect(jobsIn(read(INCLUDED))['kickoff-sync']?.parallel?.matrix[0]?.KICKOFF_COHORT).toEqual([
    'cohort.yaml',
    'second.yaml',
  ]);
  expect((await run('init-ci', '--check')).code).toBe(0);
});

test('a new version takes the place of an older one', async () => {
  const { at, run } = project();
  await run('init-ci');
  writeFileSync(at('.kickoff/gitlab-kickoff-0.0.1.tgz'), 'old');
  writeFileSync(at('.kickoff/gitlab-kickoff-0.0.1.tgz.sha256'), 'old');
  expect((await run('init-ci', '--check')).out).toContain(`${ARCHIVE}: stale`);
  await run('init-ci');
  expect(existsSync(at('.kickoff/gitlab-kickoff-0.0.1.tgz'))).toBe(false);
  expect(existsSync(at(ARCHIVE))).toBe(true);
});

test('a pipeline of people stays as it is, but for one line at its end', async () => {
  const theirs = '# ours\nstages: [build, ship]\n\nmake:\n  stage: build\n  script: [make]\n';
  const { read, run } = project({ 'cohort.yaml': EXAMPLE, '.gitlab-ci.yml': theirs });
  await run('init-ci', '--pages');
  expect(read('.gitlab-ci.yml')).toBe(`${theirs}\ninclude:\n  - local: ${INCLUDED}\n`);
  const jobs = jobsIn(read(INCLUDED));
  expect(jobs['kickoff-plan']?.stage).toBe('build');
  expect(jobs['kickoff-provision']?.stage).toBe('ship');
  expect(jobs.pages?.stage).toBe('ship');
});

test('where they include files already, the line is told and not written', async () => {
  const theirs = 'include: [{ local: other.yml }]\nx:\n  script: !reference [.setup, script]\n';
  const { read, run } = project({ 'cohort.yaml': EXAMPLE, '.gitlab-ci.yml': theirs });
  const told = await run('init-ci');
  expect(told.code).toBe(0);
  expect(told.out).toContain(`Add this line to its include:\n    - local: ${INCLUDED}`);
  expect(read('.gitlab-ci.yml')).toBe(theirs);
  expect((await run('init-ci', '--check')).code).toBe(2);
});

test.each([
  [
    'a cohort that is wrong',
    { 'cohort.yaml': EXAMPLE.replace('first_day: 2027-03-01', 'first_day: 2027-02-30') },
    [],
    1,
    /cohort\.yaml:\d+:\d+ first_day: is not a day/,
  ],
  ['no cohort', {}, [], 64, /There is no cohort file here/],
  ['a path for a shell', { 'a$(id).yaml': EXAMPLE }, ['a$(id).yaml'], 64, /cannot stand in a pipeline/],
  [
    'a path that leads out',
    { 'cohort.yaml': EXAMPLE },
    ['../x/cohort.yaml'],
    64,
    /cannot stand in a pipeline/,
  ],
  [
    'an image for a shell',
    { 'cohort.yaml': EXAMPLE },
    ['--image', 'node:24; id'],
    64,
    /is no name of an image/,
  ],
  [
    'a registry for a shell',
    { 'cohort.yaml': EXAMPLE },
    ['--from', 'https://x/$(id)'],
    64,
    /is no address of a registry/,
  ],
  [
    'YAML that is none',
    { 'cohort.yaml': EXAMPLE, '.gitlab-ci.yml': 'a: [' },
    [],
    64,
    /is no YAML that can be read/,
  ],
])('%s: one clear error, and nothing is written', async (_what, files, args, code, message) => {
  const { at, run } = project(files as Record<string, string>);
  const told = await run('init-ci', ...args);
  expect(told.code).toBe(code);
  expect(told.err).toMatch(message);
  expect(existsSync(at('.gitlab'))).toBe(false);
  expect(existsSync(at(ARCHIVE))).toBe(false);
});

test('a program beside the cohort asks for a new plan, too; a registry takes the place of the file', async () => {
  const { at, read, run } = project({
    'cohorts/spring.yaml': EXAMPLE.replace('program: security-internship', 'program: ./own.yaml'),
    'cohorts/own.yaml': readFileSync('templates/programs/security-internship.yaml', 'utf8'),
  });
  const told = await run(
    'init-ci',
    '--from',
    'https://gitlab.test/api/v4/projects/1/packages/npm/',
    '--image',
    'node:22.23.3-slim',
  );
  expect(told.code, told.err).toBe(0);
  expect(existsSync(at(ARCHIVE))).toBe(false);
  const text = read(INCLUDED);
  expect(text).toContain('        - cohorts/own.yaml');
  expect(text).toContain(
    `--registry "https://gitlab.test/api/v4/projects/1/packages/npm/" "gitlab-kickoff@${version}"`,
  );
  expect(text).toContain('image: node:22.23.3-slim');
});

const TOOL = { from: 'repository', archive: 'x.tgz' } as const;
const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `cohorts/c${at}.yaml`);

test('a child pipeline has a job a cohort, and never more jobs than GitLab takes; each cohort is in it once', () => {
  for (const [count, perJob] of [
    [1, 1],
    [20, 1],
    [200, 1],
    [201, 1],
    [1000, 1],
    [1000, 20],
  ] as const) {
    const text = childPipeline(many(count), { tool: TOOL, image: 'node:24', perJob, rituals: false });
    const { '.kickoff': _base, ...jobs } = jobsIn(text);
    expect(Object.keys(jobs).length).toBeLessThanOrEqual(MOST_JOBS);
    for (const path of many(count))
      expect(text.split(new RegExp(`[" ]${path}["\n]`)).length - 1, path).toBeGreaterThan(0);
  }
});

test('several cohorts in a job: each runs whatever became of the one before, and the worst exit code is the job’s', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'kickoff-ci-'));
  mkdirSync(join(cwd, '.kickoff/package/dist'), { recursive: true });
  // In place of the tool: it ends with the number in the file's name.
  writeFileSync(
    join(cwd, '.kickoff/package/dist/cli.js'),
    "require('fs').appendFileSync('ran', process.argv[3] + ' '); process.exit(Number(/\\d+/.exec(process.argv[3])[0]));",
  );
  const exitOf = (...codes: number[]): number => {
    const text = childPipeline(
      codes.map((code) => `c${code}.yaml`),
      { tool: TOOL, image: 'node:24', perJob: 9, rituals: false },
    );
    const { '.kickoff': _base, ...jobs } = jobsIn(text);
    const script = Object.values(jobs)[0]?.script?.join('\n') ?? '';
    try {
      execFileSync('bash', ['-eo', 'pipefail', '-c', script], { cwd, stdio: 'ignore' });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  expect(exitOf(0, 0)).toBe(0);
  expect(exitOf(75, 0)).toBe(75);
  expect(exitOf(75, 1, 0)).toBe(1);
  expect(exitOf(1, 75)).toBe(1);
  expect(readFileSync(join(cwd, 'ran'), 'utf8').split(' ').filter(Boolean)).toHaveLength(9);
});

test.each([
  1, 2,
])('with rituals, cohorts a job %i: what is due of each runs also where a sync or another one failed', async (perJob) => {
  const cwd = mkdtempSync(join(tmpdir(), 'kickoff-ci-'));
  mkdirSync(join(cwd, '.kickoff/package/dist'), { recursive: true });
  writeFileSync(
    join(cwd, '.kickoff/package/dist/cli.js'),
    "const [, , what, path] = process.argv; require('fs').appendFileSync('ran', [what, path].join(' ') + '\\n'); process.exit(what === process.env.FAILS ? 75 : what === 'agenda' && process.env.FAILS === 'both' ? 1 : 0);",
  );
  const text = childPipeline(many(perJob), { tool: TOOL, image: 'node:24', perJob, rituals: true });
  const { '.kickoff': _base, ...jobs } = jobsIn(text);
  const run = (fails: string): number => {
    const script = Object.values(jobs)[0]?.script?.join('\n') ?? '';
    try {
      const env = { ...process.env, FAILS: fails, KICKOFF_COHORT: many(1)[0] };
      // The files that the sync copies for GitLab are not there: alone it fails.
      execFileSync('bash', ['-eo', 'pipefail', '-c', script.replace(/ && cp [^}]*;/, ';')], {
        cwd,
        stdio: 'ignore',
        env,
      });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  expect([run(''), run('sync'), run('digest'), run('both')]).toEqual([0, 75, 75, 1]);
  const ran = readFileSync(join(cwd, 'ran'), 'utf8').trim().split('\n');
  expect(ran).toHaveLength(4 * 5 * perJob);
  expect(ran.slice(0, 5)).toEqual(
    ['sync', 'agenda', 'checkin', 'digest', 'handover'].map((what) => `${what} ${many(1)[0]}`),
  );
});

test('rituals of a child pipeline are asked for by the job that makes it, and are no job of the parent', async () => {
  const { read, run } = project({ 'cohorts/a.yaml': EXAMPLE });
  await run('init-ci', '--child', '--rituals');
  expect(jobsIn(read(INCLUDED))['kickoff-cohorts']?.script?.[0]).toMatch(
    / pipeline --image \S+ --rituals --out /,
  );
  expect(jobsIn(read(INCLUDED))['kickoff-rituals']).toBeUndefined();
  expect((await run('init-ci', '--check')).code).toBe(0);
  expect((await run('pipeline', '--rituals')).out).toContain('handover "$KICKOFF_COHORT" --yes --quiet');
});

test('kickoff pipeline prints it, or writes it; a cohort that is wrong stops it', async () => {
  const other = EXAMPLE.replace('cohort: spring-2027', 'cohort: autumn-2027');
  const { read, run } = project({ 'a.yaml': EXAMPLE, 'b.yaml': other, 'copy.yaml': EXAMPLE });
  const told = await run('pipeline', 'a.yaml', 'b.yaml');
  expect(Object.keys(jobsIn(told.out))).toEqual(['.kickoff', 'sync a.yaml', 'sync b.yaml']);
  await run('pipeline', 'a.yaml', '--out', 'child.yml');
  expect(read('child.yml')).toContain('KICKOFF_COHORT: a.yaml');
  expect((await run('pipeline', 'none.yaml')).code).toBe(1);
  // Two files of one cohort would undo each other, night after night.
  const copied = await run('init-ci');
  expect(copied.code).toBe(1);
  expect(copied.err).toContain(
    'copy.yaml:1:1 cohort: is the cohort spring-2027 in security-team/internship, as in a.yaml',
  );
});

test('the component is made of the same jobs', async () => {
  // Renewed with: npx vitest run tests/ci -u
  await expect(componentFile(version, 'node:24-slim')).toMatchFileSnapshot(
    resolve('templates/kickoff/template.yml'),
  );
});

const contract = beside('contract', 'ci-schema.json', 'KICKOFF_CONTRACT');

contract.test('GitLab’s own schema takes every form of it', async () => {
  const schema = JSON.parse(readFileSync(join(contract.path, 'ci-schema.json'), 'utf8')) as object;
  const takes = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const { read, run } = project();
  const check = (value: unknown, what: string): void => {
    takes(value);
    expect(takes.errors ?? [], what).toEqual([]);
  };
  for (const flags of [
    [],
    ['--pages'],
    ['--rituals', '--pages'],
    ['--rituals', '--child'],
    ['--child'],
    ['--from', 'https://r.test/'],
  ]) {
    await run('init-ci', ...flags);
    check(parse(read(INCLUDED)), flags.join(' '));
  }
  check(parse(childPipeline(many(3), { tool: TOOL, image: 'node:24', perJob: 2, rituals: true })), 'child');
  check(parse(childPipeline(many(3), { tool: TOOL, image: 'node:24', perJob: 1, rituals: true })), 'child');
  check(parse(readFileSync('.gitlab-ci.yml', 'utf8')), 'our own');
  const [, jobs] = parseAllDocuments(readFileSync('templates/kickoff/template.yml', 'utf8'));
  const filled = JSON.stringify(jobs?.toJSON()).replaceAll('"$[[ inputs.cohorts ]]"', '["a.yaml"]');
  check(JSON.parse(filled), 'component');
});

test('what a file was made with is remembered: a bare check and a bare run go on from it', async () => {
  const { read, run } = project({
    'a b.yaml': EXAMPLE,
    'c.yaml': EXAMPLE.replace('cohort: spring-2027', 'cohort: c'),
  });
  await run('init-ci', 'a b.yaml', '--pages', '--image', 'node:24.21.0-slim', '--from', 'https://r.test/');
  expect((await run('init-ci', '--check')).code).toBe(0);
  const before = read(INCLUDED);
  await run('init-ci');
  expect(read(INCLUDED)).toBe(before);
  expect((await run('init-ci', '--check', '--anew')).code).toBe(2);
  await run('init-ci', '--image', 'node:22-slim');
  expect(read(INCLUDED)).toContain('image: node:22-slim');
  expect(read(INCLUDED)).toContain('pages:');
});

test('a child pipeline is made with the same image and registry, of the files that there are on the day or of those that are named', async () => {
  const { read, run } = project({ 'cohorts/a.yaml': EXAMPLE });
  const line = (): string => jobsIn(read(INCLUDED))['kickoff-cohorts']?.script?.[0] ?? '';
  await run('init-ci', '--child', '--image', 'node:22-slim', '--from', 'https://r.test/');
  expect(line()).toMatch(
    /cli\.js pipeline --image node:22-slim --from https:\/\/r\.test\/ --out kickoff-cohorts\.yml$/,
  );
  // What that line makes, on a day on which there is one more.
  const second = project({
    'cohorts/a.yaml': EXAMPLE,
    'cohorts/b.yaml': EXAMPLE.replace('cohort: spring-2027', 'cohort: b'),
  });
  const made = (await second.run('pipeline', '--image', 'node:22-slim', '--from', 'https://r.test/')).out;
  expect(Object.keys(jobsIn(made))).toEqual(['.kickoff', 'sync cohorts/a.yaml', 'sync cohorts/b.yaml']);
  expect(made).toContain('image: node:22-slim');
  expect(made).toContain('--registry "https://r.test/"');
  await run('init-ci', 'cohorts/a.yaml', '--child', '--anew');
  expect(line()).toContain('pipeline cohorts/a.yaml --image node:24-slim --out');
});

test('pages of a child pipeline are refused: its files do not reach the parent', async () => {
  const { at, run } = project();
  const told = await run('init-ci', '--child', '--pages');
  expect(told.code).toBe(64);
  expect(told.err).toMatch(/Pages do not go with a child pipeline/);
  expect(existsSync(at('.gitlab'))).toBe(false);
});

test('more cohorts than a matrix holds are looked at in one job, synced by a child pipeline, and planned by nobody', async () => {
  const files = Object.fromEntries(
    Array.from({ length: MOST_JOBS + 1 }, (_, at) => [
      `cohorts/c${at}.yaml`,
      EXAMPLE.replace('cohort: spring-2027', `cohort: c${at}`),
    ]),
  );
  const { read, run } = project(files);
  expect((await run('init-ci', '--from', 'https://r.test/')).code).toBe(0);
  const jobs = jobsIn(read(INCLUDED));
  expect(Object.keys(jobs)).toEqual(['.kickoff', 'kickoff-validate', 'kickoff-cohorts', 'kickoff-sync']);
  for (const job of Object.values(jobs)) expect(job.parallel).toBeUndefined();
  expect(jobs['kickoff-validate']?.script?.[0]).toContain('"cohorts/c200.yaml"');
});
