/**
 * Reads a cohort with its history, then scores and renders it again without reading: what that costs on top of the reads.
 * Prints one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connect,
  createRender,
  createRestTracker,
  loadCohort,
  place,
  readScorecard,
  redact,
  renderBadge,
  renderCsv,
  renderInternPage,
  renderPage,
  renderReport,
  renderTerminal,
  score,
  sectionsOf,
  TEMPLATES,
  wantedFrom,
} from '../dist/index.js';

const { GITLAB_HOST: host, GITLAB_TOKEN: token } = process.env;
const { program, cohort } = loadCohort(process.argv[2], {
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  root: process.cwd(),
  programs: 'templates/programs',
});
const render = createRender((name) => ({
  text: readFileSync(join('templates', TEMPLATES[name]), 'utf8'),
  path: null,
}));
const enrolments = place(program, cohort);
const order = {
  program: program.title,
  cohort: cohort.cohort,
  scope: {
    project: cohort.gitlab.project,
    group: cohort.gitlab.group,
    labelsIn: 'group',
    cohortLabel: `cohort::${cohort.cohort}`,
  },
  enrolments,
  wanted: wantedFrom(program, cohort, enrolments, () => '').wanted,
  dayOf: (moment) => moment.toISOString().slice(0, 10),
  render,
};
const tracker = createRestTracker(connect({ host, token }));
const { input } = await readScorecard(order, tracker, { history: true });
const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const start = used();
const card = redact(score(input));
const scored = used();
const sections = sectionsOf(card, render);
const page = renderPage(card, { linkPeople: true }, render, sections);
const pages = card.interns.map(({ username }) => renderInternPage(card, username, render, sections));
const others = [
  renderReport(card, render),
  renderCsv(card),
  renderBadge(card, render),
  renderTerminal(card, { paint: (_style, text) => text, width: 80 }),
  JSON.stringify(card, null, 2),
];
console.log(
  JSON.stringify({
    interns: card.interns.length,
    closed: card.interns
      .flatMap((intern) => [...intern.objectives, ...intern.areas])
      .flatMap((group) => group.keyResults)
      .filter(({ closedOn }) => closedOn !== null).length,
    readingCpu: start,
    scoringCpu: scored - start,
    renderingCpu: used() - scored,
    pageBytes: page.length,
    files: pages.length + others.length + 1,
    rss: process.resourceUsage().maxRSS / 1024,
  }),
);
