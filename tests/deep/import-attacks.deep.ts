/** Pages of people who never saw our schema, and of people who mean harm: a file that validates, everything else told, soon. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../src/cli/io.ts';
import { importPage } from '../../src/handbook/import.ts';
import { programSchema } from '../../src/program/program-schema.ts';
import { roleSchema } from '../../src/program/role-schema.ts';
import { stage } from '../support/stage.ts';

const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');
const ROLE =
  '# Keeper\n\n## Levels\n\n### Keeper\n\n#### Keeper Job Grade\n\nThe Keeper is a grade 6.\n\n#### Keeper Responsibilities\n\n- Keep the light\n\n#### Keeper Requirements\n\n- Ability to climb\n\n### Senior Keeper\n\n#### Senior Keeper Requirements\n\n- Ability to swim\n';
const PROGRAM = '# Harbour\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n';

/** Half a letter. */
const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const PAGES: [string, string, RegExp | null][] = [
  [
    'a role with 70 responsibilities',
    ROLE.replace(
      '- Keep the light',
      many(70, (at) => `- Keep light ${at} burning`),
    ),
    /Keep light 69 burning.*there is room for 60/,
  ],
  ['a role of grade 25', ROLE.replace('grade 6', 'grade 25'), /it does not fit/],
  [
    'a role with 60 paragraphs',
    ROLE.replace('## Levels', `${many(60, (at) => `Paragraph ${at} of it.\n`)}\n## Levels`),
    /Paragraph 59 of it/,
  ],
  [
    'an empty item, an item that is an image',
    ROLE.replace('- Keep the light', '-\n- ![](x.png)\n- Keep the light'),
    null,
  ],
  [
    'a level’s own list',
    ROLE.replace('#### Keeper Job Grade', '- Comes early\n\n#### Keeper Job Grade'),
    /Comes early/,
  ],
  [
    'an unknown part of a level',
    ROLE.replace('### Senior', '#### Keeper Uniform\n\nA yellow coat.\n\n### Senior'),
    /A yellow coat/,
  ],
  [
    'a node without an arrow',
    `${ROLE}\n## Career Ladder\n\n\`\`\`mermaid\ngraph LR\n  a(Keeper)-->b(Senior Keeper)\n  c(Harbour Master)\n\`\`\`\n`,
    /Harbour Master.*no arrow/,
  ],
  [
    '25 objectives',
    many(25, (at) => `**Objective**: **Aim ${at}**\n\n- Key Result: Do thing ${at} of it\n`),
    /Do thing 24 of it.*there is room for 20/,
  ],
  [
    '35 areas',
    `${PROGRAM}\n${many(35, (at) => `**Area**: **Team ${at}** - Week of May 1st\n\n- Key Result: Help team ${at}\n`)}`,
    /Help team 34/,
  ],
  [
    'areas with one name, and one that is called like its duplicate',
    `${PROGRAM}\n${many(3, (at) => `**Area**: **${['A (2)', 'A', 'A'][at]}**\n\n- Key Result: Help ${at}\n`)}`,
    null,
  ],
  ['weeks from 1 to 99', `${PROGRAM}\n| Week | Description |\n|---|---|\n| 1-99 | Long |\n`, null],
  [
    'a duty with 40 points',
    `${PROGRAM}\n## Intern Responsibilities\n\n**Daily:**\n\n- Look:\n${many(40, (at) => `  - at thing ${at}`)}\n`,
    /only 30 of its 40 points/,
  ],
  [
    'a duty of 800 letters',
    `${PROGRAM}\n## Intern Responsibilities\n\n**Daily:**\n\n- ${many(100, (at) => `ship${at}`).replaceAll('\n', ' ')} and the last one\n`,
    /only its first 500|only a part/,
  ],
  ['a count of a word of 600 letters', PROGRAM.replace('buoys', 'b'.repeat(600)), null],
  [
    'no key results but zero of them',
    PROGRAM.replace('Repair 4 buoys', 'at least 0 key results in each area'),
    null,
  ],
  [
    '600 slots',
    `${PROGRAM}\n## Slots\n\n| Time frame | Mentor |\n|---|---|\n${many(600, (at) => `| May ${at} | @m${at} |`)}\n`,
    /May 599.*there is room for 500/,
  ],
  [
    'a write-up that is no address',
    `${PROGRAM}\n## Alumni\n\n| Intern | Mentor | Time period | Write-up |\n|---|---|---|---|\n| @a | @b | May | http://a:99999/ |\n`,
    /99999/,
  ],
  [
    '100 flags in a title',
    `# ${'🏴'.repeat(100)}\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n`,
    null,
  ],
  ['an escape in the language of code', `${PROGRAM}\n\`\`\`\u001b[31mred\nx\n\`\`\`\n`, /red code/],
];

