/** Twelve interns in six areas of three places: planned, written into the file, provisioned, and mended after a death at every request. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { record } from '../support/record.ts';
import { EXAMPLE, essence, file, stage } from '../support/stage.ts';

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gus', 'hana', 'ivo', 'jan', 'kim', 'lea'];
const AREAS = [
  'application-security',
  'security-operations',
  'trust-and-safety',
  'security-assurance',
  'security-automation',
  'red-team',
];

function twelve(): string {
  const head = readFileSync(EXAMPLE, 'utf8').split('areas:')[0] ?? '';
  return file(
    'cohort.yaml',
    [
      `${head}areas:`,
      ...AREAS.map((area) => `  ${area}: { mentor: priya.raman, capacity: 3 }`),
      'interns:',
      ...NAMES.map((name) => `  - username: ${name}`),
      'planning: { weeks: 10, pins: [{ intern: dan, area: red-team, from: 2027-03-29 }, { intern: eve, area: application-security, from: 2027-03-15 }] }',
      'absences: [{ who: ada, from: 2027-03-22, to: 2027-03-26 }, { who: ben, from: 2027-03-29, to: 2027-04-02 }, { who: cleo, from: 2027-04-05, to: 2027-04-09 }]',
    ].join('\n'),
  );
}

const ARGS = ['--yes', '--quiet', '--allow', 'unknown-user'];

test('the planned cohort is provisioned: 15 key results each, nothing twice, a second run empty, deaths mended', async () => {
  const path = twelve();
  const world = stage();
  expect((await world.kickoff(['rotations', path, 'solve', '--write'])).code).toBe(0);
  const first = await world.kickoff(['provision', path, ...ARGS]);
  expect(first.code, first.err).toBe(0);
  const { state } = world.sandbox;
  const results = state.issues.filter(({ labels }) => labels.includes('key-result'));
  expect(results).toHaveLength(180);
  const titles = [...state.issues, ...state.epics].map(
    ({ description }) => /kickoff:begin (\S+)/.exec(description ?? '')?.[1],
  );
  expect(new Set(titles).size).toBe(titles.length);
  const again = await world.kickoff(['provision', path, ...ARGS]);
  expect([again.code, again.writes]).toEqual([0, 0]);
  // A request for each thing that is made, and what is read; the limit of the physical cost is that of what there is.
  const things =
    state.issues.length +
    state.epics.length +
    state.milestones.length +
    state.labels.length +
    1 +
    AREAS.length;
  expect(first.requests.length).toBeLessThan(1.2 * (things + 5));
  const end = essence(state);
  let schedules = 0;
  for (let at = 3; at < first.requests.length; at += 23)
    for (const when of ['before', 'after']) {
      const other = stage();
      let count = 0;
      await other.kickoff(['provision', path, ...ARGS], {
        fetch: async (request) => {
          count += 1;
          if (count > at) throw new TypeError('the process died');
          const answer = await other.sandbox.fetch(request);
          if (count === at && when === 'after') throw new TypeError('the process died');
          return answer;
        },
        wait: async () => {
          throw new TypeError('the process died');
        },
      });
      await other.kickoff(['provision', path, ...ARGS]);
      expect(essence(other.sandbox.state), `${at} ${when}`).toEqual(end);
      schedules += 1;
    }
  record({
    guarantee: 'Rotations',
    fault: `twelve interns with rotations of their own; deaths at every 23rd of ${first.requests.length} requests for ${things} things`,
    schedules,
    result: '180 key results, same end, 0 duplicates, second run empty',
  });
}, 900_000);
