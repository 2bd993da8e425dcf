/**
 * Side by side in one run against the sandbox: kickoff, a sequential gitbeaker script, and a parallel one that make the
 * same objects. Prints requests, wall, CPU, memory and ratios to the sequential script, as a table and as JSON.
 *
 *   npm run bench -- [--interns 1,20,100] [--latency 80] [--work 0] [--json FILE] [--sequential-up-to 20] [--against OTHER/dist/cli.js]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    interns: { type: 'string', default: '1,20,100' },
    latency: { type: 'string', default: '80' },
    work: { type: 'string', default: '0' },
    /** Another build of kickoff, measured beside this one. */
    against: { type: 'string' },
    json: { type: 'string' },
    /** The plain script needs minutes for more. */
    'sequential-up-to': { type: 'string', default: '100' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'kickoff-bench-'));
const CLI = 'dist/cli.js';
const PLACE = { group: 'security-team', project: 'security-team/internship' };

function cohortFile(count) {
  const names = Array.from({ length: count }, (_, index) => `intern-${index + 1}`);
  const text = readFileSync('config/cohort.example.yaml', 'utf8').replace(
    /interns:\n[\s\S]*?\n\n/,
    `interns:\n${names.map((name) => `  - { username: ${name} }`).join('\n')}\n\n`,
  );
  const path = join(folder, `cohort-${count}.yaml`);
  writeFileSync(path, text);
  return { path, names };
}

const started = (child) =>
  new Promise((resolve) => child.stdout.once('data', (data) => resolve(JSON.parse(String(data)))));