test.each(PAGES)('%s', (_name, page, told) => {
  const { kind, value, text, unknown, directory } = importPage(page, 'page.md', { measures: true });
  (kind === 'role' ? roleSchema() : programSchema()).parse(value);
  const all = unknown.map(({ text: what, because }) => `${what} is left out: ${because}`).join('\n');
  if (told) expect(`${all}\n`).toMatch(told);
  for (const each of [text, all, directory?.text ?? ''])
    expect(!HALVES.test(each) && !each.includes('\u001b')).toBe(true);
});

test('what is imported validates, whatever it is', async () => {
  for (const [, page] of PAGES) {
    const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
    writeFileSync(join(at, 'page.md'), page);
    const { kickoff } = stage();
    expect(
      (
        await kickoff([
          'import',
          join(at, 'page.md'),
          '--out',
          join(at, 'out.yaml'),
          '--directory',
          join(at, 'directory.yaml'),
        ])
      ).code,
    ).toBe(0);
    for (const name of readdirSync(at).filter((each) => each.endsWith('.yaml'))) {
      const run = await kickoff(['validate', join(at, name)]);
      expect(run.code, `${page.slice(0, 200)}\n${run.err}`).toBe(0);
    }
  }
});

test.each([
  ['5,000 quotes in one another', `${'>'.repeat(5000)} x`],
  ['nothing at all', ''],
])('%s: told, without a stack trace', async (_name, page) => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(join(at, 'page.md'), page);
  const run = await stage().kickoff(['import', join(at, 'page.md')]);
  expect(run.err).not.toMatch(/bug in kickoff|at .*\.ts:/);
});

// Each took from one second to a minute in a version whose work grew with the square of the page.
test.each([
  ['2,400 paragraphs', 'a\n\n'.repeat(2400)],
  ['a key result of 20,000 letters', `**Objective**: x\n\n- Key Result: ${'week each '.repeat(2000)}\n`],
  ['40,000 digits', ROLE.replace('Ability to climb', '1'.repeat(40_000))],
  ['8,000 goals', `${'goals '.repeat(8000)}:\n\n- x\n`],
  ['40,000 brackets in a cell', `|${'['.repeat(40_000)}\n`],
])('%s: the import comes to an end', (_name, page) => {
  expect(importPage(page, 'page.md', { measures: true }).text.length).toBeGreaterThan(0);
});

test.each([
  ['40,000 paragraphs', 'a\n\n'.repeat(40_000)],
  ['100,000 digits', ROLE.replace('Ability to climb', '1'.repeat(100_000))],
  ['100,000 brackets in a cell', `|${'['.repeat(100_000)}\n`],
])('%s: refused with the place, and the bound', (_name, page) => {
  expect(() => importPage(page, 'page.md', { measures: true })).toThrow(
    /^page\.md:\d+:1 .*; at most \d+ are read$/,
  );
});

test('a page or a file of people is never written over: neither the page itself, nor one file by the other, nor what exists', async () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const page = join(at, 'page.md');
  const out = join(at, 'mine.yaml');
  writeFileSync(page, PROGRAM);
  writeFileSync(out, 'mine');
  symlinkSync(page, join(at, 'link.yaml'));
  const { kickoff } = stage();
  const init = await kickoff(['init', page, '--from', page, '--force']);
  expect(init.err).toMatch(/is the page itself/);
  for (const [args, told] of [
    [['--out', out], /mine\.yaml exists[\s\S]*--check[\s\S]*--force/],
    [['--out', page, '--force'], /is the page itself/],
    [['--out', join(at, 'link.yaml'), '--force'], /is the page itself/],
    [['--out', out, '--directory', out, '--force'], /both/],
  ] as const) {
    const run = await kickoff(['import', page, ...args]);
    expect(run.code).toBe(64);
    expect(run.err).toMatch(told);
    expect([readFileSync(page, 'utf8'), readFileSync(out, 'utf8')]).toEqual([PROGRAM, 'mine']);
  }
  expect((await kickoff(['import', page, '--out', out, '--force'])).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toContain('Repair 4 buoys');
});

test('a page that is no UTF-8 is refused by import and by directory, and stays as it is, byte for byte', async () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const page = join(at, 'page.md');
  const bytes = Buffer.from(
    `${PROGRAM}\ncaf\u00e9\n\n<!-- kickoff:begin slots -->\n<!-- kickoff:end -->\n`,
    'latin1',
  );
  writeFileSync(page, bytes);
  writeFileSync(join(at, 'directory.yaml'), 'version: 1\nslots: []\n');
  const { kickoff } = stage();
  for (const args of [
    ['import', page, '--out', join(at, 'out.yaml')],
    ['directory', join(at, 'directory.yaml'), '--page', page],
  ]) {
    const run = await kickoff(args);
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/page\.md:7:4 is not UTF-8 text/);
  }
  expect(readFileSync(page).equals(bytes)).toBe(true);
  expect(existsSync(join(at, 'out.yaml'))).toBe(false);
});

