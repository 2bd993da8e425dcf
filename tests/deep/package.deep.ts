/** What npm would publish, installed into an empty folder, works there. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

type Environment = Record<string, string | undefined>;

const bare: Environment = { ...process.env, GITLAB_TOKEN: '', GITLAB_HOST: '' };

const inFolder = (folder: string, command: string, args: string[], env: Environment = bare): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });

/** Starts `kickoff sandbox --json` and reads its one line. */
async function startSandbox(
  cli: string,
  args: string[] = [],
): Promise<{ env: Environment; url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [cli, 'sandbox', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const line = await new Promise<string>((read) => child.stdout.once('data', (data) => read(String(data))));
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  const stop = (): Promise<void> => {
    child.kill('SIGINT');
    return ended;
  };
  return { url, env: { ...process.env, GITLAB_HOST: url, GITLAB_TOKEN: token }, stop };
}

test('npm pack installs into an empty folder; help, plan and demo work there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-pack-'));
  inFolder('.', 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  inFolder(folder, 'npm', ['init', '-y']);
  inFolder(folder, 'npm', ['install', '--silent', `./${archive}`]);
  expect(inFolder(folder, 'npx', ['kickoff', '--help'])).toContain('Start here:');
  const demo = inFolder(folder, 'npx', ['kickoff', 'demo']);
  expect(demo).toContain('Nothing to do: all 46 resources are as they should be.');
  expect(demo).toContain('(0 writes reached the server)');
  const installed = join(folder, 'node_modules/gitlab-kickoff');
  const cohort = join(installed, 'config/cohort.example.yaml');
  expect(() => inFolder(folder, 'npx', ['kickoff', 'plan', cohort])).toThrow(/No GitLab host is given/);
  const sandbox = await startSandbox(join(installed, 'dist/cli.js'));
  expect(inFolder(folder, 'npx', ['kickoff', 'plan', cohort], sandbox.env)).toContain(
    '46 to create, 0 to update',
  );
  await sandbox.stop();
  const library = `import('gitlab-kickoff').then((all) => console.log(Object.keys(all).sort().join()))`;
  expect(inFolder(folder, process.execPath, ['-e', library])).toContain('connect');
});

test('the sandbox serves on loopback, keeps its state in a file, and moves its clock', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kickoff-sandbox-')), 'state.json');
  const cli = resolve('dist/cli.js');
  const kickoff = (env: Environment, ...args: string[]): string =>
    inFolder('.', process.execPath, [cli, ...args], env);
  const one = await startSandbox(cli, ['--data', file]);
  const moved = await fetch(`${one.url}/-/sandbox/clock`, {
    method: 'POST',
    headers: { 'private-token': String(one.env.GITLAB_TOKEN) },
    body: '{"to":"2027-03-01T09:00:00Z"}',
  });
  expect(await moved.json()).toMatchObject({ now: expect.stringContaining('2027-03-01T09:00') });
  expect(kickoff(one.env, 'provision', 'config/cohort.example.yaml', '--yes', '--quiet')).toContain(
    'Done: 46 of 46 steps.',
  );
  await one.stop();
  const two = await startSandbox(cli, ['--data', file]);
  expect(kickoff(two.env, 'plan', 'config/cohort.example.yaml', '--quiet')).toContain(
    'Nothing to do: all 46 resources',
  );
  await two.stop();
});
