/** Targets and weights as the files say them now, for comparison with what was agreed at kickoff. */
import type { Agreed } from '../record/baseline.ts';
import type { EnrolledKeyResult, Enrolment } from './enrolment.ts';

/** No two dashes in a row may come about: they would end the comment. */
function goalOf({ measure, boxes }: EnrolledKeyResult): string {
  switch (measure.kind) {
    case 'done':
      return '';
    case 'count':
      return String(measure.target ?? boxes.length);
    case 'metric':
      return measure.baseline === undefined
        ? `${measure.at_least ? 'min' : 'max'}~${measure.target}`
        : `${measure.baseline}~${measure.target}`;
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

/** By key of the key result; objectives, where their weight is not 1, by `#KEY`. */
export function agreedNow(enrolment: Enrolment): Map<string, Agreed> {
  const results = enrolment.keyResults
    .filter(({ skipped }) => skipped === null)
    .map((result) => [result.key, { weight: result.weight, goal: goalOf(result) }] as const);
  const objectives = enrolment.program.objectives
    .filter(({ weight }) => (weight ?? 1) !== 1)
    .map(({ key, weight }) => [`#${key}`, { weight: weight ?? 1, goal: '' }] as const);
  return new Map([...results, ...objectives]);
}
