/**
 * What a start costs: the command lines that people wait for, each as a ratio to an empty Node, all from one interleaved run against
 * the sandbox. Medians. `NODE_EXTRA_CA_CERTS` is taken away: Node 20 reads such a file before anything else, which would make every
 * ratio look better than it is.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RUNS = Number(process.env.RUNS ?? 21);
const cli = resolve('dist/cli.js');
const cohort = resolve('config/cohort.example.yaml');
const folder = mkdtempSync(join(tmpdir(), 'kickoff-start-'));
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const sandbox = spawn(process.execPath, [cli, 'sandbox', '--port', '0', '--json'], {
  env,
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const { url, token } = await new Promise((done) => {
  let text = '';
  sandbox.stdout.on('data', (part) => {
    text += part;
    if (text.includes('\n')) done(JSON.parse(text.split('\n')[0]));
  });
});
const LINES = {
  'node -e 0': ['-e', '0'],
  'kickoff --help': [cli, '--help'],
  'kickoff validate': [cli, 'validate', cohort],
  'kickoff plan': [cli, 'plan', cohort],
};
const times = Object.fromEntries(Object.keys(LINES).map((name) => [name, []]));
const failed = new Set();
for (let run = 0; run < RUNS; run += 1) {
  for (const [name, line] of Object.entries(LINES)) {
    const from = performance.now();
    try {
      execFileSync(process.execPath, line, {
        env: { ...env, GITLAB_HOST: url, GITLAB_TOKEN: token },
        stdio: 'ignore',
      });
    } catch ({ status }) {
      failed.add(`${name} ended with ${status}`);
    }
    times[name].push(performance.now() - from);
  }
}
sandbox.kill();
rmSync(folder, { recursive: true, force: true });
if (failed.size > 0) throw new Error([...failed].join('; '));
const median = (all) => all.sort((left, right) => left - right)[all.length >> 1];
const empty = median(times['node -e 0']);
console.log(`| ${process.version} | median | ratio |\n|---|---|---|`);
for (const [name, all] of Object.entries(times))
  console.log(`| \`${name}\` | ${median(all).toFixed(0)} ms | ${(median(all) / empty).toFixed(2)} |`);
