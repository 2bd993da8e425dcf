/** Slots and alumni: tables for a page, read back from what was archived, written between markers and nowhere else. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { importPage } from '../../src/handbook/import.ts';
import { alumniTable, renewPage, slotsTable } from '../../src/handbook/tables.ts';
import { act, internship, line } from '../support/people.ts';
import { EXAMPLE, provisioned, type Stage, stage } from '../support/stage.ts';

const EXAMPLE_DIRECTORY = 'config/directory.example.yaml';
const MARKS =
  '<!-- kickoff:begin slots -->\n<!-- kickoff:end -->\n\n<!-- kickoff:begin alumni -->\n<!-- kickoff:end -->';
const PAGE = `---\ntitle: Ours\n---\n\n## Slots\n\n${MARKS}\n\nWrite to us.\n`;

/** A folder with a cohort, a directory that names it, and a page. */
function folder(directory: string, page = PAGE): { path: string; page: string } {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const program = join(process.cwd(), 'templates', 'programs', 'security-internship.yaml');
  writeFileSync(
    join(at, 'program.yaml'),
    readFileSync(program, 'utf8')
      .replace(/^target:.*\n/m, '')
      .replace(/^ +shows:.*\n/gm, ''),
  );
  writeFileSync(
    join(at, 'cohort.yaml'),
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  writeFileSync(join(at, 'page.md'), page);
  writeFileSync(join(at, 'directory.yaml'), directory);
  return { path: join(at, 'directory.yaml'), page: join(at, 'page.md') };
}

const WITH_COHORT = `version: 1
cohorts: [./cohort.yaml]
slots:
  - { time: May 2027, mentor: sam.okafor, focus: [fuzzing, SAST], taken_by: robin.ito }
  - { time: June–July 2027, mentor: priya.raman }
alumni:
  - { intern: kenji.moto, mentor: sam.okafor, time: October 2026, type: Internal, write_up: { title: Talk, url: 'https://talks.example/1' } }
`;

const SLOTS = `| Time frame | Mentor | Focus areas | Status |
| --- | --- | --- | --- |
| May 2027 | @sam.okafor | fuzzing, SAST | Taken by @robin.ito |
| June–July 2027 | @priya.raman | – | Free |`;
const KENJI = '| @kenji.moto | @sam.okafor | October 2026 | Internal | [Talk](https://talks.example/1) |';
const HEAD = '| Intern | Mentor | Time period | Type | Write-up |\n| --- | --- | --- | --- | --- |';

async function archived(path: string): Promise<Stage> {
  const cohort = join(dirname(path), 'cohort.yaml');
  const world = await provisioned({}, cohort);
  await internship(world, 8);
  const run = await world.kickoff(['archive', cohort, '--yes']);
  if (run.code !== 0) throw new Error(run.err);
  return world;
}

test('an intern whose epic is closed is an alumnus, with the write-up that the evidence links', async () => {
  const { path } = folder(WITH_COHORT);
  const world = await archived(path);
  const run = await world.kickoff(['directory', path]);
  expect(run.code, run.err).toBe(0);
  expect(run.out).toBe(
    `### Upcoming slots\n\n${SLOTS}\n\n### Alumni\n\n${HEAD}\n${KENJI}\n| @robin.ito | @sam.okafor | March–April 2027 | – | [Write-up](https://example.test/post) |\n`,
  );
  expect(run.writes).toBe(0);
  const json = JSON.parse((await world.kickoff(['directory', path, '--json'])).out);
  expect(json.alumni[1]).toEqual({
    intern: 'robin.ito',
    mentor: 'sam.okafor',
    time: 'March–April 2027',
    write_up: { title: 'Write-up', url: 'https://example.test/post' },
  });
});

test.each([
  ['[Nine weeks](https://blog.example/nine) and more', '[Nine weeks](https://blog.example/nine)'],
  ['A talk: https://talks.example/7.', '[Write-up](https://talks.example/7)'],
  ['<https://talks.example/7>', '[Write-up](https://talks.example/7)'],
  ['[x](javascript:alert(1))', '–'],
  ['private words, then https://me:secret@talks.example/7', '–'],
  ['[Post](https://talks.example/7?private_token=abc)', '–'],
  ['[Post](https://talks.example/7?page=2)', '[Post](https://talks.example/7?page=2)'],
  ['on my laptop', '–'],
])('evidence "%s" is shown as %s', async (evidence, shown) => {
  const { path } = folder('version: 1\ncohorts: [./cohort.yaml]\n');
  const cohort = join(dirname(path), 'cohort.yaml');
  const world = await provisioned({}, cohort);
  await act(world, 'blog-post', line('Evidence', evidence), { state_event: 'close' });
  await world.kickoff(['archive', cohort, '--yes', '--early']);
  const run = await world.kickoff(['directory', path]);
  expect(run.out.split('\n').findLast((each) => each.startsWith('|'))).toBe(
    `| @robin.ito | @sam.okafor | March–April 2027 | – | ${shown} |`,
  );
});

test('who is still there, who does not want to be shown, and what is confidential stay out', async () => {
  const { path } = folder('version: 1\ncohorts: [./cohort.yaml]\n');
  const cohort = join(dirname(path), 'cohort.yaml');
  const world = await provisioned({}, cohort);
  const early = await world.kickoff(['directory', path]);
  expect(early.out).toContain('_Nobody yet._');
  expect(early.err).toMatch(/Not archived yet, so in no table: Robin Ito/);
  await act(
    world,
    'blog-post',
    line('Evidence', 'https://example.test/secret'),
    { state_event: 'close', confidential: true },
    'sam.okafor',
  );
  await world.kickoff(['archive', cohort, '--yes', '--early']);
  const later = await world.kickoff(['directory', path]);
  expect(later.out).toContain('| March–April 2027 | – | – |');
  expect(later.out).not.toContain('secret');
  writeFileSync(
    cohort,
    readFileSync(cohort, 'utf8').replace('name: Robin Ito', 'name: Robin Ito\n    in_alumni: false'),
  );
  const hidden = await world.kickoff(['directory', path]);
  expect(hidden.out).not.toContain('robin.ito');
  expect(hidden.err).toBe('Reading GitLab …\n');
});

test('epics that the token cannot see any more cost nobody the row: nothing is written', async () => {
  const { path, page } = folder(WITH_COHORT);
  const world = await archived(path);
  await world.kickoff(['directory', path, '--page', page]);
  const before = readFileSync(page, 'utf8');
  expect(before).toContain('@robin.ito | @sam.okafor | March');
  const run = await world.kickoff(['directory', path, '--page', page], {
    fetch: async (request) =>
      /\/epics/.test(request.url)
        ? Response.json({ message: '403 Forbidden' }, { status: 403 })
        : world.sandbox.fetch(request),
  });
  expect(run.code).toBe(4);
  expect(run.err).toMatch(
    /GitLab refuses the epics of security-team, though issues of this cohort are in one/,
  );
  expect(readFileSync(page, 'utf8')).toBe(before);
});

test('a type is shown, and who stands in the file already is in the words of the file', async () => {
  const { path } = folder(
    `${WITH_COHORT}  - { intern: Robin.Ito, mentor: somebody.else, time: march–april 2027 }\n`,
  );
  const world = await archived(path);
  const run = await world.kickoff(['directory', path]);
  expect(run.out.match(/robin\.ito \|.*2027/gi)).toEqual(['Robin.Ito | @somebody.else | march–april 2027']);
  const cohort = join(dirname(path), 'cohort.yaml');
  writeFileSync(
    cohort,
    readFileSync(cohort, 'utf8').replace('name: Robin Ito', 'name: Robin Ito\n    type: Full time'),
  );
  writeFileSync(path, WITH_COHORT);
  expect((await world.kickoff(['directory', path])).out).toContain('| March–April 2027 | Full time |');
});

test('a page gets its tables between the markers, byte for byte the same outside; a second run changes nothing', async () => {
  const { path, page } = folder(WITH_COHORT, PAGE.replaceAll('\n', '\r\n'));
  const world = await archived(path);
  expect(await world.kickoff(['directory', path, '--page', page, '--check'])).toMatchObject({ code: 2 });
  const run = await world.kickoff(['directory', path, '--page', page]);
  expect(run).toMatchObject({ code: 0, out: `✓ ${page}: the tables of slots and alumni are written.\n` });
  const text = readFileSync(page, 'utf8');
  expect(text.startsWith('---\r\ntitle: Ours\r\n---\r\n\r\n## Slots\r\n\r\n<!-- kickoff:begin slots')).toBe(
    true,
  );
  expect(text.endsWith('<!-- kickoff:end -->\r\n\r\nWrite to us.\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  expect(text.replaceAll('\r', '')).toContain(`${SLOTS}\n<!-- kickoff:end -->`);
  expect(text.replaceAll('\r', '')).toContain(`${HEAD}\n${KENJI}\n| @robin.ito |`);
  const again = await world.kickoff(['directory', path, '--page', page]);
  expect(again).toMatchObject({ code: 0, out: `✓ ${page}: the tables are as they should be.\n` });
  expect(readFileSync(page, 'utf8')).toBe(text);
  expect(await world.kickoff(['directory', path, '--page', page, '--check'])).toMatchObject({ code: 0 });
});

const NO_COHORT = WITH_COHORT.replace('cohorts: [./cohort.yaml]\n', '');

test('markers that a page shows in code are no places', async () => {
  const page = `\`\`\`markdown\n${MARKS}\n\`\`\`\n\n${MARKS}\n`;
  const made = folder(NO_COHORT, page);
  expect((await stage().kickoff(['directory', made.path, '--page', made.page])).code).toBe(0);
  const text = readFileSync(made.page, 'utf8');
  expect(text.startsWith(`\`\`\`markdown\n${MARKS}\n\`\`\``)).toBe(true);
  expect(text).toContain(KENJI);
});

test('names may be written with their @', async () => {
  const { path } = folder(
    NO_COHORT.replaceAll('sam.okafor', "'@sam.okafor'").replace('robin.ito', "'@robin.ito'"),
  );
  const run = await stage().kickoff(['directory', path]);
  expect(run.out).toContain(`${SLOTS}\n`);
  expect(run.out).toContain(KENJI);
});

test('a directory without cohorts needs neither GitLab nor token', async () => {
  const { path } = folder(NO_COHORT);
  const run = await stage().kickoff(['directory', path], { env: {} });
  expect(run).toMatchObject({ code: 0, requests: [] });
  expect(run.out).toContain(KENJI);
});

test.each([
  ['no markers', '## Slots\n', /page\.md:1:1.*has no place for a table: write <!-- kickoff:begin slots -->/],
  [
    'a marker without its end',
    `<!-- kickoff:begin slots -->\n\n${MARKS.slice(MARKS.indexOf('<!-- kickoff:begin alumni'))}`,
    /page\.md:1:1.*the marker of the table of slots has no <!-- kickoff:end -->/,
  ],
  ['two places', `${MARKS}\n\n${MARKS}`, /page\.md:7:1.*second place for the table of slots/],
  [
    'edited by hand',
    MARKS.replace('slots -->\n', 'slots -->\n| May | @me |\n'),
    /page\.md:1:1.*somebody edited the table of slots by hand; move that into the directory file/,
  ],
])('a page with %s is left as it is, and told with its line before GitLab is asked', async (_name, page, told) => {
  const made = folder(WITH_COHORT, page);
  const run = await stage().kickoff(['directory', made.path, '--page', made.page]);
  expect(run).toMatchObject({ code: 1, requests: [] });
  expect(run.err).toMatch(told);
  expect(readFileSync(made.page, 'utf8')).toBe(page);
});

test.each([
  ['./nowhere.yaml', /cohorts\.0: names a file that does not exist/],
  ['../../../etc/passwd', /cohorts\.0: leads out of the folder/],
  ['cohort.yaml', /cohorts\.0: must be a path that starts with \.\//],
  ['./cohort.yaml, ./cohort.yaml', /cohorts\.1: is named twice/],
])('a cohort that is named as %s is told with its place', async (cohorts, told) => {
  const { path } = folder(`version: 1\ncohorts: [${cohorts}]\n`);
  for (const command of ['validate', 'directory']) {
    const run = await stage().kickoff([command, path]);
    expect(run).toMatchObject({ code: 1, requests: [] });
    expect(run.err).toMatch(told);
  }
});

test('the page that is written is read again by import: slots, who has them, and alumni', () => {
  const slots = [
    { time: 'May | June', mentor: 'sam.okafor', focus: ['SAST', 'fuzzing'], taken_by: 'robin.ito' },
    { time: 'July', mentor: 'priya.raman', focus: [] },
  ];
  const alumni = [
    {
      intern: 'kenji.moto',
      mentor: 'a_b',
      time: 'May 2026',
      type: 'Internal',
      write_up: { title: 'A talk', url: 'https://talks.example/1' },
    },
    { intern: 'vera', mentor: 'sam', time: 'June 2026' },
  ];
  const { text } = renewPage(`# Page\n\n## Slots\n\n${MARKS}\n`, {
    slots: slotsTable(slots, '2020-01-01'),
    alumni: alumniTable(alumni),
  });
  const { directory, unknown } = importPage(text, 'page.md', { measures: true });
  expect(directory?.value).toMatchObject({ slots, alumni });
  expect(unknown).toEqual([]);
});

test('the example directory validates, and its table says whose slot is taken', async () => {
  const world = stage();
  expect((await world.kickoff(['validate', EXAMPLE_DIRECTORY])).out).toContain(
    '3 slots, 1 alumnus and 1 cohort',
  );
  const run = await world.kickoff(['directory', EXAMPLE_DIRECTORY]);
  expect(run.out).toContain(
    '| July 2027 | @priya.raman | static analysis, container scanning | Taken by @noor.haddad |',
  );
});

test.each([
  ['January-July 2021', true],
  ['July 2027', false],
  ['June 2027', true],
  ['Dec 2026–Jan 2027', true],
  ['Q2 2027', true],
  ['Q3 2027', false],
  ['2026', true],
  ['autumn', false],
  ['from May on', false],
  ['From May 2027', false],
  ['July 2027 (apply until March 2027)', false],
  ['November 2026–January 28', false],
  ['2026, may be later', false],
  ['Winter 2026/27', false],
])('on 4 July 2027 the time frame "%s" is over: %s', (time, over) => {
  expect(slotsTable([{ time, mentor: 'sam', focus: [] }], '2027-07-04')).toContain(
    over ? '| Over |' : '| Free |',
  );
});

test('a cohort of another program is told', async () => {
  const { path } = folder(`${WITH_COHORT}program: secure-and-defend\n`);
  const run = await (await archived(path)).kickoff(['directory', path]);
  expect(run.err).toMatch(
    /cohort\.yaml is a cohort of Security Internship, another program than the directory names/,
  );
});
