/** How requests travel, seen under msw: retries, waits, redirects, time limits, the token. */

import { inspect } from 'node:util';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { creationsPerMinuteOf, openApi, parseHost } from '../../../src/gitlab/rest/connect.ts';
import { Failure } from '../../../src/model/failure.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { SEEDED } from '../../../src/sandbox/seed.ts';
import { EXAMPLE, HOST, stage } from '../../support/stage.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const TOKEN = 'glpat-transport-test-token';

function client(waits: number[] = []): ReturnType<typeof openApi> {
  let now = 0;
  return openApi({
    host: HOST,
    token: TOKEN,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    clock: () => now,
  });
}

/** Answers in order; the last one stays. */
function answers(
  method: 'get' | 'post',
  path: string,
  ...responses: (() => Response)[]
): { count(): number } {
  let count = 0;
  server.use(
    http[method](`${HOST}/api/v4/${path}`, () => {
      const answer = responses[Math.min(count, responses.length - 1)];
      count += 1;
      return answer?.();
    }),
  );
  return { count: () => count };
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
const user = (): Response => HttpResponse.json([{ id: 1, username: 'x', name: 'X' }]);
const failure = async (work: Promise<unknown>): Promise<Failure> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`no failure, but ${inspect(error)}`);
  return error;
};

test('the same sandbox serves under msw: a provision runs whole', async () => {
  const sandbox = createSandbox({ clock: () => new Date('2027-02-22T09:00:00Z') });
  server.use(http.all(`${HOST}/*`, ({ request }) => sandbox.fetch(request)));
  const run = await stage().kickoff(['provision', EXAMPLE, '--yes'], { fetch: (request) => fetch(request) });
  expect(run.code, run.err).toBe(0);
  expect(sandbox.state.issues).toHaveLength(21);
});

test.each([500, 502, 503, 504])('a GET that meets %i is repeated, with growing waits', async (status) => {
  const seen = answers(
    'get',
    'users',
    () => new HttpResponse(null, { status }),
    () => new HttpResponse(null, { status }),
    user,
  );
  const waits: number[] = [];
  await client(waits).users.all({ username: 'x' });
  expect(seen.count()).toBe(3);
  expect(waits).toEqual([1000, 2000]);
});

test.each([500, 502, 503, 504])('a POST that meets %i is sent once and is ambiguous', async (status) => {
  const seen = answers('post', 'projects/a/issues', () => new HttpResponse(null, { status }));
  expect((await failure(client().issues.create('a', 'T'))).kind).toBe('ambiguous');
  expect(seen.count()).toBe(1);
});

test('HTML with 200 and half a JSON are no success', async () => {
  answers('post', 'projects/a/issues', () => HttpResponse.html('<p>Sign in</p>'));
  expect((await failure(client().issues.create('a', 'T'))).kind).toBe('ambiguous');
  answers(
    'post',
    'projects/a/issues',
    () => new HttpResponse('{"id":', { status: 201, headers: { 'content-type': 'application/json' } }),
  );
  expect((await failure(client().issues.create('a', 'T'))).kind).toBe('ambiguous');
});

test('429 with Retry-After is obeyed, also for a POST; without it the window of a minute is waited for', async () => {
  const limited = (headers: Record<string, string>) => () =>
    new HttpResponse('Retry later\n', { status: 429, headers });
  const waits: number[] = [];
  answers('post', 'projects/a/issues', limited({ 'retry-after': '7' }), limited({}), () =>
    HttpResponse.json({ id: 1 }, { status: 201 }),
  );
  await client(waits).issues.create('a', 'T');
  // Slices of a second, for the countdown.
  expect(waits.slice(0, 7)).toEqual(Array(7).fill(1000));
  expect(sum(waits)).toBe(67_000);
});

test('Retry-After as a date is read against the server’s own clock, and an absurd one is not waited for', async () => {
  const waits: number[] = [];
  const limited = (after: string) => () =>
    new HttpResponse('', {
      status: 429,
      headers: { 'retry-after': after, date: 'Mon, 01 Mar 2027 09:00:00 GMT' },
    });
  answers('get', 'users', limited('Mon, 01 Mar 2027 09:00:30 GMT'), limited('999999'), user);
  await expect(client(waits).users.all({ username: 'x' })).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfter: 999_999,
  });
  expect(sum(waits)).toBe(30_000);
});

