/**
 * The whole way of an internship, from its handbook page back to its handbook page: import, provision, close, sync, archive,
 * directory. The pages lie beside the project; nothing of their text is kept here.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { importPage } from '../../src/handbook/import.ts';
import { beside } from '../support/beside.ts';
import { cardOf } from '../support/people.ts';
import { PROJECT, type Stage, stage } from '../support/stage.ts';

const { path: PAGES, test: handbook } = beside('handbook', 'security-internship.md', 'KICKOFF_HANDBOOK');

const TICKED = (text: string): string => text.replaceAll('- [ ]', '- [x]');

/** Provisions from the page alone: `init --from` writes program and cohort, nobody touches either. */
async function begun(name: string, firstDay: string): Promise<{ world: Stage; at: string; cohort: string }> {
  const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const cohort = join(at, 'cohort.yaml');
  const world = stage();
  const page = join(PAGES, `${name}.md`);
  const made = await world.kickoff(
    `init ${cohort} --from ${page} --cohort summer-2027 --first-day ${firstDay} --time-zone UTC --group security-team --project security-team/internship --manager maya.torres --mentor priya.raman --intern noor.haddad`.split(
      ' ',
    ),
  );
  if (made.code !== 0) throw new Error(made.err);
  const run = await world.kickoff(['provision', cohort, '--yes']);
  if (run.code !== 0) throw new Error(run.err);
  return { world, at, cohort };
}

/** The intern ticks every box, gives the evidence where others can read about it, and closes all but what is to be defined. */
async function worked({ sandbox, as }: Stage, writeUp: string): Promise<void> {
  const results = sandbox.state.issues.filter(({ labels }) => labels.includes('key-result'));
  for (const { iid, description } of results) {
    const text = description ?? '';
    if (text.includes('still to be defined')) continue;
    const isWriteUp = text.includes(`/kr/${writeUp} `);
    await as('noor.haddad', 'PUT', `${PROJECT}/issues/${iid}`, {
      description: TICKED(text).replace(
        '- Evidence:',
        isWriteUp ? '- Evidence: [Four weeks](https://blog.example/four-weeks)' : '- Evidence: seen',
      ),
      state_event: 'close',
    });
  }
}

/** The page with markers in place of its tables, which is all that a person does to it. */
function marked(source: string): string {
  const kept: string[] = [];
  for (const line of source.split('\n')) {
    const name = /^\|\s*Intern\s*\|/.test(line)
      ? 'alumni'
      : /^\|\s*Time frame\s*\|/.test(line)
        ? 'slots'
        : null;
    if (name !== null) kept.push(`<!-- kickoff:begin ${name} -->`, '<!-- kickoff:end -->');
    else if (!(/^\|/.test(line) && /^<!-- kickoff:end/.test(kept.at(-1) ?? ''))) kept.push(line);
  }
  return kept.join('\n');
}

const between = (text: string, name: string): string[] =>
  (
    new RegExp(`<!-- kickoff:begin ${name}[^>]*-->\\n([\\s\\S]*?)\\n<!-- kickoff:end -->`).exec(text)?.[1] ??
    ''
  ).split('\n');

