/** Broken files: one line a problem, with place, value and remedy; all at once; nothing sent. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXAMPLE, file, stage } from '../support/stage.ts';

const example = readFileSync(EXAMPLE, 'utf8');
const program = readFileSync('templates/programs/security-internship.yaml', 'utf8');

async function problemsOf(
  cohort: string,
  template?: string,
): Promise<{ lines: string[]; code: number; sent: number }> {
  const path = file('cohort.yaml', cohort);
  if (template !== undefined) {
    writeFileSync(join(path, '..', 'program.yaml'), template);
    writeFileSync(path, cohort.replace('program: security-internship', 'program: ./program.yaml'));
  }
  const { kickoff } = stage();
  const run = await kickoff(['provision', path, '--yes']);
  const lines = run.err
    .split('\n')
    .filter((line) => line.startsWith('✗'))
    .map((line) => line.replace(/✗ .*?([a-z]+\.yaml)/, '✗ $1'));
  expect(run.err).not.toMatch(/\n\s+at /);
  return { lines, code: run.code, sent: run.requests.length };
}

const swap = (from: string | RegExp, to: string, text = example): string => {
  const swapped = text.replace(from, to);
  if (swapped === text) throw new Error(`nothing to replace: ${from}`);
  return swapped;
};

test.each<[string, string, string[]]>([
  [
    'a date that does not exist',
    swap('2027-03-01', '2027-02-30'),
    ['✗ cohort.yaml:7:12 first_day: is not a day of the calendar (found "2027-02-30")'],
  ],
  [
    'a first day on a weekend',
    swap('2027-03-01', '2027-03-06'),
    [
      '✗ cohort.yaml:7:12 first_day: is a Saturday; weeks run Monday to Friday, so write 2027-03-08 (found "2027-03-06")',
    ],
  ],
  [
    'a misspelt key',
    swap('time_zone:', 'timezone:'),
    ['✗ cohort.yaml:8:11 timezone: is not a key that belongs here (found "Europe/Berlin")'],
  ],
  [
    'a wrong time zone',
    swap('Europe/Berlin', 'Europe/Atlantis'),
    [
      '✗ cohort.yaml:8:12 time_zone: is not a time zone; write one like Europe/Berlin or UTC (found "Europe/Atlantis")',
    ],
  ],
  [
    'a missing project',
    swap('  project: security-team/internship\n', ''),
    ['✗ cohort.yaml:11:3 gitlab.project: is missing; it must be a string'],
  ],
  [
    'a program that is not installed',
    swap('security-internship', 'secrity-internship'),
    ['✗ cohort.yaml:4:10 program: is not an installed program template (found "secrity-internship")'],
  ],
  [
    'an area that the program does not have',
    swap('red-team:', 'blue-team:'),
    [
      '✗ cohort.yaml:24:3 areas.blue-team: is not an area of the program; they are application-security, security-operations, trust-and-safety, security-assurance, security-automation, red-team',
    ],
  ],
  [
    'a user name with an @',
    swap('username: robin.ito', "username: '@robin.ito'"),
    [
      '✗ cohort.yaml:27:15 interns.0.username: must be a GitLab user name, without the @ (found "@robin.ito")',
    ],
  ],
  [
    'an override of nothing',
    `${example}\noverrides:\n  - { key_result: sale-call, skip: why }\n`,
    [
      expect.stringMatching(
        /^✗ cohort\.yaml:39:19 overrides\.0\.key_result: is not a key result of the program; they are .*sales-call.* \(found "sale-call"\)$/,
      ) as unknown as string,
    ],
  ],
  [
    'an override that is two things',
    `${example}\noverrides:\n  - { key_result: sales-call, skip: why, count: 2 }\n`,
    ['✗ cohort.yaml:39:5 overrides.0: needs exactly one of define, skip, retitle, count, score, due and add'],
  ],
  [
    'broken YAML',
    swap('people:', 'people: ['),
    [expect.stringMatching(/^✗ cohort\.yaml:\d+:\d+ /) as unknown as string],
  ],
  [
    'a project outside the group',
    swap('project: security-team/', 'project: other-team/'),
    [
      '✗ cohort.yaml:12:12 gitlab.project: is not in the group "security-team" of gitlab.group; one of the two is wrong: issues belong only to epics of a group above them (found "other-team/internship")',
    ],
  ],
  [
    'a title with a line break that would run a quick action',
    swap('title: Lead a small threat-modelling session', 'title: "Lead\\n/close"'),
    ['✗ cohort.yaml:31:16 interns.0.goals.0.title: must be one line of text (found "Lead\\n/close")'],
  ],
])('cohort: %s', async (_name, text, expected) => {
  const { lines, code, sent } = await problemsOf(text);
  expect(lines.slice(0, expected.length)).toEqual(expected);
  expect({ code, sent }).toEqual({ code: 1, sent: 0 });
});

test.each<[string, string, string[]]>([
  [
    'a key used twice',
    swap('key: appsec-pings', 'key: triage-reports', program),
    [
      '✗ program.yaml:77:14 areas.0.key_results.1.key: is used twice; keys are names for ever and must differ (found "triage-reports")',
    ],
  ],
  [
    'a count without a target',
    swap('{ kind: count, target: 5, unit: ping }', '{ kind: count, unit: ping }', program),
    ['✗ program.yaml:79:9 areas.0.key_results.1.measure: needs exactly one of target, boxes and one_per'],
  ],
  [
    'an unknown measure',
    swap('{ kind: count, target: 5, unit: ping }', '{ kind: guess }', program),
    [
      '✗ program.yaml:79:26 areas.0.key_results.1.measure.kind: needs a kind: done, count, metric, rubric, maintain, derived or to-be-defined (found "guess")',
    ],
  ],
  [
    'a rotation of an unknown area',
    swap('area: red-team', 'area: blue-team', program),
    [
      expect.stringMatching(
        /^✗ program\.yaml:29:13 rotations\.5\.area: is not an area of the program; .*\(found "blue-team"\)$/,
      ) as unknown as string,
    ],
  ],
  [
    'weights that cannot be',
    swap('key: blog-post\n', 'key: blog-post\n        weight: -1\n', program),
    ['✗ program.yaml:55:17 objectives.2.key_results.0.weight: must be at least 0 (found -1)'],
  ],
  [
    'no weeks at all',
    swap(/rotations:\n( {2}- .*\n)+/, '', program),
    ['✗ program.yaml:3:1 needs rotations, or weeks for a program without rotations'],
  ],
])('program: %s', async (_name, text, expected) => {
  const { lines, code, sent } = await problemsOf(example, text);
  expect(lines).toEqual(expected);
  expect({ code, sent }).toEqual({ code: 1, sent: 0 });
});

test('all problems of a file are told at once', async () => {
  const text = example
    .replace('2027-03-01', '2027-02-30')
    .replace('time_zone:', 'timezone:')
    .replace('username: robin.ito', 'username: ""')
    .replace('manager: maya.torres\n', '');
  const { lines } = await problemsOf(text);
  expect(lines).toHaveLength(4);
});

test('a cohort file that is not there is one clear line', async () => {
  const run = await stage().kickoff(['plan', 'nowhere.yaml']);
  expect(run).toMatchObject({
    code: 1,
    err: '✗ The cohort file nowhere.yaml does not exist.\n  → Check the path, or make one: kickoff init.\n',
  });
});

test('validate names every sound file, and all problems of the others', async () => {
  const { kickoff } = stage();
  const good = await kickoff([
    'validate',
    EXAMPLE,
    'config/two-interns.example.yaml',
    'templates/programs/security-internship.yaml',
  ]);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toContain('program "Security Internship" with 4 objectives, 6 areas and 15 key results');
  const bad = await kickoff([
    'validate',
    file('a.yaml', swap('2027-03-01', 'soon')),
    file('b.yaml', swap('version: 1', 'version: 2')),
  ]);
  expect(bad.code).toBe(1);
  expect(bad.err).toMatch(
    /a\.yaml:7:12 first_day: must be a date like 2027-03-01 \(found "soon"\)[\s\S]*b\.yaml:3:10 version: must be 1 \(found 2\)/,
  );
});

test.each(['cohort', 'program'])('the JSON Schema of a %s is one, with descriptions', async (which) => {
  const { kickoff } = stage();
  const { out, code } = await kickoff(['schema', which]);
  expect(code).toBe(0);
  const schema = JSON.parse(out);
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    description: expect.stringContaining('kickoff'),
  });
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { parse } = await import('yaml');
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect(validate(parse(which === 'cohort' ? example : program)), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ version: 1 })).toBe(false);
});

test.each<[string, (text: string) => string, string]>([
  ['a tab', (text) => text.replace('  manager:', '\tmanager:'), 'is indented with a tab; YAML takes spaces'],
  ['a second document', (text) => `${text}---\n${text}`, 'begins a second document'],
  ['a number as a name', (text) => text.replace(/^title: .*$/m, 'title: 2027'), 'write it in quotes, "2027"'],
])('%s gets one line in our own words', async (_what, change, words) => {
  const { lines, sent } = await problemsOf(change(example));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
  expect(sent).toBe(0);
});

test('merge keys, as people know them from CI files, are taken', async () => {
  const merged = example
    .replace('application-security: {', 'application-security: &first {')
    .replace(/security-operations: \{.*\}/, 'security-operations: { <<: *first, mentor: priya.raman }');
  // And a key with a dot, which is there to be merged.
  const hidden = `.usual: &usual { mentor: priya.raman }\n${example.replace(/security-operations: \{.*\}/, 'security-operations: { <<: *usual }')}`;
  for (const text of [merged, hidden]) {
    const run = await stage().kickoff(['validate', file('cohort.yaml', text)]);
    expect(run.code, run.err).toBe(0);
  }
});
