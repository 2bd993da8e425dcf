/** Small words that the texts of issues and epics share. */
import { LABEL } from '../model/labels.ts';
import type { WantedLabel } from '../model/resource.ts';
import { blockMarkdown, inlineMarkdown, type MarkdownOptions } from '../text/people-markdown.ts';
import { linkTarget, markdownText, titleText } from '../text/plain-text.ts';
import { Markdown } from '../text/templates.ts';
import type { Words } from '../text/words.ts';
import type { Cohort } from './cohort-schema.ts';
import type { Enrolment } from './enrolment.ts';
import { holds } from './people-schema.ts';
import type { Duty, Program } from './program-schema.ts';

/** Labels of everything that belongs to one intern, or to all of the cohort once. */
export function commonLabels(enrolment: Enrolment, cohort: Cohort, once = false): string[] {
  return [LABEL.cohort(cohort.cohort), ...(once ? [] : [LABEL.intern(enrolment.intern.key)])];
}

export const label = (name: string, color: string, description: string): WantedLabel => ({
  kind: 'label',
  key: `label#${name}`,
  name,
  color,
  description: titleText(description),
});

/** A user name that notifies nobody. */
export const code = (username: string): Markdown => new Markdown(`\`${username.replaceAll('`', '')}\``);

const FIRST = ['manager', 'mentor', 'intern'];

/** Roles of a program: those that every program has, then its own. */
export const roleNames = ({ roles }: Program): string[] => [
  ...FIRST.filter((name) => Object.hasOwn(roles, name)),
  ...Object.keys(roles).filter((name) => !FIRST.includes(name)),
];

/** A duty with all its parts, for those whom it is for. */
export function dutiesFor(duties: Duty[], { attributes }: Enrolment): DutyInFull[] {
  return duties
    .map((duty) => (typeof duty === 'string' ? { do: duty } : duty))
    .filter((duty) => holds('when' in duty ? duty.when : undefined, attributes))
    .map((duty) => ({
      do: duty.do,
      points: ('points' in duty ? duty.points : undefined) ?? [],
      text: ('text' in duty ? duty.text : undefined) ?? null,
      read: ('read' in duty ? duty.read : undefined) ?? [],
    }));
}

export interface DutyInFull {
  do: string;
  points: string[];
  text: string | null;
  read: { title: string; url: string }[];
}

/** What stands below a duty: its points, and what to read for it. */
export const below = ({ points, read }: DutyInFull, { program, words }: Enrolment): Markdown[] => [
  ...points.map((point) => inline(point, program)),
  ...read.map(
    ({ title, url }) =>
      new Markdown(
        `${markdownText(words.say('epic.reading'))}: [${markdownText(title)}](${linkTarget(url)})`,
      ),
  ),
];

/** How Markdown of this program is made harmless. */
export const markdownOf = ({ mentions }: Program): MarkdownOptions => ({ notify: mentions === 'notify' });

/** Several lines of Markdown for a template, or nothing. */
export const block = (text: string | null, program: Program): Markdown | null =>
  text === null ? null : new Markdown(blockMarkdown(text, markdownOf(program)));

/** One line of it. */
export const inline = (text: string, program: Program): Markdown =>
  new Markdown(inlineMarkdown(text, markdownOf(program)));

/** Whose an issue is, alone (`for`) and as the words that follow what it is (`whose`). */
export function whose(
  { cohortTitle, intern, words }: Enrolment,
  once: boolean,
): { for: string; whose: string } {
  const name = once ? words.say('result.everybody', { cohort: cohortTitle }) : intern.name;
  return { for: name, whose: words.say('result.for', { name }) };
}

/** What a role is called: one of those that every program has, or the program's own. */
export const roleTitle = (name: string, words: Words): string =>
  FIRST.includes(name) ? words.say(`role.${name}`) : capital(name);

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
