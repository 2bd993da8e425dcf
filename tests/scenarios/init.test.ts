/** A cohort file from a few answers: asked for on a terminal, given as flags elsewhere. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { provisioned, stage } from '../support/stage.ts';

const FLAGS = [
  '--cohort',
  'spring-2027',
  '--first-day',
  '2027-03-01',
  '--time-zone',
  'Europe/Berlin',
  '--group',
  'security-team',
  '--project',
  'security-team/internship',
  '--manager',
  'maya.torres',
  '--mentor',
  '@sam.okafor',
  '--intern',
  'robin.ito',
  '--intern',
  'noor.haddad',
];
const folder = (): string => mkdtempSync(join(tmpdir(), 'kickoff-'));

test.each([
  'security-internship',
  'secure-and-defend',
  'quarterly-okrs',
])('from flags, for %s: it validates and provisions', async (program) => {
  const path = join(folder(), 'cohort.yaml');
  const run = await stage().kickoff(['init', path, '--program', program, ...FLAGS]);
  expect(run.code, run.err).toBe(0);
  expect(run.reads).toBe(0);
  expect((await stage().kickoff(['validate', path])).out).toContain('2 interns');
  const world = await provisioned({}, path);
  expect(world.sandbox.state.epics).toHaveLength(2);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('on a terminal each answer is asked for; an empty one takes what is offered, and what must be answered is asked again', async () => {
  const path = join(folder(), 'cohort.yaml');
  const asked: string[] = [];
  const answers = [
    '',
    '',
    'spring-2027',
    '',
    'Europe/Berlin',
    'security-team',
    'security-team/internship',
    'maya.torres',
    'sam.okafor',
    'robin.ito, @noor.haddad',
  ];
  const run = await stage().kickoff(['init', path], {
    ask: async (question) => {
      asked.push(question);
      return answers.shift() ?? '';
    },
    time: () => Date.parse('2027-02-24T09:00:00Z'),
  });
  expect(run.code, run.err).toBe(0);
  expect(asked[0]).toMatch(
    /^Program \(quarterly-okrs, secure-and-defend, security-internship, or a path that starts with \.\/\) \[security-internship\]: $/,
  );
  expect(asked.filter((each) => each.startsWith('Name of the cohort'))).toHaveLength(2);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('first_day: 2027-03-01');
  expect(text).toMatch(/- username: robin\.ito\n {2}- username: noor\.haddad/);
});

test('without a terminal all missing flags are named at once, and nothing is written', async () => {
  const path = join(folder(), 'cohort.yaml');
  const run = await stage().kickoff(['init', path, '--cohort', 'x']);
  expect(run).toMatchObject({ code: 64 });
  expect(run.err).toContain('--group, --project, --manager, --mentor, --intern are missing.');
});

test('an answer that no cohort file may have is refused with its reason, and nothing is written', async () => {
  const at = folder();
  const run = await stage().kickoff(['init', join(at, 'cohort.yaml'), ...FLAGS, '--first-day', '2027-03-06']);
  expect(run.code).toBe(64);
  expect(run.err).toMatch(/first_day: is a Saturday/);
  expect(readdirSync(at)).toEqual([]);
});

test('a file that exists is left as it is, unless forced', async () => {
  const path = join(folder(), 'cohort.yaml');
  writeFileSync(path, 'mine');
  expect((await stage().kickoff(['init', path, ...FLAGS])).code).toBe(64);
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect((await stage().kickoff(['init', path, ...FLAGS, '--force'])).code).toBe(0);
});

test('--from makes the program out of a page on the way', async () => {
  const at = folder();
  writeFileSync(
    join(at, 'page.md'),
    '# Harbour\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n',
  );
  const path = join(at, 'cohort.yaml');
  const run = await stage().kickoff(['init', path, '--from', join(at, 'page.md'), ...FLAGS]);
  expect(run.code, run.err).toBe(0);
  expect(readdirSync(at).sort()).toEqual(['.kickoff', 'cohort.yaml', 'page.md', 'page.program.yaml']);
  const world = await provisioned({}, path);
  expect(world.sandbox.state.issues.some(({ title }) => title === 'Repair 4 buoys')).toBe(true);
});

test('--from writes both files or none: wrong flags, a role page, a program that is there', async () => {
  const at = folder();
  const page = join(at, 'page.md');
  writeFileSync(page, '# Harbour\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n');
  const path = join(at, 'cohort.yaml');
  const wrong = await stage().kickoff(['init', path, '--from', page, ...FLAGS, '--cohort', 'Spring 2027']);
  expect(wrong.code).toBe(64);
  expect(wrong.err).toContain('Nothing was written.');
  expect(readdirSync(at)).toEqual(['page.md']);
  expect((await stage().kickoff(['init', path, '--from', page, ...FLAGS])).code).toBe(0);
  const second = await stage().kickoff(['init', join(at, 'second.yaml'), '--from', page, ...FLAGS]);
  expect(second.err).toMatch(
    /page\.program\.yaml exists[\s\S]*--program \.\/page\.program\.yaml instead of --from/,
  );
  writeFileSync(
    join(at, 'role.md'),
    '# Keeper\n\n## Levels\n\n### A\n\n#### A Requirements\n\n- x\n\n### B\n\n#### B Requirements\n\n- y\n',
  );
  const role = await stage().kickoff([
    'init',
    join(at, 'third.yaml'),
    '--from',
    join(at, 'role.md'),
    ...FLAGS,
  ]);
  expect(role.err).toMatch(/role\.md describes a role, and a cohort needs a program/);
  expect(readdirSync(at).sort()).toEqual([
    '.kickoff',
    'cohort.yaml',
    'page.md',
    'page.program.yaml',
    'role.md',
  ]);
});

test('an answer that cannot be is told at once, and asked again', async () => {
  const path = join(folder(), 'cohort.yaml');
  const answers = [
    'sec.yaml',
    'security-internship',
    'Spring 2027',
    'spring-2027',
    '2027-02-28',
    '1.3.2027',
    '2027-03-01',
    'Berlin',
    'Europe/Berlin',
    'security-team',
    'security-team/internship',
    'maya torres',
    'maya.torres',
    'sam.okafor',
    'robin.ito, x y',
    'robin.ito',
  ];
  const run = await stage().kickoff(['init', path], { ask: async () => answers.shift() ?? '' });
  expect(run.code, run.err).toBe(0);
  expect(answers).toEqual([]);
  for (const told of [
    'sec.yaml is not installed; there are quarterly-okrs, secure-and-defend, security-internship',
    'Spring 2027 must be lower-case letters',
    '2027-02-28 is no working day; the next one is 2027-03-01',
    '1.3.2027 must be a date like 2027-03-01',
    'Berlin is not a time zone',
    'maya torres must be a GitLab user name',
  ])
    expect(run.out).toContain(`  ${told}`);
  expect((await stage().kickoff(['validate', path])).code).toBe(0);
});

test('an editor finds what may stand in the file, wherever the file is', async () => {
  const at = folder();
  const path = join(at, 'cohorts', 'spring.yaml');
  const line = (): string => readFileSync(path, 'utf8').split('\n')[0] ?? '';
  const run = await stage().kickoff(['init', path, ...FLAGS], { cwd: at });
  expect(run.code, run.err).toBe(0);
  expect(line()).toBe('# yaml-language-server: $schema=../.kickoff/cohort.schema.json');
  const schema = JSON.parse(readFileSync(join(at, '.kickoff', 'cohort.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(schema);
  expect(validate(parse(readFileSync(path, 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...parse(readFileSync(path, 'utf8')), frist_day: '2027-03-01' })).toBe(false);
  // From elsewhere: nothing of the folder that the command ran in stands in the file.
  await stage().kickoff(['init', path, ...FLAGS, '--force'], { cwd: folder() });
  expect(line()).toBe('# yaml-language-server: $schema=.kickoff/cohort.schema.json');
});
