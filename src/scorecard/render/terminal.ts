/** The scorecard for a terminal. Colour never says anything that the words do not. */

import { shortDay, shortSpan } from '../../model/dates.ts';
import { oneLine, wrap } from '../../text/plain-text.ts';
import { countsOf } from '../rules/readiness.ts';
import type { GroupCard, InternCard, KeyResultCard, Remark, Scorecard } from '../scorecard.ts';
import { unseenWords } from './report.ts';
import {
  BAR,
  color,
  head,
  isDueToday,
  item,
  keyResult,
  next,
  type Paint,
  type Sheet,
  toWidth,
} from './terminal-parts.ts';
import { mentoredBy, nextThree } from './views.ts';
import {
  achievedWords,
  bar,
  expectedUntil,
  groupsOf,
  HEALTH_SIGN,
  healthWords,
  number,
  resultsOf,
} from './words.ts';

export interface TerminalOptions {
  paint: Paint;
  /** Columns of the terminal. */
  width: number;
}

const sheetOf = (card: Scorecard, { paint, width }: TerminalOptions): Sheet => ({
  card,
  paint,
  columns: Math.min(Math.max(width, 40), 110),
});

export function renderTerminal(card: Scorecard, options: TerminalOptions): string {
  const sheet = sheetOf(card, options);
  const lines = [...title(sheet)];
  if (card.interns.length > 1) lines.push('', ...sideBySide(sheet));
  for (const intern of card.interns) lines.push('', ...renderIntern(intern, sheet));
  return [...lines, ...foot(sheet)].join('\n');
}

/** What one person should see: an intern the next three, a mentor the rotations. */
export function renderFor(card: Scorecard, username: string, options: TerminalOptions): string {
  const sheet = sheetOf(card, options);
  const { paint } = sheet;
  const lines = [...title(sheet)];
  for (const intern of card.interns.filter((each) => each.username === username)) {
    lines.push('', paint('bold', 'Your next three'), ...next(nextThree(intern, card.today), sheet));
    lines.push('', ...renderIntern(intern, sheet));
  }
  for (const { intern, areas, primary } of mentoredBy(card, username)) {
    for (const area of areas) {
      const when = area.span === null ? '' : `, ${shortSpan(area.span)}`;
      lines.push(
        '',
        paint('bold', toWidth(`My rotation: ${area.title}, ${intern.name}${when}`, sheet.columns)),
      );
      for (const result of area.keyResults) lines.push(...keyResult(result, sheet));
    }
    if (primary) {
      lines.push('', head(`${intern.name}, next three`, intern, sheet, 'bold'));
      lines.push(...next(nextThree(intern, card.today), sheet));
    }
  }
  return [...lines, ...foot(sheet)].join('\n');
}

export function title({ card, paint, columns }: Sheet): string[] {
  const when = card.asOf === null ? `read on ${card.today}` : `as of the end of ${card.asOf}`;
  return [
    ...wrap(oneLine(`${card.program} · ${card.cohort}`), columns).map((line) => paint('bold', line)),
    ...wrap(
      `${when} from ${card.project}; scores run from 0 to 1, expected by ${shortDay(expectedUntil(card))}`,
      columns,
    ).map((line) => paint('dim', line)),
    // What a past day cannot tell is said before its numbers.
    ...(card.asOf === null ? [] : card.notices.flatMap((notice) => wrap(oneLine(notice), columns))).map(
      (line) => paint('yellow', line),
    ),
  ];
}

function foot({ card, paint, columns }: Sheet): string[] {
  const notices = [...(card.asOf === null ? card.notices : []), ...unseenWords(card)].flatMap((notice) => [
    '',
    ...wrap(oneLine(notice), columns).map((line) => paint('yellow', line)),
  ]);
  // No-break spaces keep a sign and its word on one line.
  const signs = [
    ...Object.entries(HEALTH_SIGN).map(([words, sign]) => `${sign} ${words}`),
    "✗ won't do",
    '? no score',
  ].map((each) => each.replaceAll(' ', '\u00a0'));
  const legend = wrap(signs.join('\u00a0 '), columns).map((line) =>
    paint('dim', line.replaceAll('\u00a0', ' ').trimEnd()),
  );
  return [...notices, '', ...legend];
}

