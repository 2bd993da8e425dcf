/**
 * What GitLab's own notes tell of a change (docs/gitlab.md#notes; recorded on an English instance). A note that is not understood tells
 * that something happened, and no more.
 */
import type { Activity } from '../../model/resource.ts';

export type Told =
  | { what: 'tick'; box: string; done: boolean }
  | { what: 'due'; to: string | null }
  | { what: 'text' }
  | { what: 'other' };

const TICK = /^marked the checklist item \*\*([\s\S]*)\*\* as (completed|incomplete)$/;
const DUE = /^(changed|removed) due date (?:to )?([A-Z][a-z]+) (\d{1,2}), (\d{4})/;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export function toldBy({ isSystem, text }: Activity): Told {
  if (!isSystem) return { what: 'other' };
  const body = text.trim();
  const [, box, state] = TICK.exec(body) ?? [];
  if (box !== undefined) return { what: 'tick', box, done: state === 'completed' };
  const [, how, month, day, year] = DUE.exec(body) ?? [];
  if (how === 'removed') return { what: 'due', to: null };
  const at = MONTHS.indexOf(month ?? '');
  if (how === 'changed' && at >= 0)
    return {
      what: 'due',
      to: `${year}-${String(at + 1).padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`,
    };
  return body === 'changed the description' ? { what: 'text' } : { what: 'other' };
}
