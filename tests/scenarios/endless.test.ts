/** What a server, a file or a template could do without end: each has a bound, and the run says which. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { viaNode } from '../../src/gitlab/transport/send.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { EXAMPLE, HOST, provisioned, stage } from '../support/stage.ts';

const json = (body: unknown, headers: Record<string, string> = {}, status = 200): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** A body that never ends, a megabyte at a time. */
const endless = (): Response =>
  new Response(
    new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000_000).fill(0x20)) }),
    { headers: { 'content-type': 'application/json' } },
  );

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);
const next = (request: Request): Record<string, string> => ({
  link: `<${request.url.replace(/[?&]page=\d+/, '')}&page=2>; rel="next"`,
});
const label = { id: 1, name: 'one', color: '#ffffff', description: null };

interface Case {
  what: string;
  answer(request: Request): Response;
  code: number;
  says: RegExp;
}

const ANSWERS: Case[] = [
  { what: 'a body without end', answer: endless, code: 75, says: /more than 64 MB in one answer/ },
  {
    what: 'a thousand million pages',
    answer: () => json([], { 'x-total-pages': '1000000000', 'x-total': '100000000000' }),
    code: 1,
    says: /list of labels goes on to page 1000000000; at most 1000 pages/,
  },
  {
    what: 'a next page that is the same page',
    answer: (request) => json([label], next(request)),
    code: 1,
    says: /list of \S*labels goes on to page 1001/,
  },
  {
    what: 'an error nested in lists',
    answer: () => json(`{"message":${nested(100_000, '[', ']')}}`, {}, 400),
    code: 1,
    says: /GitLab refuses while reading/,
  },
  {
    what: 'an error nested in messages',
    answer: () => json(`${'{"message":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {}, 400),
    code: 1,
    says: /GitLab refuses while reading/,
  },
  {
    what: 'an error of a million words',
    answer: () => json({ message: Array.from({ length: 1_000_000 }, () => 'no') }, {}, 400),
    code: 1,
    says: /GitLab says: no, no/,
  },
  {
    what: 'a list that is nested without rows',
    answer: () => json(nested(100_000, '[', ']')),
    code: 1,
    says: /not what the API promises/,
  },
  {
    what: 'an invitation in thirty years',
    answer: () => json({ message: 'wait' }, { 'retry-after': '1000000000' }, 429),
    code: 75,
    says: /names a time more than a year from now/,
  },
  {
    what: 'an invitation in two hours',
    answer: () =>
      json({ message: 'wait' }, { 'retry-after': '7200', date: 'Mon, 22 Feb 2027 09:00:00 GMT' }, 429),
    code: 75,
    says: /invites us back at 2027-02-22 11:00 UTC[\s\S]*--max-wait/,
  },
  {
    what: 'a quarter of an hour, again and again',
    answer: () => json({ message: 'wait' }, { 'retry-after': '600' }, 429),
    code: 75,
    says: /did not let us in again/,
  },
];

test.each(ANSWERS)('an answer that is $what ends the run with a word', async ({ answer, code, says }) => {
  const { sandbox, kickoff } = stage();
  let asked = 0;
  const plan = await kickoff(['plan', EXAMPLE, '--quiet'], {
    fetch: async (request) => {
      if (!new URL(request.url).pathname.endsWith('/labels')) return sandbox.fetch(request);
      asked += 1;
      return answer(request);
    },
  });
  expect(plan.err).toMatch(says);
  expect(plan.err).not.toMatch(/bug|\bat .*:\d+:\d+/);
  expect(plan.code).toBe(code);
  expect(asked).toBeLessThanOrEqual(1001);
});

test('the next page is asked of the same GitLab, wherever a link points', async () => {
  const { sandbox, kickoff } = stage();
  const hosts = new Set<string>();
  await kickoff(['plan', EXAMPLE, '--quiet'], {
    fetch: async (request) => {
      hosts.add(new URL(request.url).origin);
      if (!new URL(request.url).pathname.endsWith('/labels')) return sandbox.fetch(request);
      return json([label], { link: '<https://elsewhere.test/api/v4/labels?page=2>; rel="next"' });
    },
  });
  expect([...hosts]).toEqual([HOST]);
});

test('--max-wait lets a longer wait be waited', async () => {
  const { sandbox, kickoff } = stage();
  let first = true;
  const done = await kickoff(['provision', EXAMPLE, '--yes', '--quiet', '--max-wait', '30'], {
    fetch: async (request) => {
      if (!first) return sandbox.fetch(request);
      first = false;
      return json({ message: 'wait' }, { 'retry-after': '1200' }, 429);
    },
  });
  expect(done.err).toBe('');
  expect(done.code).toBe(0);
});

test('a packed answer is unpacked up to the same bound', async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    answer.end(bomb);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/`);
  const sent = viaNode()({ method: 'GET', url, headers: {}, body: null, timeout: 5000, signal: undefined });
  await expect(sent).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  server.closeAllConnections();
  server.close();
});

