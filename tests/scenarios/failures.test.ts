/** GitLab says no, or says nothing: one clear line each, the right exit code, never a stack, never the token. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { EXAMPLE, file, HOST, provisioned, stage } from '../support/stage.ts';

const example = readFileSync(EXAMPLE, 'utf8');
const refused = (code: string): never => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code }) });
};

test.each<[string, { cohort?: string; env?: Record<string, string>; fetch?: () => never }, number, RegExp]>([
  [
    'a wrong token',
    { env: { GITLAB_HOST: HOST, GITLAB_TOKEN: 'glpat-wrong-token-value' } },
    4,
    /^✗ https:\/\/gitlab\.test does not accept the token\./,
  ],
  ['no token', { env: { GITLAB_HOST: HOST } }, 4, /^✗ No token is given\./],
  ['no host', { env: { GITLAB_TOKEN: 'x' } }, 64, /^✗ No GitLab host is given\./],
  [
    'a host without https',
    { env: { GITLAB_HOST: 'http://gitlab.test', GITLAB_TOKEN: 'glpat-x' } },
    64,
    /is not https; the token would travel in clear/,
  ],
  [
    'an unreachable host',
    { fetch: () => refused('ECONNREFUSED') },
    75,
    /^✗ https:\/\/gitlab\.test cannot be reached \(ECONNREFUSED\)\./m,
  ],
  [
    'a host that does not resolve',
    { fetch: () => refused('ENOTFOUND') },
    75,
    /cannot be reached \(ENOTFOUND\)/,
  ],
  [
    'a missing project',
    { cohort: example.replace('/internship', '/internshop') },
    1,
    /^✗ The project "security-team\/internshop" does not exist on https:\/\/gitlab\.test, or the token cannot see it\./,
  ],
  [
    'a missing group',
    {
      cohort: example
        .replace('group: security-team', 'group: no-team')
        .replace('project: security-team', 'project: no-team'),
    },
    1,
    /^✗ The (group|project) "no-team/,
  ],
])('%s', async (_name, { cohort, env, fetch }, code, message) => {
  const { kickoff, sandbox } = stage();
  const path = cohort === undefined ? EXAMPLE : file('cohort.yaml', cohort);
  for (const command of [
    ['plan', path],
    ['provision', path, '--yes'],
    ['sync', path],
  ]) {
    const run = await kickoff(command, {
      ...(env ? { env } : {}),
      ...(fetch ? { fetch: async () => fetch() } : {}),
    });
    const said = run.err
      .split('\n')
      .filter((line) => !/^(Reading|Waiting)/.test(line))
      .join('\n');
    expect(said).toMatch(message);
    expect(said).toMatch(/\n {2}→ /);
    expect(said.match(/✗/g)).toHaveLength(1);
    expect(run.code).toBe(code);
    expect(run.err + run.out).not.toMatch(/\n\s+at /);
    expect(run.err + run.out).not.toContain('glpat-');
  }
  expect(sandbox.state.issues).toEqual([]);
});

test('an unknown user is a note in the plan, before the first write', async () => {
  const { kickoff } = stage();
  const plan = await kickoff(['plan', file('cohort.yaml', example.replace('hana.sato', 'hana.soto'))]);
  expect(plan.code).toBe(0);
  expect(plan.out).toMatch(/! hana\.soto: is nobody’s user name on this GitLab/);
});

test('a token that may only read can plan and report, and provision says what is wrong', async () => {
  const { kickoff, sandbox } = stage();
  for (const token of sandbox.state.tokens) if (token.value === SEEDED.token) token.scopes = ['read_api'];
  expect((await kickoff(['plan', EXAMPLE])).code).toBe(0);
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(run.code).toBe(4);
  expect(run.err).toMatch(/Its scope is read_api: it may not write/);
  expect(run.writes).toBe(0);
  expect(sandbox.state.labels).toEqual([]);
});

test('one thing that GitLab refuses fails alone: the rest is done, exit 3, and the next run finishes', async () => {
  const { kickoff, sandbox } = stage();
  let refuse = true;
  const run = await kickoff(['provision', EXAMPLE, '--yes'], {
    fetch: async (request) => {
      const body = request.method === 'POST' ? await request.clone().text() : '';
      if (refuse && request.url.endsWith('/milestones') && body.includes('Red Team')) {
        return Response.json(
          { message: 'Failed to create milestone {:title=>["is reserved"]}' },
          { status: 400 },
        );
      }
      return sandbox.fetch(request);
    },
  });
  expect(run.code).toBe(3);
  expect(run.out).toMatch(/Done: 43 of 46 steps\.\n {2}✗ milestone spring-2027: Red Team: .*is reserved/);
  expect(run.out.match(/not done, because its milestone could not be made/g)).toHaveLength(2);
  expect(run.err).toMatch(/43 of 46 steps are done; 1 failed, 2 were skipped/);
  refuse = false;
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
});

test('without a terminal and without --yes nothing is written, and the flag is named', async () => {
  const { kickoff } = stage();
  const run = await kickoff(['provision', EXAMPLE]);
  expect(run).toMatchObject({ code: 64, writes: 0 });
  expect(run.err).toContain('--yes');
  expect(run.out).toContain('46 to create');
});

test('only "yes" is taken for a yes', async () => {
  for (const [answer, writes] of [
    ['y', 0],
    ['', 0],
    ['yes', 53],
  ] as const) {
    const { kickoff } = stage();
    const run = await kickoff(['provision', EXAMPLE], { ask: async () => answer });
    expect(run.writes).toBe(writes);
  }
});

test('the detailed exit code tells changes from none', async () => {
  const { kickoff } = stage();
  expect((await kickoff(['plan', EXAMPLE, '--detailed-exitcode'])).code).toBe(2);
  expect((await kickoff(['plan', EXAMPLE])).code).toBe(0);
  await kickoff(['provision', EXAMPLE, '--yes']);
  expect((await kickoff(['plan', EXAMPLE, '--detailed-exitcode'])).code).toBe(0);
});

test('a plan promises the requests that provision then needs', async () => {
  const { kickoff } = stage();
  const plan = JSON.parse((await kickoff(['plan', EXAMPLE, '--json'])).out);
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect(
    run.writes +
      run.requests.filter(({ path }) => /\/epics\/\d+$/.test(path)).filter(({ method }) => method === 'GET')
        .length,
  ).toBe(plan.requests);
  expect(plan.mails).toEqual({ 'maya.torres': 2, 'robin.ito': 17, 'sam.okafor': 2 });
});

test('every command has a help with an example, and the top help shows six first', async () => {
  const { kickoff } = stage();
  const top = await kickoff(['--help']);
  const first = top.out.slice(top.out.indexOf('Start here:'), top.out.indexOf('Also:'));
  expect([...first.matchAll(/^ {2}([\w-]+)/gm)].map((match) => match[1])).toEqual([
    'demo',
    'plan',
    'provision',
    'sync',
    'report',
    'init-ci',
  ]);
  for (const command of ['demo', 'plan', 'provision', 'sync', 'report', 'validate', 'schema', 'sandbox']) {
    const help = await kickoff([command, '--help']);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/Examples:\n {2}\$ kickoff/);
  }
});

test.each([
  [['plan']],
  [['plan', EXAMPLE, '--nonsense']],
  [['nonsense']],
  [['schema', 'x']],
  [['sandbox', '--tier', 'gold']],
  [[]],
])('usage: kickoff %j ends with 64', async (args) => {
  const run = await stage().kickoff(args);
  expect(run.code).toBe(64);
  expect(run.err + run.out).not.toMatch(/\n\s+at /);
});

test('a plan as Markdown and as JSON carries the same steps', async () => {
  const { kickoff } = await provisioned();
  const path = file(
    'cohort.yaml',
    `${example}\noverrides:\n  - { key_result: blog-post, retitle: Publish | two posts }\n`,
  );
  const json = JSON.parse((await kickoff(['plan', path, '--json'])).out);
  const markdown = (await kickoff(['plan', path, '--markdown'])).out;
  expect(json.steps.map((step: { action: string }) => step.action)).toEqual(['update', 'update']);
  expect(markdown.match(/^\| `~` \|/gm)).toHaveLength(2);
  expect(markdown).toContain('Publish \\| two posts');
});

test('a name that nobody answers to is asked once; after an answer its silence is a moment’s trouble', async () => {
  const world = stage();
  const asked: string[] = [];
  const nobody = async (request: Request): Promise<Response> => {
    asked.push(request.url);
    return refused('ENOTFOUND');
  };
  await world.kickoff(['plan', EXAMPLE], { fetch: nobody });
  expect(asked).toEqual([...new Set(asked)]);
  let answered = 0;
  const run = await world.kickoff(['plan', EXAMPLE], {
    fetch: async (request) => {
      answered += 1;
      return answered === 14 ? refused('ENOTFOUND') : world.sandbox.fetch(request);
    },
  });
  expect(run.code, run.err).toBe(0);
});
