/** The demo's second act: four interns, one place in each team, and the first week of their winter. */
import { join } from 'node:path';
import { MOST_YAML, packageRoot, readText } from '../../library/files.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { type Io, writeAtomically } from '../io.ts';
import { checkInAndAsk, read, threeWeeks } from './demo-weeks.ts';

export interface Act {
  kickoff(args: string[], show?: (output: string) => string, ends?: ExitCode): Promise<void>;
  chapter(text: string): void;
  /** Where the cohort file is copied to: the plan is written into it. */
  file: string;
  /** Folder of its scorecard. */
  out: string;
  /** Base of the sandbox. */
  url: string;
  moveTo(time: string): void;
  io: Io;
}

export async function cohortOfFour({ kickoff, chapter, file, out, url, moveTo, io }: Act): Promise<void> {
  const example = join(packageRoot(), 'config', 'cohort-of-four.example.yaml');
  // Its schema lies elsewhere from there.
  writeAtomically(file, (readText(example, MOST_YAML) ?? '').replace(/^# yaml-language-server:.*\n/m, ''));
  moveTo('2028-01-03T09:00:00Z');
  chapter('8  The next winter: four interns, and one or two places in each team');
  await kickoff(['rotations', file], (output) => output, EXIT.error);
  chapter('9  A plan without conflicts, written into the cohort file');
  await kickoff(['rotations', file, 'solve', '--write']);
  await kickoff(['provision', file, '--yes'], done);
  chapter('10  The first week: check-ins and 1:1s open by themselves');
  moveTo('2028-01-10T07:00:00Z');
  await kickoff(['checkin', file, '--yes'], done);
  await kickoff(['agenda', file, '--yes'], done);
  await checkInAndAsk(url, io);
  await kickoff(['checkin', file, '--report']);
  chapter('11  Friday evening: what the manager gets');
  moveTo('2028-01-14T16:00:00Z');
  await kickoff(['digest', file, '--yes'], done);
  io.out(`${await digestText(url, io)}\n`);
  chapter('12  Three weeks on: the interns side by side');
  moveTo('2028-01-28T16:00:00Z');
  await threeWeeks(url, io);
  moveTo('2028-01-31T05:00:00Z');
  await kickoff(['sync', file, '--out', out]);
}

/** How it ended, in a line. */
const done = (output: string): string => `${/^Done:.*$/m.exec(output)?.[0] ?? ''}\n\n`;

/** The digest as it stands in GitLab. */
async function digestText(url: string, io: Io): Promise<string> {
  const [digest] = await read(url, io, 'issues?labels=ritual::digest');
  return (digest?.description ?? '').replace(/<!--[^>]*-->\n?/g, '').trim();
}
