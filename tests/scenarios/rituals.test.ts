/** Agenda, check-in, digest and handover, through the front, against the sandbox: when they come, what stands in them, and that they come once. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { act, tick } from '../support/people.ts';
import { EXAMPLE, file, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const made = (state: State, kind: string): State['issues'] =>
  state.issues.filter(({ description }) => description?.includes(`/.ritual/${kind}/`));

const ritual = async (world: Stage, kind: string, cohort = EXAMPLE): Promise<number> => {
  const run = await world.kickoff([kind, cohort, '--yes', '--quiet']);
  expect(run.code, run.err).toBe(0);
  return run.writes;
};

const at = async (world: Stage, time: string): Promise<void> => world.moveClock(`${time}T08:00:00Z`);

test('the 1:1 of a Wednesday opens on the Monday before, once; the intern’s part stands first', async () => {
  const world = await provisioned();
  await at(world, '2027-03-05');
  expect(await ritual(world, 'agenda')).toBe(0);
  await at(world, '2027-03-08');
  expect(await ritual(world, 'agenda')).toBeGreaterThan(0);
  const all = made(world.sandbox.state, 'agenda');
  expect(all.map(({ title }) => title).sort()).toEqual([
    '1:1 of Robin Ito with maya.torres, week of 2027-03-08',
    '1:1 of Robin Ito with sam.okafor, week of 2027-03-08',
  ]);
  expect(all[0]?.description).toMatch(/^### Points of Robin Ito\n\n- \[ \]/);
  expect(all[0]?.description).toMatch(
    /### Rotation\n\n\*\*Application Security &amp; Security Research\*\*|### Rotation\n\n\*\*Application Security/,
  );
  expect(all[0]?.due_date).toBe('2027-03-10');
  expect(all.every(({ labels }) => !labels.includes('cohort::spring-2027'))).toBe(true);
  expect(await ritual(world, 'agenda')).toBe(0);
  await at(world, '2027-03-09');
  expect(await ritual(world, 'agenda')).toBe(0);
});

test('what was left open comes along, what was answered closes with the past one, a person’s words stay', async () => {
  const world = await provisioned();
  await at(world, '2027-03-08');
  await ritual(world, 'agenda');
  const first = made(world.sandbox.state, 'agenda').find(({ title }) => title.includes('maya'));
  const words = '- [x] Which @vera.kozlova team next?\n- [ ] Ask **@sam.okafor** about /close\n';
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${first?.iid}`, {
    description: first?.description?.replace('- [ ] \n', words).replace('- [ ]\n', words),
  });
  await at(world, '2027-03-15');
  await ritual(world, 'agenda');
  expect(first?.state).toBe('closed');
  expect(first?.description).toContain('Ask **@sam.okafor** about /close');
  expect(first?.description).toContain('1 ticked, 1 left open');
  const second = made(world.sandbox.state, 'agenda').find(
    ({ title }) => title.includes('maya') && title.includes('03-15'),
  );
  expect(second?.description).toContain(
    '### Left open last time\n\n- [ ] Ask **\\@sam.okafor** about /close',
  );
  expect(second?.description).not.toContain('vera.kozlova');
  // Opened again by a person, it stays open.
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${first?.iid}`, { state_event: 'reopen' });
  expect(await ritual(world, 'agenda')).toBe(0);
  expect(first?.state).toBe('opened');
});

test('questions, scores and what changed stand in the agenda', async () => {
  const world = await provisioned();
  await world.as('maya.torres', 'POST', `${PROJECT}/labels`, { name: 'question', color: '#112233' });
  await world.as('robin.ito', 'POST', `${PROJECT}/issues`, {
    title: 'Who decides about scanners?',
    labels: 'question',
  });
  await at(world, '2027-03-09');
  await act(world, 'coffee-chats', tick(3));
  await at(world, '2027-03-15');
  await world.kickoff(['sync', EXAMPLE]);
  await ritual(world, 'agenda');
  const text = made(world.sandbox.state, 'agenda')[0]?.description ?? '';
  expect(text).toContain('### Open questions\n\n- [Who decides about scanners?](');
  expect(text).toMatch(/### Since last week\n\n- \[Have 10 coffee chats[^\n]*: 0\.00 → 0\.30/);
});

test('a check-in a week, a place for each working day that is one; who has not answered is told by name', async () => {
  const cohort = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\nabsences: [{ who: robin.ito, from: 2027-03-03 }]\n`,
  );
  const world = stage();
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  await at(world, '2027-03-01');
  await ritual(world, 'checkin', cohort);
  expect(await ritual(world, 'checkin', cohort)).toBe(0);
  const [one] = made(world.sandbox.state, 'checkin');
  expect(one?.description?.match(/^#### .*$/gm)).toEqual([
    '#### 1 Mar',
    '#### 2 Mar',
    '#### 4 Mar',
    '#### 5 Mar',
  ]);
  const answered = one?.description
    ?.replace('- Done yesterday:', '- Done yesterday: set up my laptop')
    .replace('- In the way:', '- In the way: no access to the logs')
    .replace('- [ ] Read by', '- [x] Read by');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${one?.iid}`, { description: answered });
  await at(world, '2027-03-04');
  const report = await world.kickoff(['checkin', cohort, '--report']);
  expect([report.code, report.writes]).toEqual([0, 0]);
  expect(report.out).toBe('! robin.ito has not answered: 2027-03-02, 2027-03-04\n');
  await at(world, '2027-03-08');
  await ritual(world, 'checkin', cohort);
  expect(one?.state).toBe('closed');
  expect(one?.description).toContain('set up my laptop');
  expect(one?.description).toContain('answered on 1 of 4 days');
  expect(made(world.sandbox.state, 'checkin')).toHaveLength(2);
});

test('the digest of a Friday tells scores, waits, answers and next week’s rotations; a missed Friday is made up for', async () => {
  const world = await provisioned();
  await at(world, '2027-03-08');
  await ritual(world, 'agenda');
  await ritual(world, 'checkin');
  const [check] = made(world.sandbox.state, 'checkin');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${check?.iid}`, {
    description: check?.description?.replace('- In the way:', '- In the way: the VPN @all'),
  });
  const [talk] = made(world.sandbox.state, 'agenda');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${talk?.iid}`, {
    description: talk?.description?.replace(/- \[ \] ?\n/, '- [x] Who owns the runbook?\n'),
  });
  await at(world, '2027-03-11');
  expect(await ritual(world, 'digest')).toBeGreaterThan(0);
  expect(made(world.sandbox.state, 'digest')[0]?.title).toBe('Digest of Spring 2027, week of 2027-03-01');
  await at(world, '2027-03-12');
  expect(await ritual(world, 'digest')).toBe(0);
  world.moveClock('2027-03-12T15:00:00Z');
  await ritual(world, 'digest');
  expect(await ritual(world, 'digest')).toBe(0);
  const text =
    made(world.sandbox.state, 'digest').find(({ title }) => title.endsWith('2027-03-08'))?.description ?? '';
  expect(text).toContain('### OKRs\n\n- **Robin Ito**\n  - 0.00 of 1,');
  expect(text).toContain('maya.torres waits for robin.ito: 9 Mar, 10 Mar, 11 Mar, 12 Mar');
  expect(text).toContain('robin.ito waits for maya.torres: 8 Mar');
  expect(text).toContain('Who owns the runbook?');
  expect(text).toMatch(/the VPN \\@all/);
  expect(text).toMatch(/### Next week\n\n- Robin Ito: Security Operations \(`priya.raman`\)/);
});

test('on the last working day of a rotation one issue mentions old and new mentor, each once', async () => {
  const world = await provisioned();
  await act(world, 'appsec-pings', tick(2));
  await at(world, '2027-03-11');
  expect(await ritual(world, 'handover')).toBe(0);
  await at(world, '2027-03-12');
  await ritual(world, 'handover');
  await at(world, '2027-03-13');
  expect(await ritual(world, 'handover')).toBe(0);
  const all = made(world.sandbox.state, 'handover');
  expect(all.map(({ title }) => title)).toEqual([
    'Handover of Robin Ito: Application Security & Security Research',
  ]);
  const text = all[0]?.description ?? '';
  expect(text.match(/@[\w.]+/g)).toEqual(['@ines.ferreira', '@priya.raman']);
  expect(text).toMatch(/Help to answer 5 pings[^\n]*: 2\/5/);
  expect(text).not.toContain('HackerOne');
  // The last one has nobody to come.
  await at(world, '2027-04-23');
  await ritual(world, 'handover');
  expect(made(world.sandbox.state, 'handover').at(-1)?.description).toContain('the last rotation');
});

test('a person may take marker, labels and words away: no second one comes', async () => {
  const world = await provisioned();
  await at(world, '2027-03-08');
  await ritual(world, 'agenda');
  const [first, second] = made(world.sandbox.state, 'agenda');
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${first?.iid}`, { description: 'mine' });
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${second?.iid}`, {
    remove_labels: 'rituals::spring-2027',
  });
  const count = world.sandbox.state.issues.length;
  expect(await ritual(world, 'agenda')).toBe(0);
  expect(world.sandbox.state.issues).toHaveLength(count);
});

test('provision and sync know nothing of rituals, and their second runs stay empty', async () => {
  const world = await provisioned();
  await at(world, '2027-03-12');
  for (const kind of ['agenda', 'checkin', 'digest', 'handover']) await ritual(world, kind);
  await world.kickoff(['sync', EXAMPLE]);
  for (const args of [
    ['provision', EXAMPLE, '--yes'],
    ['sync', EXAMPLE],
  ]) {
    const run = await world.kickoff(args);
    expect([run.code, run.writes], run.err).toEqual([0, 0]);
  }
});

test('without --yes nothing is written; a chat is told what was made, and one that fails stops nothing', async () => {
  const world = await provisioned();
  await at(world, '2027-03-08');
  const asked = await world.kickoff(['agenda', EXAMPLE]);
  expect(asked.writes).toBe(0);
  expect(asked.out).toContain('1:1 of Robin Ito with maya.torres');
  const told: string[] = [];
  const env = {
    GITLAB_HOST: 'https://gitlab.test',
    GITLAB_TOKEN: 'glpat-sandbox-kickoff-robot',
    KICKOFF_WEBHOOK_URL: 'https://chat.test/hooks/s3cret',
  };
  const run = await world.kickoff(['agenda', EXAMPLE, '--yes'], {
    env,
    fetch: async (request) => {
      if (!request.url.startsWith('https://chat.test')) return world.sandbox.fetch(request);
      told.push(await request.text());
      return new Response('no', { status: 500 });
    },
  });
  expect(run.code).toBe(0);
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0] ?? '').text).toMatch(
    /^1:1 of Robin Ito with maya\.torres, week of 2027-03-08: https:/,
  );
  expect(run.err).toContain('The chat was not told (it answered 500)');
  expect(run.err).not.toContain('s3cret');
});

/** The example with lines of its own for the intern, and more behind. */
const changed = (intern: string, more = '', from = EXAMPLE): string =>
  file(
    'cohort.yaml',
    `${readFileSync(from, 'utf8').replace('    name: Robin Ito\n', `    name: Robin Ito\n${intern}`)}\n${more}`,
  );

