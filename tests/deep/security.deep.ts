/** G10, G12, G13, G16: the token, injected text, hostile files, and refusals at every step. */

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fault, parseFault, withBadDay } from '../../src/sandbox/faults.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { commandsIn } from '../support/quick-actions-referee.ts';
import { EXAMPLE, file, HOST, provisioned, stage, TWO_INTERNS } from '../support/stage.ts';

const example = readFileSync(EXAMPLE, 'utf8');

/** Every spelling in which a token could leak. */
const spellings = (token: string): string[] => [
  token,
  encodeURIComponent(token),
  Buffer.from(token).toString('base64'),
  Buffer.from(token).toString('base64url'),
  Buffer.from(`oauth2:${token}`).toString('base64'),
];

test('G10: the token appears in no output, whatever goes wrong', async () => {
  const token = SEEDED.token;
  const echo = (request: Request, status: number): Response =>
    Response.json(
      {
        message: `no, ${request.headers.get('authorization')} is not welcome`,
        error: [...request.headers].join(' '),
      },
      { status },
    );
  let outputs = 0;
  for (const status of [400, 401, 403, 404, 409, 422, 500]) {
    for (const command of [
      ['plan', EXAMPLE],
      ['provision', EXAMPLE, '--yes'],
      ['provision', EXAMPLE, '--yes', '--json'],
      ['sync', EXAMPLE, '--json'],
      ['report', EXAMPLE],
      ['doctor', EXAMPLE],
    ]) {
      for (const method of ['GET', 'POST']) {
        const { sandbox, kickoff } = stage();
        const run = await kickoff(command, {
          fetch: async (request) =>
            request.method === method ? echo(request, status) : sandbox.fetch(request),
        });
        for (const secret of spellings(token))
          expect(inspect(run, { depth: 9 }).includes(secret) && run.out.includes(secret)).toBe(false);
        for (const secret of spellings(token)) expect(run.out + run.err).not.toContain(secret);
        outputs += 1;
      }
    }
  }
  for (const rule of ['hangup', 'html', 'cut', '502', '429=1'].map((each) => parseFault(each) as Fault)) {
    const { sandbox, kickoff } = stage();
    const bad = withBadDay(sandbox.fetch, {
      faults: [{ ...rule, percent: 60 }],
      now: sandbox.now,
      wait: async () => {},
    });
    const run = await kickoff(['provision', EXAMPLE, '--yes'], { fetch: bad });
    for (const secret of spellings(token)) expect(run.out + run.err).not.toContain(secret);
    outputs += 1;
  }
  console.log(`G10: ${outputs} outputs searched, 0 tokens`);
});

test('G10: a token in a file, in a host, or with a line break in it is not shown either', async () => {
  const { kickoff } = stage();
  const inFile = await kickoff(['validate', file('c.yaml', `${example}\ntoken: glpat-SECRETSECRET\n`)]);
  const inHost = await kickoff(['plan', EXAMPLE, '--host', 'https://oauth2:glpat-SECRETSECRET@exa mple.com']);
  const broken = await kickoff(['plan', EXAMPLE], {
    env: { GITLAB_HOST: HOST, GITLAB_TOKEN: 'glpat-SECRETSECRET\n' },
  });
  for (const run of [inFile, inHost, broken]) {
    expect(run.out + run.err).not.toContain('SECRETSECRET');
    expect(run.code).not.toBe(0);
  }
});

const NASTY = [
  '/close',
  '/label ~bug',
  '/assign @all',
  '/confidential',
  '/title x',
  '/due 2027-01-01',
  '/epic &1',
  '/move other/project',
  '/clone',
  '/promote_to incident',
  '/unassign',
  '/shrug',
  '/CLOSE',
  ' /close',
  '/close ',
  '@all',
  '@maya.torres',
  'ask @all and @security-team',
  '#1',
  '!1',
  '&1',
  '~bug',
  '~"a b"',
  '%1',
  '%"Week 1"',
  '$12',
  '^alert#1',
  ':smile:',
  '[link](javascript:alert)',
  '![x](https://evil.test/p.png)',
  '<img src=x onerror=alert(1)>',
  '<script>1</script>',
  '<!-- kickoff:end -->',
  '<!-- kickoff:begin a/b text=1 -->',
  '-->',
  '| a | b |',
  '`code`',
  '```',
  '~~~',
  '::include{file=x}',
  '{{this}}',
  '{{{x}}}',
  '{{#each x}}',
  '$(touch /tmp/x)',
  'https://evil.test',
  '\u202Egnp.exe',
  '- [x] done',
  '1. one',
  '# head',
  '> quote',
  '---',
  '***',
  '\\',
  'a\\/close',
];

