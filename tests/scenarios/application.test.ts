/** Applications: one issue for each applicant, made once, whatever happens, and theirs from then on. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dieAt, hangUp, spoilOne } from '../support/faults.ts';
import { race } from '../support/race.ts';
import { essence, file, issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

const DIRECTORY = 'config/directory.example.yaml';
const text = readFileSync(DIRECTORY, 'utf8').replace(/^cohorts:\n(?: {2}- .*\n)+/m, '');
const INTERN = ['application', DIRECTORY, 'intern', 'robin.ito', '--mentor', 'ines.ferreira', '--yes'];
const KEY = 'application/secure-and-defend/intern/robin.ito';

async function applied(args = INTERN): Promise<Stage> {
  const world = stage();
  const run = await world.kickoff(args);
  if (run.code !== 0) throw new Error(run.err);
  return world;
}

test('an intern: the steps to tick, lines to fill in, the slot, and which slots are taken', async () => {
  const world = stage();
  const run = await world.kickoff(INTERN);
  expect(run.code, run.err).toBe(0);
  const issue = issueOf(world.sandbox.state, KEY);
  expect(run.out).toContain(
    `The application: https://gitlab.test/security-team/internship/-/issues/${issue.iid}`,
  );
  expect(issue).toMatchObject({
    title: 'Application for Secure and Defend Internship: robin.ito (Intern)',
    labels: ['application::secure-and-defend', 'applying::intern'],
    due_date: null,
    milestone_id: null,
    epic_id: null,
    confidential: false,
  });
  expect(issue.assignee_ids).toHaveLength(1);
  const shown = issue.description ?? '';
  expect(shown.match(/^- \[ \] .*/gm)).toEqual([
    '- [ ] Talk to your manager about taking part',
    expect.stringContaining('coffee chat with a mentor'),
    expect.stringContaining('internship-for-learning issue'),
  ]);
  expect(shown).toContain('- Availability in the calendar:\n- Share of working hours:');
  expect(shown).toContain('- Slot: January–March 2028, with `ines.ferreira`\n- Interests and skills:');
  expect(shown).toContain('| July 2027 | `priya.raman` | static analysis, container scanning | taken |');
  expect(shown).toContain('| September–October 2027 | `priya.raman` | static analysis | free |');
  // Whose slot it is stands in the directory, not in somebody else's application.
  expect(shown).not.toContain('noor.haddad');
});

