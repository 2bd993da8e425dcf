/** What people do in the demo's eight weeks, each with a token of their own, over the API that the web pages use. */
import { KickoffError } from '../../model/errors.ts';
import { personalToken, SEEDED } from '../../sandbox/seed.ts';
import type { Paint } from '../../scorecard/render/terminal-parts.ts';
import type { Io } from '../io.ts';

interface IssueAnswer {
  iid: number;
  title: string;
  description: string;
  labels: string[];
}

interface People {
  call(who: string, method: string, path: string, body?: object): Promise<unknown>;
  find(title: string): Promise<IssueAnswer>;
  edit(who: string, title: string, change: (text: string) => string, more?: object): Promise<void>;
}

function peopleOf(url: string, io: Io): People {
  const project = `${url}/api/v4/projects/${encodeURIComponent(SEEDED.project)}`;
  const people: People = {
    async call(who, method, path, body) {
      const answer = await (io.fetch ?? fetch)(
        new Request(`${project}/${path}`, {
          method,
          headers: { 'PRIVATE-TOKEN': personalToken(who), 'Content-Type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
      );
      if (answer.ok) return answer.json();
      throw new KickoffError(
        'refused',
        `The demo's ${who} was refused: ${method} ${path} answered ${answer.status}.`,
      );
    },
    async find(title) {
      const all = (await people.call('maya.torres', 'GET', 'issues?per_page=100')) as IssueAnswer[];
      const found = all.find((issue) => issue.title.startsWith(title));
      if (!found) throw new KickoffError('refused', `The demo finds no issue "${title}".`);
      return found;
    },
    async edit(who, title, change, more = {}) {
      const issue = await people.find(title);
      await people.call(who, 'PUT', `issues/${issue.iid}`, {
        description: change(issue.description),
        ...more,
      });
    },
  };
  return people;
}

/** A list as a person's browser asks for it. */
export const read = async (url: string, io: Io, path: string): Promise<IssueAnswer[]> =>
  (await peopleOf(url, io).call('maya.torres', 'GET', path)) as IssueAnswer[];

/** The first Monday of four: three write their check-in, one puts a question on the agenda, the manager reads one. */
export async function checkInAndAsk(url: string, io: Io): Promise<void> {
  const people = peopleOf(url, io);
  const write = (text: string): string =>
    text
      .replace('- Done yesterday:', '- Done yesterday: set up laptop and accounts')
      .replace('- In the way:', '- In the way: no access to the log platform yet');
  await people.edit('robin.ito', 'Daily check-in of Robin Ito', (text) =>
    write(text).replace('- [ ] Read', '- [x] Read'),
  );
  await people.edit('noor.haddad', 'Daily check-in of Noor Haddad', write);
  await people.edit('kit.larsen', 'Daily check-in of Kit Larsen', write);
  await people.edit('zuri.mbeki', '1:1 of Zuri Mbeki with maya.torres', (text) =>
    text.replace(
      /- \[ \] ?\n/,
      '- [x] Which incident may I shadow?\n- [ ] A day with the Red Team before February?\n',
    ),
  );
}

/** What four have done after three weeks: user name, then the beginning of a title and how many boxes. */
const THREE_WEEKS: [string, [string, number][]][] = [
  [
    'robin.ito',
    [
      ['Have 10', 4],
      ['Work in a pair', 3],
      ['Help to triage', 5],
      ['Help to answer', 4],
      ['Spend a week', 1],
    ],
  ],
  [
    'noor.haddad',
    [
      ['Have 10', 3],
      ['Work in a pair', 2],
      ['Test 1 GCF', 1],
      ['Shadow 1 sales', 1],
      ['Spend a week', 2],
    ],
  ],
  [
    'kit.larsen',
    [
      ['Have 10', 1],
      ['Work in a pair', 1],
      ['Help to triage', 2],
    ],
  ],
  [
    'zuri.mbeki',
    [
      ['Have 10', 2],
      ['Work in a pair', 3],
      ['Test 1 GCF', 1],
      ['Spend a week', 3],
    ],
  ],
];

export async function threeWeeks(url: string, io: Io): Promise<void> {
  const people = peopleOf(url, io);
  for (const [who, done] of THREE_WEEKS) {
    const label = `intern::${who.replace('.', '-')}`;
    const own = await read(url, io, `issues?labels=cohort::winter-2028,key-result,${label}&per_page=100`);
    for (const [title, count] of done) {
      const issue = own.find((each) => each.title.startsWith(title));
      if (!issue) throw new KickoffError('refused', `The demo finds no issue "${title}" of ${who}.`);
      await people.call(who, 'PUT', `issues/${issue.iid}`, { description: tick(count)(issue.description) });
    }
  }
}

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

const close = { state_event: 'close' };
const robin = 'robin.ito';
const teams = 'Spend a week or more';

type Week = (number: number, day: string, text: string) => void;

export async function eightWeeks(
  url: string,
  moveClock: (time: string) => void,
  say: (line: string) => void,
  paint: Paint,
  io: Io,
): Promise<void> {
  const people = peopleOf(url, io);
  const week: Week = (number, day, text) => {
    moveClock(`${day}T15:00:00Z`);
    say(`${paint('bold', `Week ${number}`)}  ${text}`);
  };
  await firstFour(people, week);
  await lastFour(people, week);
}

async function firstFour(people: People, week: Week): Promise<void> {
  week(1, '2027-03-05', 'Robin answers the first pings and adds a thought of their own above our text.');
  await people.edit(
    robin,
    'Help to answer 5 pings',
    both(tick(3), (text) => `Notes of Robin: the queue is quiet in the mornings.\n\n${text}`),
  );
  await people.edit(robin, 'Help to triage 5', tick(4));
  week(2, '2027-03-12', 'All five pings are answered, one report is still missing.');
  await people.edit(
    robin,
    'Help to answer 5 pings',
    both(tick(2), line('Evidence', 'five threads in the AppSec channel')),
    close,
  );
  await people.edit(robin, teams, tick(1));
  await people.edit(robin, 'Have 10 coffee chats', tick(3));
  week(
    3,
    '2027-03-19',
    'Security Operations. Sam edits inside our block, to say whom to ask for log access.',
  );
  await people.edit(
    'sam.okafor',
    'Help to write 5',
    both(tick(2), (text) =>
      text.replace('<!-- kickoff:end -->', '\nAsk Priya for access to the logs first.\n<!-- kickoff:end -->'),
    ),
  );
  week(4, '2027-03-26', 'The incident was shadowed; Maya puts a label of her own on it.');
  await people.edit(robin, 'Help to write 5', tick(3), close);
  await people.edit(robin, 'Shadow 1 security incident', tick(1), close);
  await people.call('maya.torres', 'PUT', `issues/${(await people.find('Shadow 1 security incident')).iid}`, {
    add_labels: 'to-discuss',
  });
  await people.edit(robin, teams, tick(1));
}

async function lastFour(people: People, week: Week): Promise<void> {
  week(5, '2027-04-02', 'The detection is better. Robin also closes the blog post by mistake …');
  await people.edit(robin, 'Make the detection', line('Evidence', 'merge request 4711'), close);
  await people.edit(robin, 'Publish a blog post', (text) => text, close);
  await people.edit(robin, teams, tick(1));
  week(6, '2027-04-09', '… and reopens it. The sales call fell through: closed as won’t do.');
  await people.call(robin, 'PUT', `issues/${(await people.find('Publish a blog post')).iid}`, {
    state_event: 'reopen',
  });
  await people.edit(
    robin,
    'Shadow 1 sales call',
    line('Outcome', "won't do: no call was scheduled that week"),
    close,
  );
  await people.edit(robin, 'Test 1 GCF control', tick(1), close);
  await people.edit(robin, teams, tick(1));
  await people.edit(robin, 'Have 10 coffee chats', tick(4));
  week(7, '2027-04-16', 'Security Automation had nothing defined. Maya moves a due date.');
  await people.edit(robin, teams, tick(1));
  await people.call('maya.torres', 'PUT', `issues/${(await people.find('Finish a technical project')).iid}`, {
    due_date: '2027-05-07',
  });
  week(8, '2027-04-23', 'Red Team, the technical project, and the last coffee chats.');
  await people.edit(
    robin,
    'Find out how machine learning',
    line('Evidence', 'a write-up in the team wiki'),
    close,
  );
  await people.edit(robin, 'Finish a technical project', line('Evidence', 'merge request 4803'), close);
  await people.edit(robin, 'Have 10 coffee chats', tick(2));
  await people.edit(robin, teams, tick(1));
}
