/** What a new text changes, line by line: for the plan that somebody signs. */

import { diffArrays } from 'diff';
import type { FieldChange } from '../../model/plan.ts';
import { normalise } from '../../record/digest.ts';
import { many } from '../../text/plain-text.ts';

/** Of a confidential text only how much of it changes: plans are shown around. */
export function textChange({ from, to }: { from: string; to: string }, confidential = false): FieldChange {
  const lines: string[] = [];
  let gone = 0;
  let come = 0;
  let apart = false;
  for (const { value, added, removed } of diffArrays(
    normalise(from).split('\n'),
    normalise(to).split('\n'),
  )) {
    if (!added && !removed) {
      apart = lines.length > 0;
      continue;
    }
    if (apart) lines.push('…');
    apart = false;
    lines.push(...value.map((line) => `${added ? '+' : '-'} ${line}`.trimEnd()));
    if (added) come += value.length;
    else gone += value.length;
  }
  return { field: 'text', from: '', to: counted(gone, come), ...(confidential ? {} : { lines }) };
}

function counted(gone: number, come: number): string {
  if (gone === 0) return `${many(come, 'line')} more`;
  return come === 0 ? `${many(gone, 'line')} less` : `${many(gone, 'line')} → ${many(come, 'line')}`;
}
