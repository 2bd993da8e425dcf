/** What looks odd is shown on top, each with its link and what to do; a mistake is seen the next morning. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InternCard, Remark } from '../../src/scorecard/scorecard.ts';
import { act, close, codes, internOf, internship, KR, line, reopen, same, tick } from '../support/people.ts';
import { EXAMPLE, file, GROUP, issueOf, PROJECT, provisioned } from '../support/stage.ts';

const about = (intern: InternCard, title: RegExp): Remark[] =>
  intern.remarks.filter((each) => title.test(each.about));

test('the wrong issue closed: seen the next morning with its link and the remedy, undone by opening it again', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'secret-scanning-proof', same, close);
  await world.kickoff(['sync', EXAMPLE]);
  const text = (): string => world.sandbox.state.epics[0]?.description ?? '';
  const { iid } = issueOf(world.sandbox.state, `${KR}/secret-scanning-proof`);
  expect(text()).toMatch(
    new RegExp(
      `\\[Build a proof of concept .*\\]\\(https://gitlab\\.test/.*/issues/${iid}\\) was closed on 10 Mar, before its rotation begins on 19 Apr\\. Reopen it if that was a mistake\\.`,
    ),
  );
  await act(world, 'secret-scanning-proof', same, reopen);
  await world.kickoff(['sync', EXAMPLE]);
  expect(text()).not.toContain('before its rotation begins');
  expect((await internOf(world)).score).toBe(0);
});

test.each<[string, string, (text: string) => string, object, RegExp]>([
  [
    'closed-part',
    'detection-rules',
    tick(2),
    close,
    /closed at 2 of 5 boxes ticked.*say on its Outcome line why not/,
  ],
  [
    'evidence-missing',
    'ci-abuse-detection',
    same,
    close,
    /achieved without evidence.*Evidence line: What is detected/,
  ],
  [
    'evidence-missing',
    'ci-abuse-detection',
    line('Evidence', '.'),
    close,
    /achieved without evidence.*Evidence line: What is detected/,
  ],
  [
    'outcome-unclear',
    'blog-post',
    line('Outcome', 'mostly'),
    {},
    /not understood: "mostly".*"done", "won't do: reason"/,
  ],
  ['confidence-unclear', 'blog-post', line('Confidence', '7'), {}, /not understood: "7".*0\.7, 7\/10, 70 %/],
  ['confidence-low', 'blog-post', line('Confidence', '2/10'), {}, /confidence of 0\.2/],
  [
    'value-unused',
    'blog-post',
    line('Value', '42'),
    {},
    /has a value, "42", that is not read.*Write it as evidence/,
  ],
  ['value-unused', 'coffee-chats', line('Value', '2 of 10'), {}, /that is not read.*Tick its boxes/],
  ['wont-do-open', 'blog-post', line('Outcome', "won't do"), {}, /its issue is open/],
  [
    'wont-do',
    'blog-post',
    line('Outcome', "won't do: no time"),
    close,
    /closed without being achieved: won't do: no time; it scores 0/,
  ],
])('%s', async (code, key, change, more, expected) => {
  const world = await provisioned();
  world.moveClock('2027-04-20T12:00:00Z');
  await act(world, key, change, more);
  const intern = await internOf(world);
  const found = intern.remarks.find((each) => each.code === code);
  expect(`${found?.message} ${found?.remedy}`).toMatch(expected);
  const { iid } = issueOf(world.sandbox.state, `${KR}/${key}`);
  expect(found?.url).toBe(`https://gitlab.test/security-team/internship/-/issues/${iid}`);
});

test('evidence may stand behind a ticked box', async () => {
  const world = await provisioned();
  world.moveClock('2027-04-20T12:00:00Z');
  const linked = (text: string): string =>
    text.replace('[x] Rule 3', '[x] Rule 3 https://gitlab.test/rules/3');
  await act(world, 'detection-rules', (text) => linked(tick(5)(text)), close);
  expect(codes(await internOf(world))).not.toContain('evidence-missing');
});

test('no activity: only where something is expected, only what is open, judged once a week', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-12T12:00:00Z');
  expect(codes(await internOf(world))).not.toContain('no-activity');
  world.moveClock('2027-03-20T12:00:00Z');
  const quiet = (await internOf(world)).remarks.filter(({ code }) => code === 'no-activity');
  // Two of the rotation that is over, two of the one that runs, two of the whole program; not those ahead, and not what is due at the end.
  expect(quiet).toHaveLength(6);
  expect(quiet[0]?.message).toBe('had no activity in the 14 days before 20 Mar.');
  const issue = issueOf(world.sandbox.state, `${KR}/coffee-chats`);
  await world.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    title: 'Have 10 coffee chats soon',
  });
  expect((await internOf(world)).remarks.filter(({ code }) => code === 'no-activity')).toHaveLength(5);
});

test('an area with nothing defined is said once', async () => {
  const world = await provisioned();
  expect(about(await internOf(world), /Security Automation/)).toMatchObject([
    { code: 'area-undefined', remedy: 'Define a key result for it in the cohort file.' },
  ]);
});

