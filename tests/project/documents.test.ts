/** What the README promises is what the code says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('every rule of GitLab that a comment cites stands in docs/gitlab.md', () => {
  const headings = new Set(
    [...readFileSync('docs/gitlab.md', 'utf8').matchAll(/^## (.+)$/gm)].map((match) =>
      (match[1] ?? '').toLowerCase().replaceAll(' ', '-'),
    ),
  );
  const files = ['src', 'tests'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(root, path)),
  );
  const cited = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/docs\/gitlab\.md#([\w-]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(cited.length).toBeGreaterThan(30);
  expect([...new Set(cited)].filter((anchor) => !headings.has(anchor))).toEqual([]);
});

test('the glossary is in order, and names that are exported use its words', () => {
  const text = readFileSync('ARCHITECTURE.md', 'utf8');
  const words = [...text.slice(text.indexOf('## Glossary')).matchAll(/^- \*\*([\w -]+)\*\*/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(words).toEqual([...words].sort());
  const names = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) =>
      [
        ...readFileSync(join('src', path), 'utf8').matchAll(
          /^export (?:async )?(?:const|function|interface|type|class) (\w+)/gm,
        ),
      ].map((match) => (match[1] ?? '').toLowerCase()),
    );
  // Each word is that of something, so that none outlives what it named.
  const idle = words.filter((word) => !names.some((name) => name.includes(word.replaceAll(/[ -]/g, ''))));
  expect(idle).toEqual([]);
  const dialect = /fence|twin|settle|astray|holder|lanes|placement|oddit|memory/;
  expect(names.filter((name) => dialect.test(name))).toEqual([]);
});
