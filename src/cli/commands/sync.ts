import { join, resolve } from 'node:path';
import { EXIT, type ExitCode, KickoffError } from '../../errors.ts';
import { oneLine } from '../../plain-text.ts';
import { renderReport } from '../../scorecard/render.ts';
import { redact, type Scorecard } from '../../scorecard/scorecard.ts';
import { renderTerminal } from '../../scorecard/terminal.ts';
import { notProvisioned, readScorecard, type SyncOrder, sync } from '../../sync.ts';
import { type Io, prepareFolder, writeAtomically } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession, type Session } from '../session.ts';
import { painter } from '../style.ts';

export interface SyncOptions {
  host?: string | undefined;
  out?: string | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

function orderOf({ order, placements, render, cohort }: Session): SyncOrder {
  return { ...order, cohort: cohort.title ?? cohort.cohort, placements, render };
}

/** The scorecard as files, confidential key results without title or link. */
function writeFiles(io: Io, folder: string, card: Scorecard, session: Session): void {
  const shown = redact(card);
  const at = resolve(io.cwd, folder);
  writeAtomically(join(at, 'scorecard.json'), `${JSON.stringify(shown, null, 2)}\n`);
  writeAtomically(join(at, 'scorecard.md'), renderReport(shown, session.render));
}

export async function syncCommand(io: Io, path: string, options: SyncOptions): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit });
  shown.emit({ kind: 'reading' });
  const result = await sync(orderOf(session), session.tracker);
  shown.end();
  if (options.out !== undefined) writeFiles(io, options.out, result.card, session);
  if (options.json) io.out(`${JSON.stringify(redact(result.card), null, 2)}\n`);
  else {
    for (const name of result.written) io.out(`✓ ${oneLine(name)}: scorecard written.\n`);
    for (const name of result.unchanged) io.out(`· ${oneLine(name)}: nothing new.\n`);
    for (const { name, because } of result.left) io.out(`! ${oneLine(name)}: left, because ${because}.\n`);
    if (options.out !== undefined)
      io.out(`Files: ${join(options.out, 'scorecard.json')} and ${join(options.out, 'scorecard.md')}\n`);
  }
  const failed = result.failed[0];
  if (failed) {
    const why = session.explain(failed.error, 'writing the scorecard');
    throw result.written.length + result.unchanged.length === 0
      ? why
      : new KickoffError(
          'partly-done',
          why instanceof Error ? why.message : 'Some scorecards could not be written.',
          {
            undone: `Not written: ${result.failed.map(({ name }) => oneLine(name)).join(', ')}.`,
            hint: 'Run the same command again.',
          },
        );
  }
  if (result.missing.length > 0) throw notProvisioned(result.missing);
  return EXIT.done;
}

export interface ReportOptions extends SyncOptions {
  markdown?: boolean | undefined;
  showConfidential?: boolean | undefined;
}

/** The same reading and scoring as sync, and no write. */
export async function reportCommand(io: Io, path: string, options: ReportOptions): Promise<ExitCode> {
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit });
  shown.emit({ kind: 'reading' });
  const { card, missing } = await readScorecard(orderOf(session), session.tracker);
  shown.end();
  const seen = options.showConfidential ? card : redact(card);
  if (options.json) io.out(`${JSON.stringify(seen, null, 2)}\n`);
  else if (options.markdown) io.out(renderReport(seen, session.render));
  else {
    const paint = painter(io, options.color);
    io.out(`${renderTerminal(seen, { paint, width: io.columns })}\n`);
    const hidden = card.interns.some((intern) =>
      [...intern.objectives, ...intern.areas].some((group) =>
        group.keyResults.some((each) => each.confidential),
      ),
    );
    if (hidden && !options.showConfidential) {
      io.out(
        `\n${paint('dim', 'Confidential key results are shown without title; --show-confidential names them.')}\n`,
      );
    }
  }
  if (missing.length > 0) throw notProvisioned(missing);
  return EXIT.done;
}
