/**
 * The whole way in seconds: a sandbox GitLab over real HTTP, the same commands that production runs, and people who
 * act through the API with tokens of their own.
 */

import { join, relative } from 'node:path';
import { packageRoot } from '../../library/files.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { personalToken, SEEDED } from '../../sandbox/seed.ts';
import { serveSandbox } from '../../sandbox/serve.ts';
import type { Tier } from '../../sandbox/state.ts';
import type { Paint } from '../../scorecard/render/terminal.ts';
import type { Io } from '../io.ts';
import { painter } from '../style.ts';

export interface DemoFlags {
  tier: Tier;
  out: string;
  color: boolean;
}

/** Runs one command line, as the process does. */
export type Run = (argv: string[], io: Io, version: string) => Promise<ExitCode>;

export async function demoCommand(io: Io, options: DemoFlags, run: Run): Promise<ExitCode> {
  const paint = painter(io, options.color);
  const sandbox = createSandbox({ tier: options.tier });
  sandbox.moveClockTo(new Date('2027-02-22T09:00:00Z'));
  const served = await serveSandbox(sandbox);
  const cohort = join(packageRoot(), 'config', 'cohort.example.yaml');

  const chapter = (text: string): void =>
    io.out(`\n${paint('cyan', `━━ ${text} `.padEnd(Math.min(io.columns, 80), '━'))}\n\n`);
  const kickoff = async (
    args: string[],
    show: (output: string) => string = (output) => output,
  ): Promise<void> => {
    const shown = args.map((arg) => (arg === cohort ? relative(io.cwd, cohort) || cohort : arg)).join(' ');
    io.out(`${paint('bold', `$ kickoff ${shown}`)}\n`);
    let output = '';
    const code = await run(
      [...args, ...(options.color ? [] : ['--no-color']), '--quiet'],
      {
        ...io,
        env: { ...io.env, GITLAB_HOST: served.url, GITLAB_TOKEN: SEEDED.token },
        ask: null,
        time: () => sandbox.now().getTime(),
        out: (text) => {
          output += text;
        },
      },
      'demo',
    );
    io.out(show(output));
    if (code !== EXIT.done)
      throw new KickoffError('refused', `The demo stopped: "kickoff ${shown}" ended with exit code ${code}.`);
  };
  /** The part of an output that is new to the reader. */
  const from =
    (marker: string) =>
    (output: string): string => {
      const at = output.indexOf(marker);
      return at < 0 ? output : output.slice(at);
    };
  const writes = (): number => sandbox.log.filter(({ method }) => method !== 'GET').length;

  try {
    io.out(
      `${paint('dim', `A sandbox GitLab (${options.tier}) listens on ${served.url}. It is 22 February 2027, a week before the start.`)}\n`,
    );
    chapter('1  The manager looks at the plan');
    await kickoff(['plan', cohort]);
    chapter('2  … and carries it out');
    await kickoff(['provision', cohort, '--yes'], from('Done:'));
    chapter('3  Once more: there is nothing left to do');
    const before = writes();
    await kickoff(['provision', cohort, '--yes'], from('Nothing to do'));
    io.out(paint('dim', `(${writes() - before} writes reached the server)\n`));
    chapter('4  Eight weeks pass');
    await eightWeeks(
      served.url,
      (time) => sandbox.moveClockTo(new Date(time)),
      (line) => io.out(`${line}\n`),
      paint,
      io,
    );
    chapter('5  Provision again: what people did stays, and is said');
    await kickoff(['provision', cohort, '--yes'], from('Notes'));
    chapter('6  The nightly sync writes the score into the epic');
    await kickoff(['sync', cohort, '--out', options.out]);
    chapter('7  The scorecard');
    await kickoff(['report', cohort]);
    io.out(
      `\n${paint('dim', `Open ${join(options.out, 'scorecard.html')} in a browser. Try it yourself: npx kickoff sandbox.`)}\n`,
    );
    return EXIT.done;
  } finally {
    await served.close();
  }
}

interface IssueAnswer {
  iid: number;
  title: string;
  description: string;
  labels: string[];
}

