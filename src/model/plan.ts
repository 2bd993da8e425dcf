/** A plan is data: what would be done, and what is worth saying. Text, Markdown and JSON are renderings of it. */
import type { Key, Kind, Wanted } from './resource.ts';

/** A field that changes. Values are for people: short, and never a whole description. */
export interface FieldChange {
  field: string;
  from: string;
  to: string;
  /** Of a text: lines that go begin with `- `, lines that come with `+ `; `…` stands between places. */
  lines?: string[];
}

interface Common {
  kind: Kind;
  key: Key;
  /** As it may be shown: a confidential key result is not named where others read the plan. */
  name: string;
}

export type Step =
  | (Common & { action: 'create'; details: string[]; wanted: Wanted })
  /** `wanted` is null for the scorecard block, which no template describes. */
  | (Common & { action: 'update'; changes: FieldChange[]; wanted: Wanted | null })
  /** A duplicate that nobody touched is closed, unlabelled and marked as such; or an issue leaves such a duplicate. */
  | (Common & { action: 'resolve'; changes: FieldChange[]; url: string })
  /** The end of a program, or a derived key result whose rule is satisfied; `details` say what it has, and as what it is closed. */
  | (Common & { action: 'close'; details: string[]; url: string });

/** Steps that a wanted resource describes. */
export type WantedStep = Extract<Step, { action: 'create' | 'update' }> & { wanted: Wanted };

export const isWantedStep = (step: Step): step is WantedStep =>
  (step.action === 'create' || step.action === 'update') && step.wanted !== null;

/** Why something is said. */
export type NoteCode =
  | 'kept'
  | 'left-open'
  | 'to-be-defined'
  | 'overridden'
  | 'no-longer-wanted'
  | 'adapted'
  | 'not-a-member'
  | 'duplicate'
  | 'schedule'
  | 'person'
  | 'stranger';

export interface Note {
  code: NoteCode;
  /** What it is about, as people call it. */
  about: string;
  message: string;
  /** What kind of thing it is about, where the plan lists things by kind. */
  kind?: Kind;
}

export interface Counts {
  create: number;
  update: number;
  close: number;
  unchanged: number;
}

/** What is carried out only when it is asked for by name, and why. */
export interface Refusal {
  what: 'many-changes' | 'missing-issues' | 'same-key' | 'renamed' | 'unknown-user' | 'lost-issue' | 'early';
  because: string;
}

export interface Plan {
  version: 2;
  /** Title of the program. */
  program: string;
  /** Key of the cohort, or what stands in its place. */
  cohort: string;
  /** Base of the GitLab instance. */
  host: string;
  project: string;
  /** The server's date in the cohort's time zone, `YYYY-MM-DD`. */
  today: string;
  steps: Step[];
  notes: Note[];
  counts: Record<Kind, Counts>;
  /** Requests that applying the plan will take when nothing fails. */
  requests: number;
  /** Minutes that GitLab's limit on new issues and epics makes the run last at least; 0 when it does not bind. */
  minutesByLimit: number;
  /** E-mails that GitLab will send, by user name. */
  mails: Record<string, number>;
  refusals: Refusal[];
  /** Pages worth opening afterwards: boards filtered by intern. */
  links: { title: string; url: string }[];
}

export const isEmpty = (plan: Plan): boolean => plan.steps.length === 0;
