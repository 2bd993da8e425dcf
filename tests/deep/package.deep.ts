/** What npm would publish, installed into an empty folder, works there. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
  inFolder('.', 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
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

/** Lines of the documents' shell blocks that call the tool, without their comments. */
function commandsIn(file: string): string[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
    ([, text]) => text ?? '',
  );
  return blocks.flatMap((text) =>
    text
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line.startsWith('npx kickoff')),
  );
}

/** Answers that the documents leave to a person at a terminal. */
const ANSWERS =
  ' --cohort summer-2027 --first-day 2027-03-01 --time-zone Europe/Berlin --group security-team --project security-team/internship --manager maya.torres --mentor sam.okafor --intern robin.ito';

test('every command of README and documents works in an empty folder with nothing but the package', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-docs-'));
  inFolder('.', 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  inFolder(folder, 'npm', ['init', '-y']);
  inFolder(folder, 'npm', ['install', '--silent', `./${archive}`]);
  inFolder(folder, 'git', ['init', '-q']);
  const installed = join(folder, 'node_modules/gitlab-kickoff');
  const { dependencies = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  console.log(
    `package: ${Math.round(statSync(join(folder, archive)).size / 1000)} kB packed, depends on ${Object.keys(dependencies).join(', ')}`,
  );
  expect(Object.keys(dependencies).sort()).toEqual(['highs', 'zod']);
  expect(statSync(join(folder, archive)).size).toBeLessThan(1_000_000);
  mkdirSync(join(folder, 'cohorts'));
  for (const name of ['cohort', 'two-interns'])
    cpSync(join(installed, `config/${name}.example.yaml`), join(folder, `cohorts/${name}.yaml`));
  const sandbox = await startSandbox(join(installed, 'dist/cli.js'));
  const documents = [
    'README.md',
    ...readdirSync('docs')
      .sort()
      .map((name) => `docs/${name}`),
  ];
  const commands = documents.flatMap(commandsIn);
  expect(commands.length).toBeGreaterThan(8);
  for (const command of new Set(commands)) {
    const whole = command.includes(' init ')
      ? command + ANSWERS
      : command.includes(' provision ')
        ? `${command} --yes`
        : command;
    // What is not 0 throws, with all that was said.
    const token = command.includes('--schedule') ? 'glpat-sandbox-luc.moreau' : sandbox.env.GITLAB_TOKEN;
    inFolder(folder, 'sh', ['-c', whole], { ...sandbox.env, GITLAB_TOKEN: token });
  }
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['.gitlab-ci.yml', 'child.yml', 'cohort.yaml']));
  await sandbox.stop();
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