/** What people do in GitLab, each with a token of their own, over the API that the web pages use. */
async function eightWeeks(
  url: string,
  moveClock: (time: string) => void,
  say: (line: string) => void,
  paint: Paint,
  io: Io,
): Promise<void> {
  const project = `${url}/api/v4/projects/${encodeURIComponent(SEEDED.project)}`;
  const call = async (who: string, method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await (io.fetch ?? fetch)(
      new Request(`${project}/${path}`, {
        method,
        headers: { 'PRIVATE-TOKEN': personalToken(who), 'Content-Type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    if (!answer.ok)
      throw new KickoffError(
        'refused',
        `The demo's ${who} was refused: ${method} ${path} answered ${answer.status}.`,
      );
    return answer.json();
  };
  const robin = 'robin.ito';
  const find = async (title: string): Promise<IssueAnswer> => {
    const all = (await call('maya.torres', 'GET', 'issues?per_page=100')) as IssueAnswer[];
    const found = all.find((issue) => issue.title.startsWith(title));
    if (!found) throw new KickoffError('refused', `The demo finds no issue "${title}".`);
    return found;
  };
  const edit = async (
    who: string,
    title: string,
    change: (text: string) => string,
    more: object = {},
  ): Promise<void> => {
    const issue = await find(title);
    await call(who, 'PUT', `issues/${issue.iid}`, { description: change(issue.description), ...more });
  };
  const tick =
    (count: number) =>
    (text: string): string => {
      let left = count;
      return text.replace(/- \[ \]/g, (box) => (left-- > 0 ? '- [x]' : box));
    };
  const line =
    (name: string, value: string) =>
    (text: string): string =>
      text.replace(`- ${name}:`, `- ${name}: ${value}`);
  const both =
    (...changes: ((text: string) => string)[]) =>
    (text: string): string =>
      changes.reduce((all, change) => change(all), text);
  const week = (number: number, day: string, text: string): void => {
    moveClock(`${day}T15:00:00Z`);
    say(`${paint('bold', `Week ${number}`)}  ${text}`);
  };
  const close = { state_event: 'close' };
  const teams = 'Spend a week or more';

  week(1, '2027-03-05', 'Robin answers the first pings and adds a thought of their own above our text.');
  await edit(
    robin,
    'Help to answer 5 pings',
    both(tick(3), (text) => `Notes of Robin: the queue is quiet in the mornings.\n\n${text}`),
  );
  await edit(robin, 'Help to triage 5', tick(4));
  week(2, '2027-03-12', 'All five pings are answered, one report is still missing.');
  await edit(
    robin,
    'Help to answer 5 pings',
    both(tick(2), line('Evidence', 'five threads in the AppSec channel')),
    close,
  );
  await edit(robin, teams, tick(1));
  await edit(robin, 'Have 10 coffee chats', tick(3));
  week(
    3,
    '2027-03-19',
    'Security Operations. Sam edits inside our block, to say whom to ask for log access.',
  );
  await edit(
    'sam.okafor',
    'Help to write 5',
    both(tick(2), (text) =>
      text.replace('<!-- kickoff:end -->', '\nAsk Priya for access to the logs first.\n<!-- kickoff:end -->'),
    ),
  );
  week(4, '2027-03-26', 'The incident was shadowed; Maya puts a label of her own on it.');
  await edit(robin, 'Help to write 5', tick(3), close);
  await edit(robin, 'Shadow 1 security incident', tick(1), close);
  await call('maya.torres', 'PUT', `issues/${(await find('Shadow 1 security incident')).iid}`, {
    add_labels: 'to-discuss',
  });
  await edit(robin, teams, tick(1));
  week(5, '2027-04-02', 'The detection is better. Robin also closes the blog post by mistake …');
  await edit(robin, 'Make the detection', line('Evidence', 'merge request 4711'), close);
  await edit(robin, 'Publish a blog post', (text) => text, close);
  await edit(robin, teams, tick(1));
  week(6, '2027-04-09', '… and reopens it. The sales call fell through: closed as won’t do.');
  await call(robin, 'PUT', `issues/${(await find('Publish a blog post')).iid}`, { state_event: 'reopen' });
  await edit(
    robin,
    'Shadow 1 sales call',
    line('Outcome', "won't do: no call was scheduled that week"),
    close,
  );
  await edit(robin, 'Test 1 GCF control', tick(1), close);
  await edit(robin, teams, tick(1));
  await edit(robin, 'Have 10 coffee chats', tick(4));
  week(7, '2027-04-16', 'Security Automation had nothing defined. Maya moves a due date.');
  await edit(robin, teams, tick(1));
  await call('maya.torres', 'PUT', `issues/${(await find('Finish a technical project')).iid}`, {
    due_date: '2027-05-07',
  });
  week(8, '2027-04-23', 'Red Team, the technical project, and the last coffee chats.');
  await edit(robin, 'Find out how machine learning', line('Evidence', 'a write-up in the team wiki'), close);
  await edit(robin, 'Finish a technical project', line('Evidence', 'merge request 4803'), close);
  await edit(robin, 'Have 10 coffee chats', tick(2));
  await edit(robin, teams, tick(1));
}
