/** What the documents promise is what the code says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { helpPages } from '../../scripts/help-pages.mjs';
import { EXIT } from '../../src/model/errors.ts';
import { ownershipTable } from '../../src/provision/fields/table.ts';
import { file, stage } from '../support/stage.ts';

const DOCS = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const readme = readFileSync('README.md', 'utf8');
const reference = readFileSync('docs/reference.md', 'utf8');

test('the README is read in minutes', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(150);
});

test('the reference lists every exit code', () => {
  const section = reference.slice(reference.indexOf('## Exit codes'));
  const listed = [...section.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
  expect(listed).toEqual(Object.values(EXIT));
});

test('the reference’s ownership table is the one in the code', () => {
  expect(reference).toContain(ownershipTable());
});

test('the README names every command, and the reference says of each what its help says', async () => {
  const said = new Map<string, string>();
  const help = async (...args: string[]): Promise<string> => {
    const found = said.get(args.join(' ')) ?? (await stage().kickoff(args, { columns: 80 })).out;
    said.set(args.join(' '), found);
    return found;
  };
  const overview = await help('--help');
  const names = [...overview.slice(overview.indexOf('Start here')).matchAll(/^ {2}([\w-]+) /gm)].map(
    (match) => match[1] ?? '',
  );
  for (const name of names.filter((each) => each !== 'help')) {
    expect(readme).toMatch(new RegExp(`^\\| \`${name}[ \`]`, 'm'));
    await help(name, '--help');
  }
  // Renewed with: npm run build && node scripts/readme.mjs --tables
  expect(reference).toContain(helpPages((...args) => said.get(args.join(' ')) ?? ''));
});

test('the program of docs/manager.md is one', async () => {
  const text =
    /A whole program[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/manager.md', 'utf8'))?.[1] ?? '';
  const run = await stage().kickoff(['validate', file('program.yaml', text)]);
  expect(run.out, run.err).toContain('program "Onboarding" with 2 objectives, 0 areas and 3 key results');
});

test('every link of a document leads to something', () => {
  const anchor = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(' ', '-');
  const wrong = [...DOCS, 'ARCHITECTURE.md'].flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|\{)([^)\s]*)\)/g)].flatMap(([, link = '']) => {
      const [file = '', name] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return [`${path}: ${link}`];
      if (name === undefined || !target.endsWith('.md')) return [];
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
        anchor(text),
      );
      return headings.includes(name) ? [] : [`${path}: ${link}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('no document tells people to npx kickoff where ours is not installed', () => {
  for (const name of [...DOCS, 'ARCHITECTURE.md', 'CHANGELOG.md'])
    expect(readFileSync(name, 'utf8'), name).not.toMatch(/npx (?:-y |--yes )kickoff/);
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
