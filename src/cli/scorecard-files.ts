/** The scorecard as files: for an artifact, for Pages, for a spreadsheet. Whoever may see them sees no confidential title. */

import { join, resolve } from 'node:path';
import { renderBadge } from '../scorecard/render/badge.ts';
import { renderCsv } from '../scorecard/render/csv.ts';
import { renderInternPage, renderMentorPage, renderPage, sectionsOf } from '../scorecard/render/page.ts';
import { renderReport } from '../scorecard/render/report.ts';
import { remarkSuites, renderDotenv, renderJunit, renderMetrics } from '../scorecard/render/reports.ts';
import { peopleOf } from '../scorecard/render/views.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Render } from '../text/templates.ts';
import { type Io, writeAtomically } from './io.ts';

const FILES = ['scorecard.html', 'scorecard.md', 'scorecard.json', 'scorecard.csv', 'badge.svg'] as const;
/** For `artifacts:reports` of a job. */
const REPORTS = ['remarks.xml', 'metrics.txt', 'kickoff.env'] as const;

/** For one line to people. */
export const fileNames = (io: Io, folder: string): string =>
  `${[...FILES, ...REPORTS].map((name) => join(folder, name)).join(', ')} and a page for each person in ${join(folder, 'people')}${io.env.CI ? '' : '; new ones are readable by you alone'}`;

/** `card` is without what is confidential. */
export function writeFiles(io: Io, folder: string, card: Scorecard, render: Render): void {
  // They name people. A CI job hands them on, to Pages or as an artifact; on a person's machine they are that person's.
  const mode = io.env.CI ? undefined : 0o600;
  const to = (name: string, text: string): void =>
    writeAtomically(join(resolve(io.cwd, folder), name), text, mode);
  to('scorecard.json', `${JSON.stringify(card, null, 2)}\n`);
  to('scorecard.md', renderReport(card, render));
  to('scorecard.csv', renderCsv(card));
  const sections = sectionsOf(card, render);
  to('scorecard.html', renderPage(card, { linkPeople: true }, render, sections));
  to('badge.svg', renderBadge(card, render));
  to('remarks.xml', renderJunit(remarkSuites(card)));
  to('metrics.txt', renderMetrics(card));
  to('kickoff.env', renderDotenv(card));
  const { interns, mentors } = peopleOf(card);
  for (const username of interns)
    to(join('people', `${username}.html`), renderInternPage(card, username, render, sections));
  for (const username of mentors.filter((name) => !interns.includes(name)))
    to(join('people', `${username}.html`), renderMentorPage(card, username, render));
}
