/** One scorecard, many readers: terminal, Markdown, HTML, CSV, JSON, a badge, and what one person needs of it. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { act, close, internship, line, tick } from '../support/people.ts';
import { EXAMPLE, provisioned, type Stage, TWO_INTERNS } from '../support/stage.ts';

let world: Stage;
let two: Stage;

beforeAll(async () => {
  world = await provisioned();
  await internship(world, 5);
  two = await provisioned({}, TWO_INTERNS);
  two.moveClock('2027-10-02T01:00:00Z');
});

const report = async (...args: string[]): Promise<string> => {
  const run = await world.kickoff(['report', EXAMPLE, ...args]);
  expect(run).toMatchObject({ code: 0, writes: 0 });
  return run.out;
};

test('JSON fits the schema that kickoff schema scorecard prints', async () => {
  const schema = JSON.parse((await world.kickoff(['schema', 'scorecard'])).out);
  const fits = new Ajv2020({ strict: false }).compile(schema);
  for (const args of [[], ['--at', '2027-03-19'], ['--show-confidential']]) {
    expect(fits(JSON.parse(await report('--json', ...args))), JSON.stringify(fits.errors)).toBe(true);
  }
  expect(fits(JSON.parse((await two.kickoff(['sync', TWO_INTERNS, '--json'])).out))).toBe(true);
  expect(fits({ schemaVersion: 1 })).toBe(false);
});

test.each([
  40, 60, 80, 200,
])('the terminal at %i columns: no line is longer, and every state has its word or sign', async (columns) => {
  const { out } = await world.kickoff(['report', EXAMPLE], { columns });
  for (const text of out.split('\n').filter((each) => !each.includes('--show-confidential')))
    expect([...text].length).toBeLessThanOrEqual(Math.min(Math.max(columns, 40), 110));
  expect(out).toContain('● on track, expected 0.28');
  expect(out).toContain('Looks odd');
  expect(out).not.toContain('\u001b[');
});

test('colour only on a terminal, and never the only sign', async () => {
  const plain = await report();
  const { out } = await world.kickoff(['report', EXAMPLE], { outIsTerminal: true });
  expect(out).toContain('\u001b[');
  expect(out.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  const off = await world.kickoff(['report', EXAMPLE], {
    outIsTerminal: true,
    env: { GITLAB_HOST: 'https://gitlab.test', GITLAB_TOKEN: 'glpat-sandbox-kickoff-robot', NO_COLOR: '1' },
  });
  expect(off.out).toBe(plain);
});

test('--explain: rule, source, inputs, arithmetic and link of a key result, an objective, the program', async () => {
  const result = await report('--explain', 'coffee-chats');
  expect(result).toMatch(
    /7 of 10 boxes ticked\n {2}Rule: count of ticks \(re:Work: .*\)\n {2}- boxes ticked: 7\n {2}- target: 10\n {2}Arithmetic: 7 ∕ 10 = 0\.7/,
  );
  expect(result).toMatch(/Expected by 2 Apr: 0\.63, so ● on track/);
  expect(result).toMatch(/https:\/\/gitlab\.test\/.*\/issues\/\d+/);
  expect(await report('--explain', 'exposure')).toContain('(1 × 0.5 + 1 × 0.5) ∕ 2 = 0.5');
  expect(await report('--explain', 'program')).toMatch(
    /Arithmetic: \(1 × 0\.5 \+ 1 × 0 \+ 1 × 1 \+ 1 × 0\.7\) ∕ 4 = 0\.55/,
  );
  const unknown = await world.kickoff(['report', EXAMPLE, '--explain', 'coffee']);
  expect(unknown).toMatchObject({ code: 64 });
  expect(unknown.err).toMatch(/"coffee" is nothing that has a score here.*\n.*exposure.*coffee-chats/s);
});

test('an intern sees the next three, a mentor the rotation, anybody else a list of who there is', async () => {
  const intern = await report('--for', 'robin.ito');
  const next = intern.slice(intern.indexOf('Your next three'), intern.indexOf('Robin Ito (robin.ito)'));
  expect(next.match(/due /g)).toHaveLength(3);
  // Overdue first, then what is due at the end; what has not begun comes last, and nothing that is done.
  expect(next).toMatch(/due 12 Mar, Application Security[\s\S]*due 23 Apr/);
  expect(next).not.toContain('Publish a blog post');
  const mentor = await report('--for', '@priya.raman');
  expect(mentor).toContain('My rotation: Security Operations, Robin Ito');
  expect(mentor).not.toContain('Red Team');
  const primary = await report('--for', 'sam.okafor');
  expect(primary).toContain('Robin Ito, next three');
  const nobody = await world.kickoff(['report', EXAMPLE, '--for', 'nobody']);
  expect(nobody).toMatchObject({ code: 64 });
  expect(nobody.err).toContain('robin.ito, ada.lindqvist');
});

test('CSV: a row for each key result, quoted, and no cell that a spreadsheet would run', async () => {
  const fresh = await provisioned();
  await act(fresh, 'blog-post', line('Evidence', '=HYPERLINK("https://evil.test","a, b")'), close);
  const { out } = await fresh.kickoff(['report', EXAMPLE, '--csv']);
  const rows = out.split('\r\n');
  expect(rows).toHaveLength(17);
  expect(rows[0]).toMatch(/^intern,username,group,key,title,/);
  expect(out).toContain(`"'=HYPERLINK(""https://evil.test"",""a, b"")"`);
});

test('the badge is one line of SVG with a title', async () => {
  expect(await report('--badge')).toMatch(
    /^<svg .*aria-label="Security Internship: 0\.55 on track">\n<title>/,
  );
  expect((await two.kickoff(['report', TWO_INTERNS, '--badge'])).out).toContain('0 of 2 on track');
});

test('HTML: no script, nothing from elsewhere, everything escaped, interns side by side', async () => {
  const fresh = await provisioned();
  await act(
    fresh,
    'blog-post',
    line('Evidence', '<img src=x onerror=alert(1)> https://example.test/a?b=1&c="2 javascript:alert(1)'),
    close,
  );
  await act(fresh, 'coffee-chats', line('Outcome', '"><script>alert(1)</script>'), {});
  const { out } = await fresh.kickoff(['report', EXAMPLE, '--html']);
  expect(out).not.toMatch(/<script|<img|onerror=alert\(1\)>|href="javascript/i);
  expect(out).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
  expect(out).toContain('<a href="https://example.test/a?b&#x3D;1&amp;c&#x3D;">');
  expect([...out.matchAll(/(?:src|@import|url\()\s*=?\s*["']?(https?:)/g)]).toEqual([]);
  expect((await two.kickoff(['report', TWO_INTERNS, '--html'])).out).toMatch(
    /Side by side[\s\S]*Robin Ito[\s\S]*Noor Haddad/,
  );
});

test('Markdown and HTML name no confidential key result, unless asked', async () => {
  for (const format of ['--markdown', '--html', '--csv', '--json']) {
    expect(await report(format)).not.toContain('HackerOne');
    expect(await report(format, '--show-confidential')).toContain('HackerOne');
  }
});

test('files: everything, and a page for each person', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  await report('--out', folder);
  expect(readdirSync(folder).sort()).toEqual([
    'badge.svg',
    'kickoff.env',
    'metrics.txt',
    'people',
    'remarks.xml',
    'scorecard.csv',
    'scorecard.html',
    'scorecard.json',
    'scorecard.md',
  ]);
  expect(readdirSync(join(folder, 'people'))).toHaveLength(8);
  expect(readFileSync(join(folder, 'people', 'robin.ito.html'), 'utf8')).toContain('Your next three');
  expect(readFileSync(join(folder, 'people', 'priya.raman.html'), 'utf8')).toContain('My rotation');
});

test('options that contradict are refused', async () => {
  for (const args of [
    ['--json', '--html'],
    ['--csv', '--badge'],
    ['--out', 'x', '--json'],
    ['--explain', 'x', '--json'],
    ['--for', 'x', '--csv'],
  ])
    expect((await world.kickoff(['report', EXAMPLE, ...args])).code).toBe(64);
});

// ---- a CI job without a secret

const JOB = { GITLAB_HOST: 'https://gitlab.test', CI_JOB_TOKEN: 'glcbt-sandbox-job' };

test('with the token of a CI job alone: the same scores, and what it cannot see is said', async () => {
  const before = JSON.parse(await report('--json'));
  const run = await world.kickoff(['report', EXAMPLE, '--json'], { env: JOB });
  expect(run).toMatchObject({ code: 0, writes: 0, reads: 1 });
  const card = JSON.parse(run.out);
  expect(card.interns[0].score).toBe(before.interns[0].score);
  expect(card.interns[0].health).toBe(before.interns[0].health);
  expect(card.interns[0].burnUp).toBeNull();
  expect(card.unseen.join()).toMatch(/epics.*events/);
  const text = await world.kickoff(['report', EXAMPLE], { env: JOB });
  expect(text.out.replace(/\s+/g, ' ')).toMatch(
    /Not read, because the token may not see it: epics .*, events \(history\)/,
  );
  expect(text.out).not.toContain('not provisioned');
  const page = await world.kickoff(['report', EXAMPLE, '--html'], { env: JOB });
  expect(page.out).toContain('may not see the events');
});

test('the job’s token travels in its own header, and only where nothing is written', async () => {
  const headers: string[] = [];
  await world.kickoff(['report', EXAMPLE], {
    env: JOB,
    fetch: (request) => {
      headers.push(`${request.headers.get('job-token')} ${request.headers.get('authorization')}`);
      return world.sandbox.fetch(request);
    },
  });
  expect(headers).toEqual(['glcbt-sandbox-job null']);
  for (const command of ['sync', 'provision', 'plan']) {
    const run = await world.kickoff([command, EXAMPLE], { env: JOB });
    expect(run).toMatchObject({ code: 4, reads: 0 });
    expect(run.err).toContain('No token is given');
  }
});

test('a token of its own comes before that of the job', async () => {
  const run = await world.kickoff(['report', EXAMPLE, '--json'], {
    env: { ...JOB, GITLAB_TOKEN: 'glpat-sandbox-kickoff-robot' },
  });
  expect(JSON.parse(run.out).unseen).toEqual([]);
});

test('in another project’s pipeline the job’s token is refused, and the error says where to let it in', async () => {
  const fresh = await provisioned();
  const token = fresh.sandbox.state.tokens.find(({ value }) => value === 'glcbt-sandbox-job');
  if (token) token.job_project_id = 13;
  const run = await fresh.kickoff(['report', EXAMPLE], { env: JOB });
  expect(run.code).toBe(4);
  expect(run.err).toContain('Authentication by CI/CD job token not allowed from');
  expect(run.err).toContain('Let the job');
  expect(run.err).toContain('Job token permissions');
});

test('ticks, values and confidence are read from the one list', async () => {
  const fresh = await provisioned();
  await act(fresh, 'coffee-chats', (text) => line('Confidence', '8/10')(tick(2)(text)));
  const run = await fresh.kickoff(['report', EXAMPLE, '--json']);
  expect(run.requests.filter(({ path }) => /\/issues\b/.test(path))).toHaveLength(1);
  expect(JSON.parse(run.out).interns[0].objectives[3].keyResults[0]).toMatchObject({
    score: 0.2,
    confidence: 0.8,
  });
});
