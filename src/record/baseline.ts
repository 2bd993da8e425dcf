/**
 * What was agreed at kickoff: targets and weights, kept in the epic's marker when it is made and never rewritten, so that
 * goalposts which move later can be listed.
 *
 *     triage-reports/5,coffee-chats*2/10,blog-post,#network*3
 *
 * A key result is `KEY*WEIGHT/GOAL`; a weight of 1 and an empty goal are left out. An objective is `#KEY*WEIGHT`.
 */
import type { EnrolledKeyResult, Enrolment } from '../program/enrolment.ts';

export interface Agreed {
  weight: number;
  /** For example `10` for a count, `40~10` for a metric, `?` for what was still to be defined. */
  goal: string;
}

/** No two dashes in a row may come about: they would end the comment. */
function goalOf({ measure, boxes }: EnrolledKeyResult): string {
  switch (measure.kind) {
    case 'done':
      return '';
    case 'count':
      return String(measure.target ?? boxes.length);
    case 'metric':
      return `${measure.baseline}~${measure.target}`;
    case 'rubric':
      return measure.steps.map(({ score }) => score).join('~');
    case 'maintain':
      return measure.at_least === 1 ? String(boxes.length) : `${boxes.length}~${measure.at_least}`;
    case 'derived':
      return `${measure.at_least}~${measure.score}`;
    case 'to-be-defined':
      return '?';
  }
}

const entry = (name: string, { weight, goal }: Agreed): string =>
  `${name}${weight === 1 ? '' : `*${weight}`}${goal === '' ? '' : `/${goal}`}`;

/** Targets and weights as the files say them now. */
export function agreedNow(enrolment: Enrolment): Map<string, Agreed> {
  const results = enrolment.keyResults
    .filter(({ skipped }) => skipped === null)
    .map((result) => [result.key, { weight: result.weight, goal: goalOf(result) }] as const);
  const objectives = enrolment.program.objectives
    .filter(({ weight }) => (weight ?? 1) !== 1)
    .map(({ key, weight }) => [`#${key}`, { weight: weight ?? 1, goal: '' }] as const);
  return new Map([...results, ...objectives]);
}

/** The marker's text. */
export function writeBaseline(enrolment: Enrolment): string {
  return [...agreedNow(enrolment)].map(([name, agreed]) => entry(name, agreed)).join(',');
}

/** What a marker says; what cannot be read is left out. */
export function readBaseline(text: string): Map<string, Agreed> {
  return new Map(
    text.split(',').flatMap((part) => {
      const found = /^(#?[a-z0-9-]+)(?:\*([\d.e+-]+))?(?:\/(.+))?$/.exec(part);
      if (!found) return [];
      return [[found[1] ?? '', { weight: Number(found[2] ?? 1), goal: found[3] ?? '' }] as const];
    }),
  );
}

/** `40 → 10`, `10`, `to be defined` */
export function goalInWords(goal: string): string {
  if (goal === '?') return 'to be defined';
  return goal === '' ? 'done or not' : goal.replaceAll('~', ' → ');
}
