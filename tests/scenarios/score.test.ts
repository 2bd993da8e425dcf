/** Scores worked by hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readOutcome } from '../../src/issues/reported.ts';
import { weightedMean } from '../../src/scorecard/rules/weighted-mean.ts';
import type { InternCard, Scorecard } from '../../src/scorecard/scorecard.ts';
import { EXAMPLE, file, issueOf, PROJECT, provisioned, type Stage } from '../support/stage.ts';

const KR = 'spring-2027/robin-ito/kr';

const tick =
  (count: number) =>
  (text: string): string => {
    let left = count;
    return text.replace(/- \[ \]/g, (box) => (left-- > 0 ? '- [x]' : box));
  };

async function act(
  { sandbox, as }: Stage,
  key: string,
  change: (text: string) => string,
  more: object = {},
): Promise<void> {
  const issue = issueOf(sandbox.state, `${KR}/${key}`);
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: change(issue.description ?? ''),
    ...more,
  });
}

async function read(world: Stage, cohort = EXAMPLE): Promise<InternCard> {
  const run = await world.kickoff(['report', cohort, '--json', '--show-confidential']);
  const intern = (JSON.parse(run.out) as Scorecard).interns[0];
  if (!intern) throw new Error(run.err);
  return intern;
}

const said = (intern: InternCard): string =>
  intern.remarks.map(({ about, message, remedy }) => `"${about}" ${message} ${remedy}`).join('\n');
const same = (text: string): string => text;
const close = { state_event: 'close' };
const scoreOf = (intern: InternCard, key: string): number | null | undefined =>
  [...intern.objectives, ...intern.areas]
    .flatMap((group) => group.keyResults)
    .find((result) => result.key === key)?.score;

/*
 * By hand, for the Security Internship:
 *
 *   triage-reports      4 of 5 boxes, open                                      0.8
 *   appsec-pings        5 of 5 boxes, closed                                    1.0   application-security (0.8+1)/2 = 0.9
 *   detection-rules     2 of 5 boxes, closed: what was counted counts           0.4
 *   shadow-incident     open, nothing ticked                                    0.0   security-operations (0.4+0)/2 = 0.2
 *   ci-abuse-detection  closed, done or not                                     1.0   trust-and-safety 1.0
 *   control-test        1 of 1, open: closed or not does not matter             1.0
 *   sales-call          closed as won't do                                      0.0   security-assurance (1+0)/2 = 0.5
 *   automation-project  to be defined                                           –     security-automation –
 *   two of red-team     one closed, one open                                1.0, 0.0  red-team 0.5
 *
 *   week-with-each-team       3 of 6                                            0.5
 *   key-result-in-each-area   areas with a 1.0: application-security, trust-and-safety, security-assurance, red-team;
 *                             not security-operations, not the undefined one, which stays in the denominator
 *                             4 of 6                                            0.6667
 *   exposure                  (0.5 + 0.6667) / 2                                0.5833
 *   contribution              closed                                            1
 *   communication             open                                              0
 *   network                   7 of 10                                           0.7
 *   program                   (0.5833 + 1 + 0 + 0.7) / 4                        0.5708
 */
test('the worked example: each measure, each area, each objective, the program', async () => {
  const world = await provisioned();
  await act(world, 'triage-reports', tick(4));
  await act(world, 'appsec-pings', tick(5), close);
  await act(world, 'detection-rules', tick(2), close);
  await act(world, 'ci-abuse-detection', same, close);
  await act(world, 'control-test', tick(1));
  await act(
    world,
    'sales-call',
    (text) => text.replace('- Outcome:', "- Outcome: won't do, no call that week"),
    close,
  );
  await act(world, 'secret-scanning-approach', same, close);
  await act(world, 'week-with-each-team', tick(3));
  await act(world, 'technical-project', same, close);
  await act(world, 'coffee-chats', tick(7));
  const intern = await read(world);
  expect(Object.fromEntries(intern.areas.map(({ key, score }) => [key, score]))).toEqual({
    'application-security': 0.9,
    'security-operations': 0.2,
    'trust-and-safety': 1,
    'security-assurance': 0.5,
    'security-automation': null,
    'red-team': 0.5,
  });
  expect(scoreOf(intern, 'week-with-each-team')).toBe(0.5);
  expect(scoreOf(intern, 'key-result-in-each-area')).toBeCloseTo(4 / 6, 12);
  expect(scoreOf(intern, 'automation-project')).toBeNull();
  expect(
    Object.fromEntries(intern.objectives.map(({ key, score }) => [key, Number(score?.toFixed(4))])),
  ).toEqual({
    exposure: 0.5833,
    contribution: 1,
    communication: 0,
    network: 0.7,
  });
  expect(intern.score).toBeCloseTo((7 / 12 + 1 + 0 + 0.7) / 4, 12);
  expect(said(intern)).toMatch(/"Shadow 1 sales call" was closed without being achieved.*scores 0/);
  expect(said(intern)).toMatch(/"Security Automation" has nothing that is defined/);
});

test('won’t do by label counts like the outcome line, and only once it is closed', async () => {
  const world = await provisioned();
  const issue = issueOf(world.sandbox.state, `${KR}/blog-post`);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, { add_labels: 'outcome::wont-do' });
  expect(said(await read(world))).toMatch(/says won't do, but its issue is open/);
  await world.as('maya.torres', 'PUT', `${PROJECT}/issues/${issue.iid}`, close);
  expect(scoreOf(await read(world), 'blog-post')).toBe(0);
});

