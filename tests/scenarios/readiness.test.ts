/** What the target role asks for beside what there is to show, by hand. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { internOf, internship } from '../support/people.ts';
import { EXAMPLE, file, provisioned, stage } from '../support/stage.ts';

/*
 * The Security Internship leads to the intermediate level, after eight weeks as scores-by-hand.md has them:
 *
 *   skills  12: use-gitlab, security-or-sre, incident-response, linux, systems-at-scale of every level;
 *               log-platforms, cloud-provider, programming, orchestration, containers, multi-tenant, infrastructure-as-code
 *     shown   3: incident-response (the shadowed incident), log-platforms (detection rules), programming (proof of concept)
 *   duties   6: partner-infrastructure, find-and-mend, protect-com, log-analysis, runbooks, detection-rules
 *     shown   3: protect-com (technical project), log-analysis (CI abuse), detection-rules
 *     under way 1: find-and-mend (4 of 5 reports, open)
 *   traits   3: clear-writing (blog post) and communication (pings) have evidence, values has none
 *   years    2: listed
 */
test('the readiness view of the Security Internship against the intermediate level', async () => {
  const world = await provisioned();
  await internship(world, 8);
  const { readiness } = await internOf(world);
  const by = (kind: string, state: string): string[] =>
    (readiness?.asked ?? [])
      .filter((each) => each.kind === kind && each.state === state)
      .map(({ key }) => key)
      .sort();
  expect(readiness).toMatchObject({
    level: 'Infrastructure Security Engineer',
    next: ['Senior Infrastructure Security Engineer'],
  });
  expect(by('skill', 'shown')).toEqual(['incident-response', 'log-platforms', 'programming']);
  expect(by('skill', 'nothing yet')).toHaveLength(9);
  expect(by('duty', 'shown')).toEqual(['detection-rules', 'log-analysis', 'protect-com']);
  expect(by('duty', 'under way')).toEqual(['find-and-mend']);
  expect(by('duty', 'nothing yet')).toEqual(['partner-infrastructure', 'runbooks']);
  expect(by('trait', 'shown')).toEqual(['clear-writing', 'communication']);
  expect(by('years', 'nothing yet')).toHaveLength(2);
});

test('terminal, HTML and Markdown show it; years and traits are in no total, and nothing is a percentage of a person', async () => {
  const world = await provisioned();
  await internship(world, 8);
  const text = (await world.kickoff(['report', EXAMPLE])).out;
  expect(text).toMatch(
    /Readiness for Infrastructure Security Engineer\n {2}3 of 12 skills shown, 3 of 6 duties shown; it leads to Senior/,
  );
  expect(text).toContain('years, listed only');
  const html = (await world.kickoff(['report', EXAMPLE, '--html'])).out;
  expect(html).toMatch(
    /Skills <span class="small">3 of 12 shown<\/span>[\s\S]*Traits <span class="small">listed, in no total/,
  );
  const markdown = (await world.kickoff(['report', EXAMPLE, '--markdown'])).out;
  expect(markdown).toContain('skill: 3 of 12 shown, duty: 3 of 6 shown');
  for (const output of [
    text,
    html.slice(html.indexOf('Readiness for'), html.indexOf('</section>')),
    markdown.slice(markdown.indexOf('Readiness')),
  ])
    expect(output.slice(output.indexOf('Readiness'))).not.toMatch(/\d ?%/);
  // The incident stays confidential here, too.
  expect(text).not.toContain('security incident');
});

