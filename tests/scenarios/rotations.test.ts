/** `kickoff rotations` and `kickoff slip`, through the front: files in, files out, and what GitLab has in the end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE, file, issueOf, provisioned, stage, TWO_INTERNS } from '../support/stage.ts';

const NAMES = ['ada', 'ben', 'cleo'];

/** Three beginners, one place in each area, and words of people around everything. */
function crowded(places: number, more = ''): string {
  const head = readFileSync(EXAMPLE, 'utf8').split('areas:')[0] ?? '';
  const areas = [
    'application-security',
    'security-operations',
    'trust-and-safety',
    'security-assurance',
    'security-automation',
    'red-team',
  ];
  return file(
    'cohort.yaml',
    [
      `${head}areas: # who takes them`,
      ...areas.map((area) => `  ${area}: { mentor: maya.torres, capacity: ${places} }`),
      'interns:',
      ...NAMES.map(
        (name, at) =>
          `  - username: ${name} # number ${at}\n    name: '${name}'   # as they say it\n    goals: []\n`,
      ),
      more,
    ].join('\n'),
  );
}

test('conflicts of the plan that stands are told with interns and weeks, and end with 1', async () => {
  const { code, err, out, requests } = await stage().kickoff(['rotations', crowded(2)]);
  expect([code, requests.length]).toEqual([1, 0]);
  expect(err).toContain('✗ Trust & Safety has 2 places for 3, week 5 (ada, ben, cleo).');
  expect(out).toMatch(/^ada +AS AS SO SO TS SA SE RT$/m);
});