test.each([
  ['a device', '/dev/zero', 'is no regular file'],
  ['a folder', 'config', 'is a folder'],
])('a cohort file that is %s is refused at once', async (_, path, says) => {
  const { kickoff } = stage();
  const { code, err } = await kickoff(['validate', path]);
  expect(err).toContain(says);
  expect(err).not.toContain('bug');
  expect(code).not.toBe(0);
});

test('a pipe that nobody writes into is refused at once', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'pipe.yaml');
  execFileSync('mkfifo', [path]);
  const { code, err } = await stage().kickoff(['validate', path]);
  expect(err).toContain('is no regular file');
  expect(code).toBe(64);
});

const SECRET = 'what only this machine should know';

/** A cohort whose program is `program.yaml` beside it, in a folder where links can be made to a file elsewhere. */
function folderWith(program: string): { folder: string; secret: string; cohort: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const secret = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'secret');
  writeFileSync(secret, SECRET);
  writeFileSync(join(folder, 'program.yaml'), program);
  const cohort = join(folder, 'cohort.yaml');
  writeFileSync(
    cohort,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  return { folder, secret, cohort };
}

const PROGRAM = readFileSync('templates/programs/security-internship.yaml', 'utf8');

test.each([
  'a template of the program',
  'the folder of its templates',
  'the program itself',
  'the program that it extends',
  'the role that it leads to',
  'a link to a link',
])('a link that leads out of the folder publishes nothing: %s', async (what) => {
  const named = what.includes('template') ? `templates: ./mine\n${PROGRAM}` : PROGRAM;
  const { folder, secret, cohort } = folderWith(named);
  const program = join(folder, 'program.yaml');
  if (what === 'a template of the program') {
    mkdirSync(join(folder, 'mine'));
    symlinkSync(secret, join(folder, 'mine', 'epic.md.hbs'));
  } else if (what === 'the folder of its templates') {
    const elsewhere = mkdtempSync(join(tmpdir(), 'kickoff-'));
    writeFileSync(join(elsewhere, 'epic.md.hbs'), SECRET);
    symlinkSync(elsewhere, join(folder, 'mine'));
  } else if (what === 'the program itself') {
    execFileSync('rm', [program]);
    symlinkSync(secret, program);
  } else if (what === 'the program that it extends') {
    writeFileSync(program, 'extends: ./other.yaml\nprogram: mine\n');
    symlinkSync(secret, join(folder, 'other.yaml'));
  } else if (what === 'the role that it leads to') {
    writeFileSync(program, PROGRAM.replace(/role: [a-z-]+/, 'role: ./role.yaml'));
    symlinkSync(secret, join(folder, 'role.yaml'));
  } else {
    mkdirSync(join(folder, 'mine'));
    symlinkSync(secret, join(folder, 'one'));
    symlinkSync('../one', join(folder, 'mine', 'epic.md.hbs'));
    writeFileSync(program, `templates: ./mine\n${PROGRAM}`);
  }
  const { sandbox, kickoff } = stage();
  const { code, err, out } = await kickoff(['provision', cohort, '--yes', '--quiet']);
  expect(`${err}${out}`).not.toContain('only this machine');
  expect(err).toContain('is a link that leads elsewhere');
  expect(code).toBe(1);
  expect(sandbox.state.epics).toEqual([]);
});

