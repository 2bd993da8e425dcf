/** Commands in a real terminal: `script` gives them one, and types the answers. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { provisioned } from '../support/stage.ts';

const there = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
if (!there) console.log('skipped: the command "script" of util-linux, which makes a terminal, is not here');

test.skipIf(!there)('kickoff init asks in a terminal, and its file provisions', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const cli = resolve('dist/cli.js');
  const answers = [
    '',
    'spring-2027',
    '2027-03-01',
    'Europe/Berlin',
    'security-team',
    'security-team/internship',
    'maya.torres',
    'sam.okafor',
    'robin.ito, noor.haddad',
  ];
  const typed = answers.map((answer) => `sleep 0.4; printf '%s\\n' '${answer}'`).join('; ');
  const run = spawnSync(
    'sh',
    ['-c', `(sleep 1.5; ${typed}; sleep 1) | script -qec "'${process.execPath}' '${cli}' init" /dev/null`],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  expect(run.stdout).toMatch(/User names of the interns[\s\S]*cohort\.yaml is written/);
  expect(existsSync(join(folder, 'cohort.yaml'))).toBe(true);
  expect(readFileSync(join(folder, 'cohort.yaml'), 'utf8')).toContain('first_day: 2027-03-01');
  const world = await provisioned({}, join(folder, 'cohort.yaml'));
  expect(world.sandbox.state.epics).toHaveLength(2);
});
