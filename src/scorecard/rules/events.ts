/** What a score follows from, as a list for readers: each with its day and, where it is known, its author. */
import { readOutcomeText } from '../../record/fact-log.ts';
import type { KeyResultCard } from '../scorecard.ts';
import type { Facts } from './fact.ts';

type Event = KeyResultCard['events'][number];

export function eventsOf({ confidential, addedOn, turns, past, work, result }: Facts, day: string): Event[] {
  if (confidential) return [];
  const event = (what: Event['what'], on: string, to: string, more: Partial<Event> = {}): Event => ({
    day: on,
    at: null,
    by: null,
    earliest: null,
    what,
    to,
    ...more,
  });
  const all = [
    ...(addedOn === null ? [] : [event('added', addedOn, result.title)]),
    ...(past?.changes ?? []).map(({ day: on, field, to, at, by, earliest }) =>
      event(
        field,
        on,
        field === 'ticks' ? ticksIn(to, result.boxes) : field === 'outcome' ? outcomeIn(to) : to,
        {
          at,
          by,
          earliest,
        },
      ),
    ),
    ...turns.map(({ day: on, at, closed, by }) => event(closed ? 'closed' : 'reopened', on, '', { at, by })),
    ...(result.counted === null ? [] : (work ?? [])).map((on, at) => event('work', on, String(at + 1))),
  ];
  return all
    .filter(({ day: on }) => on <= day)
    .sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
}

/** How many, and which: `2 of 5: Report 1, Report 3`. */
function ticksIn(to: string, boxes: string[]): string {
  const [bits = '', dropped] = to.split('x');
  const ticked = [...bits].flatMap((bit, at) => (bit === '1' ? [boxes[at] ?? `box ${at + 1}`] : []));
  const crossed = dropped === undefined ? '' : `, ${dropped} crossed out`;
  return `${ticked.length} of ${boxes.length}${crossed}${ticked.length === 0 ? '' : `: ${ticked.join(', ')}`}`;
}

function outcomeIn(to: string): string {
  const [line, label, status, duplicate] = readOutcomeText(to);
  return [line, label ? 'the label won’t do' : '', status, duplicate ? 'a duplicate' : '']
    .filter(Boolean)
    .join(', ');
}
