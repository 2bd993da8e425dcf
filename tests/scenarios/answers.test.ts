/** GitLab's answers taken for what they are: what passes is tried again and ends in 75, what refuses is named. */
import { expect, test } from 'vitest';
import { parseRate, type Rate, withBadDay } from '../../src/sandbox/faults.ts';
import { cohortAt } from '../support/hierarchy.ts';
import { EXAMPLE, GROUP, type Stage, stage, TWO_INTERNS } from '../support/stage.ts';
import { virtualTime } from '../support/virtual-time.ts';

type Fetch = (request: Request) => Promise<Response>;

const html = (status: number): Response =>
  new Response('<!DOCTYPE html><title>Just a moment…</title>', {
    status,
    headers: { 'content-type': 'text/html', server: 'cloudflare' },
  });
const json = (status: number, body: object): Response => Response.json(body, { status });

/** In front of the sandbox: what `hook` answers, else what the sandbox does, with its headers changed. */
const proxy =
  (
    { sandbox }: Stage,
    hook: (request: Request) => Response | null,
    after?: (headers: Headers) => void,
  ): Fetch =>
  async (request) => {
    const answer = hook(request) ?? (await sandbox.fetch(request));
    after?.(answer.headers);
    return answer;
  };

const isList = (request: Request, what: string): boolean =>
  request.method === 'GET' && new RegExp(`/${what}\\?`).test(request.url);

async function provisioned(cohort = EXAMPLE): Promise<Stage> {
  const world = stage();
  await world.kickoff(['provision', cohort, '--yes']);
  return world;
}

