/** Programs as people write them: each fact of the file arrives in GitLab, a second run finds nothing to do, and a crash loses nothing. */
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Issue, State } from '../../src/sandbox/state.ts';
import { dieAt } from '../support/faults.ts';
import { essence, type Stage, stage } from '../support/stage.ts';

interface Intern {
  username: string;
  attributes?: Record<string, string>;
}

/** A cohort of a program of the fixtures, from 1 March to whenever it ends. */
function cohortOf(
  program: string,
  interns: Intern[],
  { people = {}, key = program }: { people?: Record<string, string>; key?: string } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  copyFileSync(`tests/fixtures/programs/${program}.yaml`, join(folder, 'program.yaml'));
  const path = join(folder, 'cohort.yaml');
  writeFileSync(
    path,
    JSON.stringify({
      version: 1,
      program: './program.yaml',
      cohort: key,
      first_day: '2027-03-01',
      gitlab: { group: 'security-team', project: 'security-team/internship' },
      people: { manager: 'maya.torres', mentor: 'sam.okafor', ...people },
      interns,
    }),
  );
  return path;
}

const ROBIN = { username: 'robin.ito' };
const NOOR = { username: 'noor.haddad' };

/** What GitLab has of an issue, in the table's words. */
interface Fact {
  title: string;
  due?: string;
  who?: string[];
  text?: string[];
  boxes?: number;
  confidential?: boolean;
  weight?: number;
  times?: number;
}

const nameOf = ({ users }: State, id: number): string => users.find((each) => each.id === id)?.username ?? '';

function expectFacts({ sandbox: { state } }: Stage, facts: Fact[]): void {
  for (const fact of facts) {
    const found = state.issues.filter(({ title }) => title === fact.title);
    expect(found, `${fact.title} among ${state.issues.map(({ title }) => title).join(', ')}`).toHaveLength(
      fact.times ?? 1,
    );
    const [issue] = found as [Issue];
    if (fact.due !== undefined) expect(issue.due_date, fact.title).toBe(fact.due);
    if (fact.who !== undefined)
      expect(issue.assignee_ids.map((id) => nameOf(state, id)).sort(), fact.title).toEqual(
        [...fact.who].sort(),
      );
    for (const words of fact.text ?? []) expect(issue.description, fact.title).toContain(words);
    if (fact.boxes !== undefined)
      expect(issue.description?.match(/^- \[ \]/gm)?.length ?? 0, fact.title).toBe(fact.boxes);
    if (fact.confidential !== undefined) expect(issue.confidential, fact.title).toBe(fact.confidential);
    if (fact.weight !== undefined) expect(issue.weight, fact.title).toBe(fact.weight);
  }
}

const HARDWARE = { ...ROBIN, attributes: { track: 'hardware' } };

