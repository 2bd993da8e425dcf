/** When something is due: a date, or a day of the program in words. */
import * as z from 'zod';
import { day, slug } from './basics.ts';

const WAYS =
  'must be a date like 2027-03-12, or one of: week 2, day 30, before start 5d, end of rotation red-team';
const WORDS =
  /^(?:week \d{1,3}|day \d{1,4}|before start \d{1,3} ?[dw]|end of rotation [a-z0-9]+(?:-[a-z0-9]+)*)$/;

export const due = z
  .union(
    [
      day,
      z.string().regex(WORDS, WAYS),
      z.strictObject({ week: z.int().min(1).max(104) }),
      z.strictObject({ day: z.int().min(1).max(999) }),
      z.strictObject({ before_start: z.int().min(1).max(999).describe('Calendar days.') }),
      z.strictObject({ rotation: slug.describe('The end of this rotation.') }),
    ],
    { error: WAYS },
  )
  .describe(
    'When it is due: a date, the end of a week of the program, its nth calendar day, days before its start, or the end of a rotation.',
  );

export type Due = z.infer<typeof due>;

/** One form of the many: what is counted, and how many. */
type Reading =
  | { kind: 'date'; date: string }
  | { kind: 'week' | 'day' | 'before'; count: number }
  | { kind: 'rotation'; key: string };

export function readDue(value: Due): Reading {
  if (typeof value !== 'string') {
    if ('week' in value) return { kind: 'week', count: value.week };
    if ('day' in value) return { kind: 'day', count: value.day };
    if ('before_start' in value) return { kind: 'before', count: value.before_start };
    return { kind: 'rotation', key: value.rotation };
  }
  const [first = '', second = '', third = '', fourth = ''] = value.split(' ');
  if (first === 'week' || first === 'day') return { kind: first, count: Number(second) };
  if (first === 'end') return { kind: 'rotation', key: fourth };
  if (first !== 'before') return { kind: 'date', date: value };
  const unit = `${third}${fourth}`;
  return { kind: 'before', count: Number.parseInt(unit, 10) * (unit.endsWith('w') ? 7 : 1) };
}
