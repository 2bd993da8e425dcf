/** For the manager, at the end of a week’s last working day: how everybody stands, who waits for whom, and what comes. */
import { addDays, mondayOf } from '../model/dates.ts';
import type { InternCard } from '../scorecard/scorecard.ts';
import { markdownText } from '../text/plain-text.ts';
import { headingsOf, named, talksOf } from './agenda.ts';
import { daysOf, weekOf } from './checkin.ts';
import { link, pairWorkLines, questionLines, section, standingLine } from './parts.ts';
import { type Around, type Found, type Insight, leftBy, pointsOf, type Ritual, ritualKey } from './ritual.ts';

/** On its last day a week is told when its work is done; a job of the night does it after midnight. */
const EVENING = 15;

const NOTHING: Found = { due: [], closings: [] };

/** Remarks of an intern that a digest tells. */
const MOST_REMARKS = 3;

export function digests(around: Around): Found {
  const { cohort, words, today, issues, enrolments } = around;
  const here = enrolments.filter(({ span }) => span.start <= today && addDays(span.end, 6) >= today);
  const week = weekToTell(around);
  if (week === null || here.length === 0) return NOTHING;
  const key = ritualKey(cohort, 'digest', week);
  const title = words.say('ritual.digest', { cohort: cohort.title ?? cohort.cohort, day: words.full(week) });
  if (leftBy(issues, key, title)) return NOTHING;
  const write = (insight: Insight): Ritual => ({
    key,
    title,
    text: textOf({ ...around, ...insight, enrolments: here }, week),
    worksheet: '',
    assignees: [cohort.people.manager],
    intern: null,
    due: null,
    chat: title,
  });
  return { due: [write], closings: [] };
}

/** The week of today from the last day on that somebody works in it; before that the one before, whose digest may have been missed. */
function weekToTell({ enrolments, free, today, hour }: Around): string | null {
  const monday = mondayOf(today);
  const lastOf = (week: string): string | undefined =>
    enrolments
      .flatMap((each) => daysOf(each, week, free))
      .sort()
      .at(-1);
  const last = lastOf(monday);
  if (last !== undefined && (today > last || (today === last && hour >= EVENING))) return monday;
  const before = addDays(monday, -7);
  return lastOf(before) === undefined ? null : before;
}

function textOf(around: Around & Insight, week: string): string {
  const { card, words, enrolments, questions } = around;
  const cards = card.interns.filter(({ key }) => enrolments.some(({ intern }) => intern.key === key));
  const name = (each: { name: string }): string => `**${markdownText(each.name)}**`;
  const worrying = cards.filter(
    ({ health }) => health === 'at risk' || health === 'needs attention' || health === 'stale',
  );
  const pairs = cards.flatMap((each) => {
    const lines = pairWorkLines(each);
    return lines.length > 0 ? [`- ${name(each)}`, ...lines.map((line) => `  ${line}`)] : [];
  });
  return [
    section(
      words.say('ritual.okrs'),
      cards.flatMap((each) => [`- ${name(each)}`, `  ${standingLine(each, words)}`]),
      words,
    ),
    section(
      words.say('ritual.at-risk'),
      worrying.flatMap((each) => [`- ${name(each)}`, ...whyLines(each, around)]),
      words,
    ),
    section(words.say('ritual.waiting'), waitingLines(around, week), words),
    ...(pairs.length > 0 ? [section(words.say('ritual.pairs'), pairs, words)] : []),
    section(words.say('ritual.answered'), answeredLines(around, week), words),
    section(words.say('ritual.next-week'), nextWeek(around, week), words),
    section(
      words.say('ritual.questions'),
      enrolments
        .flatMap(({ intern }) => questionLines(questions, intern))
        .filter((line, at, all) => all.indexOf(line) === at),
      words,
    ),
  ].join('\n\n');
}

/** Remarks are in English; other languages name the key results. */
const whyLines = ({ remarks }: InternCard, { words }: Around): string[] =>
  remarks
    .filter(({ confidential }) => !confidential)
    .slice(0, MOST_REMARKS)
    .map(
      ({ about, message, url }) =>
        `  - ${words.isSource ? markdownText(`${about} ${message}`) : link({ title: about, url })}`,
    );

/** A day without the intern's answer lets the manager wait; one without the manager's the intern. */
function waitingLines(around: Around, week: string): string[] {
  const { words, today } = around;
  const until = addDays(week, 4) < today ? addDays(week, 4) : today;
  return weekOf(around, until).flatMap(({ enrolment, answers }) => {
    const { intern, manager } = enrolment;
    const days = (all: typeof answers): string => all.map(({ day }) => words.day(day)).join(', ');
    const silent = answers.filter((each) => !each.intern);
    const unread = answers.filter((each) => each.intern && !each.manager);
    const line = (who: string, whom: string, all: typeof answers): string[] =>
      all.length === 0
        ? []
        : [`- ${markdownText(words.say('ritual.waits', { who, whom, days: days(all) }))}`];
    return [...line(manager, intern.username, silent), ...line(intern.username, manager, unread)];
  });
}

/** What was ticked in 1:1s of the week, and what stands in somebody's way. */
function answeredLines(around: Around, week: string): string[] {
  const { issues, today, words } = around;
  const until = addDays(week, 4) < today ? addDays(week, 4) : today;
  const talks = talksOf(around).flatMap((talk) => {
    const { key, title } = named(around, talk, week);
    const live = leftBy(issues, key, title);
    const done = live
      ? pointsOf(live.description, headingsOf(around, talk)).filter(({ answered }) => answered)
      : [];
    return live && done.length > 0
      ? [`- ${link({ title, url: live.url })}`, ...done.map(({ lines }) => `  - ${quoted(lines.join(' '))}`)]
      : [];
  });
  const blocked = weekOf(around, until).flatMap(({ enrolment, answers }) =>
    answers
      .filter((each) => each.blocked !== '')
      .map(
        ({ day, blocked: text }) =>
          `- ${markdownText(`${enrolment.intern.name}, ${words.day(day)}, ${words.say('ritual.blocked')}:`)} ${quoted(text)}`,
      ),
  );
  return [...talks, ...blocked];
}

/** People's words, as text: in a list that others read they notify and link nobody. */
const quoted = (text: string): string => markdownText(text.length > 300 ? `${text.slice(0, 299)}…` : text);

function nextWeek({ enrolments, words }: Around, week: string): string[] {
  const monday = addDays(week, 7);
  return enrolments.flatMap(({ intern, rotations, mentor }) =>
    rotations
      .filter(({ span }) => span.start <= addDays(monday, 4) && span.end >= monday)
      .map(
        (each) =>
          `- ${markdownText(`${intern.name}: ${each.title}`)} (\`${each.mentor ?? mentor}\`), ${words.span(each.span)}`,
      ),
  );
}