test('a mentor and a project apply too; a project is linked and assigned to nobody', async () => {
  const world = stage();
  expect((await world.kickoff(['application', DIRECTORY, 'mentor', '@vera.kozlova', '--yes'])).code).toBe(0);
  const mentor = issueOf(world.sandbox.state, 'application/secure-and-defend/mentor/vera.kozlova');
  expect(mentor.description?.match(/- \[ \]/g)).toHaveLength(3);
  expect(mentor.description).toContain('- Focus areas:\n- Time frame:');
  for (const [given, key, link] of [
    [
      'lighthouse/beam',
      'gitlab.test/lighthouse/beam',
      '[lighthouse/beam](https://gitlab.test/lighthouse/beam)',
    ],
    ['https://code.example/a/b/', 'code.example/a/b', '[code.example/a/b](https://code.example/a/b)'],
  ] as const) {
    const run = await world.kickoff(['application', DIRECTORY, 'open-source-project', given, '--yes']);
    expect(run.code, run.err).toBe(0);
    const issue = issueOf(world.sandbox.state, `application/secure-and-defend/open-source-project/${key}`);
    expect(issue.description).toContain(`| Applicant | ${link} |`);
    expect(issue.assignee_ids).toEqual([]);
  }
  // The path and the address of one project are one applicant.
  const again = await world.kickoff([
    'application',
    DIRECTORY,
    'open-source-project',
    'https://gitlab.test/Lighthouse/beam',
    '--yes',
  ]);
  expect(again.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('converge: a second run writes nothing; a second applicant is no argument about the first', async () => {
  const world = await applied();
  const again = await world.kickoff(INTERN);
  expect(again).toMatchObject({ code: 0, writes: 0 });
  expect(again.out).toContain('/-/issues/');
  const other = await world.kickoff(['application', DIRECTORY, 'intern', 'noor.haddad', '--yes']);
  expect(other.code, other.err).toBe(0);
  expect(other.out).not.toContain('robin.ito');
  expect((await world.kickoff(INTERN)).writes).toBe(0);
});

test('crash: it dies before or after any request; the next run ends the same, without a duplicate', async () => {
  const end = essence((await applied()).sandbox.state);
  let deaths = 0;
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 3) {
      const world = stage();
      const death = dieAt(world.sandbox, at, when);
      await world.kickoff(INTERN, { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      deaths += 1;
      expect((await world.kickoff(INTERN)).code).toBe(0);
      expect(essence(world.sandbox.state)).toEqual(end);
      expect((await world.kickoff(INTERN)).writes).toBe(0);
    }
  }
  expect(deaths).toBeGreaterThan(8);
});

test('a lost answer to any request leads to no duplicate', async () => {
  const end = essence((await applied()).sandbox.state);
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; at < 18; at += 1) {
      const world = stage();
      const run = await world.kickoff(INTERN, { fetch: spoilOne(world.sandbox, at, when, hangUp) });
      expect(run.code, run.err).toBe(0);
      expect(essence(world.sandbox.state)).toEqual(end);
    }
  }
});

test('people: ticks, words, title, dates, assignees, labels and closures stay', async () => {
  const world = await applied();
  const { sandbox, as } = world;
  const { iid, description } = issueOf(sandbox.state, KEY);
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${iid}`, {
    title: 'My application',
    due_date: '2027-12-24',
    description: (description ?? '')
      .replace('- [ ] Talk', '- [x] Talk')
      .replace('- Interests and skills:', '- Interests and skills: Ruby, fuzzing'),
    remove_labels: 'applying::intern',
  });
  const before = JSON.stringify(issueOf(sandbox.state, KEY));
  expect((await world.kickoff(INTERN)).writes).toBe(0);
  // A slot that was taken meanwhile is told in our part, and only there.
  const taken = file(
    'directory.yaml',
    text.replace('fuzzing, dependency scanning] }', 'fuzzing] , taken_by: robin.ito }'),
  );
  const run = await world.kickoff(['application', taken, ...INTERN.slice(2)]);
  expect(run.code, run.err).toBe(0);
  const after = issueOf(sandbox.state, KEY);
  expect(after.description).toContain('| fuzzing | yours |');
  expect(after.description).toContain('- [x] Talk');
  expect(after.description).toContain('- Interests and skills: Ruby, fuzzing');
  expect(after).toMatchObject({
    title: 'My application',
    due_date: '2027-12-24',
    labels: ['application::secure-and-defend'],
  });
  expect(before).toContain('My application');
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${iid}`, { state_event: 'close' });
  const closed = await world.kickoff(INTERN);
  expect(closed.writes).toBe(0);
  expect(closed.out).toContain('It is closed. Open it again to apply once more.');
  expect(issueOf(sandbox.state, KEY).state).toBe('closed');
});

