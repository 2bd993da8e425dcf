/** A program may bring templates of its own: loops and names, and nothing that could reach further. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { checkTemplate } from '../../src/text/check-template.ts';
import { sanitize } from '../../src/text/sanitize.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

/** A program beside a folder of templates; gives the path of its cohort file. */
function bring(templates: Record<string, string>, named = './mine'): string {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  mkdirSync(join(folder, 'mine'));
  for (const [name, text] of Object.entries(templates)) writeFileSync(join(folder, 'mine', name), text);
  const program = readFileSync('templates/programs/security-internship.yaml', 'utf8');
  writeFileSync(join(folder, 'program.yaml'), `templates: ${named}\n${program}`);
  const cohort = join(folder, 'cohort.yaml');
  writeFileSync(
    cohort,
    readFileSync(EXAMPLE, 'utf8').replace('program: security-internship', 'program: ./program.yaml'),
  );
  return cohort;
}

test('ours, brought back as the program’s own, change nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  for (const from of ['bodies', 'scorecard']) cpSync(join('templates', from), folder, { recursive: true });
  const all = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const path = bring(all);
  const world = await provisioned({}, path);
  const plain = await provisioned();
  const page = (await world.kickoff(['report', path, '--html'])).out;
  // But one line: a page that a program brought is forbidden scripts before it begins.
  const forbidden = /^(<!doctype html>\n)<meta http-equiv="Content-Security-Policy"[^\n]*\n/;
  expect(page).toMatch(forbidden);
  // And all of it passed the sanitiser, which writes some tags otherwise and takes nothing away that is seen.
  const ours = (await plain.kickoff(['report', EXAMPLE, '--html'])).out;
  const plainly = (text: string): string =>
    text
      .replace(/&#x27;|&#39;/g, "'")
      .replace(/&#x3D;/g, '=')
      .replace(/&quot;/g, '"')
      .replace(/&#x60;/g, '`');
  const words = (html: string): string => plainly(html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
  expect(words(page)).toBe(words(ours));
  const tags = (html: string): number => html.match(/<(?!meta http-equiv|!)[a-z]/gi)?.length ?? 0;
  expect(tags(page)).toBe(tags(ours));
  expect(world.sandbox.state.issues.map(({ description }) => description)).toEqual(
    plain.sandbox.state.issues.map(({ description }) => description),
  );
});

test('a text of their own goes into issues, block and page, and converges', async () => {
  const path = bring({
    'key-result.md.hbs': 'Hello {{intern}}, this is yours.\n{{#if description}}{{description}}{{/if}}',
    'scorecard-block.md.hbs':
      '### Our score: {{score}}\n{{#each objectives}}\n- {{title}}: {{score}}\n{{/each}}\n\n_{{date}}_',
    'scorecard-page.html.hbs':
      '<!doctype html><html lang="en"><title>{{title}}</title><main>{{#each sections}}{{this}}{{/each}}</main></html>',
  });
  const world = await provisioned({}, path);
  expect(world.sandbox.state.issues.at(-1)?.description).toContain('Hello Robin Ito, this is yours.');
  await world.kickoff(['sync', path]);
  expect(world.sandbox.state.epics[0]?.description).toContain('### Our score: 0.00');
  expect((await world.kickoff(['sync', path])).writes).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
  expect((await world.kickoff(['report', path, '--html'])).out).toMatch(
    /^<!doctype html>\n<meta http-equiv="Content-Security-Policy"[^\n]*\n<html lang="en"><title>Security Internship · Spring 2027<\/title><main><section/,
  );
});

test.each<[string, string, string, RegExp]>([
  ['a partial', 'epic.md.hbs', 'x\n{{> other}}', /epic\.md\.hbs:2:1 .*no partials/],
  ['a helper', 'epic.md.hbs', '{{log "x"}}', /epic\.md\.hbs:1:1 .*no helpers/],
  ['a helper that is only named', 'epic.md.hbs', '{{log}}', /no helpers/],
  ['lookup', 'epic.md.hbs', '{{lookup this "constructor"}}', /no helpers/],
  ['another block', 'epic.md.hbs', '{{#with aim}}{{this}}{{/with}}', /may only loop and decide/],
  ['a decorator', 'epic.md.hbs', '{{#*inline "a"}}x{{/inline}}', /no partials and decorators|may only loop/],
  ['a way to a prototype', 'epic.md.hbs', '{{aim.constructor}}', /may not name "aim\.constructor"/],
  [
    'a way to a prototype in a loop',
    'epic.md.hbs',
    '{{#each objectives.__proto__}}x{{/each}}',
    /may not name/,
  ],
  ['a sub-expression', 'epic.md.hbs', '{{#if (lookup a b)}}x{{/if}}', /may only name values/],
  ['raw HTML', 'scorecard-page.html.hbs', '<p>{{{title}}}</p>', /may not place values raw/],
  ['raw HTML by &', 'scorecard-page.html.hbs', '<p>{{&title}}</p>', /may not place values raw/],
  ['a script', 'scorecard-page.html.hbs', '<script>1</script>', /may not bring/],
  ['an event handler', 'scorecard-page.html.hbs', '<p onclick="x">', /may not bring/],
  ['a quick action', 'key-result.md.hbs', 'Text\n  /close', /key-result\.md\.hbs:2:3 .*quick action/],
  ['a quick action from data', 'key-result.md.hbs', '/{{intern}}', /quick action/],
  ['a marker of ours', 'key-result.md.hbs', '<!-- kickoff:end -->', /may not write markers/],
  [
    'a tag that is not closed',
    'key-result.md.hbs',
    'a\nb {{#if x}}',
    /key-result\.md\.hbs:\d+:1 .*is no Handlebars template/,
  ],
  [
    'a name that does not exist',
    'key-result.md.hbs',
    'Hi\n {{interm}}',
    /key-result\.md\.hbs:2:\d+ .*"interm" is no name that this template is given/,
  ],
])('%s is refused with its place, before GitLab is asked', async (_what, name, text, expected) => {
  const { kickoff } = stage();
  const run = await kickoff(['plan', bring({ [name]: text })]);
  expect(run).toMatchObject({ code: 1, reads: 0 });
  expect(run.err).toMatch(expected);
  expect(run.err).not.toContain('    at ');
});

test('a folder elsewhere, an empty one, and one that is not there are refused', async () => {
  const { kickoff } = stage();
  for (const named of ['../mine', '/etc', './nowhere', './mine']) {
    const run = await kickoff(['validate', bring({}, named)]);
    expect(run.code).toBe(1);
    expect(run.err).toMatch(
      /program\.yaml:1:1\d templates: (?:must be a folder beside the program|holds no template)/,
    );
  }
});

test('all problems of all templates are shown at once', async () => {
  const run = await stage().kickoff([
    'validate',
    bring({ 'epic.md.hbs': '{{> a}}\n/close', 'goal.md.hbs': '{{{x y}}}' }),
  ]);
  expect(run.err.match(/\.hbs:/g)).toHaveLength(3);
});

test('whatever a template says, checking it neither throws nor lets a helper through', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{{{',
    '}}}',
    '#if ',
    '/if',
    '#each ',
    '/each',
    '>',
    '*',
    '&',
    '~',
    '!--',
    '--',
    ' x',
    ' "y"',
    '.',
    '../',
    'this',
    '@index',
    '(',
    ')',
    '|',
    'as',
    'log',
    'constructor',
    '\n',
    '/',
    'text',
    '[0]',
    '=',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      if (checkTemplate('t.hbs', text, true).length > 0) return;
      // Judged by Handlebars itself: what passed is rendered with every helper of its own replaced by one that tells.
      const called: string[] = [];
      const watched = Handlebars.create();
      for (const name of ['log', 'lookup', 'with', 'constructor'])
        watched.registerHelper(name, () => {
          called.push(name);
          return '';
        });
      watched.compile(text)({ text: 'x', x: ['y'] });
      expect(called).toEqual([]);
    }),
    {
      numRuns: 2000,
      examples: [[['{{', 'log', '--', '}}']], [['{{', 'log', '}}']], [['{{', 'log', ' x', '}}']]],
    },
  );
});

test('templates lie beside the program, wherever the command runs', async () => {
  const path = bring({ 'goal.md.hbs': 'Grow, {{intern}}!' });
  const run = await stage().kickoff(['plan', path], { cwd: dirname(path) });
  expect(run.code).toBe(0);
});

test.each([
  ['scorecard-block.md.hbs', 'x\n{{#each objectives}}{{nope}}{{/each}}'],
  ['scorecard-report.md.hbs', 'x\n{{titel}}'],
  ['scorecard-intern.html.hbs', '<p>{{nope}}</p>'],
  ['badge.svg.hbs', '<svg>{{nope}}</svg>'],
])('a name that %s does not get is told by validate, not by the nightly sync', async (name, text) => {
  const run = await stage().kickoff(['validate', bring({ [name]: text })]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(/"(?:nope|titel)" is no name that this template is given/);
});

test('a file that stands for none of ours is no silent nothing', async () => {
  const run = await stage().kickoff(['validate', bring({ 'goals.md.hbs': 'x', 'goal.md.hbs': 'y' })]);
  expect(run.err).toMatch(/holds goals\.md\.hbs, which stands for none of ours/);
});

test.each([
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><rect width="1" height="1"/></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><script href="data:,alert(1)"/></svg>',
  '<svg><animate attributeName="href" values="javascript:alert(1)"/><set attributeName="onload" to="alert(1)"/></svg>',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="  java\tscript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="x.swf"></object><embed src="x">',
  '<form action="https://evil.test"><button formaction="x">x</button></form>',
  '<base href="https://evil.test/"><link rel="stylesheet" href="https://evil.test/x.css">',
  '<meta http-equiv="refresh" content="0;url=https://evil.test">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
])('the sanitiser leaves nothing that runs, loads or leads away: %s', (html) => {
  const clean = sanitize(`<main><p>Before</p>${html}<p>After</p></main>`);
  expect(clean).not.toMatch(
    /<(?:script|img|iframe|object|embed|form|button|base|animate|set|foreignObject|math|template|noscript)/i,
  );
  expect(clean.replace(/="[^"]*"/g, '=""')).not.toMatch(
    /<[^>]*\s(?:on\w+|srcdoc|formaction|action)\s*=|javascript:|data:text|evil\.test/i,
  );
  expect(clean).not.toMatch(/javascript:|data:text|evil\.test/i);
  expect(clean).toContain('<p>Before</p>');
  // What is clean stays as it is.
  expect(sanitize(clean)).toBe(clean);
});