/** Program, cohort, and facts of the file beside facts in GitLab. */
const PROGRAMS: { program: string; path: () => string; facts: Fact[]; absent?: string[] }[] = [
  {
    program: 'onboarding',
    path: () =>
      cohortOf('onboarding', [HARDWARE, NOOR], { people: { 'it-desk': 'joon.park', buddy: 'vera.kozlova' } }),
    facts: [
      {
        title: 'Manager, before the start: check-list for robin.ito',
        due: '2027-02-26',
        who: ['maya.torres'],
        boxes: 2,
        text: [
          'Order a laptop in the [portal](https://example.com/portal)',
          '- at least 300 pixels wide',
          'The form asks for a photo.',
        ],
      },
      { title: 'It-desk, in the first week: check-list for robin.ito', who: ['joon.park'], boxes: 2 },
      { title: 'It-desk, in the first week: check-list for noor.haddad', who: ['joon.park'], boxes: 1 },
      {
        title: 'Buddy, in the first week: check-list for noor.haddad',
        due: '2027-03-05',
        who: ['vera.kozlova'],
        text: ['Show the [map](https://example.com/map)'],
      },
      {
        title: 'Make the accounts: robin.ito',
        due: '2027-02-24',
        who: ['joon.park'],
        boxes: 3,
        text: ['Git, see [how](https://example.com/git)'],
      },
      {
        title: 'Prepare the welcome day',
        due: '2027-02-22',
        who: ['maya.torres', 'vera.kozlova'],
        text: ['https://example.com/list'],
      },
      { title: 'Pass the soldering course: robin.ito', due: '2027-03-12', who: ['robin.ito'] },
      {
        title: 'Ship a first change',
        times: 2,
        due: '2027-03-12',
        text: [
          '[list of first issues](https://example.com/first)',
          '1. Read the guide\n2. Ask your buddy, `@buddy`',
        ],
      },
      {
        title: 'Write a manual of yourself',
        times: 2,
        due: '2027-03-20',
        text: ['optional, outside the score'],
      },
      { title: 'Be at the stand-up', times: 2, boxes: 20, text: ['- [ ] 1 Mar', '- [ ] 26 Mar'] },
    ],
    absent: ['Pass the soldering course: noor.haddad'],
  },
  {
    program: 'thirty-sixty-ninety',
    path: () => cohortOf('thirty-sixty-ninety', [ROBIN]),
    facts: [
      { title: 'Read the five runbooks', due: '2027-03-26', boxes: 5 },
      { title: 'Shadow three shifts', due: '2027-03-30' },
      { title: 'Lead a shift', due: '2027-04-23' },
      { title: 'Own a service', due: '2027-05-28' },
      { title: 'Talk about the first thirty days: robin.ito', due: '2027-03-30', who: ['maya.torres'] },
      { title: 'Talk about the ninety days: robin.ito', due: '2027-05-29' },
    ],
  },
  {
    program: 'mentoring',
    path: () => cohortOf('mentoring', [ROBIN, NOOR], { people: { coordinator: 'hana.sato' } }),
    facts: [
      { title: 'Agree on what for: robin.ito', due: '2027-03-12', who: ['robin.ito', 'sam.okafor'] },
      { title: 'Meet: noor.haddad', who: ['sam.okafor'], boxes: 13, text: ['- [ ] Weeks 1 and 2'] },
      {
        title: 'Look back at half-time: robin.ito',
        due: '2027-05-28',
        text: ['[three questions](https://example.com/questions)'],
      },
      { title: 'Close with a feast', due: '2027-08-27', who: ['hana.sato'] },
    ],
  },
  {
    program: 'syllabus',
    path: () => cohortOf('syllabus', [ROBIN]),
    facts: [
      { title: 'Quiz: injection', due: '2027-03-19', text: ['at least 70 %'] },
      { title: 'Lab: injection', text: ['[lab](https://example.com/lab1)', '```sh\nmake lab\n```'] },
      { title: 'Quiz: secrets', due: '2027-04-09' },
      { title: 'Mistakes in the last essay', text: ['at most 3'] },
    ],
  },
  {
    program: 'okrs',
    path: () => cohortOf('okrs', [ROBIN, NOOR]),
    facts: [
      { title: 'Bring latency down', who: ['hana.sato'], text: ['from 500 ms (0) to 350 ms (1)'] },
      { title: 'Crash-free sessions', who: ['joon.park', 'vera.kozlova'], text: ['at least 99.85 %'] },
      {
        title: 'Error rate',
        text: ['at most 0.1 %', '**Evidence**', '- the [query](https://example.com/q)'],
      },
      { title: 'Give a talk', times: 2, due: '2027-05-07' },
    ],
  },
  {
    program: 'fellowship',
    path: () => cohortOf('fellowship', [ROBIN, NOOR], { people: { organiser: 'hana.sato' } }),
    facts: [
      { title: 'Book the venue', due: '2027-02-01', who: ['hana.sato'] },
      { title: 'Order shirts', due: '2027-03-05', boxes: 3 },
      {
        title: 'Hold the retrospective',
        due: '2027-05-07',
        who: ['hana.sato', 'maya.torres'],
        confidential: true,
      },
      { title: 'Write the proposal', times: 2, due: '2027-03-12' },
      { title: 'Show it', times: 2, boxes: 2 },
    ],
  },
  {
    program: 'classroom',
    path: () => cohortOf('classroom', [ROBIN]),
    facts: [
      { title: 'A green pipeline', due: '2027-03-19', weight: 2 },
      { title: 'One page end to end', weight: 5, text: ['- [ ] page\n- [ ] API\n- [ ] data'] },
      { title: 'Release 1.0', due: '2027-04-23', weight: 8 },
    ],
  },
];

