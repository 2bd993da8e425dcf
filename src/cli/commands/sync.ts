import { resolve } from 'node:path';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { redact } from '../../scorecard/render/redact.ts';
import type { SyncOptions } from '../../sync/reading.ts';
import { notProvisioned, sync } from '../../sync/sync.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession, type Session } from '../session.ts';

export interface SyncFlags {
  host?: string | undefined;
  out?: string | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export function syncOptionsOf({ order, enrolments, render, cohort }: Session): SyncOptions {
  return { ...order, cohort: cohort.title ?? cohort.cohort, enrolments, render };
}

export async function syncCommand(io: Io, path: string, options: SyncFlags): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit, texts: false });
  shown.emit({ kind: 'reading' });
  // The block needs no history; what is shown beside it does.
  const history = options.out !== undefined || options.json === true;
  const result = await sync(syncOptionsOf(session), session.tracker, { history });
  shown.end();
  const card = redact(result.card);
  if (options.out !== undefined) writeFiles(io, options.out, card, session.render);
  if (options.json) io.out(`${JSON.stringify(card, null, 2)}\n`);
  else {
    for (const { intern, title } of result.closed)
      io.out(`✓ ${oneLine(intern)}: "${oneLine(title)}" closed, because its rule is satisfied.\n`);
    for (const name of result.written) io.out(`✓ ${oneLine(name)}: scorecard written.\n`);
    for (const name of result.unchanged) io.out(`· ${oneLine(name)}: nothing new.\n`);
    for (const { name, because } of result.left) io.out(`! ${oneLine(name)}: left, because ${because}.\n`);
    if (options.out !== undefined) io.out(`Files: ${fileNames(options.out)}\n`);
  }
  const failed = result.failed[0];
  if (failed) {
    const why = session.explain(failed.error, 'writing the scorecard');
    throw result.written.length + result.unchanged.length + result.closed.length === 0
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
