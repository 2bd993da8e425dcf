/** G9: a storm of 429 ends with everything done, in few more requests than without it. In virtual time. */
import { expect, test } from 'vitest';
import {
  type BadDay,
  type Fault,
  parseFault,
  parseRate,
  type Rate,
  withBadDay,
} from '../../src/sandbox/faults.ts';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { EXAMPLE, type Ran, stage } from '../support/stage.ts';
import { type VirtualTime, virtualTime } from '../support/virtual-time.ts';

const START = Date.parse('2027-02-22T09:00:00Z');

async function underWeather(
  day: Partial<BadDay>,
  args: string[] = ['provision', EXAMPLE, '--yes'],
): Promise<{ run: Ran; time: VirtualTime; sent: number; rejected: number; world: ReturnType<typeof stage> }> {
  const time = virtualTime();
  const world = stage({ clock: () => new Date(START + time.now()) });
  let sent = 0;
  let rejected = 0;
  const behind = withBadDay(world.sandbox.fetch, { now: world.sandbox.now, wait: time.wait, ...day });
  const run = await time.drive(
    world.kickoff(args, {
      wait: time.wait,
      clock: time.now,
      async fetch(request) {
        sent += 1;
        const answer = await behind(request);
        if (answer.status === 429) rejected += 1;
        return answer;
      },
    }),
  );
  return { run, time, sent, rejected, world };
}

test.each([
  '20/s',
  '20/s:bare',
])('at %s everything is done with at most 1.35 times the requests', async (limit) => {
  const calm = await underWeather({ latency: 10 });
  const { run, sent, rejected, time, world } = await underWeather({
    latency: 10,
    rate: parseRate(limit) as Rate,
  });
  console.log(
    `${limit}: ${calm.sent} requests in calm, ${sent} under the limit (${(sent / calm.sent).toFixed(2)} times), ${rejected} rejected, ${Math.round(time.now() / 1000)} s`,
  );
  expect(run.code, run.err).toBe(0);
  expect(duplicatesAndMissing(world.sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
  expect(sent / calm.sent).toBeLessThanOrEqual(1.35);
});

test('a limit on creations without Retry-After is learnt, and the window is waited for', async () => {
  const { run, rejected, world, time } = await underWeather({
    latency: 10,
    rate: parseRate('10/min:creations') as Rate,
  });
  console.log(
    `10 creations a minute, not announced: ${rejected} rejected, ${Math.round(time.now() / 1000)} s`,
  );
  expect(run.code, run.err).toBe(0);
  expect(duplicatesAndMissing(world.sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
  expect(rejected).toBeLessThanOrEqual(10);
});

test('told the limit, no creation is rejected', async () => {
  const { run, rejected } = await underWeather({ latency: 10, rate: parseRate('10/min:creations') as Rate }, [
    'provision',
    EXAMPLE,
    '--yes',
    '--creations-per-minute',
    '10',
  ]);
  expect(run.code).toBe(0);
  expect(rejected).toBe(0);
});

test('the plan says honestly how long the limit will make it last', async () => {
  const { kickoff } = stage();
  const plan = await kickoff(['plan', EXAMPLE, '--creations-per-minute', '10']);
  expect(plan.out).toMatch(
    /It takes at least 2 min, because GitLab limits how many issues are made in a minute/,
  );
  expect((await kickoff(['plan', EXAMPLE])).out).not.toContain('at least');
});

test('a long wait counts down on a terminal, and is told once in a log', async () => {
  const fault = parseFault('429=5:before:GET:issues@1') as Fault;
  const { run } = await underWeather({ faults: [fault] });
  expect(run.err.match(/Waiting/g)).toHaveLength(1);
  const time = virtualTime();
  const world = stage({ clock: () => new Date(START + time.now()) });
  const behind = withBadDay(world.sandbox.fetch, {
    faults: [fault],
    now: world.sandbox.now,
    wait: time.wait,
  });
  const shown = await time.drive(
    world.kickoff(['plan', EXAMPLE], {
      fetch: behind,
      wait: time.wait,
      clock: time.now,
      errIsTerminal: true,
    }),
  );
  expect(
    [...shown.err.matchAll(/Waiting (\d+) s/g)]
      .map((match) => match[1])
      .filter((each, index, all) => each !== all[index - 1]),
  ).toEqual(['5', '4', '3', '2', '1']);
});

test.each([
  [
    '502:after:POST:issues@3',
    { what: '502', when: 'after', method: 'POST', path: 'issues', nth: 3, percent: null },
  ],
  ['hangup%10', { what: 'hangup', when: 'after', method: null, path: null, percent: 10 }],
  ['late::POST:epics@1', { what: 'late', method: 'POST', path: 'epics', nth: 1 }],
  ['429=7', { what: '429', when: 'before', retryAfter: 7 }],
])('the fault %s can be asked for', (text, expected) => {
  expect(parseFault(text)).toMatchObject(expected);
});

test.each(['', 'boom', '5x2', '502@', '20/h', '0/s'])('%j is neither a fault nor a rate', (text) => {
  expect(parseFault(text)).toBeNull();
  expect(parseRate(text)).toBeNull();
});