test('boxes that are ticked after the due date are said, from the night on that saw it, and stay said', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-12T12:00:00Z');
  await act(world, 'appsec-pings', tick(3));
  world.moveClock('2027-03-13T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  expect(codes(await internOf(world))).not.toContain('ticked-late');
  world.moveClock('2027-03-15T12:00:00Z');
  await act(world, 'appsec-pings', tick(2));
  const said = (intern: InternCard): string | undefined =>
    intern.remarks.find(({ code }) => code === 'ticked-late')?.message;
  expect(said(await internOf(world))).toBe('had 2 boxes ticked after its due date, 12 Mar.');
  expect((await world.kickoff(['sync', EXAMPLE])).writes).toBe(1);
  expect((await world.kickoff(['sync', EXAMPLE])).writes).toBe(0);
  expect(said(await internOf(world))).toBe('had 2 boxes ticked after its due date, 12 Mar.');
  expect(world.sandbox.state.epics[0]?.description).toContain('had 2 boxes ticked after its due date');
  // The delay was agreed: the date moves, and nothing more is counted against it.
  const issue = issueOf(world.sandbox.state, `${KR}/appsec-pings`);
  await act(world, 'appsec-pings', (text) => text.replaceAll('- [x]', '- [ ]'));
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, { due_date: '2027-03-19' });
  expect(said(await internOf(world))).toBeUndefined();
});

test('what has changed since the block was written stands in it', async () => {
  const world = await provisioned();
  const epic = (): string => world.sandbox.state.epics[0]?.description ?? '';
  world.moveClock('2027-03-09T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  expect(epic()).not.toContain('Since ');
  world.moveClock('2027-03-10T12:00:00Z');
  await act(world, 'blog-post', line('Evidence', 'there'), close);
  await act(world, 'triage-reports', tick(5), close);
  world.moveClock('2027-03-11T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  expect(epic()).toMatch(
    /Since 9 Mar: score 0\.00 → 0\.27; closed: Publish a blog post .*, a confidential key result\./,
  );
  // In the report, it is what came after that write.
  expect((await internOf(world)).changes).toMatchObject({ score: 0.270833, closed: [] });
  world.moveClock('2027-03-12T01:00:00Z');
  expect((await world.kickoff(['sync', EXAMPLE])).writes).toBe(0);
});

test('a marker of the block that people garbled is no obstacle', async () => {
  const world = await provisioned();
  world.moveClock('2027-03-09T01:00:00Z');
  await world.kickoff(['sync', EXAMPLE]);
  const epic = world.sandbox.state.epics[0];
  await world.as('maya.torres', 'PUT', `${GROUP}/epics/1`, {
    description: epic?.description
      ?.replace(/ at=\S+/, ' at=yesterday')
      .replace(/ score=\S+/, ' score=lots ticks=x:y,:3,z late='),
  });
  world.moveClock('2027-03-13T01:00:00Z');
  expect(await world.kickoff(['sync', EXAMPLE])).toMatchObject({ code: 0, writes: 1 });
});

test('a score that was set by hand stands beside the computed one, with reason and name', async () => {
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: coffee-chats, score: { value: 0.8, reason: half were on the phone, by: maya.torres } }\n`,
  );
  const world = await provisioned({}, path);
  await act(world, 'coffee-chats', tick(3));
  const intern = await internOf(world, [], path);
  const card = intern.objectives
    .flatMap(({ keyResults }) => keyResults)
    .find(({ key }) => key === 'coffee-chats');
  expect(card).toMatchObject({ score: 0.8, computed: 0.3, override: { by: 'maya.torres' } });
  expect(intern.remarks.find(({ code }) => code === 'overridden')?.message).toBe(
    'counts 0.8 instead of the computed 0.3; maya.torres: half were on the phone',
  );
  // The issue, which interns read, says nothing of it; the next provision has nothing to do.
  expect(issueOf(world.sandbox.state, `${KR}/coffee-chats`).description).not.toContain('0.8');
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
});

test('aspirational key results are read together at the end', async () => {
  const program = file(
    'program.yaml',
    readFileSync('templates/programs/security-internship.yaml', 'utf8')
      .replace('title: Make the product', 'ambition: aspirational\n    title: Make the product')
      .replace('title: Communicate security', 'ambition: aspirational\n    title: Communicate security'),
  );
  const { dirname, join } = await import('node:path');
  const { writeFileSync } = await import('node:fs');
  const path = join(dirname(program), 'cohort.yaml');
  writeFileSync(
    path,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const world = await provisioned({}, path);
  await internship(world, 8);
  const intern = await internOf(world, [], path);
  expect(intern.remarks.find(({ code }) => code === 'ambition')?.message).toBe(
    'average 1: they were too safe.',
  );
});

test('where lateness costs, a due date that was moved later or taken away is told beside the agreed one', async () => {
  const path = file(
    'cohort.yaml',
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8');
  writeFileSync(join(path, '..', 'program.yaml'), program.replace(/^version: 1$/m, 'version: 1\nlate: zero'));
  const world = await provisioned({}, path);
  world.moveClock('2027-03-08T12:00:00Z');
  await act(world, 'blog-post', same, { due_date: '2027-06-01' });
  await act(world, 'appsec-pings', same, { due_date: null });
  await act(world, 'detection-rules', same, { due_date: '2027-03-19' });
  const intern = await internOf(world, [], path);
  const said = intern.remarks.filter(({ code }) => code === 'due-moved').map(({ message }) => message);
  expect(said).toEqual([
    'has no due date any more; its late rule goes by 12 Mar, which was agreed.',
    'is due on 1 Jun; its late rule goes by 23 Apr, which was agreed.',
  ]);
});

test('what stands in code or in a comment is not read, and that is said', async () => {
  const world = await provisioned();
  await act(
    world,
    'blog-post',
    (text) => `${text}\n\n\`\`\`\n- Outcome: done\n\`\`\`\n\n<!--\n- Value: 7\n-->\n`,
  );
  expect(about(await internOf(world), /blog post/)).toMatchObject([
    { code: 'line-hidden', message: 'has Outcome and Value in code or in a comment, where it is not read.' },
  ]);
});
