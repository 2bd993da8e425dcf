import { resolve } from 'node:path';
import { EXIT, type ExitCode, KickoffError } from '../../errors.ts';
import { oneLine } from '../../plain-text.ts';
import { redact } from '../../scorecard/redact.ts';
import type { Paint } from '../../scorecard/terminal.ts';
import { type Archive, prepareArchive } from '../../sync/archive.ts';
import { notProvisioned } from '../../sync/sync.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession } from '../session.ts';
import { entryLines } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';
import { orderOf } from './sync.ts';

export interface ArchiveOptions {
  host?: string | undefined;
  yes?: boolean | undefined;
  openKeyResults: 'leave' | 'close';
  early?: boolean | undefined;
  out?: string | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function archiveCommand(io: Io, path: string, options: ArchiveOptions): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit, texts: false });
  shown.emit({ kind: 'reading' });
  const archive = await prepareArchive(orderOf(session), session.tracker, {
    closeOpen: options.openKeyResults === 'close',
  });
  shown.end();
  io.out(`${planned(archive, painter(io, options.color), widthOf(io))}\n`);
  if (archive.reading.missing.length > 0) throw notProvisioned(archive.reading.missing);
  let { card } = archive.reading;
  if (archive.steps.length > 0) {
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
      throw new KickoffError('partly-done', why instanceof Error ? why.message : 'Not all could be closed.', {
        undone: `${done.length} of ${archive.steps.length} steps are done; not "${oneLine(first.step.name)}".`,
        hint: 'Run the same command again.',
      });
    }
    io.out(`✓ ${done.length} ${done.length === 1 ? 'step' : 'steps'} done; nothing was deleted.\n`);
  }
  if (options.out !== undefined) {
    writeFiles(io, options.out, redact(card), session.render);
    io.out(`Files: ${fileNames(options.out)}\n`);
  }
  return EXIT.done;
}

async function agreed(io: Io): Promise<boolean> {
  if (io.ask === null) {
    throw new KickoffError('usage', 'Nobody can be asked here.', {
      undone: 'Nothing was changed; the plan above is what would be done.',
      hint: 'Add --yes to carry it out without a question.',
    });
  }
  if ((await io.ask('Carry this out? Only "yes" is taken: ')).trim() === 'yes') return true;
  io.out('Nothing was changed.\n');
  return false;
}

function planned({ steps, open, reading }: Archive, paint: Paint, width: number): string {
  const { card } = reading;
  const lines = [
    paint('bold', `Archive of ${oneLine(card.cohort)}`),
    paint('dim', `${card.project}, ${card.today}`),
  ];
  const section = (
    title: string,
    entries: { sign: '~' | '·'; name: string; rest: string }[],
    counts: string,
  ): void => {
    if (entries.length === 0) return;
    lines.push('', `${paint('bold', title)}  ${paint('dim', counts)}`);
    for (const { sign, name, rest } of entries)
      lines.push(...entryLines({ sign, name: oneLine(name), rest: oneLine(rest) }, paint, width));
  };
  const closed = steps.filter(({ kind }) => kind === 'issue').length;
  section(
    'Key results that are open',
    open.map(({ title, intern, because, what }) => ({
      sign: what.startsWith('left') ? '·' : '~',
      name: title,
      rest: [intern, because, what].filter((part) => part !== '').join(' · '),
    })),
    closed === 0 ? `${open.length}, left open` : `${open.length}, ${closed} to close`,
  );
  for (const [kind, title] of [
    ['milestone', 'Milestones'],
    ['epic', 'Epics'],
  ] as const) {
    const own = steps.filter((step) => step.kind === kind);
    section(
      title,
      own.map(({ name, what }) => ({ sign: '~', name, rest: what })),
      `${own.length} to close`,
    );
  }
  lines.push(
    '',
    paint('bold', steps.length === 0 ? 'Nothing to do.' : `${steps.length} to change; everything is kept.`),
  );
  return lines.join('\n');
}
