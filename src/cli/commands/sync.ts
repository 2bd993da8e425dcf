import { resolve } from 'node:path';
import { sync } from '../../library/score.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { redact } from '../../scorecard/render/redact.ts';
import { notProvisioned, type Synced } from '../../sync/sync.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession } from '../session.ts';

export interface SyncFlags {
  host?: string | undefined;
  out?: string | undefined;
  maxWait?: number | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function syncCommand(io: Io, path: string, options: SyncFlags): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { ...options, emit: shown.emit });
  shown.emit({ kind: 'reading' });
  // The block needs no history; what is shown beside it does.
  const history = options.out !== undefined || options.json === true;
  const { cohort, gitlab } = session;
  const result = await sync(cohort, gitlab, { emit: shown.emit, history });
  shown.end();
  const card = redact(result.reading.card);
  if (options.out !== undefined) writeFiles(io, options.out, card, cohort.render);
  if (options.json) io.out(`${JSON.stringify(card, null, 2)}\n`);
  else {
    for (const { intern, title } of result.closed)
      io.out(`✓ ${oneLine(intern)}: "${oneLine(title)}" closed, because its rule is satisfied.\n`);
    for (const name of result.written) io.out(`✓ ${oneLine(name)}: scorecard written.\n`);
    for (const name of result.unchanged) io.out(`· ${oneLine(name)}: nothing new.\n`);
    for (const { name, because } of result.left) io.out(`! ${oneLine(name)}: left, because ${because}.\n`);
    if (options.out !== undefined) io.out(`Files: ${fileNames(io, options.out)}\n`);
  }
  failIfUnfinished(result, session.explain);
  if (result.reading.missing.length > 0) throw notProvisioned(result.reading.missing);
  return EXIT.done;
}

/** What was written stays written; what GitLab refused is named. */
function failIfUnfinished(
  { outcome, written, unchanged, closed }: Synced,
  explain: (error: unknown, doing: string) => unknown,
): void {
  const failed = outcome.halted ?? outcome.failed[0]?.error;
  if (failed === undefined) return;
  const why = explain(failed, 'writing the scorecard');
  if (written.length + unchanged.length + closed.length === 0) throw why;
  const names = [...outcome.failed, ...outcome.skipped].map(({ step }) => oneLine(step.name));
  throw new KickoffError(
    'partly-done',
    why instanceof Error ? why.message : 'Some scorecards could not be written.',
    { undone: `Not written: ${names.join(', ')}.`, hint: 'Run the same command again.' },
  );
}
