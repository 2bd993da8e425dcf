/**
 * Files that nobody means well with, each given to the built command as a process of its own: one clear error or a right result, in two
 * seconds and 300 MB; none is "a bug", none shows a stack, nothing raw reaches the terminal.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { record } from '../support/record.ts';

const FILES = Number(process.env.FILES ?? 200);

const CLI = resolve('dist/cli.js');
const KNOWN = [0, 1, 2, 3, 4, 64, 75];

/** Processor time of a process, not time on a clock: what else this machine does is not the command's. */
const MOST_SECONDS = 2;
const MOST_MEGABYTES = 300;

interface Ran {
  code: number | null;
  said: string;
  seconds: number;
  megabytes: number;
}

/** Tells on descriptor 3, at its end, what the process took. */
const METER = `data:text/javascript,${encodeURIComponent(
  `import fs from 'node:fs';process.on('exit',()=>{const u=process.resourceUsage();fs.writeSync(3,JSON.stringify([(u.userCPUTime+u.systemCPUTime)/1e6,u.maxRSS/1e3]))})`,
)}`;

function kickoff(args: string[], cwd: string, host: string): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', METER, CLI, ...args], {
      cwd,
      env: { PATH: process.env.PATH, NO_COLOR: '1', GITLAB_HOST: host, GITLAB_TOKEN: SEEDED.token },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const parts: string[] = ['', '', ''];
    for (const [index, stream] of child.stdio.slice(1).entries()) {
      stream?.on('data', (chunk: Buffer) => {
        parts[index] += chunk.toString();
      });
    }
    // One that does not end is a failure, not a test that hangs.
    const cut = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(cut);
      const [seconds = 20, megabytes = 0] = parts[2] ? (JSON.parse(parts[2]) as number[]) : [];
      done({ code, said: `${parts[0]}${parts[1]}`, seconds, megabytes });
    });
  });
}

const EVIL =
  '\u001b]0;owned\u0007\u001b[2J\u202e\u2066\r\n/close <script>alert(1)</script> <!-- kickoff:end -->';

/** What a reader may stumble over, once or many times. */
const PIECES = [
  ...[
    '- ',
    '> ',
    '1. ',
    '# ',
    '## a\n',
    '- [ ] a\n',
    '* * ',
    '  - x\n',
    '\t',
    '\n',
    '\n\n',
    '```\n',
    '~~~',
    '`a` ',
  ],
  ...[
    '[',
    '![a]',
    '[a](b) ',
    '[a]: b\n',
    '[^a]: b\n\n',
    '<a ',
    '<!-- ',
    '--> ',
    '&amp;',
    '&',
    '\\',
    '|',
    '| a |\n',
  ],
  ...['*a _b ', '**', 'http://a.b ', 'a@b.c ', EVIL, '\u0000', '\ud83d', '\u2028', '🙂', 'x'],
  ...[
    '{',
    '}',
    '[[',
    '{{',
    '}}',
    '{{#each people}}',
    '{{/each}}',
    '{{{',
    '{{> a}}',
    '{{a.b.c}} ',
    '{{else}}',
  ],
  ...[
    'a: ',
    '? ',
    '&a ',
    '*a ',
    '<<: ',
    '!!js/function ',
    '!!binary ',
    '- &a [*a]\n',
    '"',
    "'",
    '%YAML 1.1\n',
    '---\n',
    '...\n',
  ],
  ...[
    '__proto__: ',
    'constructor: ',
    'toString: x\n',
    '1e999 ',
    '.inf ',
    '.nan ',
    '0x10 ',
    '-0 ',
    '2027-02-30 ',
    'null ',
    '~ ',
  ],
  ...[
    '**Area**:**B** - Week of June 1st\n\n- Key Result: a\n\n',
    '**Objective**: **a**\n\n',
    '### Manager Responsibilities\n\n- a\n',
  ],
  ...['"a":', '1,', '{"steps":', 'null,', 'true', '[]'],
];

const BASE = {
  page: '# A program\n\n**Objective**: **Be useful**\n\n- Key Result: Repair 4 buoys\n\n',
  program: readFileSync('templates/programs/security-internship.yaml', 'utf8'),
  cohort: readFileSync('config/cohort.example.yaml', 'utf8'),
  template: '{{#each people}}{{this}}{{/each}}\n',
  plan: '{"version":2,"steps":[{"action":"create","kind":"label","name":"a","key":"a"}]}',
};

type Kind = keyof typeof BASE;

