/** On the last working day of a rotation: one issue that tells old and new mentor what there is. It is the only one that mentions anybody. */
import { addDays, workdays } from '../model/dates.ts';
import type { EnrolledRotation, Enrolment } from '../program/enrolment.ts';
import { markdownText } from '../text/plain-text.ts';
import { link, resultLines, section } from './parts.ts';
import { type Around, type Due, type Found, type Insight, leftBy, type Ritual, ritualKey } from './ritual.ts';

/** A run that did not come on the day makes up for it within a week. */
const LATE = 6;

export function handovers(around: Around): Found {
  const { enrolments, cohort, words, issues, today } = around;
  const due = enrolments.flatMap((each) =>
    each.rotations.flatMap((rotation, at): Due[] => {
      // Who left before hands nothing over.
      if (each.left && each.left.on < rotation.span.end) return [];
      const last = lastDay(each, rotation, around);
      if (rotation.area === null || today < last || today > addDays(rotation.span.end, LATE)) return [];
      const key = ritualKey(cohort, 'handover', each.intern.key, rotation.key);
      const title = words.say('ritual.handover', { intern: each.intern.name, area: rotation.title });
      const next = each.rotations[at + 1] ?? null;
      const write = (insight: Insight): Ritual =>
        handover({ ...around, ...insight }, each, rotation, next, key, title);
      return leftBy(issues, key, title) ? [] : [write];
    }),
  );
  return { due, closings: [] };
}

function lastDay({ intern }: Enrolment, { span }: EnrolledRotation, { free }: Around): string {
  const lost = new Set(free(intern.username, span).map(({ day }) => day));
  return workdays(span).findLast((day) => !lost.has(day)) ?? span.end;
}

function handover(
  { words, card }: Around & Insight,
  { intern, mentor: primary }: Enrolment,
  rotation: EnrolledRotation,
  next: EnrolledRotation | null,
  key: string,
  title: string,
): Ritual {
  const own = card.interns.find((each) => each.key === intern.key);
  const results = own?.areas.find((each) => each.key === rotation.area)?.keyResults ?? [];
  const open = results.filter(({ standing }) => standing === 'open');
  const urls = new Set(results.map(({ url }) => url));
  const remarks =
    own?.remarks.filter(({ url, confidential }) => url !== null && !confidential && urls.has(url)) ?? [];
  const people = [...new Set([rotation.mentor ?? primary, next?.mentor ?? primary])];
  const lead =
    next === null
      ? words.say('ritual.handover-end', { intern: intern.name, area: rotation.title })
      : words.say('ritual.handover-lead', { intern: intern.name, area: rotation.title, next: next.title });
  return {
    key,
    title,
    text: [
      people.map((name) => `@${name}`).join(' '),
      markdownText(lead),
      section(words.say('ritual.results'), resultLines(results, words), words),
      section(
        words.say('ritual.carried-over'),
        open.map((each) => `- ${link(each)}`),
        words,
      ),
      section(
        words.say('ritual.look-at'),
        words.isSource ? remarks.map(({ about, message }) => `- ${markdownText(`${about} ${message}`)}`) : [],
        words,
      ),
    ].join('\n\n'),
    worksheet: '',
    assignees: [],
    intern: intern.key,
    due: null,
    chat: title,
  };
}