test('the epic names the aim and draws the ladder, within the page’s budget of Mermaid', async () => {
  const { sandbox } = await provisioned();
  const epic = sandbox.state.epics[0]?.description ?? '';
  expect(epic).toContain('| Leads to | Infrastructure Security Engineer (Infrastructure Security) |');
  const diagrams = [...epic.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map((match) => match[1] ?? '');
  expect(diagrams).toHaveLength(2);
  expect(diagrams[1]).toContain('Director of Product Security');
  expect(diagrams.join('').length).toBeLessThan(2000);
});

const program = readFileSync('templates/programs/security-internship.yaml', 'utf8');

test('a role file of one’s own beside the program, for a role that no page describes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(
    join(folder, 'security-engineer.yaml'),
    'version: 1\nrole: security-engineer\ntitle: Security Engineer\nlevels:\n  - key: first\n    title: Security Engineer\n    requirements:\n      - { key: rules, text: Writes detection rules, kind: skill }\n',
  );
  writeFileSync(
    join(folder, 'program.yaml'),
    program
      .replace(
        'target: { role: infrastructure-security, level: intermediate }',
        'target: { role: ./security-engineer.yaml, level: first }',
      )
      .replace(/^ *shows: .*\n/gm, '')
      .replace(
        'measure: { kind: count, target: 5, unit: rule }',
        'measure: { kind: count, target: 5, unit: rule }\n        shows: [rules]',
      ),
  );
  const path = join(folder, 'cohort.yaml');
  writeFileSync(
    path,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const world = await provisioned({}, path);
  expect((await internOf(world, [], path)).readiness?.asked).toMatchObject([
    { key: 'rules', state: 'under way' },
  ]);
});

test.each([
  [
    program.replace('level: intermediate', 'level: junior'),
    /target\.level: is no level of the role; they are intermediate, senior, staff, manager, senior-manager/,
  ],
  [program.replace('role: infrastructure-security,', 'role: nobody,'), /target\.role: is no installed role/],
  [
    program.replace('shows: [log-analysis]', 'shows: [juggling]'),
    /key_results\.0\.shows\.0: is nothing that the level asks for; it asks for use-gitlab/,
  ],
  [
    program.replace('target: { role: infrastructure-security, level: intermediate }\n', ''),
    /shows: needs a target of the program/,
  ],
  [
    program.replace('role: infrastructure-security,', 'role: ./../../etc/passwd,'),
    /target\.role: leads out of the folder/,
  ],
])('a target that does not fit is refused with its place (%#)', async (text, expected) => {
  const run = await stage().kickoff(['validate', file('program.yaml', text)]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(expected);
  expect(run.err).toMatch(/program\.yaml:\d+:\d+ /);
});

test('advice on OKRs has rule names and reasons, and is never an error', async () => {
  const path = file(
    'program.yaml',
    program
      .replace('title: Make the detection of possible CI abuse better', 'title: Help with the detection')
      .replace('        evidence: What is detected now that was not before, with a link.\n', ''),
  );
  const run = await stage().kickoff(['validate', '--lint', path]);
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/no-number: "Help with the detection" .*\n {4}Why: re:Work/);
  expect(run.out).toMatch(/task-shaped: "Help with the detection"/);
  expect(run.out).toMatch(/no-evidence: "Help with the detection"/);
  expect(run.out).toMatch(/shows-nothing: "Shadow 1 sales call"/);
  expect((await stage().kickoff(['validate', path])).out).not.toContain('Why:');
  const many = program.replace(
    /( {6}- key: coffee-chats[\s\S]*?ticks\.\n)/,
    (all) => all + Array.from({ length: 5 }, (_, at) => all.replace('coffee-chats', `chats-${at}`)).join(''),
  );
  expect((await stage().kickoff(['validate', '--lint', file('program.yaml', many)])).out).toMatch(
    /too-many-key-results: "Grow the intern's network" has 6/,
  );
});

test('advice on a cohort: nobody drives it, or it is undefined when its weeks are near', async () => {
  const cohort = readFileSync(EXAMPLE, 'utf8');
  const at = (time: string) => ({ time: () => Date.parse(time) });
  const path = file('cohort.yaml', cohort);
  expect((await stage().kickoff(['validate', '--lint', path], at('2027-03-01T09:00:00Z'))).out).not.toContain(
    'undefined-soon',
  );
  expect((await stage().kickoff(['validate', '--lint', path], at('2027-04-01T09:00:00Z'))).out).toMatch(
    /undefined-soon: ".*" is to be defined, and begins in 11 days/,
  );
});