const edit = async (
  world: Stage,
  issue: { iid: number; description: string | null } | undefined,
  change: (text: string) => string,
) =>
  world.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue?.iid}`, {
    description: change(issue?.description ?? ''),
  });

test('who leaves later is there until that day, and what was opened closes after it', async () => {
  const world = stage();
  const cohort = changed('    left: 2027-03-09\n');
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  await at(world, '2027-03-08');
  for (const kind of ['agenda', 'checkin']) await ritual(world, kind, cohort);
  const [check] = made(world.sandbox.state, 'checkin');
  expect(check?.description?.match(/^#### .*$/gm)).toEqual(['#### 8 Mar', '#### 9 Mar']);
  await at(world, '2027-03-22');
  for (const kind of ['agenda', 'checkin', 'handover']) await ritual(world, kind, cohort);
  const open = world.sandbox.state.issues.filter(
    ({ state, labels }) => state === 'opened' && labels.includes('rituals::spring-2027'),
  );
  expect(open).toEqual([]);
});

test('two interns of one name have issues of their own', async () => {
  const world = stage();
  const cohort = file(
    'cohort.yaml',
    readFileSync('config/two-interns.example.yaml', 'utf8').replace('Noor Haddad', 'Robin Ito'),
  );
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  await at(world, '2027-09-07');
  await ritual(world, 'checkin', cohort);
  expect(made(world.sandbox.state, 'checkin')).toHaveLength(2);
  expect(await ritual(world, 'checkin', cohort)).toBe(0);
});

test('boxes of the intern are the intern’s words; only the one below them is the manager’s', async () => {
  const world = await provisioned();
  await at(world, '2027-03-01');
  await ritual(world, 'checkin');
  const [one] = made(world.sandbox.state, 'checkin');
  await edit(world, one, (text) =>
    text.replace('- Done yesterday:', '- Done yesterday:\n  - [x] set up laptop\n  1. [x] read'),
  );
  const { out } = await world.kickoff(['checkin', EXAMPLE, '--report']);
  expect(out).toBe('! maya.torres has not read robin.ito: 2027-03-01\n');
});

test('a week that was lost afterwards loses no point, and its issue closes', async () => {
  const world = await provisioned();
  await at(world, '2027-03-08');
  await ritual(world, 'agenda');
  const first = made(world.sandbox.state, 'agenda').find(({ title }) => title.includes('maya'));
  await edit(world, first, (text) =>
    text.replace(
      /- \[ \] ?\n/,
      '1. [ ] A numbered one\n- [ ] One with more\n  a second line\n  - a detail\n- A plain one\n\n',
    ),
  );
  const ill = changed('', 'absences: [{ who: Robin.Ito, from: 2027-03-08, to: 2027-03-12 }]');
  await at(world, '2027-03-15');
  await ritual(world, 'agenda', ill);
  expect(first?.state).toBe('closed');
  const next = made(world.sandbox.state, 'agenda').find(
    ({ title }) => title.includes('maya') && title.includes('03-15'),
  );
  expect(next?.description).toContain(
    '### Left open last time\n\n- [ ] A numbered one\n- [ ] One with more\n  a second line\n  \\- a detail\n- [ ] A plain one\n',
  );
});

test('two people talk once a week, in whatever roles', async () => {
  const world = stage();
  const cohort = changed('    mentor: maya.torres\n');
  expect((await world.kickoff(['provision', cohort, '--yes'])).code).toBe(0);
  await at(world, '2027-03-08');
  await ritual(world, 'agenda', cohort);
  expect(made(world.sandbox.state, 'agenda')).toHaveLength(1);
});

test('in German, answers are read whether an editor kept our backslashes or not', async () => {
  const program = file(
    'program.yaml',
    `${readFileSync('templates/programs/security-internship.yaml', 'utf8')}\nlanguage: de\n`
      .replace(/\ntarget:.*\n/, '\n')
      .replace(/\n *shows: .*/g, ''),
  );
  const cohort = program.replace('program.yaml', 'cohort.yaml');
  writeFileSync(
    cohort,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const world = stage();
  const run = await world.kickoff(['provision', cohort, '--yes']);
  expect(run.code, run.err).toBe(0);
  await at(world, '2027-03-01');
  await ritual(world, 'checkin', cohort);
  const [one] = made(world.sandbox.state, 'checkin');
  await edit(world, one, (text) =>
    text.replaceAll('\\', '').replace('- Gestern getan:', '- Gestern getan: alles'),
  );
  const { out } = await world.kickoff(['checkin', cohort, '--report']);
  expect(out).toBe('! maya.torres has not read robin.ito: 2027-03-01\n');
});

test('where nothing is due nothing but the rituals is read, and a check-in reads no scores', async () => {
  const world = await provisioned();
  await at(world, '2027-02-24');
  const quiet = async (kind: string): Promise<string[]> =>
    (await world.kickoff([kind, EXAMPLE, '--yes'])).requests.map(({ path }) => path);
  for (const kind of ['agenda', 'checkin', 'digest', 'handover']) {
    const asked = await quiet(kind);
    expect(asked.length, `${kind}: ${asked.join(' ')}`).toBeLessThanOrEqual(3);
  }
  await at(world, '2027-03-01');
  expect((await quiet('checkin')).filter((path) => /events|notes|resource_/.test(path))).toEqual([]);
  expect(made(world.sandbox.state, 'checkin')).toHaveLength(1);
});
