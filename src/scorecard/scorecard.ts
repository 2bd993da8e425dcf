/** The score as a value. Terminal, Markdown, the block in the epic and JSON are renderings of it. */

import type { Span } from '../placement.ts';
import type { Measure } from '../program/schema.ts';

/** What became of a key result. */
export type Standing =
  /** Its issue is open. */
  | 'open'
  /** Closed as achieved, or closed with what was counted. */
  | 'closed'
  /** Closed without being achieved. */
  | 'wont-do'
  /** It has no issue yet. */
  | 'not-provisioned'
  /** Closed because its issue was moved to another project. */
  | 'moved'
  /** The cohort leaves it out. */
  | 'skipped';

/** Something worth saying about a key result, an area or an intern. */
export interface Remark {
  about: string;
  message: string;
  confidential: boolean;
}

export interface KeyResultCard {
  key: string;
  title: string;
  measure: Measure['kind'];
  weight: number;
  standing: Standing;
  /** 0 to 1; null when it is not scored. */
  score: number | null;
  /** For counts and derived ones: how many of how many. */
  reached: { of: number; count: number } | null;
  /** Why the score is what it is, in a sentence. */
  because: string;
  evidence: string;
  confidential: boolean;
  url: string | null;
}

export interface GroupCard {
  key: string;
  title: string;
  weight: number;
  /** Weighted mean of what is scored; null when nothing is. */
  score: number | null;
  keyResults: KeyResultCard[];
}

export interface AreaCard extends GroupCard {
  span: Span | null;
}

export interface InternCard {
  key: string;
  name: string;
  username: string;
  score: number | null;
  objectives: GroupCard[];
  areas: AreaCard[];
  rotations: { key: string; title: string; span: Span; when: 'past' | 'now' | 'ahead' }[];
  /** Worth saying: unscored, dropped, left out, not understood. */
  remarks: Remark[];
  url: string | null;
}

export interface Scorecard {
  schemaVersion: 1;
  program: string;
  cohort: string;
  project: string;
  /** The server's time of the reading, ISO 8601. */
  readAt: string;
  /** The same moment as a day in the cohort's time zone. */
  today: string;
  interns: InternCard[];
  /** What the reader of the scorecard should know about the sync itself. */
  notices: string[];
}

/**
 * Confidential key results without title, link, evidence, or anything that people wrote about them: for everything that
 * others can read.
 */
export function redact(card: Scorecard): Scorecard {
  const hide = (result: KeyResultCard): KeyResultCard =>
    result.confidential
      ? {
          ...result,
          key: 'confidential',
          title: 'confidential',
          because: result.standing === 'skipped' ? 'left out' : result.because,
          evidence: '',
          url: null,
        }
      : result;
  const group = <G extends GroupCard>(each: G): G => ({ ...each, keyResults: each.keyResults.map(hide) });
  const quiet = (remark: Remark): Remark =>
    remark.confidential
      ? { ...remark, about: 'A confidential key result', message: 'is worth a look; its issue says more.' }
      : remark;
  return {
    ...card,
    interns: card.interns.map((intern) => ({
      ...intern,
      objectives: intern.objectives.map(group),
      areas: intern.areas.map(group),
      remarks: intern.remarks.map(quiet),
    })),
  };
}
