/**
 * The HTML page: one file that needs no script, no network and no server. Every number and position is made here; the
 * templates place them.
 */
import { shortDay, shortSpan } from '../../model/dates.ts';
import { piecesOf } from '../../text/plain-text.ts';
import { Html, type Render } from '../../text/templates.ts';
import { bandOf } from '../rules/expected.ts';
import { COUNTED, countsOf, LISTED } from '../rules/readiness.ts';
import type { GroupCard, InternCard, KeyResultCard, Remark, Scorecard } from '../scorecard.ts';
import { burnUpChart, gantt, sparkline } from './chart.ts';
import { unseenWords } from './report.ts';
import { mentoredBy, type Next, nextThree } from './views.ts';
import {
  achievedWords,
  expectedUntil,
  HEALTH_SIGN,
  number,
  percent,
  resultsOf,
  STANDING_WORDS,
} from './words.ts';

export interface PageOptions {
  /** Links to the pages of people that are written beside this one. */
  linkPeople: boolean;
}

/** Only web addresses become links. */
const href = (url: string | null): string | false => (url !== null && /^https?:\/\//.test(url) ? url : false);

/** A position for a style sheet; a number alone would be escaped all the same. */
const at = (share: number): string => String(Number((share * 100).toFixed(1)));

function meter(score: number | null, expected: number, { bands }: Scorecard): object {
  return {
    scored: score !== null,
    number: number(score),
    width: at(score ?? 0),
    tick: at(expected),
    hasTick: expected > 0 && score !== null,
    band: score === null ? 'none' : (['low', 'middle', 'high'] as const)[bandOf(score, bands)],
    label: score === null ? 'no score' : `score ${number(score)}, expected ${number(expected)}`,
  };
}

const health = (value: GroupCard['health']): object => ({
  has: value !== null,
  words: value ?? 'no score',
  sign: value === null ? '' : HEALTH_SIGN[value],
  class: (value ?? 'none').replaceAll(' ', '-'),
});

/** Text of people, in which web addresses become links. */
const pieces = (text: string): object[] =>
  piecesOf(text).map(({ url, ...rest }) => ({ ...rest, url: url ?? false }));

function keyResultRow(result: KeyResultCard, card: Scorecard): object {
  const due = result.due === null ? 'no due date' : shortDay(result.due);
  return {
    title: result.title,
    url: href(result.url),
    meter: meter(result.score, result.expected, card),
    health: health(result.health),
    because: stateWords(result),
    when: result.carriedOver ? `${due}, carried over` : due,
    closed: result.closedOn === null ? false : shortDay(result.closedOn),
    confidence: result.confidence === null ? false : percent(result.confidence),
    hasEvidence: result.evidence !== '',
    evidence: pieces(result.evidence),
    aspirational: result.ambition === 'aspirational',
    weight: result.weight === 1 ? false : String(result.weight),
    rule: result.explained.rule,
    source: result.explained.source,
    inputs: result.explained.inputs,
    arithmetic: result.explained.arithmetic,
  };
}

/** `open, 4 of 5 boxes ticked`; a state that says everything stands alone. */
function stateWords({ standing, because }: KeyResultCard): string {
  const state = STANDING_WORDS[standing];
  return because.includes(state) ? because : `${state}, ${because}`;
}

function groupOf(group: GroupCard, card: Scorecard): object {
  return {
    title: group.title,
    meter: meter(group.score, group.expected, card),
    health: health(group.health),
    words: achievedWords(group),
    weight: group.weight === 1 ? false : String(group.weight),
    arithmetic: group.explained.arithmetic,
    keyResults: group.keyResults.map((result) => keyResultRow(result, card)),
  };
}

const remarkOf = ({ about, message, remedy, url }: Remark): object => ({
  about,
  message,
  remedy: remedy === '' ? false : remedy,
  url: href(url),
});

/** One intern's part of the page. */
function internSection(intern: InternCard, card: Scorecard, render: Render): Html {
  const chart = intern.burnUp && burnUpChart(intern.burnUp, intern);
  const bars = gantt(intern, card.today);
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
      health: health(intern.health),
      band: intern.band ?? false,
      achieved: String(counted.filter(({ score }) => score === 1).length),
      of: String(counted.length),
      expected: number(intern.expected),
      judged: shortDay(expectedUntil(card)),
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
      interns: card.interns.map((intern) => {
        const now = intern.rotations.filter(({ when }) => when === 'now').map(({ title }) => title);
        return {
          name: intern.name,
          anchor: `#intern-${intern.key}`,
          page: linkPeople ? `people/${intern.username}.html` : false,
          meter: meter(intern.score, intern.expected, card),
          health: health(intern.health),
          rotation: now.length > 0 ? now.join(', ') : 'none this week',
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
      note: `next three; score ${number(intern.score)}, ${intern.health ?? 'no score'}`,
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

const BADGE_COLORS: Record<string, string> = {
  done: '#1a7f37',
  'on track': '#1a7f37',
  'needs attention': '#8a5a00',
  'at risk': '#b3261e',
};

/** A badge for a README: one intern's score and health, or how many of the cohort are on track. */
export function renderBadge(card: Scorecard, render: Render): string {
  const only = card.interns.length === 1 ? card.interns[0] : undefined;
  const good = card.interns.filter(({ health: one }) => one === 'on track' || one === 'done').length;
  const value = only
    ? `${number(only.score)} ${only.health ?? 'no score'}`
    : `${good} of ${card.interns.length} on track`;
  const worst = only
    ? (only.health ?? 'none')
    : good === card.interns.length
      ? 'on track'
      : 'needs attention';
  const label = card.program;
  // Verdana 11 is about 6.6 wide; a badge that is a little too wide is no harm.
  const width = (text: string): number => Math.round([...text].length * 6.6) + 12;
  const left = width(label);
  const right = width(value);
  const text = render('badge', {
    label,
    value,
    width: String(left + right),
    left: String(left),
    right: String(right),
    labelAt: String(left / 2),
    valueAt: String(left + right / 2),
    color: BADGE_COLORS[worst] ?? '#59636e',
  });
  return `${text}\n`;
}
