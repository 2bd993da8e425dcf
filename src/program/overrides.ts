/** What a cohort says otherwise than its program. */

import type { Words } from '../text/words.ts';
import type { Override } from './cohort-schema.ts';
import type { EnrolledKeyResult } from './enrolment.ts';
import type { KeyResult } from './key-result.ts';

/** Key results that the cohort adds to an objective or area. */
export function added(overrides: Override[], home: 'objective' | 'area', key: string): KeyResult[] {
  return overrides.flatMap(({ add }) => (add && add[home] === key ? [add] : []));
}

/** Later overrides win; every one is said. */
export function override(
  result: KeyResult,
  overrides: Override[],
  words: Words,
): Pick<EnrolledKeyResult, 'title' | 'description' | 'measure' | 'skipped' | 'override' | 'changes'> & {
  /** `YYYY-MM-DD`; null for the program’s. */
  due: string | null;
} {
  let { title, measure } = result;
  let description = result.description ?? null;
  let skipped: string | null = null;
  let target: number | null = null;
  let due: string | null = null;
  let score: EnrolledKeyResult['override'] = null;
  const { measure: first } = result;
  const changes: string[] = overrides.some(({ add }) => add === result) ? [words.say('change.added')] : [];
  for (const each of overrides) {
    if (each.key_result !== result.key) continue;
    if (each.define) {
      measure = each.define.measure;
      title = each.define.title ?? title;
      description = each.define.description ?? description;
      changes.push(words.say('change.defined', { title }));
    } else if (each.retitle !== undefined) {
      changes.push(words.say('change.retitled', { title }));
      title = each.retitle;
    } else if (each.count !== undefined && measure.kind === 'count') {
      const unit = {
        ...(measure.unit === undefined ? {} : { unit: measure.unit }),
        ...(measure.of === undefined ? {} : { of: measure.of }),
      };
      // A title that names the old number names the new one.
      if (measure.target !== undefined)
        title = title.replace(new RegExp(`(?<![\\d.])${measure.target}(?![\\d.])`), String(each.count));
      measure = { kind: 'count', target: each.count, ...unit };
      target = each.count;
    } else if (each.score !== undefined) {
      // The scorecard says it; in the issue it would read like a verdict.
      score = each.score;
    } else if (each.due !== undefined) {
      due = each.due.date;
      const { reason, by } = each.due;
      changes.push(words.say('change.due', { day: words.full(due), reason, by }));
    } else if (each.skip !== undefined) {
      skipped = each.skip;
      changes.push(words.say('change.skipped', { reason: each.skip }));
    }
  }
  const before =
    first.kind === 'count' ? (first.target ?? first.boxes?.length ?? words.say('change.one-per-area')) : null;
  if (target !== null && target !== before)
    changes.push(words.say('change.target', { target, before: before ?? words.say('change.none') }));
  return { title, description, measure, skipped, override: score, due, changes };
}
