/**
 * The HTML page: one file that needs no script, no network and no server. Every number and position is made here; the
 * templates place them.
 */

import { shortDay, shortSpan } from '../../model/dates.ts';
import { Html, type Render } from '../../text/templates.ts';
import { COUNTED, countsOf, LISTED } from '../rules/readiness.ts';
import type { InternCard, Scorecard } from '../scorecard.ts';
import { burnUpChart, cohortPlan, gantt, sparkline } from './chart.ts';
import { groupOf, health, href, keyResultRow, meter, pieces, remarkOf } from './page-parts.ts';
import { unseenWords } from './report.ts';
import { mentoredBy, type Next, nextThree } from './views.ts';
import { expectedUntil, healthWords, number, resultsOf } from './words.ts';

export interface PageOptions {
  /** Links to the pages of people that are written beside this one. */
  linkPeople: boolean;
}

/** One intern's part of the page. */
function internSection(intern: InternCard, card: Scorecard, render: Render): Html {
  const chart = intern.burnUp && burnUpChart(intern.burnUp, intern);
  const bars = gantt(intern, intern.left ?? card.today);
  const all = resultsOf(intern);
  const areas = intern.areas.filter(({ keyResults }) => keyResults.length > 0);
  const counted = all.filter(({ standing }) => standing !== 'skipped');
  return new Html(
    render('scorecard-intern', {
      anchor: `intern-${intern.key}`,
      name: intern.name,
      username: intern.username,
      url: href(intern.url),
      when: shortSpan(intern.span),
      meter: meter(intern.score, intern.expected, card),
      health: health(intern),
      band: intern.band ?? false,
      achieved: String(counted.filter(({ score }) => score === 1).length),
      of: String(counted.length),
      expected: number(intern.expected),
      judged: shortDay(intern.left ?? expectedUntil(card)),
      arithmetic: intern.explained.arithmetic,
      chart: chart ?? false,
      unit: all.some(({ weight }) => weight !== 1) ? 'in key results, by weight' : 'in key results',
      noChart: card.unseen.some((each) => each.startsWith('events'))
        ? 'The token may not see the events of the project, so there is no history.'
        : 'No history was read.',
      hasRotations: bars.rows.length > 0,
      rotations: bars.rows.map((row) => ({
        ...row,
        left: String(row.left),
        width: String(row.width),
        words: { past: 'over', now: 'now', ahead: 'ahead' }[row.when],
      })),
      today: bars.today === null ? false : String(bars.today),
      hasRemarks: intern.remarks.length > 0,
      remarks: intern.remarks.map(remarkOf),
      changes: changesWords(intern),
      parts: [
        {
          title: 'Objectives',
          groups: intern.objectives.map((group, index) => ({
            ...groupOf(group, card),
            span: false,
            spark: sparkline(intern.burnUp, index) ?? false,
            sparkWords: `History of ${group.title}`,
          })),
        },
        {
          title: 'Areas',
          groups: areas.map((area) => ({
            ...groupOf(area, card),
            span: area.span === null ? false : shortSpan(area.span),
            spark: false,
            sparkWords: '',
          })),
        },
      ].filter(({ groups }) => groups.length > 0),
      readiness: readinessPart(intern),
      hasGoalposts: intern.goalposts.length > 0,
      goalposts: intern.goalposts.map(({ title, change }) => ({ title, change })),
    }),
  );
}

function changesWords({ changes, score }: InternCard): string | false {
  if (changes === null) return false;
  const moved =
    number(changes.score) === number(score)
      ? `the score is still ${number(score)}`
      : `the score went from ${number(changes.score)} to ${number(score)}`;
  const closed =
    changes.closed.length > 0 ? `; closed: ${changes.closed.join(', ')}` : '; nothing was closed';
  return `Since the block in the epic was written (${shortDay(changes.on)}), ${moved}${closed}.`;
}

const KIND_TITLES = { skill: 'Skills', duty: 'Duties', trait: 'Traits', years: 'Years' } as const;

function readinessPart({ readiness: found }: InternCard): object | false {
  if (found === null) return false;
  const counted = countsOf(found);
  return {
    level: found.level,
    next: found.next.length > 0 ? found.next.join(' or ') : false,
    kinds: [...COUNTED, ...LISTED]
      .map((kind) => {
        const count = counted.find((each) => each.kind === kind);
        return {
          title: KIND_TITLES[kind],
          count: count ? `${count.shown} of ${count.of} shown` : 'listed, in no total',
          asked: found.asked
            .filter((each) => each.kind === kind)
            .map(({ text, state, evidence }) => ({
              text,
              state,
              class: state.replaceAll(' ', '-'),
              evidence: evidence.map((one) => ({
                title: one.title,
                url: href(one.url),
                words: pieces(one.text),
              })),
            })),
        };
      })
      .filter(({ asked }) => asked.length > 0),
  };
}

