/** The daily check-in: an issue for each intern and week, with a place for each working day. */
import { addDays, mondayOf, workdays } from '../model/dates.ts';
import type { LiveIssue } from '../model/resource.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { markdownText } from '../text/plain-text.ts';
import type { Words } from '../text/words.ts';
import {
  type Around,
  type Closing,
  type Due,
  earlier,
  type Found,
  leftBy,
  peopleLines,
  plain,
  type Ritual,
  ritualKey,
} from './ritual.ts';

const QUESTIONS = ['ritual.yesterday', 'ritual.today', 'ritual.blocked'];

/** Days of a week on which an intern works. */
export function daysOf({ intern, span, left }: Enrolment, monday: string, free: Around['free']): string[] {
  const week = { start: monday, end: addDays(monday, 4) };
  const lost = new Set(free(intern.username, week).map(({ day }) => day));
  return workdays(week).filter((day) => day >= span.start && day <= (left?.on ?? span.end) && !lost.has(day));
}

const heading = (day: string, words: Words): string => `#### ${markdownText(words.day(day))}`;

const named = (
  { cohort, words }: Pick<Around, 'cohort' | 'words'>,
  enrolment: Enrolment,
  monday: string,
): { key: string; title: string } => ({
  key: ritualKey(cohort, 'checkin', enrolment.intern.key, monday),
  title: words.say('ritual.checkin', { intern: enrolment.intern.name, day: words.full(monday) }),
});

export function checkins(around: Around): Found {
  const { enrolments, words, today, free, issues } = around;
  const monday = mondayOf(today);
  const due = enrolments.flatMap((each): Due[] => {
    const days = daysOf(each, monday, free);
    const [first] = days;
    if (first === undefined || today < first || today > addDays(monday, 4)) return [];
    const { key, title } = named(around, each, monday);
    if (leftBy(issues, key, title)) return [];
    const lines = QUESTIONS.map((what) => `- ${words.say(what)}:`);
    const read = `- [ ] ${markdownText(words.say('ritual.read', { name: each.manager }))}`;
    const ritual: Ritual = {
      key,
      title,
      text: markdownText(
        words.say('ritual.checkin-lead', { intern: each.intern.name, manager: each.manager }),
      ),
      worksheet: days.map((day) => [heading(day, words), '', ...lines, read].join('\n')).join('\n\n'),
      assignees: [each.intern.username],
      intern: each.intern.key,
      due: days.at(-1) ?? null,
      chat: title,
    };
    return [() => ritual];
  });
  return { due, closings: past(around, monday) };
}

/** Those of all weeks before this one, also of who left meanwhile. */
const past = ({ cohort, everybody, issues, free, words }: Around, monday: string): Closing[] =>
  earlier(issues, ritualKey(cohort, 'checkin')).flatMap(({ key, week, live }): Closing[] => {
    if (live.state !== 'opened' || week >= monday) return [];
    const enrolment = everybody.find(({ intern }) => key.includes(`/checkin/${intern.key}/`));
    const days = enrolment ? daysOf(enrolment, week, free) : [];
    const answers = answersIn(live.description, days, words);
    const count = answers.filter(({ intern }) => intern).length;
    return [{ live, key, why: words.markdown('ritual.checkin-over', { count, of: answers.length }) }];
  });

export interface Answered {
  day: string;
  /** Something stands behind one of the three questions. */
  intern: boolean;
  /** The box is ticked. */
  manager: boolean;
  blocked: string;
}

/** Who answered on which day; what stands below a day's heading is that day's. */
export function answersIn(description: string, days: string[], words: Words): Answered[] {
  const questions = QUESTIONS.map((what) => words.say(what));
  const headings = new Map(days.map((day) => [plain(heading(day, words)), day]));
  const isRead = plain(words.say('ritual.read', { name: '' }));
  const found = new Map(days.map((day) => [day, { day, intern: false, manager: false, blocked: '' }]));
  let open: Answered | null = null;
  let question = '';
  for (const line of peopleLines(description)) {
    if (/^#{1,6} /.test(line)) {
      open = found.get(headings.get(plain(line)) ?? '') ?? null;
      question = '';
      continue;
    }
    if (open === null || line.trim() === '') continue;
    const bare = line.trim().replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]+/, '');
    const [, mark, boxed = bare] = /^\[([ xX~])\][ \t]*(.*)$/.exec(bare) ?? [];
    // The one box that is ours; others are people's own words.
    if (mark !== undefined && plain(boxed).includes(isRead)) {
      open.manager ||= mark !== ' ';
      continue;
    }
    const asked = questions.find((each) => plain(boxed).toLowerCase().startsWith(`${each.toLowerCase()}:`));
    if (asked !== undefined) question = asked;
    const text = asked === undefined ? boxed : boxed.slice(boxed.indexOf(':') + 1).trim();
    if (text === '') continue;
    open.intern = true;
    if (question === questions[2]) open.blocked = `${open.blocked} ${text}`.trim();
  }
  return [...found.values()];
}

export interface Week {
  enrolment: Enrolment;
  live: LiveIssue | undefined;
  /** Days until today. */
  answers: Answered[];
}

/** The check-ins of the week of a day, until that day. */
export const weekOf = (around: Around, day: string): Week[] =>
  around.enrolments.map((enrolment) => {
    const monday = mondayOf(day);
    const { key, title } = named(around, enrolment, monday);
    const live = leftBy(around.issues, key, title);
    const days = daysOf(enrolment, monday, around.free).filter((each) => each <= day);
    return { enrolment, live, answers: live ? answersIn(live.description, days, around.words) : [] };
  });