function sideBySide({ card, paint, columns }: Sheet): string[] {
  const row = (intern: InternCard): string => {
    const now = intern.rotations.find(({ when }) => when === 'now')?.title;
    const state = healthWords(intern);
    const line = `  ${toWidth(oneLine(intern.name), 14)} ${paint(color(intern.health), bar(intern.score, BAR))}  ${number(intern.score).padStart(4)} ${paint(color(intern.health), state)}`;
    const room = columns - 14 - BAR - 4 - [...state].length - 9;
    return now === undefined || room < 12
      ? line
      : `${line}, ${paint('dim', toWidth(oneLine(now), room).trimEnd())}`;
  };
  const gone = card.interns.filter(({ left }) => left !== null);
  return [
    paint('dim', 'Side by side'),
    ...card.interns.filter(({ left }) => left === null).map(row),
    ...(gone.length === 0 ? [] : ['', paint('dim', 'Left before the end'), ...gone.map(row)]),
  ];
}

function renderIntern(intern: InternCard, sheet: Sheet): string[] {
  const { paint } = sheet;
  const all = resultsOf(intern);
  if (all.every(({ standing }) => standing === 'not-provisioned' || standing === 'skipped')) {
    return [paint('bold', `${intern.name} (${intern.username})`), '  not provisioned yet'];
  }
  const lines = [
    head(`${intern.name} (${intern.username})`, intern, sheet, 'bold'),
    ...wrap(
      `${healthWords(intern)}${intern.health === 'not started' && all.some((each) => isDueToday(each, sheet.card)) ? ', and something is due today' : ''}, expected ${intern.left === null ? '' : 'until then '}${number(intern.expected)}${intern.band === null ? '' : `; the final score reads as ${intern.band}`}`,
      sheet.columns - 2,
    ).map((line) => paint('dim', `  ${line}`)),
    ...(intern.range && intern.range.high > intern.range.low
      ? [paint('dim', `  between ${number(intern.range.low)} and ${number(intern.range.high)}`)]
      : []),
    ...rotations(intern, sheet),
  ];
  lines.push(...remarks(intern.remarks, sheet));
  const groups = (heading: string, shown: GroupCard[]): void => {
    if (shown.length === 0) return;
    lines.push('', paint('dim', heading));
    for (const group of shown) {
      lines.push(head(group.title, group, sheet, 'cyan'));
      for (const result of group.keyResults) lines.push(...keyResult(result, sheet));
    }
  };
  groups('Objectives', intern.objectives);
  groups(
    'Areas',
    intern.areas.filter(({ keyResults }) => keyResults.length > 0),
  );
  if (intern.goalposts.length > 0) {
    lines.push('', paint('yellow', 'Moved since kickoff'));
    for (const { title: name, change } of intern.goalposts) lines.push(...item(`${name}: ${change}`, sheet));
  }
  return [...lines, ...readiness(intern, sheet)];
}

function readiness({ readiness: found }: InternCard, sheet: Sheet): string[] {
  if (found === null) return [];
  const { paint, columns } = sheet;
  const counts = countsOf(found).map(({ kind, shown, of }) => `${shown} of ${of} ${PLURAL[kind]} shown`);
  const kind = (name: keyof typeof PLURAL): string[] => {
    const asked = found.asked.filter((each) => each.kind === name);
    if (asked.length === 0) return [];
    return [
      paint('dim', `  ${PLURAL[name]}${name === 'trait' || name === 'years' ? ', listed only' : ''}`),
      ...asked.flatMap(({ text, state, evidence }) => [
        ...wrap(oneLine(text), columns - 6).map((line, at) =>
          at === 0 ? `  ${READY[state]} ${line}` : `    ${line}`,
        ),
        ...evidence.flatMap(({ title: name, text: words }) =>
          wrap(oneLine(words === '' ? name : `${name}: ${words}`), columns - 8).map((line, at) =>
            paint('dim', at === 0 ? `    → ${line}` : `      ${line}`),
          ),
        ),
      ]),
    ];
  };
  return [
    '',
    ...wrap(`Readiness for ${found.level}`, columns).map((line) => paint('bold', line)),
    ...wrap(
      `${counts.join(', ')}${found.next.length > 0 ? `; it leads to ${found.next.join(' or ')}` : ''}`,
      columns - 2,
    ).map((line) => paint('dim', `  ${line}`)),
    ...kind('skill'),
    ...kind('duty'),
    ...kind('trait'),
    ...kind('years'),
    paint('dim', '  ✓ shown  ○ under way  · nothing yet'),
  ];
}