test('a page behind a link is written where it is, with the rights that it has', async () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const page = join(at, 'page.md');
  writeFileSync(page, '<!-- kickoff:begin slots -->\n<!-- kickoff:end -->\n');
  chmodSync(page, 0o600);
  symlinkSync(page, join(at, 'link.md'));
  writeFileSync(join(at, 'directory.yaml'), 'version: 1\nslots: [{ time: May, mentor: sam }]\n');
  const run = await stage().kickoff(['directory', join(at, 'directory.yaml'), '--page', join(at, 'link.md')]);
  expect(run.code, run.err).toBe(0);
  expect(lstatSync(join(at, 'link.md')).isSymbolicLink()).toBe(true);
  expect(readFileSync(page, 'utf8')).toContain('| May | @sam |');
  expect(statSync(page).mode & 0o777).toBe(0o600);
});

test('what is no file is written into, rights stay, a link to nothing is followed, a circle of links is told', () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const file = join(at, 'file');
  writeFileSync(file, 'x');
  chmodSync(file, 0o664);
  writeAtomically(file, 'y');
  expect(statSync(file).mode & 0o777).toBe(0o664);
  symlinkSync(join(at, 'later'), join(at, 'dangling'));
  writeAtomically(join(at, 'dangling'), 'z');
  expect(readFileSync(join(at, 'later'), 'utf8')).toBe('z');
  expect(lstatSync(join(at, 'dangling')).isSymbolicLink()).toBe(true);
  symlinkSync(join(at, 'a'), join(at, 'b'));
  symlinkSync(join(at, 'b'), join(at, 'a'));
  expect(() => writeAtomically(join(at, 'a'), 'x')).toThrow(/cannot be written \(ELOOP\)/);
  expect(() => writeAtomically(join(at, 'n'.repeat(300)), 'x')).toThrow(/cannot be written \(ENAMETOOLONG\)/);
  writeAtomically('/dev/null', 'x');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  expect(readdirSync(at).sort()).toEqual(['a', 'b', 'dangling', 'file', 'later']);
});

test('comments name the lines of the page, also behind an item without words', () => {
  const page =
    '**Objective**: **x**\n\n- Key Result: ![](a.png)\n- Key Result: Repair 4 buoys\n- Key Result: Paint it\n';
  const { text } = importPage(page, 'page.md', { measures: true });
  expect(text).toMatch(/# line 4\n\s+- key: repair-4-buoys/);
  expect(text).toMatch(/# line 5\n\s+- key: paint-it/);
});

test('where nothing can be written, that is told, and nothing is left behind', async () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const page = join(at, 'page.md');
  writeFileSync(page, PROGRAM);
  mkdirSync(join(at, 'folder'));
  const { kickoff } = stage();
  for (const out of [join(at, 'folder'), join(page, 'below.yaml')]) {
    const run = await kickoff(['import', page, '--out', out, '--force']);
    expect(run.code).toBe(64);
    expect(run.err).toMatch(/cannot be written/);
  }
  expect(readdirSync(at).sort()).toEqual(['folder', 'page.md']);
});

test('a file that is no page is told so', async () => {
  const { kickoff } = stage();
  const run = await kickoff(['import', 'config/cohort.example.yaml']);
  expect(run.code).toBe(64);
  expect(run.err).toMatch(/is YAML, not a page/);
});

test('--check tells a page that changed from a file that people went on with', async () => {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const page = join(at, 'page.md');
  const out = join(at, 'program.yaml');
  writeFileSync(page, PROGRAM);
  const { kickoff } = stage();
  await kickoff(['import', page, '--out', out]);
  writeFileSync(out, readFileSync(out, 'utf8').replace('Repair 4 buoys', 'Repair four buoys'));
  expect(await kickoff(['import', page, '--check', out])).toMatchObject({ code: 0 });
  expect(await kickoff(['import', page, '--no-measures', '--check', out])).toMatchObject({ code: 0 });
  writeFileSync(page, PROGRAM.replace('4 buoys', '5 buoys'));
  const run = await kickoff(['import', page, '--check', out]);
  expect(run.code).toBe(2);
  expect(run.out).toMatch(/measure\.target: 4 → 5/);
});

test.each([
  [
    'a level that extends none',
    '[{ key: junior, title: Junior, extends: nowhere }]',
    /levels\.0\.extends: is no other level of the role; they are junior/,
  ],
  [
    'two levels with one key',
    '[{ key: junior, title: A }, { key: junior, title: B }]',
    /levels\.1\.key: is the key of another level/,
  ],
])('a role file with %s is told with its place', async (_name, levels, told) => {
  const path = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'role.yaml');
  writeFileSync(path, `version: 1\nrole: keeper\ntitle: Keeper\nlevels: ${levels}\n`);
  const run = await stage().kickoff(['validate', path]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(told);
});
