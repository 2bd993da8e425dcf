/**
 * What a start costs: the command lines that people wait for, each as a ratio to an empty Node, all from one interleaved run against
 * the sandbox. Medians. `NODE_EXTRA_CA_CERTS` is taken away: Node 20 reads such a file before anything else, which would make every
 * ratio look better than it is.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
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
/** What `plan` takes until it asks its first question: the start, without the server. */
async function untilFirstRequest() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `http://127.0.0.1:${server.address().port}`;
  const from = performance.now();
  const child = spawn(process.execPath, [cli, 'plan', cohort], {
    env: { ...env, GITLAB_HOST: host, GITLAB_TOKEN: token },
    stdio: 'ignore',
  });
  await once(server, 'connection');
  const took = performance.now() - from;
  child.kill('SIGKILL');
  server.close();
  return took;
}
times['kickoff plan, to its first request'] = [];
for (let run = 0; run < RUNS; run += 1) {
  const from = performance.now();
  execFileSync(process.execPath, ['-e', '0'], { env, stdio: 'ignore' });
  times['node -e 0'].push(performance.now() - from);
  times['kickoff plan, to its first request'].push(await untilFirstRequest());
}
sandbox.kill();
rmSync(folder, { recursive: true, force: true });
if (failed.size > 0) throw new Error([...failed].join('; '));
const median = (all) => all.sort((left, right) => left - right)[all.length >> 1];
const empty = median(times['node -e 0']);
console.log(`| ${process.version} | median | ratio |\n|---|---|---|`);
for (const [name, all] of Object.entries(times))
  console.log(`| \`${name}\` | ${median(all).toFixed(0)} ms | ${(median(all) / empty).toFixed(2)} |`);
