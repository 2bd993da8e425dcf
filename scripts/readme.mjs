/**
 * Fills the parts of the documents that are made by running things: the commands' help and the ownership table, the guarantees from the last `npm run test:deep`, the
 * benchmark from `npm run bench -- --json FILE`, and the plans of two tiers from the built command.
 *
 *   node scripts/readme.mjs [--bench FILE]
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { helpPages } from './help-pages.mjs';

const { values } = parseArgs({ options: { bench: { type: 'string' }, tables: { type: 'boolean' } } });

/** Between the two comments with this name, in the document that has them. */
function fill(name, text) {
  const markers = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  const path = ['docs/reference.md', 'docs/guarantees.md'].find((each) =>
    markers.test(readFileSync(each, 'utf8')),
  );
  if (path === undefined) throw new Error(`no document has a place for ${name}`);
  const filled = readFileSync(path, 'utf8').replace(
    markers,
    (_all, begin, end) => `${begin}${text.trim()}\n${end}`,
  );
  writeFileSync(path, filled);
}

const table = (head, rows) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');

/** A module of the source, which Node cannot read as it is. */
async function source(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

fill('ownership', (await source('src/provision/fields/table.ts')).ownershipTable());
fill(
  'commands',
  helpPages((...args) =>
    execFileSync(process.execPath, ['dist/cli.js', ...args], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    }),
  ),
);
if (process.argv.includes('--tables')) process.exit();

if (existsSync('.deep/results.jsonl')) {
  const rows = readFileSync('.deep/results.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  rows.sort(
    (left, right) => left.guarantee.localeCompare(right.guarantee) || left.fault.localeCompare(right.fault),
  );
  const total = rows.reduce((sum, { schedules }) => sum + schedules, 0);
  fill(
    'guarantees',
    `${table(
      ['Guarantee', 'Fault', 'Schedules', 'Shown'],
      rows.map(({ guarantee, fault, schedules, result }) => [guarantee, fault, schedules, result]),
    )}\n\n${total} schedules in all.`,
  );
}

if (values.bench) {
  const { latency, work, node, rows, scorecards } = JSON.parse(readFileSync(values.bench, 'utf8'));
  fill(
    'benchmark',
    `Latency ${latency} ms, server work ${work} ms a write, Node ${node.slice(1)}; ratios to the first of each group, in one run.\n\n${table(
      ['Interns', 'What', 'Who', 'Requests', 'Wall', 'CPU', 'Memory', 'Wall ×', 'CPU ×'],
      rows.map((row) => [
        row.interns,
        row.what,
        row.who.replace('other build', '0.1.0'),
        row.requests,
        `${row.wall.toFixed(2)} s`,
        `${row.cpu.toFixed(2)} s`,
        `${row.rss.toFixed(0)} MB`,
        row.wallRatio?.toFixed(2) ?? '',
        row.cpuRatio?.toFixed(2) ?? '',
      ]),
    )}\n\nWhat a scorecard costs on top of the reads, at the end of the program:\n\n${table(
      ['Interns', 'Closures', 'Scoring, CPU', 'Rendering, CPU', 'Files', 'Memory'],
      scorecards.map((each) => [
        each.interns,
        each.closed,
        `${each.scoringCpu.toFixed(2)} s`,
        `${each.renderingCpu.toFixed(2)} s`,
        each.files,
        `${each.rss.toFixed(0)} MB`,
      ]),
    )}`,
  );
}

for (const tier of ['free', 'ultimate']) {
  const child = spawn(
    process.execPath,
    ['dist/cli.js', 'sandbox', '--json', '--tier', tier, '--clock', '2027-02-22T09:00:00Z', '--port', '8480'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { url, token } = JSON.parse(
    await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data)))),
  );
  const env = { ...process.env, GITLAB_HOST: url, GITLAB_TOKEN: token, NO_COLOR: '1' };
  const plan = execFileSync(
    process.execPath,
    ['dist/cli.js', 'plan', 'config/cohort.example.yaml', '--quiet'],
    { encoding: 'utf8', env },
  );
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  fill(`plan-${tier}`, `\`\`\`text\n${plan.trimEnd()}\n\`\`\``);
}