test('no redirect is followed, and another host gets no request', async () => {
  let elsewhere = 0;
  server.use(
    http.all('https://evil.test/*', () => {
      elsewhere += 1;
      return HttpResponse.json({});
    }),
  );
  for (const status of [301, 302, 307, 308]) {
    for (const method of ['get', 'post'] as const) {
      answers(
        method,
        'projects/a/issues',
        () =>
          new HttpResponse(null, {
            status,
            headers: { location: 'https://evil.test/api/v4/projects/a/issues' },
          }),
      );
      const api = client();
      const found = await failure(
        method === 'get' ? api.issues.all({ projectId: 'a' }) : api.issues.create('a', 'T'),
      );
      expect(found).toMatchObject({ kind: 'redirected', text: 'another host, evil.test' });
    }
  }
  expect(elsewhere).toBe(0);
});

test('the next page is asked of our host, whatever the Link header says', async () => {
  let elsewhere = 0;
  server.use(
    http.all('https://evil.test/*', () => {
      elsewhere += 1;
      return HttpResponse.json([]);
    }),
  );
  const seen: string[] = [];
  server.use(
    http.get(`${HOST}/api/v4/users`, ({ request }) => {
      seen.push(new URL(request.url).searchParams.get('page') ?? '');
      return HttpResponse.json([], {
        headers: {
          'x-next-page': '2',
          'x-total-pages': '2',
          link: '<https://evil.test/api/v4/users?page=2>; rel="next"',
        },
      });
    }),
  );
  await client().users.all({ perPage: 100, page: 1, showExpanded: true });
  expect(seen).toEqual(['1']);
  expect(elsewhere).toBe(0);
});

test('a time-out of a read is repeated, of a write is ambiguous', async () => {
  const slow = openApi({
    host: HOST,
    token: TOKEN,
    wait: () => Promise.resolve(),
    tries: 2,
    fetch: async () => {
      throw new DOMException('slow', 'TimeoutError');
    },
  });
  expect(await failure(slow.issues.create('a', 'T'))).toMatchObject({
    kind: 'ambiguous',
    text: 'no answer in time',
  });
  await failure(slow.users.all({ username: 'x' }));
  expect(slow.http.requests()).toBe(3);
});

test('a failure never carries the token, however deep one looks', async () => {
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500]) {
    answers('post', 'projects/a/issues', () => HttpResponse.json({ message: 'no' }, { status }));
    const api = openApi({ host: HOST, token: TOKEN, tries: 1, wait: () => Promise.resolve() });
    const found = await failure(api.issues.create('a', 'T'));
    for (const shown of [
      inspect(found, { depth: 9, showHidden: true }),
      JSON.stringify(found),
      String(found.stack),
    ])
      expect(shown).not.toContain(TOKEN);
  }
});

test('the token travels as a Bearer token, and today is the server’s', async () => {
  let header = '';
  server.use(
    http.get(`${HOST}/api/v4/users`, ({ request }) => {
      header = request.headers.get('authorization') ?? '';
      return HttpResponse.json([], { headers: { date: 'Mon, 01 Mar 2027 09:00:00 GMT' } });
    }),
  );
  const api = client();
  await api.users.all({ username: 'x' });
  expect(header).toBe(`Bearer ${TOKEN}`);
  expect(api.http.serverDate()?.toISOString()).toBe('2027-03-01T09:00:00.000Z');
});

test.each([
  ['gitlab.example.com', 'https://gitlab.example.com'],
  ['https://gitlab.example.com/', 'https://gitlab.example.com'],
  ['https://example.com/gitlab/api/v4/', 'https://example.com/gitlab'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
])('the host %s is read as %s', (given, expected) => {
  expect(parseHost(given)).toBe(expected);
});

test.each([
  'http://gitlab.example.com',
  'ftp://gitlab.example.com',
  'https://user:secret@gitlab.example.com',
  'http://127.0.0.1.evil.test',
  '::',
])('the host %s is refused, without showing what is secret', (given) => {
  expect(() => parseHost(given)).toThrow(/^(?!.*secret)/);
});

test('the rateLimit is GitLab.com’s there, and GitLab’s default elsewhere', () => {
  expect(creationsPerMinuteOf('https://gitlab.com')).toBe(200);
  expect(creationsPerMinuteOf('https://gitlab.example.com')).toBe(300);
});

test('a project listed in the seed answers to its path in any case', async () => {
  const { as } = stage();
  expect(
    await as('robin.ito', 'GET', `projects/${encodeURIComponent(SEEDED.project.toUpperCase())}`),
  ).toMatchObject({ id: 12 });
});