const KINDS: { kind: Kind; name: string; args: string[] }[] = [
  { kind: 'page', name: 'page.md', args: ['import', 'page.md'] },
  {
    kind: 'page',
    name: 'page.md',
    args: ['import', 'page.md', '--out', 'out.yaml', '--directory', 'dir.yaml'],
  },
  { kind: 'program', name: 'program.yaml', args: ['validate', 'program.yaml'] },
  { kind: 'program', name: 'program.yaml', args: ['validate', 'own.yaml'] },
  { kind: 'cohort', name: 'cohort.yaml', args: ['validate', 'cohort.yaml'] },
  { kind: 'cohort', name: 'directory.yaml', args: ['directory', 'directory.yaml'] },
  { kind: 'cohort', name: 'cohort.yaml', args: ['pipeline', 'cohort.yaml'] },
  { kind: 'template', name: 'words/epic.md.hbs', args: ['plan', 'own.yaml'] },
  { kind: 'template', name: 'words/key-result.md.hbs', args: ['validate', 'own.yaml'] },
  { kind: 'plan', name: 'plan.json', args: ['provision', 'own.yaml', '--plan', 'plan.json', '--yes'] },
];

/** Where the piece goes: alone, before, behind, within a line, or in place of a word. */
const placed = (base: string, text: string, where: number, at: number): string => {
  const lines = base.split('\n');
  const line = at % lines.length;
  const within = lines[line] ?? '';
  switch (where) {
    case 0:
      return text;
    case 1:
      return text + base;
    case 2:
      return `${base}\n${text}\n`;
    case 3:
      lines[line] = within.replace(/: .*/, () => `: ${text}`);
      return lines.join('\n');
    case 4:
      lines[line] = within + text;
      return lines.join('\n');
    default:
      lines.splice(line, 0, `${/^ */.exec(within)?.[0] ?? ''}${text}`);
      return lines.join('\n');
  }
};

const hostile = fc.record({
  which: fc.nat(KINDS.length - 1),
  pieces: fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }),
  times: fc.constantFrom(1, 2, 50, 1000, 30_000),
  tail: fc.constantFrom('', 'x', '\n', '\nend: 1\n'),
  where: fc.nat(5),
  at: fc.nat(200),
});

test(`${FILES} hostile files: one clear error or a right result, soon and in little memory`, async () => {
  const home = mkdtempSync(join(tmpdir(), 'kickoff-hostile-'));
  const served = await serveSandbox(createSandbox({ clock: () => new Date('2027-02-22T09:00:00Z') }));
  let worst = { seconds: 0, megabytes: 0 };
  let count = 0;
  await fc.assert(
    fc.asyncProperty(hostile, async ({ which, pieces, times, tail, where, at }) => {
      const { kind, name, args } = KINDS[which] ?? { kind: 'page', name: 'page.md', args: [] };
      count += 1;
      const cwd = join(home, String(count));
      mkdirSync(join(cwd, 'words'), { recursive: true });
      writeFileSync(join(cwd, 'program.yaml'), `${BASE.program}\ntemplates: ./words\n`);
      writeFileSync(
        join(cwd, 'own.yaml'),
        BASE.cohort.replace('program: security-internship', 'program: ./program.yaml'),
      );
      cpSync('templates/bodies/milestone.md.hbs', join(cwd, 'words', 'milestone.md.hbs'));
      const text = placed(BASE[kind], pieces.join('').repeat(times).slice(0, 900_000) + tail, where, at);
      writeFileSync(join(cwd, name), text);
      const { code, said, seconds, megabytes } = await kickoff(args, cwd, served.url);
      const what = `${cwd}: ${args.join(' ')}, ${JSON.stringify(pieces)} × ${times}, place ${where}: ${code} in ${seconds} s, ${megabytes} MB: ${said.slice(0, 400)}`;
      expect(KNOWN, what).toContain(code);
      expect(said, what).not.toMatch(/this is a bug|\n\s+at .+:\d+:\d+/i);
      expect(said, what).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
      expect(seconds, what).toBeLessThan(MOST_SECONDS);
      expect(megabytes, what).toBeLessThan(MOST_MEGABYTES);
      worst = { seconds: Math.max(worst.seconds, seconds), megabytes: Math.max(worst.megabytes, megabytes) };
      rmSync(cwd, { recursive: true });
    }),
    { numRuns: FILES, seed: Number(process.env.SEED ?? 1) || Date.now(), endOnFailure: true },
  );
  await served.close();
  rmSync(home, { recursive: true });
  record({
    guarantee: 'Hostile',
    fault:
      'files: YAML, Markdown, Handlebars and JSON with what confuses a reader, up to 900 kB, each read by a process',
    schedules: FILES,
    result: `a clear error or a right result; at most ${worst.seconds.toFixed(1)} s of a processor and ${Math.round(worst.megabytes)} MB`,
  });
}, 900_000);
