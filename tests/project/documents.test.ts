/** What the README promises is what the code says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/model/errors.ts';
import { ownershipTable } from '../../src/provision/fields/table.ts';
import { stage } from '../support/stage.ts';

const readme = readFileSync('README.md', 'utf8');

test('the README lists every exit code', () => {
  const section = readme.slice(readme.indexOf('## Exit codes'), readme.indexOf('## Limits'));
  const listed = [...section.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
  expect(listed).toEqual(Object.values(EXIT));
});

test('the README’s ownership table is the one in the code', () => {
  expect(readme).toContain(ownershipTable());
});

test('the README names every command', async () => {
  const help = (await stage().kickoff(['--help'])).out;
  const commands = [...help.slice(help.indexOf('Start here')).matchAll(/^ {2}(\w+) /gm)].map(
    (match) => match[1],
  );
  for (const command of commands.filter((each) => each !== 'help'))
    expect(readme).toMatch(new RegExp(`^\\| \`${command}\\b`, 'm'));
});

test('no document tells people to npx kickoff where ours is not installed', () => {
  for (const name of ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md']) {
    expect(readFileSync(name, 'utf8')).not.toMatch(/npx (?:-y |--yes )kickoff/);
  }
});
