/** A few schedules of the long suites, with fixed seeds, so that `npm test` notices when one of them breaks. */
import { expect, test } from 'vitest';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { live } from '../support/histories.ts';
import { race } from '../support/race.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

test.each([
  { runs: 2, faults: 0, seed: 3 },
  { runs: 2, faults: 0.1, seed: 7 },
  { runs: 3, faults: 0, seed: 11 },
  { runs: 3, faults: 0.1, seed: 13 },
])('$runs runs race with $faults of the answers lost (seed $seed): nothing twice, nothing missing', async ({
  runs,
  faults,
  seed,
}) => {
  const { sandbox, kickoff } = stage({ raceWindow: 6 });
  const court = race(sandbox, seed, faults);
  const racing = Array.from({ length: runs }, () =>
    kickoff(['provision', EXAMPLE, '--yes', '--quiet'], { fetch: court.fetch }),
  );
  await court.drive(racing);
  if (faults > 0) expect((await kickoff(['provision', EXAMPLE, '--yes', '--quiet'])).code).toBe(0);
  expect(duplicatesAndMissing(sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
  // A request that is committed after it was given up may come twice; then one of the two is resolved.
  expect(sandbox.state.issues.length).toBeLessThanOrEqual(faults > 0 ? 23 : 21);
  expect(sandbox.state.epics.length).toBeLessThanOrEqual(2);
});

test('fifteen histories of people: every byte around the markers stays', async () => {
  const { sandbox } = await provisioned();
  for (let seed = 5001; seed <= 5015; seed += 1) {
    const { complaints, acts } = await live(sandbox.state, seed);
    expect(complaints, acts.join('\n')).toEqual([]);
  }
});

test('duplicates that somebody touched are told and left; those that nobody touched are resolved in one PUT each', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  const winner = sandbox.state.issues.find(
    (issue) => issue.state === 'opened' && issue.title.startsWith('Publish'),
  );
  const copy = { ...structuredClone(winner), id: 99_001, iid: 900 } as NonNullable<typeof winner>;
  sandbox.state.issues.push(copy);
  await as('robin.ito', 'PUT', `projects/12/issues/900`, {
    description: `${copy.description}\n\nMy notes are here.`,
  });
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.writes).toBe(0);
  expect(run.out).toMatch(/is there again: .* The other one is left, because somebody wrote into it/);
  copy.description = winner?.description ?? '';
  const healed = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(healed.code, healed.err).toBe(0);
  expect(healed.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  expect(copy).toMatchObject({ state: 'closed', labels: [] });
});

test('doctor tells what would go wrong, each with its remedy, and provision stops before the first write', async () => {
  const { sandbox, kickoff } = stage();
  const fine = await kickoff(['doctor', EXAMPLE]);
  expect(fine).toMatchObject({ code: 0, writes: 0 });
  expect(fine.reads).toBeLessThanOrEqual(13);
  expect(fine.out).toMatch(/acts as Kickoff robot \(kickoff-robot\)[\s\S]*0 problems, 0 warnings, \d+ fine/);
  const token = sandbox.state.tokens.find(({ value }) => value === 'glpat-sandbox-kickoff-robot');
  if (token) token.expires_at = '2027-03-03';
  sandbox.state.projects.forEach((project) => {
    project.visibility = 'public';
  });
  for (const member of sandbox.state.members) if (member.user_id === 22) member.access_level = 10;
  sandbox.state.milestones.push({
    id: 7,
    iid: 1,
    group_id: 11,
    project_id: null,
    title: 'spring-2027: Red Team',
    description: '',
    state: 'active',
    start_date: null,
    due_date: null,
    created_at: '2027-01-01T00:00:00Z',
    updated_at: '2027-01-01T00:00:00Z',
  });
  const ill = await kickoff(['doctor', EXAMPLE], { time: () => sandbox.now().getTime() + 3_600_000 });
  expect(ill.code).toBe(1);
  for (const line of [
    /! It expires on 2027-03-03, in 9 days/,
    /! sam\.okafor \(mentor\) is Guest/,
    /✗ The milestone title "spring-2027: Red Team" is taken in a group above/,
    /✗ The project is public/,
    /! This machine's clock is 60 min ahead/,
  ])
    expect(ill.out).toMatch(line);
  const stopped = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(stopped).toMatchObject({ code: 1, writes: 0 });
  for (const member of sandbox.state.members) if (member.user_id === token?.user_id) member.access_level = 10;
  expect((await kickoff(['doctor', EXAMPLE])).code).toBe(4);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(4);
});

test('a month before the token of the sync ends, scorecard and plan say so', async () => {
  const { sandbox, kickoff, moveClock } = await provisioned();
  moveClock('2027-11-24T01:00:00Z');
  const token = sandbox.state.tokens.find(({ value }) => value === 'glpat-sandbox-kickoff-robot');
  if (token) token.expires_at = '2027-12-20';
  await kickoff(['sync', EXAMPLE]);
  expect(sandbox.state.epics[0]?.description).toContain('The token of the sync expires on 2027-12-20');
  expect((await kickoff(['plan', EXAMPLE])).err).toMatch(/It expires on 2027-12-20, in 26 days/);
  moveClock('2027-11-25T01:00:00Z');
  expect((await kickoff(['sync', EXAMPLE])).writes).toBe(0);
});
