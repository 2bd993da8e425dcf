import { resolve } from 'node:path';
import type { LoadedCohort } from '../../library/cohort.ts';
import { reading } from '../../library/score.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { renderBadge } from '../../scorecard/render/badge.ts';
import { renderCsv } from '../../scorecard/render/csv.ts';
import { renderInternPage, renderMentorPage, renderPage } from '../../scorecard/render/page.ts';
import { redact } from '../../scorecard/render/redact.ts';
import { renderReport } from '../../scorecard/render/report.ts';
import { renderExplained, renderFor, renderTerminal } from '../../scorecard/render/terminal.ts';
import { peopleOf } from '../../scorecard/render/views.ts';
import { groupsOf, resultsOf } from '../../scorecard/render/words.ts';
import type { Scorecard } from '../../scorecard/scorecard.ts';
import { notProvisioned } from '../../sync/sync.ts';
import { type Io, prepareFolder } from '../io.ts';
import { progress } from '../progress.ts';
import { fileNames, writeFiles } from '../scorecard-files.ts';
import { openSession } from '../session.ts';
import { painter } from '../style.ts';
import type { SyncFlags } from './sync.ts';

export interface ReportFlags extends SyncFlags {
  markdown?: boolean | undefined;
  html?: boolean | undefined;
  csv?: boolean | undefined;
  badge?: boolean | undefined;
  at?: string | undefined;
  explain?: string | undefined;
  for?: string | undefined;
  showConfidential?: boolean | undefined;
}

/** The same reading and scoring as sync, and no write. */
export async function reportCommand(io: Io, path: string, options: ReportFlags): Promise<ExitCode> {
  if (options.out !== undefined) prepareFolder(resolve(io.cwd, options.out));
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, {
    host: options.host,
    emit: shown.emit,
    readsOnly: true,
  });
  const { cohort } = session;
  shown.emit({ kind: 'reading' });
  const { card, missing } = await reading(cohort, session.gitlab, { at: options.at });
  shown.end();
  if (options.at !== undefined && options.at >= cohort.dayOf(new Date(card.readAt))) {
    throw new KickoffError('usage', `--at ${options.at} is no past day.`, {
      hint: 'Leave it out to see the scorecard of now.',
    });
  }
  const seen = options.showConfidential ? card : redact(card);
  if (options.out !== undefined) {
    writeFiles(io, options.out, seen, cohort.render);
    io.out(`Files: ${fileNames(io, options.out)}\n`);
  } else {
    io.out(rendered(io, seen, cohort, options));
  }
  if (missing.length > 0) throw notProvisioned(missing);
  return EXIT.done;
}

function rendered(io: Io, card: Scorecard, { render }: LoadedCohort, options: ReportFlags): string {
  const { interns, mentors } = peopleOf(card);
  const asked = options.for?.replace(/^@/, '');
  // GitLab's user names are the same in any case.
  const person = [...interns, ...mentors].find((name) => name.toLowerCase() === asked?.toLowerCase());
  if (asked !== undefined && person === undefined) {
    throw new KickoffError('usage', `"${asked}" is neither intern nor mentor of this cohort.`, {
      hint: `They are ${[...interns, ...mentors].join(', ')}. A manager leaves --for out.`,
    });
  }
  if (options.json) return `${JSON.stringify(card, null, 2)}\n`;
  if (options.markdown) return renderReport(card, render);
  if (options.csv) return renderCsv(card);
  if (options.badge) return renderBadge(card, render);
  if (options.html) {
    if (person === undefined) return renderPage(card, { linkPeople: false }, render);
    return interns.includes(person)
      ? renderInternPage(card, person, render)
      : renderMentorPage(card, person, render);
  }
  const terminal = { paint: painter(io, options.color), width: io.columns };
  if (options.explain !== undefined) {
    const text = renderExplained(card, options.explain, terminal);
    if (text !== null) return `${text}\n`;
    const keys = card.interns.flatMap((intern) => [
      ...groupsOf(intern).map(({ key }) => key),
      ...resultsOf(intern).map(({ key }) => key),
    ]);
    throw new KickoffError('usage', `"${options.explain}" is nothing that has a score here.`, {
      hint: `They are ${[...new Set(keys)].filter((key) => key !== 'confidential').join(', ')} and program. Confidential key results need --show-confidential.`,
    });
  }
  const text = person === undefined ? renderTerminal(card, terminal) : renderFor(card, person, terminal);
  const hidden =
    !options.showConfidential &&
    card.interns.some((intern) => resultsOf(intern).some((each) => each.confidential));
  const hint = 'Confidential key results are shown without title; --show-confidential names them.';
  return `${text}\n${hidden ? `\n${terminal.paint('dim', hint)}\n` : ''}`;
}