test.each(PROGRAMS)('$program: every fact of the file arrives, and a second run is empty', async ({
  path,
  facts,
  absent,
}) => {
  const world = stage();
  const file = path();
  const run = await world.kickoff(['provision', file, '--yes']);
  expect(run.code, run.err).toBe(0);
  expectFacts(world, facts);
  for (const title of absent ?? [])
    expect(world.sandbox.state.issues.map((each) => each.title)).not.toContain(title);
  const again = await world.kickoff(['provision', file, '--yes']);
  expect(again.code, again.err).toBe(0);
  expect(again.writes, again.out).toBe(0);
  expect((await world.kickoff(['sync', file])).code).toBe(0);
  expect((await world.kickoff(['sync', file])).writes).toBe(0);
  expect((await world.kickoff(['report', file])).code).toBe(0);
});

test.each(PROGRAMS)('$program: a run that dies is mended by the next', async ({ path }) => {
  const file = path();
  const whole = stage();
  await whole.kickoff(['provision', file, '--yes']);
  const end = essence(whole.sandbox.state);
  for (const when of ['before', 'after'] as const)
    for (let at = when === 'before' ? 5 : 9; ; at += 17) {
      const world = stage();
      const death = dieAt(world.sandbox, at, when);
      await world.kickoff(['provision', file, '--yes'], { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      const next = await world.kickoff(['provision', file, '--yes']);
      expect(next.code, next.err).toBe(0);
      expect(essence(world.sandbox.state), `${when} ${at}`).toEqual(end);
      expect((await world.kickoff(['provision', file, '--yes'])).writes).toBe(0);
    }
});

test('two programs in one group, provisioned in turn, settle: nothing to do at the end, no label fought over', async () => {
  const world = stage();
  const [one, two] = [
    cohortOf('syllabus', [ROBIN], { key: 'lessons' }),
    cohortOf('okrs', [ROBIN], { key: 'quarter' }),
  ];
  for (const path of [one, two, one, two]) {
    const run = await world.kickoff(['provision', path, '--yes']);
    expect(run.code, run.err).toBe(0);
  }
  for (const path of [one, two]) {
    const plan = await world.kickoff(['plan', path]);
    expect(plan.out).toContain('Nothing to do');
    expect(plan.code).toBe(0);
  }
});

test('what all share counts for each, and is closed once', async () => {
  const world = stage();
  const path = cohortOf('okrs', [ROBIN, NOOR]);
  await world.kickoff(['provision', path, '--yes']);
  const shared = world.sandbox.state.issues.find(({ title }) => title === 'Crash-free sessions');
  await world.as('maya.torres', 'PUT', `projects/security-team%2Finternship/issues/${shared?.iid}`, {
    description: shared?.description?.replace('- Value:', '- Value: 99.9 %'),
  });
  world.moveClock('2027-04-05T08:00:00Z');
  const card = JSON.parse((await world.kickoff(['report', path, '--json'])).out);
  for (const intern of card.interns)
    expect(intern.objectives[0].keyResults.map(({ score }: { score: number }) => score)).toEqual([0, 1, 0]);
  world.moveClock('2027-06-10T08:00:00Z');
  const end = await world.kickoff(['archive', path, '--yes', '--open-key-results', 'close']);
  expect(end.code, end.err).toBe(0);
  const closed = world.sandbox.state.events.filter(
    ({ action_name, target_id }) => action_name === 'closed' && target_id === shared?.id,
  );
  expect(closed).toHaveLength(1);
  expect((await world.kickoff(['archive', path, '--yes'])).writes).toBe(0);
});

const FILLED = `version: 1
key: filled
title: A program of another house
aim: Learn how {{links.handbook}} is lived.
weeks: 2
links:
  - { key: handbook, title: Handbook, url: https://example.com/handbook }
  - { title: Chat, url: https://example.com/chat }
parameters:
  - { key: project, title: The project, note: chosen in the first week }
objectives:
  - key: read
    title: Read
    key_results:
      - key: page
        title: Mend a page for {{parameters.project}}
        description: "Begin at [the handbook]({{links.handbook}}) and at {{ parameters.project }}."
        measure: { kind: done }
`;

function filled(cohort: object, program = FILLED): string {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  writeFileSync(join(folder, 'program.yaml'), program);
  const path = join(folder, 'cohort.yaml');
  const base = {
    version: 1,
    program: './program.yaml',
    cohort: 'filled',
    first_day: '2027-03-01',
    gitlab: { group: 'security-team', project: 'security-team/internship' },
    people: { manager: 'maya.torres', mentor: 'sam.okafor' },
    interns: [{ ...ROBIN, parameters: { project: { text: 'Gitaly' } } }, NOOR],
  };
  writeFileSync(path, JSON.stringify({ ...base, ...cohort }));
  return path;
}

test('a cohort fills links and parameters into the texts of its program, each intern with what was chosen', async () => {
  const world = stage();
  const ours = { key: 'handbook', title: 'Our handbook', url: 'https://example.org/ours' };
  const path = filled({ links: [ours, { title: 'Map', url: 'https://example.org/map' }] });
  const run = await world.kickoff(['provision', path, '--yes']);
  expect(run.code, run.err).toBe(0);
  expectFacts(world, [
    { title: 'Mend a page for Gitaly', text: ['[the handbook](https://example.org/ours) and at Gitaly.'] },
    { title: 'Mend a page for (The project: to be chosen)', text: ['https://example.org/ours'] },
  ]);
  for (const { description } of world.sandbox.state.epics) {
    expect(description).toContain('//example.org/ours is lived');
    expect(description).toContain('[Our handbook](https://example.org/ours)');
    expect(description).not.toContain('example.com/handbook');
    expect(description?.split('https://example.org/map')).toHaveLength(2);
  }
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
  // What a cohort leaves alone is the program's own.
  const plain = stage();
  await plain.kickoff(['provision', filled({}), '--yes']);
  expectFacts(plain, [{ title: 'Mend a page for Gitaly', text: ['(https://example.com/handbook)'] }]);
});

test('a name that nothing fills is told with its place, before anything is written', async () => {
  const { kickoff, sandbox } = stage();
  const program = FILLED.replace('parameters.project}} is', 'x').replace(
    '{{links.handbook}} is',
    '{{links.hand-book}} is',
  );
  const run = await kickoff(['provision', filled({}, program), '--yes']);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(
    /program\.yaml:4:\d+ aim: names \{\{links\.hand-book\}\}, and the program has no link/,
  );
  const other = await kickoff([
    'plan',
    filled({ links: [{ key: 'wiki', title: 'W', url: 'https://example.org' }] }),
  ]);
  expect(other.err).toMatch(/links\.0\.key: is not the key of a link of the program; they are handbook/);
  expect(sandbox.log).toEqual([]);
});

test.each([
  '{{link.handbook}}',
  '{{links.Handbook}}',
  '{{links.handbook}',
  '{{ parameter.project }}',
])('a reference that is misspelt is told, and not written as it stands: %s', async (reference) => {
  const run = await stage().kickoff([
    'validate',
    filled({}, FILLED.replace('{{links.handbook}} is', `${reference} is`)),
  ]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(
    /program\.yaml:4:\d+ aim: has "\{\{.*", which fills in nothing; write \{\{links\.KEY\}\}/,
  );
});

test('an address with brackets and spaces stays one link', async () => {
  const world = stage();
  const path = filled({ links: [{ key: 'handbook', title: 'H', url: 'https://example.org/a) /close (b' }] });
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  expectFacts(world, [
    {
      title: 'Mend a page for Gitaly',
      text: ['[the handbook](https://example.org/a%29%20/close%20%28b) and at'],
    },
  ]);
});
