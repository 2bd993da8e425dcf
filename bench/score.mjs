/**
 * Reads a cohort with its history, then scores and renders it again without reading: what that costs on top of the reads.
 * Prints one line of JSON.
 */
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import {
  connect,
  createRenderFromFiles,
  loadCohort,
  reading,
  redact,
  renderBadge,
  renderCsv,
  renderInternPage,
  renderPage,
  renderReport,
  renderTerminal,
  sectionsOf,
} from '../dist/index.js';

/** Scoring by itself is no part of the library: it is taken from the source. */
const bundle = join(tmpdir(), `kickoff-score-${process.pid}.mjs`);
const built = await build({
  entryPoints: ['src/scorecard/rules/score.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
await writeFile(bundle, built.outputFiles[0].text);
const { score } = await import(pathToFileURL(bundle).href);
await rm(bundle);

const { GITLAB_HOST: host, GITLAB_TOKEN: token } = process.env;
const render = createRenderFromFiles();
const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const begun = used();
const { input } = await reading(loadCohort(process.argv[2]), connect({ host, token }));
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
    // Reading scores once itself.
    readingCpu: start - begun - (scored - start),
    scoringCpu: scored - start,
    renderingCpu: used() - scored,
    pageBytes: page.length,
    files: pages.length + others.length + 1,
    rss: process.resourceUsage().maxRSS / 1024,
  }),
);