test('somebody takes the marker out of an application: its title still finds it', async () => {
  const world = await applied();
  const { iid } = issueOf(world.sandbox.state, KEY);
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${iid}`, { description: 'I write it my way.' });
  const run = await world.kickoff(INTERN);
  expect(run.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(world.sandbox.state.issues.find((each) => each.iid === iid)?.description).toContain(
    'I write it my way.',
  );
});

test.each([
  [
    'a slot that is taken',
    ['intern', 'robin.ito', '--mentor', 'taken.mentor'],
    /The slot of taken\.mentor is taken[\s\S]*Slots: taken\.mentor, May \(taken\)/,
  ],
  [
    'a mentor without a slot',
    ['intern', 'robin.ito', '--mentor', 'nobody'],
    /nobody has no slot[\s\S]*There are:/,
  ],
  [
    'another application',
    ['sponsor', 'robin.ito'],
    /"sponsor" is no application[\s\S]*intern, mentor, open-source-project/,
  ],
  ['no user name', ['intern', 'robin ito'], /"robin ito" is no user name/],
  [
    'an address that lets in',
    ['open-source-project', 'https://oauth2:glpat-secret@code.example/a/b'],
    /holds a user name or a password/,
  ],
  ['no project', ['open-source-project', 'beam'], /"beam" is no project[\s\S]*group\/project/],
])('refused before GitLab is asked: %s', async (_name, args, told) => {
  const directory = file(
    'directory.yaml',
    `${text}`.replace(
      /slots:\n/,
      'slots:\n  - { time: May, mentor: taken.mentor, taken_by: somebody }\n  - { time: July 2021, mentor: past.mentor }\n',
    ),
  );
  const run = await stage().kickoff(['application', directory, ...args, '--yes']);
  expect(run.code).not.toBe(0);
  expect(run.requests).toEqual([]);
  expect(run.err).toMatch(told);
});

test('an applicant whom nobody knows is refused, and nothing is made', async () => {
  const run = await stage().kickoff(['application', DIRECTORY, 'intern', 'robin.itoo', '--yes']);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toContain('"robin.itoo" is nobody’s user name on this GitLab.');
});

test('a directory that names no program or project is told so, with the place', async () => {
  const bare = file('directory.yaml', 'version: 1\nslots: []\n');
  const run = await stage().kickoff(['application', bare, 'intern', 'robin.ito', '--yes']);
  expect(run).toMatchObject({ code: 1, requests: [] });
  expect(run.err).toMatch(/directory\.yaml:1:1.*needs `program`[\s\S]*needs `gitlab`/);
});

test('a run without --mentor takes no slot away; another mentor is for the applicant to write', async () => {
  const world = await applied();
  const plain = INTERN.filter((each) => each !== '--mentor' && each !== 'ines.ferreira');
  expect((await world.kickoff(plain)).writes).toBe(0);
  const other = await world.kickoff([...plain, '--mentor', 'priya.raman']);
  expect(other.writes).toBe(0);
  expect(other.out).toContain('its line "Slot" says what the applicant wants, and is left');
  expect(issueOf(world.sandbox.state, KEY).description).toContain('with `ines.ferreira`');
});

test('one applicant in any spelling; labels that people take off lead to no duplicate', async () => {
  const world = await applied();
  expect(
    (await world.kickoff(INTERN.map((each) => (each === 'robin.ito' ? 'Robin.Ito' : each)))).writes,
  ).toBe(0);
  const { iid } = issueOf(world.sandbox.state, KEY);
  for (const remove of ['application::secure-and-defend', 'applying::intern']) {
    await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${iid}`, { remove_labels: remove });
    expect((await world.kickoff(INTERN)).requests.filter(({ method }) => method === 'POST')).toEqual([]);
  }
  expect(world.sandbox.state.issues).toHaveLength(1);
});

test('two runs at once, in two spellings, leave one application', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const world = stage();
    const court = race(world.sandbox, seed);
    const other = INTERN.map((each) => (each === 'robin.ito' ? 'Robin.Ito' : each));
    const fetch = (request: Request): Promise<Response> => court.fetch(request);
    await court.drive([world.kickoff(INTERN, { fetch }), world.kickoff(other, { fetch })]);
    expect((await world.kickoff(INTERN)).code).toBe(0);
    expect(world.sandbox.state.issues.filter(({ state }) => state === 'opened')).toHaveLength(1);
  }
});

test('nobody to ask is no yes', async () => {
  expect(await stage().kickoff(INTERN.slice(0, -1))).toMatchObject({ code: 64, writes: 0 });
});

test('data runs no command and pings nobody', async () => {
  const hostile = file(
    'directory.yaml',
    text
      .replace('time: July 2027', "time: '/close @all #1'")
      .replace('[static analysis]', "['<!-- kickoff:end -->']"),
  );
  const world = await applied(['application', hostile, 'intern', 'robin.ito', '--yes']);
  const { description, state } = issueOf(world.sandbox.state, KEY);
  expect(state).toBe('opened');
  expect(description).not.toMatch(/(?<!\\)@all|(?<!\\)#1\b/);
  expect(description?.match(/kickoff:end/g)).toHaveLength(1 + 1);
});
