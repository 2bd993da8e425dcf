/** What is known of one key result: the words that all rules of scoring share. */
import type { Outcome, Reported } from '../../issues/reported.ts';
import { addDays } from '../../model/dates.ts';
import type { LiveIssue } from '../../model/resource.ts';
import type { EnrolledKeyResult } from '../../program/enrolment.ts';
import type { FactRow } from '../../record/fact-log.ts';

/** A field of a key result as it was from a day on. */
export interface Change extends Omit<FactRow, 'key'> {
  /** ISO time, where it is known. */
  at: string | null;
}

export interface Past {
  /** In order of their days. */
  changes: Change[];
  /** The last day on which a person touched it. */
  touchedOn: string;
}

/** A closure or a reopening. */
export interface Turn {
  day: string;
  at: string;
  closed: boolean;
  by: string;
}

export interface Facts {
  result: EnrolledKeyResult;
  /** The issue that is read: the key result's own, or the one it was moved to. */
  live: LiveIssue | null;
  /** The issue was moved, and where it went cannot be read. */
  lost: boolean;
  moved: boolean;
  /** What this one is a duplicate of, at the end of the chain, when it can be read. */
  original: Facts | null;
  isDuplicate: boolean;
  /** Somebody may not be named: the program, or a person in GitLab, says so. */
  confidential: boolean;
  turns: Turn[];
  createdOn: string;
  /** The day on which it came to the others, after the first day; null for what was there from the beginning. */
  addedOn: string | null;
  /** The last day on which a person touched it, as far as is known. */
  updatedOn: string;
  /** How it was on earlier days; null where nobody knows. */
  past: Past | null;
  /** The program ended, and it was changed since: that does not count. */
  changedAfter: boolean;
  /** Names of lines that say something where nothing is read: in code, or in a comment. */
  hidden: string[];
  /** Language tag of the program, whose numbers are written so. */
  language: string;
  /** Which of the own boxes are ticked, in the order of their names; others that were seeded follow. */
  ticks: boolean[];
  /** So many of the own boxes are crossed out, and count neither way. */
  dropped: number;
  /** A ticked box says more than its name: that is evidence, too. */
  noted: boolean;
  outcome: Outcome;
  outcomeLine: string;
  wontDoLabel: boolean;
  /** The name of GitLab's own status, where it says that nobody will do it. */
  canceled: string | null;
  /** It became an epic. */
  promotedTo: LiveIssue['promotedTo'] | null;
  value: Reported;
  valueLine: string;
  confidence: Reported;
  confidenceLine: string;
  evidence: string;
  /** The day on which the end of the program closed it, when that closure stands. */
  archivedOn: string | null;
  /** Days on which the counted work came about; null when it cannot be read. */
  work: string[] | null;
}

/** A closure on the day that our closing words name, or on the next: the request may have crossed midnight. */
export const isArchived = ({ archivedOn }: Facts, closure: Turn | null): boolean =>
  archivedOn !== null &&
  closure !== null &&
  closure.day >= archivedOn &&
  closure.day <= addDays(archivedOn, 1);
