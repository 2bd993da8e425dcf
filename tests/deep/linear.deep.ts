/**
 * People's text of a megabyte costs what its length costs: a pattern that looks at a text twice for each of its characters would need
 * hours for one of these, and this test would not end in its time.
 */
import { expect, test } from 'vitest';
import { record } from '../support/record.ts';
import { EXAMPLE, provisioned } from '../support/stage.ts';

/** Bytes: as much as GitLab takes beside what we write there. */
const LENGTH = 1_000_000;

/** What our own readers and Markdown's look for, and what confuses those who look for it. */
const PATTERNS = [
  ...['a', ' ', '\n', '\t', '\r', '\r\n', '    ', '  \n', '\u00a0', '\u2028', '🙂'],
  ...[
    '<!--',
    '-->',
    '<!-- kickoff:',
    '<!-- kickoff:begin ',
    '<!-- kickoff:begin a -->',
    '<!-- kickoff:end -->',
  ],
  ...['<!-- kickoff:boxes -->', '<!-- kickoff:index a=1 -->', '<', '<a ', '<details>', '&'],
  ...['- [ ] ', '- [x] a\n', '- [~] ', '* [ ]', '\t- [ ] a\n', '- [ ] - [ ] ', '- ', '  - ', '1. ', '> '],
  ...[
    '`',
    '```\n',
    '~~~',
    '```mermaid\n',
    '#',
    '# a\n',
    '[',
    '](',
    '![](',
    '[a]: ',
    '*',
    '_',
    '_ ',
    '**a',
    '\\',
  ],
  ...['|', '|-', '^', '$', '(', ')', '@a', '#1 ', '!1 ', '/close\n', 'http://a '],
  ...['Value: ', 'Value: 1\n', 'Value:\u00a0', 'Confidence: ', 'Evidence: http://', 'evidence: '],
  ...['Outcome: duplicate of #', '1 000 ', '1,', '1.', '5%'],
];

test('a megabyte of any of it in an issue and in an epic is read, scored and provisioned over', async () => {
  const { sandbox, kickoff } = await provisioned();
  const epic = sandbox.state.epics[0];
  const issue = sandbox.state.issues.find(({ description }) => description?.includes('Confidence:'));
  if (!epic || !issue) throw new Error('nothing to write into');
  const written = { epic: epic.description ?? '', issue: issue.description ?? '' };
  let slowest = { seconds: 0, what: '' };
  const run = async (args: string[], what: string): Promise<void> => {
    const before = process.cpuUsage();
    const { code, err } = await kickoff(args);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (args[0] === 'report' && seconds > slowest.seconds) slowest = { seconds, what };
    expect(code, `${what}: ${err}`).toBe(0);
  };
  for (const pattern of PATTERNS) {
    const text = pattern.repeat(Math.floor(LENGTH / Buffer.byteLength(pattern)));
    for (const where of [
      `${written.issue}\n${text}`,
      `${text}\n${written.issue}`,
      written.issue.replace('\n', `\n- [ ] ${text}\n`),
    ]) {
      issue.description = where;
      await run(['report', EXAMPLE, '--json'], JSON.stringify(pattern));
    }
    issue.description = written.issue;
    epic.description = `${written.epic}\n${text}`;
    await run(['provision', EXAMPLE, '--yes', '--quiet'], JSON.stringify(pattern));
    await run(['sync', EXAMPLE, '--quiet'], JSON.stringify(pattern));
    epic.description = written.epic;
  }
  record({
    guarantee: 'Long texts',
    fault: `a megabyte of one of ${PATTERNS.length} patterns, in an issue and in an epic`,
    schedules: PATTERNS.length * 5,
    result: `read, scored and provisioned over, each in the time that its length costs; the slowest report took ${slowest.seconds.toFixed(1)} s of a processor (${slowest.what})`,
  });
}, 600_000);
