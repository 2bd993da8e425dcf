/**
 * The rooms of `src`, from words to commands, and what each may import beside itself. One source: the structure test holds the code
 * to it, and ARCHITECTURE.md prints it (`node scripts/architecture.mjs`). A room imports only rooms above it in this list.
 */
export const ROOMS = [
  ['model', [], 'words without behaviour: what is wanted, what is live, plans, errors, dates'],
  ['text', ['model'], 'text from data made harmless, and templates'],
  ['record', ['model'], 'what we leave in GitLab so that we know it again'],
  ['issues', ['model', 'record'], 'an issue’s own parts: the check-list and the lines that people write'],
  ['program', ['model', 'text', 'record', 'issues'], 'files in, enrolments and wanted resources out'],
  ['provision/fields', ['model', 'record', 'issues'], 'who owns which field: the ownership table'],
  [
    'provision/find',
    ['model', 'record', 'provision/fields'],
    'which live thing is which wanted one, and what is there twice',
  ],
  ['provision/checks', ['model', 'record', 'program'], 'what can go wrong, looked at before the first write'],
  [
    'provision/plan',
    ['model', 'text', 'record', 'provision/fields', 'provision/find', 'provision/checks'],
    'wanted beside live: the steps between them',
  ],
  [
    'provision/apply',
    ['model', 'record', 'provision/fields', 'provision/find', 'provision/plan'],
    'carries out a plan, whoever made it',
  ],
  [
    'provision/ends',
    ['model', 'record', 'issues', 'provision/plan', 'provision/apply'],
    'how work ends that nobody finished: by the end of a program, or because somebody left',
  ],
  [
    'provision',
    [
      'model',
      'record',
      'program',
      'provision/find',
      'provision/checks',
      'provision/plan',
      'provision/apply',
      'provision/ends',
    ],
    'from what is wanted to a plan that can be applied',
  ],
  ['planner', ['model', 'program'], 'who is in which area when: conflicts, a plan, or why there is none'],
  [
    'calendar',
    ['model', 'program'],
    'dates as iCalendar files, with what was written before as their memory',
  ],
  ['scorecard', [], 'the scorecard as a value'],
  [
    'scorecard/rules',
    ['model', 'record', 'issues', 'program', 'scorecard'],
    'how facts become scores, health and remarks',
  ],
  [
    'scorecard/render',
    ['model', 'text', 'scorecard', 'scorecard/rules'],
    'a scorecard as text, Markdown, HTML, SVG and CSV',
  ],
  [
    'rituals',
    ['model', 'text', 'record', 'issues', 'program', 'scorecard'],
    'what comes round every day or week: 1:1s, check-ins, digests, handovers',
  ],
  ['gitlab/transport', ['model'], 'how requests travel: retries, rate limits, time limits'],
  ['gitlab/rest', ['model', 'record', 'gitlab/transport'], 'GitLab’s REST API in our nouns'],
  [
    'sync',
    [
      'model',
      'text',
      'record',
      'program',
      'provision/find',
      'provision/plan',
      'provision/apply',
      'provision/ends',
      'scorecard',
      'scorecard/rules',
      'scorecard/render',
    ],
    'the nightly run, the end of a program, and who ended it',
  ],
  [
    'handbook',
    ['model', 'text', 'record', 'issues', 'program'],
    'pages into programs, and tables into pages',
  ],
  ['ci', [], 'pipelines as text: what a project includes, a component, a child pipeline'],
  ['sandbox', [], 'a small GitLab over HTTP; imports nothing of ours'],
  [
    'library',
    [
      'model',
      'text',
      'program',
      'record',
      'provision',
      'provision/apply',
      'provision/checks',
      'planner',
      'calendar',
      'scorecard',
      'scorecard/rules',
      'scorecard/render',
      'gitlab/rest',
      'rituals',
      'sync',
    ],
    'everything that the command line can do, as functions',
  ],
  [
    'cli',
    [
      'model',
      'text',
      'program',
      'provision/apply',
      'provision/checks',
      'planner',
      'rituals',
      'scorecard',
      'scorecard/render',
      'sync',
      'handbook',
      'ci',
      'sandbox',
      'library',
    ],
    'flags, prompts, output and exit codes; the only room that prints',
  ],
];

/** The room of a file, as a path below `src`; empty for what stands on the ground. */
export function roomOf(path) {
  const folder = path.split('/').slice(0, -1).join('/');
  const names = ROOMS.map(([name]) => name);
  for (let at = folder; at !== ''; at = at.split('/').slice(0, -1).join('/'))
    if (names.includes(at)) return at;
  return '';
}

/** The table as Markdown. */
export const table = () =>
  [
    '| room | what | imports |',
    '|---|---|---|',
    ...ROOMS.map(
      ([name, imports, what]) =>
        `| \`${name}\` | ${what} | ${imports.length === 0 ? '–' : imports.map((each) => `\`${each}\``).join(' ')} |`,
    ),
  ].join('\n');