/** Interns side by side, for the manager. */
function overview(card: Scorecard, { linkPeople }: PageOptions, render: Render): Html {
  return new Html(
    render('scorecard-overview', {
      // More columns than a screen has room for bars in.
      dense: (card.interns[0]?.objectives.length ?? 0) > 5,
      plan: cohortPlan(card.interns, card.today) ?? false,
      interns: card.interns.map((intern) => {
        const now = intern.rotations.filter(({ when }) => when === 'now').map(({ title }) => title);
        return {
          name: intern.name,
          anchor: `#intern-${intern.key}`,
          page: linkPeople ? `people/${intern.username}.html` : false,
          meter: meter(intern.score, intern.expected, card),
          health: health(intern),
          rotation:
            now.length > 0 ? now.join(', ') : intern.left === null ? 'none this week' : 'none any more',
          remarkCount: String(intern.remarks.length),
          objectives: intern.objectives.map(({ title, score, expected }) => ({
            title,
            meter: meter(score, expected, card),
          })),
        };
      }),
      objectives: (card.interns[0]?.objectives ?? []).map(({ title }) => ({ title })),
    }),
  );
}

function document(card: Scorecard, title: string, lead: string, sections: Html[], render: Render): string {
  const text = render('scorecard-page', {
    title,
    program: card.program,
    cohort: card.cohort,
    project: card.project,
    lead,
    sections,
    read: card.readAt.slice(0, 16).replace('T', ' '),
    asOf: card.asOf ?? false,
    judged: shortDay(expectedUntil(card)),
    notices: [...card.notices, ...unseenWords(card)],
    hasNotices: card.notices.length + card.unseen.length > 0,
    low: String(card.bands.low),
    high: String(card.bands.high),
    preset: card.bands.preset,
  });
  return `${text}\n`;
}

/** The part of each intern, by user name. Several pages show the same ones. */
export type Sections = Map<string, Html>;

export function sectionsOf(card: Scorecard, render: Render): Sections {
  return new Map(card.interns.map((intern) => [intern.username, internSection(intern, card, render)]));
}

/** The whole cohort, for the manager: an overview where there are several interns, and a section for each. */
export function renderPage(
  card: Scorecard,
  options: PageOptions,
  render: Render,
  made: Sections = sectionsOf(card, render),
): string {
  const sections = [...made.values()];
  return document(
    card,
    `${card.program} · ${card.cohort}`,
    card.interns.length === 1 ? 'Scorecard' : `Scorecard of ${card.interns.length} interns`,
    card.interns.length > 1 ? [overview(card, options, render), ...sections] : sections,
    render,
  );
}

const nextRow =
  (card: Scorecard) =>
  ({ result, group }: Next): object => ({
    ...keyResultRow(result, card),
    group: group.title,
  });

/** The intern's own page: the next three, then the whole picture. */
export function renderInternPage(
  card: Scorecard,
  username: string,
  render: Render,
  made: Sections = sectionsOf(card, render),
): string {
  const sections = card.interns
    .filter((intern) => intern.username === username)
    .flatMap((intern) => [
      new Html(
        render('scorecard-person', {
          title: 'Your next three',
          groups: [
            {
              title: intern.name,
              note: 'soonest due first, of what has begun',
              keyResults: nextThree(intern, card.today).map(nextRow(card)),
            },
          ],
        }),
      ),
      made.get(username) ?? internSection(intern, card, render),
    ]);
  const name = card.interns.find((intern) => intern.username === username)?.name ?? username;
  return document(card, `${name} · ${card.program}`, `Scorecard of ${name}`, sections, render);
}

/** A mentor's page: the rotations of this mentor, and as primary mentor each intern's next three. */
export function renderMentorPage(card: Scorecard, username: string, render: Render): string {
  const mentored = mentoredBy(card, username);
  const areas = mentored.flatMap(({ intern, areas: own }) =>
    own.map((area) => ({
      title: `${area.title}: ${intern.name}`,
      note: area.span === null ? '' : shortSpan(area.span),
      keyResults: area.keyResults.map((result) => ({ ...keyResultRow(result, card), group: area.title })),
    })),
  );
  const primary = mentored
    .filter((each) => each.primary)
    .map(({ intern }) => ({
      title: intern.name,
      note: `next three; score ${number(intern.score)}, ${intern.health ?? healthWords(intern)}`,
      keyResults: nextThree(intern, card.today).map(nextRow(card)),
    }));
  const sections = [
    ...(areas.length > 0
      ? [{ title: areas.length === 1 ? 'My rotation' : 'My rotations', groups: areas }]
      : []),
    ...(primary.length > 0 ? [{ title: 'My interns', groups: primary }] : []),
  ].map((data) => new Html(render('scorecard-person', data)));
  return document(card, `${username} · ${card.program}`, `For the mentor ${username}`, sections, render);
}