const ended = (child) => new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** A state with users for all interns. */
async function seed(data, names) {
  const first = spawn(process.execPath, [CLI, 'sandbox', '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await started(first);
  first.kill('SIGINT');
  await ended(first);
  const state = JSON.parse(readFileSync(data, 'utf8'));
  names.forEach((username, index) => {
    const id = 10_000_000 + index;
    state.users.push({ id, username, name: username, state: 'active', bot: false });
    state.members.push({ source: 'group', source_id: 11, user_id: id, access_level: 30 });
  });
  writeFileSync(data, JSON.stringify(state));
}

/** A fresh sandbox in a process of its own, with users for all interns; counts its requests. */
async function sandbox(names, kept) {
  const data = kept ?? join(folder, `state-${Math.random().toString(36).slice(2)}.json`);
  if (kept === undefined) await seed(data, names);
  const options = [
    ...(values.latency === '0' ? [] : ['--latency', values.latency]),
    ...(values.work === '0' ? [] : ['--work', values.work]),
  ];
  const child = spawn(process.execPath, [CLI, 'sandbox', '--json', '--data', data, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, token } = await started(child);
  const requests = async () => (await (await fetch(`${url}/-/sandbox/requests`)).json()).requests;
  const stop = async () => {
    child.kill('SIGINT');
    await ended(child);
  };
  return {
    env: { ...process.env, GITLAB_HOST: url, GITLAB_TOKEN: token, NODE_EXTRA_CA_CERTS: '' },
    requests,
    stop,
    data,
  };
}

async function measured(box, args, env = {}) {
  const usage = join(folder, 'usage.json');
  const before = await box.requests();
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', './bench/measure.mjs', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...box.env, ...env, BENCH_USAGE: usage },
  });
  const code = await ended(child);
  const wall = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { requests: (await box.requests()) - before, wall, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

const rows = [];
const note = (interns, what, who, result, base) => {
  const ratio = (field) => (base ? result[field] / base[field] : null);
  rows.push({ interns, what, who, ...result, wallRatio: ratio('wall'), cpuRatio: ratio('cpu') });
};

for (const interns of values.interns.split(',').map(Number)) {
  const { path, names } = cohortFile(interns);
  const fast = ['--creations-per-minute', '1000000'];
  const plan = join(folder, `plan-${interns}.json`);
  const planning = await sandbox(names);
  await measured(planning, [CLI, 'plan', path, '--quiet', '--out', plan]);
  await planning.stop();
  const scripted = { BENCH_PLAN: plan, BENCH_GROUP: PLACE.group, BENCH_PROJECT: PLACE.project };

  let base = null;
  const kickoff = async (cli, who) => {
    const box = await sandbox(names);
    const provision = () => measured(box, [cli, 'provision', path, '--yes', '--quiet', ...fast]);
    note(interns, 'provision', who, await provision(), base);
    note(interns, 'second provision', who, await provision(), null);
    await measured(box, [cli, 'sync', path, '--quiet']);
    note(interns, 'unchanged sync', who, await measured(box, [cli, 'sync', path, '--quiet']), null);
    return box;
  };
  if (interns <= Number(values['sequential-up-to'])) {
    const box = await sandbox(names);
    base = await measured(box, ['bench/scripted.mjs'], { ...scripted, BENCH_LANES: '1' });
    note(interns, 'provision', 'gitbeaker, one by one', base, base);
    await box.stop();
  }
  const parallel = await sandbox(names);
  note(
    interns,
    'provision',
    'gitbeaker, 8 at a time',
    await measured(parallel, ['bench/scripted.mjs'], { ...scripted, BENCH_LANES: '8' }),
    base,
  );
  await parallel.stop();

  if (values.against) await (await kickoff(values.against, 'kickoff, other build')).stop();
  const box = await kickoff(CLI, 'kickoff');
  const listing = await measured(box, ['bench/scripted.mjs', 'list'], scripted);
  note(interns, 'read all issues', 'gitbeaker, its defaults', listing, listing);
  note(interns, 'read all issues', 'kickoff', await measured(box, ['bench/read.mjs'], scripted), listing);
  note(
    interns,
    'read all and score',
    'kickoff report',
    await measured(box, [CLI, 'report', path, '--json', '--quiet']),
    null,
  );
  await box.stop();
}

/** A cohort at its end: every key result closed on some day of its weeks, with the events of it. */
async function atTheEnd(interns) {
  const { path, names } = cohortFile(interns);
  const before = await sandbox(names);
  await measured(before, [CLI, 'provision', path, '--yes', '--quiet', '--creations-per-minute', '1000000']);
  await before.stop();
  const state = JSON.parse(readFileSync(before.data, 'utf8'));
  state.issues
    .filter(({ labels }) => labels.includes('key-result'))
    .forEach((issue, index) => {
      const at = new Date(Date.UTC(2027, 2, 2 + (index % 52), 9)).toISOString();
      Object.assign(issue, { state: 'closed', closed_at: at, closed_by_id: 21, updated_at: at });
      state.events.push({
        id: 50_000_000 + index,
        project_id: issue.project_id,
        action_name: 'closed',
        target_type: 'Issue',
        target_id: issue.id,
        target_iid: issue.iid,
        author_id: 21,
        created_at: at,
      });
    });
  state.clock_offset = Date.parse('2027-04-24T01:00:00Z') - Date.now();
  writeFileSync(before.data, JSON.stringify(state));
  const box = await sandbox(names, before.data);
  const sync = await measured(box, [CLI, 'sync', path, '--quiet', '--out', join(folder, 'out')]);
  note(interns, 'first sync at the end', 'kickoff', sync, null);
  note(
    interns,
    'nightly sync with files',
    'kickoff',
    await measured(box, [CLI, 'sync', path, '--quiet', '--out', join(folder, 'out')]),
    null,
  );
  const child = spawn(process.execPath, ['bench/score.mjs', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: box.env,
  });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  await ended(child);
  await box.stop();
  return JSON.parse(text);
}

const scorecards = [];
for (const interns of values.interns.split(',').map(Number)) scorecards.push(await atTheEnd(interns));

const cells = rows.map((row) => [
  String(row.interns),
  row.what,
  row.who,
  String(row.requests),
  `${row.wall.toFixed(2)} s`,
  `${row.cpu.toFixed(2)} s`,
  `${row.rss.toFixed(0)} MB`,
  row.wallRatio?.toFixed(2) ?? '',
  row.cpuRatio?.toFixed(2) ?? '',
]);
const head = ['interns', 'what', 'who', 'requests', 'wall', 'CPU', 'memory', 'wall ×', 'CPU ×'];
const widths = head.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at].length)));
const show = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
console.log(`latency ${values.latency} ms, server work ${values.work} ms a write, Node ${process.version}\n`);
console.log(
  [show(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(show)].join('\n'),
);
for (const each of scorecards)
  console.log(
    `\n${each.interns} interns, ${each.closed} closures: scoring ${each.scoringCpu.toFixed(2)} s and rendering ${each.files} files ${each.renderingCpu.toFixed(2)} s of CPU, on top of ${each.readingCpu.toFixed(2)} s for start and reads; ${each.rss.toFixed(0)} MB; the page has ${(each.pageBytes / 1e6).toFixed(1)} MB`,
  );
if (values.json)
  writeFileSync(
    values.json,
    JSON.stringify(
      { latency: Number(values.latency), work: Number(values.work), node: process.version, rows, scorecards },
      null,
      2,
    ),
  );
