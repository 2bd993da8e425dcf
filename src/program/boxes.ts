/** Names of the boxes that people tick in a key result. */
import type { Words } from '../text/words.ts';
import type { EnrolledKeyResult, Span } from './enrolment.ts';
import type { Measure } from './measures.ts';
import type { Program } from './program-schema.ts';
import { endsOf, numbered, repeats } from './weeks.ts';
import { capital } from './words.ts';

/** Empty where there is nothing to tick. `areas` are those that the intern gets to. */
export function boxesOf(measure: Measure, areas: Program['areas'], span: Span, words: Words): string[] {
  switch (measure.kind) {
    case 'count':
      if (measure.of) return [];
      if (measure.boxes) return measure.boxes;
      if (measure.one_per === 'area') return areas.map((area) => area.title);
      return numbered(capital(measure.unit ?? words.say('box.item')), measure.target ?? 1);
    case 'rubric':
      return measure.steps.map(({ name }) => name);
    case 'maintain':
      if (measure.checks !== undefined)
        return numbered(capital(measure.unit ?? words.say('box.check')), measure.checks);
      return repeats(measure.every ?? 'week', span, words).map((name) =>
        measure.unit === undefined ? name : `${name}: ${measure.unit}`,
      );
    case 'done':
    case 'metric':
    case 'derived':
    case 'to-be-defined':
      return [];
  }
}

/** Boxes of a key result that comes round, each with the last day of its time; none where it does not. */
export function timesOf({ measure, boxes, span }: EnrolledKeyResult): { name: string; end: string }[] {
  if (measure.kind !== 'maintain' || measure.checks !== undefined) return [];
  return endsOf(measure.every ?? 'week', span).flatMap((end, at) => {
    const name = boxes[at];
    return name === undefined ? [] : [{ name, end }];
  });
}
