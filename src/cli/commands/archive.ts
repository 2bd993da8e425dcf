import { resolve } from 'node:path';
import { archive } from '../../library/score.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { redact } from '../../scorecard/render/redact.ts';
import { notProvisioned } from '../../sync/sync.ts';
import { carryOut } from '../carry-out.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession } from '../session.ts';
import { archiveAsText } from '../show-archive.ts';
import { painter, widthOf } from '../style.ts';

export interface ArchiveFlags {
  host?: string | undefined;
  yes?: boolean | undefined;
  json?: boolean | undefined;
  openKeyResults: 'leave' | 'close';
  early?: boolean | undefined;
  out?: string | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function archiveCommand(io: Io, path: string, flags: ArchiveFlags): Promise<ExitCode> {
  if (flags.out !== undefined) prepareFolder(resolve(io.cwd, flags.out));
  const shown = progress(io, { quiet: flags.quiet ?? false });
  const { emit } = shown;
  const { cohort, gitlab, explain } = await openSession(io, path, { host: flags.host, emit });
  emit({ kind: 'reading' });
  const prepared = await archive(cohort, gitlab, { openKeyResults: flags.openKeyResults, emit });
  shown.end();
  const { plan } = prepared;
  let { card, missing } = prepared.reading;
  if (flags.json && !flags.yes) {
    io.out(`${JSON.stringify(plan, null, 2)}\n`);
    if (missing.length > 0) throw notProvisioned(missing);
    return EXIT.done;
  }
  const text = archiveAsText(plan, card.cohort, painter(io, flags.color), widthOf(io));
  if (missing.length > 0) {
    io.out(`${text}\n`);
    throw notProvisioned(missing);
  }
  const apply = async (): ReturnType<typeof prepared.apply> => {
    const ended = await prepared.apply();
    ({ card, missing } = ended.reading);
    return ended;
  };
  const { code, outcome } = await carryOut(
    io,
    { plan, checks: [], apply: async () => (await apply()).outcome },
    {
      shown: text,
      allowed: new Set(flags.early ? ['early'] : []),
      yes: flags.yes ?? false,
      json: flags.json ?? false,
      agree: null,
      explain,
      end: shown.end,
    },
  );
  if (code !== EXIT.done) return code;
  if (outcome && !flags.json) io.out('Nothing was deleted.\n');
  if (flags.out !== undefined) {
    writeFiles(io, flags.out, redact(card), cohort.render);
    if (!flags.json) io.out(`Files: ${fileNames(io, flags.out)}\n`);
  }
  return code;
}