const PLURAL = { skill: 'skills', duty: 'duties', trait: 'traits', years: 'years' } as const;
const READY = { shown: '✓', 'under way': '○', 'nothing yet': '·' } as const;

function rotations({ rotations: all }: InternCard, { paint, columns }: Sheet): string[] {
  if (all.length === 0) return [];
  const words = all.map(({ title: name, span, when }) =>
    when === 'past'
      ? `✓ ${name}`
      : when === 'now'
        ? `▶ ${name} until ${shortDay(span.end)}`
        : `${name} from ${shortDay(span.start)}`,
  );
  return wrap(oneLine(words.join(' · ')), columns - 2).map((line) => paint('dim', `  ${line}`));
}

function remarks(all: Remark[], sheet: Sheet): string[] {
  if (all.length === 0) return [];
  return [
    '',
    sheet.paint('yellow', 'Looks odd, or is worth knowing'),
    ...all.flatMap(({ about, message, remedy }) => item(`${about} ${message} ${remedy}`, sheet)),
  ];
}

/** Why a key result, an objective, an area or the program has its score. */
const EVENTS = {
  added: 'added to the program',
  closed: 'closed',
  reopened: 'opened again',
  ticks: 'ticked',
  value: 'value',
  due: 'due date',
  outcome: 'outcome',
  skip: 'left out of the program',
  work: 'counted work, number',
} as const;

/** What the score follows from, with days and authors. */
function eventLines({ events }: KeyResultCard, sheet: Sheet): string[] {
  if (events.length === 0) return [];
  const lines = events.flatMap(({ day, by, earliest, what, to }) => {
    const on = day === '' ? 'at first' : day;
    const from = earliest === null ? '' : ` (or earlier, from ${earliest} on)`;
    const isPlain = what === 'added' || what === 'skip' || what === 'closed' || what === 'reopened';
    const shown = isPlain ? '' : to === '' ? ' none' : ` ${to}`;
    return item(`${on}: ${EVENTS[what]}${shown}${by === null ? '' : `, by ${by}`}${from}`, sheet);
  });
  return ['  Events:', ...lines];
}

export function renderExplained(card: Scorecard, key: string, options: TerminalOptions): string | null {
  const sheet = sheetOf(card, options);
  const { paint, columns } = sheet;
  const lines = card.interns.flatMap((intern) => {
    const groups = groupsOf(intern);
    const result = resultsOf(intern).find((each) => each.key === key);
    const group = groups.find((each) => each.key === key);
    const found = result ?? group ?? (key === 'program' ? { ...intern, title: card.program } : null);
    if (!found) return [];
    const { rule, source, inputs, arithmetic } = found.explained;
    return [
      '',
      head(`${intern.name}: ${found.title}`, found, sheet, 'bold'),
      ...(result ? wrap(oneLine(result.because), columns - 2).map((line) => `  ${line}`) : []),
      ...(group && !result ? [`  ${achievedWords(group)}`] : []),
      ...wrap(`Rule: ${rule} (${source})`, columns - 2).map((line) => `  ${line}`),
      ...inputs.flatMap(({ name, value }) => item(`${name}: ${value}`, sheet)),
      ...wrap(`Arithmetic: ${oneLine(arithmetic)}`, columns - 2).map((line) => `  ${line}`),
      ...(result ? eventLines(result, sheet) : []),
      ...wrap(
        `Expected by ${shortDay(intern.left ?? expectedUntil(card))}: ${number(found.expected)}${found.health === null && found.score !== null ? '' : `, so ${healthWords(found)}`}`,
        columns - 2,
      ).map((line) => paint('dim', `  ${line}`)),
      ...(found && 'url' in found && found.url ? [paint('dim', `  ${found.url}`)] : []),
    ];
  });
  return lines.length === 0 ? null : [...title(sheet), ...lines].join('\n');
}