test('409 is somebody else writing: looked at again and tried again, with a growing pause', async () => {
  for (const method of ['PUT', 'POST']) {
    const world = stage();
    let locked = 0;
    const run = await world.kickoff(['provision', EXAMPLE, '--yes'], {
      fetch: proxy(world, (request) => {
        const hit = request.method === method && /\/(issues|epics)(\/\d+)?$/.test(request.url) && locked < 3;
        if (!hit) return null;
        locked += 1;
        return json(409, { message: '409 Conflict: Resource lock' });
      }),
    });
    expect(run.code, run.err).toBe(0);
    expect(locked).toBe(3);
    const titles = world.sandbox.state.issues.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

test('a lock that does not go away ends in 75: the same command, later', async () => {
  const world = stage();
  const run = await world.kickoff(['provision', EXAMPLE, '--yes'], {
    fetch: proxy(world, (request) =>
      request.method === 'POST' && request.url.endsWith('/issues')
        ? json(409, { message: '409 Conflict: Resource lock' })
        : null,
    ),
  });
  expect(run.code).toBe(75);
});

test.each([
  401, 403, 404,
])('a page with %i in place of JSON is not GitLab’s word: 75, and nothing is made', async (status) => {
  for (const list of ['epics', 'labels', 'issues']) {
    const world = await provisioned();
    const before = JSON.stringify(world.sandbox.state);
    const fetch = proxy(world, (request) => (isList(request, list) ? html(status) : null));
    for (const command of [
      ['provision', EXAMPLE, '--yes'],
      ['plan', EXAMPLE],
    ]) {
      const run = await world.kickoff(command, { fetch });
      expect([list, run.code, run.writes]).toEqual([list, 75, 0]);
      expect(run.err).toContain('Something in front of https://gitlab.test refused');
      expect(run.err).toContain('It is not the token');
    }
    expect(JSON.stringify(world.sandbox.state)).toBe(before);
  }
});

test('a page in place of the answer to one new issue: all others are made, then 75; the next run makes the one', async () => {
  const world = stage();
  const run = await world.kickoff(['provision', EXAMPLE, '--yes'], {
    fetch: async (request) =>
      request.method === 'POST' && /"title":"[^"]*coffee/i.test(await request.clone().text())
        ? html(403)
        : world.sandbox.fetch(request),
  });
  expect([run.code, run.out.match(/Done: (\d+) of (\d+) steps/)?.slice(1)]).toEqual([75, ['45', '46']]);
  expect((await world.kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
  expect((await world.kickoff(['plan', EXAMPLE])).code).toBe(0);
});

test('GitLab refuses the epics while issues are in one: it is the token, exit 4, and nothing is made', async () => {
  const world = await provisioned();
  const before = JSON.stringify(world.sandbox.state);
  const fetch = proxy(world, (request) =>
    isList(request, 'epics') ? json(403, { message: '403 Forbidden' }) : null,
  );
  for (const command of ['provision', 'sync', 'report']) {
    const run = await world.kickoff([command, EXAMPLE, ...(command === 'provision' ? ['--yes'] : [])], {
      fetch,
    });
    expect([command, run.code]).toEqual([command, 4]);
    expect(run.err).toContain(
      'GitLab refuses the epics of security-team, though issues of this cohort are in one',
    );
  }
  expect(JSON.stringify(world.sandbox.state)).toBe(before);
});

test('without a Date this machine’s clock is used and said once; with an old one its age is added', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-13T01:00:00Z');
  const right = (await world.kickoff(['report', EXAMPLE, '--json'])).out;
  const without = await world.kickoff(['report', EXAMPLE, '--json'], {
    fetch: proxy(
      world,
      () => null,
      (headers) => headers.delete('date'),
    ),
  });
  expect(JSON.parse(without.out)).toMatchObject({ today: '2027-03-13' });
  expect(without.err.match(/answers carry no Date, so this machine’s clock is used/g)).toHaveLength(1);
  const cached = await world.kickoff(['report', EXAMPLE, '--json'], {
    fetch: proxy(
      world,
      () => null,
      (headers) => {
        headers.set('date', new Date(Date.parse(headers.get('date') ?? '') - 1_814_400_000).toUTCString());
        headers.set('age', '1814400');
      },
    ),
  });
  expect(cached.out).toBe(right);
  const doctor = await world.kickoff(['doctor', EXAMPLE], {
    fetch: proxy(
      world,
      () => null,
      (headers) => headers.delete('date'),
    ),
  });
  expect(doctor.out).toContain('GitLab’s answers carry no Date');
});

test('no block is written over a later one', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-13T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  const before = world.sandbox.state.epics[0]?.description;
  await world.as('maya.torres', 'PUT', 'projects/security-team%2Finternship/issues/4', {
    state_event: 'close',
  });
  const run = await world.kickoff(['sync', EXAMPLE], {
    fetch: proxy(
      world,
      () => null,
      (headers) => headers.delete('date'),
    ),
    time: () => 0,
  });
  expect(run.writes).toBe(0);
  expect(run.out + run.err).toContain('which is later than the clock says now');
  expect(world.sandbox.state.epics[0]?.description).toBe(before);
});

test('behind a gateway that drops GitLab’s own headers the links are followed', async () => {
  const many = await provisioned(TWO_INTERNS);
  const drop = (headers: Headers): void => {
    for (const name of [...headers.keys()]) if (/^x-/.test(name)) headers.delete(name);
  };
  const run = await many.kickoff(['plan', TWO_INTERNS], { fetch: proxy(many, () => null, drop) });
  expect(run.out).toContain('Nothing to do');
});

test('a list that shifts while it is read resolves nothing: the only copy of a thing stays', async () => {
  const world = await provisioned();
  const { state } = world.sandbox;
  // More milestones and epics than fit on a page, so that what is deleted between two pages moves a row out of sight.
  for (let at = 0; at < 130; at += 1) {
    await world.as('maya.torres', 'POST', 'projects/security-team%2Finternship/milestones', {
      title: `M${at}`,
    });
    await world.as('maya.torres', 'POST', `${GROUP}/epics`, {
      title: `E${at}`,
      labels: 'cohort::spring-2027',
    });
  }
  for (const how of ['made', 'deleted'] as const) {
    let done = 0;
    const run = await world.kickoff(['provision', EXAMPLE, '--yes'], {
      fetch: async (request) => {
        const answer = await world.sandbox.fetch(request);
        const second = /(milestones|epics)\?.*page=1/.exec(request.url)?.[1];
        if (second === undefined || done >= 2) return answer;
        done += 1;
        if (how === 'made')
          await world.as('maya.torres', 'POST', 'projects/security-team%2Finternship/milestones', {
            title: `0 new ${done}`,
          });
        else {
          state.milestones.splice(
            state.milestones.findIndex(({ title }) => title === `M${done}`),
            1,
          );
          state.epics.splice(
            state.epics.findIndex(({ title }) => title === `E${done}`),
            1,
          );
        }
        return answer;
      },
    });
    expect([how, run.code, run.writes]).toEqual([how, 0, 2 * Number(how === 'made')]);
  }
  expect(state.issues.every(({ state: each }) => each === 'opened')).toBe(true);
  expect(state.milestones.every(({ state: each }) => each === 'active')).toBe(true);
});

async function underLimit(
  limit: string,
  cohorts: string[][],
  stray = false,
): Promise<{ seconds: number[]; codes: number[] }> {
  const time = virtualTime();
  const start = Date.parse('2027-02-22T09:00:00Z');
  const world = stage({ clock: () => new Date(start + time.now()) });
  const day = { rate: limit === '' ? null : (parseRate(limit) as Rate), latency: 50 };
  const behind = withBadDay(world.sandbox.fetch, { now: world.sandbox.now, wait: time.wait, ...day });
  let once = stray;
  const fetch: Fetch = async (request) => {
    if (!once || request.method !== 'POST' || !request.url.endsWith('/issues')) return behind(request);
    once = false;
    return new Response('Retry later\n', { status: 429, headers: { 'content-type': 'text/plain' } });
  };
  const [seconds, codes]: [number[], number[]] = [[], []];
  for (const args of cohorts) {
    const from = time.now();
    const run = await time.drive(world.kickoff(args, { fetch, wait: time.wait, clock: time.now }));
    codes.push(run.code);
    seconds.push((time.now() - from) / 1000);
  }
  return { seconds, codes };
}

test('one stray 429 costs the rest of a minute, and not the pace of the run', async () => {
  const calm = await underLimit('', [['provision', TWO_INTERNS, '--yes']]);
  const stray = await underLimit('', [['provision', TWO_INTERNS, '--yes']], true);
  expect(stray.codes).toEqual([0]);
  expect((stray.seconds[0] ?? 0) - (calm.seconds[0] ?? 0)).toBeLessThan(65);
});

test('two cohorts in a row: the second takes no longer than the limit makes it', async () => {
  const limit = ['--creations-per-minute', '30'];
  const cohorts = ['cohort-a', 'cohort-b'].map((key) => [
    'provision',
    cohortAt('security-team/internship', key),
    '--yes',
    ...limit,
  ]);
  const calm = await underLimit('', [cohorts[1] ?? []]);
  const { seconds, codes } = await underLimit('30/min:creations', cohorts);
  expect(codes).toEqual([0, 0]);
  const [first = 0, second = 0] = seconds;
  // What is left of the minute that the first began, and then as fast as without a limit.
  const allowed = 60 - (first % 60) + (calm.seconds[0] ?? 0);
  console.log(`second cohort ${second.toFixed(1)} s, the limit allows ${allowed.toFixed(1)} s`);
  expect(second / allowed).toBeLessThanOrEqual(1.15);
});
