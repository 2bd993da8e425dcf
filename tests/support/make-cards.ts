/** Plays the histories of tests/scorecard/rules/cards.test.ts through the front and keeps what was scored: `npm run cards`. */
import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { loadCohort } from '../../src/library/cohort.ts';
import { connect } from '../../src/library/connect.ts';
import { reading } from '../../src/library/score.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { cardOfKept, type Kept, pack } from './cards.ts';
import { act, close, internship, line, reopen, same, tick } from './people.ts';
import { EXAMPLE, file, HOST, issueOf, PROJECT, provisioned, type Stage } from './stage.ts';

async function keep(name: string, world: Stage, cohortPath: string, days: string[]): Promise<void> {
  const cohort = loadCohort(cohortPath);
  const gitlab = connect({
    host: HOST,
    token: SEEDED.token,
    fetch: (request) => world.sandbox.fetch(request),
  });
  const { input } = await reading(cohort, gitlab);
  const kept: Kept = { timeZone: cohort.cohort.time_zone, input, cards: {} };
  for (const day of ['now', ...days]) kept.cards[day] = cardOfKept(kept, day);
  writeFileSync(`tests/fixtures/cards/${name}.json`, `${JSON.stringify(pack(kept))}\n`);
}

test.each([5, 12])('internship week %i', async (week) => {
  const world = await provisioned();
  for (let at = 2; at <= week; at += 1) {
    if (![2, 5, 8, 12].includes(at)) continue;
    // Each history is played from the start; a sync in between leaves its state in the block.
    if (at === week) await internship(world, week);
  }
  await world.kickoff(['sync', EXAMPLE]);
  await keep(`week-${String(week).padStart(2, '0')}`, world, EXAMPLE, [
    '2027-03-05',
    '2027-03-19',
    '2027-04-02',
  ]);
});

test('everything odd', async () => {
  const world = await provisioned();
  const { sandbox } = world;
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'secret-scanning-proof', same, close);
  await act(world, 'detection-rules', tick(2), close);
  await act(world, 'ci-abuse-detection', same, close);
  await act(world, 'blog-post', (text) =>
    line('Outcome', 'mostly')(line('Confidence', '7')(line('Value', '42')(text))),
  );
  await act(world, 'coffee-chats', (text) => line('Confidence', '2/10')(tick(4)(text)));
  await act(world, 'technical-project', line('Outcome', "won't do: later"));
  await act(world, 'sales-call', line('Outcome', "won't do: no calls"), close);
  await act(world, 'control-test', line('Outcome', 'duplicate of #4'), close);
  await world.kickoff(['sync', EXAMPLE]);
  world.moveClock('2027-04-20T12:00:00Z');
  await act(world, 'appsec-pings', tick(5), close);
  await act(world, 'triage-reports', tick(1));
  await act(world, 'week-with-each-team', tick(6));
  await act(world, 'shadow-incident', tick(1), { ...close, labels: 'outcome::wont-do' });
  await act(world, 'secret-scanning-approach', same, close);
  await act(world, 'secret-scanning-approach', same, reopen);
  const moved = issueOf(sandbox.state, 'spring-2027/robin-ito/kr/blog-post');
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${moved.iid}`, { due_date: '2027-05-14' });
  const gone = issueOf(sandbox.state, 'spring-2027/robin-ito/kr/detection-rules');
  gone.description = `${gone.description}\n- [x] more`;
  sandbox.state.issues = sandbox.state.issues.filter(
    ({ description }) => !description?.includes('/kr/appsec-pings '),
  );
  await keep('odd', world, EXAMPLE, ['2027-03-12', '2027-04-09']);
});

test('goalposts moved, overrides, late rules, two interns', async () => {
  const path = file(
    'cohort.yaml',
    (await import('node:fs')).readFileSync('config/two-interns.example.yaml', 'utf8').replace(/$/, ''),
  );
  const world = await provisioned({}, path);
  world.moveClock('2027-03-20T12:00:00Z');
  for (const issue of sandboxIssues(world).slice(0, 30)) {
    if (issue.iid % 3 === 0)
      await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, { state_event: 'close' });
    else if (issue.iid % 3 === 1)
      await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
        description: tick(issue.iid % 4)(issue.description ?? ''),
      });
  }
  await world.kickoff(['sync', path]);
  world.moveClock('2027-04-10T01:00:00Z');
  await keep('two-interns', world, path, ['2027-03-26']);
});

const sandboxIssues = ({ sandbox }: Stage): Stage['sandbox']['state']['issues'] => sandbox.state.issues;

test('secure and defend, with work that is counted elsewhere', async () => {
  const path = 'config/secure-and-defend.example.yaml';
  const world = await provisioned({}, path);
  world.moveClock('2027-03-20T12:00:00Z');
  for (const issue of sandboxIssues(world))
    await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
      description: line('Value', 'Reviewed')(tick(2)(issue.description ?? '')),
      ...(issue.iid % 2 === 0 ? close : {}),
    });
  await keep('secure-and-defend', world, path, ['2027-03-12']);
});

test('a quarter of objectives, with metrics and things to keep up', async () => {
  const path = file(
    'cohort.yaml',
    `version: 1
program: quarterly-okrs
cohort: q2
title: Q2
first_day: 2027-03-01
time_zone: Europe/Berlin
gitlab: { group: security-team, project: security-team/internship }
people: { manager: maya.torres, mentor: sam.okafor }
interns: [{ username: robin.ito, name: Robin Ito }]
`,
  );
  const world = await provisioned({}, path);
  world.moveClock('2027-03-20T12:00:00Z');
  for (const issue of sandboxIssues(world))
    await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
      description: line(
        'Confidence',
        '6/10',
      )(line('Value', String(issue.iid * 7))(tick(3)(issue.description ?? ''))),
      ...(issue.iid % 3 === 0 ? close : {}),
    });
  await keep('quarter', world, path, ['2027-03-12']);
});
