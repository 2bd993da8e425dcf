/**
 * The whole way in seconds: a sandbox GitLab over real HTTP, the same commands that production runs, and people who
 * act through the API with tokens of their own.
 */

import { join, relative, resolve } from 'node:path';
import { packageRoot } from '../../library/files.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { SEEDED } from '../../sandbox/seed.ts';
import { serveSandbox } from '../../sandbox/serve.ts';
import type { Tier } from '../../sandbox/state.ts';
import type { Io } from '../io.ts';
import { painter } from '../style.ts';
import { type Act, cohortOfFour } from './demo-four.ts';
import { eightWeeks } from './demo-weeks.ts';

export interface DemoFlags {
  tier: Tier;
  out: string;
  color: boolean;
}

/** Runs one command line, as the process does. */
export type Run = (argv: string[], io: Io, version: string) => Promise<ExitCode>;

interface Told {
  io: Io;
  options: DemoFlags;
  run: Run;
  /** Base of the sandbox. */
  url: string;
  time: () => number;
  /** Files that are shown by their path from here. */
  own: string[];
}

/** Headings, and commands with what they print. */
function storyteller({ io, options, run, url, time, own }: Told): Pick<Act, 'kickoff' | 'chapter'> {
  const paint = painter(io, options.color);
  return {
    chapter: (text) => io.out(`\n${paint('cyan', `━━ ${text} `.padEnd(Math.min(io.columns, 80), '━'))}\n\n`),
    async kickoff(args, show = (output) => output, ends = EXIT.done) {
      const shown = args.map((arg) => (own.includes(arg) ? relative(io.cwd, arg) || arg : arg)).join(' ');
      io.out(`${paint('bold', `$ kickoff ${shown}`)}\n`);
      let output = '';
      const out = (text: string): void => {
        output += text;
      };
      // What asks nothing of GitLab has no progress to be quiet about.
      const quiet = args[0] === 'rotations' ? [] : ['--quiet'];
      const code = await run(
        [...args, ...(options.color ? [] : ['--no-color']), ...quiet],
        {
          ...io,
          env: { ...io.env, GITLAB_HOST: url, GITLAB_TOKEN: SEEDED.token },
          ask: null,
          time,
          out,
          ...(ends === EXIT.done ? {} : { err: out }),
        },
        'demo',
      );
      io.out(show(output));
      if (code !== ends)
        throw new KickoffError(
          'refused',
          `The demo stopped: "kickoff ${shown}" ended with exit code ${code}.`,
        );
    },
  };
}

export async function demoCommand(io: Io, options: DemoFlags, run: Run): Promise<ExitCode> {
  const paint = painter(io, options.color);
  const sandbox = createSandbox({ tier: options.tier });
  sandbox.moveClockTo(new Date('2027-02-22T09:00:00Z'));
  const served = await serveSandbox(sandbox);
  const cohort = join(packageRoot(), 'config', 'cohort.example.yaml');
  const four = resolve(io.cwd, options.out, 'cohort-of-four.yaml');

  const told = storyteller({
    io,
    options,
    run,
    url: served.url,
    time: () => sandbox.now().getTime(),
    own: [cohort, four],
  });
  const { kickoff, chapter } = told;
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
    await cohortOfFour({
      kickoff,
      chapter,
      file: four,
      out: join(options.out, 'four'),
      url: served.url,
      moveTo: (time) => sandbox.moveClockTo(new Date(time)),
      io,
    });
    io.out(
      `\n${paint('dim', `Open ${join(options.out, 'scorecard.html')} and ${join(options.out, 'four', 'scorecard.html')} in a browser. Try it yourself: npx kickoff sandbox.`)}\n`,
    );
    return EXIT.done;
  } finally {
    await served.close();
  }
}
