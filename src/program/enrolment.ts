/** One intern's concrete program: the template with the cohort's dates, people and overrides filled in. */

import type { Key } from '../model/resource.ts';
import type { Words } from '../text/words.ts';
import type { FreeDay } from './free-days.ts';
import type { KeyResult } from './key-result.ts';
import type { Ambition, Late, Measure } from './measures.ts';
import type { Attributes } from './people-schema.ts';
import type { Program } from './program-schema.ts';
import type { Role, RoleLevel } from './role-schema.ts';

export interface Span {
  /** `YYYY-MM-DD`, inclusive. */
  start: string;
  /** `YYYY-MM-DD`, inclusive. */
  end: string;
}

export interface EnrolledRotation {
  key: string;
  title: string;
  description: string | null;
  area: string | null;
  weeks: number;
  /** What this intern has of it: less than the whole for who joined meanwhile. */
  span: Span;
  /** Working days of it that the intern is free. */
  lost: FreeDay[];
  /** Key of its milestone; interns who have the cohort's weeks share it. */
  milestone: Key;
  /** Name of the intern whose milestone alone it is. */
  whose: string | null;
  /** The whole rotation, as its milestone has it. */
  dates: Span;
  mentor: string | null;
  manager: string | null;
}

/** Work in GitLab that a key result counts, with the names filled in. */
export interface CountedWork {
  what: 'issues' | 'merge-requests';
  /** Null while the parameter that names it has no project. */
  project: string | null;
  label: string | null;
  /** User name. */
  author: string | null;
  state: 'opened' | 'closed' | 'merged' | 'all';
}

/** Where a key result counts: in an objective of the program or in a functional area. */
export interface Home {
  kind: 'objective' | 'area';
  key: string;
  title: string;
}

export interface EnrolledKeyResult {
  key: string;
  /** As the program or the cohort says it. */
  template: KeyResult;
  issue: Key;
  title: string;
  description: string | null;
  measure: Measure;
  /** Names of the boxes that people tick; empty where there is nothing to tick. */
  boxes: string[];
  /** For a count of work that exists. */
  counted: CountedWork | null;
  /** What comes first, as the program and the cohort say it: for what all share, whatever one of them has of it. */
  before: { title: string; confidential: boolean }[];
  weight: number;
  ambition: Ambition;
  late: Late;
  /** What is done or not is expected along the line, and not only when it is due. */
  linear: boolean;
  /** A score that somebody set in place of the computed one. */
  override: { value: number; reason: string; by: string } | null;
  /** User names of the people it is assigned to, as far as the cohort names them. */
  owners: string[];
  /** One issue for the whole cohort. */
  once: boolean;
  evidence: string | null;
  /** Keys of what the target role asks for. */
  shows: string[];
  confidential: boolean;
  home: Home;
  /** When work on it is expected: its rotation, or the whole program. */
  span: Span;
  rotation: EnrolledRotation | null;
  /** Reason, when a cohort leaves it out; then it has no issue. */
  skipped: string | null;
  /** It is left out because it was over when the intern joined. */
  missed: boolean;
  /** What an override changed, in words; empty when the template stands. */
  changes: string[];
}

/** Work in no score, with dates and people filled in. */
export interface EnrolledTask {
  issue: Key;
  title: string;
  /** Markdown. */
  text: string | null;
  boxes: string[];
  owners: string[];
  once: boolean;
  /** `YYYY-MM-DD`; null for what is due on no day. */
  due: string | null;
  /** What kind of work it is. */
  label: string;
  confidential: boolean;
  effort: number | null;
}

export interface Enrolment {
  intern: {
    key: string;
    username: string;
    name: string;
    /** How the intern takes part, as the table of alumni says it. */
    type: string | null;
    inAlumni: boolean;
  };
  /** Key of the epic, or of what stands for it. */
  epic: Key;
  manager: string;
  mentor: string;
  /** From the day on which the intern begins to the end of the program. */
  span: Span;
  /** For somebody who left before the end; `on` is the last day. */
  left: { on: string; reason: string | null } | null;
  /** The first working week, for what is due in it. */
  firstWeek: Span;
  rotations: EnrolledRotation[];
  keyResults: EnrolledKeyResult[];
  tasks: EnrolledTask[];
  /** Who fills a role, by its name in the program. */
  people: Map<string, string>;
  attributes: Attributes;
  /** What is filled in for this intern; null while it is to be chosen. */
  parameters: {
    key: string;
    title: string;
    note: string | null;
    value: { text: string | null; url: string | null; project: string | null } | null;
  }[];
  goals: { key: string; issue: Key; title: string; description: string | null }[];
  program: Program;
  /** What is written for this intern is said with these. */
  words: Words;
  /** The role and level that the program leads to. */
  target: { role: Role; level: RoleLevel } | null;
  cohortTitle: string;
  timeZone: string;
  /** Derived key results are closed when their rule is satisfied. */
  closeDerived: boolean;
}
