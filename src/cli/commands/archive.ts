import { resolve } from 'node:path';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { redact } from '../../scorecard/render/redact.ts';
import type { Paint } from '../../scorecard/render/terminal.ts';
import { type Archive, prepareArchive } from '../../sync/archive.ts';
import type { ArchiveEntry } from '../../sync/archive-steps.ts';
import { notProvisioned } from '../../sync/sync.ts';
import { many, oneLine } from '../../text/plain-text.ts';
import { agreed } from '../carry-out.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession } from '../session.ts';
import { entryLines } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';
import { syncOptionsOf } from './sync.ts';

export interface ArchiveFlags {
  host?: string | undefined;
  yes?: boolean | undefined;
  openKeyResults: 'leave' | 'close';
  early?: boolean | undefined;
  out?: string | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function archiveCommand(io: Io, path: string, options: ArchiveFlags): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit, texts: false });
  shown.emit({ kind: 'reading' });
  const archive = await prepareArchive(syncOptionsOf(session), session.tracker, {
    closeOpen: options.openKeyResults === 'close',
  });
  shown.end();
  io.out(`${planned(archive, painter(io, options.color), widthOf(io))}\n`);
  if (archive.reading.missing.length > 0) throw notProvisioned(archive.reading.missing);
  let { card } = archive.reading;
  if (stepsOf(archive.entries) > 0) {
    if (archive.early.length > 0 && !options.early) {
      throw new KickoffError(
        'refused',
        `The program of ${archive.early.map(oneLine).join(', ')} is not over yet.`,
        {
          undone: 'Nothing was changed.',
          hint: 'Wait for its last day, or add --early.',
        },
      );
    }
    if (!options.yes && !(await agreed(io))) return EXIT.error;
    const { done, failed, reading } = await archive.apply();
    card = reading.card;
    const first = failed[0];
    if (first) {
      const why = session.explain(first.error, 'archiving');
      if (done.length === 0) throw why;
      throw new KickoffError('partly-done', why instanceof Error ? why.message : 'Not all could be closed.', {
        undone: `${done.length} of ${stepsOf(archive.entries)} steps are done; not "${oneLine(first.entry.name)}".`,
        hint: 'Run the same command again.',
      });
    }
    io.out(`✓ ${many(done.length, 'step')} done; nothing was deleted.\n`);
  }
  if (options.out !== undefined) {
    writeFiles(io, options.out, redact(card), session.render);
    io.out(`Files: ${fileNames(options.out)}\n`);
  }
  return EXIT.done;
}

const stepsOf = (entries: ArchiveEntry[]): number => entries.filter(({ left }) => !left).length;

const TITLES = { issue: 'Key results that are open', milestone: 'Milestones', epic: 'Epics' } as const;

function planned({ entries, reading }: Archive, paint: Paint, width: number): string {
  const { card } = reading;
  const lines = [
    paint('bold', `Archive of ${oneLine(card.cohort)}`),
    paint('dim', `${card.project}, ${card.today}`),
  ];
  for (const [kind, title] of Object.entries(TITLES)) {
    const own = entries.filter((entry) => entry.kind === kind);
    if (own.length === 0) continue;
    const left = own.filter((entry) => entry.left).length;
    const counts = [
      ...(own.length > left ? [`${own.length - left} to close`] : []),
      ...(left > 0 ? [`${left} left open`] : []),
    ];
    lines.push('', `${paint('bold', title)}  ${paint('dim', counts.join(', '))}`);
    for (const { name, intern, because, what, left: isLeft } of own) {
      const rest = [intern, because, what].filter((part) => part !== '').join(' · ');
      const sign = isLeft ? '·' : '~';
      lines.push(...entryLines({ sign, name: oneLine(name), rest: oneLine(rest) }, paint, width));
    }
  }
  const steps = stepsOf(entries);
  const sum = steps === 0 ? 'Nothing to do.' : `${steps} to close; everything is kept.`;
  lines.push('', paint('bold', sum));
  return lines.join('\n');
}