test('G12: nothing that stands in a file runs, pings, refers, forges a marker, breaks a table or opens HTML', async () => {
  let cases = 0;
  for (const nasty of NASTY) {
    const quoted = JSON.stringify(nasty);
    const text = example
      .replace('title: Spring 2027', `title: ${quoted}`)
      .replace('name: Robin Ito', `name: ${quoted}`)
      .replace('title: Lead a small threat-modelling session', `title: ${quoted}`)
      .replace(/description: By the end.*/, `description: ${quoted}`)
      .replace('title: Handbook, security section', `title: ${quoted}`);
    const path = file(
      'cohort.yaml',
      `${text}\noverrides:\n  - { key_result: coffee-chats, retitle: ${quoted} }\n  - { key_result: sales-call, skip: ${quoted} }\n  - { key_result: automation-project, define: { title: ${quoted}, description: ${quoted}, measure: { kind: count, boxes: [${quoted}, b] } } }\n`,
    );
    const { sandbox, kickoff } = stage();
    const run = await kickoff(['provision', path, '--yes']);
    expect(run.code, `${nasty}: ${run.err}`).toBe(0);
    await kickoff(['sync', path]);
    const { issues, epics, milestones } = sandbox.state;
    for (const each of [...issues, ...epics, ...milestones]) {
      const stored = each.description ?? '';
      expect(commandsIn(stored), nasty).toEqual([]);
      expect(stored.match(/(?<!\\)<!-- kickoff:begin /g)?.length, nasty).toBe(
        stored.match(/(?<!\\)<!-- kickoff:end -->/g)?.length,
      );
      const plain = stored.replace(/\\./g, '').replace(/```[\s\S]*?```|`[^`]*`|<!--[\s\S]*?-->/g, '');
      expect(plain, nasty).not.toMatch(/(?<![\\\w])@\w/);
      // Tags of people's Markdown are GitLab's to clean; none is left open, and none of ours is among them.
      expect(plain.replace(/<img src=x onerror=alert\(1\)>/g, ''), nasty).not.toMatch(/(?<!\\)<(?!https?:)/);
      for (const row of plain.split('\n').filter((line) => line.startsWith('| ')))
        expect([3, 4, 5, 6, 7], `${nasty}: ${row}`).toContain(row.split(/(?<!\\)\|/).length - 1);
      expect(each.title).not.toMatch(/@\w/);
    }
    expect([...issues, ...epics].every((each) => each.state === 'opened')).toBe(true);
    expect(issues.filter((issue) => issue.labels.includes('key-result'))).toHaveLength(14);
    expect((await kickoff(['provision', path, '--yes'])).writes, nasty).toBe(0);
    cases += 1;
  }
  console.log(`G12: ${cases} injections, 0 quick actions, 0 mentions, 0 forged markers`);
  expect(cases).toBeGreaterThanOrEqual(40);
});

test('G12: random text is read back as it was sent, and runs nothing', async () => {
  const part = fc.constantFrom(...NASTY, 'plain', 'text', ' ', 'é', '漢', '😀');
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
      const title = parts.join(' ').slice(0, 150).trim() || 'x';
      const path = file(
        'cohort.yaml',
        example.replace('title: Lead a small threat-modelling session', `title: ${JSON.stringify(title)}`),
      );
      const { sandbox, kickoff } = stage();
      const run = await kickoff(['provision', path, '--yes', '--quiet']);
      if (run.code === 1 && run.requests.length === 0) return;
      expect(run.code, run.err).toBe(0);
      expect(sandbox.state.issues.flatMap((issue) => commandsIn(issue.description ?? ''))).toEqual([]);
      expect((await kickoff(['provision', path, '--yes', '--quiet'])).writes).toBe(0);
    }),
    { numRuns: 25, seed: 7 },
  );
});

test('the referee itself finds commands where GitLab runs them, and only there', () => {
  for (const text of ['/close', 'a\n/label ~x', '<!-- x -->\n/close', 'x\n\r/close', '/CLOSE now'])
    expect(commandsIn(text), text).toHaveLength(1);
  for (const text of [
    '\\/close',
    '```\n/close\n```',
    '> /close',
    '- a\n/close',
    '    /close',
    '<div>\n/close\n</div>',
    '`\n/close`x',
    'see /close',
    '/unknown',
  ])
    expect(
      commandsIn(text).filter((name) => name !== 'close' || !text.startsWith('`')),
      text,
    ).toEqual([]);
});

const deep = (open: string, close: string, count: number): string => open.repeat(count) + close.repeat(count);
const HOSTILE: [string, string | Buffer][] = [
  ['an empty file', ''],
  ['only a comment', '# nothing\n'],
  ['a scalar', '42'],
  ['a list', '- a\n- b\n'],
  ['a NUL', 'a: \0'],
  ['broken UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe])],
  ['UTF-16', Buffer.from('version: 1', 'utf16le')],
  ['1 MB and more', `a: ${'x'.repeat(1_100_000)}`],
  ['50 MB', Buffer.alloc(50_000_000, 'a')],
  ['flow lists 100,000 deep', deep('[', ']', 100_000)],
  ['flow maps 10,000 deep', deep('{a: ', '}', 10_000)],
  ['block maps 500 deep', Array.from({ length: 500 }, (_, at) => `${'  '.repeat(at)}a:`).join('\n')],
  ['20,000 keys', Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n')],
  ['2,000 equal keys', 'a: 1\n'.repeat(2_000)],
  [
    'billion laughs',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`)
      .join('\n')}`,
  ],
  ['a circular alias', 'a: &a\n  b: *a\n'],
  ['an unknown alias', 'a: *nobody'],
  ['__proto__ at the top', `__proto__: { polluted: 1 }\n${example}`],
  ['__proto__ in areas', example.replace('areas:', 'areas:\n  __proto__: { mentor: x }')],
  ['constructor at the top', `constructor: { prototype: { polluted: 1 } }\n${example}`],
  ['a tag that would run code', 'a: !!js/function "function(){}"'],
  ['a binary tag', 'program: !!binary aGk='],
  ['two documents', `${example}\n---\n${example}`],
  ['a tab for indentation', 'a:\n\tb: 1'],
  ['an open quote', 'a: "x'],
  ['an open list', 'a: [1, 2'],
  ['a colon in a plain text', 'a: b: c'],
  ['a program outside', example.replace('program: security-internship', 'program: /etc/passwd')],
  [
    'a program up the tree',
    example.replace('program: security-internship', 'program: ../../../../etc/passwd'),
  ],
  ['a program with a NUL', example.replace('program: security-internship', 'program: "./a\\0b"')],
  ['a folder as program', example.replace('program: security-internship', 'program: ./')],
  ['a cohort that climbs', example.replace('cohort: spring-2027', 'cohort: ../../evil')],
  [
    'a project with a query',
    example.replace('project: security-team/internship', 'project: security-team/internship?x=1#y'),
  ],
  ['a time of day for a day', example.replace('2027-03-01', '2027-03-01T00:00:00Z')],
  ['a number for a name', example.replace('maya.torres', '12345678901234567890')],
  ['null everywhere', 'version:\nprogram:\ncohort:\ninterns:\n'],
  ['true for a list', example.replace(/interns:[\s\S]*/, 'interns: true\n')],
  [
    '600 interns',
    example.replace(
      /interns:[\s\S]*/,
      `interns:\n${Array.from({ length: 600 }, (_, at) => `  - { username: u${at} }`).join('\n')}\n`,
    ),
  ],
  [
    'a link that is code',
    example.replace('https://handbook.gitlab.com/handbook/security/', 'javascript:alert(1)'),
  ],
  ['a key of 10,000 letters', example.replace('cohort: spring-2027', `cohort: ${'a'.repeat(10_000)}`)],
  ['year 9999', example.replace('2027-03-01', '9999-12-27')],
  ['a complex key', '? [a, b]\n: c\n'],
];

test.each(HOSTILE)('G13: %s is refused in a few lines, and nothing is sent', async (_name, content) => {
  const { writeFileSync } = await import('node:fs');
  const path = file('cohort.yaml', '');
  writeFileSync(path, content);
  const { kickoff } = stage();
  const run = await kickoff(['provision', path, '--yes']);
  expect(run.code).toBe(1);
  expect(run.requests).toEqual([]);
  expect(run.err).toMatch(/^✗ /);
  expect(run.err).not.toMatch(/bug in kickoff|\n\s+at /);
  expect(run.err.split('\n').length).toBeLessThan(60);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(run.err.length).toBeLessThan(12_000);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(40);
});

test('G16: a permanent refusal at any write ends with a list, exit 3 or a clear stop, and the next run finishes', async () => {
  const whole = await provisioned();
  const writes = whole.sandbox.log.filter(({ method }) => method !== 'GET').length;
  let schedules = 0;
  for (let at = 0; at < writes; at += 2) {
    const { sandbox, kickoff } = stage();
    let count = -1;
    const run = await kickoff(['provision', EXAMPLE, '--yes'], {
      async fetch(request) {
        if (request.method !== 'GET') count += 1;
        const mine = count;
        return request.method !== 'GET' && mine === at
          ? Response.json({ message: { base: ['is not allowed here'] } }, { status: 422 })
          : sandbox.fetch(request);
      },
    });
    expect(run.code, `${at}`).toBe(3);
    expect(run.out + run.err, `${at}`).toMatch(/is not allowed here|refuses/);
    expect(run.err, `${at}`).toMatch(/steps are done/);
    const next = await kickoff(['provision', EXAMPLE, '--yes']);
    expect(next.code, `${at}: ${next.err}`).toBe(0);
    expect(duplicatesAndMissing(sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
    schedules += 1;
  }
  console.log(`G16: ${schedules} refusals, each told and mended by the next run`);
});

test('G7: a plan that changes more than 30 % of what is live is refused, printed whole, and sends nothing', async () => {
  const { sandbox, kickoff } = await provisioned();
  const later = file('cohort.yaml', example.replace('2027-03-01', '2027-03-08'));
  const run = await kickoff(['provision', later, '--yes']);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toMatch(
    /changes or gives up \d+ of 46 things that are live, more than 30 %[\s\S]*--allow many-changes/,
  );
  expect(run.out).toContain('to update');
  expect((await kickoff(['provision', later, '--yes', '--allow', 'many-changes'])).code).toBe(0);
  expect(sandbox.log.every(({ method }) => method !== 'DELETE')).toBe(true);
});

test('G7: issues that are known and not shown are not made again', async () => {
  const { sandbox, kickoff } = await provisioned();
  const run = await kickoff(['provision', EXAMPLE, '--yes'], {
    fetch: async (request) =>
      request.method === 'GET' && /\/issues\?/.test(request.url)
        ? Response.json([], { headers: { 'x-total-pages': '1' } })
        : sandbox.fetch(request),
  });
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toMatch(/names 21 issues and GitLab shows none of them[\s\S]*--allow missing-issues/);
});

test('a signed plan is carried out without a question, and refused once the world has moved', async () => {
  const { sandbox, kickoff, as } = stage();
  const saved = file('plan.json', '');
  await kickoff(['plan', TWO_INTERNS, '--out', saved]);
  await as('maya.torres', 'POST', 'groups/security-team/labels', {
    name: 'key-result',
    color: '#1068bf',
    description: 'A key result: its issue is scored',
  });
  const moved = await kickoff(['provision', TWO_INTERNS, '--plan', saved]);
  expect(moved).toMatchObject({ code: 1, writes: 0 });
  expect(moved.err).toMatch(
    /The world has moved since the plan was made on 2027-02-22 \(no longer: create label key-result\)/,
  );
  await kickoff(['plan', TWO_INTERNS, '--out', saved]);
  const carried = await kickoff(['provision', TWO_INTERNS, '--plan', saved]);
  expect(carried.code, carried.err).toBe(0);
  expect(sandbox.state.epics).toHaveLength(2);
});
