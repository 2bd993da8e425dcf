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

export type Step =
  | { action: 'create'; kind: Kind; key: Key; name: string; details: string[]; wanted: Wanted }
  | { action: 'update'; kind: Kind; key: Key; name: string; changes: FieldChange[]; wanted: Wanted }
  /** A duplicate that nobody touched is closed, unlabelled and marked as a duplicate; or an issue leaves such a duplicate. */
  | { action: 'resolve'; kind: Kind; key: Key; name: string; changes: FieldChange[]; url: string };

/** Steps that carry out what is wanted, as opposed to resolving what is there twice. */
export type WantedStep = Extract<Step, { wanted: Wanted }>;

/** Why something is said. */
export type NoteCode =
  | 'kept'
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
}

export interface Plan {
  version: 1;
  program: string;
  cohort: string;
  /** Base of the GitLab instance. */
  host: string;
  project: string;
  /** The server's date in the cohort's time zone, `YYYY-MM-DD`. */
  today: string;
  steps: Step[];
  notes: Note[];
  counts: Record<Kind, { create: number; update: number; unchanged: number }>;
  /** Requests that applying the plan will take when nothing fails. */
  requests: number;
  /** Minutes that GitLab's limit on new issues and epics makes the run last at least; 0 when it does not bind. */
  minutesByLimit: number;
  /** E-mails that GitLab will send, by user name. */
  mails: Record<string, number>;
  /** Why the plan is not carried out unless asked for by name. */
  refusals: { what: 'many-changes' | 'missing-issues'; because: string }[];
  /** Pages worth opening afterwards: boards filtered by intern. */
  links: { title: string; url: string }[];
}

export const isEmpty = (plan: Plan): boolean => plan.steps.length === 0;