test('a link within the folder is followed', async () => {
  const { folder, cohort } = folderWith(PROGRAM);
  execFileSync('mv', [join(folder, 'program.yaml'), join(folder, 'real.yaml')]);
  symlinkSync('real.yaml', join(folder, 'program.yaml'));
  expect((await stage().kickoff(['validate', cohort])).code).toBe(0);
});

test('loops within loops of a program’s own template come to an end, with the place', async () => {
  const { folder, cohort } = folderWith(`templates: ./mine\n${PROGRAM}`);
  mkdirSync(join(folder, 'mine'));
  const loops = 20;
  writeFileSync(
    join(folder, 'mine', 'epic.md.hbs'),
    `Text\n${'{{#each @root.rotations}}'.repeat(loops)}x${'{{/each}}'.repeat(loops)}`,
  );
  const { code, err } = await stage().kickoff(['provision', cohort, '--yes', '--quiet']);
  expect(err).toMatch(/epic\.md\.hbs:2:\d+:? .*loops too often/);
  expect(code).toBe(1);
});

test.each([
  '<p>{{title}}</p>',
  '<!doctype html><!-- <head> --><b>{{title}}</b>',
  '<!-- <!doctype html> --><b>{{title}}</b>',
])('a page of a program’s own template forbids scripts before it says anything: %s', async (page) => {
  const { folder, cohort } = folderWith(`templates: ./mine\n${PROGRAM}`);
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'scorecard-page.html.hbs'), page);
  const world = await provisioned({}, cohort);
  const { out } = await world.kickoff(['report', cohort, '--html']);
  expect(out).toMatch(
    /^(?:<!doctype html>\n)?<meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
  );
  expect(out).toContain('Security Internship');
});

test('no token of a job is printed, whatever carried it', async () => {
  const { kickoff } = stage();
  const secret = 'glcbt-64_canary';
  const { err, code } = await kickoff(['report', EXAMPLE], {
    env: { GITLAB_HOST: HOST, CI_JOB_TOKEN: secret },
    fetch: async () => json({ message: `no such token: ${secret} ${encodeURIComponent(secret)}` }, {}, 400),
  });
  expect(code).not.toBe(0);
  expect(err).toContain('no such token: ***');
  expect(err).not.toContain('canary');
});

test('the sandbox answers to names of loopback only, and moves its clock for who has a token', async () => {
  const served = await serveSandbox(createSandbox({ clock: () => new Date('2027-02-22T09:00:00Z') }));
  const ask = (host: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request(
        `${served.url}/api/v4/version`,
        { headers: { host, 'private-token': SEEDED.token } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      )
        .on('error', reject)
        .end();
    });
  const { host } = new URL(served.url);
  expect(await ask(host)).toBe(200);
  expect(await ask('localhost:80')).toBe(200);
  for (const other of ['rebound.example', '127.0.0.1.example', 'localhost.example:80', '0.0.0.0'])
    expect(await ask(other), other).toBe(421);
  const move = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${served.url}/-/sandbox/clock`, { method: 'POST', headers, body: '{"days":7}' });
  expect((await move({})).status).toBe(401);
  expect((await move({ 'private-token': 'wrong' })).status).toBe(401);
  expect((await move({ 'private-token': SEEDED.token })).status).toBe(200);
  await served.close();
});

test.each([
  [undefined, 0o600, /readable by you alone/],
  ['true', 0o644, /people\.$|people$/m],
])('files of a scorecard name people: with CI=%s they are %o', async (CI, mode, says) => {
  const world = await provisioned();
  const out = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'out');
  const env = { GITLAB_HOST: HOST, GITLAB_TOKEN: SEEDED.token, CI };
  const before = process.umask(0o022);
  const run = await world.kickoff(['sync', EXAMPLE, '--quiet', '--out', out], { env });
  process.umask(before);
  expect(run.out).toMatch(says);
  for (const name of ['scorecard.html', 'scorecard.json', 'people/robin.ito.html'])
    expect(statSync(join(out, name)).mode & 0o777, name).toBe(mode);
});
