/** What all rituals have in common: what they are made of, and what is read of those that were there before. */
import { linesOf } from '../issues/source-lines.ts';
import type { LiveIssue } from '../model/resource.ts';
import type { Cohort } from '../program/cohort-schema.ts';
import type { Enrolment } from '../program/enrolment.ts';
import type { FreeDays } from '../program/free-days.ts';
import { keysOf } from '../record/managed-block.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';
import type { Words } from '../text/words.ts';

export const RITUALS = ['agenda', 'checkin', 'digest', 'handover'] as const;
export type RitualKind = (typeof RITUALS)[number];

/** One issue, for one period. */
export interface Ritual {
  key: string;
  title: string;
  /** Markdown. */
  text: string;
  /** People's part, which stands first. */
  worksheet: string;
  assignees: string[];
  /** Key of the intern, or null for what is about all. */
  intern: string | null;
  due: string | null;
  /** A sentence for a chat, without a word of people. */
  chat: string;
}

export interface Closing {
  live: LiveIssue;
  key: string;
  /** Markdown: why. */
  why: string;
}

export interface Around {
  cohort: Cohort;
  /** Who is there: without those who left. */
  enrolments: Enrolment[];
  free: FreeDays;
  words: Words;
  /** `YYYY-MM-DD` in the cohort's time zone. */
  today: string;
  /** Of the cohort’s clocks, 0 to 23. */
  hour: number;
  /** What confidential key results are called is not in it. */
  card: Scorecard;
  /** The card as it was a week ago; null in the first week. */
  before: Scorecard | null;
  /** All that earlier rituals made, closed ones too. */
  issues: LiveIssue[];
  /** Open issues with the label `question`. */
  questions: LiveIssue[];
  /** Open merge requests, by lower-case user name. */
  mergeRequests: ReadonlyMap<string, { title: string; url: string }[]>;
}

export const ritualKey = (cohort: Cohort, kind: RitualKind, ...parts: string[]): string =>
  [cohort.cohort, '.ritual', kind, ...parts].join('/');

/** The issue that a ritual left; by its marker, or when that is gone by its title, which names the period. */
export const leftBy = (issues: LiveIssue[], key: string, title: string): LiveIssue | undefined =>
  issues.find(({ description }) => keysOf(description).includes(key)) ??
  issues.find((each) => each.title === title);

/** What people wrote in an issue of ours, line by line: nothing of our own block, and no code. */
export const peopleLines = (description: string): string[] =>
  linesOf(description)
    .filter(({ hidden, ours }) => !hidden && !ours)
    .map(({ text }) => text);

export interface Point {
  text: string;
  answered: boolean;
}

/** Boxes with words, in order. Those that nobody wrote in are none. */
export function pointsOf(description: string): Point[] {
  return peopleLines(description).flatMap((line) => {
    const [, mark, text = ''] = /^[ \t]*[-*+][ \t]+\[([ xX~])\][ \t]+(\S.*)$/.exec(line) ?? [];
    return mark === undefined ? [] : [{ text: text.trim(), answered: mark !== ' ' }];
  });
}