test('reopening undoes a closure: nothing is lost', async () => {
  const world = await provisioned();
  await act(world, 'blog-post', same, close);
  expect(scoreOf(await read(world), 'blog-post')).toBe(1);
  await act(world, 'blog-post', same, { state_event: 'reopen' });
  expect(scoreOf(await read(world), 'blog-post')).toBe(0);
});

test('people’s other boxes never count: above, below, nested, quoted, in code, or behind the list', async () => {
  const world = await provisioned();
  await act(
    world,
    'detection-rules',
    (text) =>
      `- [x] mine, above\n\n${tick(2)(text)
        .replace('- [x] Rule 1', '- [x] Rule 1\n  - [x] nested under it')
        .replace(
          '<!-- kickoff:boxes-end -->',
          '- [x] mine, behind the list\n<!-- kickoff:boxes-end -->',
        )}\n\n- [x] mine, below\n\n> - [x] quoted\n\n\`\`\`\n- [x] code\n\`\`\``,
  );
  expect(scoreOf(await read(world), 'detection-rules')).toBe(0.4);
});

test('a box that people wrote over still counts, in any list style, with any x', async () => {
  const world = await provisioned();
  await act(world, 'detection-rules', (text) =>
    text
      .replace('- [ ] Rule 1', '* [X] https://example.test/rule/1')
      .replace('- [ ] Rule 2', '* [x] **Rule 2** merged')
      .replace('- [ ] Rule 3', '* [~] Rule 3'),
  );
  // One of five is crossed out, which GitLab counts neither way: two of four, and that is said.
  const card = await read(world);
  expect(scoreOf(card, 'detection-rules')).toBe(0.5);
  expect(JSON.stringify(card)).toContain('has 1 box crossed out');
});

test('Report 1 is not taken for Report 10', async () => {
  const world = await provisioned();
  await act(world, 'coffee-chats', (text) =>
    text.replace('- [ ] Coffee chat 1\n', '').replace('- [ ] Coffee chat 10', '- [x] Coffee chat 10'),
  );
  expect(scoreOf(await read(world), 'coffee-chats')).toBe(0.1);
});

test('a cohort can define what was to be defined, and its area counts from then on', async () => {
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: automation-project, define: { title: Automate one thing, measure: { kind: done } } }\n`,
  );
  const world = await provisioned({}, path);
  await act(world, 'automation-project', same, close);
  const intern = await read(world, path);
  expect(scoreOf(intern, 'automation-project')).toBe(1);
  expect(scoreOf(intern, 'key-result-in-each-area')).toBeCloseTo(1 / 6, 12);
});

test('a skipped key result leaves the means and says why; an added one joins them', async () => {
  const path = file(
    'cohort.yaml',
    `${readFileSync(EXAMPLE, 'utf8')}\noverrides:\n  - { key_result: sales-call, skip: No calls this spring }\n  - { add: { area: red-team, key: report, title: Write a report, measure: { kind: done }, weight: 2 } }\n`,
  );
  const world = await provisioned({}, path);
  await act(world, 'control-test', tick(1));
  await act(world, 'report', same, close);
  const intern = await read(world, path);
  const area = (key: string): number | null | undefined =>
    intern.areas.find((each) => each.key === key)?.score;
  expect(area('security-assurance')).toBe(1);
  expect(area('red-team')).toBe(0.5);
  expect(said(intern)).toMatch(/left out by the cohort: No calls this spring/);
});

test('weights count, and nothing scored is no score', () => {
  expect(
    weightedMean(
      [
        { score: 1, weight: 3 },
        { score: 0, weight: 1 },
      ],
      'leave-out',
    ),
  ).toBe(0.75);
  expect(
    weightedMean(
      [
        { score: 1, weight: 1 },
        { score: null, weight: 1 },
      ],
      'leave-out',
    ),
  ).toBe(1);
  expect(
    weightedMean(
      [
        { score: 1, weight: 1 },
        { score: null, weight: 1 },
      ],
      'zero',
    ),
  ).toBe(0.5);
  expect(weightedMean([], 'zero')).toBeNull();
});

test.each([
  ['', 'none'],
  ["won't do", 'wont-do'],
  ['won’t do: no call', 'wont-do'],
  ['Wont do', 'wont-do'],
  ['**cancelled** by the team', 'wont-do'],
  ['not going to happen', 'wont-do'],
  ['done', 'done'],
  ['achieved in week 3', 'done'],
  ['we wondered', 'unclear'],
  ['donetto', 'unclear'],
  ['Dropped mean time to detect by 40 %', 'unclear'],
  ['cancelled subscriptions are detected now', 'unclear'],
  ['dropped because the team was busy', 'wont-do'],
])('an outcome %j is read as %s', (line, expected) => {
  expect(readOutcome(line).kind).toBe(expected);
});

test('an outcome that is not understood is said, and the closure counts', async () => {
  const world = await provisioned();
  await act(world, 'blog-post', (text) => text.replace('- Outcome:', '- Outcome: we will see'), close);
  const intern = await read(world);
  expect(scoreOf(intern, 'blog-post')).toBe(1);
  expect(said(intern)).toMatch(/outcome that is not understood: "we will see"/);
});