handbook('Secure and Defend: from its page to the tables of its page', async () => {
  const source = readFileSync(join(PAGES, 'secure-and-defend-internship.md'), 'utf8');
  const { world, at, cohort } = await begun('secure-and-defend-internship', '2027-07-05');
  const program = parse(readFileSync(join(at, 'secure-and-defend-internship.program.yaml'), 'utf8'));
  await worked(world, program.write_up);
  world.moveClock('2027-07-31T01:00:00Z');
  expect((await world.kickoff(['sync', cohort])).code).toBe(0);
  const card = await cardOf(world, [], cohort);
  expect(card.interns[0]?.score).toBe(1);
  const archive = await world.kickoff(['archive', cohort, '--yes', '--open-key-results', 'close']);
  expect(archive.code, archive.err).toBe(0);

  // The directory comes from the page, too; a person adds the cohort, a slot, and who has the first one.
  const directory = join(at, 'directory.yaml');
  const page = join(at, 'page.md');
  writeFileSync(page, source);
  expect(
    (await world.kickoff(['import', page, '--out', join(at, 'again.yaml'), '--directory', directory])).code,
  ).toBe(0);
  const value = parse(readFileSync(directory, 'utf8'));
  const [slot] = value.slots;
  const [alumna] = value.alumni;
  value.cohorts = ['./cohort.yaml'];
  slot.taken_by = 'noor.haddad';
  value.slots.push({ time: 'August 2027', mentor: 'priya.raman', focus: ['fuzzing'] });
  writeFileSync(directory, stringify(value));
  writeFileSync(page, marked(source));
  expect(marked(source)).not.toContain(alumna.write_up.url);
  const run = await world.kickoff(['directory', directory, '--page', page]);
  expect(run.code, run.err).toBe(0);
  const written = readFileSync(page, 'utf8');
  expect(between(written, 'slots')).toEqual([
    '| Time frame | Mentor | Focus areas | Status |',
    '| --- | --- | --- | --- |',
    `| ${slot.time} | @${slot.mentor} | – | Taken by @noor.haddad |`,
    '| August 2027 | @priya.raman | fuzzing | Free |',
  ]);
  expect(between(written, 'alumni')).toEqual([
    '| Intern | Mentor | Time period | Type | Write-up |',
    '| --- | --- | --- | --- | --- |',
    `| @${alumna.intern} | @${alumna.mentor} | ${alumna.time} | ${alumna.type} | [${alumna.write_up.title}](${alumna.write_up.url}) |`,
    '| @noor.haddad | @priya.raman | July 2027 | – | [Four weeks](https://blog.example/four-weeks) |',
  ]);
  // What is not between the markers is as it was.
  const outside = (text: string): string => text.replace(/<!-- kickoff:begin[\s\S]*?kickoff:end -->/g, '');
  expect(outside(written)).toBe(outside(marked(source)));
  // The page says what the directory says, and imports to it.
  const read = importPage(written, 'page.md', { measures: true }).directory?.value;
  expect(read?.alumni).toHaveLength(2);
  expect(read?.slots).toMatchObject(value.slots);
  expect((await world.kickoff(['directory', directory, '--page', page, '--check'])).code).toBe(0);
  // Everything is kept, and nobody has anything left to do.
  for (const again of [
    ['provision', cohort, '--yes'],
    ['sync', cohort],
    ['archive', cohort, '--yes', '--open-key-results', 'close'],
  ])
    expect(await world.kickoff(again)).toMatchObject({ code: 0, writes: 0 });
});

handbook('the Security Internship: from its page to a table of alumni', async () => {
  const { world, at, cohort } = await begun('security-internship', '2027-05-17');
  const program = parse(readFileSync(join(at, 'security-internship.program.yaml'), 'utf8'));
  await worked(world, program.write_up);
  world.moveClock('2027-07-10T01:00:00Z');
  expect((await world.kickoff(['sync', cohort])).code).toBe(0);
  const before = (await cardOf(world, [], cohort)).interns[0];
  // One area has nothing defined: that is all that is left out, and it costs the rule over all areas a sixth.
  expect(before?.objectives.map(({ score }) => score)).toEqual([expect.closeTo((1 + 5 / 6) / 2), 1, 1, 1]);
  const archive = await world.kickoff(['archive', cohort, '--yes']);
  expect(archive.out).toMatch(/Key results that are open {2}1 left open\n.*TBD/);
  const left = world.sandbox.state.issues.filter(
    ({ labels, state }) => labels.includes('key-result') && state === 'opened',
  );
  expect(left).toHaveLength(1);
  const after = (await cardOf(world, [], cohort)).interns[0];
  expect(after?.score).toBe(before?.score);
  const directory = join(at, 'directory.yaml');
  writeFileSync(directory, 'version: 1\ncohorts: [./cohort.yaml]\n');
  expect((await world.kickoff(['directory', directory])).out).toBe(
    [
      '### Upcoming slots\n\n_No slots at the moment._\n\n### Alumni\n',
      '| Intern | Mentor | Time period | Type | Write-up |',
      '| --- | --- | --- | --- | --- |',
      '| @noor.haddad | @priya.raman | May–July 2027 | – | [Four weeks](https://blog.example/four-weeks) |\n',
    ].join('\n'),
  );
});