test('a plan is written into the file: every other byte stays, it stands, and it is what provision makes', async () => {
  const path = crowded(1);
  const before = readFileSync(path, 'utf8');
  const world = stage();
  const solved = await world.kickoff(['rotations', path, 'solve', '--write']);
  expect(solved.code, solved.err).toBe(0);
  const after = readFileSync(path, 'utf8');
  const added = /\n {4}rotations:\n(?: {6}- \{.*\}\n)*(?: {6}- \{.*\})(?=\n)/g;
  expect(after.match(added)).toHaveLength(3);
  expect(after.replace(added, '')).toBe(before);
  const checked = await world.kickoff(['rotations', path]);
  expect(checked.code, checked.err).toBe(0);
  // What stands is what is planned again: nothing changes.
  expect((await world.kickoff(['rotations', path, 'solve'])).out).toContain(
    '0 changes of the plan that stands',
  );
  expect((await world.kickoff(['rotations', path, 'solve', '--write'])).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(after);
});

test('no plan: the reasons, and what would make one', async () => {
  const { code, err } = await stage().kickoff([
    'rotations',
    crowded(1, 'planning: { weeks: 8, order: [{ area: red-team, first: true }] }'),
    'solve',
  ]);
  expect(code).toBe(1);
  expect(err).toContain('✗ No plan goes.');
  expect(err).toContain('Red Team first for everybody.');
  expect(err).toContain('→ Give up: Red Team first for everybody.');
});

test('a slip moves milestone and due dates that people left alone, and what follows only as far as it must', async () => {
  const world = await provisioned({}, TWO_INTERNS);
  const path = file('cohort.yaml', readFileSync(TWO_INTERNS, 'utf8'));
  const rules = (who: string) => issueOf(world.sandbox.state, `autumn-2027/${who}/kr/detection-rules`);
  const moved = issueOf(world.sandbox.state, 'autumn-2027/noor-haddad/kr/ci-abuse-detection');
  await world.as('maya.torres', 'PUT', `projects/${moved.project_id}/issues/${moved.iid}`, {
    due_date: '2027-10-06',
  });
  expect(rules('noor-haddad').due_date).toBe('2027-10-01');
  const slip = await world.kickoff(['slip', path, 'noor.haddad', 'security-operations', '--weeks', '1']);
  expect(slip.code, slip.err).toBe(0);
  expect(slip.out).toContain('~ Noor Haddad: Security Operations: 20 Sep – 1 Oct → 27 Sep – 8 Oct');
  expect(slip.out).toContain('~ Noor Haddad: Red Team: 25 Oct – 29 Oct → 1 Nov – 5 Nov');
  const plan = await world.kickoff(['plan', path]);
  expect(plan.out).toContain('Security Operations (Noor Haddad)');
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  expect(rules('noor-haddad').due_date).toBe('2027-10-08');
  expect(rules('robin-ito').due_date).toBe('2027-10-01');
  expect(issueOf(world.sandbox.state, 'autumn-2027/noor-haddad/kr/ci-abuse-detection').due_date).toBe(
    '2027-10-06',
  );
  // A second slip moves the same milestone.
  const count = world.sandbox.state.milestones.length;
  expect(
    (await world.kickoff(['slip', path, 'noor.haddad', 'security-operations', '--weeks', '1'])).code,
  ).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  expect(rules('noor-haddad').due_date).toBe('2027-10-15');
  expect(world.sandbox.state.milestones).toHaveLength(count);
  const again = await world.kickoff(['provision', path, '--yes']);
  expect([again.code, again.writes]).toEqual([0, 0]);
});

test('a slip of nobody, or of an area that is not theirs, is refused with what there is', async () => {
  const world = stage();
  const path = file('cohort.yaml', readFileSync(TWO_INTERNS, 'utf8'));
  const nobody = await world.kickoff(['slip', path, 'sam', 'red-team', '--weeks', '1']);
  expect([nobody.code, nobody.err]).toEqual([
    64,
    expect.stringContaining('There are robin.ito, noor.haddad.'),
  ]);
  const nowhere = await world.kickoff(['slip', path, 'robin.ito', 'moon', '--weeks', '1']);
  expect([nowhere.code, nowhere.err]).toEqual([64, expect.stringContaining('red-team')]);
  const dry = await world.kickoff(['slip', path, 'robin.ito', 'red-team', '--weeks', '1', '--dry-run']);
  expect([dry.code, readFileSync(path, 'utf8')]).toEqual([0, readFileSync(TWO_INTERNS, 'utf8')]);
});

test('part time and a slip make the own time longer; both are no conflict', async () => {
  const world = stage();
  const path = file(
    'cohort.yaml',
    readFileSync(TWO_INTERNS, 'utf8').replace('    mentor: priya.raman\n', '    part_time: 80\n'),
  );
  expect((await world.kickoff(['rotations', path])).err).toBe('');
  expect((await world.kickoff(['slip', path, 'robin.ito', 'red-team', '--weeks', '3'])).code).toBe(0);
  expect((await world.kickoff(['rotations', path])).err).toBe('');
  expect(
    (await world.kickoff(['slip', path, 'robin.ito', 'red-team', '--weeks', '9007199254740991'])).code,
  ).toBe(64);
});

test('who leaves in the middle takes a place until then', async () => {
  const path = crowded(1).replace(/$/, '');
  const text = readFileSync(path, 'utf8').replace("    name: 'ada'", "    left: 2027-03-12\n    name: 'ada'");
  const { code, err } = await stage().kickoff(['rotations', file('cohort.yaml', text)]);
  expect(code).toBe(1);
  expect(err).toContain(
    'Application Security & Security Research has 1 place for 3, weeks 1–2 (ada, ben, cleo)',
  );
  expect(err).toContain('Red Team has 1 place for 2, week 8 (ben, cleo)');
  // A plan of the others leaves that person's as it is, and nothing of it is written anew.
  const other = crowded(2);
  const leaving = readFileSync(other, 'utf8').replace(
    "    name: 'ada'",
    "    left: 2027-03-12\n    name: 'ada'",
  );
  writeFileSync(other, leaving);
  const solved = await stage().kickoff(['rotations', other, 'solve', '--write']);
  expect(solved.code, solved.err).toBe(0);
  expect(solved.out).toMatch(/^ada +AS AS *$/m);
  expect(/username: ada[\s\S]*?(?=username: ben)/.exec(readFileSync(other, 'utf8'))?.[0]).not.toContain(
    'rotations',
  );
});

test('any way to write an intern: flow, block scalars, Windows line ends, names that look like numbers', async () => {
  const base = readFileSync(TWO_INTERNS, 'utf8').replace(/interns:[\s\S]*?(?=\noverrides:)/, 'interns:\n');
  const area = (text: string): string =>
    text.replace(
      'red-team: { mentor: vera.kozlova,',
      "red-team: { mentors: [vera.kozlova, '12345'], capacity: 1,",
    );
  for (const interns of [
    '  - { username: robin.ito, name: Robin }\n  - { username: noor.haddad }\n',
    '  - username: robin.ito\n    name: >-\n      Robin\n      Ito\n  - name: Noor\n    username: noor.haddad # last\n',
  ])
    for (const newline of ['\n', '\r\n']) {
      const path = file(
        'cohort.yaml',
        area(base).replace('interns:\n', `interns:\n${interns}`).replaceAll('\n', newline),
      );
      const run = await stage().kickoff(['rotations', path, 'solve', '--write']);
      expect(run.code, run.err).toBe(0);
      const text = readFileSync(path, 'utf8');
      expect(text.replaceAll('\r\n', '').includes(newline === '\n' ? '\r' : '\n')).toBe(false);
      expect((await stage().kickoff(['rotations', path])).code).toBe(0);
    }
});

test('a pin before somebody joined is said, and nothing is written', async () => {
  const text = readFileSync(TWO_INTERNS, 'utf8').replace(
    '    mentor: priya.raman\n',
    '    joined: 2027-10-06\n',
  );
  const path = file(
    'cohort.yaml',
    `${text}\nplanning: { pins: [{ intern: noor.haddad, area: security-operations, from: 2027-09-20 }] }\n`,
  );
  const { code, err } = await stage().kickoff(['rotations', path, 'solve', '--write']);
  expect(code).toBe(1);
  expect(err).toContain('The pin of Noor Haddad in Security Operations does not hold');
});

test('an absence of nobody is an error', async () => {
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\nabsences: [{ who: hana.satoh, from: 2027-03-01 }, { who: Hana.Sato, from: 2027-03-01 }]\n`,
  );
  const { code, err } = await stage().kickoff(['validate', path]);
  expect([code, err.match(/is nobody of the cohort/g)?.length]).toEqual([1, 1]);
});
