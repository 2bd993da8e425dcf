/** The nightly run: it writes only when something shown changed, and creates nothing. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXAMPLE, GROUP, issueOf, PROJECT, provisioned, stage } from '../support/stage.ts';

const KR = 'spring-2027/robin-ito/kr';

test('thirty nights in which nothing happens: one write at first, then one on each Saturday', async () => {
  const { kickoff, moveClock } = await provisioned();
  const written: string[] = [];
  // The first night is Tuesday, 2 March 2027.
  for (let night = 0; night < 30; night += 1) {
    const time = new Date(Date.UTC(2027, 2, 2 + night, 1));
    moveClock(time.toISOString());
    const run = await kickoff(['sync', EXAMPLE]);
    expect(run.code).toBe(0);
    if (run.writes > 0) written.push(time.toISOString().slice(0, 10));
    expect(run.writes).toBeLessThanOrEqual(1);
  }
  expect(written).toEqual(['2027-03-02', '2027-03-06', '2027-03-13', '2027-03-20', '2027-03-27']);
});

test('a Saturday that was missed is made up for on the next night', async () => {
  const { kickoff, moveClock } = await provisioned();
  moveClock('2027-03-03T01:00:00Z');
  await kickoff(['sync', EXAMPLE]);
  moveClock('2027-03-10T01:00:00Z');
  expect((await kickoff(['sync', EXAMPLE])).writes).toBe(1);
});

test('one closed issue changes the block, one tick in a shown number does, a comment of people does not', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  await kickoff(['sync', EXAMPLE]);
  const issue = issueOf(sandbox.state, `${KR}/blog-post`);
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, { state_event: 'close' });
  expect((await kickoff(['sync', EXAMPLE])).writes).toBe(1);
  expect(sandbox.state.epics[0]?.description).toContain('**0.25**');
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: `${issue.description}\n\nthanks!`,
  });
  expect((await kickoff(['sync', EXAMPLE])).writes).toBe(0);
});

test('what people wrote around the block stays, byte for byte; a block that people edited is left, and said', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  const epic = sandbox.state.epics[0];
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: `First words.\n\n${epic?.description}\n\nLast  words.`,
  });
  const around = (text: string): string =>
    text.replace(/<!-- kickoff:begin \S+#scorecard[\s\S]*?<!-- kickoff:end -->/, '#');
  const before = around(epic?.description ?? '');
  await kickoff(['sync', EXAMPLE]);
  expect(around(epic?.description ?? '')).toBe(before);
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: epic?.description?.replace('### Scorecard', '### Our score'),
  });
  const left = await kickoff(['sync', EXAMPLE]);
  expect(left).toMatchObject({ code: 0, writes: 0 });
  expect(left.out).toMatch(/somebody edited its scorecard block/);
});

test('a removed block is not forced back; two empty markers bring it back', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  const epic = sandbox.state.epics[0];
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: epic?.description?.replace(
      /<!-- kickoff:begin \S+#scorecard[\s\S]*?<!-- kickoff:end -->/,
      '',
    ),
  });
  const left = await kickoff(['sync', EXAMPLE]);
  expect(left.writes).toBe(0);
  const hint = /(<!-- kickoff:begin .*?-->) and (<!-- kickoff:end -->)/.exec(left.out);
  await as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: `${epic?.description}\n\n${hint?.[1]}\n${hint?.[2]}`,
  });
  expect((await kickoff(['sync', EXAMPLE])).writes).toBe(1);
  expect(epic?.description).toContain('_Last written on');
});

test('a report of what was never provisioned is one line per intern, and options that contradict are refused', async () => {
  const { kickoff } = stage();
  const run = await kickoff(['report', EXAMPLE]);
  expect(run.code).toBe(1);
  expect(run.out).toContain('Robin Ito (robin.ito)\n  not provisioned yet');
  expect(run.out.split('\n').length).toBeLessThan(14);
  expect((await kickoff(['plan', EXAMPLE, '--json', '--markdown'])).code).toBe(64);
});

test('a sync of what was never provisioned creates nothing and ends with 1', async () => {
  const { kickoff, sandbox } = stage();
  const run = await kickoff(['sync', EXAMPLE]);
  expect(run).toMatchObject({ code: 1, writes: 0 });
  expect(run.err).toMatch(/GitLab does not have .*\n.*creates nothing\.\n.*Run kickoff provision/);
  expect(sandbox.state.issues).toEqual([]);
});

test('--out writes all files whole, without title or link of confidential key results', async () => {
  const { kickoff } = await provisioned();
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  expect((await kickoff(['sync', EXAMPLE, '--out', folder])).code).toBe(0);
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
  const json = readFileSync(join(folder, 'scorecard.json'), 'utf8');
  expect(JSON.parse(json)).toMatchObject({
    schemaVersion: 2,
    program: 'Security Internship',
    interns: [{ name: 'Robin Ito', score: 0 }],
  });
  for (const name of [
    'scorecard.json',
    'scorecard.md',
    'scorecard.csv',
    'scorecard.html',
    'remarks.xml',
    'people/robin.ito.html',
    'people/ines.ferreira.html',
  ]) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).not.toContain('HackerOne');
    expect(text).not.toContain('security incident');
    expect(text).toContain('confidential');
  }
});

test('the block in the epic never names a confidential key result, nor one that a person made confidential', async () => {
  const { sandbox, kickoff, as } = await provisioned();
  for (const key of ['triage-reports', 'sales-call']) {
    const issue = issueOf(sandbox.state, `${KR}/${key}`);
    await as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
      confidential: true,
      state_event: 'close',
      description: issue.description?.replace('- Outcome:', "- Outcome: won't do"),
    });
  }
  await kickoff(['sync', EXAMPLE]);
  const text = sandbox.state.epics[0]?.description ?? '';
  expect(text).toMatch(/2 confidential key results \(\\#\d+, \\#\d+\) are worth a look/);
  expect(text).not.toContain('HackerOne');
  expect(text).not.toContain('sales call');
});

test('report prints the same score and writes nothing', async () => {
  const { kickoff } = await provisioned();
  const report = await kickoff(['report', EXAMPLE, '--json']);
  expect(report).toMatchObject({ code: 0, writes: 0 });
  expect(JSON.parse(report.out).interns[0].objectives).toHaveLength(4);
  const text = await kickoff(['report', EXAMPLE]);
  for (const line of text.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(82);
});
