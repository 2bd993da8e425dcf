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

/** A ritual whose time has come, and that is not there yet: it is written of what is read then. */
export type Due = (insight: Insight) => Ritual;

export interface Found {
  due: Due[];
  closings: Closing[];
}

export interface Around {
  cohort: Cohort;
  /** Who is there today: without those who have left. */
  enrolments: Enrolment[];
  everybody: Enrolment[];
  free: FreeDays;
  words: Words;
  /** `YYYY-MM-DD` in the cohort's time zone. */
  today: string;
  /** Of the cohort’s clocks, 0 to 23. */
  hour: number;
  /** All that earlier rituals made, closed ones too. */
  issues: LiveIssue[];
}

/** What a ritual tells, read only when one is due that tells it. */
export interface Insight {
  /** What confidential key results are called is not in it. */
  card: Pick<Scorecard, 'interns'>;
  /** The card as it was a week ago; null in the first week. */
  before: Pick<Scorecard, 'interns'> | null;
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
  // Two people may be called the same: what names another period or person is theirs.
  issues.find(
    (each) => each.title === title && !keysOf(each.description).some((other) => other.includes('/.ritual/')),
  );

/** Weeks of the issues whose keys begin so, oldest first. */
export const earlier = (
  issues: LiveIssue[],
  prefix: string,
): { key: string; week: string; live: LiveIssue }[] =>
  issues
    .flatMap((live) =>
      keysOf(live.description)
        .filter((key) => key.startsWith(`${prefix}/`) && /\/\d{4}-\d\d-\d\d$/.test(key))
        .slice(0, 1)
        .map((key) => ({ key, week: key.slice(-10), live })),
    )
    .sort((left, right) => (left.week < right.week ? -1 : 1));

/** What people wrote in an issue of ours, line by line: nothing of our own block, and no code. */
export const peopleLines = (description: string): string[] =>
  linesOf(description)
    .filter(({ hidden, ours }) => !hidden && !ours)
    .map(({ text }) => text);

export interface Point {
  /** Its own line, and those below that belong to it. */
  lines: string[];
  answered: boolean;
}

const ITEM = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX~])\](?:[ \t]+|$))?(.*)$/;

/**
 * Points that people wrote, in order: boxes anywhere, and items without a box below a heading of ours. What is indented below a point
 * belongs to it. Empty boxes are none.
 */
export function pointsOf(description: string, headings: string[]): Point[] {
  const found: Point[] = [];
  let open: { point: Point; indent: number } | null = null;
  let inOwn = false;
  for (const line of peopleLines(description)) {
    if (/^#{1,6}[ \t]/.test(line)) {
      inOwn = headings.some((each) => plain(line) === plain(each));
      open = null;
      continue;
    }
    const [, space = '', mark, text = ''] = ITEM.exec(line) ?? [];
    const indent = (/^[ \t]*/.exec(line)?.[0] ?? '').length;
    if (open && line.trim() !== '' && indent > open.indent) {
      open.point.lines.push(line.trim());
      continue;
    }
    const isItem = text.trim() !== '' && (mark !== undefined || inOwn);
    open = isItem
      ? {
          point: { lines: [text.trim()], answered: mark !== undefined && mark !== ' ' },
          indent: space.length,
        }
      : null;
    if (open) found.push(open.point);
  }
  return found;
}

/** As an editor may have left it: with or without a backslash. */
export const plain = (text: string): string => text.replaceAll('\\', '').trim();
